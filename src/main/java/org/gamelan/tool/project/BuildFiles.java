package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files that say how the project is built, packaged and checked. */
final class BuildFiles implements Collector {
  private static final int MOST = 100;

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("pom.xml", "Maven"),
          Map.entry("mvnw", "Maven wrapper"),
          Map.entry("build.gradle", "Gradle"),
          Map.entry("build.gradle.kts", "Gradle"),
          Map.entry("settings.gradle", "Gradle"),
          Map.entry("settings.gradle.kts", "Gradle"),
          Map.entry("gradlew", "Gradle wrapper"),
          Map.entry("build.xml", "Ant"),
          Map.entry("build.sbt", "sbt"),
          Map.entry("package.json", "npm"),
          Map.entry("pnpm-workspace.yaml", "pnpm"),
          Map.entry("pyproject.toml", "Python"),
          Map.entry("setup.py", "Python"),
          Map.entry("setup.cfg", "Python"),
          Map.entry("requirements.txt", "pip"),
          Map.entry("pipfile", "Pipenv"),
          Map.entry("tox.ini", "tox"),
          Map.entry("go.mod", "Go"),
          Map.entry("cargo.toml", "Cargo"),
          Map.entry("composer.json", "Composer"),
          Map.entry("gemfile", "Bundler"),
          Map.entry("mix.exs", "Mix"),
          Map.entry("pubspec.yaml", "Dart"),
          Map.entry("package.swift", "Swift"),
          Map.entry("makefile", "Make"),
          Map.entry("gnumakefile", "Make"),
          Map.entry("cmakelists.txt", "CMake"),
          Map.entry("meson.build", "Meson"),
          Map.entry("configure.ac", "Autoconf"),
          Map.entry("build.bazel", "Bazel"),
          Map.entry("module.bazel", "Bazel"),
          Map.entry("dockerfile", "Docker"),
          Map.entry("containerfile", "Docker"),
          Map.entry("docker-compose.yml", "Docker Compose"),
          Map.entry("docker-compose.yaml", "Docker Compose"),
          Map.entry("compose.yaml", "Docker Compose"),
          Map.entry("chart.yaml", "Helm"),
          Map.entry("jenkinsfile", "Jenkins"),
          Map.entry(".gitlab-ci.yml", "GitLab CI"),
          Map.entry("justfile", "just"));

  private static final List<String> PROJECTS = List.of(".csproj", ".fsproj", ".vbproj", ".sln");

  private final Map<String, String> found = new TreeMap<>();
  private boolean cut;

  @Override
  public void file(ScannedFile file) {
    kind(file)
        .ifPresent(
            kind -> {
              if (found.size() < MOST) {
                found.put(file.path(), kind);
              } else {
                cut = true;
              }
            });
  }

  private static Optional<String> kind(ScannedFile file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    if (file.path().startsWith(".github/workflows/")) {
      return Optional.of("GitHub Actions");
    }
    if (PROJECTS.stream().anyMatch(name::endsWith)) {
      return Optional.of(".NET");
    }
    return Optional.ofNullable(KINDS.get(name));
  }

  @Override
  public void report(ObjectNode answer) {
    ArrayNode list = answer.putArray("buildFiles");
    found.forEach((path, kind) -> list.addObject().put("path", path).put("kind", kind));
    if (cut) {
      answer.put("buildFilesTruncated", true);
    }
  }
}
