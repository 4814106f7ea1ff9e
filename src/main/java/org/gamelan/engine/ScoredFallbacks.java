package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.agent.AgentScores;
import org.gamelan.agent.AgentScores.Ranking;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureSignature;
import org.gamelan.platform.DatabaseException;
import org.gamelan.provider.CallLedger;
import org.gamelan.provider.RoutingNote;

/**
 * Has the fittest of several fallback agents take over; where scores say nothing, the nearest in
 * the definitions. What decided is noted for the attempt that follows, in the transaction that
 * begins it.
 */
@ApplicationScoped
class ScoredFallbacks implements Fallbacks {
  private static final Logger LOG = Logger.getLogger(ScoredFallbacks.class.getName());
  private static final String OTHERWISE = "it is the next in the definitions";

  private final AgentScores scores;
  private final RunJournal journal;
  private final CallLedger ledger;
  private final Clock clock;

  protected ScoredFallbacks() {
    this(null, null, null, null);
  }

  @Inject
  ScoredFallbacks(AgentScores scores, RunJournal journal, CallLedger ledger, Clock clock) {
    this.scores = scores;
    this.journal = journal;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public String choose(Claimed claimed, List<String> left, FailureSignature failure, UUID next) {
    StageRun run = claimed.run();
    Ranking ranking;
    try {
      ranking = scores.rank(left, journal.taskClass(run.task()), OTHERWISE);
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "The class of a task could not be read; fallbacks as declared", e);
      return left.get(0);
    }
    String failed = "failed: " + failure.kind().id();
    List<RoutingNote.Candidate> candidates = new ArrayList<>();
    candidates.add(new RoutingNote.Candidate(failure.agent(), failed));
    candidates.addAll(ranking.candidates());
    String winner = ranking.order().get(0);
    ledger.add(
        run.id(),
        new RoutingNote(
            clock.instant(),
            run.task(),
            next,
            RoutingNote.Kind.AGENT,
            winner,
            ranking.scored() ? RoutingNote.By.SCORE : RoutingNote.By.RULE,
            null,
            "It is a fallback of '%s', which %s. %s"
                .formatted(failure.agent(), failed, ranking.reason()),
            candidates));
    return winner;
  }
}
