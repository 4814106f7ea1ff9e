package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.gamelan.json.Json;

/** Makes one answer of several and keeps what differs from it. Pure. */
final class CommitteeMerge {
  private final List<Answer> answers;
  private final String field;
  private final ObjectNode output = Json.object();

  /** What one member says. */
  record Answer(String member, JsonNode output) {}

  /**
   * @param field the field that is compared, or null for whole answers
   */
  CommitteeMerge(List<Answer> answers, String field) {
    this.answers = List.copyOf(answers);
    this.field = field;
  }

  /**
   * The answer of the most members; of several with equally many the one the judge takes, else that
   * of the member named first.
   *
   * @param judge asked only for a tie; null when there is none
   */
  ObjectNode vote(Function<List<Answer>, JsonNode> judge) {
    Map<String, List<Answer>> groups = new LinkedHashMap<>();
    answers.forEach(
        answer -> groups.computeIfAbsent(key(answer.output()), k -> new ArrayList<>()).add(answer));
    List<List<Answer>> byVotes = new ArrayList<>(groups.values());
    byVotes.sort(Comparator.<List<Answer>>comparingInt(List::size).reversed());
    List<Answer> tied =
        byVotes.stream()
            .filter(group -> group.size() == byVotes.get(0).size())
            .flatMap(List::stream)
            .toList();
    boolean tie = tied.size() > byVotes.get(0).size();
    JsonNode winner = byVotes.get(0).get(0).output();
    if (tie && judge != null) {
      winner = judged(judge.apply(tied));
    }
    ObjectNode merged = finish("vote", winner);
    if (field != null) {
      merged.put("field", field);
    }
    ArrayNode tally = merged.putArray("tally");
    byVotes.forEach(group -> tally.add(row(group)));
    merged.put("tie", tie);
    return merged;
  }

  private ObjectNode row(List<Answer> group) {
    ObjectNode row = Json.object();
    row.set("value", value(group.get(0).output()));
    row.put("votes", group.size());
    ArrayNode members = row.putArray("members");
    group.forEach(answer -> members.add(answer.member()));
    return row;
  }

  /** What the judge says; where it names a member, that member's answer. */
  ObjectNode judge(JsonNode judgement) {
    return finish("judge", judged(judgement));
  }

  private JsonNode judged(JsonNode judgement) {
    output.set("judgement", judgement);
    Optional<JsonNode> chosen =
        answers.stream()
            .filter(answer -> answer.member().equals(judgement.path("member").asText()))
            .map(Answer::output)
            .findFirst();
    return chosen.orElse(judgement);
  }

  /**
   * Everything that anybody says: lists become one without repetition, objects field by field; of
   * other values that differ the first stays, and who differs is told.
   */
  ObjectNode union() {
    Set<String> differing = new LinkedHashSet<>();
    JsonNode all = answers.get(0).output();
    for (Answer answer : answers.subList(1, answers.size())) {
      List<String> conflicts = new ArrayList<>();
      all = together(all, answer.output(), "", conflicts);
      if (!conflicts.isEmpty()) {
        differing.add(answer.member());
      }
    }
    output.put("merge", "union");
    output.set("answer", all);
    told(answer -> differing.contains(answer.member()));
    return output;
  }

  private static JsonNode together(
      JsonNode one, JsonNode other, String path, List<String> conflicts) {
    if (one.isObject() && other.isObject()) {
      ObjectNode both = one.deepCopy();
      other
          .properties()
          .forEach(
              part -> {
                JsonNode own = both.get(part.getKey());
                String at = Json.pointer(path, part.getKey());
                both.set(
                    part.getKey(),
                    own == null ? part.getValue() : together(own, part.getValue(), at, conflicts));
              });
      return both;
    }
    if (one.isArray() && other.isArray()) {
      Map<String, JsonNode> items = new LinkedHashMap<>();
      one.forEach(item -> items.putIfAbsent(Json.canonical(item), item));
      other.forEach(item -> items.putIfAbsent(Json.canonical(item), item));
      return Json.array().addAll(items.values());
    }
    if (!Json.canonical(one).equals(Json.canonical(other))) {
      conflicts.add(path);
    }
    return one;
  }

  private ObjectNode finish(String merge, JsonNode winner) {
    output.put("merge", merge);
    output.set("answer", winner);
    String right = key(winner);
    told(answer -> !Objects.equals(key(answer.output()), right));
    return output;
  }

  private void told(java.util.function.Predicate<Answer> differs) {
    ArrayNode dissent = output.putArray("dissent");
    ArrayNode all = output.putArray("answers");
    for (Answer answer : answers) {
      ObjectNode row = all.addObject().put("member", answer.member());
      row.set("answer", answer.output());
      if (differs.test(answer)) {
        dissent.add(row);
      }
    }
  }

  private String key(JsonNode answer) {
    return Json.canonical(value(answer));
  }

  private JsonNode value(JsonNode answer) {
    JsonNode value = field == null ? answer : answer.path(field);
    return value.isMissingNode() ? Json.object().nullNode() : value;
  }
}
