package org.gamelan.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.failure.GamelanException;
import org.gamelan.workflow.StageDefinition;

/** Makes signatures of failures. */
final class Failures {
  private static final int MAX_MESSAGE = 2_000;
  private static final int MAX_CAUSES = 8;

  /** What differs between equal failures: hexadecimal ids and numbers. */
  private static final Pattern VARYING = Pattern.compile("[0-9a-fA-F-]*[0-9][0-9a-fA-F-]*");

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
    String model =
        agent == null || !claimed.state().blueprint().agents().containsKey(agent)
            ? null
            : claimed.state().blueprint().agents().get(agent).model();
    return new FailureSignature(
        kind,
        claimed.run().name(),
        agent,
        tool,
        model,
        claimed.run().attempt(),
        text,
        causes,
        fingerprint(kind, claimed.run().name(), agent, tool, text));
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

  private static String fingerprint(
      FailureKind kind, String stage, String agent, String tool, String message) {
    String same = VARYING.matcher(message).replaceAll("#");
    String all = String.join("|", kind.id(), stage, "" + agent, "" + tool, same);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
