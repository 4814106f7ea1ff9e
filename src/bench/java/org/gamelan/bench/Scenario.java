package org.gamelan.bench;

/** One measurement, which can be asked for by its name. */
interface Scenario {
  String name();

  /** Measures, and adds rows and figures to the report. */
  void run(Lab lab, Report report);
}
