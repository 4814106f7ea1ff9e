package org.gamelan.task;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.engine.StandingOverride;
import org.gamelan.engine.StandingOverrides;
import org.gamelan.engine.TaskOverride.Kind;
import org.gamelan.event.HintHeard;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * The standing overrides in force: one snapshot on each node, read anew when one changes here, when
 * another node says so, and every few seconds for a word that got lost.
 */
@ApplicationScoped
public class StandingRules implements StandingOverrides {
  /** What nodes tell each other when one was changed. */
  static final String CHANGED = "override.changed";

  /** How many may count at once. */
  static final int MOST = 200;

  private static final Logger LOG = Logger.getLogger(StandingRules.class.getName());
  private static final int LOOK_SECONDS = 5;

  private static final String IN_FORCE =
      """
      select id, kind, value, workflow, pipeline, stage, agent, expires_at from standing_override
      where expires_at > clock_timestamp()
      order by (workflow is not null)::int + (pipeline is not null)::int
        + (stage is not null)::int + (agent is not null)::int desc, id desc
      limit ?
      """;

  private final Database database;
  private volatile List<StandingOverride> inForce;
  private ScheduledFuture<?> looking;

  @Resource private ManagedScheduledExecutorService scheduler;

  protected StandingRules() {
    this(null);
  }

  @Inject
  public StandingRules(Database database) {
    this.database = database;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    refresh();
    looking =
        scheduler.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  void heard(@Observes HintHeard heard) {
    if (heard.hint().what().equals(CHANGED)) {
      look();
    }
  }

  private void look() {
    try {
      refresh();
    } catch (RuntimeException e) {
      // What was read last goes on to count; the next look comes in a moment.
      LOG.log(Level.WARNING, "Cannot read the standing overrides: {0}", e.getMessage());
    }
  }

  void refresh() {
    inForce =
        database.inTransaction(
            tx -> List.copyOf(Sql.query(tx.connection(), IN_FORCE, StandingRules::force, MOST)));
  }

  private static StandingOverride force(ResultSet row) throws SQLException {
    return new StandingOverride(
        Sql.id(row, "id"),
        Kind.find(row.getString("kind")).orElseThrow(),
        row.getString("value"),
        row.getString("workflow"),
        row.getString("pipeline"),
        row.getString("stage"),
        row.getString("agent"),
        Sql.instant(row, "expires_at"));
  }

  @Override
  public List<StandingOverride> inForce() {
    if (inForce == null) {
      // The engine may be quicker than our own start.
      refresh();
    }
    return inForce;
  }
}
