package org.gamelan.security.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Which paths are for programs, which for people, and which for anybody. */
final class Doors {
  private static final List<String> PROGRAMS = List.of("/api", "/ws", "/metrics");
  private static final List<String> STATIC =
      List.of(
          "/jakarta.faces.resource", "/resources", "/favicon.ico", "/favicon.svg", "/robots.txt");
  private static final List<String> ANYBODY = List.of("/health", "/openapi", "/error");
  static final String LOGIN_PAGE = "/login.xhtml";

  private Doors() {}

  /** The path within the application, decoded and normalised by the container. */
  static String path(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return rest == null ? request.getServletPath() : request.getServletPath() + rest;
  }

  static boolean isForPrograms(String path) {
    return PROGRAMS.stream().anyMatch(door -> isUnder(path, door));
  }

  static boolean isForSockets(String path) {
    return isUnder(path, "/ws");
  }

  /** Scripts, styles and pictures: the same for everybody. */
  static boolean isStatic(String path) {
    return STATIC.stream().anyMatch(door -> isUnder(path, door));
  }

  static boolean isForAnybody(String path) {
    return path.equals(LOGIN_PAGE) || ANYBODY.stream().anyMatch(door -> isUnder(path, door));
  }

  private static boolean isUnder(String path, String door) {
    return path.equals(door) || path.startsWith(door + "/");
  }
}
