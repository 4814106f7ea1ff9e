package org.gamelan.engine.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Plan;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskEvents;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/** Pins tasks to what was chosen for them, with the commit of the stage in which it was. */
final class PinStatement {
  private static final String PIN =
      """
      update task t set blueprint_id = p.blueprint, pipeline = p.pipeline, workflow = p.workflow,
        workflow_version = p.version, version = t.version + 1
      from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::int[])
        as p (id, blueprint, pipeline, workflow, version)
      where t.id = p.id
      """;

  private final BlueprintStore store;
  private final Map<UUID, Blueprint> saved = new HashMap<>();

  PinStatement(BlueprintStore store) {
    this.store = store;
  }

  /** Pins those that are to be; the tasks are locked already. */
  void run(Connection connection, List<Completion> done) throws SQLException {
    List<UUID> tasks = new ArrayList<>();
    List<UUID> blueprints = new ArrayList<>();
    List<Plan> plans = new ArrayList<>();
    for (Completion completion : done) {
      if (completion.step().meeting() instanceof Step.Pinning pinning) {
        UUID id = store.save(connection, pinning.plan().blueprint());
        saved.put(id, pinning.plan().blueprint());
        tasks.add(completion.run().task());
        blueprints.add(id);
        plans.add(pinning.plan());
      }
    }
    if (tasks.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        PIN,
        tasks.toArray(UUID[]::new),
        blueprints.toArray(UUID[]::new),
        plans.stream().map(Plan::pipeline).toArray(String[]::new),
        plans.stream().map(plan -> plan.blueprint().workflow().name()).toArray(String[]::new),
        plans.stream().map(plan -> plan.blueprint().workflow().version()).toArray(Integer[]::new));
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      events.add(routed(tasks.get(i), plans.get(i)));
    }
    EventLog.append(connection, events);
  }

  private static NewEvent routed(UUID task, Plan plan) {
    ObjectNode data = Json.object().put("pipeline", plan.pipeline());
    data.put("workflow", plan.blueprint().workflow().name());
    return new NewEvent(TaskEvents.TOPIC, "task.routed", task, task, data);
  }

  /** Tells that the transaction has committed. */
  void remember() {
    saved.forEach(store::remember);
  }
}
