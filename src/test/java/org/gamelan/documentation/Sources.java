package org.gamelan.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of the checkout that the tests run in. */
final class Sources {
  private Sources() {}

  static String text(String path) throws IOException {
    return Files.readString(Path.of(path));
  }

  /** All files below some folders. */
  static List<Path> below(String... folders) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(Files::isRegularFile).sorted().forEach(all::add);
      }
    }
    return all;
  }

  /** The pages that describe Gamelan. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
    below("docs").stream()
        .filter(file -> file.toString().endsWith(".md") || file.toString().endsWith(".txt"))
        .forEach(pages::add);
    return pages;
  }
}
