package org.gamelan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The command {@code ./gamelan bench}. */
public final class Bench {
  /** In the order they run; the crash comes last because it takes the baseline's database along. */
  private static final List<Scenario> SCENARIOS =
      List.of(
          new RateScenario(),
          new SingleScenario(),
          SlowModelScenario.latency200(),
          SlowModelScenario.inflight1000(),
          new GraphScenario(),
          new RestScenario(),
          new EventsScenario(),
          new MillionScenario(),
          new CrashScenario(),
          new AgentsScenario());

  private Bench() {}

  /** Runs what is asked for; ends with 2 after a wrong option, with 1 when it could not measure. */
  public static void main(String[] args) {
    List<String> names = SCENARIOS.stream().map(Scenario::name).toList();
    if (List.of(args).contains("--help")) {
      System.out.println(Options.USAGE.formatted(String.join(", ", names)));
      return;
    }
    Options options;
    try {
      options = Options.parse(List.of(args), names);
    } catch (BenchException e) {
      System.err.println(e.getMessage());
      System.err.println(Options.USAGE.formatted(String.join(", ", names)));
      System.exit(2);
      return;
    }
    System.exit(run(options));
  }

  private static int run(Options options) {
    Report report = new Report();
    Path data = temporaryFolder();
    int failed = 0;
    try (Lab lab = new Lab(options, Path.of(System.getProperty("gamelan.home", ".")), data)) {
      for (Scenario scenario : SCENARIOS) {
        if (options.wants(scenario.name())) {
          failed += run(scenario, lab, report);
        }
      }
    } catch (BenchException e) {
      System.err.println(message(e));
      return 1;
    } finally {
      delete(data);
    }
    System.out.println(report.table());
    options.json().ifPresent(file -> write(file, report));
    return failed == 0 ? 0 : 1;
  }

  /** One scenario that breaks does not take the others' figures with it. */
  private static int run(Scenario scenario, Lab lab, Report report) {
    System.err.println("bench: " + scenario.name());
    try {
      scenario.run(lab, report);
      return 0;
    } catch (BenchException e) {
      System.err.println(scenario.name() + ": " + message(e));
      report.figures(scenario.name()).put("problem", message(e));
      return 1;
    }
  }

  private static String message(BenchException e) {
    return e.getCause() == null ? e.getMessage() : e.getMessage() + " (" + e.getCause() + ")";
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("gamelan-bench");
    } catch (IOException e) {
      throw new BenchException("Cannot create a folder for the bench", e);
    }
  }

  private static void write(Path file, Report report) {
    try {
      Files.writeString(file, report.json().toPrettyString() + "\n");
    } catch (IOException e) {
      throw new BenchException("Cannot write " + file, e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("The bench's folder " + folder + " remains: " + e.getMessage());
    }
  }
}
