package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"/tasks.xhtml", "/task.xhtml?id=1&stage=a%20b"})
  void pathsOfThisServerAreTaken(String address) {
    assertThat(LocalAddress.orElse(address, "/home")).isEqualTo(address);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "tasks",
        "/a b",
        "/%zz",
        "/\r\nSet-Cookie: a=b"
      })
  void everythingElseIsATrap(String address) {
    assertThat(LocalAddress.orElse(address, "/home")).isEqualTo("/home");
  }
}
