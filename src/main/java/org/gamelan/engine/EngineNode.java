package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.RunJournal.Renewal;

/**
 * This server as a holder of leases. It renews its lease several times before it would expire; when
 * it cannot, it stops working in good time, because another node may go on with its runs, and
 * enters again under a new epoch once the database answers.
 */
@ApplicationScoped
public class EngineNode {
  private static final Logger LOG = Logger.getLogger(EngineNode.class.getName());

  private final EngineConfig config;
  private final RunJournal journal;
  private volatile long epoch;
  private volatile long renewedAt;
  private volatile boolean alone;

  protected EngineNode() {
    this(null, null);
  }

  @Inject
  public EngineNode(EngineConfig config, RunJournal journal) {
    this.config = config;
    this.journal = journal;
  }

  public UUID id() {
    return config.node();
  }

  long epoch() {
    return epoch;
  }

  /** Whether this node may work: it has entered, and its lease cannot have expired. */
  public boolean isWorking() {
    return epoch > 0 && System.nanoTime() - renewedAt < safeLease().toNanos();
  }

  /** Whether no other node worked with this database when the lease was last renewed. */
  boolean isAlone() {
    return alone;
  }

  /** The lease less what clocks and a slow network may take. */
  private Duration safeLease() {
    return config.leaseExpiry().multipliedBy(7).dividedBy(10);
  }

  /**
   * Enters or renews.
   *
   * @return whether this node may go on with what it had; false when it has entered anew and all
   *     earlier work of it is void
   */
  boolean renew() {
    long asked = System.nanoTime();
    if (epoch > 0 && isWorking()) {
      Renewal renewal = journal.renew(config.node(), epoch, config.leaseExpiry());
      alone = renewal == Renewal.ALONE;
      if (renewal != Renewal.REFUSED) {
        renewedAt = asked;
        return true;
      }
    }
    alone = false;
    long before = epoch;
    epoch = journal.join(config.node(), config.nodeName());
    renewedAt = asked;
    LOG.log(
        Level.INFO,
        "Node {0} works under epoch {1}",
        new Object[] {config.node().toString(), Long.toString(epoch)});
    return before == 0;
  }
}
