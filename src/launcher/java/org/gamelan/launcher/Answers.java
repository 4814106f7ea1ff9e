package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** What a command tells: data to the standard output as asked for, words to the standard error. */
final class Answers {

  private final CommandSpec spec;
  private final ServerOptions server;

  Answers(CommandSpec spec, ServerOptions server) {
    this.spec = spec;
    this.server = server;
  }

  /** A list, an empty one too, or words that there is nothing. */
  void list(List<JsonNode> items, String... columns) {
    if (server.isWhole()) {
      ArrayNode array = Api.JSON.createArrayNode();
      items.forEach(array::add);
      server.print(array, spec.commandLine().getOut());
    } else if (items.isEmpty()) {
      say("There are none.");
    } else {
      printer().table(items, columns);
    }
  }

  void one(JsonNode item, String... columns) {
    if (server.isWhole()) {
      server.print(item, spec.commandLine().getOut());
    } else {
      printer().table(List.of(item), columns);
    }
  }

  /** A table that only people get, below what was asked for. */
  void more(Iterable<JsonNode> items, String... columns) {
    if (!server.isWhole() && items.iterator().hasNext()) {
      spec.commandLine().getOut().println();
      printer().table(items, columns);
    }
  }

  void say(String text) {
    spec.commandLine().getErr().println(text);
    spec.commandLine().getErr().flush();
  }

  private Printer printer() {
    return new Printer(spec.commandLine().getOut());
  }
}
