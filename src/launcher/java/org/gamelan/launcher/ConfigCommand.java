package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./gamelan config …}: reusable kinds of tasks. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "List, add, show, assign, run and remove task configs.")
final class ConfigCommand implements Runnable {

  private static final String[] COLUMNS = {"name", "description", "version", "updatedAt"};
  private static final String[] ASSIGNMENT = {"agent", "taskConfig", "status", "id"};
  private static final String[] TASK = {"id", "status", "taskConfig", "agent", "title"};
  private static final String STANDARD_INPUT = "-";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  ConfigCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Which of list, add, show, assign, run, remove?");
  }

  @Command(description = "List task configs.", mixinStandardHelpOptions = true)
  void list(
      @Mixin ServerOptions server,
      @Option(names = "--query", paramLabel = "TEXT", description = "in name or description")
          String query) {
    Map<String, String> filter = query == null ? Map.of() : Map.of("q", query);
    answers(server).list(server.api().all("/task-configs", filter), COLUMNS);
  }

  @Command(description = "Show a task config as JSON.", mixinStandardHelpOptions = true)
  void show(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    server.print(server.api().get(path(name)), spec.commandLine().getOut());
  }

  @Command(
      description = "Add a task config from a JSON file, as the API takes it and show prints it.",
      mixinStandardHelpOptions = true)
  void add(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "FILE", description = "- for the standard input") String file) {
    answers(server).one(server.api().post("/task-configs", json(read(file), file)), COLUMNS);
  }

  @Command(
      description = "Let an agent do it, with a memory of its own.",
      mixinStandardHelpOptions = true)
  void assign(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", index = "0") String name,
      @Parameters(paramLabel = "AGENT", index = "1") String agent) {
    ObjectNode body = Api.JSON.createObjectNode().put("taskConfig", name);
    answers(server)
        .one(server.api().post("/agents/" + Api.encode(agent) + "/assignments", body), ASSIGNMENT);
  }

  @Command(description = "Make a task of it.", mixinStandardHelpOptions = true)
  int run(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--input",
              paramLabel = "JSON",
              description = "what the input schema asks for; - for the standard input")
          String input,
      @Option(
              names = "--agent",
              paramLabel = "NAME",
              description = "else the assigned one that is free and was used longest ago")
          String agent,
      @Option(names = "--watch", description = "follow it to its end") boolean watch) {
    ObjectNode body = Api.JSON.createObjectNode().put("taskConfig", name);
    if (agent != null) {
      body.put("agent", agent);
    }
    if (input != null) {
      String text = input.equals(STANDARD_INPUT) ? read(input) : input;
      body.set("input", json(text, "--input"));
    }
    Api api = server.api();
    JsonNode task = api.post("/tasks", body);
    if (!watch) {
      answers(server).one(task, TASK);
      return 0;
    }
    TaskFollower follower =
        new TaskFollower(api, task.path("id").asText(), spec.commandLine().getErr());
    JsonNode ended = follower.follow();
    boolean succeeded = ended.path("status").asText().equals("succeeded");
    if (succeeded && !server.isWhole()) {
      spec.commandLine().getOut().println(PlainText.text(follower.result().path("output")));
    } else {
      answers(server).one(ended, TASK);
    }
    return succeeded ? 0 : Client.FAILED;
  }

  @Command(description = "Remove a task config.", mixinStandardHelpOptions = true)
  void remove(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--force", description = "with its assignments") boolean force) {
    server.api().delete(path(name) + (force ? "?force=true" : ""));
    answers(server).say("Removed " + name + ".");
  }

  private String read(String file) {
    try {
      return file.equals(STANDARD_INPUT)
          ? new String(System.in.readAllBytes(), UTF_8)
          : Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private JsonNode json(String text, String source) {
    try {
      return Api.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), source + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String path(String name) {
    return "/task-configs/" + Api.encode(name);
  }

  private Answers answers(ServerOptions server) {
    return new Answers(spec, server);
  }
}
