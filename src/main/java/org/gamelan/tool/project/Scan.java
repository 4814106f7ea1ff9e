package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.workspace.SourceFile;
import org.gamelan.workspace.SourceFolder;
import org.gamelan.workspace.WalkLimits;
import org.gamelan.workspace.WalkOutcome;

/** One walk through a source that opens each file once and hands it to every collector. */
final class Scan {
  private static final int CHUNK = 65_536;
  private static final long MOST_COUNTED_BYTES = 256_000_000;

  private final List<Collector> collectors;
  private final byte[] buffer = new byte[CHUNK];

  Scan(List<Collector> collectors) {
    this.collectors = collectors;
  }

  /**
   * Walks and reports.
   *
   * @param below only files in this folder, given with a slash at its end; empty for all
   */
  ObjectNode run(SourceFolder source, String below, WalkLimits limits) {
    WalkOutcome outcome =
        source.walk(
            limits,
            file -> {
              if (file.path().startsWith(below)) {
                file(file);
              }
            });
    ObjectNode answer = Json.object();
    collectors.forEach(collector -> collector.report(answer));
    if (outcome.skipped() > 0) {
      answer.put("skipped", outcome.skipped());
    }
    answer.put("truncated", outcome.truncated() != null);
    if (outcome.truncated() != null) {
      answer.put(
          "notice", "Not all of the source was looked at, because " + outcome.truncated() + ".");
    }
    return answer;
  }

  private void file(SourceFile file) throws IOException {
    ScannedFile scanned = scanned(file);
    for (Collector collector : collectors) {
      collector.file(scanned);
    }
  }

  private ScannedFile scanned(SourceFile file) throws IOException {
    Optional<String> named = Languages.byName(file.name());
    try (InputStream in = file.open()) {
      int read = Math.max(0, in.readNBytes(buffer, 0, CHUNK));
      if (SourceFolder.isBinary(buffer, read)) {
        return new ScannedFile(file, Optional.empty(), 0, true, "");
      }
      String beginning = new String(buffer, 0, read, StandardCharsets.UTF_8);
      Optional<String> language = named.isPresent() ? named : Languages.byFirstLine(beginning);
      return new ScannedFile(file, language, lines(in, read), false, beginning);
    }
  }

  /** Counts lines as an editor does: a last line without an end of line is one too. */
  private long lines(InputStream in, int firstRead) throws IOException {
    long lines = 0;
    long bytes = 0;
    byte last = '\n';
    for (int read = firstRead; read > 0 && bytes < MOST_COUNTED_BYTES; read = in.read(buffer)) {
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          lines++;
        }
      }
      last = buffer[read - 1];
      bytes += read;
    }
    return last == '\n' ? lines : lines + 1;
  }
}
