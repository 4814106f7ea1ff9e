package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Speaks one wire format. Adding a provider kind is adding one bean of this type: {@link Models}
 * finds it by its kinds.
 */
public interface ModelClient {
  /** The kinds of provider it serves. */
  List<ProviderKind> kinds();

  /**
   * What is wrong with a provider's settings, if anything.
   *
   * @param settings an object, or null
   */
  default Optional<String> findProblem(JsonNode settings) {
    return Optional.empty();
  }

  /**
   * Calls a model on the caller's thread and waits for its answer, never longer than the request's
   * timeout. Interrupting the thread cancels the call promptly.
   *
   * @param entry which model, where
   * @param request what to ask; the alias in it is already resolved to {@code entry}
   * @return the answer; {@code cost}, {@code provider} and {@code model} are filled in by {@link
   *     Models} and may be null
   * @throws ModelCallException when no proper answer came
   */
  ModelAnswer call(ModelEntry entry, ModelRequest request);
}
