package org.gamelan.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An ActiveMQ broker in a process of its own, for several servers or for one to lose. */
public final class ExternalBroker implements AutoCloseable {

  private final Process process;
  private final String url;

  private ExternalBroker(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts a broker.
   *
   * @param port where it listens; 0 takes a free one
   */
  public static ExternalBroker start(int port) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classPath(),
                  ExternalBrokerMain.class.getName(),
                  Integer.toString(port))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("tcp://")) {
          return new ExternalBroker(process, line.strip());
        }
      }
      throw new IllegalStateException("The broker did not start");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code GAMELAN_BROKER_URL} is set to. */
  public String url() {
    return "failover:(" + url + ")?timeout=3000&maxReconnectDelay=1000";
  }

  public int port() {
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String classPath() throws IOException {
    Path target = ServerFixture.dist().getParent();
    try (Stream<Path> runtime = Files.list(ServerFixture.dist().resolve("payara/runtime"))) {
      String jms =
          runtime
              .filter(jar -> jar.getFileName().toString().contains("jms-api"))
              .map(Path::toString)
              .collect(Collectors.joining(File.pathSeparator));
      return String.join(
          File.pathSeparator,
          List.of(target.resolve("test-classes").toString(), target + "/activemq-rar/*", jms));
    }
  }
}
