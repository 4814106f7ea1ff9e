package org.gamelan.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Somebody with a tab and without cookies. What the browser keeps of styles and scripts is shared,
 * as people have it on their second visit. Remembers what the browser complains about.
 */
final class Visitor implements AutoCloseable {
  static final String ADMIN = "admin";

  private static final Set<String> COMPLAINTS = Set.of("error", "warning");

  private static BrowserContext shared;

  private final Site site;
  private final BrowserContext context;
  private final Page page;
  private final List<String> complaints = new ArrayList<>();

  Visitor(Site site) {
    this(site, 1400);
  }

  Visitor(Site site, int width) {
    this.site = site;
    this.context = context();
    this.page = context.newPage();
    page.setViewportSize(width, 900);
    page.onConsoleMessage(
        message -> {
          if (COMPLAINTS.contains(message.type())) {
            complaints.add(page.url() + ": " + message.text());
          }
        });
    page.onPageError(error -> complaints.add(page.url() + ": " + error));
  }

  private static synchronized BrowserContext context() {
    if (shared == null) {
      shared = Chromium.get().newContext(new Browser.NewContextOptions().setLocale("en"));
    }
    return shared;
  }

  Page page() {
    return page;
  }

  /** What the browser wrote to its console, policy violations among it. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  Page open(String path) {
    page.navigate(site.address(path));
    return page;
  }

  Page openTask(String task) {
    return open("task.xhtml?id=" + task);
  }

  Visitor signInAsAdmin() {
    open("login.xhtml");
    enter(ADMIN, site.adminPassword());
    page.waitForURL("**/index.xhtml");
    return this;
  }

  Visitor signInAsViewer() {
    open("login.xhtml");
    enter(Site.VIEWER, Site.VIEWERS_PASSWORD);
    page.waitForURL("**/index.xhtml");
    return this;
  }

  /** Fills in the form of the log-in page and sends it. */
  void enter(String name, String password) {
    page.getByLabel("Name").fill(name);
    page.getByLabel("Password").fill(password);
    button("Sign in");
  }

  void button(String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }

  /** Presses a button and then one of the dialog that asks whether that is meant. */
  void button(String name, String answer) {
    button(name);
    button(answer);
  }

  void link(String name) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true)).click();
  }

  /** Chooses colours the way the menu does. */
  void choose(String theme) {
    context.addCookies(List.of(new Cookie("gamelan-theme", theme).setUrl(site.address(""))));
  }

  /** As if the server had forgotten the session. */
  void loseSession() {
    context.clearCookies();
  }

  /** Marks the page; a page that was loaded anew has no mark. */
  void mark() {
    page.evaluate("window.mark = true");
  }

  boolean isMarked() {
    return Boolean.TRUE.equals(page.evaluate("window.mark === true"));
  }

  @Override
  public void close() {
    page.close();
    context.clearCookies();
  }
}
