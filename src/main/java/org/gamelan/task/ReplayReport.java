package org.gamelan.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.ReplayedStage;
import org.gamelan.json.JsonDifference;

/**
 * What came of doing a task again without its outside.
 *
 * @param task the task
 * @param definitions {@code pinned} or {@code current}
 * @param same whether everything ended as it did then
 * @param runs how many stage runs are recorded
 * @param different how many of them end differently now
 * @param differences in what the task itself came to
 * @param unrecorded the stages with which it would go on now, of which nothing is recorded
 * @param stages the stage runs in the order they ended
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReplayReport(
    UUID task,
    String definitions,
    boolean same,
    int runs,
    int different,
    List<JsonDifference> differences,
    List<JsonNode> unrecorded,
    List<ReplayedStage> stages) {}
