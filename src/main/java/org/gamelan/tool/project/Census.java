package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts files, folders, lines and bytes, in all and for each language. */
final class Census implements Collector {
  private final Map<String, long[]> languages = new HashMap<>();
  private final Set<String> folders = new HashSet<>();
  private long files;
  private long lines;
  private long bytes;
  private long binaries;
  private long unknown;

  @Override
  public void file(ScannedFile file) {
    files++;
    lines += file.lines();
    bytes += file.size();
    addFolders(file.path());
    if (file.isBinary()) {
      binaries++;
    } else if (file.language().isEmpty()) {
      unknown++;
    }
    file.language()
        .ifPresent(
            language -> {
              long[] sums = languages.computeIfAbsent(language, key -> new long[3]);
              sums[0]++;
              sums[1] += file.lines();
              sums[2] += file.size();
            });
  }

  private void addFolders(String path) {
    int slash = path.lastIndexOf('/');
    while (slash > 0 && folders.add(path.substring(0, slash))) {
      slash = path.lastIndexOf('/', slash - 1);
    }
  }

  @Override
  public void report(ObjectNode answer) {
    answer
        .putObject("counts")
        .put("files", files)
        .put("folders", folders.size())
        .put("lines", lines)
        .put("bytes", bytes)
        .put("binaryFiles", binaries)
        .put("otherTextFiles", unknown);
    ArrayNode list = answer.putArray("languages");
    languages.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, long[]> e) -> -e.getValue()[1])
                .thenComparing(Map.Entry::getKey))
        .forEach(
            entry ->
                list.addObject()
                    .put("language", entry.getKey())
                    .put("files", entry.getValue()[0])
                    .put("lines", entry.getValue()[1])
                    .put("bytes", entry.getValue()[2]));
  }
}
