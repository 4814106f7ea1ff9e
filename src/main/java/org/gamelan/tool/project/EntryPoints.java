package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;

/** Where the project is started from: main classes, scripts, web applications, containers. */
final class EntryPoints implements Collector {
  private static final int MANIFEST_BYTES = 1_000_000;
  private static final int LONGEST_LINE = 500;

  private static final Pattern PACKAGE = Pattern.compile("^\\s*package\\s+([\\w.]+)\\s*;?\\s*$");
  private static final Pattern JAVA_MAIN =
      Pattern.compile(
          "^\\s*(?:(?:public|static|final|synchronized)\\s+){2,4}void\\s+main\\s*\\(\\s*(?:final\\s+)?String\\b");
  private static final Pattern SPRING = Pattern.compile("^@SpringBootApplication\\b");
  private static final Pattern QUARKUS = Pattern.compile("^@QuarkusMain\\b");
  private static final Pattern JAX_RS = Pattern.compile("^@ApplicationPath\\(\\s*\"([^\"]*)\"");
  private static final Pattern KOTLIN_MAIN = Pattern.compile("^(?:suspend\\s+)?fun\\s+main\\s*\\(");
  private static final Pattern PYTHON_MAIN =
      Pattern.compile("^if\\s+__name__\\s*==\\s*['\"]__main__['\"]");
  private static final Pattern GO_PACKAGE = Pattern.compile("^package\\s+main\\b");
  private static final Pattern GO_MAIN = Pattern.compile("^func\\s+main\\s*\\(\\s*\\)");
  private static final Pattern RUST_MAIN =
      Pattern.compile("^(?:pub\\s+)?(?:async\\s+)?fn\\s+main\\s*\\(");
  private static final Pattern C_MAIN = Pattern.compile("^(?:int|void)\\s+main\\s*\\(");

  private final List<Entry> found = new ArrayList<>();
  private final int most;
  private boolean cut;

  /**
   * @param most how many are told
   */
  EntryPoints(int most) {
    this.most = most;
  }

  private record Entry(String path, String kind, String name) {}

  @Override
  public void file(ScannedFile file) throws IOException {
    String name = file.name().toLowerCase(Locale.ROOT);
    if (file.isTest()) {
      return;
    }
    if (name.equals("package.json")) {
      packageJson(file);
    } else if (name.equals("pyproject.toml")) {
      pyproject(file);
    } else if (name.equals("dockerfile") || name.startsWith("dockerfile.")) {
      add(file, "container image", file.name());
    }
    switch (file.language().orElse("")) {
      case "Java" -> java(file);
      case "Kotlin" -> {
        if (has(file, "fun main", KOTLIN_MAIN)) {
          add(file, "Kotlin main", qualified(file));
        }
      }
      case "Python" -> addIf(has(file, "__main__", PYTHON_MAIN), file, "Python script");
      case "Go" ->
          addIf(
              has(file, "package main", GO_PACKAGE) && has(file, "func main", GO_MAIN),
              file,
              "Go command");
      case "Rust" -> addIf(has(file, "fn main", RUST_MAIN), file, "Rust main");
      case "C", "C++" -> addIf(has(file, " main", C_MAIN), file, "C main");
      default -> {}
    }
    if (file.isAtTop() && file.beginning().startsWith("#!") && file.isExecutable()) {
      add(file, "command", "./" + file.name());
    }
  }

  private void java(ScannedFile file) {
    line(file, "@ApplicationPath", JAX_RS)
        .ifPresent(path -> add(file, "REST application", qualified(file) + " at " + path.group(1)));
    if (has(file, "@SpringBootApplication", SPRING)) {
      add(file, "Spring Boot application", qualified(file));
    } else if (has(file, "@QuarkusMain", QUARKUS)) {
      add(file, "Quarkus application", qualified(file));
    } else if (has(file, "void main", JAVA_MAIN)) {
      add(file, "Java main class", qualified(file));
    }
  }

  private void addIf(boolean found, ScannedFile file, String kind) {
    if (found) {
      add(file, kind, file.name());
    }
  }

  private static String qualified(ScannedFile file) {
    String type = file.name().substring(0, file.name().lastIndexOf('.'));
    return line(file, "package", PACKAGE).map(found -> found.group(1) + "." + type).orElse(type);
  }

  private static boolean has(ScannedFile file, String word, Pattern pattern) {
    return line(file, word, pattern).isPresent();
  }

  /**
   * The first line that matches.
   *
   * @param word stands in every such line: looking for it first is much quicker
   */
  private static Optional<Matcher> line(ScannedFile file, String word, Pattern pattern) {
    String text = file.beginning();
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int start = text.lastIndexOf('\n', at) + 1;
      int end = text.indexOf('\n', at);
      end = Math.min(end < 0 ? text.length() : end, at + LONGEST_LINE);
      if (at - start < LONGEST_LINE) {
        Matcher matcher = pattern.matcher(text.substring(start, end));
        if (matcher.find()) {
          return Optional.of(matcher);
        }
      }
    }
    return Optional.empty();
  }

  private void packageJson(ScannedFile file) throws IOException {
    JsonNode root;
    try {
      root = Json.parse(file.text(MANIFEST_BYTES));
    } catch (MalformedJsonException e) {
      return; // the dependencies' collector reports it
    }
    JsonNode bin = root.path("bin");
    if (bin.isTextual()) {
      add(file, "npm command", root.path("name").asText("") + " → " + bin.textValue());
    }
    bin.properties()
        .forEach(
            entry -> add(file, "npm command", entry.getKey() + " → " + entry.getValue().asText()));
    if (root.path("main").isTextual()) {
      add(file, "npm main module", root.path("main").textValue());
    }
    root.path("scripts")
        .properties()
        .forEach(
            entry -> add(file, "npm script", entry.getKey() + ": " + entry.getValue().asText()));
  }

  private void pyproject(ScannedFile file) throws IOException {
    Toml.read(file.text(MANIFEST_BYTES))
        .ifPresent(
            root -> {
              scripts(file, root.path("project").path("scripts"));
              scripts(file, root.path("project").path("gui-scripts"));
              scripts(file, root.path("tool").path("poetry").path("scripts"));
            });
  }

  private void scripts(ScannedFile file, JsonNode scripts) {
    scripts
        .properties()
        .forEach(
            entry ->
                add(file, "Python command", entry.getKey() + " → " + entry.getValue().asText()));
  }

  private void add(ScannedFile file, String kind, String name) {
    if (found.size() < most) {
      found.add(new Entry(file.path(), kind, Shown.text(name)));
    } else {
      cut = true;
    }
  }

  @Override
  public void report(ObjectNode answer) {
    ArrayNode list = answer.putArray("entryPoints");
    found.stream()
        .sorted(
            Comparator.comparing(Entry::path).thenComparing(Entry::kind).thenComparing(Entry::name))
        .forEach(
            entry ->
                list.addObject()
                    .put("path", entry.path())
                    .put("kind", entry.kind())
                    .put("name", entry.name()));
    if (cut) {
      answer.put("entryPointsTruncated", true);
    }
  }
}
