package org.gamelan.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Set;
import org.gamelan.platform.PrivateAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPolicyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1"
      })
  void privateAddressesAreKnown(String address) throws Exception {
    assertThat(PrivateAddresses.contain(InetAddress.getByName(address))).isTrue();
    assertThatThrownBy(() -> new HostPolicy(false, Set.of()).check(address))
        .hasMessageContaining("is private");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
  void publicAddressesPass(String address) throws Exception {
    assertThat(PrivateAddresses.contain(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void namedHostsPassWhateverTheyAre() {
    HostPolicy policy = new HostPolicy(false, Set.of(HostPolicy.hostOf("http://LOCALHOST:80/x")));

    assertThatCode(() -> policy.check("localhost")).doesNotThrowAnyException();
    assertThat(HostPolicy.hostOf("10.0.0.1:8080")).isEqualTo("10.0.0.1");
  }
}
