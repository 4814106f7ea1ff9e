package org.gamelan.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.gamelan.failure.Suggestions;

/** Reads manifests from a folder, from the class path or from a text. Stateless. */
public final class ManifestReader {
  /** Names of files that are read, without extension. */
  static final List<String> FILES =
      List.of(
          "agents",
          "tools",
          "schemas",
          "stages",
          "workflow",
          "pipelines",
          "memory",
          "security",
          "manifest");

  static final List<String> EXTENSIONS = List.of("yaml", "yml", "json");
  private static final String BUILT_IN = "manifests/";

  /** What the origins of built-in folders begin with. */
  static final String CLASS_PATH = "classpath:";

  /** A folder of this name holds files with one agent each, see {@link AgentFolders}. */
  public static final String AGENTS_FOLDER = "agents";

  private ManifestReader() {}

  /**
   * What came of reading.
   *
   * @param folder what could be read
   * @param problems everything that is wrong with syntax and shape, in order
   */
  public record Reading(ManifestFolder folder, List<Problem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /** Reads the manifest files of one folder. A folder that cannot be read is a problem. */
  public static Reading readFolder(Path folder) {
    Problems problems = new Problems();
    FolderAssembly assembly = new FolderAssembly(problems);
    try (Stream<Path> listed = Files.list(folder)) {
      for (Path file : listed.sorted().toList()) {
        readFile(file, assembly, problems);
      }
    } catch (IOException e) {
      problems.error(
          folder.toString(),
          Position.START,
          Rule.SYNTAX,
          FileText.reason(e),
          "check path and rights");
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return assembly.finish(name == null ? "/" : name.toString(), folder.toString());
  }

  /**
   * Reads a folder itself and each folder in it but that of agents, and gives those that hold
   * manifests.
   */
  public static List<Reading> readTree(Path root) {
    List<Reading> readings = new ArrayList<>();
    readings.add(readFolder(root));
    try (Stream<Path> listed = Files.list(root)) {
      listed
          .filter(Files::isDirectory)
          .filter(child -> !child.endsWith(AGENTS_FOLDER))
          .sorted()
          .map(ManifestReader::readFolder)
          .forEach(readings::add);
    } catch (IOException e) {
      // The first reading has told it.
      return readings;
    }
    readings.removeIf(it -> it.folder().isEmpty() && it.problems().isEmpty());
    return readings;
  }

  /**
   * Reads one text with any of the top-level keys.
   *
   * @param mediaType {@code application/json} (or {@code …+json}) is read as JSON, all else as YAML
   */
  public static Reading readText(String body, String mediaType) {
    Problems problems = new Problems();
    FolderAssembly assembly = new FolderAssembly(problems);
    boolean json = mediaType != null && mediaType.toLowerCase(Locale.ROOT).contains("json");
    String file = json ? "manifest.json" : "manifest.yaml";
    if (body.length() > SourceFile.MAX_BYTES) {
      problems.error(file, Position.START, Rule.SYNTAX, FileText.tooLarge());
    } else {
      parse(file, body, problems).ifPresent(assembly::add);
    }
    return assembly.finish("text", file);
  }

  /**
   * Reads texts as the files of one folder.
   *
   * @param name what the folder is called
   * @param texts each under the name of its file, which tells how it is read
   */
  public static Reading readTexts(String name, Collection<ManifestText> texts) {
    Problems problems = new Problems();
    FolderAssembly assembly = new FolderAssembly(problems);
    for (ManifestText text : texts) {
      if (text.text().length() > SourceFile.MAX_BYTES) {
        problems.error(
            text.name(), Position.START, Rule.SYNTAX, FileText.tooLarge(), "split it up");
      } else {
        parse(text.name(), text.text(), problems).ifPresent(assembly::add);
      }
    }
    return assembly.finish(name, name);
  }

  /** The names of the built-in folders, from {@code manifests/index.txt}. */
  public static List<String> builtInNames() {
    return resource(BUILT_IN + "index.txt")
        .map(text -> text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList())
        .orElse(List.of());
  }

  /** Reads a built-in folder, {@code manifests/NAME} on the class path. */
  public static Reading readBuiltIn(String name) {
    Problems problems = new Problems();
    FolderAssembly assembly = new FolderAssembly(problems);
    for (String file : FILES) {
      for (String extension : EXTENSIONS) {
        String path = BUILT_IN + name + "/" + file + "." + extension;
        resource(path).flatMap(text -> parse(path, text, problems)).ifPresent(assembly::add);
      }
    }
    return assembly.finish(name, CLASS_PATH + BUILT_IN + name);
  }

  private static void readFile(Path path, FolderAssembly assembly, Problems problems) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    if (dot < 1 || !EXTENSIONS.contains(name.substring(dot + 1)) || Files.isDirectory(path)) {
      return;
    }
    String stem = name.substring(0, dot);
    if (FILES.contains(stem)) {
      FileText.read(path, problems)
          .flatMap(text -> parse(path.toString(), text, problems))
          .ifPresent(assembly::add);
      return;
    }
    Suggestions.nearest(stem, FILES)
        .ifPresent(
            near ->
                problems.warning(
                    path.toString(),
                    Position.START,
                    Rule.UNKNOWN_KEY,
                    "A file of this name is not read",
                    "did you mean '" + near + name.substring(dot) + "'?"));
  }

  static Optional<SourceFile> parse(String file, String text, Problems problems) {
    String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return file.endsWith(".json")
        ? JsonSource.read(file, clean, problems)
        : YamlSource.read(file, clean, problems);
  }

  static Optional<String> resource(String path) {
    try (InputStream in = ManifestReader.class.getClassLoader().getResourceAsStream(path)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + path, e);
    }
  }
}
