package org.gamelan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads what processes use from Linux's {@code /proc}, in clock ticks of 10 ms ({@code man proc},
 * USER_HZ is 100 on every platform the bench runs on).
 */
final class ProcessTree {
  private static final double TICKS_A_SECOND = 100;

  /**
   * A process's line of {@code /proc/PID/stat}.
   *
   * @param parent the parent's id
   * @param own ticks of its own
   * @param reaped ticks of children that have ended and were waited for
   */
  record Stat(long parent, long own, long reaped) {
    /** Reads the line; the command in brackets may hold blanks and brackets itself. */
    static Stat parse(String line) {
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      return new Stat(
          Long.parseLong(fields[1]),
          Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
          Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
    }
  }

  private ProcessTree() {}

  /** CPU seconds of one process without its children. */
  static double ownSeconds(long pid) {
    return stat(pid).own() / TICKS_A_SECOND;
  }

  /** CPU seconds of a process, its living descendants, and those it has reaped. */
  static double treeSeconds(long root) {
    Map<Long, Stat> all = all();
    long ticks = 0;
    for (Map.Entry<Long, Stat> entry : all.entrySet()) {
      if (descends(entry.getKey(), root, all)) {
        ticks += entry.getValue().own() + entry.getValue().reaped();
      }
    }
    return ticks / TICKS_A_SECOND;
  }

  private static boolean descends(long pid, long root, Map<Long, Stat> all) {
    long at = pid;
    while (at != root) {
      Stat stat = all.get(at);
      if (stat == null || stat.parent() == at) {
        return false;
      }
      at = stat.parent();
    }
    return true;
  }

  /** A number of {@code /proc/PID/status}: {@code Threads}, or {@code VmRSS} in KiB. */
  static long status(long pid, String name) {
    return statusLine(read(Path.of("/proc", Long.toString(pid), "status")), name);
  }

  static long statusLine(String status, String name) {
    for (String line : status.split("\n")) {
      if (line.startsWith(name + ":")) {
        return Long.parseLong(line.substring(name.length() + 1).strip().split("\\s+")[0]);
      }
    }
    return 0;
  }

  private static Stat stat(long pid) {
    return Stat.parse(read(Path.of("/proc", Long.toString(pid), "stat")));
  }

  private static Map<Long, Stat> all() {
    Map<Long, Stat> all = new HashMap<>();
    for (long pid : pids()) {
      try {
        all.put(pid, Stat.parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat"))));
      } catch (IOException e) {
        continue; // It ended since the folder was listed.
      }
    }
    return all;
  }

  private static List<Long> pids() {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Character.isDigit(name.charAt(0)))
          .map(Long::valueOf)
          .toList();
    } catch (IOException e) {
      throw new BenchException("Cannot list /proc", e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new BenchException("The process is gone: " + file, e);
    } catch (IOException e) {
      throw new BenchException("Cannot read " + file, e);
    }
  }
}
