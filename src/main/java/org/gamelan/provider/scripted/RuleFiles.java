package org.gamelan.provider.scripted;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.JarEntry;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.gamelan.failure.InvalidInputException;

/**
 * The rules in files: {@code scripted.yaml} in the operator's manifest folders ({@code
 * gamelan.manifests}, each itself and one level down), then in the built-in ones. The operator's
 * are looked at again once a second; a broken file keeps its last good rules.
 */
@ApplicationScoped
public class RuleFiles {
  private static final Logger LOG = Logger.getLogger(RuleFiles.class.getName());
  private static final String FILE = "scripted.yaml";
  private static final String BUILT_IN = "manifests/";
  private static final long MAX_BYTES = 2_000_000;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<Path> folders;
  private final RuleBook builtIn;
  private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
  private final Map<Path, Known> known = new TreeMap<>();
  private final Map<Path, Known> named = new TreeMap<>();
  private volatile RuleBook rules;

  /** A file as it was last seen, and the last good rules of it. */
  private record Known(long modified, long size, RuleBook rules) {}

  protected RuleFiles() {
    folders = List.of();
    builtIn = RuleBook.EMPTY;
  }

  @Inject
  public RuleFiles(Config config) {
    this(
        Stream.of(
                config
                    .getOptionalValue("gamelan.manifests", String.class)
                    .orElse("")
                    .split(":", -1))
            .map(String::strip)
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList());
  }

  RuleFiles(List<Path> folders) {
    this.folders = folders;
    this.builtIn = readBuiltIn();
    this.rules = builtIn;
  }

  /** All rules of files, the operator's first. */
  RuleBook current() {
    long due = nextLook.get();
    long now = System.nanoTime();
    if (!folders.isEmpty() && now - due >= 0 && nextLook.compareAndSet(due, now + LOOK_NANOS)) {
      look();
    }
    return rules;
  }

  /**
   * The rules of one file within the operator's manifest folders.
   *
   * @param path relative to one of the folders
   * @throws InvalidInputException when there is no such file, or it never held sound rules
   */
  synchronized RuleBook named(String path) {
    for (Path folder : folders) {
      Path file = folder.resolve(path).normalize();
      if (isInside(folder, file)) {
        Known now = read(file, named.get(file));
        if (now != null) {
          named.put(file, now);
          return now.rules();
        }
      }
    }
    throw new InvalidInputException(
        "settings.rules", "there is no file '" + path + "' in the folders of GAMELAN_MANIFESTS");
  }

  private static boolean isInside(Path folder, Path file) {
    try {
      return Files.isRegularFile(file) && file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      // Unreadable is as good as absent; the caller says that there is no such file.
      return false;
    }
  }

  private synchronized void look() {
    Map<Path, Known> seen = new TreeMap<>();
    for (Path folder : folders) {
      for (Path file : ruleFiles(folder)) {
        Known now = read(file, known.get(file));
        if (now != null) {
          seen.put(file, now);
        }
      }
    }
    if (!seen.equals(known)) {
      known.clear();
      known.putAll(seen);
      RuleBook all = RuleBook.EMPTY;
      for (Known file : known.values()) {
        all = all.then(file.rules());
      }
      rules = all.then(builtIn);
    }
  }

  private static List<Path> ruleFiles(Path folder) {
    List<Path> files = new ArrayList<>();
    if (Files.isRegularFile(folder.resolve(FILE))) {
      files.add(folder.resolve(FILE));
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> children = Files.list(folder)) {
        children
            .map(child -> child.resolve(FILE))
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(files::add);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "Cannot read the folder {0}: {1}", new Object[] {folder, e});
      }
    }
    return files;
  }

  private static Known read(Path file, Known before) {
    RuleBook lastGood = before == null ? RuleBook.EMPTY : before.rules();
    try {
      long modified = Files.getLastModifiedTime(file).toMillis();
      long size = Files.size(file);
      if (before != null && before.modified() == modified && before.size() == size) {
        return before;
      }
      if (size > MAX_BYTES) {
        LOG.log(Level.WARNING, "{0} is larger than 2 MB and left out", file);
        return new Known(modified, size, lastGood);
      }
      return new Known(modified, size, parse(file, lastGood));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot read {0}: {1}", new Object[] {file, e});
      return before;
    }
  }

  private static RuleBook parse(Path file, RuleBook lastGood) throws IOException {
    try {
      return RuleBook.parse(Files.readString(file), file.toString());
    } catch (InvalidInputException e) {
      LOG.log(
          Level.WARNING,
          "The rules of the scripted provider are broken, their last good version stays: {0}",
          e.getMessage());
      return lastGood;
    }
  }

  private static RuleBook readBuiltIn() {
    RuleBook all = RuleBook.EMPTY;
    try {
      for (String name : builtInFiles()) {
        try (InputStream in = RuleFiles.class.getResourceAsStream("/" + name)) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          all = all.then(RuleBook.parse(text, name));
        }
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("The built-in rules cannot be read", e);
    }
    return all;
  }

  /** The class path has no listing of its own, so folders and jars are listed each in their way. */
  private static List<String> builtInFiles() throws IOException, URISyntaxException {
    List<String> names = new ArrayList<>();
    for (URL url : Collections.list(RuleFiles.class.getClassLoader().getResources(BUILT_IN))) {
      URLConnection connection = url.openConnection();
      if (connection instanceof JarURLConnection jar) {
        jar.setUseCaches(false);
        try (var file = jar.getJarFile()) {
          file.stream()
              .map(JarEntry::getName)
              .map(name -> name.substring(Math.max(0, name.indexOf(BUILT_IN))))
              .filter(name -> name.matches("manifests/[^/]+/scripted\\.yaml"))
              .forEach(names::add);
        }
      } else if (url.getProtocol().equals("file")) {
        for (Path file : ruleFiles(Path.of(new URI(url.toString().replace(" ", "%20"))))) {
          names.add(BUILT_IN + file.getParent().getFileName() + "/" + FILE);
        }
      }
    }
    return names.stream().distinct().sorted().toList();
  }
}
