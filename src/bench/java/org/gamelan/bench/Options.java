package org.gamelan.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the command line asks for.
 *
 * @param quick fewer and shorter measurements
 * @param rounds how often the alternating measurements are repeated
 * @param history finished tasks that the scenario {@code million} inserts
 * @param only the scenarios to run; empty means all
 * @param json where to write the figures as JSON
 */
record Options(boolean quick, int rounds, int history, Set<String> only, Optional<Path> json) {
  static final String USAGE =
      """
      ./gamelan bench [--quick] [--rounds N] [--history N] [--only NAME[,NAME]] [--json FILE]
        --quick      fewer, shorter measurements: about three minutes
        --rounds N   repeat the alternating measurements N times (1 to 20)
        --history N  finished tasks inserted by 'million' (1000 to 5000000)
        --only NAME  only these scenarios: %s
        --json FILE  write the figures as JSON too\
      """;

  /**
   * Reads the arguments.
   *
   * @throws BenchException when they make no sense
   */
  static Options parse(List<String> arguments, List<String> scenarios) {
    boolean quick = arguments.contains("--quick");
    int rounds = quick ? 1 : 3;
    int history = quick ? 20_000 : 1_000_000;
    Set<String> only = new TreeSet<>();
    Optional<Path> json = Optional.empty();
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      switch (option) {
        case "--quick" -> quick = true;
        case "--rounds" -> rounds = number(option, value(arguments, ++i), 1, 20);
        case "--history" -> history = number(option, value(arguments, ++i), 1_000, 5_000_000);
        case "--json" -> json = Optional.of(Path.of(value(arguments, ++i)));
        case "--only" -> only.addAll(List.of(value(arguments, ++i).split(",")));
        default -> throw new BenchException("Unknown option " + option);
      }
    }
    for (String name : only) {
      if (!scenarios.contains(name)) {
        throw new BenchException("No scenario " + name + "; there are " + scenarios);
      }
    }
    return new Options(quick, rounds, history, Set.copyOf(only), json);
  }

  boolean wants(String scenario) {
    return only.isEmpty() || only.contains(scenario);
  }

  private static String value(List<String> arguments, int index) {
    if (index >= arguments.size()) {
      throw new BenchException(arguments.get(index - 1) + " needs a value");
    }
    return arguments.get(index);
  }

  private static int number(String option, String text, int least, int most) {
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new BenchException(option + " needs a number, not " + text, e);
    }
    throw new BenchException(option + " takes " + least + " to " + most + ", not " + text);
  }
}
