package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OriginsTest {
  @Test
  void aLongPathIsToldByItsEnd() {
    assertThat(Origins.brief("/srv/gamelan/manifests/shop")).isEqualTo("…/shop");
    assertThat(Origins.brief("manifests/shop")).isEqualTo("…/shop");
    assertThat(Origins.brief("built-in")).isEqualTo("built-in");
    assertThat(Origins.brief("")).isEmpty();
  }
}
