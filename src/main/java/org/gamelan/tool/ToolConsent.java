package org.gamelan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.policy.PolicyDecision;

/** How a call comes by the consent of a person, where policy asks for one. */
public interface ToolConsent {
  /**
   * What a person said to this very call; nothing while nobody has said anything.
   *
   * @param asked what they have to have been asked
   */
  Optional<Answer> answer(Question asked);

  /** Has a person asked: what to throw, so that the call is made again when there is an answer. */
  GamelanException ask(Question question);

  /**
   * What a person is asked.
   *
   * @param tool the tool
   * @param arguments with what it is to be called
   * @param why why policy asks
   */
  record Question(ToolDefinition tool, JsonNode arguments, PolicyDecision why) {}

  /**
   * What a person said.
   *
   * @param given whether the call may be made
   * @param by who
   * @param comment why, or null
   */
  record Answer(boolean given, String by, String comment) {}

  /** There is nobody to ask. */
  ToolConsent NOBODY =
      new ToolConsent() {
        @Override
        public Optional<Answer> answer(Question asked) {
          return Optional.empty();
        }

        @Override
        public GamelanException ask(Question question) {
          return new GamelanException(
              FailureKind.NOT_PERMITTED,
              question.why().reason() + " Outside of a task there is nobody to ask.");
        }
      };
}
