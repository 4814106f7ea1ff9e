package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./gamelan agent …}: who does the work. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = "List, show, add, enable, disable, remove and run agents.")
final class AgentCommand implements Runnable {

  private static final String[] COLUMNS = {
    "name", "version", "status", "source", "model", "unfinishedTasks", "description"
  };

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "json", "application/json",
          "yaml", "application/yaml",
          "yml", "application/yaml",
          "md", "text/markdown");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  AgentCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Which of list, show, add, enable, disable, remove, run?");
  }

  @Command(description = "List agents.", mixinStandardHelpOptions = true)
  void list(
      @Mixin ServerOptions server,
      @Option(names = "--status", paramLabel = "STATUS") String status,
      @Option(names = "--source", paramLabel = "SOURCE") String source,
      @Option(names = "--query", paramLabel = "TEXT") String query) {
    Map<String, String> filter = new LinkedHashMap<>();
    filter.put("status", status);
    filter.put("source", source);
    filter.put("q", query);
    answers(server).list(server.api().all("/agents", filter), COLUMNS);
  }

  @Command(description = "Show an agent.", mixinStandardHelpOptions = true)
  void show(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    JsonNode agent = server.api().get(path(name));
    Answers answers = answers(server);
    answers.one(agent, COLUMNS);
    if (!server.isWhole()) {
      spec.commandLine().getOut().println();
      spec.commandLine().getOut().println(PlainText.text(agent.path("prompt")));
      spec.commandLine().getOut().flush();
    }
  }

  @Command(
      description = "Add the agent of a file: YAML, JSON or SKILL.md.",
      mixinStandardHelpOptions = true)
  void add(@Mixin ServerOptions server, @Parameters(paramLabel = "FILE") Path file) {
    String name = file.getFileName().toString();
    String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (mediaType == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), file + " is none of .yaml, .yml, .json and SKILL.md.");
    }
    String path =
        mediaType.equals("application/json") ? "/agents" : "/agents?file=" + Api.encode(name);
    answers(server).one(server.api().post(path, mediaType, text(file)), COLUMNS);
  }

  private String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), file + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Command(description = "Let agents take new tasks.", mixinStandardHelpOptions = true)
  void enable(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") List<String> names) {
    each(server, names, "enable");
  }

  @Command(description = "Give agents no new tasks.", mixinStandardHelpOptions = true)
  void disable(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") List<String> names) {
    each(server, names, "disable");
  }

  private void each(ServerOptions server, List<String> names, String verb) {
    Api api = server.api();
    answers(server)
        .list(
            names.stream()
                .map(name -> api.post(path(name) + "/" + verb, Api.JSON.createObjectNode()))
                .toList(),
            COLUMNS);
  }

  @Command(
      description = "Remove an agent; one with unfinished tasks goes when they have ended.",
      mixinStandardHelpOptions = true)
  void remove(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    JsonNode left = server.api().delete(path(name));
    answers(server)
        .say(
            left.isNull()
                ? "Removed " + name + "."
                : name
                    + " retires: it takes nothing new and goes when its "
                    + left.path("unfinishedTasks").asInt()
                    + " tasks have ended. To keep it: ./gamelan agent enable "
                    + name);
  }

  @Command(
      name = "run",
      description = "Run an agent once; exit 1 when it failed.",
      mixinStandardHelpOptions = true)
  int runOnce(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", index = "0") String name,
      @Parameters(paramLabel = "TEXT", index = "1") String message,
      @Option(names = "--wait", paramLabel = "TIME", defaultValue = "1m") String wait) {
    ObjectNode body = Api.JSON.createObjectNode().put("message", message);
    JsonNode task = server.api().post(path(name) + "/runs?wait=" + Api.encode(wait), body);
    boolean succeeded = task.path("status").asText().equals("succeeded");
    if (server.isWhole() || !succeeded) {
      answers(server).one(task, "id", "status", "title", "reason");
    } else {
      spec.commandLine().getOut().println(PlainText.text(task.path("result")));
      spec.commandLine().getOut().flush();
    }
    return task.path("status").asText().equals("failed") ? Client.FAILED : 0;
  }

  private static String path(String name) {
    return "/agents/" + Api.encode(name);
  }

  private Answers answers(ServerOptions server) {
    return new Answers(spec, server);
  }
}
