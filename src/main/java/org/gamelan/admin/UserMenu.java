package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.security.http.PageSession;

/** Who is signed in, as the head of every page shows it, and the way out. */
@Named
@RequestScoped
public class UserMenu {
  private CurrentCaller caller;
  private PageSession session;
  private HttpServletRequest request;

  /** For the container's proxies. */
  protected UserMenu() {}

  @Inject
  UserMenu(CurrentCaller caller, PageSession session, HttpServletRequest request) {
    this.caller = caller;
    this.session = session;
    this.request = request;
  }

  public String getName() {
    return caller.find().map(Caller::name).orElse("");
  }

  /** The first letter of the name, for the round sign. */
  public String getInitial() {
    String name = getName();
    return name.isEmpty() ? "" : name.substring(0, name.offsetByCodePoints(0, 1));
  }

  public String getRole() {
    return caller.find().map(known -> known.role().id()).orElse("");
  }

  /** Whether this person may start and steer tasks, and not only look. */
  public boolean isOperator() {
    return caller.find().filter(known -> known.role().covers(Role.OPERATOR)).isPresent();
  }

  /** Ends the session; the address to go to. */
  public String signOut() {
    session.signOut(request);
    return "/login.xhtml?faces-redirect=true";
  }
}
