package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workflows, pipelines, schemas and the editor that writes them. */
class WorkflowPagesIT extends AdminPages {
  private static final String CHOICE =
      """
      schemas:
        verdict: {type: object, required: [good], properties: {good: {type: boolean}}}
      stages:
        request: {kind: input}
        size: {kind: decision, value: "#{task.title}"}
        short: {kind: output, with: {said: short}}
        long: {kind: output, with: {said: long}}
      workflow:
        name: page-choice
        start: request
        edges:
          - request -> size
          - {from: size, to: short, when: "#{outputs.size.value == 'brief'}"}
          - size -> long
        end: [short, long]
      pipelines:
        page-choice: {workflow: page-choice, select: "#{has(task.labels, 'choice')}", priority: 70}
      """;

  @BeforeAll
  static void prepare() {
    site.define("page-choice", CHOICE);
  }

  @AfterAll
  static void nothingWasComplainedOf() {
    if (visitor != null) {
      assertThat(visitor.complaints()).isEmpty();
    }
  }

  @Test
  void aWorkflowIsFoundAndItsPartsAreShown() {
    site.finish("brief", "page-choice");
    visitor.open("workflows.xhtml?q=no-such-thing");
    assertThat(page.getByText("Nothing fits")).isVisible();
    visitor.open("workflows.xhtml?q=page-choice");
    Locator row = page.locator("#workflow-page-choice");
    assertThat(row.locator("td[data-label=Stages]")).hasText("4");
    assertThat(row.locator("td[data-label=Pipelines]")).hasText("page-choice");
    assertThat(row.locator("td[data-label='Runs in 7 days']"))
        .hasText(Pattern.compile("[1-9]\\d*"));
    assertThat(row.locator("td[data-label=Succeeded]")).hasText("100 %");
    visitor.link("page-choice");
    page.getByText("size → short").click();
    assertThat(page.locator("#detail h2")).hasText("Way from size to short");
    assertThat(page.locator("#detail code")).hasText("outputs.size.value == 'brief'");
    assertThat(page.locator(".wide .g-edge.selected")).hasCount(1);
    assertThat(page).hasURL(Pattern.compile("edge=1"));
    page.locator(".wide .g-node[data-stage=size]").click();
    assertThat(page.locator("#detail h2")).hasText("Stage size");
    assertThat(page.locator("#stage-size")).hasClass(Pattern.compile("selected"));
    page.reload();
    assertThat(page.locator("#detail h2")).hasText("Stage size");
    assertThat(page.locator("#text-0")).containsText("name: page-choice");
    assertThat(page.getByText("Version 1").first()).isVisible();
    Download file = page.waitForDownload(() -> visitor.button("Download"));
    assertThat(file.suggestedFilename()).isEqualTo("manifest.yaml");
    visitor.link("Run it");
    assertThat(page.locator("[id='new-task:pipeline']")).hasValue("page-choice");
  }

  @Test
  void theGraphIsZoomedByButtonsKeysAndWheel() {
    visitor.open("workflow.xhtml?name=basic-llm-agent");
    Locator drawing = page.locator(".wide .g-graph");
    double before = drawing.boundingBox().width;
    page.getByLabel("Larger").click();
    double larger = drawing.boundingBox().width;
    assertThat(larger).isGreaterThan(before * 1.2);
    page.locator(".drawing.wide").focus();
    page.keyboard().press("-");
    page.keyboard().press("-");
    assertThat(drawing.boundingBox().width).isLessThan(before);
    page.locator(".drawing.wide").hover();
    page.keyboard().down("Control");
    page.mouse().wheel(0, -400);
    page.keyboard().up("Control");
    page.waitForFunction(
        "width => document.querySelector('.wide .g-graph').getBoundingClientRect().width > width",
        larger);
    page.keyboard().press("0");
    assertThat(drawing.boundingBox().width)
        .isLessThanOrEqualTo(page.locator(".drawing.wide").boundingBox().width);
  }

  @Test
  void aTaskTellsWhichWayItTookAndWhy() {
    String task = site.finish("brief", "page-choice");
    visitor.openTask(task);
    assertThat(page.locator(".wide .g-edge.g-taken")).hasCount(2);
    page.locator("summary", new Page.LocatorOptions().setHasText("Ways between stages")).click();
    page.locator("#way-1").click();
    assertThat(page.locator("#edge-detail h2")).hasText("Way from size to short");
    assertThat(page.locator("#edge-detail .badge")).hasText("taken");
    assertThat(page.locator("#edge-detail li").first())
        .containsText("outputs.size.value == 'brief'");
    page.locator("#way-2").click();
    assertThat(page.locator("#edge-detail .badge")).hasText("not taken");
    page.locator(".wide .g-node[data-stage=size]").click();
    assertThat(page.locator("#stage-detail h2")).hasText("Stage size");
    assertThat(page.locator("#edge-detail h2")).hasCount(0);
  }

  @Test
  void rulesOfPipelinesAreTried() {
    visitor.open("pipelines.xhtml?q=page-choice");
    assertThat(page.locator("#pipeline-page-choice td[data-label=Rule]"))
        .hasText("has(task.labels, 'choice')");
    page.getByLabel("Title of a task").fill("Anything");
    page.getByLabel("Labels, with commas").fill("other, choice");
    visitor.button("Try");
    assertThat(page.locator("#chosen")).hasText("It would go through page-choice.");
    assertThat(page.locator("tr.selected")).containsText("Its rule holds");
    page.getByLabel("Labels, with commas").fill("other");
    visitor.button("Try");
    assertThat(page.locator("#chosen")).not().containsText("page-choice");
    visitor.open("pipelines.xhtml?title=x&complexity=99");
    assertThat(page.locator(".problem")).containsText("complexity");
  }

  @Test
  void schemasHaveVersionsAndCheckDocuments() {
    site.define("page-schema", "schemas: {thing: {type: object, required: [a]}}\n");
    site.define("page-schema", "schemas: {thing: {type: object, required: [a, b]}}\n");
    assertThat(site.read("schemas/page-schema/thing").at("/required/1").asText()).isEqualTo("b");
    assertThat(site.read("schemas/page-schema/thing@1").at("/required").size()).isEqualTo(1);
    assertThat(site.read("schemas?versions=page-schema/thing").at("/items/0/version").asInt())
        .isEqualTo(2);
    site.define("page-schema", "schemas: {thing: {$ref: 'https://example.org/a.json'}}\n");
    assertThat(site.read("agents/discovery").toString())
        .contains("leads out of this schema", "page-schema");
    assertThat(site.read("schemas/page-schema/thing").at("/required").size()).isEqualTo(2);

    visitor.open("schemas.xhtml?q=page-schema");
    visitor.link("page-schema/thing");
    assertThat(page.locator("h2", new Page.LocatorOptions().setHasText("What changed")))
        .hasText("What changed since version 1");
    assertThat(page.locator("tr.come")).containsText("\"b\"");
    page.getByLabel("Document as JSON").fill("{\"a\": 1}");
    visitor.button("Check");
    assertThat(page.locator(".faults li")).containsText("'b'");
    page.getByLabel("Document as JSON").fill("{\"a\": 1");
    visitor.button("Check");
    assertThat(page.getByText("This is not JSON")).isVisible();
    page.getByLabel("Document as JSON").fill("{\"a\": 1, \"b\": 2}");
    visitor.button("Check");
    assertThat(page.locator("[id='check:told'] .badge")).hasText("fits");
    visitor.link("Version 1");
    assertThat(page.getByText("of the past")).isVisible();
    site.define("page-schema", "schemas: {thing: {type: object, required: [a, b]}}\n");
  }

  @Test
  void theEditorMarksProblemsAndLeadsToThem() {
    visitor.open("manifest-editor.xhtml");
    assertThat(page.locator("[id='editor:found'] .badge")).hasText("valid");
    assertThat(page.locator(".preview .g-node")).hasCount(3);
    Locator text = page.locator("#text");
    String good = text.inputValue();
    text.fill(good.replace("agent: my-agent", "agent: my-agnt"));
    Locator problem = page.locator("[data-problem=error]");
    assertThat(problem).hasCount(1);
    assertThat(page.locator(".faults")).containsText("did you mean 'my-agent'?");
    int line = Integer.parseInt(problem.getAttribute("data-line"));
    assertThat(page.locator(".gutter .error")).hasText(String.valueOf(line));
    page.locator("h1").click();
    page.keyboard().press("F8");
    assertThat(
            (String)
                text.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)"))
        .isEqualTo("my-agnt");
    text.fill(good);
    assertThat(page.locator("#verdict")).hasText("No problems.");
    page.locator(".preview [data-stage=answer]").click();
    assertThat(
            (String)
                text.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)"))
        .isEqualTo("answer");
  }

  @Test
  void whatIsSavedIsInForceAndNothingOfOthersIsLost() throws IOException {
    Path file = site.manifests().resolve("page-saved").resolve("manifest.yaml");
    Files.deleteIfExists(file);
    visitor.open("manifest-editor.xhtml?example=tool-agent");
    Locator text = page.locator("#text");
    text.fill(
        """
        stages: {request: {kind: input}, done: {kind: output}}
        workflow: {name: page-saved, version: 1, start: request, edges: [request -> done], end: [done]}
        """);
    assertThat(page.locator(".preview .g-node")).hasCount(2);
    page.getByLabel("New folder in it").fill("../escaped");
    visitor.button("Save");
    assertThat(page.locator("#notices")).containsText("Not saved: folder");
    page.getByLabel("New folder in it").fill("page-saved");
    visitor.button("Save");
    assertThat(page.locator("#report")).containsText("Look at page-saved");
    assertThat(Files.readString(file)).isEqualTo(text.inputValue());
    assertThat(site.read("workflows/page-saved").path("version").asInt()).isEqualTo(1);
    assertThat(page).hasURL(Pattern.compile("file=manifest.yaml"));
    assertThat(
            site.read("audit?action=manifest.*&limit=2").path("items").findValuesAsText("action"))
        .as("the first before the file is written")
        .containsExactly("manifest.saved", "manifest.saving");

    String mine = text.inputValue().replace("version: 1", "version: 3");
    Files.writeString(file, text.inputValue().replace("version: 1", "version: 2"));
    text.fill(mine);
    visitor.button("Save");
    assertThat(page.locator("#theirs tr.went")).containsText("version: 2");
    assertThat(text).hasValue(mine);
    assertThat(Files.readString(file)).contains("version: 2");
    visitor.button("Save mine over it");
    assertThat(page.locator("#report")).isVisible();
    assertThat(Files.readString(file)).isEqualTo(mine);
    assertThat(site.read("workflows/page-saved").path("version").asInt()).isEqualTo(3);

    text.fill(mine + "mcpServers: {evil: {command: [touch, /tmp/x]}}\n");
    visitor.button("Save");
    assertThat(page.locator("#notices")).containsText("never through a page");
    text.fill("stages: [");
    visitor.button("Save");
    assertThat(page.locator("#notices")).containsText("Not saved: text");
    assertThat(Files.readString(file)).isEqualTo(mine);
    text.fill(mine);
    visitor.button("Save");
    assertThat(page.locator("#report")).isVisible();
  }

  @Test
  void viewersReadAndCheckButDoNotSave() {
    visitor.loseSession();
    try (Visitor viewer = new Visitor(site).signInAsViewer()) {
      Page other = viewer.open("manifest-editor.xhtml");
      assertThat(other.getByText("Saving takes an administrator.")).isVisible();
      assertThat(other.locator("[id='editor:save']")).hasCount(0);
      viewer.open("workflow.xhtml?name=page-choice");
      assertThat(other.getByText("Run it")).hasCount(0);
    } finally {
      visitor.signInAsAdmin();
    }
  }

  @ParameterizedTest
  @CsvSource({"light,1400", "dark,1400", "dark,390"})
  void everyPageIsForEveryone(String theme, int width) {
    assertForEveryone(
        theme,
        width,
        List.of(
            "workflows.xhtml",
            "workflow.xhtml?name=page-choice&stage=size",
            "workflow.xhtml?name=plan-review&edge=2",
            "pipelines.xhtml?title=x",
            "schemas.xhtml",
            "schema.xhtml?name=page-choice/verdict",
            "manifest-editor.xhtml?from=page-choice",
            "new-task.xhtml?workflow=page-choice"));
  }

  @Test
  void theMenuIsOpenedByKeyboardAndClosedByEscape() {
    visitor.open("index.xhtml");
    Locator build = page.locator("nav.main summary", new Page.LocatorOptions().setHasText("Build"));
    build.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("nav.main").getByText("Workflows")).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("nav.main").getByText("Workflows")).isHidden();
  }
}
