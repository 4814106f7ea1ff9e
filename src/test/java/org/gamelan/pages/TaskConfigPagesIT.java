package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.regex.Pattern;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;
import org.gamelan.testing.ServerFixture;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task config from its form to a task that was made of it: one story, part by part. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TaskConfigPagesIT extends AdminPages {
  private static final String AGENT =
      """
      agents:
        noter: {description: Writes notes, model: held, prompt: Answer with JSON.}
      """;

  private static final String INPUT =
      """
      {"type": "object", "required": ["product", "kind", "changes"], "properties": {
        "product": {"type": "string", "title": "Product", "description": "Its name as users know it", "default": "Gamelan"},
        "about": {"type": "string", "title": "More", "maxLength": 2000},
        "kind": {"title": "Kind", "enum": ["major", "minor"]},
        "count": {"type": "integer", "title": "Count", "minimum": 1, "maximum": 9},
        "share": {"type": "number", "title": "Share"},
        "draft": {"type": "boolean", "title": "Draft"},
        "day": {"type": "string", "format": "date", "title": "Day"},
        "changes": {"type": "array", "title": "Changes", "minItems": 1, "items": {"type": "string"}},
        "for": {"type": "array", "title": "For", "uniqueItems": true, "items": {"enum": ["users", "admins"]}},
        "contact": {"type": "object", "title": "Contact", "required": ["name"], "properties": {
          "name": {"type": "string", "title": "Person"}, "mail": {"type": "string", "format": "email", "title": "Mail"}}},
        "more": {"title": "Anything", "type": "array", "items": {"type": "object"}}}}
      """;

  @BeforeAll
  static void prepare() {
    site.define("noter", AGENT);
  }

  @Test
  @Order(0)
  void anEmptyListSaysWhatATaskConfigIsAndHowToMakeOne() {
    TestDatabase.of(ServerFixture.shared())
        .inTransaction(tx -> Sql.update(tx.connection(), "delete from task_config"));
    visitor.open("task-configs.xhtml");
    Locator empty = page.locator(".empty");
    assertThat(empty.locator("h2")).hasText("No task configs yet");
    assertThat(empty).containsText("a prompt with places to fill in");
    assertThat(empty).containsText("./gamelan config add config.json");
    assertForEveryone("no task configs");
    empty.getByText("Add task config").click();
    assertThat(page).hasURL(Pattern.compile("/task-config-form\\.xhtml$"));
  }

  @Test
  @Order(1)
  void theFormChecksWhileSomebodyTypes() {
    visitor.open("task-configs.xhtml?q=no-such-thing");
    assertThat(page.getByText("Nothing fits")).isVisible();
    visitor.link("Add task config");
    field("prompt").fill("Notes of\n{{ inputs.product }}");
    field("prompt").press("End");
    assertThat(told("prompt")).containsText("Line 2, column 4: there is no variable 'inputs'");
    field("prompt").fill("Notes of {{ input.product }}.");
    field("prompt").press("End");
    assertThat(told("prompt")).isEmpty();

    field("input-schema").fill("{\"type\": \"objekt\"}");
    field("input-schema").press("End");
    assertThat(told("input-schema")).containsText("/type:");
    field("input-schema").fill("{\"type\": ");
    field("input-schema").press("End");
    assertThat(told("input-schema")).containsText("Is not JSON");
    assertThat(told("input-schema")).containsText("line 1, column");
    field("input-schema").fill(INPUT);
    field("input-schema").press("End");
    assertThat(told("input-schema")).isEmpty();
    assertThat(page.locator("[id='config-form:preview']")).containsText("Notes of Gamelan.");

    visitor.button("Add task config");
    assertThat(told("name")).containsText("Must begin with a-z");
    assertThat(page.locator("#notices")).containsText("Not saved");
    field("name").fill("page-notes");
    field("output-schema").fill("{\"type\": \"object\", \"required\": [\"summary\"]}");
    field("examples")
        .fill(
            "[{\"name\": \"small\", \"input\": {\"product\": \"Ex\", \"kind\": \"minor\","
                + " \"changes\": [\"one\", \"two\"], \"for\": [\"admins\"]}}]");
    field("examples").press("End");
    assertThat(page.locator("[id='config-form:preview']")).containsText("Notes of Ex.");
    visitor.button("Add task config");
    assertThat(page).hasURL(Pattern.compile("/task-config\\.xhtml\\?id="));
    assertThat(page.locator("h1")).hasText("page-notes");
    assertThat(page.getByText("No agent does it yet.")).isVisible();
  }

  private static final String ROWS =
      """
      {"name": "page-rows", "promptTemplate": "Do {{ input.items | length }}.",
       "inputSchema": {"type": "object", "required": ["items"], "properties": {
        "items": {"type": "array", "title": "Items", "maxItems": 3, "items": {"type": "object",
          "required": ["name"], "properties": {"name": {"type": "string", "title": "Name"}}}},
        "pay": {"title": "Pay", "oneOf": [
          {"title": "Card", "type": "object", "required": ["by", "number"], "properties": {
            "by": {"const": "card"}, "number": {"type": "string", "title": "Number"}}},
          {"title": "Cash", "type": "object", "required": ["by"], "properties": {
            "by": {"const": "cash"}, "coins": {"type": "boolean", "title": "Coins"}}}]}}}}
      """;

  @Test
  @Order(2)
  void rowsAreAddedAndRemovedAndOneOfSeveralFormsIsChosen() {
    site.makeConfig((ObjectNode) Json.parse(ROWS));
    visitor.open("task-config.xhtml?id=page-rows");
    Locator form = page.locator("[id='run:input']");
    assertThat(form.getByLabel("Name")).hasCount(0);
    for (int row = 1; row <= 3; row++) {
      form.getByLabel("Add to Items").press("Enter");
      assertThat(form.getByLabel("Name")).hasCount(row);
      form.getByLabel("Name").nth(row - 1).fill("row " + row);
    }
    assertThat(form.getByLabel("Add to Items")).hasCount(0);
    form.getByLabel("Remove Items 2").click();
    assertThat(form.getByLabel("Name")).hasCount(2);
    assertThat(form.getByLabel("Name").nth(1)).hasValue("row 3");
    form.getByLabel("Name").nth(1).fill("");

    assertThat(form.getByLabel("Number")).isHidden();
    form.getByLabel("Which").selectOption("Cash");
    assertThat(form.getByLabel("Coins")).isVisible();
    form.getByLabel("Which").selectOption("Card");
    assertThat(form.getByLabel("Coins")).isHidden();
    form.getByLabel("Number").fill("12");
    page.locator("[id='run:who']").selectOption("agent:noter");
    visitor.button("Run now");
    assertThat(form.locator(".problem")).hasText("Is missing.");
    assertThat(form.getByLabel("Number")).hasValue("12");
    form.getByLabel("Name").nth(1).fill("row three");
    // What was pressed is done with changing its colours.
    page.mouse().move(0, 0);
    page.waitForTimeout(700);
    assertForEveryone("the form");
    visitor.button("Run now");
    assertThat(page).hasURL(Pattern.compile("/task\\.xhtml\\?id="));
    String task = page.url().replaceFirst(".*id=([0-9a-f-]{36}).*", "$1");
    assertThat(site.read("tasks/" + task).path("input"))
        .isEqualTo(
            Json.parse(
                "{\"items\": [{\"name\": \"row 1\"}, {\"name\": \"row three\"}],"
                    + " \"pay\": {\"number\": \"12\", \"by\": \"card\"}}"));
    site.ended(task);
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  @Order(2)
  void theInputFormIsMadeOfTheSchema() {
    open();
    assertThat(input("Product")).hasValue("Gamelan");
    assertThat(page.locator("#in-1-hint")).hasText("Its name as users know it");
    assertThat(input("Count")).hasAttribute("max", "9");
    assertThat(input("Day")).hasAttribute("type", "date");
    assertThat(input("Mail")).hasAttribute("type", "email");
    assertThat(input("Person")).hasAttribute("aria-required", "true");
    input("Product").fill("");
    input("Count").fill("12");
    input("Mail").fill("me@example.org");
    input("Anything").fill("[{]");
    visitor.button("Run now");
    assertThat(problemOf("Anything")).containsText("Is not JSON");
    input("Anything").fill("");
    visitor.button("Run now");
    assertThat(problemOf("Product")).hasText("Is missing.");
    assertThat(problemOf("Kind")).hasText("Is missing.");
    assertThat(problemOf("Count")).containsText("9");
    assertThat(problemOf("Person")).hasText("Is missing.");
    assertThat(input("Count")).hasValue("12");
    assertThat(input("Mail")).hasValue("me@example.org");
  }

  @Test
  @Order(3)
  void anAgentIsAssignedAndTheTaskIsRunFromAnExample() {
    open();
    page.getByLabel("Assign to").selectOption("noter");
    visitor.button("Assign");
    assertThat(page.locator("#instance-noter")).containsText("idle");
    assertThat(input("By").locator("option").first())
        .hasText("the assigned agent that is free and was used longest ago");
    site.switchAgent("noter", "disable");
    open();
    assertThat(input("By").locator("option").filter(holding("noter"))).hasCount(0);
    site.switchAgent("noter", "enable");
    open();
    assertThat(input("By").locator("option").filter(holding("noter"))).hasCount(1);
    visitor.link("small");
    assertThat(input("Product")).hasValue("Ex");
    assertThat(input("Changes")).hasValue("one\ntwo");
    assertThat(input("admins")).isChecked();
    input("Product").fill("<b>Mine</b>");
    input("Draft").selectOption("yes");
    input("Share").fill("0.5");
    visitor.button("Show the prompt");
    assertThat(page.locator("[id='run:shown']")).containsText("Notes of <b>Mine</b>.");
    visitor.button("Run now");
    assertThat(page).hasURL(Pattern.compile("/task\\.xhtml\\?id="));
    assertThat(page.locator("h1")).hasText("page-notes");
    String task = page.url().replaceFirst(".*id=([0-9a-f-]{36}).*", "$1");
    site.ended(task);
    open();
    assertThat(page.locator("#instance-noter td[data-label=Succeeded]")).hasText("1");
    visitor.open("task-configs.xhtml?q=page-");
    assertThat(page.locator("#config-page-notes")).containsText("noter");
    assertThat(visitor.complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"light, 1400", "dark, 390"})
  @Order(4)
  void everyPageIsAccessible(String theme, int width) {
    visitor.choose(theme);
    page.setViewportSize(width, 900);
    for (String path :
        List.of(
            "task-configs.xhtml",
            "task-config.xhtml?id=page-notes",
            "task-config-form.xhtml",
            "task-config-form.xhtml?id=page-notes")) {
      visitor.open(path);
      page.waitForLoadState();
      if (path.startsWith("task-config.xhtml")) {
        input("Product").fill("");
        visitor.button("Run now");
        assertThat(problemOf("Product")).isVisible();
        // A button that is pressed is pale until its answer has come, and for a moment after.
        page.mouse().move(0, 0);
        assertThat(page.locator("[id='run:start']")).isEnabled();
        assertThat(page.locator("[id='run:start']")).hasCSS("opacity", "1");
        page.waitForTimeout(500);
      }
      assertForEveryone(path);
    }
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  @Order(5)
  void viewersLookAndChangeNothing() {
    asViewer(
        () -> {
          open();
          assertThat(page.locator("main .button, main .ui-button, main select")).hasCount(0);
          visitor.open("task-config-form.xhtml?id=page-notes");
          assertThat(page.getByText("Your role may look")).isVisible();
          assertThat(page.locator("main textarea")).hasCount(0);
        });
  }

  @Test
  @Order(6)
  void anAssignmentAndTheConfigAreRemoved() {
    open();
    page.getByLabel("Remove noter").click();
    assertThat(page.locator("#notices")).containsText("Removed with its memory.");
    assertThat(page.locator("#instance-noter")).hasCount(0);
    visitor.button("Delete", "Yes");
    assertThat(page).hasURL(Pattern.compile("/task-configs\\.xhtml"));
    assertThat(page.locator("#config-page-notes")).hasCount(0);
  }

  private static Locator.FilterOptions holding(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static void open() {
    visitor.open("task-config.xhtml?id=page-notes");
  }

  private static Locator field(String name) {
    return page.locator("[id='config-form:" + name + "']");
  }

  private static Locator told(String name) {
    return field(name + "-told");
  }

  private static Locator input(String label) {
    return page.locator("[id='run']").getByLabel(label);
  }

  /** What is said at the field of a label. */
  private static Locator problemOf(String label) {
    return input(label).locator("xpath=..").locator(".problem");
  }
}
