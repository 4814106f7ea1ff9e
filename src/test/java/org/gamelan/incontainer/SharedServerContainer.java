package org.gamelan.incontainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gamelan.testing.ServerFixture;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;

/**
 * One server for all test classes: started by the launcher with the first archive, left alone by
 * the later ones, which are the same, and stopped when the run ends.
 */
public class SharedServerContainer
    implements DeployableContainer<SharedServerContainer.Configuration> {

  private static ServerFixture server;

  /** Nothing is to be configured. */
  public static class Configuration implements ContainerConfiguration {
    @Override
    public void validate() {
      // There is nothing that could be wrong.
    }
  }

  @Override
  public Class<Configuration> getConfigurationClass() {
    return Configuration.class;
  }

  @Override
  public ProtocolDescription getDefaultProtocol() {
    return new ProtocolDescription("Servlet 5.0");
  }

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) {
    if (server == null) {
      Path data = ServerFixture.newDataFolder();
      server = ServerFixture.start(layoutWith(archive, data), data, Map.of()).untilTheEnd();
    }
    HTTPContext http = new HTTPContext(server.base().getHost(), server.base().getPort());
    http.add(new Servlet("ArquillianServletRunnerEE9", TestableGamelan.OPEN_PATH));
    return new ProtocolMetaData().addContext(http);
  }

  @Override
  public void undeploy(Archive<?> archive) {
    // The next class finds the same application.
  }

  /**
   * The build's run layout with the testable application in the place of the plain one. It is
   * within the data folder, so that it goes with it.
   */
  private static Path layoutWith(Archive<?> archive, Path data) {
    Path home = data.resolve("home");
    try {
      Files.createDirectories(home);
      for (String part : List.of("payara", "lib", "server-config", "activemq.rar", "pgsql")) {
        Files.createSymbolicLink(home.resolve(part), ServerFixture.dist().resolve(part));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    archive.as(ExplodedExporter.class).exportExploded(home.toFile(), "gamelan.war");
    return home;
  }
}
