package org.gamelan.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import org.gamelan.failure.InvalidInputException;

/**
 * What a task's {@code source} names: exactly one of a folder and a git URL.
 *
 * @param path a folder on the server, or null
 * @param git the URL of a repository, or null
 * @param ref a branch or tag of it, or null for its default branch
 */
record SourceReference(String path, String git, String ref) {
  private static final int LONGEST = 4096;

  /**
   * Reads {@code {path}} or {@code {git, ref}}.
   *
   * @throws InvalidInputException naming the field at fault
   */
  static SourceReference of(JsonNode source) {
    if (!source.isObject()) {
      throw new InvalidInputException("source", "must be an object with either 'path' or 'git'");
    }
    for (Iterator<String> names = source.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals("path") && !name.equals("git") && !name.equals("ref")) {
        throw new InvalidInputException(
            "source." + name, "is unknown; a source has 'path', or 'git' and 'ref'");
      }
    }
    String path = text(source, "path");
    String git = text(source, "git");
    String ref = text(source, "ref");
    if ((path == null) == (git == null)) {
      throw new InvalidInputException("source", "needs exactly one of 'path' and 'git'");
    }
    if (path != null && ref != null) {
      throw new InvalidInputException("source.ref", "belongs to 'git', not to 'path'");
    }
    return new SourceReference(path, git, ref);
  }

  private static String text(JsonNode source, String name) {
    JsonNode value = source.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    String field = "source." + name;
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new InvalidInputException(field, "must be a text that is not empty");
    }
    String text = value.textValue();
    if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidInputException(
          field, "must be shorter than " + LONGEST + " characters and without control characters");
    }
    return text;
  }
}
