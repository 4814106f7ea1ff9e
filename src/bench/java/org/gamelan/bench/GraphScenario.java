package org.gamelan.bench;

import java.util.List;
import java.util.function.IntFunction;

/**
 * What a stage of a large graph costs against one of a small graph: forks of a hundred branches,
 * and rows of five hundred stages, one task at a time. Costs that grew with the square of the size
 * would show as a ratio of ten.
 */
final class GraphScenario implements Scenario {
  static final List<Integer> FORKS = List.of(10, 100);
  static final List<Integer> ROWS = List.of(50, 500);

  private static final double RATIO_MARK = 2;
  private static final int STAGES = 2_000;

  @Override
  public String name() {
    return "graph";
  }

  @Override
  public void run(Lab lab, Report report) {
    lab.warmServer();
    compare(lab, report, "fork", FORKS, Manifests::fork);
    compare(lab, report, "row", ROWS, Manifests::row);
  }

  private static void compare(
      Lab lab, Report report, String what, List<Integer> sizes, IntFunction<String> workflow) {
    double small = millis(lab, workflow, sizes.get(0));
    double large = millis(lab, workflow, sizes.get(1));
    report
        .figures("graph")
        .put(what + sizes.get(0) + "MsAStage", small)
        .put(what + sizes.get(1) + "MsAStage", large);
    report.add(
        "%s of %d, ms a stage, against one of %d".formatted(what, sizes.get(1), sizes.get(0)),
        Report.number(small, 2),
        Report.number(large, 2),
        "≤ " + Report.number(RATIO_MARK, 0) + " times",
        large <= RATIO_MARK * small);
  }

  private static double millis(Lab lab, IntFunction<String> workflow, int size) {
    int stages = lab.options().quick() ? STAGES / 2 : STAGES;
    int tasks = Math.max(2, stages / size);
    lab.runServer(workflow.apply(size), tasks, 1);
    return lab.runServer(workflow.apply(size), tasks, 1) * 1_000 / tasks / size;
  }
}
