package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is accepted is done, whatever becomes of the process. */
class CrashIT {
  private static final int TASKS = 200;
  private static final int STAGES = 8;
  private static final int KILLS = 3;
  private static final int PART = TASKS * STAGES / (KILLS + 2);
  private static final long SEED = 20_260_214;
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void threeKillsInTheMiddleOfTwoHundredTasksLoseAndRepeatNothing() throws IOException {
    Random random = new Random(SEED);
    Path manifests = folder.resolve("manifests");
    Definitions.row(manifests, "long-way", STAGES, "timeout: 1m");
    Durability work = new Durability("long-way", STAGES);
    try (FakeModel model = FakeModel.metered(60, Definitions.ANSWER);
        TestServer server = new TestServer(folder.resolve("data"), environment(model, manifests))) {
      work.submit(server.start().api(), TASKS);
      for (int kill = 1; kill <= KILLS; kill++) {
        // The rest stays undone whatever the speed of the machine, so no kill can come too late.
        model.allow(PART);
        int before = model.answered();
        int answers = random.nextInt(PART * 3 / 4);
        Await.that(answers + " more answers", PATIENCE, () -> model.answered() >= before + answers);
        Await.pause(random.nextInt(250));
        server.kill();
        server.start();
      }
      assertThat(server.api().count("succeeded")).isLessThan(TASKS);
      model.allow(TASKS * STAGES * 2);
      work.awaitEnd(server.api(), PATIENCE);
      work.assertEverythingHappenedOnce(server.api());
    }
  }

  private static Map<String, String> environment(FakeModel model, Path manifests) {
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    environment.put("GAMELAN_ENGINE_MAX_IN_FLIGHT", "24");
    return environment;
  }
}
