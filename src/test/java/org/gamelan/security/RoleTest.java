package org.gamelan.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleTest {
  @Test
  void eachRoleCoversTheOnesBelow() {
    assertThat(Role.ADMIN.groups()).containsExactlyInAnyOrder("admin", "operator", "viewer");
    assertThat(Role.OPERATOR.groups()).containsExactlyInAnyOrder("operator", "viewer");
    assertThat(Role.VIEWER.groups()).containsExactly("viewer");
  }

  @Test
  void aKeyNeverLiftsItsUser() {
    assertThat(Role.ADMIN.atMost(Role.VIEWER)).isEqualTo(Role.VIEWER);
    assertThat(Role.VIEWER.atMost(Role.ADMIN)).isEqualTo(Role.VIEWER);
  }
}
