package org.gamelan.engine.queue;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.UUID;
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

  @Resource(lookup = "jms/gamelan/connections")
  private ConnectionFactory connections;

  @Resource(lookup = "jms/gamelan/stages")
  private Queue stages;

  private volatile long complainedAt = System.nanoTime() - QUIET_NANOS;

  @Override
  public void offer(List<UUID> runs) {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(stages)) {
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.setTimeToLive(TIME_TO_LIVE_MILLIS);
      for (UUID run : runs) {
        producer.send(session.createTextMessage(run.toString()));
      }
    } catch (JMSException e) {
      complain(e);
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
