package org.gamelan.security.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorsTest {
  @ParameterizedTest
  @ValueSource(strings = {"/api", "/api/v1/tasks", "/ws/events", "/metrics"})
  void programsComeInWithKeys(String path) {
    assertThat(Doors.isForPrograms(path)).isTrue();
    assertThat(Doors.isForAnybody(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/tasks.xhtml", "/apis", "/login.xhtml.txt", "/LOGIN.xhtml", "/healthy"})
  void everythingElseIsForPeopleWhoSignedIn(String path) {
    assertThat(Doors.isForPrograms(path)).isFalse();
    assertThat(Doors.isForAnybody(path)).isFalse();
    assertThat(Doors.isStatic(path)).isFalse();
  }

  @Test
  void theLoginPageAndItsStylesAreForAnybody() {
    assertThat(Doors.isForAnybody("/login.xhtml")).isTrue();
    assertThat(Doors.isStatic("/jakarta.faces.resource/theme.css")).isTrue();
  }
}
