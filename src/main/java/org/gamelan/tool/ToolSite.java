package org.gamelan.tool;

import java.util.List;
import org.gamelan.policy.PolicyLayer;

/**
 * What the place a call is made from has to say to it.
 *
 * @param actor who calls, as the audit log tells it: a person's name, {@code agent:NAME} or {@code
 *     stage:NAME}
 * @param stage the stage, or null
 * @param layers the rules of folder and agent that hold besides the server's
 * @param consent how to come by the consent of a person
 * @param intent makes it durable that the call is about to begin, where it has to be; runs after
 *     everything was checked
 */
public record ToolSite(
    String actor, String stage, List<PolicyLayer> layers, ToolConsent consent, Intent intent) {
  /** A call is about to begin. */
  @FunctionalInterface
  public interface Intent {
    /** None has to be kept. */
    Intent NONE = effect -> {};

    /**
     * @param effect what it leaves behind
     * @throws org.gamelan.failure.GamelanException when it had begun before
     */
    void starting(ToolEffect effect);
  }

  /** Nowhere in particular: only the server's rules hold. */
  public static final ToolSite NOWHERE = of("system", null, List.of());

  public ToolSite {
    layers = List.copyOf(layers);
  }

  /** A place where nobody can be asked and nothing has to be kept. */
  public static ToolSite of(String actor, String stage, List<PolicyLayer> layers) {
    return new ToolSite(actor, stage, layers, ToolConsent.NOBODY, Intent.NONE);
  }
}
