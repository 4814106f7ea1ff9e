package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;

/** What does the same as a page does, from a terminal. */
@Named
@RequestScoped
public class CommandLines {
  private HttpServletRequest request;

  /** For the container's proxies. */
  protected CommandLines() {}

  @Inject
  CommandLines(HttpServletRequest request) {
    this.request = request;
  }

  private String address(String path) {
    StringBuilder base = new StringBuilder(request.getScheme()).append("://");
    String host = request.getServerName();
    base.append(host.matches("[A-Za-z0-9.\\-\\[\\]:]+") ? host : "localhost");
    boolean usual = request.getServerPort() == (request.isSecure() ? 443 : 80);
    base.append(usual ? "" : ":" + request.getServerPort());
    return base.append(request.getContextPath()).append(path).toString();
  }

  /** Reads something through the API. */
  public String read(String path) {
    return "curl -H \"Authorization: Bearer $GAMELAN_API_KEY\" '" + address(path) + "'";
  }

  /** Changes a task through the API. */
  public String act(UUID task, String verb) {
    return "curl -X POST -H \"Authorization: Bearer $GAMELAN_API_KEY\" '"
        + address("/api/v1/tasks/" + task + "/" + verb)
        + "'";
  }

  /** Follows a task with our own command. */
  public String watch(UUID task) {
    return "./gamelan task watch " + task;
  }
}
