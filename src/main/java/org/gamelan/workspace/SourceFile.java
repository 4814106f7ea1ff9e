package org.gamelan.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;

/**
 * A file met on a walk through a source. It can be opened only while it is visited, and every time
 * anew.
 */
public final class SourceFile {
  private final OpenFolder folder;
  private final OpenFolder.Child child;

  SourceFile(OpenFolder folder, OpenFolder.Child child) {
    this.folder = folder;
    this.child = child;
  }

  /** The path from the source's top, with slashes. */
  public String path() {
    return folder.path() + child.name();
  }

  /** The name without its folders. */
  public String name() {
    return child.name();
  }

  /** The size in bytes. */
  public long size() {
    return child.size();
  }

  /** Opens the content; the caller closes it. */
  public InputStream open() throws IOException {
    return Channels.newInputStream(folder.file(child.fileName()));
  }

  /** Whether anybody may execute it. */
  public boolean isExecutable() throws IOException {
    return folder.isExecutable(child.fileName());
  }
}
