package org.gamelan.workspace;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/**
 * A folder held open by its descriptor. Everything below it is reached from that descriptor and
 * never through a link, so a folder that is exchanged for a link while it is read leads nowhere
 * else.
 */
final class OpenFolder implements Closeable {
  private static final int GITIGNORE_BYTES = 1_000_000;
  private static final Set<String> VERSION_CONTROL = Set.of(".git", ".hg", ".svn");
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final SecureDirectoryStream<Path> stream;
  private final Path absolute;
  private final String path;
  private final View view;
  private final IgnoreRules rules;

  /**
   * What all folders of one source have in common.
   *
   * @param hidden a folder that is never shown: Gamelan's own data
   * @param prefix the source's place in its repository, with a slash at its end, or empty
   */
  record View(Path hidden, String prefix) {}

  /** One thing in a folder. */
  record Child(Path fileName, String name, Kind kind, long size) {}

  /** What a thing in a folder is. */
  enum Kind {
    FILE,
    FOLDER,
    LINK,
    DEVICE,
    /** Left out: ignored by git, a version control folder or Gamelan's own data. */
    HIDDEN
  }

  /** The children of a folder in the order of their names; cut where there are too many. */
  record Children(List<Child> all, boolean truncated) {}

  private OpenFolder(
      SecureDirectoryStream<Path> stream, Path absolute, String path, View view, IgnoreRules above)
      throws IOException {
    this.stream = stream;
    this.absolute = absolute;
    this.path = path;
    this.view = view;
    this.rules = withOwn(above);
  }

  /**
   * Opens the top folder of a source.
   *
   * @param root its real path
   * @param rules the ignore rules of the folders above it
   */
  @SuppressWarnings("StreamResourceLeak") // the open folder closes it
  static OpenFolder top(Path root, View view, IgnoreRules rules) throws IOException {
    DirectoryStream<Path> opened = Files.newDirectoryStream(root);
    if (!(opened instanceof SecureDirectoryStream<Path> secure)) {
      opened.close();
      throw new GamelanException(
          FailureKind.INTERNAL,
          "This system cannot open folders safely (no openat); sources need Linux or macOS.");
    }
    return closingOnFailure(secure, root, "", view, rules);
  }

  /** Opens a folder in this one; fails where it is a link. */
  OpenFolder folder(Path fileName) throws IOException {
    return closingOnFailure(
        stream.newDirectoryStream(fileName, LinkOption.NOFOLLOW_LINKS),
        absolute.resolve(fileName),
        path + fileName + "/",
        view,
        rules);
  }

  private static OpenFolder closingOnFailure(
      SecureDirectoryStream<Path> stream, Path absolute, String path, View view, IgnoreRules rules)
      throws IOException {
    try {
      return new OpenFolder(stream, absolute, path, view, rules);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** Opens a file in this folder for reading; fails where it is a link. */
  SeekableByteChannel file(Path fileName) throws IOException {
    return stream.newByteChannel(fileName, READ);
  }

  /** The path from the source's top with a slash at its end; empty for the top itself. */
  String path() {
    return path;
  }

  /** Looks at one thing in this folder. */
  Child child(Path fileName) throws IOException {
    BasicFileAttributes attributes =
        stream
            .getFileAttributeView(fileName, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    String name = fileName.toString();
    return new Child(fileName, name, kind(fileName, name, attributes), attributes.size());
  }

  /** Whether the file's owner, its group or anybody may execute it. */
  boolean isExecutable(Path fileName) throws IOException {
    Set<PosixFilePermission> permissions =
        stream
            .getFileAttributeView(fileName, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .permissions();
    return permissions.contains(PosixFilePermission.OWNER_EXECUTE)
        || permissions.contains(PosixFilePermission.GROUP_EXECUTE)
        || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
  }

  /**
   * Lists this folder, once.
   *
   * @param most how many names are read at most
   */
  Children children(int most) throws IOException {
    List<Child> found = new ArrayList<>();
    boolean truncated = false;
    for (Path entry : stream) {
      if (found.size() >= most) {
        truncated = true;
        break;
      }
      try {
        found.add(child(entry.getFileName()));
      } catch (NoSuchFileException e) {
        continue; // deleted between the listing and the look at it
      }
    }
    found.sort(Comparator.comparing(Child::name));
    return new Children(found, truncated);
  }

  private Kind kind(Path fileName, String name, BasicFileAttributes attributes) {
    if (VERSION_CONTROL.contains(name)
        || absolute.resolve(fileName).equals(view.hidden())
        || rules.ignores(view.prefix() + path + name, attributes.isDirectory())) {
      return Kind.HIDDEN;
    }
    if (attributes.isSymbolicLink()) {
      return Kind.LINK;
    }
    if (attributes.isDirectory()) {
      return Kind.FOLDER;
    }
    return attributes.isRegularFile() ? Kind.FILE : Kind.DEVICE;
  }

  private IgnoreRules withOwn(IgnoreRules above) throws IOException {
    Path gitignore = Path.of(".gitignore");
    BasicFileAttributes attributes;
    try {
      attributes =
          stream
              .getFileAttributeView(
                  gitignore, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
    } catch (NoSuchFileException e) {
      return above;
    }
    if (!attributes.isRegularFile()) {
      return above; // git does not follow a link here either
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (SeekableByteChannel channel = file(gitignore);
        InputStream in = Channels.newInputStream(channel)) {
      content.write(in.readNBytes(GITIGNORE_BYTES));
    }
    return above.with(view.prefix() + path, content.toByteArray());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
