package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {
  private final HostRule strict =
      new HostRule(false, List.of("models.local", "http://10.1.1.1:8000"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.openai.com/v1",
        "http://93.184.216.34/v1",
        "http://models.local:8000/v1",
        "http://10.1.1.1:9000/v1"
      })
  void publicAndNamedHostsAreFine(String url) {
    assertThat(strict.problem(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.org",
        "example.org/v1",
        "http://user:secret@example.org/v1",
        "http:///v1",
        "http://example.org:99999/v1",
        "http://example.org:0/v1",
        "http://example.org/v1?x=1",
        "http://example.org/v1#x",
        "http://exa mple.org",
        "http://localhost/v1",
        "http://127.0.0.1/v1",
        "http://127.1/v1",
        "http://10.0.0.1/v1",
        "http://169.254.169.254/v1",
        "http://100.64.0.1/v1",
        "http://0.0.0.0/v1",
        "http://[::1]/v1",
        "http://[fd00::1]/v1",
        "http://[::ffff:127.0.0.1]/v1"
      })
  void othersAreRefused(String url) {
    assertThat(strict.problem(url)).isPresent();
  }

  @Test
  void problemNeverRepeatsACredential() {
    assertThat(strict.problem("http://user:secret@example.org/v1"))
        .get()
        .asString()
        .doesNotContain("secret");
  }

  @Test
  void developmentAllowsPrivateHosts() {
    HostRule development = new HostRule(true, List.of());
    assertThat(development.problem("http://localhost:11434/v1")).isEmpty();
    assertThat(development.problem("file:///etc/passwd")).isPresent();
  }

  @Test
  void addressesAreJudgedAtEveryConnection() throws UnknownHostException {
    InetAddress inside = InetAddress.getByName("192.168.1.1");
    assertThat(strict.allows("public.example", inside)).isFalse();
    assertThat(strict.allows("models.local", inside)).isTrue();
    assertThat(strict.allows("public.example", InetAddress.getByName("8.8.8.8"))).isTrue();
  }
}
