package org.gamelan.engine;

/**
 * The names of branches. A branch is named by the way that leads to it: the fork and the first
 * stage of the branch, below the branch that the fork is in: {@code spread/a/inner/x}. The main
 * line of a task is the empty name. While a fork is open nothing runs on the branch it is in, so
 * every name has at most one place of work at a time.
 */
public final class Branch {
  /** The main line of a task. */
  public static final String MAIN = "";

  private Branch() {}

  static String of(StageRun run) {
    return run.branch() == null ? MAIN : run.branch();
  }

  /** As stage runs have it: null on the main line. */
  static String orNull(String branch) {
    return branch.isEmpty() ? null : branch;
  }

  static String below(String branch, String fork, String name) {
    return (branch.isEmpty() ? "" : branch + "/") + fork + "/" + name;
  }

  /** The innermost fork that a branch belongs to; the branch is not the main line. */
  static String fork(String branch) {
    String rest = branch.substring(0, branch.lastIndexOf('/'));
    return rest.substring(rest.lastIndexOf('/') + 1);
  }

  /** The branch that the fork of a branch is in. */
  public static String parent(String branch) {
    String rest = branch.substring(0, branch.lastIndexOf('/'));
    return rest.contains("/") ? rest.substring(0, rest.lastIndexOf('/')) : MAIN;
  }

  /** The outermost fork that a branch belongs to; the branch is not the main line. */
  public static String outermost(String branch) {
    return branch.substring(0, branch.indexOf('/'));
  }

  /** Whether a branch is another one or lies within it. */
  public static boolean isWithin(String branch, String outer) {
    return outer.isEmpty() || branch.equals(outer) || branch.startsWith(outer + "/");
  }

  /** Whether two branches are of one fork, so that what one does is not seen by the other. */
  static boolean areApart(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return false;
    }
    String[] ones = one.split("/");
    String[] others = other.split("/");
    for (int i = 0; i + 1 < Math.min(ones.length, others.length); i += 2) {
      if (!ones[i].equals(others[i])) {
        return false;
      }
      if (!ones[i + 1].equals(others[i + 1])) {
        return true;
      }
    }
    return false;
  }

  /** The part of a stage's name before its own: the sub-workflow it is in, with a dot, or none. */
  static String scope(String stage) {
    return stage.substring(0, stage.lastIndexOf('.') + 1);
  }

  /** A stage's name in its own workflow. */
  static String local(String stage) {
    return stage.substring(stage.lastIndexOf('.') + 1);
  }
}
