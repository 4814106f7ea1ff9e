package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.SignInRefusedException;
import org.gamelan.security.http.PageSession;

/** The log-in page. */
@Named
@RequestScoped
public class LoginPage {
  private static final String HOME = "/index.xhtml";

  private PageSession session;
  private CurrentCaller caller;
  private HttpServletRequest request;
  private FacesContext faces;

  private String name;
  private String password;
  private String next;

  /** For the container's proxies. */
  protected LoginPage() {}

  @Inject
  LoginPage(
      PageSession session, CurrentCaller caller, HttpServletRequest request, FacesContext faces) {
    this.session = session;
    this.caller = caller;
    this.request = request;
    this.faces = faces;
  }

  /** Whoever is signed in already goes straight on. */
  public void skipWhenSignedIn() throws IOException {
    if (caller.find().isPresent()) {
      goOn();
    }
  }

  /** Signs in and goes on to where somebody wanted to be. */
  public void signIn() throws IOException {
    try {
      session.signIn(request, name == null ? "" : name, password == null ? "" : password);
    } catch (SignInRefusedException refused) {
      faces.addMessage(
          null, new FacesMessage(FacesMessage.SEVERITY_ERROR, refused.getMessage(), null));
      return;
    }
    goOn();
  }

  private void goOn() throws IOException {
    faces.getExternalContext().redirect(request.getContextPath() + LocalAddress.orElse(next, HOME));
    faces.responseComplete();
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getPassword() {
    return null;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  public String getNext() {
    return next;
  }

  public void setNext(String next) {
    this.next = next;
  }
}
