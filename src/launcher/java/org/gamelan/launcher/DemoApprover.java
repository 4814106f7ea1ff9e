package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides what the demo's task asks people. On a terminal it asks; elsewhere it approves by itself
 * and says so. It does so as a user of its own, as nobody decides on a task they asked for.
 */
final class DemoApprover {

  private static final String NAME = "demo-approver";

  private final Api api;
  private final String url;
  private final PrintWriter out;
  private final Optional<Console> console;
  private Api own;

  /**
   * @param out where it says what it does
   * @param ask whether it may ask whoever sits before it
   */
  DemoApprover(Api api, String url, PrintWriter out, boolean ask) {
    this.api = api;
    this.url = url;
    this.out = out;
    this.console = ask ? terminal() : Optional.empty();
  }

  /** Decides what an event asks for; others are left alone. */
  void look(JsonNode event) {
    if (!event.path("type").asText().equals("approval.requested")) {
      return;
    }
    JsonNode approval = api.get("/approvals/" + event.path("subject").asText());
    if (!approval.path("status").asText().equals("pending")) {
      return;
    }
    ObjectNode body = Api.JSON.createObjectNode();
    body.put("stage", approval.path("stage").asText());
    body.put("shown", approval.path("shown").asText());
    if (console.isPresent()) {
      ask(approval, body, console.get());
    } else {
      body.put("decision", "approve").put("comment", "Approved by the demo itself");
      out.println("  " + approval.path("stage").asText() + " waits: the demo approves by itself");
      out.flush();
    }
    ownApi().post("/tasks/" + approval.path("task").asText() + "/decisions", body);
  }

  private void ask(JsonNode approval, ObjectNode body, Console terminal) {
    out.println();
    out.println(approval.path("stage").asText() + " asks you:");
    for (JsonNode part : approval.path("content")) {
      out.println(PlainText.text(part.path("value")));
    }
    out.flush();
    String said = String.valueOf(terminal.readLine("Approve? [Y/n] "));
    boolean approved =
        said.isBlank() || said.strip().toLowerCase(java.util.Locale.ROOT).equals("y");
    body.put("decision", approved ? "approve" : "reject");
    if (!approved) {
      body.put("comment", terminal.readLine("What has to change? "));
    }
  }

  private Api ownApi() {
    if (own == null) {
      api.post(
          "/users",
          Api.JSON
              .createObjectNode()
              .put("name", NAME)
              .put("role", "operator")
              .put("password", UUID.randomUUID().toString()));
      JsonNode key =
          api.post("/api-keys", Api.JSON.createObjectNode().put("name", NAME).put("user", NAME));
      own = new Api(url, key.path("key").asText());
    }
    return own;
  }

  /** From Java 22 on there is a console without a terminal, too. */
  private static Optional<Console> terminal() {
    return Optional.ofNullable(System.console()).filter(DemoApprover::isTerminal);
  }

  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new StartupException("The terminal cannot be looked at.", e);
    }
  }
}
