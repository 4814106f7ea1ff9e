package org.gamelan.engine.queue;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.engine.StageQueue;
import org.gamelan.platform.LightThreads;

/**
 * Puts ready runs on the queue. Messages are not persistent and expire soon, because the database
 * holds the truth and every node looks for itself once a second: a broker that is away delays work,
 * it loses nothing. One thread of its own sends, so a broker that does not answer holds up nobody
 * else.
 */
@ApplicationScoped
public class JmsStageQueue implements StageQueue {
  private static final Logger LOG = Logger.getLogger(JmsStageQueue.class.getName());
  private static final long TIME_TO_LIVE_MILLIS = 60_000;
  private static final long QUIET_NANOS = 30_000_000_000L;
  private static final long IDLE_SECONDS = 30;
  private static final int MAX_HINTS = 10_000;
  private static final int BATCH = 256;

  private final BlockingQueue<UUID> hints = new ArrayBlockingQueue<>(MAX_HINTS);
  private final AtomicBoolean started = new AtomicBoolean();

  @Resource(lookup = "jms/gamelan/connections")
  private ConnectionFactory connections;

  @Resource(lookup = "jms/gamelan/stages")
  private Queue stages;

  @Resource private ManagedThreadFactory threadFactory;

  private volatile Thread sender;
  private long complainedAt = System.nanoTime() - QUIET_NANOS;

  /** Never waits: what does not fit is found by looking, as a lost message is. */
  @Override
  public void offer(List<UUID> runs) {
    for (UUID run : runs) {
      if (!hints.offer(run)) {
        break;
      }
    }
    if (started.compareAndSet(false, true)) {
      sender = LightThreads.create("gamelan-stage-queue", this::sendForEver, threadFactory);
      sender.start();
    }
  }

  @PreDestroy
  void stop() {
    if (sender != null) {
      sender.interrupt();
    }
  }

  private void sendForEver() {
    List<UUID> batch = new ArrayList<>(BATCH);
    while (!Thread.currentThread().isInterrupted()) {
      try {
        batch.add(hints.take());
        sendWhileBusy(batch);
      } catch (InterruptedException e) {
        return;
      } catch (JMSException e) {
        complain(e);
      }
      batch.clear();
    }
  }

  /** Keeps its session for as long as there is something to send every now and then. */
  private void sendWhileBusy(List<UUID> batch) throws JMSException, InterruptedException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(stages)) {
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.setTimeToLive(TIME_TO_LIVE_MILLIS);
      while (!batch.isEmpty()) {
        hints.drainTo(batch, BATCH - batch.size());
        for (UUID run : batch) {
          producer.send(session.createTextMessage(run.toString()));
        }
        batch.clear();
        UUID next = hints.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        if (next != null) {
          batch.add(next);
        }
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
