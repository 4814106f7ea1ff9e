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

/** {@code ./gamelan budget …}: what may be spent on models. */
@Command(
    name = "budget",
    mixinStandardHelpOptions = true,
    description = "List, add and remove budgets for models.")
final class BudgetCommand implements Runnable {

  private static final String[] COLUMNS = {
    "name", "scope", "subject", "period", "unit", "amount", "spent", "exhausted"
  };

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  BudgetCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which of list, add, remove?");
  }

  @Command(
      description = "List budgets with what is spent of their fullest account.",
      mixinStandardHelpOptions = true)
  void list(@Mixin ServerOptions server) {
    List<JsonNode> budgets = server.api().all("/budgets");
    answers(server)
        .list(
            server.isWhole() ? budgets : budgets.stream().map(BudgetCommand::row).toList(),
            COLUMNS);
  }

  @Command(description = "Make a budget.", mixinStandardHelpOptions = true)
  void add(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--amount", required = true, paramLabel = "N") BigDecimal amount,
      @Option(
              names = "--unit",
              paramLabel = "cost|tokens",
              description = "cost is in the currency of the prices (default)")
          String unit,
      @Option(names = "--period", paramLabel = "day|total", description = "default: day")
          String period,
      @Option(names = "--scope", paramLabel = "all|task|agent|key", description = "default: all")
          String scope,
      @Option(
              names = "--subject",
              paramLabel = "WHO",
              description = "which task, agent or key; without it each has the budget by itself")
          String subject,
      @Option(
              names = "--exhausted",
              paramLabel = "wait|fail",
              description = "what tasks do when it is spent (default: fail)")
          String exhausted) {
    ObjectNode body =
        Api.JSON
            .createObjectNode()
            .put("name", name)
            .put("amount", amount)
            .put("unit", unit)
            .put("period", period)
            .put("scope", scope)
            .put("subject", subject)
            .put("exhausted", exhausted);
    answers(server).one(server.api().post("/budgets", body), COLUMNS);
  }

  @Command(
      description = "Remove a budget and what it has counted.",
      mixinStandardHelpOptions = true)
  void remove(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    server.api().delete("/budgets/" + Api.encode(name));
    answers(server).say("Removed " + name + ".");
  }

  /** With what is spent of the account that is used most. */
  private static JsonNode row(JsonNode budget) {
    ObjectNode row = budget.deepCopy();
    row.set("spent", budget.path("accounts").path(0).path("spent"));
    return row;
  }

  private Answers answers(ServerOptions server) {
    return new Answers(spec, server);
  }
}
