package org.gamelan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasuringTest {

  @Test
  void percentilesAreTakenByNearestRank() {
    Percentiles hundred =
        new Percentiles(IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray());

    assertThat(hundred.median()).isEqualTo(50);
    assertThat(hundred.at(95)).isEqualTo(95);
    assertThat(hundred.at(100)).isEqualTo(100);
    assertThat(new Percentiles(new double[0]).at(95)).isZero();
  }

  @Test
  void stepsDoNotReachFromOneTaskToTheNext() {
    long[] arrivals = {0, 1_000_000, 3_000_000, 900_000_000, 902_000_000, 903_000_000};

    Percentiles steps = Percentiles.ofSteps(arrivals, 3);

    assertThat(steps.count()).isEqualTo(4);
    assertThat(steps.at(100)).isEqualTo(2);
  }

  @Test
  void threadsAreReadFromTheFigureNotFromItsDescription() {
    String metrics =
        """
        # TYPE thread_count gauge
        # HELP thread_count Displays the current number of live threads 7
        thread_count{mp_scope="base"} 45.0
        """;

    assertThat(JavaThreads.count(metrics)).isEqualTo(45);
    assertThatThrownBy(() -> JavaThreads.count("# TYPE thread_count gauge"))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("thread_count");
  }

  @Test
  void ticksAreReadBehindANameWithBracketsAndBlanks() {
    String line = "42 (a (b) c) S 7 1 1 0 -1 4194304 100 0 0 0 150 25 30 5 20 0 9 0 1000 1 1";

    assertThat(ProcessTree.Stat.parse(line)).isEqualTo(new ProcessTree.Stat(7, 175, 35));
  }

  @Test
  void numbersOfAProcessAreReadByName() {
    String status = "Name:\tjava\nVmRSS:\t  2048 kB\nThreads:\t31\n";

    assertThat(ProcessTree.statusLine(status, "VmRSS")).isEqualTo(2048);
    assertThat(ProcessTree.statusLine(status, "Threads")).isEqualTo(31);
  }

  @Test
  void ownProcessHasUsedTime() {
    long pid = ProcessHandle.current().pid();

    double own = ProcessTree.ownSeconds(pid);

    assertThat(own).isPositive();
    assertThat(ProcessTree.treeSeconds(pid)).isGreaterThanOrEqualTo(own);
  }

  @Test
  void arrivalsForgetTheOldest() {
    Arrivals arrivals = new Arrivals(3);
    for (int i = 0; i < 5; i++) {
      arrivals.add(i);
    }
    List<Long> known = new ArrayList<>();
    arrivals.forEach(0, 10, known::add);

    assertThat(arrivals.count()).isEqualTo(5);
    assertThat(known).containsExactly(2L, 3L, 4L);
  }

  @Test
  void sampleCountsByStageAndTask() {
    Sample sample = new Sample(100, 2, new Meter.Usage(0.8, 0.4, 409_600, 840, 204_800));

    assertThat(sample.rate()).isEqualTo(400);
    assertThat(sample.cpu()).isCloseTo(1.0, within(1e-9));
    assertThat(sample.writes()).isEqualTo(1.05);
    assertThat(sample.wal()).isEqualTo(0.5);
    assertThat(sample.size()).isEqualTo(2);
  }

  @Test
  void historyCopiesRowsUnderNewIds() {
    String sql = History.copy("event", List.of("tx", "topic", "subject", "task_id"), "T");

    assertThat(sql)
        .isEqualTo(
            "insert into event (tx, topic, subject, task_id) select case when t.tx is not null then"
                + " pg_current_xact_id() end, t.topic, case when t.subject ="
                + " t.task_id then copies.id else uuidv7() end, copies.id from event t cross join"
                + " copies where t.task_id = 'T'");
    assertThat(History.copy("task", List.of("id", "title"), "T"))
        .startsWith("insert into task (id, title) select copies.id, t.title from task t");
  }
}
