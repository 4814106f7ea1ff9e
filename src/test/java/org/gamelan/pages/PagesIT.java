package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.gamelan.platform.Sql;
import org.gamelan.testing.ServerFixture;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in, the dashboard, the list of tasks and the form for a new one. */
class PagesIT {
  private static final int MORE_THAN_A_PAGE = 27;

  private Site site;
  private Visitor visitor;
  private Page page;

  @BeforeEach
  void visit() {
    site = Site.get();
    visitor = new Visitor(site);
    page = visitor.page();
  }

  @AfterEach
  void leave() {
    if (visitor != null) {
      visitor.close();
    }
  }

  @Test
  void refusalDoesNotTellWhichPartWasWrong() {
    visitor.open("login.xhtml");
    visitor.enter(Visitor.ADMIN, "not the password");
    Locator message = page.locator(".notices");
    assertThat(message).hasText("The name or the password is wrong.");
    assertThat(page).hasURL(Pattern.compile("/login\\.xhtml$"));
    assertThat(page.getByLabel("Password")).hasValue("");

    visitor.enter("nobody-of-this-name", "not the password");
    assertThat(message).hasText("The name or the password is wrong.");
    assertThat(page.getByLabel("Name")).hasValue("nobody-of-this-name");
  }

  @Test
  void signingInGoesOnToThePageAskedFor() {
    visitor.open("tasks.xhtml?status=failed&q=notes");
    visitor.enter(Visitor.ADMIN, "not the password");
    assertThat(page.locator(".notices")).isVisible();
    visitor.enter(Visitor.ADMIN, site.adminPassword());
    assertThat(page).hasURL(Pattern.compile("/tasks\\.xhtml\\?status=failed&q=notes$"));
  }

  @Test
  void afterSigningOutPagesAreClosed() {
    visitor.signInAsAdmin();
    page.getByLabel("Menu of admin").click();
    visitor.link("Sign out");
    assertThat(page).hasURL(Pattern.compile("/login\\.xhtml$"));
    visitor.open("tasks.xhtml");
    assertThat(page).hasURL(Pattern.compile("/login\\.xhtml\\?next="));
  }

  @Test
  void endedSessionComesBackToTheSamePage() {
    visitor.signInAsAdmin().open("tasks.xhtml?q=comesback");
    assertThat(page.locator("#live")).hasText("live");
    visitor.loseSession();
    site.start("comesback", "echo"); // the page hears of it and asks for the news
    page.waitForURL("**/login.xhtml?next=*");
    visitor.enter(Visitor.ADMIN, site.adminPassword());
    assertThat(page).hasURL(Pattern.compile("/tasks\\.xhtml\\?q=comesback$"));
  }

  @Test
  void emptyDashboardInvites() {
    TestDatabase.of(ServerFixture.shared())
        .inTransaction(tx -> Sql.update(tx.connection(), "delete from task"));
    visitor.signInAsAdmin();
    assertThat(page.getByText("No tasks yet")).isVisible();
    assertThat(page.getByText("0 ended in the last hour")).isVisible();
    page.locator(".empty").getByText("New task").click();
    assertThat(page).hasURL(Pattern.compile("/new-task\\.xhtml$"));
  }

  @Test
  void dashboardFollowsWithoutReload() {
    visitor.signInAsAdmin();
    assertThat(page.locator("#live")).hasText("live");
    visitor.mark();
    String held = site.startHeld("Seen on the dashboard");
    Locator row = row("Seen on the dashboard");
    assertThat(row.locator(".badge")).hasText("running");
    assertThat(row.locator("time")).hasAttribute("title", Pattern.compile("20\\d\\d"));
    Locator running = page.locator("a.figure").filter(containing("under way now"));
    assertThat(running.locator(".value")).not().hasText("0");
    site.cancel(held);
    assertThat(row.locator(".badge")).hasText("cancelled");
    assertThat(visitor.isMarked()).isTrue();
  }

  @Test
  void filtersAndPlaceStandInTheAddress() {
    for (int i = 1; i <= MORE_THAN_A_PAGE; i++) {
      site.start("paginated number" + i, "echo");
    }
    visitor.signInAsAdmin().open("tasks.xhtml");
    page.getByLabel("Words in title or description").fill("paginated");
    visitor.button("Filter");
    assertThat(page).hasURL(Pattern.compile("\\?q=paginated"));
    Locator rows = page.locator("table.list tbody tr");
    assertThat(rows).hasCount(25);

    visitor.link("Older");
    assertThat(page).hasURL(Pattern.compile("q=paginated&before="));
    assertThat(rows).hasCount(2);
    assertThat(row("paginated number1")).isVisible();
    page.reload();
    assertThat(rows).hasCount(2);
    visitor.link("Newest");
    assertThat(row("paginated number" + MORE_THAN_A_PAGE)).isVisible();

    page.locator(".statuses").getByText("failed").click();
    assertThat(page).hasURL(Pattern.compile("\\?status=failed&q=paginated$"));
    assertThat(page.getByText("Nothing fits these filters")).isVisible();
    assertThat(page.getByLabel("Words in title or description")).hasValue("paginated");
  }

  @Test
  void newTaskTellsFaultsAtTheirFields() {
    visitor.signInAsAdmin();
    visitor.link("New task");
    page.getByLabel("What is to be done").fill("   ");
    page.getByLabel("Input as JSON").fill("{\"since\": ");
    visitor.button("Start the task");
    assertThat(problem("input")).containsText("This is not JSON");
    assertThat(page.getByLabel("Input as JSON")).hasAttribute("aria-invalid", "true");

    page.getByLabel("Input as JSON").fill("{\"since\": \"0.0.9\"}");
    page.getByLabel("Folder on the server").fill("/etc");
    visitor.button("Start the task");
    assertThat(problem("input")).isEmpty();
    assertThat(problem("title")).containsText("Is missing");

    page.getByLabel("What is to be done").fill("Look at a folder");
    visitor.button("Start the task");
    assertThat(problem("title")).isEmpty();
    assertThat(problem("path")).not().isEmpty();
    assertThat(page.getByLabel("Input as JSON")).hasValue("{\"since\": \"0.0.9\"}");
  }

  @Test
  void newTaskLeadsToItsPage() {
    visitor.signInAsAdmin();
    visitor.link("New task");
    page.getByLabel("What is to be done").fill("Say hello");
    // The answer brings the input anew, with what was in it.
    page.waitForResponse(
        response -> response.request().method().equals("POST"),
        () ->
            page.getByLabel("Pipeline", new Page.GetByLabelOptions().setExact(true))
                .selectOption("echo"));
    page.waitForFunction("() => !PrimeFaces.ajax.Queue.requests.length");
    page.getByLabel("Input as JSON").fill("{\"to\": \"everybody\"}");
    visitor.button("Start the task");
    assertThat(page).hasURL(Pattern.compile("/task\\.xhtml\\?id="));
    assertThat(page.locator("h1")).hasText("Say hello");
    assertThat(page.getByLabel("Input", new Page.GetByLabelOptions().setExact(true)))
        .containsText("\"to\": \"everybody\"");
    assertThat(page.locator("#task-status")).hasText("succeeded");
    assertThat(page.locator("#result")).containsText("Say hello");
  }

  @Test
  void viewersLookAndChangeNothing() {
    String held = site.startHeld("Watched by a viewer");
    visitor.signInAsViewer();
    assertThat(page.getByText("New task")).hasCount(0);
    visitor.openTask(held);
    assertThat(page.locator("#task-status")).hasText("running");
    assertThat(page.locator("#acts button")).hasCount(0);
    visitor.open("new-task.xhtml");
    assertThat(page.getByText("Your role may look, but not start tasks")).isVisible();
    assertThat(page.getByLabel("What is to be done")).hasCount(0);
    site.cancel(held);
  }

  @Test
  void aTaskForWhoeverFitsWaitsAndSaysForWhom() {
    visitor.signInAsAdmin();
    visitor.open("new-task.xhtml");
    page.getByLabel("What is to be done").fill("For somebody rare");
    page.getByLabel("Skills it has to have").fill("juggling, singing");
    visitor.button("Start the task");
    assertThat(problem("skills")).containsText("only together with assign");
    page.getByLabel("Or whoever fits").selectOption("fitness");
    visitor.button("Start the task");
    assertThat(page.locator("#task-status")).hasText("pending");
    assertThat(page.locator("#why-place")).containsText("juggling");
  }

  @Test
  void unknownTasksHaveAPageThatSaysSo() {
    visitor.signInAsAdmin();
    visitor.openTask("00000000-0000-0000-0000-000000000000");
    assertThat(page.locator("h1")).hasText("Nothing here");
  }

  @Test
  void addressesOfStylesAndScriptsChangeWithTheirContent() {
    visitor.open("login.xhtml");
    assertThat(page.locator("link[href*='app.css']"))
        .hasAttribute("href", Pattern.compile("[?&]h=[0-9a-f]{12}$"));
    assertThat(page.locator("script[src*='app.js']"))
        .hasAttribute("src", Pattern.compile("[?&]h=[0-9a-f]{12}$"));
  }

  private Locator row(String title) {
    Locator name =
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(title).setExact(true));
    return page.locator("table.list tbody tr").filter(new Locator.FilterOptions().setHas(name));
  }

  private static Locator.FilterOptions containing(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private Locator problem(String field) {
    return page.locator("[id='new-task:" + field + "-problem']");
  }
}
