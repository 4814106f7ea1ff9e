package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.gamelan.tool.ToolConsent;
import org.gamelan.tool.ToolEffect;

/**
 * Remembers what was answered inside a stage, so that a stage resumed after a crash goes on after
 * its last finished call. Calls are numbered from 0 in the order they are made; a resumed stage
 * makes the same calls in the same order and finds the answers of those that had finished.
 */
public interface CallJournal {
  /** What a finished call answered, if it had finished before. */
  Optional<JsonNode> finished(int number);

  /**
   * Tells that a call is about to be made. For {@link ToolEffect#EXTERNAL} the intent is durable
   * when this returns.
   *
   * @throws org.gamelan.failure.GamelanException when an external call had started before and its
   *     outcome is unknown
   */
  void starting(int number, String name, ToolEffect effect);

  /** How a call comes by the consent of a person, where policy asks for one. */
  default ToolConsent consent(int number) {
    return ToolConsent.NOBODY;
  }

  /** Makes an answer durable before it is used. */
  void finished(int number, String name, JsonNode answer);

  /** Remembers nothing: for calls outside of any stage. */
  CallJournal NONE =
      new CallJournal() {
        @Override
        public Optional<JsonNode> finished(int number) {
          return Optional.empty();
        }

        @Override
        public void starting(int number, String name, ToolEffect effect) {}

        @Override
        public void finished(int number, String name, JsonNode answer) {}
      };
}
