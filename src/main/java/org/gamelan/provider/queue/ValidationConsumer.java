package org.gamelan.provider.queue;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.provider.ProviderValidation;
import org.gamelan.provider.ValidationOrder;

/** Takes orders from the queue and hands them over: nobody waits for a provider in a delivery. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(
          propertyName = "destination",
          propertyValue = "${MPCONFIG=gamelan.jms.validations}"),
      @ActivationConfigProperty(
          propertyName = "resourceAdapter",
          propertyValue = "${MPCONFIG=gamelan.jms.resource-adapter}"),
      @ActivationConfigProperty(
          propertyName = "maxSessions",
          propertyValue = "${MPCONFIG=gamelan.jms.sessions}")
    })
public class ValidationConsumer implements MessageListener {
  private static final Logger LOG = Logger.getLogger(ValidationConsumer.class.getName());

  @Inject private ProviderValidation validation;

  @Override
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void onMessage(Message message) {
    try {
      validation.accept(ValidationOrder.parse(message.getBody(String.class)));
    } catch (JMSException | InvalidInputException e) {
      // Redelivered, it would be no better. Its claim is found again.
      LOG.log(Level.WARNING, "A message is no order to validate a provider", e);
    }
  }
}
