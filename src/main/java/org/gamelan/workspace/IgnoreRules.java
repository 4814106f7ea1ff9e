package org.gamelan.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * The {@code .gitignore} rules that hold in one folder: its own before those of the folders above
 * it. Immutable; each folder without rules of its own shares those of its parent.
 */
final class IgnoreRules {
  /** No rules. */
  static final IgnoreRules NONE = new IgnoreRules(null, "", null);

  private static final int MOST_WILDCARDS = 4;
  private static final int LONGEST_RULE = 500;

  private final IgnoreRules above;
  private final String folder;
  private final IgnoreNode node;

  private IgnoreRules(IgnoreRules above, String folder, IgnoreNode node) {
    this.above = above;
    this.folder = folder;
    this.node = node;
  }

  /**
   * These rules and, before them, those of a folder below.
   *
   * @param folder the folder's path with a slash at its end; empty for the top
   * @param rules what its {@code .gitignore} says
   */
  IgnoreRules with(String folder, byte[] rules) {
    IgnoreNode own = new IgnoreNode();
    try {
      own.parse(new ByteArrayInputStream(harmless(rules)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new IgnoreRules(this, folder, own);
  }

  /**
   * Whether git leaves this file or folder out. The folders above it must have been asked before:
   * what lies in an ignored folder is ignored, whatever the rules inside say.
   *
   * @param path with slashes, without one at its end, from the same top as the rules' folders
   */
  boolean ignores(String path, boolean isFolder) {
    for (IgnoreRules rules = this; rules.node != null; rules = rules.above) {
      Boolean ignored = rules.node.checkIgnored(path.substring(rules.folder.length()), isFolder);
      if (ignored != null) {
        return ignored;
      }
    }
    return false;
  }

  /** Leaves out rules whose matching would take long: their authors are not to be trusted. */
  private static byte[] harmless(byte[] rules) {
    return new String(rules, StandardCharsets.UTF_8)
        .lines()
        .filter(rule -> rule.length() <= LONGEST_RULE)
        .filter(
            rule -> rule.replace("**", "").chars().filter(c -> c == '*').count() <= MOST_WILDCARDS)
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
