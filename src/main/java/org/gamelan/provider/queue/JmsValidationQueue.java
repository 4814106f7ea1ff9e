package org.gamelan.provider.queue;

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
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.provider.ValidationOrder;
import org.gamelan.provider.ValidationQueue;

/**
 * Sends orders on a thread of the server's, so that a broker that does not answer holds up nobody.
 * There is at most one on its way for each provider, as each was claimed before.
 */
@ApplicationScoped
public class JmsValidationQueue implements ValidationQueue {
  private static final Logger LOG = Logger.getLogger(JmsValidationQueue.class.getName());

  /** As long as a claim holds. */
  private static final long TIME_TO_LIVE_MILLIS = 120_000;

  @Resource(lookup = "jms/gamelan/connections")
  private ConnectionFactory connections;

  @Resource(lookup = "jms/gamelan/validations")
  private Queue validations;

  @Resource private ManagedExecutorService executor;

  public JmsValidationQueue() {}

  @Override
  public void offer(ValidationOrder order, Consumer<ValidationOrder> unsent) {
    executor.execute(
        () -> {
          try {
            send(order.text());
          } catch (JMSException e) {
            LOG.log(
                Level.WARNING, "The broker cannot be reached; this node validates by itself", e);
            unsent.accept(order);
          }
        });
  }

  private void send(String text) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(validations)) {
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.setTimeToLive(TIME_TO_LIVE_MILLIS);
      producer.send(session.createTextMessage(text));
    }
  }
}
