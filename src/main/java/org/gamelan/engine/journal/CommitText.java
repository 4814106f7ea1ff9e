package org.gamelan.engine.journal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gamelan.platform.SqlTable;
import org.gamelan.provider.CallRows;

/**
 * The text of the statement that finishes runs. A part for which there is nothing is left out: most
 * commits are hops from one stage to the next, and starting a part takes PostgreSQL longer than
 * running it.
 *
 * @param single whether one run alone ends
 * @param onlyHops whether nothing but the next stages in the same slots follows
 * @param toldApart whether any of them tells more than its own row says
 * @param calls how many calls of models are noted: none, one, or more than one
 * @param strict whether it fails where a run keeps the account of its call and is not ours any more
 */
record CommitText(boolean single, boolean onlyHops, boolean toldApart, int calls, boolean strict) {
  private static final String NEXT =
      """
      next_id uuid, next_name text, next_kind text, next_status text, next_attempt int4,
        next_round int4, next_branch text, next_delay int4, next_agent text
      """;

  /** Runs that end or are put off, with what takes their place and what is told of it. */
  static final SqlTable ENDED =
      new SqlTable(
          "d",
          """
          slot uuid, fence int4, id uuid, task_id uuid, name text, kind text, status text,
          attempt int4, round int4, branch text, started_at text, agent text, output text, raw text,
          raw_same bool, repairs text, model text, tokens_in int4, tokens_out int4, cost text,
          failure text, waiting_for text, delay int4, way text, expected int4, arrived int4, context text,
          told text, leads_to text, duration int4, call_provider text, call_model text,
          call_ms int4, call_cached int4,
          """
              + NEXT);

  /** What begins in slots of its own. */
  static final SqlTable MORE =
      new SqlTable("n", "parent uuid, task_id uuid, priority int4, " + NEXT);

  /** Tasks that change their state. */
  static final SqlTable MOVED =
      new SqlTable(
          "m",
          "parent uuid, id uuid, status text, reason text, failure text, result uuid, finished"
              + " bool");

  private static final String FOLLOW =
      """
      follow as (
        select slot, fence, next_id as run_id, next_name as name, next_kind as kind,
          next_status as status, next_attempt as attempt, next_round as round,
          next_branch as branch, next_delay as delay, next_agent as agent,
          case when next_status = 'waiting' then 'branches' end as waiting_for, null as failure,
          null as started_at, expected, arrived
        from d where next_id is not null
        union all
        select slot, fence, id, name, kind, status, attempt, round, branch, delay, agent,
          waiting_for, failure, started_at, null, null
        from d where next_id is null and status in ('ready', 'waiting', 'indeterminate')),
      """;

  private static final String ONLY_HOPS =
      """
      follow as (
        select slot, fence, next_id as run_id, next_name as name, next_kind as kind,
          next_status as status, next_attempt as attempt, next_round as round,
          next_branch as branch, next_delay as delay, next_agent as agent,
          null as waiting_for, null as failure, null as started_at, null::int4 as expected,
          null::int4 as arrived
        from d),
      """;

  private static final String WENT =
      """
      went as (
        update stage_work w set run_id = f.run_id, name = f.name, kind = f.kind,
          status = case when w.hold and f.status in ('ready', 'running') then 'waiting'
            else f.status end,
          waiting_for = case when w.hold and f.status in ('ready', 'running') then 'resume'
            else f.waiting_for end,
          attempt = f.attempt, round = f.round, branch = f.branch, agent = f.agent,
          failure = f.failure::json, fence = w.fence + 1,
          expected = f.expected, arrived = f.arrived, failed = null,
          ready_at = case when f.status = 'ready'
            then statement_timestamp() + f.delay * interval '1 ms' else w.ready_at end,
          node_id = case when f.status = 'running' and not w.hold then me.node end,
          epoch = case when f.status = 'running' and not w.hold then me.epoch end,
          started_at = case when f.status = 'running' and not w.hold then statement_timestamp()
            else f.started_at::timestamptz end
        from follow f, me
        where w.slot = f.slot and w.fence = f.fence
        returning w.slot, w.hold, w.overridden),
      """;

  private static final String ENDS =
      """
      ended as (
        delete from stage_work w using d
        where w.slot = d.slot and w.fence = d.fence and d.next_id is null
          and d.status not in ('ready', 'waiting', 'indeterminate')
        returning w.slot, w.hold, w.overridden),
      done as (select * from went union all select * from ended),
      """;

  private static final String INTO_RUNS =
      """
      finished as (
        insert into stage_run (id, task_id, name, kind, status, attempt, round, branch, agent,
          model, started_at, finished_at, tokens_in, tokens_out, cost, output, raw_output, raw_same,
          repairs, failure, way, context, tx, seq, duration_ms, leads_to, leads_to_kind,
          call_provider, call_model, call_ms, call_cached)
        select %s, d.task_id, d.name, d.kind, d.status, d.attempt, d.round, d.branch, d.agent,
          d.model, d.started_at::timestamptz, statement_timestamp(), d.tokens_in, d.tokens_out,
          d.cost::numeric, d.output::json, d.raw, d.raw_same, d.repairs::json, d.failure::json,
          d.way::json, d.context::json,
          case when d.told is null then pg_current_xact_id() end,
          case when d.told is null then nextval('event_seq_seq') end,
          case when d.told is null then d.duration end,
          case when d.leads_to = '' or not done.hold then d.leads_to end,
          case when d.leads_to <> '' and not done.hold then nullif(d.next_kind, d.kind) end,
          d.call_provider, d.call_model, d.call_ms, d.call_cached
        from d%s join done on done.slot = d.slot
        where d.status not in ('ready', 'waiting', 'indeterminate')%s)
      """;

  private static final String FINISHED = INTO_RUNS.formatted("d.id", "", "");

  /** A part that writes the accounts of lost runs would cost all commits, which have none. */
  private static final String FINISHED_STRICTLY =
      INTO_RUNS.formatted(
          "case when done.slot is null then refuse_gone(d.id) else d.id end",
          " left",
          " and (done.slot is not null or d.call_provider is not null)");

  private static final String BEGUN =
"""
      more as (
        insert into stage_work (slot, task_id, run_id, name, kind, status, hold, overridden,
          waiting_for, attempt, round, branch, priority, ready_at, agent, node_id, epoch, fence,
          started_at)
        select n.next_id, n.task_id, n.next_id, n.next_name, n.next_kind,
          case when done.hold then 'waiting' else n.next_status end, done.hold, done.overridden,
          case when done.hold then 'resume' end, n.next_attempt, n.next_round, n.next_branch,
          n.priority, statement_timestamp() + n.next_delay * interval '1 ms', n.next_agent,
          case when n.next_status = 'running' and not done.hold then me.node end,
          case when n.next_status = 'running' and not done.hold then me.epoch end,
          case when n.next_status = 'running' then 1 else 0 end,
          case when n.next_status = 'running' and not done.hold then statement_timestamp() end
        from me, %s
        join done on done.slot = n.parent),
      moved as (
        update task t set status = coalesce(m.status, t.status), reason = m.reason,
          failure = m.failure::json, result_run = coalesce(m.result, t.result_run),
          finished_at = case when m.finished then clock_timestamp() end,
          version = t.version + 1
        from %s
        join done on done.slot = m.parent
        where t.id = m.id)
"""
          .formatted(MORE.source(false), MOVED.source(false));

  private static final String TOLD =
"""
      told as (
        insert into event (topic, task_id, data)
        select 'tasks', d.task_id,
          case when done.hold then (select json_agg(part)
              from json_array_elements(d.told::json) part
              where part ->> 'type' <> 'stage.started')
            else d.told::json end
        from d join done on done.slot = d.slot
        where d.told is not null)
""";

  private static final String DONE =
      "select slot, hold, overridden, statement_timestamp() as at from done";

  private static final Map<CommitText, String> TEXTS = new ConcurrentHashMap<>();

  @Override
  public String toString() {
    return TEXTS.computeIfAbsent(this, CommitText::write);
  }

  private String write() {
    StringBuilder text =
        new StringBuilder("with me as (select ?::uuid as node, ?::int8 as epoch),\n");
    text.append("d as (select * from ").append(ENDED.source(single)).append("),\n");
    text.append(onlyHops ? ONLY_HOPS : FOLLOW).append(WENT);
    text.append(onlyHops ? "done as (select * from went),\n" : ENDS)
        .append(strict ? FINISHED_STRICTLY : FINISHED);
    if (!onlyHops) {
      text.append(",\n").append(BEGUN);
    }
    if (calls > 0) {
      text.append(",\ncalled as (").append(CallRows.insertFrom(calls == 1)).append(")\n");
    }
    if (toldApart) {
      text.append(",\n").append(TOLD);
    }
    return text.append(DONE).toString();
  }
}
