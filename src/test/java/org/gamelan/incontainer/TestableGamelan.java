package org.gamelan.incontainer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.gamelan.testing.ServerFixture;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ExplodedImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The real application with the tests of this package inside it. */
final class TestableGamelan {

  /** A path that log-in leaves open, so that Arquillian gets in. */
  static final String OPEN_PATH = "/health/arquillian";

  private static final String RUNNER = "ArquillianServletRunnerEE9";

  private TestableGamelan() {}

  static WebArchive archive() {
    Path war = ServerFixture.dist().resolve("gamelan.war");
    WebArchive archive =
        ShrinkWrap.create(ExplodedImporter.class, "gamelan.war")
            .importDirectory(war.toFile())
            .as(WebArchive.class)
            .addPackage(TestableGamelan.class.getPackage())
            .addAsLibrary(jarOf(Assertions.class));
    archive.delete("/WEB-INF/web.xml");
    return archive.setWebXML(new StringAsset(withOpenRunner(war)));
  }

  private static String withOpenRunner(Path war) {
    try {
      return Files.readString(war.resolve("WEB-INF").resolve("web.xml"))
          .replace(
              "</web-app>",
              "<servlet-mapping><servlet-name>"
                  + RUNNER
                  + "</servlet-name><url-pattern>"
                  + OPEN_PATH
                  + "/"
                  + RUNNER
                  + "</url-pattern></servlet-mapping></web-app>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
