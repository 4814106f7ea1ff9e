package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One field of a form that is made from a JSON Schema.
 *
 * @param pointer where its value stands in the input, as a JSON pointer
 * @param name the property's name
 * @param label what it is called: its {@code title}, else the name
 * @param kind how it is asked for
 * @param required whether it has to be there
 * @param schema its schema: bounds, options and the default stand there
 * @param fields what it consists of, when it is a group; the alternatives, when it has any
 */
record InputField(
    String pointer,
    String name,
    String label,
    Kind kind,
    boolean required,
    JsonNode schema,
    List<InputField> fields) {

  /** How a value is asked for. */
  enum Kind {
    LINE,
    TEXT,
    NUMBER,
    INTEGER,
    DATE,
    CHOICE,
    YES_NO,
    LINES,
    CHOICES,
    GROUP,
    /** Entries to be added and removed; the one field of it is what each consists of. */
    ROWS,
    /** One of its fields, all of them at its own place, counts. */
    ALTERNATIVES,
    /** Has one value, and is not asked for. */
    CONSTANT,
    /** For what no other kind can show. */
    JSON
  }

  /** The same field at another place. */
  InputField at(String place) {
    return at(place, label);
  }

  /** The same field at another place, called something else. */
  InputField at(String place, String other) {
    List<InputField> moved =
        fields.stream()
            .map(field -> field.at(place + field.pointer().substring(pointer.length())))
            .toList();
    return new InputField(place, name, other, kind, required, schema, moved);
  }

  /** What it is about, for a person; empty when nothing is said. */
  String help() {
    return schema.path("description").asText("");
  }

  /** The values it may have, for a choice or the entries of a list. */
  List<JsonNode> options() {
    List<JsonNode> options = new java.util.ArrayList<>();
    (kind == Kind.CHOICES ? schema.path("items") : schema).path("enum").forEach(options::add);
    return options;
  }
}
