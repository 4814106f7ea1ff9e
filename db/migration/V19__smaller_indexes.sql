-- Words are looked up in an index for finished tasks only, and each task enters it once. Those that
-- are not finished are few and found by their phase.
drop index task_text;
create index task_text on task using gin (to_tsvector('simple', title || ' ' || description))
  where phase in ('s', 'f', 'c');

-- A run ends once because the fence of its slot lets it end once. An index that says so again, with all
-- that tells runs apart, took as many bytes as a third of the rows; by their tasks alone runs share
-- entries.
alter table stage_run drop constraint stage_run_pkey;
create index stage_run_task on stage_run (task_id);

-- All that there is to know of a run stands in the view: joining it with its rows would compare each
-- run of a task with each other one.
create or replace view stage as
  select id, task_id, name, kind, status, attempt, round, branch, agent, model,
    null::text as waiting_for, output, raw_output, repairs, failure, started_at, finished_at,
    tokens_in, tokens_out, cost, way, raw_same, context, copied_from
  from stage_run
  union all
  select run_id, task_id, name, kind, status, attempt, round, branch, agent, null, waiting_for, null,
    null, null, failure, started_at, null, null, null, null, null, false, null, null
  from stage_work
  where attempt > 0;
