package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page, for those who see it in the dark, on a phone, with a keyboard or not at all. */
class PagesForEveryoneIT {
  private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");
  private static final int PHONE = 390;

  private static Site site;
  private static Map<String, String> pages;
  private static String running;

  @BeforeAll
  static void prepare() {
    Chromium.get();
    site = Site.get();
    String finished = site.finishHeld("Finished, with a longer title than most have");
    String failed = site.ended(site.startHeld("Failed with a " + HeldModel.REFUSED));
    running = site.startHeld("Under way while it is looked at");
    pages = new LinkedHashMap<>();
    pages.put("dashboard", "index.xhtml");
    pages.put("tasks", "tasks.xhtml?q=finished");
    pages.put("no such task", "tasks.xhtml?q=thereisnone");
    pages.put("new task", "new-task.xhtml");
    pages.put("running", "task.xhtml?id=" + running);
    pages.put("finished", "task.xhtml?id=" + finished + "&stage=collect");
    pages.put("failed", "task.xhtml?id=" + failed + "&stage=collect");
  }

  @AfterAll
  static void end() {
    if (running != null) {
      site.cancel(running);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyPageIsAccessibleAndWithoutComplaints(String theme) {
    try (Visitor visitor = new Visitor(site)) {
      visitor.choose(theme);
      visitor.open("login.xhtml");
      check("log-in", visitor.page());
      visitor.enter(Visitor.ADMIN, "wrong");
      check("refused log-in", visitor.page());
      visitor.signInAsAdmin();
      pages.forEach((name, path) -> check(name, visitor.open(path)));
      visitor.page().getByLabel("Menu of admin").click();
      check("menu", visitor.page());
      visitor.open(pages.get("running"));
      visitor.button("Cancel");
      assertThat(visitor.page().getByRole(AriaRole.ALERTDIALOG)).isVisible();
      check("dialog", visitor.page());
      visitor.open("new-task.xhtml");
      visitor.page().getByLabel("What is to be done").fill("A task");
      visitor.page().getByLabel("Input as JSON").fill("{");
      visitor.button("Start the task");
      check("new task with a fault", visitor.page());
      assertThat(visitor.complaints()).isEmpty();
      // The browser itself complains about an answer of 404.
      check("nothing here", visitor.open("nothing-here.xhtml"));
    }
  }

  private static void check(String name, Page page) {
    page.waitForLoadState();
    // The pages have no frames, so nothing of other origins has to be gathered.
    List<Rule> violations =
        new AxeBuilder(page).setLegacyMode(true).withTags(RULES).analyze().getViolations();
    assertThat(violations).as(name).extracting(PagesForEveryoneIT::told).isEmpty();
  }

  private static String told(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getNodes().stream().map(node -> node.getHtml() + node.getFailureSummary()).toList();
  }

  @Test
  void nothingIsWiderThanAPhone() {
    try (Visitor visitor = new Visitor(site, PHONE)) {
      visitor.open("login.xhtml");
      assertThat(widthBeyond(visitor.page())).as("log-in").isZero();
      visitor.signInAsAdmin();
      pages.forEach((name, path) -> assertThat(widthBeyond(visitor.open(path))).as(name).isZero());
      assertThat(visitor.complaints()).isEmpty();
    }
  }

  private static int widthBeyond(Page page) {
    Object beyond =
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    return ((Number) beyond).intValue();
  }

  @Test
  void theKeyboardAloneStartsAndCancelsATask() {
    try (Visitor visitor = new Visitor(site)) {
      Page page = visitor.page();
      visitor.open("login.xhtml");
      page.keyboard().type(Visitor.ADMIN);
      page.keyboard().press("Tab");
      page.keyboard().type(site.adminPassword());
      page.keyboard().press("Enter");
      page.waitForURL("**/index.xhtml");
      reach(page, "New task");
      page.keyboard().press("Enter");
      page.waitForURL("**/new-task.xhtml");
      page.keyboard().type("By keyboard");
      page.keyboard().press("Enter");
      page.waitForURL("**/task.xhtml?id=*");

      visitor.open(pages.get("running"));
      reach(page, "Cancel");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERTDIALOG)).isVisible();
      page.keyboard().press("Escape");
      assertThat(page.getByRole(AriaRole.ALERTDIALOG)).isHidden();
      reach(page, "request: succeeded");
      page.keyboard().press("Enter");
      assertThat(page.locator("#stage-detail h2")).hasText("Stage request");
    }
  }

  /** Tabs from the top of the page until what is named so has the focus. */
  private static void reach(Page page, String name) {
    page.evaluate("document.activeElement.blur()");
    for (int steps = 0; steps < 40; steps++) {
      page.keyboard().press("Tab");
      Object focused =
          page.evaluate(
              "(document.activeElement.getAttribute('aria-label')"
                  + " || document.activeElement.textContent).trim()");
      if (Pattern.compile("^" + Pattern.quote(name)).matcher((String) focused).find()) {
        return;
      }
    }
    throw new AssertionError("The keyboard does not come to " + name);
  }
}
