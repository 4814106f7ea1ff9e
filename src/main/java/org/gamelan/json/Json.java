package org.gamelan.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * The one way in which Gamelan reads and writes JSON: instants and durations as ISO 8601 texts,
 * exact decimals, no NaN, limits on depth and size. A document that was read here can always be
 * stored: no U+0000, no half of a surrogate pair, no number that a database cannot hold.
 */
public final class Json {
  /** How deep a document from outside may be nested. */
  public static final int MAX_DEPTH = 100;

  /** The longest document from outside, in characters. */
  public static final int MAX_CHARS = 8 * 1024 * 1024;

  /** Own documents wrap those from outside, so they may be deeper and longer. */
  private static final int OWN_FACTOR = 4;

  private static final int MAX_NUMBER_CHARS = 400;

  /** How the library says that it does not show what it read. */
  private static final Pattern SOURCE = Pattern.compile("\\[Source: [^\\]]*?(line: [^\\]]*)\\]");

  /**
   * Buffers for reading and writing, kept for whoever comes next. By default each thread keeps its
   * own, also the thousand that wait for a model.
   */
  private static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.newBoundedPool(32);

  private static final ObjectMapper MAPPER = mapper(OWN_FACTOR);
  private static final ObjectMapper OUTSIDE = mapper(1);

  private Json() {}

  /** The shared mapper, for our own records. Do not configure it. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads a document that came from outside.
   *
   * @throws MalformedJsonException when it is not one JSON document within the limits, or repeats a
   *     key
   */
  public static JsonNode parse(String text) {
    return read(OUTSIDE, text);
  }

  /**
   * Reads a document that Gamelan wrote itself, for which the limits are wider.
   *
   * @throws MalformedJsonException when it is not one JSON document
   */
  public static JsonNode parseOwn(String text) {
    return read(MAPPER, text);
  }

  /** Writes a document on one line. */
  public static String write(JsonNode node) {
    return writeWith(MAPPER, node);
  }

  /** Writes a document for people, indented. */
  public static String writePretty(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw unwritable(e);
    }
  }

  /** Turns one of our records into a document. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Turns a document into one of our records.
   *
   * @throws MalformedJsonException when it does not have the record's shape
   */
  public static <T> T as(JsonNode node, Class<T> type) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    }
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The same text for equal documents: keys sorted, numbers in their shortest form. */
  public static String canonical(JsonNode node) {
    return writeWith(MAPPER, CanonicalJson.of(node));
  }

  /** SHA-256 of the canonical form. */
  public static byte[] hash(JsonNode node) {
    return CanonicalJson.sha256(canonical(node));
  }

  /** Whether a text can be stored: it has no U+0000 and no half of a surrogate pair. */
  public static boolean isStorable(String text) {
    return StorableText.isStorable(text);
  }

  /** A pointer (RFC 6901) to a child of what another pointer leads to. */
  public static String pointer(String parent, String key) {
    return parent + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  private static JsonNode read(ObjectMapper mapper, String text) {
    JsonNode node;
    try {
      node = mapper.readTree(text);
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (UnstorableNumberException e) {
      throw new MalformedJsonException(e.getMessage(), 0, 0);
    } catch (NumberFormatException e) {
      // The library lets this one through where an exponent has too many digits.
      throw new MalformedJsonException(new UnstorableNumberException().getMessage(), 0, 0);
    }
    if (node == null || node.isMissingNode()) {
      throw new MalformedJsonException("The document is empty", 0, 0);
    }
    StorableText.findFault(text, node)
        .ifPresent(
            fault -> {
              throw new MalformedJsonException(fault, 0, 0);
            });
    return node;
  }

  private static MalformedJsonException malformed(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String message = SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1");
    return at == null
        ? new MalformedJsonException(message, 0, 0)
        : new MalformedJsonException(message, at.getLineNr(), at.getColumnNr());
  }

  private static String writeWith(ObjectMapper mapper, JsonNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw unwritable(e);
    }
  }

  private static IllegalStateException unwritable(JsonProcessingException e) {
    return new IllegalStateException("A document in memory could not be written", e);
  }

  private static ObjectMapper mapper(int factor) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH * factor)
            .maxDocumentLength((long) MAX_CHARS * factor)
            .maxStringLength(MAX_CHARS * factor)
            .maxNumberLength(MAX_NUMBER_CHARS)
            .maxNameLength(10_000)
            .build();
    JsonFactory factory =
        JsonFactory.builder().streamReadConstraints(limits).recyclerPool(BUFFERS).build();
    return JsonMapper.builder(factory)
        .addModule(new JavaTimeModule())
        .nodeFactory(new StorableNumbers())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /** Makes the number nodes and refuses those beyond what PostgreSQL's numeric can hold. */
  private static final class StorableNumbers extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;
    private static final int MAX_SCALE = 400;

    @Override
    public ValueNode numberNode(BigDecimal value) {
      if (value != null && Math.abs((long) value.scale()) > MAX_SCALE) {
        throw new UnstorableNumberException();
      }
      return super.numberNode(value);
    }
  }

  private static final class UnstorableNumberException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnstorableNumberException() {
      super("The document has a number that is too large or too small");
    }
  }
}
