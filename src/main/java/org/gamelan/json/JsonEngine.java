package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
      Optional<Outcome> inner = unescaped(node.textValue());
      if (inner.isPresent()) {
        return inner.get();
      }
    }
    rungs.add(new RepairRung("repair", false, "Nothing could be repaired"));
    return new Outcome(Optional.empty(), rungs, violations, false);
  }

  private Outcome repairText(String text) {
    if (isEscaped(text)) {
      Optional<Outcome> inner = unescaped(Escapes.undo(text));
      if (inner.isPresent()) {
        return inner.get();
      }
    }
    Search search = search(text);
    if (search.value.isPresent()) {
      return repaired(search.value.get(), search.repairs);
    }
    Optional<JsonNode> joined = joined(search.candidates);
    if (joined.isPresent()) {
      return repaired(joined.get(), EnumSet.of(Repair.JOINED_DOCUMENTS));
    }
    Optional<JsonNode> plain = asText(text);
    if (plain.isPresent()) {
      return repaired(plain.get(), EnumSet.of(Repair.TEXT_AS_DOCUMENT));
    }
    return unrepaired(search);
  }

  private Outcome unrepaired(Search search) {
    if (search.tooDeep) {
      String message = "A document is nested deeper than " + Json.MAX_DEPTH + " levels";
      return failed("repair", message);
    }
    if (search.candidates.isEmpty()) {
      return failed("repair", "There is no JSON document in the answer");
    }
    TolerantScanner.Found best = search.candidates.get(0);
    violations = validate(best.node());
    rungs.add(new RepairRung("repair", true, words(best.repairs())));
    rungs.add(new RepairRung("validate", false, summary(violations)));
    return new Outcome(Optional.empty(), rungs, violations, best.isTruncated());
  }

  /** What a search through a text has found. */
  private static final class Search {
    private Optional<JsonNode> value = Optional.empty();
    private Set<Repair> repairs = EnumSet.noneOf(Repair.class);
    private List<TolerantScanner.Found> candidates = List.of();
    private boolean tooDeep;
  }

  private Search search(String text) {
    Search search = new Search();
    Candidates.Result result =
        Candidates.find(text, schema.isEmpty(), found -> accept(found, search));
    search.candidates = result.found();
    search.tooDeep = result.tooDeep();
    if (schema.isEmpty()) {
      preferred(result.found()).ifPresent(found -> take(found.node(), found.repairs(), search));
    }
    return search;
  }

  /** Without a schema the search goes on, since the first brackets may be part of the prose. */
  private boolean accept(TolerantScanner.Found found, Search search) {
    if (schema.isEmpty()) {
      return false;
    }
    if (validate(found.node()).isEmpty()) {
      take(found.node(), found.repairs(), search);
      return true;
    }
    Set<Repair> repairs = EnumSet.noneOf(Repair.class);
    repairs.addAll(found.repairs());
    Optional<JsonNode> coerced = coerce(found.node(), repairs);
    coerced.ifPresent(node -> take(node, repairs, search));
    return coerced.isPresent();
  }

  private static void take(JsonNode node, Set<Repair> repairs, Search search) {
    search.value = Optional.of(node);
    search.repairs = repairs;
  }

  /** The first in a fence, else the longest. */
  private static Optional<TolerantScanner.Found> preferred(List<TolerantScanner.Found> found) {
    Optional<TolerantScanner.Found> fenced =
        found.stream().filter(it -> it.repairs().contains(Repair.FENCE)).findFirst();
    return fenced.or(
        () -> found.stream().reduce((a, b) -> b.end() - b.start() > a.end() - a.start() ? b : a));
  }

  private Optional<Outcome> unescaped(String inner) {
    JsonEngine engine = new JsonEngine(schema);
    Optional<JsonNode> parsed = engine.parse(inner);
    if (parsed.isPresent() && engine.validate(parsed.get()).isEmpty()) {
      return Optional.of(repaired(parsed.get(), EnumSet.of(Repair.ESCAPED_DOCUMENT)));
    }
    Search search = engine.search(inner);
    Set<Repair> repairs = EnumSet.of(Repair.ESCAPED_DOCUMENT);
    repairs.addAll(search.repairs);
    return search.value.map(value -> repaired(value, repairs));
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

  /** Several documents one after the other, where the schema asks for a list. */
  private Optional<JsonNode> joined(List<TolerantScanner.Found> candidates) {
    List<TolerantScanner.Found> sound =
        candidates.stream().filter(it -> !it.isTruncated() && it.node().isObject()).toList();
    if (schema.isEmpty() || sound.size() < 2) {
      return Optional.empty();
    }
    ArrayNode list = Json.array();
    int end = 0;
    for (TolerantScanner.Found one : sound) {
      if (one.start() >= end) {
        list.add(one.node());
        end = one.end();
      }
    }
    return Optional.<JsonNode>of(list).filter(it -> validate(it).isEmpty());
  }

  private Optional<JsonNode> asText(String text) {
    String answer = StorableText.clean(text).strip();
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
