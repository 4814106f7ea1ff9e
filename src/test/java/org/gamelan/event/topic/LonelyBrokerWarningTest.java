package org.gamelan.event.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LonelyBrokerWarningTest {
  @Test
  void onlyASharedDatabaseWithABrokerOfOnesOwnIsWarnedOf() {
    assertThat(LonelyBrokerWarning.warning(false, true))
        .hasValueSatisfying(text -> assertThat(text).contains("GAMELAN_BROKER_URL"));
    assertThat(LonelyBrokerWarning.warning(false, false)).isEmpty();
    assertThat(LonelyBrokerWarning.warning(true, true)).isEmpty();
    assertThat(LonelyBrokerWarning.warning(true, false)).isEmpty();
  }
}
