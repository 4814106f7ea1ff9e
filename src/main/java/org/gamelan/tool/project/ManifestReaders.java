package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.tool.project.BuildManifest.Dependency;

/** Finds the reader for a build file by its name. */
final class ManifestReaders {
  private static final Pattern REQUIREMENT =
      Pattern.compile("^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\\[[^]]*])?\\s*(.*)$");
  private static final Pattern REQUIREMENTS_FILE = Pattern.compile("requirements[\\w.-]*\\.txt");
  private static final Pattern GRADLE_DEPENDENCY =
      Pattern.compile(
          "(?m)^\\s*(api|implementation|compileOnly|runtimeOnly|annotationProcessor|kapt|compile"
              + "|runtime|test(?:Implementation|CompileOnly|RuntimeOnly|Compile))"
              + "\\s*\\(?\\s*(?:platform\\s*\\(\\s*)?['\"]([^'\":]+:[^'\":]+)(?::([^'\"]+))?['\"]");

  private ManifestReaders() {}

  /** The reader for a file of this name, if it is a build file that can be read. */
  static Optional<Function<String, BuildManifest>> find(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "pom.xml" -> Optional.of(PomReader::read);
      case "package.json" -> Optional.of(ManifestReaders::packageJson);
      case "pyproject.toml" -> Optional.of(ManifestReaders::pyproject);
      case "build.gradle", "build.gradle.kts" -> Optional.of(ManifestReaders::gradle);
      default ->
          REQUIREMENTS_FILE.matcher(name).matches()
              ? Optional.of(ManifestReaders::requirements)
              : Optional.empty();
    };
  }

  static BuildManifest packageJson(String text) {
    JsonNode root;
    try {
      root = Json.parse(text);
    } catch (MalformedJsonException e) {
      return BuildManifest.unreadable("npm", "is no valid JSON");
    }
    List<Dependency> found = new ArrayList<>();
    npm(found, root.path("dependencies"), "runtime");
    npm(found, root.path("devDependencies"), "development");
    npm(found, root.path("peerDependencies"), "peer");
    npm(found, root.path("optionalDependencies"), "optional");
    return new BuildManifest(
        "npm", text(root, "name"), text(root, "version"), text(root, "description"), found, null);
  }

  private static void npm(List<Dependency> found, JsonNode dependencies, String scope) {
    dependencies
        .properties()
        .forEach(
            entry -> found.add(new Dependency(entry.getKey(), entry.getValue().asText(), scope)));
  }

  static BuildManifest pyproject(String text) {
    Optional<JsonNode> read = Toml.read(text);
    if (read.isEmpty()) {
      return BuildManifest.unreadable("python", "is no valid TOML");
    }
    JsonNode root = read.get();
    JsonNode project = root.path("project");
    JsonNode poetry = root.path("tool").path("poetry");
    List<Dependency> found = new ArrayList<>();
    project.path("dependencies").forEach(one -> requirement(one.asText(), "runtime", found));
    project
        .path("optional-dependencies")
        .properties()
        .forEach(
            group ->
                group.getValue().forEach(one -> requirement(one.asText(), group.getKey(), found)));
    root.path("dependency-groups")
        .properties()
        .forEach(
            group ->
                group
                    .getValue()
                    .forEach(one -> requirement(one.asText(""), group.getKey(), found)));
    poetry(poetry.path("dependencies"), "runtime", found);
    poetry
        .path("group")
        .properties()
        .forEach(group -> poetry(group.getValue().path("dependencies"), group.getKey(), found));
    JsonNode named = project.has("name") ? project : poetry;
    return new BuildManifest(
        "python",
        text(named, "name"),
        text(named, "version"),
        text(named, "description"),
        found,
        null);
  }

  private static void poetry(JsonNode dependencies, String scope, List<Dependency> found) {
    dependencies
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              String version = value.isTextual() ? value.textValue() : text(value, "version");
              if (!entry.getKey().equals("python")) {
                found.add(new Dependency(entry.getKey(), version, scope));
              }
            });
  }

  static BuildManifest requirements(String text) {
    List<Dependency> found = new ArrayList<>();
    text.lines().forEach(line -> requirement(line, "runtime", found));
    return new BuildManifest("python", null, null, null, found, null);
  }

  /** One line as PEP 508 has it; options, comments and URLs without a name are passed over. */
  private static void requirement(String line, String scope, List<Dependency> found) {
    String plain = line.replaceFirst("(^|\\s)#.*$", "").replaceFirst(";.*$", "").strip();
    Matcher requirement = REQUIREMENT.matcher(plain);
    if (requirement.matches() && (!plain.contains("://") || plain.contains(" @ "))) {
      String version = requirement.group(2).strip();
      found.add(new Dependency(requirement.group(1), version.isEmpty() ? null : version, scope));
    }
  }

  static BuildManifest gradle(String text) {
    List<Dependency> found = new ArrayList<>();
    Matcher dependency = GRADLE_DEPENDENCY.matcher(text);
    while (dependency.find()) {
      found.add(new Dependency(dependency.group(2), dependency.group(3), dependency.group(1)));
    }
    return new BuildManifest("gradle", null, null, null, found, null);
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).isTextual() ? node.path(name).textValue() : null;
  }
}
