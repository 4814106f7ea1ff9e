package org.gamelan.bench;

/**
 * Asks a server each second how many threads its Java code has, and remembers the most. Virtual
 * threads are not among them, nor those that the JVM compiles and collects garbage with.
 */
final class JavaThreads implements AutoCloseable {
  private static final long PAUSE_MILLIS = 1_000;
  private static final String PATH = "/metrics?scope=base&name=thread.count";
  private static final String NAME = "thread_count";

  private final Api api;
  private final Thread thread = new Thread(this::ask, "java threads");
  private volatile boolean open = true;
  private volatile int most;

  JavaThreads(Api api) {
    this.api = api;
    thread.setDaemon(true);
    thread.start();
  }

  private void ask() {
    while (open) {
      most = Math.max(most, count(api.text(PATH)));
      Clock.sleep(PAUSE_MILLIS);
    }
  }

  /** Reads the figure: {@code thread_count{mp_scope="base"} 45.0}. */
  static int count(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(NAME + "{") || line.startsWith(NAME + " "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new BenchException("No " + NAME + " in " + PATH + ": " + metrics));
  }

  /** The most it was told of; fails when it was told nothing. */
  int most() {
    if (most == 0) {
      throw new BenchException("The server did not tell " + NAME);
    }
    return most;
  }

  @Override
  public void close() {
    open = false;
  }
}
