package org.gamelan.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./gamelan usage}: what calls of models took and cost. */
@Command(
    name = "usage",
    mixinStandardHelpOptions = true,
    description = "Tell what calls of models took and cost.")
final class UsageCommand implements Callable<Integer> {

  @Mixin private ServerOptions server;

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "WHAT",
      defaultValue = "model",
      description = "any of agent, model, provider, task, day (default: ${DEFAULT-VALUE})")
  private List<String> by;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "the first day, in UTC, as 2026-01-31 (default: 30 days ago)")
  private String from;

  @Option(names = "--to", paramLabel = "DAY", description = "the last day (default: today)")
  private String to;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  UsageCommand() {}

  @Override
  public Integer call() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("groupBy", String.join(",", by));
    query.put("from", from);
    query.put("to", to);
    List<String> columns = new ArrayList<>(by);
    if (by.contains("task")) {
      columns.add("taskTitle");
    }
    columns.addAll(
        List.of("calls", "failures", "tokens.input", "tokens.output", "cost", "averageMs"));
    new Answers(spec, server)
        .list(server.api().all("/usage", query), columns.toArray(String[]::new));
    return 0;
  }
}
