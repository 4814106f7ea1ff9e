package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.gamelan.agent.CallJournal;
import org.gamelan.tool.ToolConsent;
import org.gamelan.tool.ToolEffect;

/**
 * The journal of one of several turns within a stage. Each turn has a stretch of numbers of its
 * own, the last of which keeps its answer.
 */
final class PlacedCalls implements CallJournal {
  /** More than the calls of the longest turn there can be. */
  private static final int STRETCH = 1_000;

  private final CallJournal journal;
  private final int start;

  PlacedCalls(CallJournal journal, int place) {
    this.journal = journal;
    this.start = place * STRETCH;
  }

  @Override
  public Optional<JsonNode> finished(int number) {
    return journal.finished(start + number);
  }

  @Override
  public ToolConsent consent(int number) {
    return journal.consent(start + number);
  }

  @Override
  public void starting(int number, String name, ToolEffect effect) {
    journal.starting(start + number, name, effect);
  }

  @Override
  public void finished(int number, String name, JsonNode answer) {
    journal.finished(start + number, name, answer);
  }

  /** What the turn came to, if it had ended before. */
  Optional<JsonNode> answer() {
    return finished(STRETCH - 1);
  }

  void answer(String agent, JsonNode answer) {
    finished(STRETCH - 1, agent, answer);
  }
}
