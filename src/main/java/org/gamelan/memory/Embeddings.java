package org.gamelan.memory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.EmbeddingAnswer;
import org.gamelan.provider.EmbeddingRequest;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.Models;

/**
 * Asks the embedding model, where one is configured. What was asked lately is known still, as the
 * stages of a task ask the same; while the model is down, questions do not wait for it.
 */
@ApplicationScoped
class Embeddings {
  /** The longest text that is put into a vector; small models take little more. */
  static final int MOST_CHARACTERS = 8_000;

  private static final int MOST_KNOWN = 500;
  private static final Duration LEFT_ALONE = Duration.ofSeconds(15);
  private static final Duration WORK = Duration.ofMinutes(1);

  /** Failures that have nothing to do with what was asked, or by whom. */
  private static final Set<FailureKind> OF_THE_MODEL =
      Set.of(
          FailureKind.TIMEOUT,
          FailureKind.RATE_LIMIT,
          FailureKind.SERVER_ERROR,
          FailureKind.NETWORK,
          FailureKind.AUTH);

  private final Models models;
  private final MemoryConfig config;
  private final Clock clock;
  private final Map<String, Direction> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Direction> eldest) {
          return size() > MOST_KNOWN;
        }
      };

  private volatile Trouble trouble;

  /** Why the model is left alone, and until when. */
  private record Trouble(String message, Instant until) {}

  /**
   * Where a question points to.
   *
   * @param direction nothing when it cannot be told
   * @param note how it was found out, or why not; null where there is no embedding model
   */
  record Asked(Optional<Direction> direction, String note) {}

  protected Embeddings() {
    this(null, null, null);
  }

  @Inject
  Embeddings(Models models, MemoryConfig config, Clock clock) {
    this.models = models;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Whose directions count now; nothing where no embedding model is configured, or it is unknown.
   */
  Optional<String> space() {
    return config.embeddingModel().flatMap(models::embeddingSpace);
  }

  boolean areConfigured() {
    return config.embeddingModel().isPresent();
  }

  /** Finds out where a question points to; never fails but when the caller is interrupted. */
  Asked ask(MemoryQuestion question) {
    if (!areConfigured() || question.origin() == null || question.text().isBlank()) {
      return new Asked(Optional.empty(), null);
    }
    String alias = config.embeddingModel().get();
    Optional<String> space = models.embeddingSpace(alias);
    if (space.isEmpty()) {
      return withoutVectors("there is no model '" + alias + "'");
    }
    String text = cut(question.text(), MOST_CHARACTERS);
    Direction before = known(space.get() + "\n" + text);
    if (before != null) {
      return found(before, alias);
    }
    Trouble now = trouble;
    if (now != null && clock.instant().isBefore(now.until())) {
      return withoutVectors(now.message());
    }
    try {
      EmbeddingRequest request =
          new EmbeddingRequest(alias, List.of(text), question.patience(), question.origin());
      EmbeddingAnswer answer = models.embed(request);
      Direction direction = new Direction(answer.space(), MemoryVector.of(answer.vectors().get(0)));
      keep(answer.space() + "\n" + text, direction);
      return found(direction, alias);
    } catch (ModelCallException e) {
      if (e.kind() == FailureKind.CANCELLED) {
        throw e;
      }
      if (OF_THE_MODEL.contains(e.kind())) {
        trouble = new Trouble(e.getMessage(), clock.instant().plus(LEFT_ALONE));
      }
      return withoutVectors(e.getMessage());
    }
  }

  private static Asked found(Direction direction, String alias) {
    return new Asked(Optional.of(direction), "by words and by vectors of '" + alias + "'");
  }

  private static Asked withoutVectors(String why) {
    return new Asked(Optional.empty(), "by words alone: " + why);
  }

  private Direction known(String question) {
    synchronized (known) {
      return known.get(question);
    }
  }

  private void keep(String question, Direction direction) {
    synchronized (known) {
      known.put(question, direction);
    }
  }

  /**
   * Makes vectors of texts, in order.
   *
   * @throws ModelCallException when that cannot be done now
   */
  List<Direction> of(List<String> texts) {
    EmbeddingAnswer answer =
        models.embed(
            new EmbeddingRequest(
                config.embeddingModel().orElseThrow(),
                texts,
                WORK,
                new CallOrigin(null, null, null, null, Map.of())));
    return answer.vectors().stream()
        .map(vector -> new Direction(answer.space(), MemoryVector.of(vector)))
        .toList();
  }

  /** The beginning of a text, no character of it halved; never blank where the text is not. */
  static String cut(String text, int most) {
    String stripped = text.strip();
    if (stripped.length() <= most) {
      return stripped;
    }
    int end = Character.isHighSurrogate(stripped.charAt(most - 1)) ? most - 1 : most;
    return stripped.substring(0, end);
  }
}
