package org.gamelan.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** {@code master.key} in the data folder: one key a line, the one in force first. */
final class MasterKeyFile {
  private final Path path;

  MasterKeyFile(Path path) {
    this.path = path;
  }

  List<String> read() {
    try {
      return Files.readAllLines(path).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The master key cannot be read from " + path, e);
    }
  }

  /**
   * Replaces the keys; whoever reads meanwhile, or after a crash, finds all old or all new ones.
   */
  void write(List<String> keys) {
    Path folder = path.toAbsolutePath().getParent();
    try {
      Path fresh =
          Files.createTempFile(
              folder,
              path.getFileName().toString(),
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        out.write(UTF_8.encode(String.join("\n", keys) + "\n"));
        out.force(true);
      }
      Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The master key cannot be written to " + path, e);
    }
  }

  @Override
  public String toString() {
    return "MasterKeyFile[" + path + "]";
  }
}
