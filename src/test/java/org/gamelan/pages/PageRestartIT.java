package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gamelan.json.Json;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.Test;

/** A page that stays open while its server is started anew. */
class PageRestartIT {
  private static final double PATIENCE_MILLIS = 90_000;

  @Test
  void aPageLeftOpenOverARestartIsRightAgain() throws IOException {
    Browser browser = Chromium.get();
    Path data = ServerFixture.newDataFolder();
    ServerFixture server = ServerFixture.start(data, Map.of());
    try (Doorway doorway = new Doorway(server.base());
        BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      page.setDefaultTimeout(PATIENCE_MILLIS);
      page.navigate(doorway.address("tasks.xhtml"));
      signIn(page, server);
      assertThat(page.locator("#live")).hasText("live");
      start(server, "Before the restart");
      page.getByText("Before the restart").waitFor();

      server.close();
      page.getByText("reconnecting").waitFor();
      server.restart();
      doorway.lead(server.base());
      start(server, "After the restart");
      // Sessions end with their server: the page notices by itself and asks who is there.
      page.waitForURL("**/login.xhtml?next=*");
      signIn(page, server);
      page.getByText("After the restart").waitFor();
      page.getByText("Before the restart").waitFor();
      assertThat(page.locator("#live")).hasText("live");
      start(server, "Seen live again");
      page.getByText("Seen live again").waitFor();
    } finally {
      server.close();
      ServerFixture.delete(data);
    }
  }

  private static void signIn(Page page, ServerFixture server) {
    page.getByLabel("Name").fill(Visitor.ADMIN);
    page.getByLabel("Password").fill(server.adminPassword());
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    page.waitForURL("**/tasks.xhtml");
  }

  /** Nobody has to do it: it waits for an agent that will never come. */
  private static void start(ServerFixture server, String title) {
    ObjectNode task = Json.object().put("title", title).put("assign", "auto");
    task.putArray("skills").add("nobody");
    server.client().post("api/v1/tasks", task.toString());
  }
}
