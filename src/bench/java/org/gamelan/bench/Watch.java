package org.gamelan.bench;

/** Looks at a process several times a second and remembers the most threads and memory seen. */
final class Watch implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  private final long process;
  private final Thread thread = new Thread(this::look, "watch");
  private volatile boolean open = true;
  private volatile long threads;
  private volatile long kib;

  Watch(long process) {
    this.process = process;
    thread.setDaemon(true);
    thread.start();
  }

  private void look() {
    while (open) {
      threads = Math.max(threads, ProcessTree.status(process, "Threads"));
      kib = Math.max(kib, ProcessTree.status(process, "VmRSS"));
      Clock.sleep(PAUSE_MILLIS);
    }
  }

  int threads() {
    return (int) threads;
  }

  int residentMib() {
    return (int) (kib / 1024);
  }

  @Override
  public void close() {
    open = false;
  }
}
