package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
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

  private ValidationReport look(ModelClient client, HostRule hosts, boolean call) {
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
    return new ProviderProbe(hosts, models, clients, new CallLedger(null, clock), clock)
        .look(provider, call, List.of());
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
  }
}
