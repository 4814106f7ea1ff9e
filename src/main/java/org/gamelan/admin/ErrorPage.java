package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.ViewExpiredException;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Says what went wrong with a request, without telling anything that helps an attacker. */
@Named
@RequestScoped
public class ErrorPage {
  private HttpServletRequest request;

  /** For the container's proxies. */
  protected ErrorPage() {}

  @Inject
  ErrorPage(HttpServletRequest request) {
    this.request = request;
  }

  /** The HTTP status; 404 for whoever opens the page without an error. */
  public int getCode() {
    return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
        ? code
        : HttpServletResponse.SC_NOT_FOUND;
  }

  public String getTitle() {
    if (isExpired()) {
      return "This page has rested too long";
    }
    return switch (getCode()) {
      case HttpServletResponse.SC_FORBIDDEN -> "Not with this role";
      case HttpServletResponse.SC_NOT_FOUND -> "Nothing here";
      default -> getCode() >= 500 ? "Something broke" : "This request could not be read";
    };
  }

  public String getText() {
    if (isExpired()) {
      return "The server no longer knows the state of this page. Nothing was changed; open it again"
          + " and repeat what you did last.";
    }
    return switch (getCode()) {
      case HttpServletResponse.SC_FORBIDDEN ->
          "You are signed in, but your role may not do this. Ask an administrator for one that"
              + " may.";
      case HttpServletResponse.SC_NOT_FOUND ->
          "There is no page or thing at this address. It may have been removed, or the link may be"
              + " incomplete.";
      default ->
          getCode() >= 500
              ? "The server met a fault it did not expect, and has written it into its log. Nothing"
                  + " that was finished is lost."
              : "Go back and try it another way.";
    };
  }

  private boolean isExpired() {
    Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    return thrown instanceof ViewExpiredException;
  }
}
