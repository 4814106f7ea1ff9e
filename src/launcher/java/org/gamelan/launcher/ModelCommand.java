package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./gamelan model …}: the names under which agents know models. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "List, add, show, remove and import aliases of models.")
final class ModelCommand implements Runnable {

  private static final String[] COLUMNS = {
    "name",
    "version",
    "provider",
    "model",
    "contextWindow",
    "inputPrice",
    "outputPrice",
    "fallbacks",
    "prefer"
  };

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  ModelCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Which of list, add, show, remove, import?");
  }

  @Command(description = "List the newest version of every alias.", mixinStandardHelpOptions = true)
  void list(@Mixin ServerOptions server) {
    answers(server).list(server.api().all("/models"), COLUMNS);
  }

  @Command(
      description = "Add an alias; one that exists gets a new version.",
      mixinStandardHelpOptions = true)
  void add(
      @Mixin ServerOptions server,
      @Mixin LimitOptions limits,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--provider", required = true, paramLabel = "NAME") String provider,
      @Option(
              names = "--model",
              required = true,
              paramLabel = "MODEL",
              description = "the provider's own name of it")
          String model,
      @Option(names = "--context-window", paramLabel = "TOKENS") Integer contextWindow,
      @Option(names = "--input-price", paramLabel = "PRICE", description = "of a million tokens")
          BigDecimal inputPrice,
      @Option(names = "--output-price", paramLabel = "PRICE", description = "of a million tokens")
          BigDecimal outputPrice,
      @Option(names = "--capability", split = ",", paramLabel = "WORD") List<String> capabilities,
      @Option(
              names = "--fallback",
              split = ",",
              paramLabel = "ALIAS",
              description = "asked in this order when it fails")
          List<String> fallbacks,
      @Option(names = "--prefer", paramLabel = "order|cost|latency") String prefer) {
    ObjectNode body =
        Api.JSON
            .createObjectNode()
            .put("name", name)
            .put("provider", provider)
            .put("model", model)
            .put("contextWindow", contextWindow)
            .put("inputPrice", inputPrice)
            .put("outputPrice", outputPrice)
            .put("prefer", prefer);
    body.set("capabilities", Api.JSON.valueToTree(capabilities));
    body.set("fallbacks", Api.JSON.valueToTree(fallbacks));
    limits.put(body);
    answers(server).one(server.api().post("/models", body), COLUMNS);
  }

  @Command(description = "Show an alias: NAME or NAME@VERSION.", mixinStandardHelpOptions = true)
  void show(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    answers(server).one(server.api().get("/models/" + Api.encode(name)), COLUMNS);
  }

  @Command(
      description = "Remove NAME@VERSION, or all versions of NAME.",
      mixinStandardHelpOptions = true)
  void remove(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--force", description = "also while agents, stages or fallbacks name it")
          boolean force) {
    server.api().delete("/models/" + Api.encode(name) + (force ? "?force=true" : ""));
    answers(server).say("Removed " + name + ".");
  }

  @Command(
      name = "import",
      description = "Make aliases for models that a provider lists.",
      mixinStandardHelpOptions = true)
  void importModels(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "PROVIDER", index = "0") String provider,
      @Parameters(
              paramLabel = "MODEL",
              arity = "0..*",
              index = "1..*",
              description = "the provider's own names; none for all")
          List<String> models) {
    ObjectNode body = Api.JSON.createObjectNode();
    if (models != null && !models.isEmpty()) {
      body.set("models", Api.JSON.valueToTree(models));
    }
    JsonNode done =
        server.api().post("/providers/" + Api.encode(provider) + "/models/import", body);
    Answers answers = answers(server);
    done.path("skipped")
        .forEach(
            skipped ->
                answers.say(
                    "Left out "
                        + skipped.path("model").asText()
                        + ": it "
                        + skipped.path("reason").asText()
                        + "."));
    answers.list(Api.items(done.path("created")), COLUMNS);
  }

  private Answers answers(ServerOptions server) {
    return new Answers(spec, server);
  }
}
