package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.gamelan.platform.DatabaseException;
import org.gamelan.provider.CallLedger;

/** A journal that remembers outcomes and fails when told to. */
final class MemoryJournal implements RunJournal {
  private final Map<UUID, StageOutcome> outcomes = new ConcurrentHashMap<>();
  private RuntimeException failure;
  private int failures;
  private String refused;
  private boolean passedOn;
  private int commits;

  synchronized void failWith(RuntimeException problem, int times) {
    failure = problem;
    failures = times;
  }

  synchronized void refuse(String text) {
    refused = text;
  }

  synchronized void passLeasesOn() {
    passedOn = true;
  }

  synchronized int commits() {
    return commits;
  }

  StageOutcome outcome(UUID run) {
    return outcomes.get(run);
  }

  @Override
  public synchronized Map<UUID, Committed> commit(
      UUID node, long epoch, List<Completion> completions) {
    if (failures > 0) {
      failures--;
      throw failure;
    }
    Map<UUID, Committed> committed = new HashMap<>();
    for (Completion completion : completions) {
      JsonNode output = completion.outcome().output();
      if (refused != null && output != null && output.toString().contains(refused)) {
        throw new DatabaseException(new SQLException("unstorable", "22P05"));
      }
    }
    for (Completion completion : completions) {
      if (!passedOn) {
        outcomes.put(completion.run().id(), completion.outcome());
        committed.put(completion.run().id(), new Committed(List.of(), List.of(), List.of(), null));
      }
    }
    commits++;
    return committed;
  }

  @Override
  public long join(UUID node, String name) {
    return 1;
  }

  @Override
  public Renewal renew(UUID node, long epoch, Duration expiry) {
    return Renewal.ALONE;
  }

  @Override
  public int recover(Duration expiry) {
    return 0;
  }

  @Override
  public Claim claim(UUID node, long epoch, int max) {
    return new Claim(List.of(), false);
  }

  @Override
  public Set<UUID> held(UUID node, long epoch) {
    return Set.of();
  }

  @Override
  public int giveBack(UUID node, long epoch, Set<UUID> runs) {
    return 0;
  }

  @Override
  public int hurry(String waitingFor) {
    return 0;
  }

  @Override
  public String taskClass(UUID task) {
    return "test";
  }

  @Override
  public Map<Integer, JsonNode> finishedCalls(UUID run) {
    return Map.of();
  }

  @Override
  public Optional<OpenCall> startCall(UUID run, int number, String name, String effect) {
    return Optional.empty();
  }

  @Override
  public void arrange(UUID run, JsonNode arrangement, CallLedger.Entries entries) {}

  @Override
  public void finishCall(UUID run, int number, String name, String effect, JsonNode answer) {}
}
