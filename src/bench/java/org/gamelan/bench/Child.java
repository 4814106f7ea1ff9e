package org.gamelan.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process the bench has started, and the only kind it ever ends. */
final class Child implements AutoCloseable {
  private static final Duration TERM = Duration.ofSeconds(30);
  private static final String END = "\u0000end";

  private final String name;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(10_000);
  private final List<String> lastLines = new ArrayList<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    Thread reader = new Thread(this::readLines, name + "-output");
    reader.setDaemon(true);
    reader.start();
    // However the bench ends, what it started ends too.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }

  /** Starts a class of the bench in a JVM of its own, the same JVM as this one. */
  static Child ofClass(Class<?> main, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return start(main.getSimpleName(), command, Map.of(), Path.of("."));
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static Child start(
      String name, List<String> command, Map<String, String> environment, Path folder) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new Child(name, builder.start());
    } catch (IOException e) {
      throw new BenchException("Cannot start " + command.get(0), e);
    }
  }

  private void readLines() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lastLines) {
          lastLines.add(line);
          if (lastLines.size() > 30) {
            lastLines.remove(0);
          }
        }
        keep(line);
      }
    } catch (IOException e) {
      keep("output ended: " + e.getMessage());
    }
    keep(END);
  }

  /** Keeps a line for who waits for it; of a process that says too much the oldest go. */
  private void keep(String line) {
    while (!lines.offer(line)) {
      lines.poll();
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Writes a line to the process. */
  void say(String line) {
    try {
      OutputStream input = process.getOutputStream();
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      throw new BenchException(name + " does not listen any more:\n" + tail(), e);
    }
  }

  /** Waits for a line and returns it; lines before it are dropped. */
  String await(Predicate<String> wanted, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (true) {
        String line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (line == null) {
          throw new BenchException(name + " said nothing for " + limit + ":\n" + tail());
        }
        if (line.equals(END)) {
          throw new BenchException(name + " ended:\n" + tail());
        }
        if (wanted.test(line)) {
          return line;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while waiting for " + name, e);
    }
  }

  private String tail() {
    synchronized (lastLines) {
      return String.join("\n", lastLines);
    }
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    waitFor(Duration.ofSeconds(10));
  }

  /** Asks it to end, and insists after a while. */
  @Override
  public void close() {
    process.destroy();
    if (!waitFor(TERM)) {
      kill();
    }
  }

  private boolean waitFor(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
