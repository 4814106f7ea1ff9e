package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered, from the form to the end: one story, part by part. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MemoryPagesIT extends AdminPages {
  private static final String OWN = "memory.xhtml?scope=project&owner=page-shop";

  @Test
  @Order(1)
  void anEntryIsAddedWithTheFaultsToldAtTheFields() {
    visitor.open(OWN);
    assertThat(page.getByText("Nothing fits")).isVisible();
    visitor.open("memory-form.xhtml?scope=agent&owner=nobody-of-this-name");
    field("keep").fill("a while");
    field("value").fill("{\"tables\": ");
    field("kind").selectOption("json");
    visitor.button("Add entry");
    assertThat(told("owner")).containsText("There is no agent 'nobody-of-this-name'");
    field("scope").selectOption("project");
    field("owner").fill("page-shop");
    visitor.button("Add entry");
    assertThat(told("keep")).containsText("Is a number with m, h or d");
    assertThat(told("value")).containsText("Is not JSON");
    field("value").fill("{\"tables\": \"round\"}");
    field("keep").fill("30d");
    field("key").fill("stock");
    field("tags").fill("wood, furniture");
    visitor.button("Add entry");
    assertThat(page).hasURL(Pattern.compile("/memory\\.xhtml\\?.*owner=page-shop"));
    assertThat(row("stock")).containsText("furniture");
    assertThat(row("stock")).containsText("{\"tables\":\"round\"}");
  }

  @Test
  @Order(2)
  void entriesAreSearchedAndChanged() {
    visitor.open(OWN + "&q=round");
    visitor.link("stock");
    field("value").fill("{\"tables\": \"square\"}");
    visitor.button("Save");
    assertThat(row("stock")).containsText("square");
    visitor.open(OWN + "&q=round");
    assertThat(page.getByText("Nothing fits")).isVisible();
    visitor.open(OWN + "&tag=wood&q=square");
    assertThat(row("stock")).isVisible();
    assertThat(visitor.complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"light, 1400", "dark, 390"})
  @Order(3)
  void everyPageIsAccessible(String theme, int width) {
    assertForEveryone(
        theme,
        width,
        List.of("memory.xhtml", OWN, OWN + "&q=thereisnone", "memory-form.xhtml", entry()));
  }

  @Test
  @Order(4)
  void viewersLookAndChangeNothing() {
    String entry = entry();
    asViewer(
        () -> {
          visitor.open(OWN);
          assertThat(page.getByText("Forget all")).hasCount(0);
          assertThat(page.getByText("Add entry")).hasCount(0);
          visitor.open(entry);
          assertThat(page.locator("main pre")).containsText("square");
          assertThat(page.locator("main textarea, main .ui-button")).hasCount(0);
        });
  }

  @Test
  @Order(5)
  void everythingOfAnOwnerIsForgotten() {
    visitor.open(OWN);
    visitor.button("Forget all", "Yes");
    assertThat(page.locator("#notices")).containsText("One entry is forgotten.");
    assertThat(page.getByText("Nothing fits")).isVisible();
  }

  private static String entry() {
    visitor.open(OWN);
    return row("stock").locator("a").first().getAttribute("href");
  }

  private static Locator row(String text) {
    return page.locator("table.list tbody tr").filter(new Locator.FilterOptions().setHasText(text));
  }

  private static Locator field(String name) {
    return page.locator("[id='memory-form:" + name + "']");
  }

  private static Locator told(String name) {
    return page.locator("[id='memory-form:" + name + "-problem']");
  }
}
