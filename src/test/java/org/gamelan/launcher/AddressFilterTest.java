package org.gamelan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressFilterTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/v1/tasks/a%2Fb", "/caf%C3%A9", "/a+b", "/%25", "/a%20b", "*"})
  void whatDecodesGoesOn(String path) {
    assertThat(AddressFilter.canBeDecoded(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/%", "/%4", "/%zz", "/%+1", "/%00", "/%5C", "/a\\b", "/%ff%fe", "/%c0%80"})
  void whatDoesNotIsRefused(String path) {
    assertThat(AddressFilter.canBeDecoded(path)).isFalse();
  }
}
