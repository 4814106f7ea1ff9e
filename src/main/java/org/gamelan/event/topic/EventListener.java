package org.gamelan.event.topic;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.gamelan.event.EventFeed;
import org.gamelan.event.Hint;
import org.gamelan.event.HintHeard;

/** Hears from other nodes that they stored events, and makes this node's feed look for them. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Topic"),
      @ActivationConfigProperty(
          propertyName = "destination",
          propertyValue = "${MPCONFIG=gamelan.jms.events}"),
      @ActivationConfigProperty(
          propertyName = "resourceAdapter",
          propertyValue = "${MPCONFIG=gamelan.jms.resource-adapter}")
    })
public class EventListener implements MessageListener {
  @Inject private EventFeed feed;
  @Inject private Event<HintHeard> hints;

  @Inject
  @ConfigProperty(name = "gamelan.node.id", defaultValue = "unknown")
  private String node;

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void onMessage(Message message) {
    try {
      if (!node.equals(message.getStringProperty(EventAnnouncer.NODE))) {
        feed.look();
        hear(message);
      }
    } catch (JMSException e) {
      // Whoever sent it, looking does no harm.
      feed.look();
    }
  }

  private void hear(Message message) throws JMSException {
    String what = message.getStringProperty(EventAnnouncer.WHAT);
    if (what != null) {
      String subject = message.getStringProperty(EventAnnouncer.SUBJECT);
      hints.fire(new HintHeard(new Hint(what, UUID.fromString(subject))));
    }
  }
}
