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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code ./gamelan demo} runs once everything is built: a process with a server of its own.
 */
class DemoIT {
  private static final int MINUTES = 5;

  @TempDir Path folder;

  @Test
  void thePlanIsReviewedAndOneDocumentIsPrinted() throws Exception {
    Path out = folder.resolve("out");
    assertThat(demo(out, "--json", "--example", "plan-review", "analyze project structure"))
        .as(Files.readString(folder.resolve("err")))
        .isZero();
    JsonNode all = Json.parse(Files.readString(out));
    assertThat(all.fieldNames()).toIterable().containsExactly("task", "stages", "result");
    assertThat(all.path("task").path("status").asText()).isEqualTo("succeeded");
    assertThat(all.path("task").path("pipeline").asText()).isEqualTo("plan-review");
    assertThat(all.path("stages")).hasSizeGreaterThan(5);
    assertThat(all.path("result").path("output").isMissingNode()).isFalse();
  }

  @Test
  void eachOfTheEightStagesHasALineAndTheResultFollows() throws Exception {
    Path out = folder.resolve("out");
    assertThat(demo(out)).as(Files.readString(folder.resolve("err"))).isZero();
    String said = Files.readString(out);
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

  private int demo(Path out, String... arguments) throws IOException, InterruptedException {
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
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("GAMELAN_"));
    Process process =
        builder.redirectOutput(out.toFile()).redirectError(folder.resolve("err").toFile()).start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("it ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroy();
    }
  }
}
