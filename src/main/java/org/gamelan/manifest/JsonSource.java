package org.gamelan.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;

/** Reads JSON with positions. */
final class JsonSource {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(SourceFile.MAX_DEPTH)
                  .maxDocumentLength(SourceFile.MAX_BYTES)
                  .maxTokenCount(2L * SourceFile.MAX_NODES)
                  .build())
          .build();

  private final String file;
  private final Problems problems;
  private final Positions positions = new Positions();

  private JsonSource(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Reads one document; what is wrong goes to the problems, and a fatal fault leaves nothing. */
  static Optional<SourceFile> read(String file, String text, Problems problems) {
    JsonSource source = new JsonSource(file, problems);
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Position at = position(parser.currentTokenLocation());
      source.positions.put("", at, at);
      JsonNode root = parser.currentToken() == null ? Json.object() : source.value("", parser);
      if (parser.nextToken() != null) {
        Position extra = position(parser.currentTokenLocation());
        problems.error(file, extra, Rule.SYNTAX, "There is more after the end of the document");
      }
      return Optional.of(new SourceFile(file, root, source.positions));
    } catch (JsonProcessingException e) {
      Position at = position(e.getLocation());
      problems.error(file, at, Rule.SYNTAX, "Not valid JSON: " + e.getOriginalMessage());
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from memory", e);
    }
  }

  private JsonNode value(String pointer, JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(pointer, parser);
      case START_ARRAY -> array(pointer, parser);
      default -> scalar(parser);
    };
  }

  private ObjectNode object(String pointer, JsonParser parser) throws IOException {
    ObjectNode object = Json.object();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Position key = position(parser.currentTokenLocation());
      String child = Json.pointer(pointer, name);
      parser.nextToken();
      Position at = position(parser.currentTokenLocation());
      JsonNode value = value(child, parser);
      if (object.has(name)) {
        problems.error(
            file,
            key,
            Rule.DUPLICATE,
            "The key '" + name + "' is there twice",
            "the first is in line " + positions.key(child).line());
        continue;
      }
      object.set(name, value);
      positions.put(child, key, at);
    }
    return object;
  }

  private ArrayNode array(String pointer, JsonParser parser) throws IOException {
    ArrayNode array = Json.array();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String child = pointer + "/" + array.size();
      Position at = position(parser.currentTokenLocation());
      positions.put(child, at, at);
      array.add(value(child, parser));
    }
    return array;
  }

  private JsonNode scalar(JsonParser parser) throws IOException {
    Position at = position(parser.currentTokenLocation());
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      if (Json.isStorable(text)) {
        return Json.array().textNode(text);
      }
      problems.error(file, at, Rule.SYNTAX, "A text may not contain U+0000 or half of a character");
      return NullNode.getInstance();
    }
    try {
      return Json.parse(parser.getText());
    } catch (MalformedJsonException e) {
      problems.error(file, at, Rule.TYPE, "Not a number that can be used");
      return NullNode.getInstance();
    }
  }

  private static Position position(JsonLocation at) {
    return at == null || at.getLineNr() < 1
        ? Position.START
        : new Position(at.getLineNr(), at.getColumnNr());
  }
}
