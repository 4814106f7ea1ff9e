package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.ReplayedStage;
import org.gamelan.json.JsonDifference;
import org.gamelan.task.ReplayReport;

/** What came of a replay, with a page of its stages. */
@Schema(name = "Replay")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReplayView(
    UUID task,
    String definitions,
    boolean same,
    int runs,
    int different,
    List<JsonDifference> differences,
    List<JsonNode> unrecorded,
    List<ReplayedStage> stages,
    String next) {

  static ReplayView of(ReplayReport report, Page<ReplayedStage> stages) {
    return new ReplayView(
        report.task(),
        report.definitions(),
        report.same(),
        report.runs(),
        report.different(),
        report.differences(),
        report.unrecorded(),
        stages.items(),
        stages.next());
  }
}
