package org.gamelan.api.rest;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.gamelan.json.Json;

/**
 * What the container itself refuses, outside of any resource: problem details for programs, the
 * error page for people.
 */
@WebServlet(urlPatterns = "/error", name = "ErrorServlet")
public class ErrorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String PAGE = "/error.xhtml";

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    int status = code instanceof Integer number ? number : HttpServletResponse.SC_NOT_FOUND;
    String uri = path == null ? request.getRequestURI() : path.toString();
    if (wantsPage(request, uri) && getServletContext().getResource(PAGE) != null) {
      response.setStatus(status);
      request.getRequestDispatcher(PAGE).forward(request, response);
      return;
    }
    HttpFailure failure =
        thrown instanceof Throwable cause
            ? Failures.of(cause, "-")
            : HttpFailure.of(status, detail(status));
    response.setStatus(failure.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(Json.mapper().writeValueAsBytes(failure.problem(uri)));
  }

  private static boolean wantsPage(HttpServletRequest request, String uri) {
    String accept = request.getHeader("Accept");
    String inside = uri.substring(Math.min(uri.length(), request.getContextPath().length()));
    return accept != null
        && accept.contains("text/html")
        && !inside.startsWith("/api/")
        && !inside.startsWith("/ws/");
  }

  private static String detail(int status) {
    return switch (status) {
      case 400 -> "The request cannot be read.";
      case 401 -> "Sign in first.";
      case 403 -> "You may not do this.";
      case 404 -> "There is nothing at this path.";
      case 405 -> "This path does not know this method.";
      default -> status >= 500 ? "Something went wrong here." : "The request was refused.";
    };
  }
}
