package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./gamelan provider …}: where models come from. */
@Command(
    name = "provider",
    mixinStandardHelpOptions = true,
    description = "List, add, show, validate and remove providers of models.")
final class ProviderCommand implements Runnable {

  private static final String[] COLUMNS = {"name", "kind", "baseUrl", "status", "statusDetail"};
  private static final String[] STEPS = {"name", "ok", "latencyMs", "message"};

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  ProviderCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Which of list, add, show, validate, remove?");
  }

  @Command(description = "List providers.", mixinStandardHelpOptions = true)
  void list(@Mixin ServerOptions server) {
    answers(server).list(server.api().all("/providers"), COLUMNS);
  }

  @Command(
      description = "Add a provider; the server begins to validate it.",
      mixinStandardHelpOptions = true)
  int add(
      @Mixin ServerOptions server,
      @Mixin ApiKeyOption key,
      @Mixin LimitOptions limits,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--kind", required = true, paramLabel = "KIND") String kind,
      @Option(names = "--base-url", paramLabel = "URL") String baseUrl,
      @Option(names = "--wait", description = "until it is validated; exit 1 when it is invalid")
          boolean wait) {
    ObjectNode body = Api.JSON.createObjectNode().put("name", name).put("kind", kind);
    if (baseUrl != null) {
      body.put("baseUrl", baseUrl);
    }
    limits.put(body);
    key.read(spec).ifPresent(text -> body.put("apiKey", text));
    Api api = server.api();
    JsonNode made = api.post("/providers", body);
    return tell(server, wait ? await(api, path(made.path("id").asText())) : made, wait);
  }

  @Command(
      description = "Show a provider and what its last validation found.",
      mixinStandardHelpOptions = true)
  void show(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    tell(server, server.api().get(path(name)), true);
  }

  @Command(description = "Have the server check a provider.", mixinStandardHelpOptions = true)
  int validate(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--call", description = "also call a model for one token") boolean call,
      @Option(names = "--wait", description = "for the outcome; exit 1 when it is invalid")
          boolean wait) {
    Api api = server.api();
    JsonNode asked =
        api.post(path(name) + "/validation", Api.JSON.createObjectNode().put("call", call));
    return tell(server, wait ? await(api, path(name)) : asked, wait);
  }

  @Command(description = "Remove a provider.", mixinStandardHelpOptions = true)
  void remove(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--force", description = "retire it while models are served by it")
          boolean force) {
    JsonNode left = server.api().delete(path(name) + (force ? "?force=true" : ""));
    answers(server)
        .say(
            left.isNull()
                ? "Removed " + name + "."
                : "Retired " + name + ": models still name it, it takes no calls any more.");
  }

  private int tell(ServerOptions server, JsonNode provider, boolean judge) {
    Answers answers = answers(server);
    answers.one(provider, COLUMNS);
    if (judge) {
      answers.more(provider.path("steps"), STEPS);
    }
    return judge && provider.path("status").asText().equals("invalid") ? Client.FAILED : 0;
  }

  private static JsonNode await(Api api, String path) {
    return api.await(
        path,
        provider ->
            !provider.path("status").asText().equals("validating")
                && !provider.hasNonNull("checkingSince"),
        Duration.ofMinutes(2));
  }

  private static String path(String name) {
    return "/providers/" + Api.encode(name);
  }

  private Answers answers(ServerOptions server) {
    return new Answers(spec, server);
  }
}
