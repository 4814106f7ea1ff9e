package org.gamelan.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.gamelan.engine.ManifestStore.Stored;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.ManifestTexts;

/** Reads and writes whole files of a folder; a reader sees the old text or the new one. */
final class FolderFiles {
  private FolderFiles() {}

  static Stored read(Path file) {
    try {
      if (Files.size(file) > ManifestTexts.maxBytes()) {
        throw new InvalidInputException(
            "file", "is larger than " + ManifestTexts.maxBytes() / 1024 + " KiB; split it up");
      }
      return Stored.of(Files.readString(file));
    } catch (IOException e) {
      throw refused("cannot be read", e);
    }
  }

  /** Writes beside the file, then puts that in its place. */
  static void write(Path file, String text) {
    Path folder = file.getParent();
    Path beside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(folder);
      }
      try {
        writeDurably(beside, text);
        if (Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(file));
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw refused("cannot be written", e);
    }
  }

  private static void writeDurably(Path file, String text) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static InvalidInputException refused(String what, IOException why) {
    return new InvalidInputException(
        "file",
        what + " (" + why.getClass().getSimpleName() + "); check path and rights on the server");
  }
}
