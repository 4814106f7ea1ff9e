package org.gamelan.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads whole files that somebody may be writing just now. A file whose size or time changes while
 * it is read is read again; one that is too large is not read at all.
 */
final class FileText {
  private static final int ATTEMPTS = 5;
  private static final long PAUSE_MILLIS = 20;

  private FileText() {}

  /** Gets the bytes of a file, a few more than the limit at most. */
  @FunctionalInterface
  interface Bytes {
    byte[] of(Path path) throws IOException;
  }

  /** The text, or nothing with the reason among the problems. */
  static Optional<String> read(Path path, Problems problems) {
    return read(path, problems, FileText::bytes);
  }

  static Optional<String> read(Path path, Problems problems, Bytes bytes) {
    String file = path.toString();
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
        if (!before.isRegularFile()) {
          problems.error(file, Position.START, Rule.SYNTAX, "Not a regular file");
          return Optional.empty();
        }
        if (before.size() > SourceFile.MAX_BYTES) {
          problems.error(file, Position.START, Rule.SYNTAX, tooLarge(), "split it up");
          return Optional.empty();
        }
        byte[] read = bytes.of(path);
        BasicFileAttributes after = Files.readAttributes(path, BasicFileAttributes.class);
        if (isSame(before, after) && read.length == after.size()) {
          return Optional.of(decode(read));
        }
        pause();
      }
      problems.error(
          file,
          Position.START,
          Rule.SYNTAX,
          "It changes all the time while it is read",
          "write it under another name and rename it when it is complete");
    } catch (CharacterCodingException e) {
      problems.error(file, Position.START, Rule.SYNTAX, "Not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      problems.error(file, Position.START, Rule.SYNTAX, reason(e), "check path and rights");
    }
    return Optional.empty();
  }

  private static byte[] bytes(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(SourceFile.MAX_BYTES + 1);
    }
  }

  private static boolean isSame(BasicFileAttributes before, BasicFileAttributes after) {
    return before.size() == after.size()
        && before.lastModifiedTime().equals(after.lastModifiedTime())
        && java.util.Objects.equals(before.fileKey(), after.fileKey());
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  static String tooLarge() {
    return "Larger than " + SourceFile.MAX_BYTES / 1024 + " KiB";
  }

  /** Why something cannot be read, for people. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "Not allowed to read it";
    }
    if (e instanceof NoSuchFileException) {
      return "Does not exist";
    }
    if (e instanceof FileSystemLoopException) {
      return "Links lead in a circle";
    }
    return e instanceof NotDirectoryException
        ? "Not a folder"
        : "Cannot be read: " + e.getMessage();
  }
}
