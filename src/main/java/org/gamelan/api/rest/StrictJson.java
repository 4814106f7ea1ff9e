package org.gamelan.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.stream.Collectors;
import org.gamelan.json.Json;

/**
 * Reads request bodies without guessing: what is not UTF-8, not JSON, not known or of another type
 * is refused with the path of the field.
 */
final class StrictJson {
  private static final ObjectMapper MAPPER = strict(Json.mapper().copy());

  private StrictJson() {}

  /**
   * Reads a body.
   *
   * @throws RestException 400 with the field at fault
   * @throws org.gamelan.json.MalformedJsonException when it is no JSON document
   */
  static Object read(byte[] body, Type type) {
    JsonNode document = Json.parse(utf8(body));
    return type == JsonNode.class ? document : convert(document, type);
  }

  /** As {@link #read(byte[], Type)} for a class. */
  static <T> T read(byte[] body, Class<T> type) {
    return type.cast(read(body, (Type) type));
  }

  /** Gives a document the shape of a class. */
  static <T> T convert(JsonNode document, Class<T> type) {
    return type.cast(convert(document, (Type) type));
  }

  private static Object convert(JsonNode document, Type type) {
    try {
      Object value = MAPPER.readerFor(MAPPER.constructType(type)).readValue(document);
      if (value == null) {
        throw RestException.malformed("", "The body has to be an object, not null.");
      }
      return value;
    } catch (UnrecognizedPropertyException e) {
      throw RestException.malformed(path(e), "is not known; known here: " + known(e));
    } catch (MismatchedInputException e) {
      throw RestException.malformed(path(e), "must be " + expected(e));
    } catch (JsonProcessingException e) {
      throw RestException.malformed(
          e instanceof JsonMappingException mapping ? path(mapping) : "", "cannot be read");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String utf8(byte[] body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(body))
          .toString();
    } catch (CharacterCodingException e) {
      throw RestException.malformed("The body is not UTF-8.");
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? Integer.toString(step.getIndex())
                    : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String known(UnrecognizedPropertyException e) {
    Collection<Object> names = e.getKnownPropertyIds();
    return names == null
        ? "nothing"
        : names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String expected(MismatchedInputException e) {
    Class<?> type = e.getTargetType();
    if (type == null) {
      return "of another type";
    } else if (type == String.class) {
      return "a text";
    } else if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    } else if (type == Integer.class
        || type == int.class
        || type == Long.class
        || type == long.class) {
      return "a whole number";
    } else if (Number.class.isAssignableFrom(type)) {
      return "a number";
    } else if (Temporal.class.isAssignableFrom(type)) {
      return "an instant such as 2026-01-31T12:00:00Z";
    } else if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    } else if (e instanceof InvalidFormatException) {
      return "of another form";
    }
    return "an object";
  }

  private static ObjectMapper strict(ObjectMapper mapper) {
    mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    mapper.enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    for (LogicalType type :
        new LogicalType[] {LogicalType.Integer, LogicalType.Float, LogicalType.Boolean}) {
      mapper
          .coercionConfigFor(type)
          .setCoercion(CoercionInputShape.String, CoercionAction.Fail)
          .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
    }
    mapper
        .coercionConfigFor(LogicalType.Boolean)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
    mapper
        .coercionConfigFor(LogicalType.DateTime)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
    return mapper;
  }
}
