-- What is not finished has a small table of its own: a row is a place of a task where work goes on,
-- and the runs that follow each other there pass through it, each in the place of the one before. A
-- finished run is written once, here to stay. Neither refers to its task by a foreign key: checking
-- it would lock the task with every stage.
create table stage_work (
  slot uuid primary key,
  task_id uuid not null,
  run_id uuid not null,
  name text not null,
  kind text not null,
  status text not null check (status in ('ready', 'running', 'waiting', 'indeterminate')),
  hold boolean not null default false,
  attempt integer not null default 1,
  round integer not null default 1,
  branch text not null default '',
  priority smallint not null,
  ready_at timestamptz not null,
  node_id uuid,
  epoch bigint,
  fence integer not null default 0,
  agent text,
  waiting_for text,
  started_at timestamptz,
  failure json
) with (fillfactor = 50,
  -- It is small and never the same for long: plans follow its size.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 2000);

insert into stage_work (slot, task_id, run_id, name, kind, status, hold, attempt, round, branch,
  priority, ready_at, node_id, epoch, fence, agent, waiting_for, started_at, failure)
select s.id, s.task_id, s.id, s.name, s.kind, s.status, t.status = 'paused', s.attempt, s.round,
  coalesce(s.branch, ''), s.priority, s.ready_at, s.node_id, s.epoch, s.fence, s.agent,
  s.waiting_for, s.started_at, s.failure
from stage_run s join task t on t.id = s.task_id
where s.status in ('ready', 'running', 'waiting', 'indeterminate');
delete from stage_run where status in ('ready', 'running', 'waiting', 'indeterminate');

create index stage_work_task on stage_work (task_id);
create index stage_work_ready on stage_work (priority desc, ready_at) where status = 'ready';
create index stage_work_running on stage_work (node_id, epoch) where status = 'running';

alter table stage_call drop constraint stage_call_stage_run_id_fkey;
update stage_run set branch = '' where branch is null;
drop index stage_run_once;
drop index stage_run_ready;
drop index stage_run_running;
alter table stage_run
  drop constraint stage_run_task_id_fkey,
  drop constraint stage_run_pkey,
  drop column priority,
  drop column ready_at,
  drop column node_id,
  drop column epoch,
  drop column fence,
  drop column waiting_for,
  alter column branch set default '',
  alter column branch set not null,
  add check (status in ('succeeded', 'failed', 'skipped', 'cancelled')),
  -- A stage of a round has one run for each attempt, however often a message comes or a node dies.
  add primary key (task_id, name, round, attempt, branch);

-- All runs of stages, finished or not.
create view stage as
  select id, task_id, name, kind, status, attempt, round, branch, agent, model,
    null::text as waiting_for, output, raw_output, repairs, failure, started_at, finished_at,
    tokens_in, tokens_out, cost
  from stage_run
  union all
  select run_id, task_id, name, kind, status, attempt, round, branch, agent, null, waiting_for, null,
    null, null, failure, started_at, null, null, null, null
  from stage_work;

-- Calls come in the order of time, so a small index by ranges of pages finds them; those that failed
-- are looked for by their provider.
drop index model_call_at;
drop index model_call_task;
create index model_call_at on model_call using brin (at) with (pages_per_range = 16);
create index model_call_failed on model_call (provider, at desc) where outcome <> 'succeeded';

-- What one transaction tells of one task is one row: without a type, its data is the list of events.
alter table event alter column type drop not null;
