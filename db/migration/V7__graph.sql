-- While a fork is open, its place holds the run of its join, which counts the branches: how many its
-- fork took, how many have arrived, how many failed. A fork that nothing joins has such a place as
-- well, which is no run of a stage; its attempt is 0.
alter table stage_work
  add column expected integer,
  add column arrived integer,
  add column failed integer;

-- A branch has one place at a time, so it is found by its name.
drop index stage_work_task;
create index stage_work_task on stage_work (task_id, branch);

-- Where a run went from a stage that had a choice: the edges, and the branch that ended with it.
alter table stage_run add column way json;

-- The places that were open when a branch's failure became the task's: a retry opens them again.
alter table task add column parked json;

create or replace view stage as
  select id, task_id, name, kind, status, attempt, round, branch, agent, model,
    null::text as waiting_for, output, raw_output, repairs, failure, started_at, finished_at,
    tokens_in, tokens_out, cost, way
  from stage_run
  union all
  select run_id, task_id, name, kind, status, attempt, round, branch, agent, null, waiting_for, null,
    null, null, failure, started_at, null, null, null, null, null
  from stage_work
  where attempt > 0;
