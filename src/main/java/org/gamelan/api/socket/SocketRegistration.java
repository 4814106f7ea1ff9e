package org.gamelan.api.socket;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/**
 * Registers the sockets when the application starts. Declared in {@code web.xml}: the server's own
 * search for endpoints does not find them at every start.
 */
public class SocketRegistration implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServerContainer container =
        (ServerContainer)
            event.getServletContext().getAttribute("jakarta.websocket.server.ServerContainer");
    try {
      container.addEndpoint(
          ServerEndpointConfig.Builder.create(EventSocket.class, "/ws/events")
              .configurator(new FromCdi())
              .build());
    } catch (DeploymentException e) {
      throw new IllegalStateException("The socket for events cannot be opened.", e);
    }
  }

  /** Endpoints are CDI beans. */
  private static final class FromCdi extends ServerEndpointConfig.Configurator {
    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return CDI.current().select(type).get();
    }

    @Override
    public boolean checkOrigin(String origin) {
      // Decided before, together with who is asking.
      return true;
    }
  }
}
