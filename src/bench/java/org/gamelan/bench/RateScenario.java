package org.gamelan.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How fast and at what cost, with a model that answers at once and 32 tasks in flight. */
final class RateScenario implements Scenario {
  private static final int IN_FLIGHT = 32;
  private static final double RATE_MARK = 0.75;
  private static final double CPU_MARK = 1.2;
  private static final double WRITES_MARK = 1.25;
  private static final double WAL_MARK = 0.8;
  private static final double SIZE_MARK = 4;

  @Override
  public String name() {
    return "rate";
  }

  @Override
  public void run(Lab lab, Report report) {
    boolean quick = lab.options().quick();
    int tasks = quick ? 200 : 600;
    lab.runBaseline(quick ? 200 : 600, IN_FLIGHT, 0);
    lab.warmServer();
    List<Sample> baseline = new ArrayList<>();
    List<Sample> gamelan = new ArrayList<>();
    for (int round = 0; round < lab.options().rounds(); round++) {
      baseline.add(baseline(lab, tasks));
      gamelan.add(gamelan(lab, tasks));
    }
    write(report, name(), baseline, gamelan);
  }

  static Sample baseline(Lab lab, int tasks) {
    return Sample.of(
        lab,
        lab.baselineProcess(),
        Baseline.SCHEMA,
        tasks,
        () -> lab.runBaseline(tasks, IN_FLIGHT, 0));
  }

  static Sample gamelan(Lab lab, int tasks) {
    return Sample.of(
        lab, lab.server().process(), "public", tasks, () -> lab.runServer(tasks, IN_FLIGHT, 0));
  }

  private static void write(
      Report report, String name, List<Sample> baseline, List<Sample> gamelan) {
    double ratio = ratio(baseline, gamelan, Sample::rate);
    ObjectNode figures = report.figures(name).put("ratio", ratio);
    rounds(figures.putArray("baseline"), baseline);
    rounds(figures.putArray("gamelan"), gamelan);
    report.add(
        "rate, 0 ms model, 32 in flight (stages a second)",
        Report.number(median(baseline, Sample::rate), 0),
        Report.number(median(gamelan, Sample::rate), 0));
    report.add(
        "rate × baseline", "1", Report.number(ratio, 2), "≥ " + RATE_MARK, ratio >= RATE_MARK);
    row(report, "CPU s for 1,000 stages", baseline, gamelan, Sample::cpu, CPU_MARK);
    row(report, "of these PostgreSQL's", baseline, gamelan, Sample::databaseCpu, 0);
    row(report, "write transactions a stage", baseline, gamelan, Sample::writes, WRITES_MARK);
    row(report, "WAL KiB a stage", baseline, gamelan, Sample::wal, WAL_MARK);
    row(report, "DB KiB a task", baseline, gamelan, Sample::size, SIZE_MARK);
  }

  /** The median of the rounds' ratios: a noisy neighbour hits both halves of a round alike. */
  static double ratio(
      List<Sample> baseline, List<Sample> gamelan, ToDoubleFunction<Sample> figure) {
    double[] ratios = new double[baseline.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = figure.applyAsDouble(gamelan.get(i)) / figure.applyAsDouble(baseline.get(i));
    }
    return new Percentiles(ratios).median();
  }

  static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return new Percentiles(samples.stream().mapToDouble(figure).toArray()).median();
  }

  private static void row(
      Report report,
      String measure,
      List<Sample> baseline,
      List<Sample> gamelan,
      ToDoubleFunction<Sample> figure,
      double mark) {
    double value = median(gamelan, figure);
    String baselineText = Report.number(median(baseline, figure), 2);
    if (mark == 0) {
      report.add(measure, baselineText, Report.number(value, 2));
    } else {
      report.add(measure, baselineText, Report.number(value, 2), "≤ " + mark, value <= mark);
    }
  }

  private static void rounds(ArrayNode array, List<Sample> samples) {
    for (Sample sample : samples) {
      array.add(sample.json());
    }
  }
}
