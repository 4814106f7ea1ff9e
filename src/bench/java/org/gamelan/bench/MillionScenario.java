package org.gamelan.bench;

import java.util.ArrayList;
import java.util.List;

/** What a stage costs when the database holds a million finished tasks. */
final class MillionScenario implements Scenario {
  private static final int TASKS = 400;
  private static final double MARK = 10;

  @Override
  public String name() {
    return "million";
  }

  @Override
  public void run(Lab lab, Report report) {
    lab.runServer(TASKS, 32, 0);
    lab.runBaseline(TASKS, 32, 0);
    Cost before = Cost.of(lab);
    int history = new History(lab.meter()).insert(lab.options().history());
    lab.runServer(TASKS / 2, 32, 0);
    Cost after = Cost.of(lab);
    double cpuChange = (after.cpu / before.cpu - 1) * 100;
    double rateChange = (after.ratio / before.ratio - 1) * 100;
    report
        .figures(name())
        .put("history", history)
        .put("cpuBefore", before.cpu)
        .put("cpuAfter", after.cpu)
        .put("ratioBefore", before.ratio)
        .put("ratioAfter", after.ratio);
    report.add(
        "CPU s for 1,000 stages without and with " + history + " finished tasks",
        "",
        Report.number(before.cpu, 2) + " → " + Report.number(after.cpu, 2),
        "< +10 %",
        cpuChange < MARK);
    report.add(
        "rate × baseline without and with them",
        "",
        Report.number(before.ratio, 2) + " → " + Report.number(after.ratio, 2),
        "> −10 %",
        rateChange > -MARK);
  }

  private record Cost(double cpu, double ratio) {
    static Cost of(Lab lab) {
      List<Sample> baseline = new ArrayList<>();
      List<Sample> gamelan = new ArrayList<>();
      for (int round = 0; round < lab.options().rounds(); round++) {
        baseline.add(RateScenario.baseline(lab, TASKS));
        gamelan.add(RateScenario.gamelan(lab, TASKS));
      }
      return new Cost(
          RateScenario.median(gamelan, Sample::cpu), RateScenario.ratio(baseline, gamelan));
    }
  }
}
