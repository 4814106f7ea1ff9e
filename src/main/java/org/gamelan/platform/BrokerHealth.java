package org.gamelan.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the broker takes a session. */
@Readiness
@ApplicationScoped
public class BrokerHealth implements HealthCheck {

  @Resource(lookup = "jms/gamelan/connections")
  private ConnectionFactory connections;

  @Override
  public HealthCheckResponse call() {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      return HealthCheckResponse.named("broker").status(session != null).build();
    } catch (JMSException e) {
      return HealthCheckResponse.named("broker").down().withData("reason", "no session").build();
    }
  }
}
