package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gamelan.failure.FailureKind;

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

  /**
   * Calls a model like {@link #call} and hands its text over while it comes. Nothing that was cut
   * off is given back as an answer. A kind that cannot stream gives the text at once.
   *
   * @param sink takes the text, on the caller's thread
   * @return the whole answer, the text included
   * @throws ModelCallException when no proper answer came, even if parts of it did
   */
  default ModelAnswer stream(ModelEntry entry, ModelRequest request, StreamSink sink) {
    ModelAnswer answer = call(entry, request);
    if (!answer.text().isEmpty()) {
      sink.text(answer.text());
    }
    return answer;
  }

  /**
   * Puts the meaning of texts into vectors, on the caller's thread like {@link #call}.
   *
   * @return one vector for each text, in order; {@code space} may be null
   * @throws ModelCallException when no proper answer came, or the kind has nothing of that sort
   */
  default EmbeddingAnswer embed(ModelEntry entry, EmbeddingRequest request) {
    throw new ModelCallException(
        FailureKind.INVALID_INPUT,
        "Providers of the kind '%s' make no embeddings; the model '%s' is served by '%s'."
            .formatted(entry.provider().kind(), entry.name(), entry.provider().name()),
        null);
  }

  /**
   * The models that a provider offers, or an empty list where it keeps none. Fails like a call.
   *
   * @param timeout the longest it may take
   * @throws ModelCallException when no proper list came
   */
  default List<OfferedModel> models(ProviderEntry provider, Duration timeout) {
    return List.of();
  }
}
