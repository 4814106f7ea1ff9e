package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.provider.CallLedger;

/** Keeps the calls inside stage runs. */
public interface RunCalls {
  /** The number under which it is kept how a run is arranged; calls are numbered from 0. */
  int ARRANGEMENT = -1;

  /** The finished calls inside a run, by number. */
  Map<Integer, JsonNode> finishedCalls(UUID run);

  /** Commits the intent of a call; an earlier unfinished one is returned instead. */
  Optional<OpenCall> startCall(UUID run, int number, String name, String effect);

  void finishCall(UUID run, int number, String name, String effect, JsonNode answer);

  /**
   * Keeps how a run is arranged before its first call. It is found under {@link #ARRANGEMENT} among
   * the finished calls.
   *
   * @param entries what is noted of the run so far, written in the same transaction
   */
  void arrange(UUID run, JsonNode arrangement, CallLedger.Entries entries);

  /**
   * A call that had begun and never reported its end.
   *
   * @param name the tool
   * @param failedBy who declared it failed, or null
   */
  record OpenCall(String name, String failedBy) {}
}
