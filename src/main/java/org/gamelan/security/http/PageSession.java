package org.gamelan.security.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.KeyText;
import org.gamelan.security.SessionMark;
import org.gamelan.security.Sessions;
import org.gamelan.security.SignIn;

/**
 * Sign-in of people to pages. Whoever is disabled or changes their password loses their sessions
 * with the next request.
 */
@ApplicationScoped
public class PageSession {
  /** The header in which a page's scripts show that they come from our own page. */
  public static final String CSRF_HEADER = "X-CSRF-Token";

  private static final String MARK = SessionMark.class.getName();
  private static final String CSRF = PageSession.class.getName() + ".csrf";

  private SignIn signIn;
  private Sessions sessions;

  /** For the container's proxies. */
  protected PageSession() {}

  @Inject
  PageSession(SignIn signIn, Sessions sessions) {
    this.signIn = signIn;
    this.sessions = sessions;
  }

  /**
   * Signs somebody in and gives the session a new id.
   *
   * @throws org.gamelan.security.SignInRefusedException when name or password are wrong or there
   *     were too many attempts
   */
  public Caller signIn(HttpServletRequest request, String name, String password) {
    Caller caller = signIn.withPassword(name, password, request.getRemoteAddr(), "form");
    HttpSession session = request.getSession(true);
    request.changeSessionId();
    session.setAttribute(MARK, sessions.mark(caller));
    session.setAttribute(CSRF, KeyText.generate().reveal());
    request.setAttribute(CurrentCaller.ATTRIBUTE, caller);
    return caller;
  }

  /** Ends the session, if there is one. */
  public void signOut(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    request.removeAttribute(CurrentCaller.ATTRIBUTE);
  }

  /** Who is signed in with the request's session, if that still holds. */
  Optional<Caller> caller(HttpServletRequest request) {
    return attribute(request, MARK).map(SessionMark.class::cast).flatMap(sessions::resume);
  }

  /** What {@link #CSRF_HEADER} has to carry in this session. */
  public Optional<String> csrfToken(HttpServletRequest request) {
    return attribute(request, CSRF).map(String.class::cast);
  }

  boolean showsCsrfToken(HttpServletRequest request) {
    String shown = request.getHeader(CSRF_HEADER);
    return shown != null
        && csrfToken(request)
            .filter(
                token ->
                    MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8),
                        shown.getBytes(StandardCharsets.UTF_8)))
            .isPresent();
  }

  private static Optional<Object> attribute(HttpServletRequest request, String name) {
    HttpSession session = request.getSession(false);
    return session == null ? Optional.empty() : Optional.ofNullable(session.getAttribute(name));
  }
}
