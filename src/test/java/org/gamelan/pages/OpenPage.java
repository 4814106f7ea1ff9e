package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;

/** A page that stays open while its server is killed and started anew. */
public final class OpenPage implements AutoCloseable {
  private static final double PATIENCE_MILLIS = 90_000;
  private static final double LOOK_MILLIS = 2_000;
  private static final int TRIES = 10;

  private final Doorway doorway;
  private final BrowserContext context;
  private final Page page;

  private OpenPage(ServerFixture server) {
    doorway = new Doorway(server.base());
    context = Chromium.get().newContext();
    page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.navigate(doorway.address("tasks.xhtml"));
  }

  /** Opens the list of tasks, signed in and live; nothing where there is no browser. */
  public static Optional<OpenPage> of(ServerFixture server) {
    if (!Chromium.isThere()) {
      return Optional.empty();
    }
    OpenPage open = new OpenPage(server);
    open.signIn(server);
    assertThat(open.page.locator("#live")).hasText("live");
    start(server, "Before the restart");
    open.shows("Before the restart");
    return Optional.of(open);
  }

  /** The server has been killed: the page says so. */
  public void awaitNotice() {
    page.getByText("reconnecting").waitFor();
  }

  /** The server is back, at another address behind the same door. */
  public void leadTo(ServerFixture server) {
    doorway.lead(server.base());
  }

  /** Sessions end with their server: the page notices by itself and asks who is there. */
  public void assertRightAgain(ServerFixture server) {
    start(server, "After the restart");
    page.waitForURL("**/login.xhtml?next=*");
    signIn(server);
    shows("After the restart");
    shows("Before the restart");
    assertThat(page.locator("#live")).hasText("live");
    assertFollows(server);
  }

  /** A socket is open a moment before it follows events, so one task alone may come too early. */
  private void assertFollows(ServerFixture server) {
    Locator seen = page.getByText("Seen live").first();
    int tries = 0;
    do {
      start(server, "Seen live");
    } while (!comes(seen) && ++tries < TRIES);
    assertThat(seen).isVisible();
  }

  private static boolean comes(Locator seen) {
    try {
      seen.waitFor(new Locator.WaitForOptions().setTimeout(LOOK_MILLIS));
      return true;
    } catch (TimeoutError e) {
      return false;
    }
  }

  private void signIn(ServerFixture server) {
    page.getByLabel("Name").fill(Visitor.ADMIN);
    page.getByLabel("Password").fill(server.adminPassword());
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    page.waitForURL("**/tasks.xhtml");
  }

  /** Nobody has to do it: it waits for an agent that will never come. */
  private static void start(ServerFixture server, String title) {
    ObjectNode task = Json.object().put("title", title).put("assign", "auto");
    task.putArray("skills").add("nobody");
    ApiClient.Answer created = server.client().post("api/v1/tasks", task.toString());
    if (created.status() != 201) {
      throw new AssertionError("The task '" + title + "' was refused: " + created.text());
    }
  }

  private void shows(String title) {
    page.getByText(title).waitFor();
  }

  @Override
  public void close() throws IOException {
    context.close();
    doorway.close();
  }
}
