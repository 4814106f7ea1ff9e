package org.gamelan.policy;

import java.util.Set;

/**
 * What a rule has to know of a tool.
 *
 * @param tool its name
 * @param capabilities what it needs
 * @param changes whether a call leaves anything behind
 * @param scope where all that it changes lies, such as {@code workspace}; null for anywhere
 */
public record ToolNeeds(String tool, Set<String> capabilities, boolean changes, String scope) {
  /**
   * The scope of what changes nothing but files of the task's workspace, or what the task and its
   * agent remember for themselves.
   */
  public static final String WORKSPACE = "workspace";

  public ToolNeeds {
    capabilities = Set.copyOf(capabilities);
  }

  boolean staysInWorkspace() {
    return WORKSPACE.equals(scope);
  }
}
