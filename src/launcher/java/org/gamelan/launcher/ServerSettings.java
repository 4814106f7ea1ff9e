package org.gamelan.launcher;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the environment and the command line say about one server.
 *
 * @param home the folder with the WAR, Payara Micro and the broker
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param dataDir everything the server keeps
 * @param profile development, staging or production
 * @param verbose whether the server's log goes to the console too
 * @param environment the variables it was started with
 */
record ServerSettings(
    Path home,
    String host,
    int port,
    Path dataDir,
    String profile,
    boolean verbose,
    Map<String, String> environment) {

  private static final String USAGE = "Usage: ./gamelan run [--port N] [--data DIR] [--verbose]";
  private static final String DEVELOPMENT = "development";
  private static final Set<String> PROFILES = Set.of(DEVELOPMENT, "staging", "production");
  private static final int DEFAULT_PORT = 8080;

  /**
   * Reads {@code GAMELAN_*} variables; options win over them.
   *
   * @param options {@code --port N}, {@code --data DIR}, {@code --verbose}
   * @throws StartupException when a value makes no sense
   */
  static ServerSettings of(Path home, Map<String, String> environment, String... options) {
    Optional<String> port = value(environment, "GAMELAN_PORT");
    Optional<String> data = value(environment, "GAMELAN_DATA_DIR");
    boolean verbose = false;
    List<String> words = words(options);
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "--port" -> port = Optional.of(argument(words, ++i));
        case "--data" -> data = Optional.of(argument(words, ++i));
        case "--verbose" -> verbose = true;
        default -> throw StartupException.usage("Unknown option " + words.get(i) + ".\n" + USAGE);
      }
    }
    String profile = value(environment, "GAMELAN_PROFILE").orElse(DEVELOPMENT);
    if (!PROFILES.contains(profile)) {
      throw new StartupException(
          "GAMELAN_PROFILE is " + profile + "; it may be development, staging or production.");
    }
    return new ServerSettings(
        home,
        host(environment, profile),
        port.map(ServerSettings::port).orElse(DEFAULT_PORT),
        Path.of(data.orElse("data")).toAbsolutePath().normalize(),
        profile,
        verbose,
        Map.copyOf(environment));
  }

  Optional<String> value(String variable) {
    return value(environment, variable);
  }

  /**
   * The external database as JDBC names it; empty for the embedded one.
   *
   * @throws StartupException when it is not the address of a PostgreSQL database
   */
  Optional<String> databaseUrl() {
    Optional<String> url =
        value("GAMELAN_DB_URL").map(given -> given.startsWith("jdbc:") ? given : "jdbc:" + given);
    url.ifPresent(
        given -> {
          if (!given.matches("jdbc:postgresql://[^/@]+/[^/@?]+([?].*)?")) {
            throw new StartupException(
                "GAMELAN_DB_URL has to be like postgresql://db.example.org:5432/gamelan; user and"
                    + " password go into GAMELAN_DB_USER and GAMELAN_DB_PASSWORD.");
          }
        });
    return url;
  }

  boolean development() {
    return profile.equals(DEVELOPMENT);
  }

  /** The address a client on this machine reaches the server at. */
  String clientHost() {
    return host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
  }

  ServerSettings withPort(int chosen) {
    return new ServerSettings(home, host, chosen, dataDir, profile, verbose, environment);
  }

  private static String host(Map<String, String> environment, String profile) {
    return value(environment, "GAMELAN_HOST")
        .orElseGet(
            () -> {
              if (profile.equals(DEVELOPMENT)) {
                return "127.0.0.1";
              }
              throw new StartupException(
                  "The "
                      + profile
                      + " profile needs GAMELAN_HOST: the address to listen on, for example"
                      + " 0.0.0.0.");
            });
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text.trim());
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new StartupException(notAPort(text), e);
    }
    throw new StartupException(notAPort(text));
  }

  private static String notAPort(String text) {
    return String.format(Locale.ROOT, "\"%s\" is not a port: it must be from 0 to 65535.", text);
  }

  /** With {@code --name=value} taken apart. */
  private static List<String> words(String... options) {
    return Arrays.stream(options)
        .flatMap(
            option ->
                option.startsWith("--") ? Arrays.stream(option.split("=", 2)) : Stream.of(option))
        .toList();
  }

  private static String argument(List<String> words, int index) {
    if (index >= words.size() || words.get(index).isBlank()) {
      throw StartupException.usage("Option " + words.get(index - 1) + " needs a value.\n" + USAGE);
    }
    return words.get(index);
  }

  private static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
  }
}
