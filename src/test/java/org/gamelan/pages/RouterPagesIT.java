package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.gamelan.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Scores, standing overrides and those of a task, from the pages that show and change them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RouterPagesIT extends AdminPages {
  private static final double SLOWLY = 20_000;

  private static String task;

  @BeforeAll
  static void prepare() {
    site.finishHeld("Finished for its score");
    task = site.startHeld("Overridden on its page");
  }

  @AfterAll
  static void endTask() {
    if (task != null) {
      site.cancel(task);
    }
  }

  @Test
  @Order(1)
  void scoresTellWhatTheyAreMadeOf() {
    visitor.open("scores.xhtml?agent=no-such-agent");
    assertThat(page.getByText("Nothing fits")).isVisible();
    assertForEveryone("empty scores");
    Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("collector"));
    for (int i = 0; i < 60 && row.count() == 0; i++) {
      page.waitForTimeout(500);
      visitor.open("scores.xhtml?agent=collector&class=release");
    }
    assertThat(row.first()).containsText("release-notes");
    row.first().getByText("Parts").click();
    assertThat(row.first()).containsText("runs succeeded");
    assertForEveryone("scores");
    page.setViewportSize(390, 800);
    assertForEveryone("scores on a phone");
  }

  @Test
  @Order(2)
  void aStandingOverrideIsAddedLookedAtAndRemoved() {
    visitor.open("overrides.xhtml");
    visitor.button("Add override");
    assertThat(page.locator("[id='override-form:value-problem']")).containsText("Is missing");
    assertThat(page.locator("[id='override-form:reason-problem']")).containsText("Is missing");
    assertThat(page.locator("[id='override-form:agent-problem']"))
        .containsText("Say where it counts");
    assertForEveryone("overrides with faults");
    page.locator("[id='override-form:value']").fill("checker");
    page.locator("[id='override-form:agent']").fill("collector");
    page.locator("[id='override-form:stage']").fill("no-stage-of-this-name");
    page.locator("[id='override-form:reason']").fill("Looked at in a test");
    visitor.button("Add override");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("agent checker")).click();
    assertThat(page.locator("#chosen-title")).hasText("agent checker");
    assertThat(page.getByText("in place of agent collector").first()).isVisible();
    assertForEveryone("override");
    visitor.button("Remove", "Yes");
    assertThat(page).hasURL(Pattern.compile("/overrides\\.xhtml$"));
    assertThat(page.getByText("Looked at in a test")).hasCount(0);
  }

  @Test
  @Order(3)
  void aStageIsOverriddenFromThePageOfItsTask() {
    visitor.openTask(task);
    assertThat(page.locator("#routing")).containsText("It was named with the task.");
    assertForEveryone("task with routing");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Override a stage")).click();
    assertThat(page.getByText("Nobody has overridden anything here")).isVisible();
    page.locator("[id='task-override-form:stage']").selectOption("check");
    page.locator("[id='task-override-form:value']").fill("nobody-at-all");
    page.locator("[id='task-override-form:reason']").fill("Somebody else knows it better");
    visitor.button("Override");
    assertThat(page.locator("[id='task-override-form:value-problem']"))
        .containsText("There is no agent 'nobody-at-all'");
    assertForEveryone("override of a task with a fault");
    page.locator("[id='task-override-form:value']").fill("collector");
    visitor.button("Override");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("agent of check")).click();
    assertForEveryone("override of a task");
    visitor.button("Remove", "Yes");
    assertThat(page.getByText("Nobody has overridden anything here"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(SLOWLY));
  }

  @Test
  @Order(4)
  void whatIsNextAndInputsAreDecidedForATaskForATime() {
    visitor.open("override.xhtml?id=" + task);
    ofTask("collect", "next", "request");
    page.locator("[id='task-override-form:hours']").fill("soon");
    visitor.button("Override");
    assertThat(page.locator("[id='task-override-form:hours-problem']"))
        .containsText("Has to be a whole number");
    page.locator("[id='task-override-form:hours']").fill("2");
    visitor.button("Override");
    assertThat(page.locator("[id='task-override-form:value-problem']"))
        .containsText("annot be next");
    assertForEveryone("override of what is next with a fault");
    page.locator("[id='task-override-form:value']").fill("size");
    visitor.button("Override");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("next of collect")).click();
    assertThat(page.locator("main dl.facts")).containsText("size");
    assertThat(page.locator("main dl.facts dt").getByText("Expires")).isVisible();
    visitor.button("Remove", "Yes");
    assertThat(page.getByText("Nobody has overridden anything here"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(SLOWLY));

    ofTask("check", "input", "{\"since\": ");
    visitor.button("Override");
    assertThat(page.locator("[id='task-override-form:value-problem']")).containsText("Is not JSON");
    page.locator("[id='task-override-form:value']").fill("{\"since\": \"0.0.7\"}");
    visitor.button("Override");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("input of check")).click();
    assertThat(page.locator("main dl.facts")).containsText("0.0.7");
    assertThat(page.locator("main dl.facts dt").getByText("Expires")).hasCount(0);
    assertForEveryone("override of an input");
    visitor.button("Remove", "Yes");
    assertThat(page.getByText("Nobody has overridden anything here"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(SLOWLY));
  }

  private static void ofTask(String stage, String kind, String value) {
    page.locator("[id='task-override-form:stage']").selectOption(stage);
    page.locator("[id='task-override-form:kind']").selectOption(kind);
    page.locator("[id='task-override-form:value']").fill(value);
    page.locator("[id='task-override-form:reason']").fill("Tried in a test");
  }

  @Test
  @Order(5)
  void whatIsNextAndInputsAreDecidedForAllTasksForSomeDays() {
    visitor.open("overrides.xhtml");
    forAll("next", "size");
    page.locator("[id='override-form:days']").fill("soon");
    visitor.button("Add override");
    assertThat(page.locator("[id='override-form:days-problem']"))
        .containsText("Has to be a whole number");
    page.locator("[id='override-form:days']").fill("400");
    visitor.button("Add override");
    assertThat(page.locator("[id='override-form:days-problem']")).containsText("a year at most");
    page.locator("[id='override-form:days']").fill("3");
    visitor.button("Add override");
    assertThat(page.locator("[id='override-form:days-problem']")).isEmpty();
    assertThat(page.locator("[id='override-form:stage-problem']")).containsText("Is missing");
    page.locator("[id='override-form:stage']").fill("collect");
    page.locator("[id='override-form:value']").fill("request");
    visitor.button("Add override");
    assertThat(page.locator("[id='override-form:value-problem']")).containsText("annot be next");
    assertForEveryone("override of what is next for all with a fault");
    page.locator("[id='override-form:value']").fill("size");
    visitor.button("Add override");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("next size")).click();
    assertThat(page.getByText("in stage collect, in workflow release-notes").first()).isVisible();
    visitor.button("Remove", "Yes");
    assertThat(page).hasURL(Pattern.compile("/overrides\\.xhtml$"));
    assertThat(page.locator("#chosen-title")).hasCount(0);

    forAll("input", "[1]");
    page.locator("[id='override-form:stage']").fill("check");
    visitor.button("Add override");
    assertThat(page.locator("[id='override-form:value-problem']")).containsText("JSON object");
    page.locator("[id='override-form:value']").fill("{\"since\": \"0.0.6\"}");
    visitor.button("Add override");
    page.getByRole(
            AriaRole.LINK, new Page.GetByRoleOptions().setName("input {\"since\": \"0.0.6\"}"))
        .click();
    assertThat(page.locator("#chosen-title")).containsText("0.0.6");
    visitor.button("Remove", "Yes");
    assertThat(page.locator("#chosen-title")).hasCount(0);
  }

  private static void forAll(String kind, String value) {
    page.locator("[id='override-form:kind']").selectOption(kind);
    page.locator("[id='override-form:value']").fill(value);
    page.locator("[id='override-form:workflow']").fill("release-notes");
    page.locator("[id='override-form:reason']").fill("Tried in a test");
  }

  @Test
  @Order(6)
  void aLongListOfStandingOverridesHasPages() {
    for (int i = 0; i < 51; i++) {
      site.make(
          "overrides",
          Json.object()
              .put("kind", "agent")
              .put("value", "checker")
              .put("stage", "no-stage-" + i)
              .put("reason", "One of many"));
    }
    visitor.open("overrides.xhtml");
    assertThat(page.locator("table.list tbody tr")).hasCount(50);
    visitor.link("More");
    assertThat(page.locator("table.list tbody")).containsText("no-stage-0");
    assertForEveryone("older overrides");
    visitor.link("First");
    assertThat(page.locator("table.list tbody")).containsText("no-stage-50");
    for (JsonNode each : site.read("overrides?limit=500").path("items")) {
      if (each.path("reason").asText().equals("One of many")) {
        site.remove("overrides/" + each.path("id").asText());
      }
    }
  }

  @Test
  @Order(7)
  void thoseWhoMayOnlyLookSeeNoForms() {
    visitor.close();
    visitor = new Visitor(site);
    page = visitor.signInAsViewer().page();
    visitor.open("scores.xhtml");
    assertThat(page.locator("h1")).hasText("Scores");
    visitor.open("overrides.xhtml");
    assertThat(page.locator("h1")).hasText("Overrides");
    assertThat(page.locator("main .ui-button, main select")).hasCount(0);
    visitor.open("override.xhtml?id=" + task);
    assertThat(page.locator("h1")).hasText("Overrides");
    assertThat(page.locator("main .ui-button, main select")).hasCount(0);
    visitor.openTask(task);
    assertThat(page.getByText("Override a stage")).hasCount(0);
  }
}
