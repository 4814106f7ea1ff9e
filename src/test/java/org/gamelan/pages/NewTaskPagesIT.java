package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.gamelan.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The input of a new task: the fields that its schema asks for, or JSON. */
class NewTaskPagesIT extends AdminPages {
  private static final String ORDER =
      """
      schemas:
        order:
          type: object
          required: [product, count]
          properties:
            product: {type: string, title: Product, default: Tea}
            count: {type: integer, title: Count, minimum: 1, maximum: 9}
            note: {type: string, title: Note, maxLength: 400}
            parts: {type: array, title: Parts, items: {type: object, properties: {name: {type: string, title: Piece}}}}
      stages:
        request: {kind: input, inputSchema: order}
        done: {kind: output, with: {said: "#{input.product}"}}
      workflow: {name: page-order, version: 1, start: request, edges: [request -> done], end: [done]}
      pipelines:
        page-order: {workflow: page-order}
      """;

  private static final String GREETER =
      """
      agents:
        page-greeter:
          description: Greets
          model: held
          prompt: Greet.
          inputSchema: {type: object, required: [who], properties: {who: {type: string, title: Who}}}
      """;

  @BeforeAll
  static void prepare() {
    site.define("page-order", ORDER);
    site.define("page-greeter", GREETER);
  }

  @Test
  void theChosenPipelineAsksForWhatItNeeds() {
    visitor.open("new-task.xhtml");
    title().fill("An order");
    assertThat(json()).isVisible();
    assertThat(switchTo("Form")).hasCount(0);
    choose("page-order");
    assertThat(field("Product")).hasValue("Tea");
    assertThat(json()).hasCount(0);

    form().getByLabel("Add to Parts").click();
    field("Piece").fill("Leaves");
    visitor.button("Start the task");
    assertThat(problemOf("Count")).hasText("Is missing.");
    assertThat(field("Piece")).hasValue("Leaves");
    assertThat(field("Count")).hasAttribute("aria-invalid", "true");
    assertThat(title()).hasValue("An order");
    field("Count").fill("3");
    visitor.button("Start the task");
    assertThat(page).hasURL(Pattern.compile("/task\\.xhtml\\?id="));
    String task = page.url().replaceFirst(".*id=([0-9a-f-]{36}).*", "$1");
    assertThat(site.read("tasks/" + task).path("input"))
        .isEqualTo(
            Json.parse(
                "{\"product\": \"Tea\", \"count\": 3, \"parts\": [{\"name\": \"Leaves\"}]}"));
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  void whatWasWrittenStaysWhenTheOtherWayIsChosen() {
    visitor.open("new-task.xhtml?pipeline=page-order");
    field("Product").fill("Coffee");
    field("Count").fill("4");
    switchTo("JSON").click();
    assertThat(json()).hasValue(Pattern.compile("\"product\" ?: \"Coffee\""));
    assertThat(page.getByText("What it has to fit")).isVisible();
    json().fill("{\"product\": \"Cocoa\", \"count\": 5");
    switchTo("Form").click();
    assertThat(problem()).containsText("This is not JSON");
    json().fill("{\"product\": \"Cocoa\", \"colour\": \"brown\"}");
    switchTo("Form").click();
    assertThat(problem()).containsText("no place for input/colour");
    assertThat(json()).hasValue("{\"product\": \"Cocoa\", \"colour\": \"brown\"}");
    json().fill("{\"product\": \"Cocoa\", \"count\": 5}");
    switchTo("Form").press("Enter");
    assertThat(field("Product")).hasValue("Cocoa");
    assertThat(field("Count")).hasValue("5");
    assertThat(switchTo("Form")).isFocused();

    choose("");
    assertThat(json()).hasValue(Pattern.compile("Cocoa"));
    choose("page-order");
    assertThat(field("Product")).hasValue("Cocoa");
    choose("echo");
    assertThat(json()).hasValue(Pattern.compile("Cocoa"));
    json().fill("");
    choose("");
    page.getByLabel("Or one agent alone").fill("page-greeter");
    page.getByLabel("Or one agent alone").press("Tab");
    assertThat(field("Who")).hasValue("");
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  void aFormThatChangedMeanwhileLosesNothing() {
    String passing = GREETER.replace("page-greeter", "page-passing");
    site.define("page-passing", passing);
    visitor.open("new-task.xhtml?agent=page-passing");
    title().fill("A greeting");
    field("Who").fill("Cocoa");
    site.define("page-passing", passing.replaceFirst("(?m)^ *inputSchema.*$", ""));
    visitor.button("Start the task");
    assertThat(problem()).containsText("look it over");
    assertThat(json()).hasValue(Pattern.compile("Cocoa"));
  }

  @Test
  void wrongJsonIsToldAtItsField() {
    visitor.open("new-task.xhtml?workflow=page-order");
    title().fill("An order");
    switchTo("JSON").click();
    json().fill("{\"product\": \"Cocoa\"}");
    visitor.button("Start the task");
    assertThat(problem()).containsText("input/count is missing");
    assertThat(json()).hasAttribute("aria-invalid", "true");
    json().fill("{\"product\": \"Cocoa\", \"count\": 12}");
    visitor.button("Start the task");
    assertThat(problem()).containsText("input/count must have a maximum value of 9");
  }

  @ParameterizedTest
  @CsvSource({"light, 1400", "dark, 390"})
  void bothWaysAreAccessible(String theme, int width) {
    visitor.choose(theme);
    page.setViewportSize(width, 900);
    visitor.open("new-task.xhtml?pipeline=page-order");
    title().fill("An order");
    visitor.button("Start the task");
    assertThat(problemOf("Count")).isVisible();
    assertForEveryone("the form");
    switchTo("JSON").click();
    assertThat(json()).isVisible();
    // What was pressed is done with changing its colours.
    page.mouse().move(0, 0);
    page.waitForTimeout(700);
    assertForEveryone("JSON");
    assertThat(visitor.complaints()).isEmpty();
  }

  private static Locator title() {
    return page.getByLabel("What is to be done");
  }

  private static Locator form() {
    return page.locator("#input-form");
  }

  private static Locator field(String label) {
    return form().getByLabel(label, new Locator.GetByLabelOptions().setExact(false)).first();
  }

  private static Locator problemOf(String label) {
    return field(label).locator("xpath=..").locator(".problem");
  }

  private static Locator json() {
    return page.getByLabel("Input as JSON");
  }

  private static Locator problem() {
    return page.locator("[id='new-task:input-problem']");
  }

  private static Locator switchTo(String way) {
    return page.locator("#as-" + way.toLowerCase(java.util.Locale.ROOT));
  }

  private static void choose(String pipeline) {
    page.getByLabel("Pipeline", new Page.GetByLabelOptions().setExact(true)).selectOption(pipeline);
  }
}
