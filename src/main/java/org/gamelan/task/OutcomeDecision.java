package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.ApprovalContent;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.TaskEvents;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.platform.Sql;
import org.gamelan.security.Caller;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/**
 * One person's decision on a stage whose external call had begun when its server stopped: it
 * happened, it may be made once more, or the stage has failed.
 */
final class OutcomeDecision {
  private static final String FIND =
      """
      select run_id from stage_work
      where task_id = ? and name = ? and status = 'indeterminate'
      order by started_at, run_id limit 1 for update
      """;

  private static final String CALL =
      """
      select number, name from stage_call
      where stage_run_id = ? and finished_at is null and failed_by is null
      order by number limit 1
      """;

  private final Connection connection;
  private final Blueprint blueprint;
  private final EngineConfig config;

  OutcomeDecision(Connection connection, Blueprint blueprint, EngineConfig config) {
    this.connection = connection;
    this.blueprint = blueprint;
    this.config = config;
  }

  /** The call whose outcome nobody knows. */
  private record Call(int number, String name) {}

  /** Takes it; the runs that are ready now. The task is locked. */
  List<UUID> take(UUID task, Decision decision, Caller caller) throws SQLException {
    UUID run =
        Sql.find(connection, FIND, row -> Sql.id(row, "run_id"), task, decision.stage())
            .orElseThrow(
                () ->
                    new ConflictException(
                        "The outcome of stage '" + decision.stage() + "' is not in question."));
    Call call =
        Sql.find(
                connection, CALL, row -> new Call(row.getInt("number"), row.getString("name")), run)
            .orElseThrow(
                () ->
                    new ConflictException("No call of stage '" + decision.stage() + "' is open."));
    switch (decision.decision()) {
      case Decision.HAPPENED -> happened(run, call, decision);
      case Decision.REPEAT ->
          Sql.update(
              connection,
              "delete from stage_call where stage_run_id = ? and number = ?",
              run,
              call.number());
      default ->
          Sql.update(
              connection,
              "update stage_call set failed_by = ? where stage_run_id = ? and number = ?",
              caller.name(),
              run,
              call.number());
    }
    List<WaitingSlots.Released> released =
        WaitingSlots.release(connection, List.of(task), List.of(run), "decision");
    EventLog.append(connection, List.of(decided(task, run, call, decision, caller)));
    return WaitingSlots.ready(released);
  }

  private void happened(UUID run, Call call, Decision decision) throws SQLException {
    StageDefinition stage = blueprint.stage(decision.stage());
    JsonNode value = decision.hasValue() ? decision.value() : Json.object();
    List<FieldError> errors = new ArrayList<>();
    if (stage.kind() == StageKind.TOOL) {
      ApprovalContent.outputSchema(blueprint, stage.name())
          .ifPresent(
              schema ->
                  JsonSchema.compile(schema)
                      .validate(value)
                      .forEach(
                          found ->
                              errors.add(new FieldError("value" + found.path(), found.message()))));
    }
    if (Json.write(value).getBytes(StandardCharsets.UTF_8).length > config.maxOutputBytes()) {
      errors.add(new FieldError("value", "has more than " + config.maxOutputBytes() + " bytes"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    JsonNode answer = stage.kind() == StageKind.TOOL ? value : toldToModel(call, value);
    Sql.update(
        connection,
        """
        update stage_call set finished_at = clock_timestamp(), answer = ?::json
        where stage_run_id = ? and number = ?
        """,
        Json.write(answer),
        run,
        call.number());
  }

  /** As an agent's turn writes down what a tool has answered. */
  private static JsonNode toldToModel(Call call, JsonNode value) {
    ObjectNode message = Json.object().put("tool", call.name());
    message.set("result", value);
    return Json.tree(Json.write(message));
  }

  private static NewEvent decided(
      UUID task, UUID run, Call call, Decision decision, Caller caller) {
    ObjectNode data = Json.object().put("stage", decision.stage()).put("call", call.name());
    data.put("decision", decision.decision()).put("by", caller.name());
    if (decision.comment() != null) {
      data.put("comment", decision.comment());
    }
    return new NewEvent(TaskEvents.TOPIC, "stage.decided", run, task, data);
  }
}
