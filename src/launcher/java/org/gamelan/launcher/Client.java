package org.gamelan.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/**
 * The command line: what it finds goes to the standard output, what it says about it to the
 * standard error. Exit 0 is success, 1 that the task or the request failed, 2 wrong usage, 3 that
 * the server cannot be reached or started.
 */
@Command(
    name = "./gamelan",
    mixinStandardHelpOptions = true,
    version = "Gamelan 0.1.0",
    subcommands = {
      DemoCommand.class,
      TaskCommand.class,
      AgentCommand.class,
      ApprovalCommand.class,
      ProviderCommand.class,
      ModelCommand.class,
      UsageCommand.class,
      BudgetCommand.class,
      ConfigCommand.class,
      MemoryCommand.class,
      KeysCommand.class
    })
public final class Client implements Runnable {

  static final int FAILED = 1;
  static final int UNREACHABLE = 3;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Made by {@link #main} and by the command line's own machinery. */
  public Client() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    IExecutionExceptionHandler told =
        (exception, line, result) -> {
          line.getErr().println("gamelan: " + exception.getMessage());
          return exception instanceof ApiException ? FAILED : UNREACHABLE;
        };
    return new CommandLine(new Client()).setExecutionExceptionHandler(told);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
  }
}
