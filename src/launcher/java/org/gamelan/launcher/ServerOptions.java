package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server a command speaks to, and how its answer is printed. */
final class ServerOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "the server (default: GAMELAN_URL, else http://localhost:8080)")
  private String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "the API key (default: GAMELAN_API_KEY, else that of ./data/admin.json)")
  private String key;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "json, yaml or table (default: table)")
  private Format format = Format.table;

  /** How answers are printed; named as they are typed. */
  enum Format {
    json,
    yaml,
    table
  }

  ServerOptions() {}

  /** Whether answers are printed whole, for programs; else as tables, for people. */
  boolean isWhole() {
    return format != Format.table;
  }

  /** Prints a whole answer as asked for. */
  void print(JsonNode answer, PrintWriter out) {
    Printer printer = new Printer(out);
    if (format == Format.yaml) {
      printer.yaml(answer);
    } else {
      printer.json(answer);
    }
  }

  Api api() {
    return new Api(
        given(url, "GAMELAN_URL").orElse("http://localhost:8080"),
        given(key, "GAMELAN_API_KEY").orElseGet(ServerOptions::keyOfDataFolder));
  }

  /** The key that the first start wrote into a data folder. */
  static String keyOf(Path dataFolder) throws IOException {
    JsonNode admin = Api.JSON.readTree(Files.readString(dataFolder.resolve("admin.json")));
    return admin.path("apiKey").asText();
  }

  private static String keyOfDataFolder() {
    try {
      return keyOf(Path.of(given(null, "GAMELAN_DATA_DIR").orElse("data")));
    } catch (IOException e) {
      throw new StartupException(
          "No API key: give one with --key or GAMELAN_API_KEY (the first one is in admin.json in"
              + " the server's data folder).",
          e);
    }
  }

  private static Optional<String> given(String option, String variable) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(text -> !text.isBlank());
  }
}
