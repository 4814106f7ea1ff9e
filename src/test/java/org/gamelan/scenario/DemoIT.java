package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gamelan.json.Json;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code ./gamelan demo} runs once everything is built: a process with a server of its own.
 */
class DemoIT {
  private static final int MINUTES = 5;

  @TempDir static Path folder;

  private static Demo review;
  private static Demo plain;

  /** Both start their servers at the same time. */
  @BeforeAll
  static void start() throws IOException {
    review =
        Demo.start("review", "--json", "--example", "plan-review", "analyze project structure");
    plain = Demo.start("plain");
  }

  @AfterAll
  static void stop() {
    review.process().destroy();
    plain.process().destroy();
  }

  @Test
  void thePlanIsReviewedAndOneDocumentIsPrinted() throws Exception {
    JsonNode all = Json.parse(review.said());
    assertThat(all.fieldNames()).toIterable().containsExactly("task", "stages", "result");
    assertThat(all.path("task").path("status").asText()).isEqualTo("succeeded");
    assertThat(all.path("task").path("pipeline").asText()).isEqualTo("plan-review");
    assertThat(all.path("stages")).hasSizeGreaterThan(5);
    assertThat(all.path("result").path("output").isMissingNode()).isFalse();
  }

  @Test
  void eachOfTheEightStagesHasALineAndTheResultFollows() throws Exception {
    String said = plain.said();
    for (String stage :
        List.of(
            "user_input",
            "gather_context",
            "interpretation",
            "decomposition",
            "planning",
            "execution",
            "review",
            "results")) {
      assertThat(said).containsPattern("✔ " + stage + "\\s");
    }
    assertThat(said).contains("pom.xml").contains("Java");
  }

  /** A demo, and where it writes to. */
  private record Demo(Process process, Path out, Path err) {
    static Demo start(String name, String... arguments) throws IOException {
      Path dist = ServerFixture.dist();
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx128m",
                  "-Dfile.encoding=UTF-8",
                  "-Dgamelan.home=" + dist,
                  "-Dgamelan.checkout=" + Path.of("").toAbsolutePath(),
                  "-cp",
                  dist.resolve("lib").resolve("*").toString(),
                  "org.gamelan.launcher.Client",
                  "demo"));
      command.addAll(List.of(arguments));
      Path out = folder.resolve(name + ".out");
      Path err = folder.resolve(name + ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeIf(variable -> variable.startsWith("GAMELAN_"));
      return new Demo(
          builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    }

    /** Waits for its end, and gives what it printed. */
    String said() throws IOException, InterruptedException {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("it ends").isTrue();
      assertThat(process.exitValue()).as(Files.readString(err)).isZero();
      return Files.readString(out);
    }
  }
}
