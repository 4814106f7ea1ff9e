package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./gamelan provider …}: where models come from. */
@Command(
    name = "provider",
    mixinStandardHelpOptions = true,
    description = "List, add, validate and remove providers of models.")
final class ProviderCommand implements Runnable {

  private static final String[] COLUMNS = {"id", "name", "kind", "baseUrl", "status"};

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  ProviderCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Which of list, add, validate, remove?");
  }

  @Command(description = "List providers.", mixinStandardHelpOptions = true)
  void list(@Mixin ServerOptions server) {
    JsonNode found = server.api().get("/providers");
    if (server.json()) {
      printer().json(found);
    } else {
      printer().table(found.path("items"), COLUMNS);
    }
  }

  @Command(description = "Add a provider.", mixinStandardHelpOptions = true)
  void add(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--kind", required = true, paramLabel = "KIND") String kind,
      @Option(names = "--base-url", paramLabel = "URL") String baseUrl,
      @Option(
              names = "--api-key",
              paramLabel = "KEY",
              interactive = true,
              arity = "0..1",
              description = "asked for when no value is given; env:NAME reads a variable")
          String apiKey) {
    ObjectNode body = Api.JSON.createObjectNode().put("name", name).put("kind", kind);
    if (baseUrl != null) {
      body.put("baseUrl", baseUrl);
    }
    if (apiKey != null) {
      body.put("apiKey", apiKey);
    }
    show(server, server.api().post("/providers", body));
  }

  @Command(description = "Ask the server to check a provider.", mixinStandardHelpOptions = true)
  void validate(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    Api api = server.api();
    String path = "/providers/" + Api.encode(name);
    api.post(path + "/validation", Api.JSON.createObjectNode());
    show(server, api.get(path));
  }

  @Command(description = "Remove a provider.", mixinStandardHelpOptions = true)
  void remove(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    server.api().delete("/providers/" + Api.encode(name));
  }

  private void show(ServerOptions server, JsonNode provider) {
    if (server.json()) {
      printer().json(provider);
    } else {
      printer().table(List.of(provider), COLUMNS);
    }
  }

  private Printer printer() {
    return new Printer(spec.commandLine().getOut());
  }
}
