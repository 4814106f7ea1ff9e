package org.gamelan.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void whatFollowsCountsOnInTheLastGroupAlone() {
    assertThat(Ids.after(UUID.fromString("01a1fc26-ab4c-7443-8071-a916250f41ff")))
        .isEqualTo(UUID.fromString("01a1fc26-ab4c-7443-8071-a916250f4200"));
    assertThat(Ids.after(UUID.fromString("01a1fc26-ab4c-7443-8071-ffffffffffff")))
        .isEqualTo(UUID.fromString("01a1fc26-ab4c-7443-8071-000000000000"));
  }
}
