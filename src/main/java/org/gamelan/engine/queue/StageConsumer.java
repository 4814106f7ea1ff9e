package org.gamelan.engine.queue;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import org.gamelan.engine.Engine;

/**
 * Takes wake-ups from the queue and hands them to the engine, which claims what is due when it has
 * room. It returns at once: nobody waits for a model inside a delivery.
 */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(
          propertyName = "destination",
          propertyValue = "${MPCONFIG=gamelan.jms.stages}"),
      @ActivationConfigProperty(
          propertyName = "resourceAdapter",
          propertyValue = "${MPCONFIG=gamelan.jms.resource-adapter}"),
      @ActivationConfigProperty(
          propertyName = "maxSessions",
          propertyValue = "${MPCONFIG=gamelan.jms.sessions}")
    })
public class StageConsumer implements MessageListener {
  @Inject private Engine engine;

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void onMessage(Message message) {
    engine.wake();
  }
}
