package org.gamelan.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * The loop a careful programmer writes by hand for the same work: a thread for each task in flight,
 * the JDK's HTTP client, a small pool of connections, one commit a stage. Runs in a process of its
 * own, which takes commands on its input: {@code run TASKS IN_FLIGHT WAIT_MILLIS} prints {@code
 * done SECONDS}.
 */
final class Baseline {
  static final String SCHEMA = "bench";
  private static final int CONNECTIONS = 24;
  private static final String TABLES =
      """
      create schema if not exists bench;
      create table if not exists bench.job (
        id bigint generated always as identity primary key,
        title text not null,
        input jsonb not null,
        status text not null default 'running',
        created_at timestamptz not null default clock_timestamp(),
        finished_at timestamptz);
      create table if not exists bench.step (
        job_id bigint not null references bench.job (id),
        number smallint not null,
        output jsonb not null,
        finished_at timestamptz not null default clock_timestamp(),
        primary key (job_id, number))
      """;

  private final BlockingQueue<Connection> connections = new ArrayBlockingQueue<>(CONNECTIONS);
  private final int modelPort;

  private Baseline(String url, String user, String password, int modelPort) throws SQLException {
    this.modelPort = modelPort;
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(DriverManager.getConnection(url, user, password));
    }
    try (Statement statement = connections.element().createStatement()) {
      statement.execute(TABLES);
    }
  }

  /** Takes the JDBC URL, the user and the model's port; the password comes as the first line. */
  public static void main(String[] args) throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Baseline baseline = new Baseline(args[0], args[1], input.readLine(), Integer.parseInt(args[2]));
    System.out.println("ready");
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      double seconds =
          baseline.run(
              Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
      System.out.println(String.format(Locale.ROOT, "done %.6f", seconds));
    }
  }

  private double run(int tasks, int inFlight, int waitMillis)
      throws InterruptedException, ExecutionException, IOException {
    BaselineModel model = new BaselineModel(modelPort, waitMillis);
    ExecutorService threads = Executors.newFixedThreadPool(inFlight);
    try {
      long start = System.nanoTime();
      List<Future<?>> running =
          IntStream.range(0, tasks)
              .<Future<?>>mapToObj(
                  number ->
                      threads.submit(
                          () -> {
                            new BaselineTask(connections, model, number).run();
                            return null;
                          }))
              .toList();
      for (Future<?> task : running) {
        task.get();
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      threads.shutdownNow();
    }
  }
}
