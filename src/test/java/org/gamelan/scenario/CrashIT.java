package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is accepted is done, whatever becomes of the process: rows of stages, forks and joins, turns
 * of a committee and questions to people, all of them at work when it is killed.
 */
class CrashIT {
  private static final int TASKS = 200;
  private static final int FORKED = 40;
  private static final int STAGES = 8;
  private static final int KILLS = 3;
  private static final int PART = (TASKS + FORKED) * STAGES / (KILLS + 2);
  private static final long SEED = 20_260_214;
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final Random random = new Random(SEED);
  private final Semaphore permits = new Semaphore(0);
  private final Durability rows = new Durability("long-way", STAGES);
  private final ForkedTasks forks = new ForkedTasks(STAGES);
  private final AskingTask asking = new AskingTask();

  @Test
  void threeKillsInTheMiddleOfTheWorkLoseAndRepeatNothing() throws IOException {
    Path manifests = folder.resolve("manifests");
    Definitions.row(manifests, "long-way", STAGES, "timeout: 1m");
    forks.define(manifests);
    asking.define(manifests);
    try (FakeModel model = new FakeModel(this::answer);
        TestServer server = new TestServer(folder.resolve("data"), environment(model, manifests))) {
      submit(server.start().api());
      asking.awaitTwoOfThreeAnswers(server);
      killInTheMiddle(server, model);
      asking.awaitQuestion(server.api());
      killInTheMiddle(server, model);
      asking.assertSameQuestion(server.api());
      asking.decide(server);
      killInTheMiddle(server, model);
      assertThat(server.api().count("succeeded")).isLessThan(TASKS + FORKED);
      permits.release((TASKS + FORKED) * STAGES * 2);
      rows.awaitEnd(server.api(), PATIENCE);
      rows.assertEverythingHappenedOnce(server.api());
      forks.assertEverythingHappenedOnce(server.api());
      asking.assertNothingWasAskedTwice(server.api());
    }
  }

  /** Committees are answered at once, all others as fast as the test lets them. */
  private void answer(String request, FakeModel.Line line) throws IOException {
    if (!asking.answers(request, line)) {
      permits.acquireUninterruptibly();
      Await.pause(30);
      line.complete(Definitions.ANSWER);
    }
  }

  private void submit(Api api) {
    asking.submit(api);
    for (int task = 0; task < TASKS; task++) {
      rows.submit(api, 1);
      if (task % (TASKS / FORKED) == 0) {
        forks.submit(api);
      }
    }
  }

  /** What is allowed leaves the rest undone whatever the speed, so no kill can come too late. */
  private void killInTheMiddle(TestServer server, FakeModel model) {
    permits.release(PART);
    int before = model.answered();
    int answers = random.nextInt(PART * 3 / 4);
    Await.that(answers + " more answers", PATIENCE, () -> model.answered() >= before + answers);
    Await.pause(random.nextInt(250));
    server.kill();
    asking.serverIsGone();
    server.start();
  }

  private static Map<String, String> environment(FakeModel model, Path manifests) {
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_ENGINE_MAX_IN_FLIGHT", "24");
    return environment;
  }
}
