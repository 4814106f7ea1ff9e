package org.gamelan.engine.memory;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.MemoryScopes;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.memory.MemoryScope;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.tool.ToolContext;
import org.gamelan.workflow.MemoryDefinition;

/** Finds out what a tool's call may see of what is remembered. */
@ApplicationScoped
class TaskMemory {
  private static final String TASK =
      """
      select t.labels, t.source, t.instance_id, t.blueprint_id,
        (select w.name from stage_work w where w.task_id = t.id and w.run_id = ?) as stage
      from task t where t.id = ?
      """;

  private final Database database;
  private final BlueprintStore blueprints;

  protected TaskMemory() {
    this(null, null);
  }

  @Inject
  TaskMemory(Database database, BlueprintStore blueprints) {
    this.database = database;
    this.blueprints = blueprints;
  }

  /**
   * What a call may see.
   *
   * @param scopes the memories
   * @param stage the stage it works in, or null
   */
  record Sight(MemoryScopes scopes, String stage) {

    /**
     * The memory of a scope.
     *
     * @throws GamelanException of kind {@code tool} when it may not be used, or there is none
     */
    MemoryPlace require(MemoryScope scope) {
      return scopes.place(scope).orElseThrow(() -> refused(scope));
    }

    private GamelanException refused(MemoryScope scope) {
      boolean allowed = scopes.definition().scope(scope.id()).isPresent();
      String why =
          allowed
              ? "there is none here: "
                  + switch (scope) {
                    case TASK -> "no task is under way";
                    case AGENT -> "no agent is at work";
                    case PROJECT -> "the task has neither a label project:NAME nor a source";
                    case GLOBAL -> "it is not kept";
                  }
              : "the workflow's memory.yaml does not name it under 'scopes'";
      return new GamelanException(
          FailureKind.TOOL,
          "The scope '%s' cannot be used, as %s. Use one of: %s."
              .formatted(scope.id(), why, String.join(", ", usable())));
    }

    private List<String> usable() {
      List<String> usable = new ArrayList<>();
      for (MemoryScope scope : MemoryScope.values()) {
        if (scopes.place(scope).isPresent()) {
          usable.add(scope.id());
        }
      }
      return usable;
    }

    List<MemoryPlace> all() {
      List<MemoryPlace> all = new ArrayList<>();
      for (MemoryScope scope : MemoryScope.values()) {
        scopes.place(scope).ifPresent(all::add);
      }
      return all;
    }
  }

  /** What a call may see; outside of a task only what its agent remembers. */
  Sight of(ToolContext context) {
    Optional<Sight> sight =
        context.task() == null
            ? Optional.empty()
            : database.inTransaction(
                tx ->
                    Sql.find(
                        tx.connection(),
                        TASK,
                        row -> sight(tx.connection(), row, context),
                        context.stageRun(),
                        context.task()));
    return sight.orElseGet(
        () ->
            new Sight(
                new MemoryScopes(MemoryDefinition.DEFAULT, null, null, null, context.agent()),
                null));
  }

  private Sight sight(Connection connection, ResultSet row, ToolContext context)
      throws SQLException {
    UUID instance = Sql.id(row, "instance_id");
    String stage = row.getString("stage");
    JsonNode labels = json(row, "labels");
    JsonNode source = json(row, "source");
    Blueprint blueprint = blueprints.require(connection, Sql.id(row, "blueprint_id"));
    MemoryDefinition definition =
        blueprint.memory() == null ? MemoryDefinition.DEFAULT : blueprint.memory();
    String agent = instance == null || context.agent() == null ? context.agent() : "" + instance;
    return new Sight(new MemoryScopes(definition, context.task(), labels, source, agent), stage);
  }

  private static JsonNode json(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Json.parseOwn(text);
  }
}
