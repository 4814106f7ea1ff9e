package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Keeps the largest files. */
final class Largest implements Collector {
  private static final Comparator<Entry> SMALLEST_FIRST =
      Comparator.comparingLong(Entry::bytes)
          .thenComparing(Comparator.comparing(Entry::path).reversed());

  private final int most;
  private final PriorityQueue<Entry> kept = new PriorityQueue<>(SMALLEST_FIRST);

  private record Entry(String path, long bytes, long lines, boolean binary) {}

  Largest(int most) {
    this.most = most;
  }

  @Override
  public void file(ScannedFile file) {
    kept.add(new Entry(file.path(), file.size(), file.lines(), file.isBinary()));
    if (kept.size() > most) {
      kept.poll();
    }
  }

  @Override
  public void report(ObjectNode answer) {
    ArrayNode list = answer.putArray("largest");
    kept.stream()
        .sorted(SMALLEST_FIRST.reversed())
        .forEach(
            entry -> {
              ObjectNode shown =
                  list.addObject().put("path", entry.path()).put("bytes", entry.bytes());
              if (!entry.binary()) {
                shown.put("lines", entry.lines());
              }
            });
  }
}
