package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The folder that holds everything a server keeps: its identity and lock, its keys and first
 * credentials, its database. One server at a time owns it.
 */
final class DataFolder implements AutoCloseable {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 32;
  private static final int PASSWORD_BYTES = 15;

  /** One key a line, the one in force first. */
  static final String MASTER_KEY = "master.key";

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Creates the folder when it is missing and takes its lock.
   *
   * @throws StartupException when another server runs on it, or it cannot be written
   */
  static DataFolder open(Path path) {
    try {
      createPrivate(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StartupException(
            "Another Gamelan server runs on the data folder "
                + path
                + ". Stop it, or choose another folder with --data or GAMELAN_DATA_DIR.");
      }
      return new DataFolder(path, channel, lock);
    } catch (IOException e) {
      throw new StartupException(
          "The data folder " + path + " cannot be used: " + reason(e) + ".", e);
    }
  }

  Path path() {
    return path;
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** The identity of this node, made once. */
  String nodeId() {
    String json =
        readOrCreate("node.json", () -> "{\"id\":\"" + UUID.randomUUID() + "\"}\n").text();
    return field(json, "id")
        .orElseThrow(() -> new StartupException(resolve("node.json") + " has no \"id\"."));
  }

  /**
   * The keys that protect stored secrets, with commas between them: 32 random bytes in base64, made
   * once. More than one is there while, or after, a rotation was cut off.
   */
  String masterKeys() {
    return readOrCreate(MASTER_KEY, () -> random(KEY_BYTES) + "\n")
        .text()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(","));
  }

  /** The password of the embedded database, made once. */
  String databasePassword() {
    return readOrCreate("postgres.password", () -> random(KEY_BYTES) + "\n").text().trim();
  }

  /**
   * The first administrator's credentials, written at the first start. The password never changes
   * afterwards; another key that is given takes the place of the one before.
   *
   * @param password a given one instead of a generated one
   * @param key a given one instead of a generated one
   */
  AdminCredentials admin(Optional<String> password, Optional<String> key) {
    Stored stored =
        readOrCreate(
            "admin.json",
            () ->
                AdminCredentials.json(
                    password.orElseGet(() -> random(PASSWORD_BYTES)),
                    key.orElseGet(() -> "gml_" + random(KEY_BYTES))));
    String kept = required(stored.text(), "password");
    String known = required(stored.text(), "apiKey");
    if (key.isPresent() && !key.get().equals(known)) {
      write(resolve("admin.json"), AdminCredentials.json(kept, key.get()));
    }
    return new AdminCredentials(kept, key.orElse(known), stored.created());
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }

  /** Makes a folder that only its owner may enter. */
  static void createPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private String required(String json, String name) {
    return field(json, name)
        .orElseThrow(
            () ->
                new StartupException(resolve("admin.json") + " has no \"" + name + "\" any more."));
  }

  private Stored readOrCreate(String name, Supplier<String> content) {
    Path file = resolve(name);
    try {
      if (Files.exists(file)) {
        return new Stored(Files.readString(file), false);
      }
      String text = content.get();
      write(file, text);
      return new Stored(text, true);
    } catch (IOException e) {
      throw new StartupException(file + " cannot be read: " + reason(e) + ".", e);
    }
  }

  /** Whole or not at all, and for its owner alone. */
  private void write(Path file, String text) {
    try {
      Path draft = Files.createTempFile(path, file.getFileName().toString(), ".new");
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        out.write(UTF_8.encode(text));
        out.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartupException(file + " cannot be written: " + reason(e) + ".", e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** These files are flat and ours; a JSON library would come before the server's own. */
  private static Optional<String> field(String json, String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
    return matcher.find() ? Optional.of(Texts.unescapeJson(matcher.group(1))) : Optional.empty();
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }

  private record Stored(String text, boolean created) {}
}
