package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./gamelan keys …}: the master key. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Look after the key that protects stored secrets.")
final class KeysCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  KeysCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which of rotate?");
  }

  @Command(
      description = "Encrypt stored secrets anew; the server goes on meanwhile.",
      mixinStandardHelpOptions = true)
  void rotate(@Mixin ServerOptions server) {
    JsonNode done = server.api().post("/keys/rotation", Api.JSON.createObjectNode());
    if (server.isWhole()) {
      server.print(done, spec.commandLine().getOut());
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              "Encrypted anew: %d. %s%n",
              done.path("reencrypted").asInt(), done.path("note").asText());
    }
  }
}
