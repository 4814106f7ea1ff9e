package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks done again on pages: replayed, forked, compared; and what failed. */
class AgainPagesIT {
  private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");

  private Site site;
  private Visitor visitor;
  private Page page;

  @BeforeEach
  void visit() {
    Chromium.get();
    site = Site.get();
    visitor = new Visitor(site).signInAsAdmin();
    page = visitor.page();
  }

  @AfterEach
  void leave() {
    if (visitor != null) {
      visitor.close();
    }
  }

  private void isAccessible() {
    page.waitForLoadState();
    assertThat(new AxeBuilder(page).setLegacyMode(true).withTags(RULES).analyze().getViolations())
        .extracting(Rule::getDescription)
        .isEmpty();
  }

  @Test
  void aTaskIsReplayedForkedAndCompared() {
    String title = "Done twice";
    visitor.openTask(site.finishHeld(title));
    visitor.link("Replay");
    assertThat(page.locator("#replay-result")).hasText(Pattern.compile("All \\d stage runs end"));
    isAccessible();

    page.getByLabel("Begin with").selectOption("check");
    assertThat(page.locator("#fork-form\\:warning")).containsText("acts outside");
    page.getByLabel("Title").fill("Done once more");
    page.getByLabel("Input as JSON").fill("{");
    confirmFork();
    assertThat(page.locator("#fork-form\\:input-told")).containsText("Is not JSON");
    isAccessible();
    page.getByLabel("Input as JSON").fill("");
    confirmFork();
    assertThat(page.locator("h1")).hasText("Done once more");
    assertThat(page.locator("#stages")).containsText("taken over");
    assertThat(page.locator("#task-status")).hasText("succeeded");

    visitor.link("compare the two");
    assertThat(page.locator("h1")).hasText("Compare tasks");
    assertThat(page.getByRole(AriaRole.TABLE).first()).containsText("taken over");
    isAccessible();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(title)).click();
    assertThat(page.locator("#forks")).containsText("Done once more");
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  void whatAForkDoesNotTakeOverIsToldBeforeItIsLookedAt() {
    visitor.openTask(site.finishOverridden("Done with an override"));
    visitor.link("Replay");
    page.getByLabel("Begin with").selectOption("check");
    page.getByLabel("Title").fill("Done without it");
    page.getByLabel("Input as JSON").fill("{\"since\": \"0.0.7\"}");
    confirmFork();
    assertThat(page.locator("#left-out"))
        .containsText("input of request: the fork has an input of its own");
    isAccessible();
    page.locator("#left-out a").click();
    assertThat(page.locator("h1")).hasText("Done without it");
    assertThat(visitor.complaints()).isEmpty();
  }

  private void confirmFork() {
    page.locator("#fork-form\\:make").click();
    assertThat(page.getByRole(AriaRole.ALERTDIALOG)).containsText("A new task begins at once.");
    page.getByRole(AriaRole.ALERTDIALOG)
        .getByText("Yes", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
        .click();
  }

  @Test
  void whatFailedIsGroupedOnItsTaskAndOverAllTasks() {
    String failed = site.ended(site.startHeld("Goes wrong with a " + HeldModel.REFUSED));
    visitor.openTask(failed);
    assertThat(page.locator("#failure-groups")).containsText("The credentials were refused");
    visitor.link("Retry from a stage");
    assertThat(page.locator("#retry")).containsText("goes on as a new round");
    isAccessible();
    visitor.open("index.xhtml");
    visitor.link("All failures");
    page.locator("main th a").first().click();
    assertThat(page.locator("#chosen-group tbody tr").first()).isVisible();
    isAccessible();
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  void whoMayOnlyLookSeesTheReplayAndNoFork() {
    String task = site.finishHeld("Looked at only");
    visitor.close();
    visitor = new Visitor(site).signInAsViewer();
    visitor.open("again.xhtml?id=" + task + "&replay=pinned");
    assertThat(visitor.page().locator("#replay-result")).isVisible();
    assertThat(visitor.page().locator("#fork-form")).hasCount(0);
  }
}
