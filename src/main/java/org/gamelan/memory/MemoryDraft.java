package org.gamelan.memory;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;

/**
 * What somebody wants to be remembered.
 *
 * @param key under which it is found, or null
 * @param value a text or any other JSON document
 * @param tags words to find it by; null for none
 * @param expiresAt when it is forgotten by itself, or null
 */
public record MemoryDraft(String key, JsonNode value, List<String> tags, Instant expiresAt) {
  /** The longest key, in characters. */
  public static final int MAX_KEY = 100;

  /** How many tags an entry has at most. */
  public static final int MAX_TAGS = 20;

  /** The longest tag, in characters. */
  public static final int MAX_TAG = 50;

  public MemoryDraft {
    key = key == null || key.isBlank() ? null : key.strip();
    tags = tags == null ? List.of() : tags;
  }

  /**
   * @param maxBytes the largest value, as JSON in UTF-8
   * @throws InvalidInputException naming every field that cannot be stored
   */
  void check(int maxBytes, Instant now) {
    List<FieldError> errors = new ArrayList<>();
    if (key != null && (key.length() > MAX_KEY || !Json.isStorable(key))) {
      errors.add(new FieldError("key", "has 1 to " + MAX_KEY + " characters"));
    }
    checkValue(maxBytes, errors);
    if (tags.size() > MAX_TAGS) {
      errors.add(new FieldError("tags", "at most " + MAX_TAGS + " tags fit"));
    }
    for (String tag : tags) {
      if (tag == null || tag.isBlank() || tag.length() > MAX_TAG || !Json.isStorable(tag)) {
        errors.add(new FieldError("tags", "a tag has 1 to " + MAX_TAG + " characters"));
        break;
      }
    }
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      errors.add(new FieldError("expiresAt", "is in the past; give a time to come, or none"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
  }

  private void checkValue(int maxBytes, List<FieldError> errors) {
    if (value == null || value.isNull() || (value.isTextual() && value.textValue().isBlank())) {
      errors.add(new FieldError("value", "is missing; give a text or a JSON document"));
      return;
    }
    String text = Json.write(value);
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    if (size > maxBytes) {
      errors.add(
          new FieldError(
              "value", "has %d bytes; at most %d fit. Keep less of it".formatted(size, maxBytes)));
    } else if (value.isTextual() && !Json.isStorable(value.textValue())) {
      errors.add(new FieldError("value", "has U+0000 or half of a surrogate pair"));
    }
  }
}
