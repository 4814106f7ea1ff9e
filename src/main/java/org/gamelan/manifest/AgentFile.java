package org.gamelan.manifest;

import java.nio.file.Path;

/**
 * A file that holds an agent by convention, as it was seen in its folder.
 *
 * @param path where it is
 * @param size in bytes
 * @param modified nanoseconds since 1970
 * @param key what tells it from one that was put in its place; empty where the system has none
 */
public record AgentFile(Path path, long size, long modified, String key) {
  static final String SKILL = "SKILL.md";

  /** Whether it is a skill: front matter with a text below. */
  public boolean isSkill() {
    return path.getFileName().toString().equals(SKILL);
  }
}
