package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Gathers the lines that match. */
final class LineSearch implements Collector {
  private static final int MOST_BYTES = 4_000_000;
  private static final int LONGEST_LINE = 20_000;

  private final Predicate<String> lines;
  private final Predicate<String> fileNames;
  private final int most;
  private final List<Match> matches = new ArrayList<>();
  private long count;
  private long files;

  private record Match(String path, int line, String text) {}

  LineSearch(Predicate<String> lines, Predicate<String> fileNames, int most) {
    this.lines = lines;
    this.fileNames = fileNames;
    this.most = most;
  }

  @Override
  public void file(ScannedFile file) throws IOException {
    if (file.isBinary() || !fileNames.test(file.name())) {
      return;
    }
    long before = count;
    String[] all = file.text(MOST_BYTES).split("\r?\n", -1);
    for (int i = 0; i < all.length; i++) {
      if (all[i].length() <= LONGEST_LINE && lines.test(all[i])) {
        count++;
        if (matches.size() < most) {
          matches.add(new Match(file.path(), i + 1, Shown.text(all[i].strip())));
        }
      }
    }
    files += count > before ? 1 : 0;
  }

  @Override
  public void report(ObjectNode answer) {
    ArrayNode list = answer.putArray("matches");
    for (Match match : matches) {
      list.addObject()
          .put("path", match.path())
          .put("line", match.line())
          .put("text", match.text());
    }
    answer.put("count", count).put("files", files);
    if (count > matches.size()) {
      answer.put("matchesTruncated", true);
    }
  }
}
