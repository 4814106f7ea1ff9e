package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks through a text for the document that fits a schema: the first that does; without a schema
 * the first in a fence, else the longest.
 */
final class DocumentSearch {
  private final Optional<JsonSchema> schema;
  private final Set<Repair> repairs = EnumSet.noneOf(Repair.class);
  private Optional<JsonNode> value = Optional.empty();
  private List<TolerantScanner.Found> candidates = List.of();
  private boolean tooDeep;
  private long steps;

  DocumentSearch(Optional<JsonSchema> schema) {
    this.schema = schema;
  }

  /**
   * Looks through a whole text.
   *
   * @param before what was mended in the text already
   */
  void search(String text, Set<Repair> before) {
    Candidates.Result result = Candidates.find(text, schema.isEmpty(), before, this::accept);
    keep(result);
    candidates = result.found();
    if (schema.isEmpty()) {
      preferred(candidates).ifPresent(found -> take(found.node(), found.repairs()));
    }
  }

  /** Looks for a whole document with which a text ends. */
  void searchEnd(String text, Set<Repair> before) {
    String end = text.stripTrailing();
    int fence = end.endsWith("```") ? 3 : 0;
    int last = end.substring(0, end.length() - fence).stripTrailing().length();
    Candidates.Result result =
        Candidates.find(
            text,
            schema.isEmpty(),
            before,
            found -> found.end() >= last && !found.isTruncated() && acceptAny(found));
    keep(result);
  }

  /** Several documents one after the other as a list, where the schema asks for one. */
  Optional<JsonNode> joined() {
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
    return Optional.<JsonNode>of(list).filter(this::fits);
  }

  /** The document, when there is one that fits. */
  Optional<JsonNode> value() {
    return value;
  }

  /** What was mended to get the document. */
  Set<Repair> repairs() {
    return repairs;
  }

  /** The likeliest document, though it does not fit. */
  Optional<TolerantScanner.Found> best() {
    return candidates.stream().findFirst();
  }

  /** Whether something was nested too deeply to be read. */
  boolean isTooDeep() {
    return tooDeep;
  }

  /** How often a character was looked at, so that a test can count the work. */
  long steps() {
    return steps;
  }

  private void keep(Candidates.Result result) {
    tooDeep |= result.tooDeep();
    steps += result.steps();
  }

  /** Without a schema the search goes on, since the first brackets may be part of the prose. */
  private boolean accept(TolerantScanner.Found found) {
    return schema.isPresent() && acceptAny(found);
  }

  private boolean acceptAny(TolerantScanner.Found found) {
    if (fits(found.node())) {
      take(found.node(), found.repairs());
      return true;
    }
    Set<Repair> all = EnumSet.noneOf(Repair.class);
    all.addAll(found.repairs());
    Optional<JsonNode> coerced =
        schema.flatMap(it -> Coercion.apply(found.node(), it, all)).filter(this::fits);
    coerced.ifPresent(node -> take(node, all));
    return coerced.isPresent();
  }

  private void take(JsonNode node, Set<Repair> mended) {
    value = Optional.of(node);
    repairs.addAll(mended);
  }

  private boolean fits(JsonNode node) {
    return schema.isEmpty() || schema.get().validate(node).isEmpty();
  }

  private static Optional<TolerantScanner.Found> preferred(List<TolerantScanner.Found> found) {
    Optional<TolerantScanner.Found> fenced =
        found.stream().filter(it -> it.repairs().contains(Repair.FENCE)).findFirst();
    return fenced.or(
        () -> found.stream().reduce((a, b) -> b.end() - b.start() > a.end() - a.start() ? b : a));
  }
}
