package org.gamelan.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * One browser for all tests of pages: the system's Chromium, or the one that the property {@code
 * gamelan.chromium} names. Where there is none the tests are left out, and say so.
 */
final class Chromium {
  private static final List<String> PLACES =
      List.of(
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-dev-shm-usage",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** For broken servers, not for slow machines. */
  private static final int PATIENCE_MILLIS = 30_000;

  private static Browser browser;

  private Chromium() {}

  static synchronized Browser get() {
    if (browser == null) {
      Optional<Path> program = find();
      Assumptions.assumeTrue(
          program.isPresent(), "No Chromium here; name one with -Dgamelan.chromium=FILE");
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(program.get())
                      .setChromiumSandbox(false)
                      .setArgs(FLAGS));
    }
    return browser;
  }

  /** Whether there is one. */
  static boolean isThere() {
    return find().isPresent();
  }

  private static Optional<Path> find() {
    return Stream.concat(Stream.ofNullable(System.getProperty("gamelan.chromium")), PLACES.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }
}
