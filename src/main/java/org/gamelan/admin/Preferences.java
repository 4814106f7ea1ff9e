package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;

/**
 * How somebody likes to see the pages. It is kept in a cookie, so that the log-in page knows it too
 * and no page flashes in the wrong colours before a script has run.
 */
@Named
@RequestScoped
public class Preferences {
  private static final String COOKIE = "gamelan-theme";
  private static final String SYSTEM = "system";
  private static final List<String> THEMES = List.of("light", "dark", SYSTEM);

  private HttpServletRequest request;

  /** For the container's proxies. */
  protected Preferences() {}

  @Inject
  Preferences(HttpServletRequest request) {
    this.request = request;
  }

  /** {@code light}, {@code dark} or {@code system}. */
  public String getTheme() {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? SYSTEM
        : Arrays.stream(cookies)
            .filter(cookie -> COOKIE.equals(cookie.getName()))
            .map(Cookie::getValue)
            .filter(THEMES::contains)
            .findFirst()
            .orElse(SYSTEM);
  }

  /** The media query under which the light style sheet holds. */
  public String getLightMedia() {
    return media("light");
  }

  /** The media query under which the dark style sheet holds. */
  public String getDarkMedia() {
    return media("dark");
  }

  private String media(String scheme) {
    String theme = getTheme();
    if (SYSTEM.equals(theme)) {
      return "(prefers-color-scheme: " + scheme + ")";
    }
    return scheme.equals(theme) ? "all" : "not all";
  }
}
