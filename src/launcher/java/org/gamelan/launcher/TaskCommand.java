package org.gamelan.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./gamelan task …}: submit, look at and steer tasks. */
@Command(name = "task", mixinStandardHelpOptions = true, description = "Submit and steer tasks.")
final class TaskCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  TaskCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Which of submit, list, show, watch, cancel, pause, resume, retry?");
  }

  @Command(description = "Submit a task.", mixinStandardHelpOptions = true)
  int submit(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "TITLE", description = "what is to be done") String title,
      @Option(names = "--description", paramLabel = "TEXT") String description,
      @Option(names = "--pipeline", paramLabel = "NAME") String pipeline,
      @Option(names = "--workflow", paramLabel = "NAME") String workflow,
      @Option(names = "--agent", paramLabel = "NAME") String agent,
      @Option(
              names = "--auto",
              description = "have an agent chosen that takes this complexity and has room")
          boolean auto,
      @Option(
              names = "--skills",
              paramLabel = "WORD",
              split = ",",
              description = "with --auto: what that agent has to be good at")
          List<String> skills,
      @Option(names = "--input", paramLabel = "JSON") String input,
      @Option(names = "--source", paramLabel = "PATH|URL", description = "folder or git URL")
          String source,
      @Option(names = "--priority", paramLabel = "0-9") Integer priority,
      @Option(names = "--complexity", paramLabel = "1-10") Integer complexity,
      @Option(names = "--watch", description = "follow it to its end") boolean watch) {
    ObjectNode body = Api.JSON.createObjectNode().put("title", title);
    putText(body, "description", description);
    putText(body, "pipeline", pipeline);
    putText(body, "workflow", workflow);
    putText(body, "agent", agent);
    putText(body, "assign", auto ? "auto" : null);
    if (skills != null) {
      skills.forEach(body.putArray("skills")::add);
    }
    if (priority != null) {
      body.put("priority", priority);
    }
    if (complexity != null) {
      body.put("complexity", complexity);
    }
    if (input != null) {
      body.set("input", json(input));
    }
    if (source != null) {
      boolean git = source.contains("://") || source.startsWith("git@");
      body.putObject("source")
          .put(
              git ? "git" : "path",
              git ? source : Path.of(source).toAbsolutePath().normalize().toString());
    }
    Api api = server.api();
    JsonNode task = api.post("/tasks", body);
    if (watch) {
      return follow(server, api, task.path("id").asText());
    }
    show(server, task);
    return 0;
  }

  @Command(description = "List tasks, newest first.", mixinStandardHelpOptions = true)
  void list(
      @Mixin ServerOptions server,
      @Option(names = "--status", paramLabel = "STATUS") String status,
      @Option(names = "--agent", paramLabel = "NAME") String agent,
      @Option(names = "--query", paramLabel = "TEXT") String query,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "20") String limit) {
    Map<String, String> filter = new LinkedHashMap<>();
    filter.put("status", status);
    filter.put("agent", agent);
    filter.put("q", query);
    filter.put("limit", limit);
    JsonNode found = server.api().get("/tasks", filter);
    Answers answers = new Answers(spec, server);
    answers.list(Api.items(found.path("items")), "id", "status", "pipeline", "title", "createdAt");
    if (found.hasNonNull("next")) {
      answers.say("There are more; --limit tells how many are listed.");
    }
  }

  @Command(description = "Show a task with its stages and result.", mixinStandardHelpOptions = true)
  void show(@Mixin ServerOptions server, @Parameters(paramLabel = "ID") String id) {
    Api api = server.api();
    String path = "/tasks/" + Api.encode(id);
    JsonNode task = api.get(path);
    TaskFollower follower = new TaskFollower(api, Api.encode(id), err());
    if (server.isWhole()) {
      ObjectNode all = Api.JSON.createObjectNode();
      all.set("task", task);
      all.set("stages", follower.stages());
      server.print(all, spec.commandLine().getOut());
      return;
    }
    show(server, task);
    printer().table(follower.stages(), "name", "kind", "status", "agent", "model", "durationMs");
    if (task.path("status").asText().equals("succeeded")) {
      spec.commandLine().getOut().println();
      spec.commandLine().getOut().println(PlainText.text(follower.result().path("output")));
    }
  }

  @Command(description = "Follow a task to its end.", mixinStandardHelpOptions = true)
  int watch(@Mixin ServerOptions server, @Parameters(paramLabel = "ID") String id) {
    return follow(server, server.api(), Api.encode(id));
  }

  @Command(description = "Cancel tasks.", mixinStandardHelpOptions = true)
  void cancel(@Mixin ServerOptions server, @Parameters(paramLabel = "ID") List<String> ids) {
    steer(server, ids, "cancel");
  }

  @Command(description = "Pause tasks.", mixinStandardHelpOptions = true)
  void pause(@Mixin ServerOptions server, @Parameters(paramLabel = "ID") List<String> ids) {
    steer(server, ids, "pause");
  }

  @Command(description = "Resume paused tasks.", mixinStandardHelpOptions = true)
  void resume(@Mixin ServerOptions server, @Parameters(paramLabel = "ID") List<String> ids) {
    steer(server, ids, "resume");
  }

  @Command(description = "Retry failed tasks.", mixinStandardHelpOptions = true)
  void retry(@Mixin ServerOptions server, @Parameters(paramLabel = "ID") List<String> ids) {
    steer(server, ids, "retry");
  }

  private void steer(ServerOptions server, List<String> ids, String verb) {
    Api api = server.api();
    for (String id : ids) {
      String path = "/tasks/" + Api.encode(id);
      api.post(path + "/" + verb, Api.JSON.createObjectNode());
      show(server, api.get(path));
    }
  }

  private int follow(ServerOptions server, Api api, String id) {
    TaskFollower follower = new TaskFollower(api, id, err());
    JsonNode task = follower.follow();
    boolean succeeded = task.path("status").asText().equals("succeeded");
    if (server.isWhole()) {
      server.print(task, spec.commandLine().getOut());
    } else if (succeeded) {
      spec.commandLine().getOut().println(PlainText.text(follower.result().path("output")));
      spec.commandLine().getOut().flush();
    } else {
      show(server, task);
    }
    return succeeded ? 0 : Client.FAILED;
  }

  private void show(ServerOptions server, JsonNode task) {
    if (server.isWhole()) {
      server.print(task, spec.commandLine().getOut());
    } else {
      printer().table(List.of(task), "id", "status", "pipeline", "title", "reason");
    }
  }

  private Printer printer() {
    return new Printer(spec.commandLine().getOut());
  }

  private java.io.PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private JsonNode json(String text) {
    try {
      return Api.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--input is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void putText(ObjectNode body, String name, String value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
