-- What is said once is kept once, in fewer bytes.

-- The id of the run that follows another in its slot at once.
create function id_after(id uuid) returns uuid language sql immutable strict parallel safe
  return (left(id::text, 24) || lpad(to_hex((('x' || right(id::text, 12))::bit(48)::bigint + 1)
    & 281474976710655), 12, '0'))::uuid;

-- What most runs tell is what their rows say: then the row has a place in the log itself. Where the
-- next stage began with a run's end, leads_to names it, and its kind where that is another; an empty
-- name is the end of the task.
alter table stage_run
  add column tx xid8,
  add column seq bigint,
  add column duration_ms integer,
  add column leads_to text,
  add column leads_to_kind text;
create index stage_run_order on stage_run (tx, seq) where tx is not null;

-- All events in their order. A run that was set aside later had succeeded when it told so.
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
