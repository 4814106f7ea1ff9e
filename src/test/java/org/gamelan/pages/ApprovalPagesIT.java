package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inbox of what tasks ask people, and their decisions. */
class ApprovalPagesIT extends AdminPages {
  private static final String WORKFLOW =
      """
      schemas:
        letter:
          type: object
          required: [greeting, copies]
          properties: {greeting: {type: string}, copies: {type: integer, minimum: 1}}
      stages:
        request: {kind: input}
        letter: {kind: output, with: {greeting: "Dear #{task.title}", copies: 2}, outputSchema: letter}
        sign: {kind: approval, show: [outputs.letter], expires: 3h, onExpiry: reject}
        sent: {kind: output, with: {greeting: "#{outputs.sign.value.greeting}", by: "#{outputs.sign.by}"}}
      workflow:
        name: letters
        version: 1
        start: request
        edges: [request -> letter -> sign -> sent]
        end: [sent]
      """;

  @BeforeAll
  static void prepare() {
    site.define("letters", WORKFLOW);
  }

  private static Locator row(String title) {
    return page.locator("tr[id^=approval-]").filter(new Locator.FilterOptions().setHasText(title));
  }

  @Test
  void aQuestionAppearsByItselfAndIsApproved() {
    visitor.open("approvals.xhtml");
    assertThat(page.locator("#live")).hasText("live");
    visitor.mark();
    String task = site.startAsOther("Ada", "letters");
    assertThat(row("Ada")).isVisible();
    assertThat(row("Ada")).containsText("operator");
    assertThat(page.locator("#approvals-count")).hasText(Pattern.compile("\\s*[1-9].*"));
    assertThat(visitor.isMarked()).isTrue();
    row("Ada").getByRole(AriaRole.LINK).click();
    assertThat(page.locator("#shown")).containsText("Dear Ada");
    page.getByLabel("Comment").fill("Well put");
    visitor.button("Approve");
    assertThat(page.locator("#notices")).containsText("Decided");
    assertThat(page.locator("#ended")).containsText("approve");
    assertThat(page.locator("#votes")).containsText("Well put");
    site.ended(task);
    visitor.openTask(task);
    assertThat(page.locator("#result")).containsText("Dear Ada");
  }

  @Test
  void aChangeThatDoesNotFitIsNotLost() {
    String task = site.startAsOther("Bob", "letters");
    visitor.openTask(task);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Decide on sign")).click();
    Locator value = page.getByLabel("Or change it first, as JSON");
    value.fill("{\"greeting\": \"Hello Bob\", \"copies\": 0}");
    visitor.button("Approve as changed");
    assertThat(page.locator("#notices, .problem").first()).isVisible();
    assertThat(page.locator("main")).containsText("copies");
    assertThat(value).hasValue(Pattern.compile("Hello Bob"));
    value.fill("{\"greeting\": ");
    visitor.button("Approve as changed");
    assertThat(page.locator("[id='decision-form:value-problem']")).containsText("Is not JSON");
    value.fill("{\"greeting\": \"Hello Bob\", \"copies\": 1}");
    visitor.button("Approve as changed");
    assertThat(page.locator("#ended")).containsText("edit");
    site.ended(task);
    visitor.openTask(task);
    assertThat(page.locator("#result")).containsText("Hello Bob");
  }

  @Test
  void whoAskedForTheTaskIsToldWhyTheyDoNotDecide() {
    String task = site.start("Cyd", "letters");
    visitor.openTask(task);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Decide on sign")).click();
    assertThat(page.locator("#refusal")).containsText("You asked for this task");
    assertThat(
            page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve").setExact(true)))
        .hasCount(0);
    site.cancel(task);
    assertThat(page.locator("#approval-status")).hasText("withdrawn");
  }

  @Test
  void aRejectionFailsTheTask() {
    String task = site.startAsOther("Dan", "letters");
    visitor.openTask(task);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Decide on sign")).click();
    page.getByLabel("Comment").fill("Not like this");
    visitor.button("Reject");
    assertThat(page.locator("#ended")).containsText("reject");
    site.ended(task);
    visitor.openTask(task);
    assertThat(page.locator("#why")).containsText("Not like this");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void thePagesAreForEveryone(String theme) {
    String task = site.startAsOther("Eve", "letters");
    visitor.openTask(task);
    Locator link =
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Decide on sign"));
    assertThat(link).isVisible();
    String approval = link.getAttribute("href");
    visitor.choose(theme);
    for (String path : List.of("approvals.xhtml", "approvals.xhtml?status=expired", approval)) {
      for (int width : new int[] {1400, 390}) {
        page.setViewportSize(width, 900);
        visitor.open(path);
        assertForEveryone(path + " at " + width);
      }
    }
    site.cancel(task);
    assertThat(visitor.complaints()).isEmpty();
  }
}
