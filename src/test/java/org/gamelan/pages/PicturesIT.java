package org.gamelan.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes the pictures of the documentation, where the property {@code gamelan.pictures} names a
 * folder for them: {@code mvn verify -Dit.test=PicturesIT -Dgamelan.pictures=docs/images}.
 */
@EnabledIfSystemProperty(named = "gamelan.pictures", matches = ".+")
class PicturesIT {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 960;

  @Test
  void aFinishedTask() {
    Site site = Site.get();
    var task = Json.object().put("title", "analyze project structure");
    task.put("pipeline", "basic-llm-agent").putObject("source").put("path", ".");
    try (Visitor visitor = new Visitor(site, WIDTH)) {
      visitor.choose("light");
      visitor.signInAsAdmin();
      Page page = visitor.openTask(site.ended(site.start(task)));
      page.setViewportSize(WIDTH, HEIGHT);
      assertThat(page.locator("#live")).hasText("live");
      assertThat(page.locator("#result")).isVisible();
      Path folder = Path.of(System.getProperty("gamelan.pictures"));
      page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve("task.png")));
    }
  }
}
