package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns what a model wrote into a JSON document that satisfies a schema, or says why it cannot. It
 * reads strictly first; only where that fails it repairs, in time linear in the text, and it never
 * adds content of its own.
 */
public final class JsonEngine {
  private static final int MAX_MESSAGE = 1_000;
  private static final int MAX_ESCAPED = 3;

  private final Optional<JsonSchema> schema;
  private final List<RepairRung> rungs = new ArrayList<>();
  private List<Violation> violations = List.of();

  private JsonEngine(Optional<JsonSchema> schema) {
    this.schema = schema;
  }

  /**
   * What came of a text.
   *
   * @param value the document, present only when it satisfies the schema
   * @param rungs what was tried, in order; empty when the text fitted as it was
   * @param violations why there is no value, for the model to be asked again; empty otherwise
   * @param truncated whether the text ended before its document did, so that a tail may be lost
   */
  public record Outcome(
      Optional<JsonNode> value,
      List<RepairRung> rungs,
      List<Violation> violations,
      boolean truncated) {

    public Outcome {
      rungs = List.copyOf(rungs);
      violations = List.copyOf(violations);
    }

    public boolean fits() {
      return value.isPresent();
    }
  }

  /**
   * Reads an answer.
   *
   * @param text what the model wrote
   * @param schema what the document must satisfy; none: any document will do
   * @param repair whether the text may be repaired
   */
  public static Outcome read(String text, Optional<JsonSchema> schema, boolean repair) {
    return new JsonEngine(schema).read(text, repair);
  }

  private Outcome read(String text, boolean repair) {
    if (text.length() > Json.MAX_CHARS) {
      return failed("parse", "The answer is longer than " + Json.MAX_CHARS + " characters");
    }
    Optional<JsonNode> strict = parse(text);
    if (strict.isPresent()) {
      violations = validate(strict.get());
      if (violations.isEmpty()) {
        return new Outcome(strict, List.of(), List.of(), false);
      }
      rungs.add(new RepairRung("validate", false, summary(violations)));
    }
    if (!repair) {
      return new Outcome(Optional.empty(), rungs, violations, false);
    }
    return strict.isPresent() ? repairParsed(strict.get()) : repairText(text);
  }

  private Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (MalformedJsonException e) {
      rungs.add(new RepairRung("parse", false, e.getMessage()));
      violations = List.of(new Violation("", "is not a JSON document: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** The text is JSON but does not fit: other types, or a document written as a text. */
  private Outcome repairParsed(JsonNode node) {
    Set<Repair> repairs = EnumSet.noneOf(Repair.class);
    Optional<JsonNode> coerced = coerce(node, repairs);
    if (coerced.isPresent()) {
      return repaired(coerced.get(), repairs);
    }
    if (node.isTextual()) {
      Optional<Outcome> inner = unescaped(node.textValue(), 1);
      if (inner.isPresent()) {
        return inner.get();
      }
    }
    rungs.add(new RepairRung("repair", false, "Nothing could be repaired"));
    return new Outcome(Optional.empty(), rungs, violations, false);
  }

  private Outcome repairText(String written) {
    Set<Repair> before = EnumSet.noneOf(Repair.class);
    String text = WrongDecoding.undo(written, before);
    if (isEscaped(text)) {
      Optional<Outcome> inner = unescaped(Escapes.undo(text), 1);
      if (inner.isPresent()) {
        return inner.get();
      }
    }
    Thoughts thoughts = Thoughts.leaveOut(text);
    if (thoughts.any()) {
      before.add(Repair.THINKING);
    }
    DocumentSearch search = new DocumentSearch(schema);
    search.search(thoughts.rest(), before);
    if (search.value().isPresent()) {
      return repaired(search.value().get(), search.repairs());
    }
    return search
        .joined()
        .map(joined -> repaired(joined, EnumSet.of(Repair.JOINED_DOCUMENTS)))
        .or(() -> endOfThought(thoughts, before))
        .or(() -> asText(thoughts).map(it -> repaired(it, EnumSet.of(Repair.TEXT_AS_DOCUMENT))))
        .orElseGet(() -> unrepaired(search, thoughts));
  }

  /**
   * A model that forgot to close its thought ends it with the answer; what is inside is a draft.
   */
  private Optional<Outcome> endOfThought(Thoughts thoughts, Set<Repair> before) {
    if (thoughts.unclosed().isEmpty()) {
      return Optional.empty();
    }
    before.remove(Repair.THINKING);
    before.add(Repair.OPEN_THOUGHT);
    DocumentSearch search = new DocumentSearch(schema);
    search.searchEnd(thoughts.unclosed().get(), before);
    return search.value().map(value -> repaired(value, search.repairs()));
  }

  private Outcome unrepaired(DocumentSearch search, Thoughts thoughts) {
    if (search.isTooDeep()) {
      String message = "A document is nested deeper than " + Json.MAX_DEPTH + " levels";
      return failed("repair", message);
    }
    if (search.best().isEmpty()) {
      String where = thoughts.unclosed().isPresent() ? ", only thinking without an end" : "";
      return failed("repair", "There is no JSON document in the answer" + where);
    }
    TolerantScanner.Found best = search.best().get();
    violations = validate(best.node());
    rungs.add(new RepairRung("repair", true, words(best.repairs())));
    rungs.add(new RepairRung("validate", false, summary(violations)));
    return new Outcome(Optional.empty(), rungs, violations, best.isTruncated());
  }

  /** A document inside of a text, perhaps in a text of its own. */
  private Optional<Outcome> unescaped(String inner, int level) {
    JsonEngine engine = new JsonEngine(schema);
    Optional<JsonNode> parsed = engine.parse(inner);
    if (parsed.isPresent() && engine.validate(parsed.get()).isEmpty()) {
      return Optional.of(repaired(parsed.get(), EnumSet.of(Repair.ESCAPED_DOCUMENT)));
    }
    if (parsed.isPresent() && parsed.get().isTextual() && level < MAX_ESCAPED) {
      return unescaped(parsed.get().textValue(), level + 1);
    }
    DocumentSearch search = new DocumentSearch(schema);
    search.search(inner, EnumSet.of(Repair.ESCAPED_DOCUMENT));
    return search.value().map(value -> repaired(value, search.repairs()));
  }

  /** Whether the first thing after an opening bracket is an escaped quotation mark. */
  private static boolean isEscaped(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) != '{') {
      at++;
    }
    at++;
    while (at < text.length()
        && (Character.isWhitespace(text.charAt(at)) || text.startsWith("\\n", at))) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return text.startsWith("\\\"", at);
  }

  private Optional<JsonNode> asText(Thoughts thoughts) {
    String answer = StorableText.clean(thoughts.rest()).strip();
    boolean wanted =
        schema.isPresent() && schema.get().document().path("type").asText().equals("string");
    return Optional.<JsonNode>of(Json.array().textNode(answer))
        .filter(it -> wanted && !answer.isEmpty() && validate(it).isEmpty());
  }

  private Optional<JsonNode> coerce(JsonNode node, Set<Repair> repairs) {
    return schema
        .flatMap(it -> Coercion.apply(node, it, repairs))
        .filter(it -> validate(it).isEmpty());
  }

  private List<Violation> validate(JsonNode node) {
    return schema.map(it -> it.validate(node)).orElse(List.of());
  }

  private Outcome repaired(JsonNode node, Set<Repair> repairs) {
    rungs.add(new RepairRung("repair", true, words(repairs)));
    return new Outcome(Optional.of(node), rungs, List.of(), repairs.contains(Repair.CUT_OFF));
  }

  private Outcome failed(String rung, String message) {
    rungs.add(new RepairRung(rung, false, message));
    return new Outcome(Optional.empty(), rungs, List.of(new Violation("", message)), false);
  }

  private static String words(Set<Repair> repairs) {
    String words = repairs.stream().map(Repair::words).collect(Collectors.joining("; "));
    return words.isEmpty()
        ? "Read as it is"
        : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String summary(List<Violation> violations) {
    String all = violations.stream().map(Violation::toString).collect(Collectors.joining("; "));
    return all.length() <= MAX_MESSAGE ? all : all.substring(0, MAX_MESSAGE - 1) + "…";
  }
}
