package org.gamelan.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the wake-up messages go: a broker inside this process, or an external one.
 *
 * @param url the address clients connect to
 * @param config the broker to start; empty starts none
 * @param user for an external broker
 * @param password for an external broker
 * @param settings the server's
 */
record Broker(String url, String config, String user, String password, ServerSettings settings) {

  /** Nobody is slow to take a hint in here, so none is passed through a thread more. */
  private static final String EMBEDDED = "vm://gamelan?create=false&jms.dispatchAsync=false";

  static Broker of(ServerSettings settings) {
    Optional<String> external = settings.value("GAMELAN_BROKER_URL");
    if (external.isPresent()) {
      return new Broker(
          external.get(),
          "",
          settings.value("GAMELAN_BROKER_USER").orElse(""),
          settings.value("GAMELAN_BROKER_PASSWORD").orElse(""),
          settings);
    }
    Path config = settings.home().resolve("server-config").resolve("broker.xml");
    return new Broker(EMBEDDED, "xbean:" + config.toUri(), "", "", settings);
  }

  /** What the application is told. */
  Map<String, String> properties() {
    return Map.of(
        "gamelan.broker.embedded", Boolean.toString(!config.isEmpty()),
        "gamelan.jms.resource-adapter", "activemq",
        "gamelan.jms.sessions", "2",
        "gamelan.jms.stages", "gamelan.stages",
        "gamelan.jms.validations", "gamelan.validations",
        "gamelan.jms.events", "gamelan.events");
  }

  /** What the boot commands are told. */
  Map<String, String> variables(Path logs) {
    StringBuilder adapter = new StringBuilder("ServerUrl=").append(escaped(url));
    if (!config.isEmpty()) {
      adapter.append(":BrokerXmlConfig=").append(escaped(config));
    }
    if (!user.isEmpty()) {
      adapter.append(":UserName=").append(escaped(user));
      adapter.append(":Password=").append(escaped(password));
    }
    return Map.of(
        "adapter",
        adapter.toString(),
        "rar",
        settings.home().resolve("activemq.rar").toString(),
        "logs",
        logs.toString(),
        "console",
        settings.verbose() ? ", java.util.logging.ConsoleHandler" : "");
  }

  /** Commands separate properties by colons and names from values by equals signs. */
  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("=", "\\=").replace(":", "\\:");
  }

  @Override
  public String toString() {
    return "Broker[" + url + "]";
  }
}
