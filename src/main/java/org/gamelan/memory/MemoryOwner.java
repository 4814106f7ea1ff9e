package org.gamelan.memory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Whose memory something is.
 *
 * @param scope how far it reaches
 * @param name who within the scope
 */
public record MemoryOwner(MemoryScope scope, String name) {
  /** The longest name, in characters. */
  public static final int MAX_NAME = 300;

  /** Of everything. */
  public static final MemoryOwner GLOBAL = new MemoryOwner(MemoryScope.GLOBAL, "global");

  private static final String LABEL = "project:";

  /** Name and password in front of a host. */
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@]*@");

  public static MemoryOwner ofTask(UUID task) {
    return new MemoryOwner(MemoryScope.TASK, task.toString());
  }

  /**
   * @param name an agent's name, or the id of an agent instance
   */
  public static MemoryOwner ofAgent(String name) {
    return new MemoryOwner(MemoryScope.AGENT, name);
  }

  /**
   * The project of a task: what follows {@code project:} in its first label of that kind, else the
   * folder or repository it works on. A repository's address is taken without credentials.
   *
   * @param labels an array of words, or null
   * @param source {@code {path}} or {@code {git}}, or null
   */
  public static Optional<MemoryOwner> ofProject(JsonNode labels, JsonNode source) {
    if (labels != null) {
      for (JsonNode label : labels) {
        String text = label.asText();
        if (text.startsWith(LABEL) && text.length() > LABEL.length()) {
          return Optional.of(project(text.substring(LABEL.length()).strip()));
        }
      }
    }
    if (source != null && source.path("path").isTextual()) {
      return Optional.of(project(source.get("path").textValue()));
    }
    if (source != null && source.path("git").isTextual()) {
      return Optional.of(
          project(CREDENTIALS.matcher(source.get("git").textValue()).replaceFirst("")));
    }
    return Optional.empty();
  }

  private static MemoryOwner project(String name) {
    return new MemoryOwner(
        MemoryScope.PROJECT, name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME));
  }
}
