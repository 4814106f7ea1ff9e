package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainMenuTest {
  @Test
  void groupsWithoutPagesAreLeftOut() {
    MainMenu menu = new MainMenu(List.of("agents", "usage")::contains);
    assertThat(menu.getGroups())
        .extracting(MainMenu.Group::name)
        .containsExactly("Build", "Models");
    assertThat(menu.getGroups().get(0).entries())
        .containsExactly(new MainMenu.Entry("agents", "Agents"));
    assertThat(menu.getGroups().get(0).holds("agents")).isTrue();
    assertThat(menu.getGroups().get(0).holds("usage")).isFalse();
  }

  @Test
  void thePagesOfThisServerAreThere() {
    MainMenu menu = new MainMenu(page -> Files.exists(Path.of("webapp", page + ".xhtml")));
    assertThat(menu.getGroups().stream().flatMap(group -> group.entries().stream()))
        .extracting(MainMenu.Entry::page)
        .contains("workflows", "pipelines", "schemas", "manifest-editor", "agents", "models");
  }
}
