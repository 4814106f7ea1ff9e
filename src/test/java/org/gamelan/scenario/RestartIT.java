package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.pages.OpenPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What one server has taken on is kept by the next one on its data, though it was killed. */
class RestartIT {
  /** The alias of the model that plays by rules, where {@code default} is another one. */
  static final String PLAYED = "played";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static RetiringAgents agents;
  private static RememberedNotes notes;
  private static ChosenPipelines pipelines;
  private static AskedPermission permission;
  private static KeptCredential credential;
  private static KeptTaskConfigs configs;
  private static Optional<OpenPage> page;
  private static FakeModel model;
  private static TestServer server;

  @BeforeAll
  static void makePromisesAndKill() {
    agents = new RetiringAgents(folder.resolve("more-agents"));
    notes = new RememberedNotes();
    pipelines = new ChosenPipelines();
    permission = new AskedPermission();
    credential = new KeptCredential();
    configs = new KeptTaskConfigs();
    // What is remembered has to be killed at once, so it comes last.
    List<Promise> promises = List.of(agents, credential, configs, permission, pipelines, notes);
    Path manifests = folder.resolve("manifests");
    promises.forEach(promise -> promise.define(manifests));
    model = new FakeModel(RestartIT::answer);
    server = new TestServer(folder.resolve("data"), environment(manifests)).start();
    server
        .api()
        .post(
            "/models",
            Json.object().put("name", PLAYED).put("provider", "scripted").put("model", "scripted"))
        .ok();
    server.api().post("/agents/discovery", Json.object()).ok();
    page = OpenPage.of(server.running());
    promises.forEach(promise -> promise.make(server));
    server.kill();
    pipelines.serverIsGone();
    page.ifPresent(OpenPage::awaitNotice);
    server.start();
    page.ifPresent(open -> open.leadTo(server.running()));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    model.close();
    credential.close();
    if (page.isPresent()) {
      page.get().close();
    }
  }

  private static void answer(String request, FakeModel.Line line) throws IOException {
    if (!agents.answers(request, line)) {
      pipelines.answer(request, line);
    }
  }

  private static Map<String, String> environment(Path manifests) {
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.putAll(agents.environment());
    environment.put("GAMELAN_ROUTER_AGENT", "router");
    environment.put("GAMELAN_POLICY_CAPABILITIES_READ", "ask");
    return environment;
  }

  @Test
  void agentsStatesAndRetirementsSurviveAKill() {
    agents.assertKept(server);
  }

  @Test
  void whatWasRememberedIsThereOnceAfterAKill() {
    notes.assertKept(server);
  }

  @Test
  void theAgentsChoiceOfAPipelineSurvivesAKill() {
    pipelines.assertKept(server);
  }

  @Test
  void aBadChoiceLeadsToTheDefaultAndRulesNeedNone() {
    pipelines.assertBadChoicesLeadToTheDefault(server.api());
  }

  /** The server's own rules hold over whatever folders allow. */
  @Test
  void aQuestionOutlivesTheServer() {
    permission.assertKept(server);
  }

  @Test
  void theMasterKeyIsReplacedWhileTheServerGoesOn() {
    credential.assertKept(server);
  }

  @Test
  void taskConfigsAreWhatTheyWere() {
    configs.assertKept(server);
  }

  @Test
  void aPageLeftOpenIsRightAgain() {
    assumeTrue(page.isPresent(), "No Chromium here; name one with -Dgamelan.chromium=FILE");
    page.orElseThrow().assertRightAgain(server.running());
  }

  @Test
  void theAuditLogIsIntact() {
    assertThat(server.api().get("/audit/verification").ok().path("intact").asBoolean()).isTrue();
  }
}
