package org.gamelan.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of pages by one administrator, who is signed in and has one tab. */
abstract class AdminPages {
  private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa");

  static Site site;
  static Visitor visitor;
  static Page page;

  @BeforeAll
  static void comeIn() {
    Chromium.get();
    site = Site.get();
    signIn();
  }

  @AfterAll
  static void leave() {
    if (visitor != null) {
      visitor.close();
      visitor = null;
    }
  }

  @BeforeEach
  void wideAndLight() {
    page.setViewportSize(1400, 900);
    visitor.choose("light");
  }

  /** Has somebody who may look only take the tab meanwhile. */
  static void asViewer(Runnable looks) {
    visitor.close();
    visitor = new Visitor(site).signInAsViewer();
    page = visitor.page();
    looks.run();
    visitor.close();
    signIn();
  }

  private static void signIn() {
    visitor = new Visitor(site).signInAsAdmin();
    page = visitor.page();
  }

  /** Opens pages in one theme and width, and checks each of them. */
  static void assertForEveryone(String theme, int width, List<String> paths) {
    visitor.choose(theme);
    page.setViewportSize(width, 900);
    for (String path : paths) {
      visitor.open(path);
      assertForEveryone(path);
    }
  }

  /** The page that is open breaks no rule of accessibility and is no wider than its window. */
  static void assertForEveryone(String what) {
    page.waitForLoadState();
    assertThat(new AxeBuilder(page).setLegacyMode(true).withTags(RULES).analyze().getViolations())
        .as(what)
        .extracting(rule -> rule.getId() + ": " + rule.getNodes().get(0).getHtml())
        .isEmpty();
    assertThat(
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
        .as("how much wider than its window is " + what)
        .isEqualTo(0);
  }
}
