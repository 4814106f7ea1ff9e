package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.agent.Agent;
import org.gamelan.agent.AgentAnswer;
import org.gamelan.agent.InvalidOutputException;
import org.gamelan.engine.Agents;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.provider.TokenUsage;
import org.gamelan.task.NewTask;

/**
 * Lets people try agents out, outside of any task: a few at once, each for a few minutes, seen only
 * by who began it. Nothing of it is stored but what its calls of models cost.
 */
@ApplicationScoped
@ManagedExecutorDefinition(name = AgentTrials.EXECUTOR, maxAsync = AgentTrials.MOST_AT_ONCE)
public class AgentTrials {
  static final String EXECUTOR = "java:app/concurrent/gamelan-trials";
  static final int MOST_AT_ONCE = 8;

  private static final Logger LOG = Logger.getLogger(AgentTrials.class.getName());
  private static final int MOST_KEPT = 32;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration KEPT = Duration.ofMinutes(2);

  @Resource(lookup = EXECUTOR)
  private ManagedExecutorService executor;

  private final Map<UUID, AgentTrial> trials = new LinkedHashMap<>();
  private Agents agents;
  private Clock clock;

  /** For the container's proxies. */
  protected AgentTrials() {}

  @Inject
  AgentTrials(Agents agents, Clock clock) {
    this.agents = agents;
    this.clock = clock;
  }

  @PreDestroy
  synchronized void stopAll() {
    trials.values().forEach(AgentTrial::stop);
  }

  /**
   * Begins to try an agent out.
   *
   * @param message what it is asked
   * @param input what its prompt sees as {@code input}
   * @param by who tries
   * @throws InvalidInputException when the message is missing or too long
   * @throws ConflictException when too many are under way
   */
  AgentTrial start(String agent, String message, JsonNode input, String by) {
    if (message == null || message.isBlank()) {
      throw new InvalidInputException("message", "is missing; say what the agent is to do");
    }
    if (message.length() > NewTask.MAX_DESCRIPTION) {
      throw new InvalidInputException(
          "message", "has more than " + NewTask.MAX_DESCRIPTION + " characters");
    }
    Agent ready = agents.find(agent).orElseThrow(() -> new NotFoundException("agent", agent));
    AgentTrial trial = add(by);
    LOG.log(Level.INFO, "{0} tries the agent {1} out", new Object[] {by, agent});
    try {
      executor.execute(() -> go(trial, ready, message, input));
    } catch (RuntimeException e) {
      remove(trial);
      throw e;
    }
    return trial;
  }

  private synchronized AgentTrial add(String by) {
    Instant now = clock.instant();
    trials.values().removeIf(trial -> trial.endedBefore(now.minus(KEPT)));
    long running = trials.values().stream().filter(trial -> !trial.isEnded()).count();
    if (running >= MOST_AT_ONCE) {
      throw new ConflictException(
          MOST_AT_ONCE + " agents are tried out already; wait until one has answered.");
    }
    trials.values().stream()
        .filter(AgentTrial::isEnded)
        .limit(Math.max(0, trials.size() - MOST_KEPT))
        .toList()
        .forEach(this::remove);
    AgentTrial trial = new AgentTrial(UUID.randomUUID(), by, now);
    trials.put(trial.id(), trial);
    return trial;
  }

  private synchronized void remove(AgentTrial trial) {
    trials.remove(trial.id());
  }

  /** A trial of this person. */
  synchronized Optional<AgentTrial> find(UUID id, String owner) {
    return Optional.ofNullable(trials.get(id)).filter(trial -> trial.owner().equals(owner));
  }

  private void go(AgentTrial trial, Agent agent, String message, JsonNode input) {
    ObjectNode last;
    try {
      last = trial.begin() ? answered(trial, agent, message, input) : stopped();
    } catch (InvalidOutputException e) {
      last = failed(e).put("output", e.rawOutput());
    } catch (GamelanException e) {
      last = trial.isStopped() ? stopped() : failed(e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "An agent that was tried out broke", e);
      last = Json.object().put("status", "failed").put("message", "It broke: see the log.");
    } finally {
      trial.leaveThread();
    }
    last.put("took", Figures.duration(Duration.between(trial.began(), clock.instant())));
    trial.end(last, clock.instant());
  }

  private static ObjectNode answered(
      AgentTrial trial, Agent agent, String message, JsonNode input) {
    JsonNode given = input == null ? Json.object() : input;
    String asked = given.isEmpty() ? message : message + "\n\nInput:\n" + Json.writePretty(given);
    AgentAnswer answer = agent.answer(asked, AgentVariables.of(message, given), LONGEST, trial);
    TokenUsage tokens = answer.tokens();
    return Json.object()
        .put("status", "succeeded")
        .put("message", "")
        .put(
            "output",
            agent.definition().outputSchema() == null
                ? answer.output().path("text").asText()
                : Json.writePretty(answer.output()))
        .put(
            "tokens",
            Figures.count(tokens.input()) + " read, " + Figures.count(tokens.output()) + " written")
        .put("cost", answer.cost() == null ? null : Figures.cost(answer.cost()))
        .put("model", answer.model())
        .put("repairs", answer.repairs().size());
  }

  private static ObjectNode stopped() {
    return Json.object().put("status", "cancelled").put("message", "Stopped.");
  }

  private static ObjectNode failed(GamelanException e) {
    return Json.object()
        .put("status", "failed")
        .put("message", FailureTitles.words(e.kind()) + ": " + e.getMessage());
  }
}
