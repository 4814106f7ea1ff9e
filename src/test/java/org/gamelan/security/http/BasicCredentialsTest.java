package org.gamelan.security.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class BasicCredentialsTest {
  @Test
  void thePasswordMayHoldColonsAndUmlauts() {
    BasicCredentials parsed = BasicCredentials.parse(encoded("ann:sä:cret"));
    assertThat(parsed.name()).isEqualTo("ann");
    assertThat(parsed.password()).isEqualTo("sä:cret");
  }

  @Test
  void whatCannotBeReadIsNobody() {
    assertThat(BasicCredentials.parse("***")).isEqualTo(new BasicCredentials("", ""));
    assertThat(BasicCredentials.parse(encoded("ann"))).isEqualTo(new BasicCredentials("ann", ""));
  }

  @Test
  void itsTextHidesThePassword() {
    assertThat(new BasicCredentials("ann", "secret").toString()).doesNotContain("secret");
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
