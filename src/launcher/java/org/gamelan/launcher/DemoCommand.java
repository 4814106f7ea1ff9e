package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./gamelan demo}: a server of its own, one task through one pipeline, shown live. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Start a server, put a task on this checkout through a pipeline, show it.")
final class DemoCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..1",
      defaultValue = "analyze project structure",
      description = "what is to be done (default: ${DEFAULT-VALUE})")
  private String text;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      defaultValue = "basic-llm-agent",
      description = "the built-in pipeline (default: ${DEFAULT-VALUE})")
  private String example;

  @Option(names = "--json", description = "print one JSON document: task, stages, result")
  private boolean json;

  @Option(names = "--keep", description = "leave the server running")
  private boolean keep;

  @Option(names = "--verbose", description = "the server's log on the console")
  private boolean verbose;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  DemoCommand() {}

  @Override
  public Integer call() throws IOException {
    Path home = Path.of(System.getProperty("gamelan.home")).toAbsolutePath();
    Path checkout = Path.of(System.getProperty("gamelan.checkout", "")).toAbsolutePath();
    Path data = Files.createTempDirectory(home.getParent(), "demo-");
    PrintWriter err = spec.commandLine().getErr();
    say(err, "Starting Gamelan …");
    ServerProcess server = ServerProcess.start(home, data, keep, verbose);
    Thread stop = new Thread(() -> stop(server, data), "stop-demo");
    Runtime.getRuntime().addShutdownHook(stop);
    int code = run(new Api(server.url(), ServerOptions.keyOf(data)), checkout, server, data);
    if (keep) {
      Runtime.getRuntime().removeShutdownHook(stop);
    }
    return code;
  }

  private int run(Api api, Path checkout, ServerProcess server, Path data) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter lines = json ? spec.commandLine().getErr() : out;
    ObjectNode body = Api.JSON.createObjectNode().put("title", text).put("pipeline", example);
    body.putObject("source").put("path", checkout.toString());
    JsonNode submitted = api.post("/tasks", body);
    String id = submitted.path("id").asText();
    DemoApprover approver = new DemoApprover(api, server.url(), lines, !json);
    TaskFollower follower = new TaskFollower(api, id, lines, approver::look);
    JsonNode task = follower.follow();
    boolean succeeded = task.path("status").asText().equals("succeeded");
    if (json) {
      ObjectNode all = Api.JSON.createObjectNode();
      all.set("task", task);
      all.set("stages", follower.stages());
      all.set("result", succeeded ? follower.result() : Api.JSON.nullNode());
      new Printer(out).json(all);
    } else {
      out.println();
      out.println(succeeded ? PlainText.text(follower.result().path("output")) : failure(task));
      out.println();
      out.println(whereToLook(server, data, id));
      out.flush();
    }
    return succeeded ? 0 : Client.FAILED;
  }

  private static String failure(JsonNode task) {
    String reason =
        Optional.of(task.path("failure").path("message").asText(""))
            .filter(message -> !message.isEmpty())
            .orElse(task.path("reason").asText(""));
    return "The task " + task.path("status").asText() + (reason.isEmpty() ? "." : ": " + reason);
  }

  private String whereToLook(ServerProcess server, Path data, String id) {
    if (!keep) {
      return "Look closer: ./gamelan demo --keep leaves the server running; ./gamelan demo --json"
          + " prints everything.";
    }
    return "Pages:  "
        + server.url()
        + "  (user and password: "
        + data.resolve("admin.json")
        + ")\nTask:   "
        + server.url()
        + "api/v1/tasks/"
        + id
        + "\nLog:    "
        + data.resolve("logs").resolve("server.log")
        + "\nStop:   kill "
        + server.pid();
  }

  private void say(PrintWriter err, String message) {
    if (!json) {
      err.println(message);
      err.flush();
    }
  }

  private static void stop(ServerProcess server, Path data) {
    server.close();
    try {
      Folders.delete(data);
    } catch (IOException e) {
      System.err.println("The demo's data remain in " + data + ": " + e.getMessage());
    }
  }
}
