package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
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
