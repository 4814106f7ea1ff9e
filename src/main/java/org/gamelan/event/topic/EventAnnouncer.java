package org.gamelan.event.topic;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.Hint;

/** Tells the other nodes of new events, a few times a hundred milliseconds at most. */
@ApplicationScoped
public class EventAnnouncer {
  /** Names the sender, so that a node does not listen to itself. */
  static final String NODE = "node";

  /** What a hint is about; messages without it say only that there are new events. */
  static final String WHAT = "what";

  static final String SUBJECT = "subject";

  private static final Logger LOG = Logger.getLogger(EventAnnouncer.class.getName());
  private static final long GATHER_MILLIS = 10;
  private static final long TIME_TO_LIVE_MILLIS = 2_000;

  private final AtomicBoolean pending = new AtomicBoolean();
  private final AtomicBoolean again = new AtomicBoolean();

  @Resource(lookup = "jms/gamelan/connections")
  private ConnectionFactory connections;

  @Resource(lookup = "jms/gamelan/events")
  private Topic topic;

  @Resource private ManagedScheduledExecutorService scheduler;

  /** A broker inside this server has no other nodes. */
  @Inject
  @ConfigProperty(name = "gamelan.broker.embedded", defaultValue = "true")
  private boolean alone;

  @Inject
  @ConfigProperty(name = "gamelan.node.id", defaultValue = "unknown")
  private String node;

  void appended(@Observes EventsAppended told) {
    if (!alone) {
      announceSoon();
    }
  }

  void hinted(@Observes Hint hint) {
    if (!alone) {
      scheduler.execute(() -> pass(hint));
    }
  }

  private void pass(Hint hint) {
    try {
      send(hint);
    } catch (JMSException e) {
      LOG.log(Level.FINE, "Other nodes got no hint; they look each second", e);
    }
  }

  private void announceSoon() {
    if (!pending.compareAndSet(false, true)) {
      again.set(true);
    } else {
      ScheduledFuture<?> unused =
          scheduler.schedule(this::announce, GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** One at a time: a broker that is away holds up one thread, not one for each event. */
  private void announce() {
    again.set(false);
    try {
      send(null);
    } catch (JMSException e) {
      LOG.log(Level.FINE, "Other nodes were not told of events; they look each second", e);
    } finally {
      pending.set(false);
    }
    if (again.getAndSet(false)) {
      announceSoon();
    }
  }

  private void send(Hint hint) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(topic)) {
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.setTimeToLive(TIME_TO_LIVE_MILLIS);
      Message message = session.createMessage();
      message.setStringProperty(NODE, node);
      if (hint != null) {
        message.setStringProperty(WHAT, hint.what());
        message.setStringProperty(SUBJECT, hint.subject().toString());
      }
      producer.send(message);
    }
  }
}
