package org.gamelan.evolution;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.gamelan.agent.AgentScore;
import org.gamelan.agent.AgentScores;
import org.gamelan.config.EvolutionConfig;
import org.gamelan.engine.StagesCommitted;
import org.gamelan.event.EventFeed;
import org.gamelan.event.EventFilter;
import org.gamelan.event.EventPosition;
import org.gamelan.event.EventReader;
import org.gamelan.platform.Database;

/**
 * The scores in force on this node. Ends of stages are read from the log of events behind a cursor
 * that moves in the same transaction as the scores, so each counts once, whichever node reads it
 * and whenever one dies. Nothing of it is on the way of a task.
 */
@ApplicationScoped
public class ScoreBoard implements AgentScores {
  private static final Logger LOG = Logger.getLogger(ScoreBoard.class.getName());
  private static final int BATCH = 1_000;
  private static final int BATCHES = 40;
  private static final int MOST = 5_000;
  private static final int TICK_SECONDS = 2;

  /** Ends on other nodes are read by whoever looks first; this one looks every so many ticks. */
  private static final int QUIET_TICKS = 5;

  private static final int HALF_LIVES_KEPT = 10;
  private static final Duration TIDY = Duration.ofHours(1);

  private final Database database;
  private final EventFeed feed;
  private final EvolutionConfig config;
  private final Clock clock;
  private final Explorer explorer;
  private volatile Map<Sample.Key, Tally> tallies = Map.of();
  private volatile boolean committed = true;
  private Instant tidied = Instant.EPOCH;
  private int ticks;
  private ScheduledFuture<?> ticking;

  @Resource private ManagedScheduledExecutorService scheduler;

  protected ScoreBoard() {
    this(null, null, EvolutionConfig.DEFAULT, null);
  }

  @Inject
  public ScoreBoard(Database database, EventFeed feed, EvolutionConfig config, Clock clock) {
    this.database = database;
    this.feed = feed;
    this.config = config;
    this.clock = clock;
    this.explorer = new Explorer(config.exploration());
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    ticking =
        scheduler.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (ticking != null) {
      ticking.cancel(false);
    }
  }

  void committed(@Observes StagesCommitted news) {
    committed = true;
  }

  private void tick() {
    try {
      boolean due = ticks++ % QUIET_TICKS == 0;
      if (committed || due) {
        committed = false;
        follow();
        reload();
        tidy();
      }
    } catch (RuntimeException e) {
      // The cursor stays where it was, so nothing is missed.
      committed = true;
      LOG.log(Level.WARNING, "Scores could not be brought up to date; trying again", e);
    }
  }

  /** Takes in what has ended since the last time. */
  private void follow() {
    for (int i = 0; i < BATCHES; i++) {
      Optional<String> from = database.inTransaction(tx -> ScoreRows.position(tx.connection()));
      EventReader reader =
          from.map(position -> feed.open(EventFilter.ALL, position))
              .orElseGet(() -> feed.openFromStart(EventFilter.ALL));
      if (takeIn(from, reader.position()) < BATCH) {
        return;
      }
    }
    committed = true;
  }

  /** How many rows of the log were taken in: none when another node was quicker. */
  private int takeIn(Optional<String> from, EventPosition start) {
    return database.inTransaction(
        tx -> {
          Optional<Optional<String>> position = ScoreRows.lockPosition(tx.connection());
          if (position.isEmpty() || !position.get().equals(from)) {
            return 0;
          }
          ScoreRows.Ended ended = ScoreRows.ended(tx.connection(), start, BATCH);
          List<Sample> samples = ended.samples();
          if (!samples.isEmpty()) {
            Map<Sample.Key, Tally> before =
                ScoreRows.tallies(
                    tx.connection(), samples.stream().map(Sample::key).distinct().toList());
            ScoreRows.save(tx.connection(), ScoreRows.fold(before, samples, config.halfLife()));
          }
          if (ended.rows() > 0) {
            ScoreRows.moveTo(tx.connection(), ended.end().toString());
          }
          return ended.rows();
        });
  }

  private void reload() {
    tallies = Map.copyOf(database.inTransaction(tx -> ScoreRows.all(tx.connection(), MOST)));
  }

  private void tidy() {
    Instant now = clock.instant();
    if (Duration.between(tidied, now).compareTo(TIDY) > 0) {
      tidied = now;
      database.inTransaction(
          tx -> ScoreRows.forget(tx.connection(), config.halfLife().multipliedBy(HALF_LIVES_KEPT)));
    }
  }

  /** All scores, by agent and class. */
  public List<AgentScore> list() {
    Map<Sample.Key, Tally> now = tallies;
    Map<String, Fitness> classes =
        now.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getKey().taskClass(),
                    Collectors.collectingAndThen(
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList()),
                        all -> new Fitness(config, all))));
    Instant moment = clock.instant();
    List<AgentScore> scores = new ArrayList<>();
    now.forEach((key, tally) -> scores.add(classes.get(key.taskClass()).of(key, tally, moment)));
    scores.sort(Comparator.comparing(AgentScore::agent).thenComparing(AgentScore::taskClass));
    return scores;
  }

  /**
   * Some scores, by agent and class.
   *
   * @param agent only of this agent, or null for all
   * @param taskClass only of this class, or null for all
   */
  public List<AgentScore> list(String agent, String taskClass) {
    return list().stream()
        .filter(score -> agent == null || score.agent().equals(agent))
        .filter(score -> taskClass == null || score.taskClass().equals(taskClass))
        .toList();
  }

  @Override
  public List<AgentScore> of(String agent) {
    return list(agent, null);
  }

  @Override
  public Optional<AgentScore> find(String agent, String taskClass) {
    return list(agent, taskClass).stream().findFirst();
  }

  @Override
  public Ranking rank(List<String> agents, String taskClass, String otherwise) {
    Map<String, AgentScore> scores =
        list(null, taskClass).stream().collect(Collectors.toMap(AgentScore::agent, it -> it));
    return explorer.rank(
        agents.stream()
            .map(name -> new Explorer.Candidate(name, Optional.ofNullable(scores.get(name))))
            .toList(),
        taskClass,
        otherwise);
  }
}
