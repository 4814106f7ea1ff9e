package org.gamelan.security.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.gamelan.platform.DatabaseException;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.SignIn;
import org.gamelan.security.SignInRefusedException;

/**
 * Authenticates every request, by its path: programs with an API key or Basic, people with the
 * session that the log-in page started. What is not named as open to anybody is closed.
 */
@ApplicationScoped
public class PathAuthentication {
  private static final Duration DATABASE_BACK = Duration.ofSeconds(5);

  private SignIn signIn;
  private PageSession session;
  private Origins origins;

  /** For the container's proxies. */
  protected PathAuthentication() {}

  @Inject
  PathAuthentication(SignIn signIn, PageSession session, Origins origins) {
    this.signIn = signIn;
    this.session = session;
    this.origins = origins;
  }

  /**
   * Who comes in.
   *
   * @param isAnswered whether the request was refused and has its answer
   * @param caller who it is; empty for somebody unknown, who may see what is open to anybody
   */
  record Entry(boolean isAnswered, Optional<Caller> caller) {
    static final Entry ANYBODY = new Entry(false, Optional.empty());
    static final Entry REFUSED = new Entry(true, Optional.empty());
  }

  Entry enter(HttpServletRequest request, HttpServletResponse response) {
    SecurityHeaders.apply(request, response);
    String path = Doors.path(request);
    return Doors.isForPrograms(path)
        ? enterProgram(path, request, response)
        : enterPerson(path, request, response);
  }

  private Entry enterProgram(
      String path, HttpServletRequest request, HttpServletResponse response) {
    Optional<String> fault = RequestFaults.ofAddress(request);
    if (fault.isPresent()) {
      Challenge.malformed(request, response, fault.get());
      return Entry.REFUSED;
    }
    if (RequestFaults.hasTooLargeHeaders(request)) {
      Challenge.headersTooLarge(request, response, RequestFaults.MAX_HEADERS);
      return Entry.REFUSED;
    }
    if (Doors.isForSockets(path) && !origins.isOwnOrAbsent(request)) {
      Challenge.forbidden(request, response, "Pages of another origin may not open sockets here.");
      return Entry.REFUSED;
    }
    try {
      Optional<Caller> caller = callerOf(path, request);
      if (caller.isPresent()) {
        return in(caller, request);
      }
      Challenge.unauthorized(
          request, response, "Send an API key as Bearer token, or Basic credentials.");
    } catch (SignInRefusedException refused) {
      Optional<Duration> wait = refused.retryAfter();
      if (wait.isPresent()) {
        Challenge.tooMany(request, response, refused.getMessage(), wait.get());
      } else {
        Challenge.unauthorized(request, response, refused.getMessage());
      }
    } catch (RuntimeException e) {
      if (!DatabaseException.isConnectionLost(e)) {
        throw e;
      }
      Challenge.unavailable(
          request, response, "The database cannot be reached just now.", DATABASE_BACK);
    }
    return Entry.REFUSED;
  }

  private Optional<Caller> callerOf(String path, HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null) {
      return Optional.of(fromHeader(header, request.getRemoteAddr()));
    }
    // A cookie travels with requests of foreign pages too, so it is not enough by itself.
    boolean ours =
        Doors.isForSockets(path) ? origins.isOwn(request) : session.showsCsrfToken(request);
    return ours ? session.caller(request) : Optional.empty();
  }

  private Caller fromHeader(String header, String address) {
    int blank = header.indexOf(' ');
    String scheme = blank < 0 ? header : header.substring(0, blank);
    String value = blank < 0 ? "" : header.substring(blank + 1).strip();
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "bearer" -> signIn.withKey(value, address);
      case "basic" -> {
        BasicCredentials credentials = BasicCredentials.parse(value);
        yield signIn.withPassword(credentials.name(), credentials.password(), address, "basic");
      }
      default -> throw SignInRefusedException.unknownScheme();
    };
  }

  private Entry enterPerson(String path, HttpServletRequest request, HttpServletResponse response) {
    if (Doors.isStatic(path)) {
      return Entry.ANYBODY;
    }
    Optional<Caller> caller = session.caller(request);
    if (caller.isPresent()) {
      return in(caller, request);
    }
    if (Doors.isForAnybody(path)) {
      return Entry.ANYBODY;
    }
    toLoginPage(path, request, response);
    return Entry.REFUSED;
  }

  private static Entry in(Optional<Caller> caller, HttpServletRequest request) {
    request.setAttribute(CurrentCaller.ATTRIBUTE, caller.orElseThrow());
    return new Entry(false, caller);
  }

  private static void toLoginPage(
      String path, HttpServletRequest request, HttpServletResponse response) {
    String login = loginAddress(path, request);
    response.setHeader("Cache-Control", "no-store");
    try {
      if (isAjax(request)) {
        response.setContentType("text/xml;charset=UTF-8");
        response
            .getOutputStream()
            .write(
                ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\""
                        + login
                        + "\"/></partial-response>")
                    .getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
        return;
      }
      response.sendRedirect(login);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The log-in page, with the way back to what somebody wanted to see. */
  private static String loginAddress(String path, HttpServletRequest request) {
    String login = request.getContextPath() + Doors.LOGIN_PAGE;
    String next = isAjax(request) ? pageOf(path, request) : asked(path, request);
    return next.equals("/")
        ? login
        : login + "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
  }

  private static String asked(String path, HttpServletRequest request) {
    String query = request.getQueryString();
    return "GET".equals(request.getMethod()) ? path + (query == null ? "" : "?" + query) : "/";
  }

  /** The page whose script asks; its form is sent to the bare path, so the browser has to say. */
  private static String pageOf(String path, HttpServletRequest request) {
    String referer = request.getHeader("Referer");
    int query = referer == null ? -1 : referer.indexOf('?');
    return query < 0 ? path : path + referer.substring(query);
  }

  private static boolean isAjax(HttpServletRequest request) {
    return "partial/ajax".equals(request.getHeader("Faces-Request"));
  }
}
