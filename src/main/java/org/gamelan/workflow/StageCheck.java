package org.gamelan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestFolder;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;

/** Checks what single stages say beyond their shape. */
final class StageCheck {
  private final ManifestFolder folder;
  private final References references;
  private final Problems problems;

  StageCheck(ManifestFolder folder, References references, Problems problems) {
    this.folder = folder;
    this.references = references;
    this.problems = problems;
  }

  void check(ManifestEntry stage) {
    for (String key : new String[] {"/agent", "/members", "/judge", "/worker", "/reviewer"}) {
      references.agents(stage, key);
    }
    references.tools(stage, "/tool");
    references.pipelines(stage, "/pipeline");
    references.model(stage, "/onInvalidOutput/model");
    references.schema(stage, "/inputSchema");
    references.schema(stage, "/outputSchema");
    references.template(stage, "/with");
    references.template(stage, "/value");
    switch (stage.text("kind").orElse("")) {
      case "join" -> join(stage);
      case "approval" -> approval(stage);
      case "committee" -> committee(stage);
      case "supervisor" -> supervisor(stage);
      case "pipeline" -> pipeline(stage);
      default -> {
        return;
      }
    }
  }

  private void join(ManifestEntry stage) {
    String of = stage.text("of").orElse("");
    Optional<ManifestEntry> fork = folder.find(Section.STAGES, of);
    if (fork.isEmpty()) {
      references.unknown(
          stage,
          "/of",
          Rule.UNKNOWN_STAGE,
          "stage",
          stage.value().get("of"),
          folder.names(Section.STAGES));
    } else if (!fork.get().text("kind").equals(Optional.of("fork"))) {
      problems.error(
          stage.file(),
          stage.at("/of"),
          Rule.UNMATCHED_JOIN,
          "The join '" + stage.name() + "' waits for '" + of + "', which is not a fork",
          "give the fork whose branches come together here");
    }
  }

  /** What is shown is written without {@code #{…}}, but may be written with it. */
  private void approval(ManifestEntry stage) {
    JsonNode show = stage.value().path("show");
    for (int i = 0; i < show.size(); i++) {
      int at = i;
      Expressions.findFault(Expressions.braced(show.get(i).asText()))
          .ifPresent(
              fault ->
                  problems.error(
                      stage.file(), stage.at("/show/" + at), Rule.BAD_EXPRESSION, fault));
    }
    if (stage.text("onExpiry").equals(Optional.of("escalate"))
        && !stage.value().has("escalateTo")) {
      missing(stage, "escalateTo", "onExpiry: escalate needs somebody to go to");
    }
    if (stage.value().has("onExpiry") && !stage.value().has("expires")) {
      missing(stage, "expires", "onExpiry has no effect without it");
    }
  }

  private void committee(ManifestEntry stage) {
    if (stage.text("merge").equals(Optional.of("judge")) && !stage.value().has("judge")) {
      missing(stage, "judge", "merge: judge needs an agent that decides");
    }
  }

  private void supervisor(ManifestEntry stage) {
    Optional<JsonNode> schema =
        stage
            .text("reviewer")
            .flatMap(name -> folder.find(Section.AGENTS, name))
            .filter(ManifestEntry::isSound)
            .map(agent -> agent.value().path("outputSchema"))
            .flatMap(folder::schema);
    boolean approves =
        schema
            .map(it -> it.at("/properties/approved/type").asText().equals("boolean"))
            .orElse(true);
    if (!approves) {
      problems.error(
          stage.file(),
          stage.at("/reviewer"),
          Rule.BAD_SCHEMA,
          "The output schema of the reviewer '"
              + stage.text("reviewer").orElse("")
              + "' has no boolean 'approved'",
          "add approved: {type: boolean} to its properties");
    }
  }

  /** It only takes over what its workflow came to: nothing of it lasts. */
  private void pipeline(ManifestEntry stage) {
    if (stage.value().has("timeout")) {
      problems.warning(
          stage.file(),
          stage.at("/timeout"),
          Rule.UNKNOWN_KEY,
          "'timeout' has no effect on stages of kind pipeline",
          "give it to the stages of the pipeline '%s'"
              .formatted(stage.text("pipeline").orElse("")));
    }
  }

  private void missing(ManifestEntry stage, String key, String why) {
    problems.error(
        stage.file(),
        stage.keyAt(""),
        Rule.MISSING,
        "stages." + stage.name() + " has no '" + key + "'",
        why);
  }
}
