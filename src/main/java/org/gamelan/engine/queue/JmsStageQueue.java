package org.gamelan.engine.queue;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.engine.StageQueue;

/**
 * Puts ready runs on the queue. Messages are not persistent and expire soon, because the database
 * holds the truth and every node looks for itself once a second: a broker that is away delays work,
 * it loses nothing.
 */
@ApplicationScoped
public class JmsStageQueue implements StageQueue {
  private static final Logger LOG = Logger.getLogger(JmsStageQueue.class.getName());
  private static final long TIME_TO_LIVE_MILLIS = 60_000;
  private static final long QUIET_NANOS = 30_000_000_000L;
  private static final int MAX_HINTS = 10_000;
  private static final int BATCH = 256;

  private final BlockingQueue<UUID> hints = new ArrayBlockingQueue<>(MAX_HINTS);
  private final AtomicBoolean sending = new AtomicBoolean();

  @Resource(lookup = "jms/gamelan/connections")
  private ConnectionFactory connections;

  @Resource(lookup = "jms/gamelan/stages")
  private Queue stages;

  @Resource private ManagedExecutorService executor;

  private volatile long complainedAt = System.nanoTime() - QUIET_NANOS;

  /** Never waits: what does not fit is found by looking, as a lost message is. */
  @Override
  public void offer(List<UUID> runs) {
    for (UUID run : runs) {
      if (!hints.offer(run)) {
        break;
      }
    }
    startSending();
  }

  private void startSending() {
    if (!hints.isEmpty() && sending.compareAndSet(false, true)) {
      try {
        executor.execute(this::sendAll);
      } catch (RejectedExecutionException | IllegalStateException e) {
        sending.set(false);
        LOG.log(Level.FINE, "Hints are not sent while the server stops", e);
      }
    }
  }

  /** A broker that is away may hold this one thread up, and nobody else. */
  private void sendAll() {
    try {
      List<UUID> batch = new ArrayList<>(BATCH);
      while (hints.drainTo(batch, BATCH) > 0) {
        send(batch);
        batch.clear();
      }
    } catch (JMSException e) {
      complain(e);
    } finally {
      sending.set(false);
    }
    startSending();
  }

  private void send(List<UUID> runs) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(stages)) {
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.setTimeToLive(TIME_TO_LIVE_MILLIS);
      for (UUID run : runs) {
        producer.send(session.createTextMessage(run.toString()));
      }
    }
  }

  private void complain(JMSException e) {
    long now = System.nanoTime();
    if (now - complainedAt >= QUIET_NANOS) {
      complainedAt = now;
      LOG.log(
          Level.WARNING,
          "The broker cannot be reached; ready stages are found by looking each second instead",
          e);
    }
  }
}
