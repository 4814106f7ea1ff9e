package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./gamelan memory …}: what is remembered for tasks, agents, projects and all. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    description = "List, add and forget what is remembered.")
final class MemoryCommand implements Runnable {

  private static final String SCOPES = "task|agent|project|global";
  private static final String[] COLUMNS = {
    "id", "scope", "owner", "key", "value", "tags", "expiresAt"
  };

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  MemoryCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which of list, add, forget?");
  }

  @Command(
      description = "List what is remembered, what was changed last first.",
      mixinStandardHelpOptions = true)
  void list(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "WORDS", arity = "0..1", description = "what fits them best first")
          String words,
      @Option(names = "--scope", paramLabel = SCOPES) String scope,
      @Option(
              names = "--owner",
              paramLabel = "WHO",
              description = "a task's id, an agent's or a project's name")
          String owner,
      @Option(names = "--tag", paramLabel = "TAG") String tag,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "100") int limit) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("q", words);
    query.put("scope", scope);
    query.put("owner", owner);
    query.put("tag", tag);
    query.put("limit", Integer.toString(limit));
    List<JsonNode> items = Api.items(server.api().get("/memory", query).path("items"));
    answers(server).list(items, COLUMNS);
  }

  @Command(description = "Remember a text.", mixinStandardHelpOptions = true)
  void add(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "TEXT") String text,
      @Option(names = "--scope", required = true, paramLabel = SCOPES) String scope,
      @Option(
              names = "--owner",
              paramLabel = "WHO",
              description = "a task's id, an agent's or a project's name; not for global")
          String owner,
      @Option(names = "--under", paramLabel = "KEY", description = "expressions find it by this")
          String key,
      @Option(names = "--tag", paramLabel = "TAG", description = "may be given several times")
          List<String> tags) {
    ObjectNode body =
        Api.JSON
            .createObjectNode()
            .put("scope", scope)
            .put("owner", owner)
            .put("key", key)
            .put("value", text);
    if (tags != null) {
      tags.forEach(body.putArray("tags")::add);
    }
    answers(server).one(server.api().post("/memory", body), COLUMNS);
  }

  @Command(
      description = "Forget an entry, or everything of an owner.",
      mixinStandardHelpOptions = true)
  void forget(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID", arity = "0..1", description = "of an entry") String id,
      @Option(names = "--scope", paramLabel = SCOPES) String scope,
      @Option(names = "--owner", paramLabel = "WHO", description = "whose all is to be forgotten")
          String owner) {
    if ((id == null) == (scope == null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Give the ID of an entry, or --scope and --owner.");
    }
    if (id != null) {
      server.api().delete("/memory/" + Api.encode(id));
      answers(server).say("Forgot " + id + ".");
      return;
    }
    String query = "?scope=" + Api.encode(scope);
    query += owner == null ? "" : "&owner=" + Api.encode(owner);
    JsonNode gone = server.api().delete("/memory" + query);
    answers(server).say("Forgot " + gone.path("forgotten").asInt() + " entries.");
  }

  private Answers answers(ServerOptions server) {
    return new Answers(spec, server);
  }
}
