package org.gamelan.engine;

import java.util.ArrayList;
import java.util.List;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.failure.Fingerprint;
import org.gamelan.failure.GamelanException;
import org.gamelan.provider.Models;
import org.gamelan.workflow.StageDefinition;

/** Makes signatures of failures. */
final class Failures {
  private static final int MAX_MESSAGE = 2_000;
  private static final int MAX_CAUSES = 8;

  private Failures() {}

  static FailureSignature signature(Claimed claimed, StageDefinition stage, Throwable failure) {
    FailureKind kind =
        failure instanceof GamelanException known ? known.kind() : FailureKind.INTERNAL;
    String message =
        kind == FailureKind.INTERNAL && !(failure instanceof GamelanException)
            ? "The stage broke: "
                + failure.getClass().getSimpleName()
                + ". The server's log says more."
            : failure.getMessage();
    return signature(claimed, stage, kind, message, causes(failure.getCause()));
  }

  static FailureSignature signature(
      Claimed claimed,
      StageDefinition stage,
      FailureKind kind,
      String message,
      List<String> causes) {
    String agent = stage == null ? null : stage.agent();
    if (claimed.agent() != null) {
      agent = claimed.agent();
    }
    String tool = stage == null ? null : stage.tool();
    String text = limited(String.valueOf(message));
    String model = agent == null ? null : model(claimed.state().blueprint().agents().get(agent));
    return new FailureSignature(
        kind,
        claimed.run().name(),
        agent,
        tool,
        model,
        claimed.run().attempt(),
        text,
        causes,
        Fingerprint.of(kind, claimed.run().name(), agent, tool, text));
  }

  /** The alias the agent asks. */
  private static String model(AgentDefinition agent) {
    if (agent == null) {
      return null;
    }
    return agent.model() == null ? Models.DEFAULT_ALIAS : agent.model();
  }

  private static List<String> causes(Throwable cause) {
    List<String> causes = new ArrayList<>();
    for (Throwable next = cause;
        next != null && causes.size() < MAX_CAUSES;
        next = next.getCause()) {
      causes.add(limited(next.getClass().getSimpleName() + ": " + next.getMessage()));
    }
    return causes;
  }

  private static String limited(String text) {
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
  }
}
