package org.gamelan.tool.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.gamelan.workspace.SourceFile;

/** A file as a scan hands it to its collectors; valid only while it is handed over. */
final class ScannedFile {
  private final SourceFile file;
  private final String path;
  private final Optional<String> language;
  private final long lines;
  private final boolean binary;
  private final String beginning;

  /**
   * @param lines how many it has; 0 for a binary file
   * @param beginning its first 64 KiB as text; empty for a binary file
   */
  ScannedFile(
      SourceFile file, Optional<String> language, long lines, boolean binary, String beginning) {
    this.file = file;
    this.path = Shown.text(file.path());
    this.language = language;
    this.lines = lines;
    this.binary = binary;
    this.beginning = beginning;
  }

  String path() {
    return path;
  }

  String name() {
    return file.name();
  }

  long size() {
    return file.size();
  }

  Optional<String> language() {
    return language;
  }

  long lines() {
    return lines;
  }

  boolean isBinary() {
    return binary;
  }

  String beginning() {
    return beginning;
  }

  boolean isAtTop() {
    return file.path().indexOf('/') < 0;
  }

  /** Whether it lies in a folder of tests, by the names such folders usually have. */
  boolean isTest() {
    String path = "/" + file.path();
    return path.contains("/test/") || path.contains("/tests/") || path.contains("/__tests__/");
  }

  boolean isExecutable() throws IOException {
    return file.isExecutable();
  }

  /** The whole text, or as much of it as is allowed. */
  String text(int mostBytes) throws IOException {
    try (var in = file.open()) {
      return new String(in.readNBytes(mostBytes), StandardCharsets.UTF_8);
    }
  }
}
