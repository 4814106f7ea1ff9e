package org.gamelan.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts of manifests, for people who read or change them. Stateless. */
public final class ManifestTexts {
  private static final Pattern FILE =
      Pattern.compile(
          "("
              + String.join("|", ManifestReader.FILES)
              + ")\\.("
              + String.join("|", ManifestReader.EXTENSIONS)
              + ")");

  private ManifestTexts() {}

  /** The largest text of a file, in bytes of UTF-8. */
  public static int maxBytes() {
    return SourceFile.MAX_BYTES;
  }

  /** Whether a file of this name is read as a manifest. */
  public static boolean isManifest(String name) {
    return FILE.matcher(name).matches();
  }

  /** The names of the manifest files in a folder on the disk; none when it cannot be read. */
  public static List<String> names(Path folder) {
    return files(folder).stream().map(file -> file.getFileName().toString()).toList();
  }

  /** The names a manifest file may have, for suggestions; each may end in another extension. */
  public static List<String> names() {
    return ManifestReader.FILES.stream().map(name -> name + ".yaml").toList();
  }

  /** Whether an origin is that of a folder that comes with the application. */
  public static boolean isBuiltIn(String origin) {
    return origin.startsWith(ManifestReader.CLASS_PATH);
  }

  /** The last part of an origin: the folder's own name. */
  public static String folderName(String origin) {
    return origin.substring(origin.lastIndexOf('/') + 1);
  }

  /**
   * The manifest files of a folder as they are now; none when it cannot be read.
   *
   * @param origin see {@link ManifestFolder#origin()}
   */
  public static List<ManifestText> list(String origin) {
    return isBuiltIn(origin)
        ? builtIn(origin.substring(ManifestReader.CLASS_PATH.length()))
        : list(Path.of(origin));
  }

  private static List<ManifestText> list(Path folder) {
    List<ManifestText> texts = new ArrayList<>();
    for (Path file : files(folder)) {
      String name = file.getFileName().toString();
      FileText.read(file, new Problems())
          .ifPresent(text -> texts.add(new ManifestText(name, text)));
    }
    return texts;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed
          .filter(file -> isManifest(file.getFileName().toString()))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      // Discovery tells that it cannot be read, and why.
      return List.of();
    }
  }

  private static List<ManifestText> builtIn(String folder) {
    List<ManifestText> texts = new ArrayList<>();
    for (String name : ManifestReader.FILES) {
      for (String extension : ManifestReader.EXTENSIONS) {
        String file = name + "." + extension;
        ManifestReader.resource(folder + "/" + file)
            .ifPresent(text -> texts.add(new ManifestText(file, text)));
      }
    }
    return texts;
  }
}
