package org.gamelan.manifest;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Looks for files of agents: YAML and JSON files, one agent each, and folders with a {@code
 * SKILL.md}, at any depth up to a limit. Reads none of them. Links are followed, but no folder is
 * entered twice.
 */
public final class AgentFolders {
  /** The most files of all folders together. */
  public static final int MAX_FILES = 10_000;

  /** How deep below a folder is looked. */
  public static final int MAX_DEPTH = 16;

  /** What is read of all of them together, in bytes; larger files are told one by one. */
  static final long MAX_TOTAL = 200L * 1024 * 1024;

  private static final int MAX_ENTRIES = 200_000;
  private static final Pattern FILE = Pattern.compile("(?i)[^.].*\\.(?:yaml|yml|json)");

  private final Problems problems;
  private final int maxFiles;
  private final List<AgentFile> files = new ArrayList<>();
  private final List<Path> unread = new ArrayList<>();
  private final Set<Object> entered = new HashSet<>();
  private final Deque<Object> way = new ArrayDeque<>();
  private int entries;
  private long total;
  private boolean full;

  private AgentFolders(Problems problems, int maxFiles) {
    this.problems = problems;
    this.maxFiles = maxFiles;
  }

  /** The files below these folders, in order. A folder that is not there is a problem. */
  public static List<AgentFile> list(Collection<Path> roots, Problems problems) {
    return list(roots, problems, MAX_FILES);
  }

  static List<AgentFile> list(Collection<Path> roots, Problems problems, int maxFiles) {
    return look(roots, problems, maxFiles).files();
  }

  /**
   * What some folders hold.
   *
   * @param files the files, in order
   * @param unread folders and files that are there and could not be looked at: nobody knows whether
   *     what was found there before is gone
   */
  public record Listing(List<AgentFile> files, List<Path> unread) {
    public Listing {
      files = List.copyOf(files);
      unread = List.copyOf(unread);
    }
  }

  /** The same, and what could not be looked at. */
  public static Listing look(Collection<Path> roots, Problems problems) {
    return look(roots, problems, MAX_FILES);
  }

  private static Listing look(Collection<Path> roots, Problems problems, int maxFiles) {
    AgentFolders folders = new AgentFolders(problems, maxFiles);
    for (Path root : roots) {
      folders.enter(root, 0);
    }
    return new Listing(folders.files, folders.unread);
  }

  private void enter(Path folder, int depth) {
    if (full) {
      return;
    }
    Object key = key(folder);
    if (way.contains(key)) {
      problems.warning(
          folder.toString(),
          Position.START,
          Rule.CYCLE,
          "The link leads back to a folder above it and is not followed",
          "remove the link");
      return;
    }
    if (entered.contains(key)) {
      return;
    }
    if (depth > MAX_DEPTH) {
      problems.error(
          folder.toString(),
          Position.START,
          Rule.TOO_MANY,
          "Deeper than " + MAX_DEPTH + " folders, so it is not looked into",
          "move it further up");
      return;
    }
    entered.add(key);
    way.push(key);
    visit(folder, depth);
    way.pop();
  }

  private void visit(Path folder, int depth) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path child : stream) {
        if (++entries > MAX_ENTRIES) {
          tellFull(folder, "More than " + MAX_ENTRIES + " files and folders");
          break;
        }
        children.add(child);
      }
    } catch (IOException e) {
      unreadable(folder, e);
      return;
    } catch (DirectoryIteratorException e) {
      unreadable(folder, e.getCause());
      return;
    }
    children.sort(null);
    if (children.contains(folder.resolve(AgentFile.SKILL))) {
      // What else lies there belongs to the skill.
      addSkill(folder.resolve(AgentFile.SKILL));
      return;
    }
    children.forEach(child -> look(child, depth));
  }

  private void look(Path child, int depth) {
    String name = child.getFileName().toString();
    if (name.startsWith(".")) {
      return;
    }
    boolean file = FILE.matcher(name).matches();
    BasicFileAttributes seen;
    try {
      seen = Files.readAttributes(child, BasicFileAttributes.class);
    } catch (IOException e) {
      if (file) {
        unreadable(child, e);
      } else {
        note(child, e);
      }
      return;
    }
    if (seen.isDirectory()) {
      enter(child, depth + 1);
    } else if (file) {
      add(child, seen);
    }
  }

  private void addSkill(Path file) {
    try {
      add(file, Files.readAttributes(file, BasicFileAttributes.class));
    } catch (IOException e) {
      unreadable(file, e);
    }
  }

  private void add(Path file, BasicFileAttributes seen) {
    if (full) {
      return;
    }
    if (files.size() >= maxFiles) {
      tellFull(file, "There are more than " + maxFiles + " files of agents");
      return;
    }
    total += Math.min(seen.size(), SourceFile.MAX_BYTES);
    if (total > MAX_TOTAL) {
      tellFull(file, "The files of agents have more than " + (MAX_TOTAL >> 20) + " MiB together");
      return;
    }
    files.add(
        new AgentFile(
            file,
            seen.size(),
            seen.lastModifiedTime().to(TimeUnit.NANOSECONDS),
            Objects.toString(seen.fileKey(), "")));
  }

  private void tellFull(Path at, String message) {
    full = true;
    problems.error(
        at.toString(),
        Position.START,
        Rule.TOO_MANY,
        message + "; this one and what comes after it is not read",
        "put fewer files into the folders of agents");
  }

  /** A file that is gone is no longer an agent; of one that is hidden nobody knows. */
  private void note(Path path, IOException e) {
    if (!(e instanceof NoSuchFileException)) {
      unread.add(path);
    }
  }

  private void unreadable(Path path, IOException e) {
    note(path, e);
    problems.error(
        path.toString(), Position.START, Rule.SYNTAX, FileText.reason(e), "check path and rights");
  }

  private static Object key(Path folder) {
    try {
      Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
      return key == null ? folder.toRealPath() : key;
    } catch (IOException e) {
      // It will be told when the folder is opened.
      return folder.toAbsolutePath().toString().toLowerCase(Locale.ROOT);
    }
  }
}
