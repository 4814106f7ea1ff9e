-- What is said once is kept once, in fewer bytes.

-- The id of the run that follows another in its slot at once.
create function id_after(id uuid) returns uuid language sql immutable strict parallel safe
  return (left(id::text, 24) || lpad(to_hex((('x' || right(id::text, 12))::bit(48)::bigint + 1)
    & 281474976710655), 12, '0'))::uuid;

-- What most runs tell is what their rows say: then the row has a place in the log itself. Where the
-- next stage began with a run's end, leads_to names it, and its kind where that is another; an empty
-- name is the end of the task.
alter table stage_run
  add column leads_to text,
  add column leads_to_kind text,
  add column duration_ms integer,
  add column tx xid8,
  add column seq bigint;
-- Numbers tell the order within a transaction, so sessions may take several at once.
alter sequence event_seq_seq cache 32;
create index stage_run_order on stage_run (tx, seq) where tx is not null;

-- All events. Rows of runs that tell nothing have no tx: whoever asks for a range of tx or their
-- order does not see them, and a condition here would keep the indexes from being merged. A run that
-- was set aside later had succeeded when it told so.
create view event_log as
  select tx, seq, at, topic, type, subject, task_id, data
  from event
  union all
  select tx, seq, finished_at, 'tasks'::text, null::text, null::uuid, task_id,
    ('[' || json_strip_nulls(json_build_object('type', 'stage.finished', 'subject', id,
      'data', json_build_object('stage', name, 'kind', kind, 'status', 'succeeded',
        'attempt', nullif(attempt, 1), 'branch', nullif(branch, ''), 'round', nullif(round, 1),
        'agent', agent, 'durationMs', duration_ms)))::text
      || case
        when leads_to is null then ''
        when leads_to = '' then ',{"type":"task.finished","data":{"status":"succeeded"}}'
        else ',' || json_strip_nulls(json_build_object('type', 'stage.started',
          'subject', id_after(id), 'data', json_build_object('stage', leads_to,
          'kind', coalesce(leads_to_kind, kind), 'status', 'running',
          'branch', nullif(branch, ''), 'round', nullif(round, 1))))::text
      end || ']')::json
  from stage_run;

-- A run that made one call of a model, which succeeded, keeps what the account of the call says
-- beside the run's own agent, model, tokens and cost. It counts for the day on which the run began.
alter table stage_run
  add column call_provider text,
  add column call_model text,
  add column call_ms integer,
  add column call_cached integer;
drop index stage_run_finished;
create index stage_run_times on stage_run using brin (finished_at, started_at);

-- Calls of runs before this day have been added up.
create table usage_cursor (
  id smallint primary key default 1 check (id = 1),
  day date not null default '-infinity'
);
insert into usage_cursor default values;

-- All calls that have not been added up.
create view counted_call as
  select at, task_id, agent, alias, provider, tokens_in, tokens_out, tokens_cached, cost,
    latency_ms, outcome
  from model_call
  union all
  select started_at, task_id, agent, model, call_provider, coalesce(tokens_in, 0),
    coalesce(tokens_out, 0), coalesce(call_cached, 0), cost, call_ms, 'succeeded'
  from stage_run
  where call_provider is not null
    and started_at >= (select day::timestamp at time zone 'utc' from usage_cursor);

-- What indexes of tasks tell apart: p is pending; o is open, which is all else that is not finished;
-- s, f and c are the three ways to have ended. While a task goes on no index has to change with it.
create function task_phase(status text) returns "char" language sql immutable strict parallel safe
  return case status when 'pending' then 'p' when 'succeeded' then 's' when 'failed' then 'f'
    when 'cancelled' then 'c' else 'o' end::"char";
drop index task_status;
drop index task_pending;
drop index task_instance;
-- Blueprints are never deleted.
alter table task
  drop constraint task_blueprint_id_fkey,
  add column phase "char" generated always as (task_phase(status)) stored,
  set (fillfactor = 90);
create index task_phase on task (phase, id desc);
create index task_pending on task (wants, priority desc, id) where phase = 'p';
create index task_instance on task (instance_id)
  where instance_id is not null and phase in ('p', 'o');

-- A place of a task changes with every stage: what changes each time stands together, so that as
-- little as possible of the row goes into the write-ahead log.
drop view stage;
create table stage_place (
  slot uuid constraint stage_place_pkey primary key,
  task_id uuid not null,
  node_id uuid,
  epoch bigint,
  ready_at timestamptz not null,
  attempt integer not null default 1,
  round integer not null default 1,
  priority smallint not null,
  hold boolean not null default false,
  overridden boolean not null default false,
  expected integer,
  arrived integer,
  failed integer,
  run_id uuid not null,
  started_at timestamptz,
  fence integer not null default 0,
  name text not null,
  kind text not null,
  status text not null
    constraint stage_place_status check (status in ('ready', 'running', 'waiting', 'indeterminate')),
  branch text not null default '',
  agent text,
  waiting_for text,
  failure json
) with (fillfactor = 50,
  -- It is small and never the same for long: plans follow its size.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 2000);
insert into stage_place (slot, task_id, node_id, epoch, ready_at, attempt, round, priority, hold,
  overridden, expected, arrived, failed, run_id, started_at, fence, name, kind, status, branch,
  agent, waiting_for, failure)
select slot, task_id, node_id, epoch, ready_at, attempt, round, priority, hold,
  overridden, expected, arrived, failed, run_id, started_at, fence, name, kind, status, branch,
  agent, waiting_for, failure
from stage_work;
drop table stage_work;
alter table stage_place rename to stage_work;
alter index stage_place_pkey rename to stage_work_pkey;
alter table stage_work rename constraint stage_place_status to stage_work_status_check;
create index stage_work_task on stage_work (task_id, branch);
create index stage_work_ready on stage_work (priority desc, ready_at) where status = 'ready';
create index stage_work_running on stage_work (node_id, epoch) where status = 'running';
create trigger stage_work_gone after delete on stage_work
  for each row when (old.status = 'waiting') execute function withdraw_approval();
-- Nobody looks for these, so no statistics of them are needed.
alter table stage_work
  alter column run_id set statistics 0,
  alter column attempt set statistics 0,
  alter column round set statistics 0,
  alter column expected set statistics 0,
  alter column arrived set statistics 0,
  alter column failed set statistics 0,
  alter column started_at set statistics 0,
  alter column fence set statistics 0,
  alter column name set statistics 0,
  alter column kind set statistics 0,
  alter column agent set statistics 0,
  alter column failure set statistics 0;

create view stage as
  select id, task_id, name, kind, status, attempt, round, branch, agent, model,
    null::text as waiting_for, output, raw_output, repairs, failure, started_at, finished_at,
    tokens_in, tokens_out, cost, way
  from stage_run
  union all
  select run_id, task_id, name, kind, status, attempt, round, branch, agent, null, waiting_for, null,
    null, null, failure, started_at, null, null, null, null, null
  from stage_work
  where attempt > 0;
