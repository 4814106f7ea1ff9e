package org.gamelan.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the application is given by the server it runs on. */
@ExtendWith(ArquillianExtension.class)
class ResourcesIT {
  private static final int PATIENCE_MILLIS = 10_000;

  @Resource(lookup = "java:app/jdbc/gamelan")
  private DataSource dataSource;

  @Resource(lookup = "jms/gamelan/connections")
  private ConnectionFactory connections;

  @Deployment
  static WebArchive archive() {
    return TestableGamelan.archive();
  }

  @Test
  void aMessageThatIsSentIsReceived() throws JMSException {
    try (Connection connection = connections.createConnection()) {
      connection.start();
      try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        Queue queue = session.createQueue("gamelan.check");
        session.createProducer(queue).send(session.createTextMessage("hello"));
        try (MessageConsumer consumer = session.createConsumer(queue)) {
          TextMessage received = (TextMessage) consumer.receive(PATIENCE_MILLIS);

          assertThat(received.getText()).isEqualTo("hello");
        }
      }
    }
  }

  @Test
  void connectionsAreForThisApplication() throws SQLException {
    try (var connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show application_name")) {
      rows.next();

      assertThat(rows.getString(1)).isEqualTo("gamelan");
    }
  }
}
