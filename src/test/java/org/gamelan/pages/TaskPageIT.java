package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.gamelan.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of one task, while it runs and afterwards. */
class TaskPageIT {
  private static final String NOTED =
      """
      stages:
        request: {kind: input}
        collect: {kind: agent, agent: collector}
        done: {kind: output, with: {notes: "#{outputs.collect.summary}"}}
      workflow: {name: noted, version: 1, start: request, edges: [request -> collect -> done], end: [done]}
      pipelines:
        noted-first: {workflow: noted, select: "#{has(task.labels, 'noted')}", priority: 5}
        noted-second: {workflow: noted, select: "#{has(task.labels, 'noted')}", priority: 1}
      """;

  private Site site;
  private Visitor visitor;
  private Page page;

  @BeforeEach
  void visit() {
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

  @Test
  void stagesChangeAsTheyHappen() {
    String title = "Followed live";
    visitor.openTask(site.startHeld(title));
    assertThat(page.locator("#live")).hasText("live");
    visitor.mark();
    assertThat(node("request")).hasClass(status("succeeded"));
    assertThat(node("collect")).hasClass(status("running"));
    assertThat(node("check")).hasClass(status("planned"));
    assertThat(page.locator("#why")).hasText("Works on collect.");
    assertThat(progress()).hasAttribute("aria-valuenow", "1");

    site.model().allow(title, 1);
    assertThat(node("collect")).hasClass(status("succeeded"));
    assertThat(node("check")).hasClass(status("running"));
    assertThat(progress()).hasAttribute("aria-valuenow", "2");
    assertThat(page.locator("#stages tbody tr")).hasCount(3);

    site.model().allow(title, 1);
    assertThat(page.locator("#task-status")).hasText("succeeded");
    assertThat(node("long")).hasClass(status("succeeded"));
    assertThat(node("short")).hasClass(status("planned"));
    assertThat(page.locator("#result")).containsText("Pages follow every stage.");
    assertThat(progress()).hasCount(0);
    assertThat(page.locator("#acts button")).hasCount(0);
    assertThat(visitor.isMarked()).as("the page was never loaded anew").isTrue();
  }

  @Test
  void aStageShowsItsDocuments() {
    visitor.openTask(site.finishHeld("Looked into"));
    node("check").click();
    Locator detail = page.locator("#stage-detail");
    assertThat(detail.locator("h2")).hasText("Stage check");
    assertThat(detail.getByLabel("Document", exactly())).containsText("\"summary\": \"Pages");
    assertThat(node("check")).hasClass(Pattern.compile("selected"));

    detail.getByText(Pattern.compile("^Input")).click();
    assertThat(detail.getByLabel("Document", exactly())).containsText("collect");
    assertThat(page).hasURL(Pattern.compile("stage=check&part=input"));
    page.reload();
    assertThat(detail.getByLabel("Document", exactly())).containsText("collect");

    visitor.button("collect");
    assertThat(detail.locator("h2")).hasText("Stage collect");
    assertThat(detail).containsText("held");
  }

  @Test
  void whatIsPressedStaysUntilItIsLetGo() {
    String title = "Pressed while it changes";
    visitor.openTask(site.startHeld(title));
    assertThat(node("collect")).hasClass(status("running"));
    assertThat(page.locator("#live")).hasText("live");
    List<Route> refreshes = new ArrayList<>();
    page.route(
        url -> url.contains("task.xhtml"),
        route -> {
          if (route.request().method().equals("POST")) {
            refreshes.add(route);
          } else {
            route.fallback();
          }
        });
    site.model().allow(title, 1);
    page.waitForCondition(() -> !refreshes.isEmpty());

    node("collect").hover();
    page.mouse().down();
    node("collect").evaluate("node => { window.pressed = node; }");
    page.waitForResponse(
        response -> response.request().method().equals("POST"), () -> refreshes.get(0).resume());
    page.waitForTimeout(500);
    assertThat((Boolean) page.evaluate("window.pressed.isConnected")).as("it stays").isTrue();

    page.unrouteAll();
    page.mouse().up();
    assertThat(page.locator("#stage-detail h2")).hasText("Stage collect");
    assertThat(node("collect")).hasClass(status("succeeded"));
    assertThat(node("collect")).isFocused();
    assertThat((Boolean) page.evaluate("window.pressed.isConnected")).as("it is another").isFalse();
    site.model().allow(title, 1);
    assertThat(page.locator("#task-status")).hasText("succeeded");
  }

  @Test
  void whatIsOpenedAndMarkedStaysSo() {
    String title = "Read while it changes";
    site.define("noted", NOTED);
    site.model().hold(title);
    ObjectNode task = Json.object().put("title", title);
    task.putArray("labels").add("noted");
    visitor.openTask(site.start(task));
    assertThat(node("collect")).hasClass(status("running"));
    Locator candidates = page.locator("#routing details");
    candidates.locator("summary").click();
    assertThat(candidates).containsText("noted-second");
    page.locator("#summary h1")
        .evaluate("title => { window.marked = title; getSelection().selectAllChildren(title); }");

    site.model().allow(title, 1);
    assertThat(page.locator("#task-status")).hasText("succeeded");
    assertThat((Boolean) page.evaluate("window.marked.isConnected")).as("it is another").isFalse();
    assertThat(page.evaluate("getSelection().toString()")).isEqualTo(title);
    assertThat(candidates).hasAttribute("open", "");
  }

  @Test
  void timeLineAndHistoryTellTheWholeWay() {
    visitor.openTask(site.finishHeld("Told in full"));
    Locator rows = page.locator("#stages tbody tr");
    assertThat(rows).hasCount(5);
    assertThat(rows.locator(".bar")).hasCount(5);
    assertThat(rows.nth(1)).containsText("collector");
    assertThat(rows.nth(1)).containsText("1210 + 85");
    Locator updates = page.locator("ol.updates li");
    assertThat(updates.first()).containsText("Now succeeded");
    assertThat(updates.last()).containsText("Created");
    assertThat(updates.last()).containsText("by admin");
    assertThat(page.getByLabel("Input", new Page.GetByLabelOptions().setExact(true)))
        .containsText("\"since\": \"0.0.9\"");
  }

  @Test
  void pausingResumingAndCancellingAskFirst() {
    visitor.openTask(site.startHeld("Steered"));
    Locator status = page.locator("#task-status");
    assertThat(status).hasText("running");
    visitor.button("Pause", "Keep as it is");
    assertThat(page.getByRole(AriaRole.ALERTDIALOG)).isHidden();
    assertThat(status).hasText("running");

    visitor.button("Pause", "Yes");
    assertThat(status).hasText("paused");
    assertThat(page.locator("#notices")).containsText("Paused");
    visitor.button("Resume", "Yes");
    assertThat(status).hasText("running");
    visitor.button("Cancel", "Yes");
    assertThat(status).hasText("cancelled");
    assertThat(page.locator("#acts button")).hasCount(0);
  }

  @Test
  void failureIsToldForAPersonAndCanBeRetried() {
    String title = "Asked with a " + HeldModel.REFUSED;
    visitor.openTask(site.ended(site.startHeld(title)));
    assertThat(page.locator("#why")).containsText("Incorrect API key provided");
    assertThat(page.locator(".why")).containsText("Correct them, then retry");
    Locator failure = page.locator("#outcome .failure");
    assertThat(failure.locator("h3")).hasText("The credentials were refused, in the stage collect");
    assertThat(failure).not().containsText("Exception");
    assertThat(node("collect")).hasClass(status("failed"));

    site.model().forgive(true);
    site.model().allow(title, 2);
    visitor.button("Retry", "Yes");
    assertThat(page.locator("#task-status")).hasText("succeeded");
    assertThat(page.locator("#outcome .failure")).hasCount(0);
    assertThat(page.locator("#stages")).containsText("attempt 2");
    site.model().forgive(false);
  }

  @Test
  void longHistoriesGoOnBehindALink() {
    visitor.openTask(site.finish("Sixty decisions", "long"));
    Locator updates = page.locator("ol.updates li");
    assertThat(updates).hasCount(100);
    assertThat(updates.first()).containsText("Now succeeded");
    visitor.link("Older");
    assertThat(updates.last()).containsText("Created");
    visitor.link("Newest");
    assertThat(updates.first()).containsText("Now succeeded");
  }

  private Locator node(String stage) {
    return page.locator("#wide-node-" + stage);
  }

  private Locator progress() {
    return page.getByRole(AriaRole.PROGRESSBAR);
  }

  private static Pattern status(String name) {
    return Pattern.compile("\\bg-status-" + name + "\\b");
  }

  private static Locator.GetByLabelOptions exactly() {
    return new Locator.GetByLabelOptions().setExact(true);
  }
}
