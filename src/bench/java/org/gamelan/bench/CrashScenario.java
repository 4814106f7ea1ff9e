package org.gamelan.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** {@code kill -9} in the middle of the work, a new start, and nobody asks for anything. */
final class CrashScenario implements Scenario {
  private static final int WAIT = 20;
  private static final double FIRST_MARK = 3;
  private static final long LIMIT_NANOS = 180_000_000_000L;
  private static final String UNFINISHED =
      "select count(*) from task where status not in ('succeeded', 'failed', 'cancelled')";
  private static final String SUCCEEDED = "select count(*) from task where status = 'succeeded'";
  private static final String WRONG =
      """
      select count(*) from (
        select t.id from task t
        left join stage_run s on s.task_id = t.id and s.status = 'succeeded'
        where t.title like 'bench %%' and t.created_at > now() - interval '10 minutes'
          and t.status = 'succeeded'
        group by t.id having count(s.id) <> %d or count(distinct s.name) <> %d) wrong
      """
          .formatted(Lab.STAGES, Lab.STAGES);

  @Override
  public String name() {
    return "crash";
  }

  @Override
  public void run(Lab lab, Report report) {
    int tasks = lab.options().quick() ? 200 : 1_000;
    long before = lab.meter().number(SUCCEEDED);
    int callsBefore = lab.calls();
    create(lab, tasks);
    awaitSome(lab, before + tasks / 3);
    long running = lab.kill("select count(*) from stage_work where status = 'running'");
    int callsAtCrash = lab.calls();
    long ready = lab.start();
    awaitAll(lab);
    long lost = tasks - (lab.meter().number(SUCCEEDED) - before);
    long wrong = lab.meter().number(WRONG);
    int repeated = lab.calls() - callsBefore - tasks * Lab.STAGES;
    long[] after = lab.arrivals(callsAtCrash);
    double first = after.length == 0 ? Double.NaN : Math.max(0, (after[0] - ready) / 1e9);
    write(report, lost, wrong, first, repeated, running);
  }

  private static void create(Lab lab, int tasks) {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      answers.add(
          lab.api()
              .postLater("/api/v1/tasks", Load.task(Manifests.name(WAIT), i))
              .thenApply(answer -> Api.require("POST /api/v1/tasks", answer)));
      if (answers.size() % 32 == 0) {
        answers.get(answers.size() - 32).join();
      }
    }
    answers.forEach(CompletableFuture::join);
  }

  private static void awaitSome(Lab lab, long succeeded) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (lab.meter().number(SUCCEEDED) < succeeded) {
      if (System.nanoTime() > end) {
        throw new BenchException("The work before the crash did not get on");
      }
      Clock.sleep(5);
    }
  }

  private static void awaitAll(Lab lab) {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (lab.meter().number(UNFINISHED) > 0 && System.nanoTime() < end) {
      Clock.sleep(50);
    }
  }

  private static void write(
      Report report, long lost, long wrong, double first, int repeated, long running) {
    report
        .figures("crash")
        .put("lostTasks", lost)
        .put("tasksWithWrongStages", wrong)
        .put("firstStageSeconds", first)
        .put("repeatedStages", repeated)
        .put("runningAtCrash", running);
    report.add(
        "kill -9: tasks lost or with wrong stages",
        "",
        Long.toString(LongStream.of(lost, wrong).sum()),
        "0",
        lost == 0 && wrong == 0);
    report.add(
        "first stage after ready, s",
        "",
        Report.number(first, 1),
        "≤ " + (int) FIRST_MARK,
        first <= FIRST_MARK);
    report.add(
        "repeated stages", "", Integer.toString(repeated), "≤ " + running, repeated <= running);
  }
}
