package org.gamelan.task;

import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.agent.AgentRegistry;

/**
 * Looks once a second whether a retiring agent can go. However its last task ended, on whatever
 * node, and whatever was restarted meanwhile, it is seen; while none retires, nothing is asked.
 */
@Singleton
@Lock(LockType.READ)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Retirements {
  private static final Logger LOG = Logger.getLogger(Retirements.class.getName());

  @Inject private AgentRegistry registry;
  @Inject private AgentWork work;

  private final AtomicBoolean looking = new AtomicBoolean();

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void look() {
    if (!registry.hasRetiring() || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      work.finishRetirements();
    } catch (RuntimeException e) {
      // Retiring agents stay so until the database can be asked again.
      LOG.log(Level.WARNING, "Cannot end retiring agents: {0}", e.getMessage());
    } finally {
      looking.set(false);
    }
  }
}
