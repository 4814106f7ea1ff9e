package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @Test
  void aCursorGivesItsValuesBack() {
    String cursor = Cursor.encode("tasks", "ä/ö", "2");
    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    assertThat(Cursor.decode("tasks", cursor, 2)).containsExactly("ä/ö", "2");
  }

  @Test
  void anotherListsCursorIsRefused() {
    assertMalformed("agents", Cursor.encode("tasks", "a"), 1);
  }

  @Test
  void aCursorWithAnotherNumberOfValuesIsRefused() {
    assertMalformed("tasks", Cursor.encode("tasks", "a"), 2);
  }

  @Test
  void anEditedCursorIsRefused() {
    String cursor = Cursor.encode("tasks", "abcdef");
    for (int i = 0; i < cursor.length(); i++) {
      char other = cursor.charAt(i) == 'A' ? 'Q' : 'A';
      String edited = cursor.substring(0, i) + other + cursor.substring(i + 1);
      assertMalformed("tasks", edited, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "***", "AAAAAAAA", "null", "'; drop table task"})
  void whatIsNoCursorIsRefused(String text) {
    assertMalformed("tasks", text, 1);
  }

  @Test
  void anEndlessCursorIsRefused() {
    assertMalformed("tasks", "A".repeat(100_000), 1);
  }

  private static void assertMalformed(String list, String text, int size) {
    assertThatThrownBy(() -> Cursor.decode(list, text, size))
        .isInstanceOfSatisfying(
            RestException.class, e -> assertThat(e.failure().status()).isEqualTo(400));
  }
}
