package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps the calls inside stage runs. */
public interface RunCalls {
  /** The finished calls inside a run, by number. */
  Map<Integer, JsonNode> finishedCalls(UUID run);

  /** Commits the intent of a call; an earlier unfinished one is returned instead. */
  Optional<OpenCall> startCall(UUID run, int number, String name, String effect);

  void finishCall(UUID run, int number, String name, String effect, JsonNode answer);

  /**
   * A call that had begun and never reported its end.
   *
   * @param name the tool
   * @param failedBy who declared it failed, or null
   */
  record OpenCall(String name, String failedBy) {}
}
