package org.gamelan.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.DoubleSupplier;

/**
 * One half of a round.
 *
 * @param tasks how many tasks ran
 * @param seconds how long they took
 * @param usage what they used
 */
record Sample(int tasks, double seconds, Meter.Usage usage) {
  private static final long SETTLE_MILLIS = 300;

  /** Measures some work; a short pause before and after lets what is asynchronous come to rest. */
  static Sample of(Lab lab, long process, String schema, int tasks, DoubleSupplier work) {
    Clock.sleep(SETTLE_MILLIS);
    Meter.Reading before = lab.meter().read(process, schema);
    double seconds = work.getAsDouble();
    Clock.sleep(SETTLE_MILLIS);
    return new Sample(tasks, seconds, lab.meter().read(process, schema).since(before));
  }

  private double stages() {
    return tasks * (double) Lab.STAGES;
  }

  /** Stages a second. */
  double rate() {
    return stages() / seconds;
  }

  /** CPU seconds for 1,000 stages. */
  double cpu() {
    return usage.cpuSeconds() / stages() * 1_000;
  }

  /** PostgreSQL's part of them. */
  double databaseCpu() {
    return usage.databaseCpuSeconds() / stages() * 1_000;
  }

  /** Write transactions a stage. */
  double writes() {
    return usage.writes() / stages();
  }

  /** KiB of write-ahead log a stage. */
  double wal() {
    return usage.wal() / 1024.0 / stages();
  }

  /** KiB of tables and indexes a task. */
  double size() {
    return usage.bytes() / 1024.0 / tasks;
  }

  ObjectNode json() {
    return Api.object()
        .put("tasks", tasks)
        .put("seconds", seconds)
        .put("stagesPerSecond", rate())
        .put("cpuSecondsPer1000Stages", cpu())
        .put("databaseCpuSecondsPer1000Stages", databaseCpu())
        .put("writeTransactionsPerStage", writes())
        .put("walKibPerStage", wal())
        .put("databaseKibPerTask", size());
  }
}
