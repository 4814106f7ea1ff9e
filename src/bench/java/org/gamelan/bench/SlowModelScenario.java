package org.gamelan.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Many tasks wait on a slow model at once: how near to the ideal, and at what size. */
final class SlowModelScenario implements Scenario {
  private static final boolean VIRTUAL = Runtime.version().feature() >= 21;
  private static final int PLATFORM_THREADS_MARK = 60;
  private static final int THREADS_MARK = 1_100;
  private static final double MEMORY_MARK = 700;
  private static final double ANSWER_MARK = 200;

  private final String name;
  private final int waitMillis;
  private final int inFlight;
  private final int waves;
  private final double secondsMark;
  private final boolean size;

  private SlowModelScenario(
      String name, int waitMillis, int inFlight, int waves, double secondsMark, boolean size) {
    this.name = name;
    this.waitMillis = waitMillis;
    this.inFlight = inFlight;
    this.waves = waves;
    this.secondsMark = secondsMark;
    this.size = size;
  }

  /** 200 in flight on a model of 200 ms: at least 90 percent of the ideal 8 s. */
  static Scenario latency200() {
    return new SlowModelScenario("latency200", 200, 200, 5, 8 / 0.9, false);
  }

  /** 1,000 in flight on a model of 2 s: at most 18.5 s, with few threads and little memory. */
  static Scenario inflight1000() {
    return new SlowModelScenario("inflight1000", 2_000, 1_000, 1, 18.5, true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void run(Lab lab, Report report) {
    int tasks = inFlight * waves;
    double ideal = waves * Lab.STAGES * waitMillis / 1_000.0;
    lab.warmServer();
    double baseline = lab.runBaseline(tasks, inFlight, waitMillis);
    try (Watch watch = new Watch(lab.server().process());
        JavaThreads javaThreads = new JavaThreads(lab.api());
        Probe probe = new Probe(lab.api())) {
      double seconds = lab.runServer(tasks, inFlight, waitMillis);
      ObjectNode figures =
          report
              .figures(name)
              .put("idealSeconds", ideal)
              .put("baselineSeconds", baseline)
              .put("seconds", seconds)
              .put("threads", watch.threads())
              .put("javaThreads", javaThreads.most())
              .put("residentMib", watch.residentMib());
      figures.put("ofIdeal", ideal / seconds);
      report.add(
          waitMillis + " ms model, " + inFlight + " in flight, s (ideal " + (int) ideal + ")",
          Report.number(baseline, 1),
          Report.number(seconds, 1),
          "≤ " + Report.number(secondsMark, 1),
          seconds <= secondsMark);
      if (size) {
        threads(report, watch.threads(), javaThreads.most());
        memory(report, watch.residentMib());
        answers(report, probe.times());
      }
    }
  }

  /** With virtual threads the mark is for platform ones of Java; without, for all there are. */
  private static void threads(Report report, int all, int platform) {
    String allOfThem = "threads then, with the JVM's own";
    String ofJava = "platform threads of Java then";
    if (VIRTUAL) {
      report.add(allOfThem, "", Integer.toString(all));
      marked(report, ofJava, platform, PLATFORM_THREADS_MARK);
    } else {
      marked(report, allOfThem, all, THREADS_MARK);
      report.add(ofJava, "", Integer.toString(platform));
    }
  }

  private static void marked(Report report, String measure, int count, int mark) {
    report.add(measure, "", Integer.toString(count), "< " + mark, count < mark);
  }

  private static void memory(Report report, int residentMib) {
    report.add(
        "RSS MiB then",
        "",
        Integer.toString(residentMib),
        "≤ " + (int) MEMORY_MARK,
        residentMib <= MEMORY_MARK);
  }

  private void answers(Report report, Percentiles millis) {
    report.figures(name).put("readP95Ms", millis.at(95));
    report.add(
        "REST reads meanwhile, p95 ms",
        "",
        Report.number(millis.at(95), 1),
        "< " + (int) ANSWER_MARK,
        millis.at(95) < ANSWER_MARK);
  }
}
