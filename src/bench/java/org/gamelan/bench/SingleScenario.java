package org.gamelan.bench;

import java.util.function.IntConsumer;

/**
 * How long a stage takes when nothing else runs: the pause between two model calls of one task, as
 * the model sees it, so it is measured alike for both.
 */
final class SingleScenario implements Scenario {
  private static final double P50_MARK = 2;
  private static final double P95_MARK = 6;

  @Override
  public String name() {
    return "single";
  }

  @Override
  public void run(Lab lab, Report report) {
    int tasks = lab.options().quick() ? 60 : 250;
    lab.runBaseline(20, 1, 0);
    lab.warmServer();
    lab.runServer(50, 1, 0);
    Percentiles baseline = steps(lab, tasks, count -> lab.runBaseline(count, 1, 0));
    Percentiles gamelan = steps(lab, tasks, count -> lab.runServer(count, 1, 0));
    report
        .figures(name())
        .put("baselineP50Ms", baseline.median())
        .put("baselineP95Ms", baseline.at(95))
        .put("p50Ms", gamelan.median())
        .put("p95Ms", gamelan.at(95))
        .put("samples", gamelan.count());
    row(report, "one in flight, p50 ms a stage", baseline, gamelan, 50, P50_MARK);
    row(report, "one in flight, p95 ms a stage", baseline, gamelan, 95, P95_MARK);
  }

  private static Percentiles steps(Lab lab, int tasks, IntConsumer work) {
    int from = lab.calls();
    work.accept(tasks);
    return Percentiles.ofSteps(lab.arrivals(from), Lab.STAGES);
  }

  private static void row(
      Report report,
      String measure,
      Percentiles baseline,
      Percentiles gamelan,
      double percent,
      double mark) {
    double value = gamelan.at(percent);
    report.add(
        measure,
        Report.number(baseline.at(percent), 1),
        Report.number(value, 1),
        "≤ " + Report.number(mark, 0),
        value <= mark);
  }
}
