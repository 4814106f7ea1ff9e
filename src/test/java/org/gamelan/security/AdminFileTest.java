package org.gamelan.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminFileTest {
  @TempDir private Path folder;

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    Path data = folder.resolve("new/data");
    AdminFile.write(data, "admin", "pa\"ss", "gmk_x");
    Path file = data.resolve("admin.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .contains("\"user\" : \"admin\"", "\"password\" : \"pa\\\"ss\"", "\"apiKey\" : \"gmk_x\"");
    assertThat(data.toFile().list()).containsExactly("admin.json");
  }
}
