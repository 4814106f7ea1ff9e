package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of tools and of the audit log. */
class PolicyPagesIT extends AdminPages {
  private static final String AGENTS =
      """
      agents:
        page-asker: {description: Asks, prompt: Look., tools: [project.tree, docs.search]}
      security:
        capabilities: {read: ask}
      """;

  @BeforeAll
  static void prepare() {
    site.define("page-asker", AGENTS);
  }

  @Test
  void aToolIsTriedWithAFormMadeOfItsSchema() {
    visitor.open("tools.xhtml");
    visitor.link("docs.search");
    assertThat(page.locator("h1")).containsText("docs.search");
    visitor.button("Call it");
    assertThat(page.locator("main .problem").first()).isVisible();
    page.getByLabel("query").fill("approvals");
    visitor.button("Call it");
    assertThat(page.locator("[id='try:outcome']")).containsText("Answered after");
    assertThat(page.locator("[id='try:outcome']")).containsText("passages");

    visitor.open("audit.xhtml?action=tool.call&actor=admin");
    assertThat(page.locator("#rows")).containsText("docs.search");
    assertThat(page.locator("#rows")).not().containsText("approvals");
  }

  @Test
  void anAgentsPageTellsWhatItMayDoAndWhy() {
    visitor.open("agent.xhtml?id=page-asker");
    assertThat(page.locator("#permissions")).containsText("asks a person");
    assertThat(page.locator("#permissions")).containsText("security.capabilities.read");
    assertThat(page.locator("#permissions")).containsText("allowed");
  }

  @Test
  void theAuditLogIsFilteredVerifiedAndExported() throws IOException {
    visitor.open("audit.xhtml");
    page.getByLabel("What").fill("sign-in.*");
    visitor.button("Show");
    assertThat(page).hasURL(Pattern.compile("action=sign-in"));
    assertThat(page.locator("#rows")).containsText("sign-in.succeeded");
    visitor.button("Verify");
    assertThat(page.locator("#verification")).containsText("intact");
    Download download = page.waitForDownload(() -> visitor.button("Export"));
    assertThat(download.suggestedFilename()).isEqualTo("audit.ndjson");
    List<String> lines = Files.readAllLines(download.path());
    assertThat(lines).isNotEmpty().allSatisfy(line -> assertThat(line).contains("sign-in."));
    visitor.open("audit.xhtml?task=nonsense");
    assertThat(page.getByText("The task has to be given by its id.")).isVisible();
    visitor.open("audit.xhtml?from=2026-02-01&to=2026-01-31");
    assertThat(page.getByText("'from' is after 'to'")).isVisible();
    visitor.open("audit.xhtml?actor=nobody-at-all");
    assertThat(page.getByText("Nothing fits")).isVisible();
  }

  @ParameterizedTest
  @CsvSource({"light, 1400", "dark, 390"})
  void everyPageIsAccessible(String theme, int width) {
    assertForEveryone(
        theme,
        width,
        List.of(
            "tools.xhtml",
            "tool.xhtml?name=project.tree",
            "audit.xhtml",
            "audit.xhtml?actor=nobody-at-all",
            "agent.xhtml?id=page-asker"));
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  void viewersSeeToolsAndCallNone() {
    asViewer(
        () -> {
          visitor.open("tool.xhtml?name=docs.search");
          assertThat(page.getByText("Your role may look")).isVisible();
          assertThat(page.locator("main form")).hasCount(0);
          visitor.open("audit.xhtml");
          assertThat(page.getByText("Your role may not read the audit log")).isVisible();
          assertThat(page.locator("#rows")).hasCount(0);
          assertThat(page.locator("nav.main")).not().containsText("Audit");
        });
  }
}
