package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.regex.Pattern;
import org.gamelan.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent from its form to its end: one story, part by part. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgentPagesIT extends AdminPages {
  private static final String FILED =
      """
      agents:
        filed: {description: From a file, model: held, prompt: "Look at {{ task.title }}."}
      """;
  private static final double SLOWLY = 15_000;

  @BeforeAll
  static void prepare() {
    site.define("filed", FILED);
    site.makeConfig("card-config");
  }

  @Test
  @Order(1)
  void theFormTellsEveryFaultAndShowsThePrompt() {
    visitor.open("agents.xhtml?q=no-such-thing");
    assertThat(page.getByText("Nothing fits")).isVisible();
    visitor.link("Add agent");
    field("prompt").fill("You check\n{{ task.title");
    field("prompt").press("End");
    assertThat(told("prompt")).containsText("Line 2, column");
    field("prompt").fill("You check\n{{ taks.title }}");
    field("prompt").press("End");
    assertThat(preview()).containsText("Line 2, column 4");
    field("prompt").fill("You check {{ input.file }} well.");
    field("prompt").press("End");
    field("input-schema").fill("{\"type\": \"objekt\"}");
    field("input-schema").press("End");
    assertThat(told("input-schema")).containsText(".type:");
    field("input-schema")
        .fill(
            "{\"type\": \"object\", \"properties\":"
                + " {\"file\": {\"type\": \"string\", \"default\": \"pom.xml\"}}}");
    field("input-schema").press("End");
    assertThat(told("input-schema")).isEmpty();
    assertThat(preview()).containsText("You check pom.xml well.");

    field("temperature").fill("hot");
    field("capacity").fill("0");
    field("fallback").fill("nobody-at-all");
    field("output-schema").fill("{");
    visitor.button("Add agent");
    assertThat(page.locator("#notices")).containsText("Not saved");
    assertThat(told("name")).hasText("Is missing");
    assertThat(told("temperature")).containsText("Has to be a number");
    assertThat(told("capacity")).containsText("from 1 to");
    assertThat(told("fallback")).containsText("There is no agent 'nobody-at-all'");
    assertThat(told("output-schema")).containsText("Is not JSON");
    assertThat(field("prompt")).hasValue("You check {{ input.file }} well.");

    field("name").fill("page-checker");
    field("description").fill("Checks files");
    field("temperature").fill("0.5");
    field("capacity").fill("1");
    field("fallback").fill("");
    field("output-schema").fill("");
    page.locator("[id='agent-form:model']").selectOption("held");
    page.getByLabel("files.read").check();
    visitor.button("Add agent");
    assertThat(page).hasURL(Pattern.compile("/agent\\.xhtml\\?id=page-checker"));
    assertThat(page.locator("#agent-status")).hasText("available");
    assertThat(page.getByText("temperature 0.5")).isVisible();
    assertThat(page.locator(".tool-list")).containsText("files.read");
    assertThat(page.locator(".t-tag")).hasText("{{ input.file }}");
    assertThat(page.getByText("None yet. Each that it is given makes an instance")).isVisible();
    assertThat(page.getByText("Tasks that name it stand here while they run")).isVisible();
    visitor.link("All versions");
    assertThat(page.getByText("There is nothing to compare yet.")).isVisible();
  }

  @Test
  @Order(2)
  void whatSomebodyElseSavedMeanwhileIsNotLost() {
    open();
    visitor.link("Edit");
    assertThat(page.getByLabel("files.read")).isChecked();
    field("prompt").fill("You check {{ input.file }}.\nSay little.");
    site.changeAgent(
        "page-checker",
        Json.object()
            .put("prompt", "You check {{ input.file }}.\nSay all.")
            .put("description", "Theirs")
            .put("model", "held")
            .put("capacity", 1));
    visitor.button("Save as the next version");
    assertThat(page.locator("#newer")).containsText("Somebody has saved version 2 meanwhile");
    assertThat(page.locator("#newer .went")).not().hasCount(0);
    assertThat(page.locator("#newer")).containsText("Say little.");
    assertThat(field("prompt")).hasValue("You check {{ input.file }}.\nSay little.");
    visitor.button("Save mine as the next version");
    assertThat(page).hasURL(Pattern.compile("/agent\\.xhtml\\?id=page-checker"));
    assertThat(page.getByText("Checks files")).isVisible();
  }

  @Test
  @Order(3)
  void versionsAreComparedAndRestored() {
    open();
    visitor.link("All versions");
    assertThat(page.locator("h2").first()).hasText("Version 2 and version 3");
    Locator prompt = page.getByLabel("prompt line by line");
    assertThat(prompt.locator("tr.went")).containsText("Say all.");
    assertThat(prompt.locator("tr.come")).containsText("Say little.");
    assertThat(page.locator("#version-3 td[data-label=By]")).hasText("admin");
    page.getByLabel("Compare version 1 with the newest").click();
    visitor.button("Restore version 1", "Yes");
    assertThat(page.locator("#version-4")).isVisible();
    open();
    assertThat(page.locator("pre[aria-label=Prompt]")).hasText("You check {{ input.file }} well.");
  }

  @Test
  @Order(4)
  void anAgentIsTriedOutWhileItAnswers() {
    open();
    visitor.button("Ask");
    assertThat(page.locator("[id='trial-form:message-told']")).containsText("Is missing");
    site.model().hold("Try one");
    page.getByLabel("Message").fill("Try one");
    visitor.button("Ask");
    assertThat(page.locator("#trial-text")).hasText(HeldModel.ANSWER.substring(0, 20));
    assertThat(page.locator("#trial-badge")).hasText("running");
    site.model().allow("Try one", 1);
    assertThat(page.locator("#trial-badge")).hasText("succeeded");
    assertThat(page.locator("#trial-text")).hasText(HeldModel.ANSWER);
    assertThat(page.locator("#trial-facts")).containsText("1210 read, 85 written");

    site.model().hold("Try two");
    page.getByLabel("Message").fill("Try two");
    visitor.button("Ask");
    assertThat(page.locator("#trial-text")).hasText(HeldModel.ANSWER.substring(0, 20));
    visitor.button("Stop");
    assertThat(page.locator("#trial-badge")).hasText("cancelled");
    assertThat(page.locator("#trial-text")).containsText("Stopped.");
    site.model().allow("Try two", 1);
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  @Order(5)
  void taskConfigsAreGivenAndTaken() {
    open();
    page.getByLabel("Give it a task config").selectOption("card-config");
    visitor.button("Assign");
    assertThat(page.locator("#config-card-config")).containsText("idle");
    page.getByLabel("Remove card-config").click();
    assertThat(page.locator("#config-card-config")).hasCount(0);
  }

  @Test
  @Order(6)
  void theListSwitchesAndFollows() {
    visitor.open("agents.xhtml?q=page-check&source=admin");
    Locator row = page.locator("#agent-page-checker");
    assertThat(row).containsText("0 of 1");
    page.getByLabel("Disable page-checker").click();
    assertThat(row.locator(".badge")).hasText("disabled");
    page.getByLabel("Enable page-checker").click();
    assertThat(row.locator(".badge")).hasText("available");
    visitor.mark();
    String task = startHeld("Busy with a page");
    assertThat(row.locator(".badge")).hasText("busy", slowly());
    assertThat(row).containsText("1 of 1");
    assertThat(visitor.isMarked()).isTrue();
    site.cancel(task);
    assertThat(row.locator(".badge")).hasText("available", slowly());
    site.model().allow("Busy with a page", 1);
    visitor.open("agents.xhtml?status=disabled&q=page-check");
    assertThat(row).hasCount(0);
  }

  @Test
  @Order(6)
  void aWaitingTaskIsDraggedOntoAnAgentOrGivenByKeyboard() {
    for (String name : List.of("page-helper", "page-second")) {
      site.makeAgent(
          Json.object()
              .put("name", name)
              .put("prompt", "Help.")
              .put("model", "held")
              .put("capacity", 1));
    }
    String busy = startHeld("Fills the place");
    String dragged = startHeld("Dragged by mouse");
    String chosen = startHeld("Chosen by keyboard");
    visitor.open("agents.xhtml?q=page-&source=admin");
    Locator waiting = page.locator("#waiting-" + dragged);
    assertThat(waiting).containsText("Dragged by mouse");
    page.evaluate("document.body.scrollIntoView()");
    waiting.locator(".grip").dragTo(page.locator("#agent-page-checker"));
    assertThat(page.locator("#notices")).containsText("has as many tasks as it may, 1");
    assertThat(waiting).isVisible();
    waiting.locator(".grip").dragTo(page.locator("#agent-page-helper"));
    assertThat(page.locator("#notices")).containsText("Given to page-helper.");
    assertThat(waiting).hasCount(0);
    assertThat(page.locator("#agent-page-helper")).containsText("1 of 1");

    page.locator("[id='assign-" + chosen + "']").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#candidates-title")).isFocused();
    assertThat(page.locator("#candidate-page-helper")).containsText("No: agent 'page-helper' has");
    assertThat(page.locator("#candidate-page-second")).containsText("1 to 10");
    visitor.openTask(chosen);
    assertThat(page.locator("#task-status")).hasText("pending");
    page.locator("#assign").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#candidates-title")).isFocused();
    assertForEveryone("candidates");
    page.getByLabel("Assign to page-second").press("Enter");
    assertThat(page.locator("#notices")).containsText("Given to page-second.");
    assertThat(page.locator("#task-status")).hasText("running", slowly());
    assertThat(page.locator("#routing")).containsText("override");
    assertThat(page.locator("#assign")).hasCount(0);
    for (String title : List.of("Fills the place", "Dragged by mouse", "Chosen by keyboard")) {
      site.model().allow(title, 1);
    }
    for (String task : List.of(busy, dragged, chosen)) {
      site.ended(task);
    }
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  @Order(7)
  void aTaskIsMadeForTheAgent() {
    open();
    visitor.link("New task for it");
    assertThat(page.getByLabel("Or one agent alone")).hasValue("page-checker");
    page.getByLabel("What is to be done").fill("Check by hand");
    page.locator("#input-form").getByLabel("File").first().fill("a.txt");
    visitor.button("Start the task");
    assertThat(page).hasURL(Pattern.compile("/task\\.xhtml\\?id="));
    site.ended(page.url().replaceFirst(".*id=([0-9a-f-]{36}).*", "$1"));
    open();
    assertThat(page.locator("#runs")).containsText("succeeded");
    assertThat(page.locator("#runs-chart canvas, canvas#runs-chart")).not().hasCount(0);
  }

  @Test
  @Order(8)
  void whatComesFromAFileIsClonedToBeChanged() {
    visitor.open("agent-form.xhtml?id=filed");
    assertThat(page.getByText("It is not changed here")).isVisible();
    assertThat(page.locator("main textarea")).hasCount(0);
    visitor.link("Clone to change");
    assertThat(field("prompt")).hasValue("Look at {{ task.title }}.");
    field("name").fill("filed");
    visitor.button("Add agent");
    assertThat(page.locator("#notices")).containsText("There is an agent 'filed' already");
    field("name").fill("page-clone");
    visitor.button("Add agent");
    assertThat(page.locator("h1")).containsText("page-clone");
    visitor.button("Delete", "Yes");
    assertThat(page).hasURL(Pattern.compile("/agents\\.xhtml"));
    assertThat(page.locator("#agent-page-clone")).hasCount(0);
  }

  @Test
  @Order(9)
  void discoveryTellsWhatIsWrong() {
    site.leave("filed", FILED.replace("model: held", "modle: held"));
    visitor.open("discovery.xhtml");
    visitor.button("Look again");
    assertThat(page.locator("#notices")).containsText("Looked again");
    Locator problem = page.locator("tr", new Page.LocatorOptions().setHasText("modle"));
    assertThat(problem).containsText("manifest.yaml:2:");
    assertThat(problem).containsText("model");
    site.leave("filed", FILED);
    visitor.button("Look again");
    assertThat(problem).hasCount(0);
  }

  @ParameterizedTest
  @CsvSource({"light, 1400", "dark, 390"})
  @Order(10)
  void everyPageIsAccessible(String theme, int width) {
    visitor.choose(theme);
    page.setViewportSize(width, 900);
    for (String path :
        List.of(
            "agents.xhtml",
            "agents.xhtml?q=thereisnone",
            "agent.xhtml?id=page-checker",
            "agent.xhtml?id=docs",
            "agent-form.xhtml",
            "agent-form.xhtml?id=page-checker",
            "agent-form.xhtml?id=filed",
            "agent-versions.xhtml?id=page-checker&from=2&to=3",
            "discovery.xhtml")) {
      visitor.open(path);
      page.waitForLoadState();
      if (path.equals("agent-form.xhtml")) {
        visitor.button("Add agent");
        assertThat(told("name")).isVisible();
        // A button that is pressed is pale until its answer has come, and for a moment after.
        page.mouse().move(0, 0);
        page.waitForTimeout(700);
      }
      assertForEveryone(path);
    }
    assertThat(visitor.complaints()).isEmpty();
  }

  @Test
  @Order(11)
  void viewersLookAndChangeNothing() {
    asViewer(
        () -> {
          open();
          assertThat(page.locator("main .ui-button, main select, main textarea")).hasCount(0);
          assertThat(page.locator("main [data-command]:visible")).hasCount(0);
          visitor.open("agent-form.xhtml?id=page-checker");
          assertThat(page.getByText("Your role may look")).isVisible();
          assertThat(page.locator("main textarea")).hasCount(0);
          visitor.open("agents.xhtml");
          assertThat(page.locator("main [data-command]")).hasCount(0);
        });
  }

  @Test
  @Order(12)
  void aDeletedAgentRetiresAndMayBeKept() {
    String task = startHeld("Last of a page");
    open();
    assertThat(page.locator("#work")).containsText("Last of a page");
    visitor.button("Delete", "Yes");
    assertThat(page.locator("#agent-status")).hasText("retiring");
    assertThat(page.locator(".why")).containsText("has 1 task to end first");
    visitor.button("Keep it after all");
    assertThat(page.locator("#agent-status")).hasText("busy");
    visitor.button("Delete", "Yes");
    assertThat(page.locator("#agent-status")).hasText("retiring");
    site.model().allow("Last of a page", 1);
    site.ended(task);
    assertThat(page.locator("#gone")).containsText("This agent is gone", slowlyContains());
    visitor.open("agent-versions.xhtml?id=page-checker");
    assertThat(page.getByText("The agent itself is gone.")).isVisible();
  }

  private static String startHeld(String title) {
    site.model().hold(title);
    var task = Json.object().put("title", title).put("agent", "page-checker");
    task.putObject("input").put("file", "a.txt");
    return site.start(task);
  }

  private static void open() {
    visitor.open("agent.xhtml?id=page-checker");
  }

  private static LocatorAssertions.HasTextOptions slowly() {
    return new LocatorAssertions.HasTextOptions().setTimeout(SLOWLY);
  }

  private static LocatorAssertions.ContainsTextOptions slowlyContains() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(SLOWLY);
  }

  private static Locator field(String name) {
    return page.locator("[id='agent-form:" + name + "']");
  }

  private static Locator told(String name) {
    return field(name + "-told");
  }

  private static Locator preview() {
    return page.locator("[id='agent-form:preview']");
  }
}
