package org.gamelan.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.GamelanException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRotationTest {
  private static final String OLD = "the old key which is long enough";
  private static final String OTHER = "another key which is long enough";

  @TempDir private Path folder;

  private Path file;
  private final Secrets secrets = new Secrets(Optional.of(OLD));
  private final Rows rows = new Rows();

  /** Sealed texts in memory, that change only when their transaction commits. */
  private static final class Rows implements SealedRows {
    private Map<String, byte[]> stored = new TreeMap<>();
    private Map<String, byte[]> working = stored;

    @Override
    public int forEach(Connection connection, Again again) {
      working.replaceAll((place, secret) -> again.seal(secret, place));
      return working.size();
    }

    int commit(KeyRotation.Work work) {
      working = new TreeMap<>(stored);
      try {
        int count = work.on(null);
        stored = working;
        return count;
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @BeforeEach
  void sealSome() throws IOException {
    file = folder.resolve("master.key");
    Files.writeString(file, OLD + "\n");
    rows.stored.put("a", secrets.seal("first", "a"));
    rows.stored.put("b", secrets.seal("second", "b"));
  }

  private KeyRotation rotation(KeyRotation.Transactions transactions) {
    return new KeyRotation(
        secrets, Optional.of(new MasterKeyFile(file)), List.of(rows), transactions);
  }

  private List<String> keys() {
    return new MasterKeyFile(file).read();
  }

  private void assertReadableAfterAStart() {
    Secrets again = new Secrets(Optional.of(String.join(",", keys())));
    assertThat(again.open(rows.stored.get("a"), "a")).isEqualTo("first");
    assertThat(again.open(rows.stored.get("b"), "b")).isEqualTo("second");
  }

  @Test
  void aNewKeyReplacesTheOldOneEverywhere() throws IOException {
    KeysRotated done = rotation(rows::commit).rotate();
    assertThat(done.reencrypted()).isEqualTo(2);
    assertThat(done.newKey()).isTrue();
    assertThat(keys()).hasSize(1).doesNotContain(OLD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertReadableAfterAStart();
    assertThat(secrets.open(rows.stored.get("a"), "a")).isEqualTo("first");
    Secrets old = new Secrets(Optional.of(OLD));
    assertThatThrownBy(() -> old.open(rows.stored.get("a"), "a"))
        .hasMessageContaining("GAMELAN_MASTER_KEY");
  }

  /** Transactions: the first one only looks, the second one seals. */
  @ParameterizedTest
  @ValueSource(strings = {"before the look", "before sealing", "while sealing", "after sealing"})
  void whereverItIsCutOffEverythingStaysReadableAndCanBeCompleted(String moment) {
    int[] transactions = {0};
    KeyRotation cut =
        rotation(
            work -> {
              transactions[0]++;
              boolean looking = transactions[0] == 1;
              if (moment.equals("before the look")
                  || (!looking && moment.equals("before sealing"))) {
                throw new IllegalStateException("killed");
              }
              if (!looking && moment.equals("while sealing")) {
                rows.working = new TreeMap<>(rows.stored);
                rows.forEach(null, (secret, place) -> new byte[] {1});
                throw new IllegalStateException("killed");
              }
              int count = rows.commit(work);
              if (!looking) {
                throw new IllegalStateException("killed");
              }
              return count;
            });
    assertThatThrownBy(cut::rotate).hasMessage("killed");
    assertReadableAfterAStart();
    assertThat(secrets.open(rows.stored.get("a"), "a")).isEqualTo("first");

    assertThat(rotation(rows::commit).rotate().reencrypted()).isEqualTo(2);
    assertThat(keys()).hasSize(1);
    assertReadableAfterAStart();
  }

  @Test
  void aSecretUnderAWrongKeyStopsItAndNothingIsTouched() {
    rows.stored.put("c", new Secrets(Optional.of(OTHER)).seal("x", "c"));
    Map<String, byte[]> before = new TreeMap<>(rows.stored);
    List<String> keysBefore = keys();
    assertThatThrownBy(() -> rotation(rows::commit).rotate())
        .isInstanceOf(GamelanException.class)
        .hasMessageContaining("GAMELAN_MASTER_KEY");
    assertThat(rows.stored).containsExactlyEntriesOf(before);
    assertThat(keys()).isEqualTo(keysBefore);
  }

  @Test
  void aFileThatWasChangedByHandIsNotOverwritten() throws IOException {
    Files.writeString(file, OTHER + "\n");
    assertThatThrownBy(() -> rotation(rows::commit).rotate()).isInstanceOf(ConflictException.class);
    assertThat(keys()).containsExactly(OTHER);
  }

  @Test
  void keysOfAVariableStayAndTheFirstOneSeals() {
    secrets.use(List.of("the next key of the operator", OLD));
    KeyRotation given = new KeyRotation(secrets, Optional.empty(), List.of(rows), rows::commit);
    KeysRotated done = given.rotate();
    assertThat(done.newKey()).isFalse();
    assertThat(done.note()).contains("GAMELAN_MASTER_KEY");
    Secrets first = new Secrets(Optional.of("the next key of the operator"));
    assertThat(first.open(rows.stored.get("b"), "b")).isEqualTo("second");
  }
}
