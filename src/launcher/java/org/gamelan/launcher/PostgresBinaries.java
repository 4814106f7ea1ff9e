package org.gamelan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The PostgreSQL programs, unpacked once from the library that carries them. A program of its own,
 * because the unpacking libraries have no business on the server's class path.
 */
public final class PostgresBinaries {

  private static final int EXECUTABLE = 0b001_000_000;

  private PostgresBinaries() {}

  /**
   * Unpacks the programs for this machine.
   *
   * @param args the folder to create; when another process was quicker, its work is kept
   * @throws IOException when the folder cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[0]).toAbsolutePath();
    Path draft = Files.createTempDirectory(Files.createDirectories(target.getParent()), "unpack");
    try {
      unpack(draft);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, target);
    } catch (FileAlreadyExistsException e) {
      Folders.delete(draft);
    } catch (FileSystemException e) {
      Folders.delete(draft);
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  /** The archive's name for this machine: the library's own naming. */
  static String archiveName(String osName, String osArch) {
    if (!osName.toLowerCase(Locale.ROOT).contains("linux")) {
      throw new StartupException(
          "The embedded PostgreSQL runs on Linux only. On "
              + osName
              + " give an external one with GAMELAN_DB_URL.");
    }
    return switch (osArch) {
      case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
      case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
      default ->
          throw new StartupException(
              "There is no embedded PostgreSQL for "
                  + osArch
                  + ": give an external one with GAMELAN_DB_URL.");
    };
  }

  private static void unpack(Path folder) throws IOException {
    String name = archiveName(System.getProperty("os.name"), System.getProperty("os.arch"));
    try (InputStream archive = PostgresBinaries.class.getResourceAsStream("/" + name)) {
      if (archive == null) {
        throw new IOException(name + " is not on the class path");
      }
      TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(archive));
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(entry, tar, folder);
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path folder)
      throws IOException {
    Path file = folder.resolve(entry.getName()).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException("The archive names a file outside of itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      content.transferTo(out);
    }
    if ((entry.getMode() & EXECUTABLE) != 0 && !file.toFile().setExecutable(true, false)) {
      throw new IOException(file + " cannot be made executable");
    }
  }
}
