package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.Way;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallLedger;
import org.gamelan.workflow.WorkflowDefinition;

/** The trace of what the router decided. */
@ApplicationScoped
public class RoutingQueries {
  private static final int MOST = 1_000;
  private static final String EDGE = "edge";

  /**
   * What is derived from the task and its runs is stored nowhere else: what the caller named, who
   * was least recently active, edges, decisions, and agents that took over.
   */
  private static final String OF_TASK =
      """
      with t as (select * from task where id = ?)
      select d.at, d.stage_run_id, s.name, d.kind, d.winner, d.decided_by, d.override_id, d.reason,
        d.candidates
      from t join routing d on d.task_id = t.id
        left join stage s on s.task_id = d.task_id and s.id = d.stage_run_id
      union all
      select created_at, null, null,
        case when wants is not null then 'agent' when pipeline is null then 'workflow'
          else 'pipeline' end,
        coalesce(agent, pipeline, workflow), 'caller', null,
        case when task_config is null then 'It was named with the task.'
          else 'It does tasks of the task config ''' || task_config || '''.' end,
        json_build_array(json_build_object('name', coalesce(agent, pipeline, workflow),
          'reason', 'named with the task', 'taken', true))
      from t
      where (wants is null or wants like 'agent:%') and workflow <> 'routing'
        and not exists (select from routing d where d.task_id = t.id and (d.kind = 'pipeline'
          or d.kind = 'agent' and d.stage_run_id is null and d.decided_by = 'override'))
      union all
      select coalesce(started_at, created_at), null, null, 'agent', agent, 'rule', null,
        'Of the agents that fit and had room, it was given a task longest ago.',
        json_build_array(json_build_object('name', agent, 'reason', 'it was its turn',
          'taken', true))
      from t
      where agent is not null and wants like 'any:%'
        and not exists (select from routing d where d.task_id = t.id and d.kind = 'agent'
          and d.stage_run_id is null)
      union all
      select s.finished_at, s.id, s.name, 'edge',
        (select string_agg(e.taken ->> 'stage', ', ')
          from json_array_elements(s.way -> 'next') e (taken)),
        case when exists (select from routing d where d.task_id = t.id and d.stage_run_id = s.id
            and d.kind = 'next') then 'override' else 'rule' end,
        null,
        coalesce((select string_agg(e.tried, '; ')
          from json_array_elements_text(s.way -> 'reasons') e (tried)), ''),
        s.way
      from t join stage_run s on s.task_id = t.id
      where s.way is not null and s.way -> 'next' is not null
      union all
      select s.finished_at, s.id, s.name, 'decision', s.output ->> 'value', 'rule', null,
        'That is what its expression came to.',
        json_build_array(json_build_object('name', s.output ->> 'value',
          'reason', 'what its expression came to', 'taken', true))
      from t join stage_run s on s.task_id = t.id
      where s.kind = 'decision' and s.status = 'succeeded'
      union all
      select a.started_at, a.id, a.name, 'agent', a.agent, 'rule', null,
        'It is the fallback of ''' || a.before || ''', which failed: ' || a.failed || '.',
        json_build_array(
          json_build_object('name', a.before, 'reason', 'failed: ' || a.failed, 'taken', false),
          json_build_object('name', a.agent, 'reason', 'its fallback', 'taken', true))
      from (select s.id, s.name, s.agent, s.started_at,
          lag(s.agent) over attempts as before,
          lag(s.failure ->> 'kind') over attempts as failed
        from t join stage s on s.task_id = t.id
        window attempts as (partition by s.name, s.round, s.branch order by s.attempt)) a
      where a.agent <> a.before and a.failed is not null
        and not exists (select from routing d join t on t.id = d.task_id
          where d.stage_run_id = a.id and d.kind = 'agent')
      order by 1 limit ?
      """;

  private final Database database;
  private final CallLedger ledger;
  private final TaskQueries tasks;

  protected RoutingQueries() {
    this(null, null, null);
  }

  @Inject
  public RoutingQueries(Database database, CallLedger ledger, TaskQueries tasks) {
    this.database = database;
    this.tasks = tasks;
    this.ledger = ledger;
  }

  /** The decisions for a task, the oldest first, what was just decided included. */
  public List<RoutingDecision> of(UUID task) {
    ledger.flush();
    return database.inTransaction(
        tx -> {
          List<RoutingDecision> rows =
              Sql.query(tx.connection(), OF_TASK, RoutingQueries::decision, task, MOST);
          boolean edges = rows.stream().anyMatch(row -> row.kind().equals(EDGE));
          WorkflowDefinition workflow =
              edges ? tasks.blueprint(tx.connection(), task).workflow() : null;
          return rows.stream().map(row -> row.with(candidates(row, workflow))).toList();
        });
  }

  private static JsonNode candidates(RoutingDecision row, WorkflowDefinition workflow) {
    if (row.candidates() == null) {
      return null;
    }
    if (row.kind().equals(EDGE)) {
      return new EdgeCandidates(workflow, Json.as(row.candidates(), Way.class)).of(row.stage());
    }
    JsonNode told = row.candidates().deepCopy();
    for (JsonNode candidate : told) {
      if (candidate instanceof ObjectNode known && !known.has("taken")) {
        known.put("taken", known.path("name").asText().equals(row.winner()));
      }
    }
    return told;
  }

  private static RoutingDecision decision(ResultSet row) throws SQLException {
    String candidates = row.getString("candidates");
    return new RoutingDecision(
        Sql.instant(row, "at"),
        Sql.id(row, "stage_run_id"),
        row.getString("name"),
        row.getString("kind"),
        row.getString("winner"),
        row.getString("decided_by"),
        Sql.id(row, "override_id"),
        row.getString("reason"),
        candidates == null ? null : Json.parseOwn(candidates));
  }
}
