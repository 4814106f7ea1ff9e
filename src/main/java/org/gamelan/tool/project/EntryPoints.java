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
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;

/** Where the project is started from: main classes, scripts, web applications, containers. */
final class EntryPoints implements Collector {
  private static final int MANIFEST_BYTES = 1_000_000;

  private static final Pattern PACKAGE =
      Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;?\\s*$");
  private static final Pattern JAVA_MAIN =
      Pattern.compile(
          "(?m)^\\s*(?:(?:public|static|final|synchronized)\\s+){2,4}void\\s+main\\s*\\(\\s*(?:final\\s+)?String\\b");
  private static final Pattern SPRING = Pattern.compile("(?m)^@SpringBootApplication\\b");
  private static final Pattern QUARKUS = Pattern.compile("(?m)^@QuarkusMain\\b");
  private static final Pattern JAX_RS = Pattern.compile("(?m)^@ApplicationPath\\(\\s*\"([^\"]*)\"");
  private static final Pattern KOTLIN_MAIN =
      Pattern.compile("(?m)^(?:suspend\\s+)?fun\\s+main\\s*\\(");
  private static final Pattern PYTHON_MAIN =
      Pattern.compile("(?m)^if\\s+__name__\\s*==\\s*['\"]__main__['\"]");
  private static final Pattern GO_MAIN = Pattern.compile("(?m)^func\\s+main\\s*\\(\\s*\\)");
  private static final Pattern RUST_MAIN =
      Pattern.compile("(?m)^(?:pub\\s+)?(?:async\\s+)?fn\\s+main\\s*\\(");
  private static final Pattern C_MAIN = Pattern.compile("(?m)^(?:int|void)\\s+main\\s*\\(");

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
      case "Kotlin" -> find(file, KOTLIN_MAIN, "Kotlin main", qualified(file));
      case "Python" -> find(file, PYTHON_MAIN, "Python script", file.name());
      case "Go" -> go(file);
      case "Rust" -> find(file, RUST_MAIN, "Rust main", file.name());
      case "C", "C++" -> find(file, C_MAIN, "C main", file.name());
      default -> {}
    }
    if (file.isAtTop() && file.beginning().startsWith("#!") && file.isExecutable()) {
      add(file, "command", "./" + file.name());
    }
  }

  private void java(ScannedFile file) {
    String type = qualified(file);
    boolean framework = find(file, SPRING, "Spring Boot application", type);
    framework |= find(file, QUARKUS, "Quarkus application", type);
    Matcher path = JAX_RS.matcher(file.beginning());
    if (path.find()) {
      add(file, "REST application", type + " at " + path.group(1));
    }
    if (!framework) {
      find(file, JAVA_MAIN, "Java main class", type);
    }
  }

  private void go(ScannedFile file) {
    Matcher named = PACKAGE.matcher(file.beginning());
    if (named.find() && named.group(1).equals("main")) {
      find(file, GO_MAIN, "Go command", file.name());
    }
  }

  private static String qualified(ScannedFile file) {
    String type = file.name().substring(0, file.name().lastIndexOf('.'));
    Matcher named = PACKAGE.matcher(file.beginning());
    return named.find() ? named.group(1) + "." + type : type;
  }

  private boolean find(ScannedFile file, Pattern pattern, String kind, String name) {
    boolean matches = pattern.matcher(file.beginning()).find();
    if (matches) {
      add(file, kind, name);
    }
    return matches;
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
