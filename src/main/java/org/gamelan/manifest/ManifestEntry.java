package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** One named thing of a manifest, with the places of everything in it. Immutable. */
public final class ManifestEntry {
  private final Section section;
  private final String name;
  private final String file;
  private final String pointer;
  private final JsonNode value;
  private final Positions positions;
  private final boolean sound;

  ManifestEntry(Section section, String name, SourceFile source, String pointer, boolean sound) {
    this.section = section;
    this.name = name;
    this.file = source.file();
    this.pointer = pointer;
    this.value = source.root().at(pointer);
    this.positions = source.positions();
    this.sound = sound;
  }

  public Section section() {
    return section;
  }

  public String name() {
    return name;
  }

  /** The file it is written in, as problems name it. */
  public String file() {
    return file;
  }

  /** What was written. Do not change it. */
  public JsonNode value() {
    return value;
  }

  /** Whether its shape is right; otherwise nothing may be built from it. */
  public boolean isSound() {
    return sound;
  }

  /** The line of its name. */
  public int line() {
    return keyAt("").line();
  }

  /** Where it is written: {@code file:line}. */
  public String origin() {
    return file + ":" + line();
  }

  /**
   * Where a value stands.
   *
   * @param path JSON pointer from this entry on, such as {@code /retry/on/0}; empty for the entry
   */
  public Position at(String path) {
    return positions.value(pointer + path);
  }

  /** Where a key stands, see {@link #at}. */
  public Position keyAt(String path) {
    return positions.key(pointer + path);
  }

  /** The text under a key, if there is one. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(value.get(key)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  /** The texts under a key: a list, or one text; empty when there is none. */
  public List<String> texts(String key) {
    JsonNode found = value.path(key);
    if (found.isTextual()) {
      return List.of(found.asText());
    }
    return StreamSupport.stream(found.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** The whole number under a key, if there is one. */
  public Optional<Integer> integer(String key) {
    return Optional.ofNullable(value.get(key))
        .filter(JsonNode::canConvertToInt)
        .map(JsonNode::asInt);
  }

  /** The boolean under a key, or what it is when left out. */
  public boolean flag(String key, boolean otherwise) {
    return value.path(key).asBoolean(otherwise);
  }
}
