-- A task that was forked from a stage of another begins with copies of what that one had finished;
-- a copy costs nothing once more.
alter table task
  add column forked_from uuid,
  add column forked_stage text;
create index task_forked on task (forked_from, id desc) where forked_from is not null;
alter table stage_run add column copied_from uuid;

-- Failures of the last days are grouped by their fingerprints over all tasks.
create index stage_run_failed on stage_run (finished_at desc)
  where status = 'failed' and copied_from is null;
create index stage_run_fingerprint on stage_run ((failure ->> 'fingerprint'), finished_at desc)
  where status = 'failed' and copied_from is null;
