package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MainMenuTest {
  private final MainMenu menu = new MainMenu();

  @Test
  void everyEntryLeadsToAPage() {
    for (MainMenu.Group group : menu.getGroups()) {
      for (MainMenu.Entry entry : group.entries()) {
        assertThat(Path.of("webapp", entry.page() + ".xhtml")).exists();
        assertThat(group.holds(entry.page())).isTrue();
      }
      assertThat(group.holds("login")).isFalse();
    }
  }

  @Test
  void noPageIsThereTwice() {
    assertThat(menu.getGroups().stream().flatMap(group -> group.entries().stream()))
        .extracting(MainMenu.Entry::page)
        .doesNotHaveDuplicates();
  }
}
