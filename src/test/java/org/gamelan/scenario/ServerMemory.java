package org.gamelan.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server's process holds once everything that nobody needs is gone, as {@code jcmd} tells.
 *
 * @param bytes of living objects
 * @param classes that are loaded, hidden ones included
 * @param loaders of classes
 */
record ServerMemory(long bytes, long classes, long loaders) {
  private static final Pattern OBJECTS = Pattern.compile("(?m)^Total +(\\d+) +(\\d+)");
  private static final Pattern LOADERS = Pattern.compile("(?m)^Total = (\\d+) +(\\d+)");

  static ServerMemory of(long pid) {
    // The histogram counts living objects, so it collects the others first; twice, as the first
    // time may leave what only references of the virtual machine's own held.
    ask(pid, "GC.class_histogram");
    Matcher objects = find(OBJECTS, ask(pid, "GC.class_histogram"));
    Matcher loaders = find(LOADERS, ask(pid, "VM.classloader_stats"));
    return new ServerMemory(
        Long.parseLong(objects.group(2)),
        Long.parseLong(loaders.group(2)),
        Long.parseLong(loaders.group(1)));
  }

  private static Matcher find(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("Nothing to read in:\n" + text);
    }
    return found;
  }

  private static String ask(long pid, String what) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(jcmd, Long.toString(pid), what).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
