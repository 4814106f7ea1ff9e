package org.gamelan.launcher;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A provider's key, on ways on which other people of the machine do not see it. */
final class ApiKeyOption {

  private static final String ASK = "-";

  @Option(
      names = "--api-key",
      paramLabel = "env:NAME",
      arity = "0..1",
      fallbackValue = ASK,
      description = {
        "without a value or with -: asked for, or read from the standard input;",
        "env:NAME: the server takes it from its own environment"
      })
  private String key;

  @Option(
      names = "--api-key-env",
      paramLabel = "NAME",
      description = "the key is in this variable here; the server stores it encrypted")
  private String variable;

  ApiKeyOption() {}

  /**
   * The key, if one was given.
   *
   * @throws CommandLine.ParameterException when it is given twice, or is not where it should be
   */
  Optional<String> read(CommandSpec spec) {
    if (key != null && variable != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Either --api-key or --api-key-env.");
    }
    if (variable != null) {
      return Optional.of(ofVariable(spec));
    }
    if (ASK.equals(key)) {
      return Optional.of(ask(spec));
    }
    if (key != null && !key.startsWith("env:")) {
      spec.commandLine()
          .getErr()
          .println(
              "gamelan: other users of this machine can see a key among the arguments; use"
                  + " --api-key-env or the standard input.");
    }
    return Optional.ofNullable(key);
  }

  private String ofVariable(CommandSpec spec) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(text -> !text.isBlank())
        .orElseThrow(
            () ->
                new CommandLine.ParameterException(
                    spec.commandLine(), "There is no variable " + variable + " here."));
  }

  /** From Java 22 on there is a console without a terminal, too; it reads the standard input. */
  @SuppressWarnings("SystemConsoleNull")
  private static String ask(CommandSpec spec) {
    Console console = System.console();
    if (console != null) {
      spec.commandLine().getErr().print("API key: ");
      spec.commandLine().getErr().flush();
      char[] typed = console.readPassword();
      return typed == null ? none(spec) : String.valueOf(typed).strip();
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null || line.isBlank() ? none(spec) : line.strip();
    } catch (IOException e) {
      throw new StartupException("The key cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static String none(CommandSpec spec) {
    throw new CommandLine.ParameterException(spec.commandLine(), "The standard input has no key.");
  }
}
