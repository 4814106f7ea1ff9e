package org.gamelan.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What a stage costs when the database holds a million finished tasks: beside a server that has
 * hardly any, in turns, because other work on the machine changes more in a minute than that does.
 */
final class MillionScenario implements Scenario {
  private static final int TASKS = 400;
  private static final int LEAST_ROUNDS = 7;
  private static final double MARK = 1.1;

  @Override
  public String name() {
    return "million";
  }

  @Override
  public void run(Lab lab, Report report) {
    lab.warmServer();
    try (Lab full = lab.another("full")) {
      full.warmServer();
      int history = new History(full.meter()).insert(lab.options().history());
      full.runServer(TASKS, 32, 0);
      lab.runServer(TASKS, 32, 0);
      List<Sample> without = new ArrayList<>();
      List<Sample> with = new ArrayList<>();
      for (int round = 0; round < Math.max(LEAST_ROUNDS, lab.options().rounds()); round++) {
        if (round % 2 == 0) {
          without.add(RateScenario.gamelan(lab, TASKS));
        }
        with.add(RateScenario.gamelan(full, TASKS));
        if (round % 2 == 1) {
          without.add(RateScenario.gamelan(lab, TASKS));
        }
      }
      tell(report, history, without, with);
    }
  }

  private void tell(Report report, int history, List<Sample> without, List<Sample> with) {
    double cpu = RateScenario.ratio(without, with, Sample::cpu);
    double rate = RateScenario.ratio(without, with, Sample::rate);
    report.figures(name()).put("history", history).put("cpuRatio", cpu).put("rateRatio", rate);
    report.add(
        "CPU s for 1,000 stages with " + history + " finished tasks, times without",
        "",
        Report.number(cpu, 2),
        "< " + MARK,
        cpu < MARK);
    report.add(
        "rate with them, times without",
        "",
        Report.number(rate, 2),
        "> " + Report.number(1 / MARK, 2),
        rate > 1 / MARK);
  }
}
