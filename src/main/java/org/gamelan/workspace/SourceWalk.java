package org.gamelan.workspace;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.gamelan.workspace.OpenFolder.Child;
import org.gamelan.workspace.OpenFolder.Children;

/** One walk through a source, folder by folder in the order of names, within limits. */
final class SourceWalk {
  private final WalkLimits limits;
  private final SourceFolder.Visitor visitor;
  private final long started = System.nanoTime();
  private long files;
  private long folders;
  private long skipped;
  private String stopped;

  SourceWalk(WalkLimits limits, SourceFolder.Visitor visitor) {
    this.limits = limits;
    this.visitor = visitor;
  }

  WalkOutcome run(OpenFolder top) throws IOException {
    folder(top, 0);
    return new WalkOutcome(files, folders, skipped, stopped);
  }

  private void folder(OpenFolder folder, int depth) throws IOException {
    Children children = folder.children(limits.files() + 1);
    if (children.truncated()) {
      stopped = "a folder holds more than " + limits.files() + " files";
    }
    for (Child child : children.all()) {
      if (!mayGoOn()) {
        return;
      }
      switch (child.kind()) {
        case FILE -> file(new SourceFile(folder, child));
        case FOLDER -> below(folder, child, depth + 1);
        case LINK, DEVICE -> skipped++;
        case HIDDEN -> {}
      }
    }
  }

  private void file(SourceFile file) {
    if (files >= limits.files()) {
      stopped = "it holds more than " + limits.files() + " files";
      return;
    }
    files++;
    try {
      visitor.file(file);
    } catch (IOException e) {
      skipped++; // gone, exchanged or not readable: the walk goes on without it and says so
    }
  }

  private void below(OpenFolder parent, Child child, int depth) {
    if (depth > limits.depth()) {
      skipped++;
      stopped = stopped == null ? "it is deeper than " + limits.depth() + " folders" : stopped;
      return;
    }
    folders++;
    try (OpenFolder folder = parent.folder(child.fileName())) {
      folder(folder, depth);
    } catch (IOException e) {
      skipped++;
    }
  }

  private boolean mayGoOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("The walk through the source was interrupted.");
    }
    if (System.nanoTime() - started > limits.time().toNanos()) {
      stopped = "it takes longer than " + limits.time().toSeconds() + " s";
      return false;
    }
    return files < limits.files() || stopped == null;
  }
}
