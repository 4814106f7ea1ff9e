package org.gamelan.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code admin.json} in the data folder: generated first credentials, for its owner's eyes only.
 */
final class AdminFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private AdminFile() {}

  static void write(Path dataDir, String user, String password, String apiKey) {
    Map<String, String> content = new LinkedHashMap<>();
    content.put("user", user);
    content.put("password", password);
    content.put("apiKey", apiKey);
    try {
      Files.createDirectories(dataDir);
      Path fresh =
          Files.createTempFile(
              dataDir, "admin", ".json", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(fresh, json(content));
      Files.move(
          fresh,
          dataDir.resolve("admin.json"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The first credentials cannot be written to " + dataDir.resolve("admin.json"), e);
    }
  }

  private static String json(Map<String, String> content) throws JsonProcessingException {
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
  }
}
