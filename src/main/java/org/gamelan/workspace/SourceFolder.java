package org.gamelan.workspace;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.workspace.OpenFolder.Child;
import org.gamelan.workspace.OpenFolder.Kind;

/**
 * A read-only view of a source: what git would show of it. Left out are {@code .git}, what git
 * ignores, Gamelan's own data, devices and links that lead out of it. Thread safe.
 */
public final class SourceFolder {
  private static final int PROBE_BYTES = 8_000;
  private static final int MOST_ENTRIES = 10_000;

  private final Path root;
  private final String name;
  private final OpenFolder.View view;
  private final IgnoreRules rules;

  /**
   * What a walk does with each file.
   *
   * <p>An {@link IOException} leaves the file out and the walk goes on.
   */
  @FunctionalInterface
  public interface Visitor {
    void file(SourceFile file) throws IOException;
  }

  /**
   * @param root the real path of the folder
   * @param name what to call it
   * @param hidden a folder that is never shown
   * @param prefix the folder's place in its repository, with a slash at its end, or empty
   * @param rules the ignore rules of the folders above
   */
  SourceFolder(Path root, String name, Path hidden, String prefix, IgnoreRules rules) {
    this.root = root;
    this.name = name;
    this.view = new OpenFolder.View(hidden, prefix);
    this.rules = rules;
  }

  /** What to call the source: the folder's or the repository's name. */
  public String name() {
    return name;
  }

  /** Visits every file, folder by folder in the order of names. */
  public WalkOutcome walk(WalkLimits limits, Visitor visitor) {
    try (OpenFolder top = OpenFolder.top(root, view, rules)) {
      return new SourceWalk(limits, visitor).run(top);
    } catch (IOException e) {
      throw unreadable("", e);
    }
  }

  /**
   * What a folder holds, in the order of names.
   *
   * @param path of the folder from the source's top; empty or {@code .} for the top
   */
  public List<SourceEntry> list(String path) {
    return at(
        path,
        (parent, fileName) -> {
          if (fileName == null) {
            return entries(parent);
          }
          if (parent.child(fileName).kind() != Kind.FOLDER) {
            throw refused(path, "is not a folder; use files.read for a file");
          }
          try (OpenFolder folder = parent.folder(fileName)) {
            return entries(folder);
          }
        });
  }

  /**
   * Reads the beginning of a text file.
   *
   * @param path of the file from the source's top
   * @param maxBytes how much is read at most
   * @throws GamelanException of kind {@code tool} when there is no such file in the source, {@code
   *     not-permitted} when the path leads out of it
   */
  public SourceText read(String path, int maxBytes) {
    return read(path, 1, Integer.MAX_VALUE, maxBytes);
  }

  /**
   * Reads some lines of a text file.
   *
   * @param fromLine the first line, from 1
   * @param lines how many lines at most
   * @param maxBytes how much is read at most
   */
  public SourceText read(String path, int fromLine, int lines, int maxBytes) {
    return at(
        path,
        (parent, fileName) -> {
          Child child = fileName == null ? null : parent.child(fileName);
          if (child == null || child.kind() == Kind.FOLDER) {
            throw refused(path, "is a folder; use files.list for its content");
          }
          try (InputStream in =
              new BufferedInputStream(Channels.newInputStream(parent.file(fileName)), 65_536)) {
            in.mark(PROBE_BYTES);
            byte[] probe = in.readNBytes(PROBE_BYTES);
            in.reset();
            String shown = parent.path() + child.name();
            if (isBinary(probe, probe.length)) {
              return new SourceText(shown, child.size(), true, child.size() > 0, "");
            }
            LineRange range = LineRange.read(in, fromLine, lines, maxBytes);
            return new SourceText(
                shown, child.size(), false, range.more(), decode(range.bytes(), probe));
          }
        });
  }

  /**
   * Whether the beginning of a file shows that it is no text: it holds a zero, and is no UTF-16.
   */
  public static boolean isBinary(byte[] beginning, int length) {
    if (isUtf16(beginning, length)) {
      return false;
    }
    for (int i = 0; i < Math.min(length, PROBE_BYTES); i++) {
      if (beginning[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUtf16(byte[] bytes, int length) {
    return length >= 2
        && ((bytes[0] == (byte) 0xfe && bytes[1] == (byte) 0xff)
            || (bytes[0] == (byte) 0xff && bytes[1] == (byte) 0xfe));
  }

  private static String decode(byte[] bytes, byte[] beginning) {
    Charset charset =
        isUtf16(beginning, beginning.length) ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    // zeros cannot be stored as JSON in the database
    return charset.decode(ByteBuffer.wrap(bytes)).toString().replace('\0', '\uFFFD');
  }

  private static List<SourceEntry> entries(OpenFolder folder) throws IOException {
    return folder.children(MOST_ENTRIES).all().stream()
        .filter(child -> child.kind() == Kind.FILE || child.kind() == Kind.FOLDER)
        .map(
            child -> {
              boolean isFolder = child.kind() == Kind.FOLDER;
              return new SourceEntry(child.name(), isFolder, isFolder ? 0 : child.size());
            })
        .toList();
  }

  /** Works on a thing in its folder; the name is null for the top itself. */
  private interface Work<T> {
    T in(OpenFolder parent, Path fileName) throws IOException;
  }

  /**
   * Resolves links first, which must stay inside, then goes down by descriptors that follow no
   * link: whoever exchanges a folder for a link in between gets an error, not another folder.
   */
  private <T> T at(String path, Work<T> work) {
    Path relative = inside(path);
    try (OpenFolder top = OpenFolder.top(root, view, rules)) {
      if (relative.toString().isEmpty()) {
        return work.in(top, null);
      }
      return below(top, relative, path, work);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static <T> T below(OpenFolder folder, Path relative, String asked, Work<T> work)
      throws IOException {
    Path first = relative.getName(0);
    Kind kind = folder.child(first).kind();
    if (kind == Kind.HIDDEN) {
      throw refused(asked, "is not part of the source: git ignores it or it is private");
    }
    if (kind == Kind.LINK || kind == Kind.DEVICE) {
      throw refused(asked, "is neither a file nor a folder");
    }
    if (relative.getNameCount() == 1) {
      return work.in(folder, first);
    }
    try (OpenFolder next = folder.folder(first)) {
      return below(next, relative.subpath(1, relative.getNameCount()), asked, work);
    }
  }

  private Path inside(String path) {
    try {
      Path asked = Path.of(path);
      for (Path part : asked) {
        if (part.toString().equals("..")) {
          throw outside(path);
        }
      }
      if (asked.isAbsolute()) {
        throw outside(path);
      }
      Path real = root.resolve(asked.normalize()).toRealPath();
      if (!real.startsWith(root)) {
        throw outside(path);
      }
      return root.relativize(real);
    } catch (InvalidPathException e) {
      throw refused(path, "is no valid path");
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static GamelanException outside(String path) {
    return new GamelanException(
        FailureKind.NOT_PERMITTED,
        "'" + path + "' leads out of the source. Give a path inside it, such as README.md.");
  }

  private static GamelanException refused(String path, String reason) {
    return new GamelanException(FailureKind.TOOL, "'" + path + "' " + reason + ".");
  }

  private static GamelanException unreadable(String path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new GamelanException(
          FailureKind.TOOL, "There is no '" + path + "' in the source. List its folder first.", e);
    }
    String reason =
        e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : "";
    return new GamelanException(
        FailureKind.TOOL,
        (path.isEmpty() ? "The source" : "'" + path + "'")
            + " cannot be read"
            + (reason.isEmpty() ? "." : ": " + reason + "."),
        e);
  }
}
