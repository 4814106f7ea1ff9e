package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderProbeTest {
  private static final List<OfferedModel> LIST =
      List.of(new OfferedModel("m", null, null, null, List.of()));

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** A remote kind whose list and calls are given. */
  private record Given(Supplier<List<OfferedModel>> list, Supplier<ModelAnswer> answer)
      implements ModelClient {
    @Override
    public List<ProviderKind> kinds() {
      return List.of(new ProviderKind("given", null, true));
    }

    @Override
    public ModelAnswer call(ModelEntry entry, ModelRequest request) {
      return answer.get();
    }

    @Override
    public List<OfferedModel> models(ProviderEntry provider, Duration timeout) {
      return list.get();
    }
  }

  private static ModelAnswer yes() {
    return new ModelAnswer("y", List.of(), true, TokenUsage.NONE, null, null, null);
  }

  private static List<OfferedModel> noList(FailureKind kind, String message) {
    throw new ModelCallException(kind, message, null);
  }

  private static ModelAnswer noAnswer(FailureKind kind, String message) {
    throw new ModelCallException(kind, message, null);
  }

  /** Budgets that cover everything, or nothing, and note what they are asked for. */
  private static final class Purse extends Budgets {
    private final List<CallOrigin> asked = new ArrayList<>();
    private boolean empty;

    @Override
    Reservation reserve(ModelEntry entry, CallOrigin origin, Estimate estimate) {
      asked.add(origin);
      if (empty) {
        throw new BudgetSpentException("The budget 'daily' is spent.", true, null);
      }
      return Reservation.NONE;
    }
  }

  private final Purse purse = new Purse();
  private boolean hasAlias;
  private final List<CallRecord> accounts = new ArrayList<>();

  private ValidationReport look(ModelClient client, HostRule hosts, boolean call) {
    return look(client, hosts, new CallWish(call, false, null));
  }

  private ValidationReport look(ModelClient client, HostRule hosts, CallWish wish) {
    ProviderEntry provider =
        new ProviderEntry(
            UUID.randomUUID(),
            0,
            "p",
            "given",
            "http://127.0.0.1:" + server.getLocalPort() + "/v1",
            ApiKey.of("sk-secret"),
            ProviderLimits.NONE,
            Json.object());
    List<ModelClient> clients = List.of(client);
    Models models = new Models(() -> Catalogue.EMPTY, clients);
    Clock clock = Clock.systemUTC();
    CallLedger ledger =
        new CallLedger(null, clock) {
          @Override
          void add(CallRecord call) {
            accounts.add(call);
          }
        };
    ProbeAttempts attempts = new ProbeAttempts(purse, ledger, clock);
    return new ProviderProbe(hosts, models, clients, attempts, clock)
        .look(provider, wish, hasAlias ? List.of(alias(provider)) : List.of());
  }

  private static ModelEntry alias(ProviderEntry provider) {
    return new ModelEntry("a", 1, provider, "m", null, null, null, List.of(), List.of());
  }

  private ValidationReport look(ModelClient client, boolean call) {
    return look(client, new HostRule(true, List.of()), call);
  }

  @Test
  void everyStepIsTakenAndTimed() {
    ValidationReport report = look(new Given(() -> LIST, ProviderProbeTest::yes), true);
    assertThat(report.ok()).as(report.toString()).isTrue();
    assertThat(report.steps())
        .extracting(ValidationStep::name)
        .containsExactly("resolve", "connect", "models", "call");
    assertThat(report.steps()).allMatch(step -> step.latencyMs() >= 0);
    assertThat(report.offered()).isEqualTo(LIST);
    assertThat(accounts).extracting(CallRecord::outcome).containsExactly("succeeded");
  }

  @Test
  void privateHostsAreRefusedBeforeAnythingIsSent() {
    ValidationReport report =
        look(new Given(() -> LIST, ProviderProbeTest::yes), new HostRule(false, List.of()), true);
    assertThat(report.ok()).isFalse();
    assertThat(report.steps()).hasSize(1);
    assertThat(report.detail().orElseThrow()).contains("GAMELAN_PRIVATE_HOSTS");
  }

  @Test
  void aClosedPortIsToldAtTheStepOfConnecting() throws IOException {
    server.close();
    ValidationReport report = look(new Given(() -> LIST, ProviderProbeTest::yes), false);
    assertThat(report.steps()).hasSize(2);
    assertThat(report.detail().orElseThrow()).contains("refused the connection");
  }

  @Test
  void aRefusedCredentialEndsItAndIsNotShown() {
    ValidationReport report =
        look(
            new Given(
                () -> noList(FailureKind.AUTH, "It refuses\u0000 sk-secret"),
                ProviderProbeTest::yes),
            true);
    assertThat(report.ok()).isFalse();
    assertThat(report.steps()).hasSize(3);
    assertThat(report.detail().orElseThrow())
        .isEqualTo("It refuses •••. Give the provider a key that is valid there.");
  }

  @Test
  void aCallTellsWhatAMissingListDoesNot() {
    Supplier<List<OfferedModel>> none = () -> noList(FailureKind.INVALID_INPUT, "404");
    ValidationReport unasked = look(new Given(none, ProviderProbeTest::yes), false);
    assertThat(unasked.ok()).isFalse();
    ValidationReport noModel = look(new Given(none, ProviderProbeTest::yes), true);
    assertThat(noModel.detail().orElseThrow()).contains("no model to call");
  }

  @Test
  void aFailedCallCountsMoreThanAList() {
    ValidationReport report =
        look(new Given(() -> LIST, () -> noAnswer(FailureKind.BUDGET, "No credit")), true);
    assertThat(report.ok()).isFalse();
    assertThat(report.offered()).isEqualTo(LIST);
    assertThat(report.detail().orElseThrow()).startsWith("No credit. Top up");
    assertThat(accounts).extracting(CallRecord::outcome).containsExactly("budget");
  }

  @Test
  void aSpentBudgetSkipsTheCallAndTheListStillCounts() {
    purse.empty = true;
    UUID key = UUID.randomUUID();
    ValidationReport report =
        look(
            new Given(() -> LIST, () -> noAnswer(FailureKind.INTERNAL, "It was called.")),
            new HostRule(true, List.of()),
            new CallWish(true, false, key));
    assertThat(report.ok()).isTrue();
    ValidationStep call = report.steps().get(3);
    assertThat(call.name()).isEqualTo("call");
    assertThat(call.skipped()).isTrue();
    assertThat(call.message()).isEqualTo("No model was called. The budget 'daily' is spent.");
    assertThat(purse.asked).hasSize(1);
    assertThat(purse.asked.get(0).key()).isEqualTo(key);
    assertThat(purse.asked.get(0).agent()).isNull();
    assertThat(accounts).isEmpty();
  }

  @Test
  void whereOnlyACallCanTellASpentBudgetKeepsWhatWasKnown() {
    hasAlias = true;
    purse.empty = true;
    Given unlisted =
        new Given(() -> noList(FailureKind.INVALID_INPUT, "404"), ProviderProbeTest::yes);
    HostRule hosts = new HostRule(true, List.of());
    ValidationReport known = look(unlisted, hosts, new CallWish(true, true, null));
    assertThat(known.ok()).isTrue();
    assertThat(ValidationReport.onlyCallTold(known.steps())).as("it is called next time").isTrue();
    ValidationReport unknown = look(unlisted, hosts, new CallWish(true, false, null));
    assertThat(unknown.ok()).isFalse();
    assertThat(unknown.detail().orElseThrow()).contains("The budget 'daily' is spent");
    assertThat(ValidationReport.onlyCallTold(unknown.steps())).isFalse();
  }

  @Test
  void skippedStepsAreReadBackAsTheyWereStored() {
    purse.empty = true;
    List<ValidationStep> steps = look(new Given(() -> LIST, ProviderProbeTest::yes), true).steps();
    assertThat(ValidationRows.steps(Json.tree(steps))).isEqualTo(steps);
  }
}
