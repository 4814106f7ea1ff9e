package org.gamelan.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./gamelan approval …}: what tasks ask people. */
@Command(
    name = "approval",
    mixinStandardHelpOptions = true,
    description = "List, show and decide what tasks ask people.")
final class ApprovalCommand implements Runnable {

  private static final String[] COLUMNS = {
    "id", "status", "stage", "taskTitle", "approvers", "askedAt", "expiresAt", "decision"
  };

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  ApprovalCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which of list, show, decide?");
  }

  @Command(description = "List what people are asked.", mixinStandardHelpOptions = true)
  void list(
      @Mixin ServerOptions server,
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              defaultValue = "pending",
              description = "pending (default), decided, expired, withdrawn")
          String status,
      @Option(names = "--task", paramLabel = "ID") String task) {
    Map<String, String> filter = new LinkedHashMap<>();
    filter.put("status", status);
    if (task != null) {
      filter.put("task", task);
    }
    new Answers(spec, server).list(server.api().all("/approvals", filter), COLUMNS);
  }

  @Command(description = "Show what somebody is asked.", mixinStandardHelpOptions = true)
  void show(@Mixin ServerOptions server, @Parameters(paramLabel = "ID") String id) {
    JsonNode approval = server.api().get("/approvals/" + Api.encode(id));
    new Answers(spec, server).one(approval, COLUMNS);
    if (!server.isWhole()) {
      for (JsonNode part : approval.path("content")) {
        spec.commandLine().getOut().println();
        spec.commandLine().getOut().println(part.path("name").asText() + ":");
        spec.commandLine().getOut().println(PlainText.text(part.path("value")));
      }
      spec.commandLine().getOut().println();
      spec.commandLine().getOut().println("shown: " + approval.path("shown").asText());
      spec.commandLine().getOut().flush();
    }
  }

  @Command(
      description = "Decide. Without --shown it counts for what is shown now.",
      mixinStandardHelpOptions = true)
  void decide(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "approve|reject|edit") String decision,
      @Option(names = "--comment", paramLabel = "TEXT") String comment,
      @Option(names = "--value", paramLabel = "JSON", description = "with edit: what is approved")
          String value,
      @Option(
              names = "--shown",
              paramLabel = "HASH",
              description = "what 'show' told; refused when something else is shown by now")
          String shown) {
    Api api = server.api();
    String path = "/approvals/" + Api.encode(id);
    JsonNode approval = api.get(path);
    ObjectNode body = Api.JSON.createObjectNode();
    body.put("stage", approval.path("stage").asText());
    body.put("decision", decision);
    body.put("shown", shown == null ? approval.path("shown").asText() : shown);
    if (comment != null) {
      body.put("comment", comment);
    }
    if (value != null) {
      body.set("value", json(value));
    }
    api.post("/tasks/" + approval.path("task").asText() + "/decisions", body);
    new Answers(spec, server).one(api.get(path), COLUMNS);
  }

  private JsonNode json(String text) {
    try {
      return Api.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--value is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
