package org.gamelan.bench;

import java.util.concurrent.ConcurrentLinkedQueue;

/** Asks for a list ten times a second and remembers how long each answer took. */
final class Probe implements AutoCloseable {
  private static final long PAUSE_MILLIS = 100;

  private final Api api;
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::ask, "probe");
  private volatile boolean open = true;

  Probe(Api api) {
    this.api = api;
    thread.setDaemon(true);
    thread.start();
  }

  private void ask() {
    while (open) {
      long start = System.nanoTime();
      api.get("/api/v1/tasks?limit=20");
      millis.add((System.nanoTime() - start) / 1e6);
      Clock.sleep(PAUSE_MILLIS);
    }
  }

  Percentiles times() {
    return new Percentiles(millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Override
  public void close() {
    open = false;
  }
}
