package org.gamelan.security.http;

import jakarta.inject.Inject;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Has the container ask Gamelan who comes in, as long as the application is there. */
@WebListener
public class AuthenticationSetup implements ServletContextListener {
  @Inject private PathAuthentication authentication;

  @Override
  public void contextInitialized(ServletContextEvent started) {
    AuthConfigFactory.getFactory()
        .registerServerAuthModule(
            new AuthenticationModule(authentication), started.getServletContext());
  }

  @Override
  public void contextDestroyed(ServletContextEvent stopped) {
    AuthConfigFactory.getFactory().removeServerAuthModule(stopped.getServletContext());
  }
}
