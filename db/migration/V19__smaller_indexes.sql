-- Words are looked up in an index for finished tasks only, and each task enters it once. Those that
-- are not finished are few and found by their phase.
drop index task_text;
create index task_text on task using gin (to_tsvector('simple', title || ' ' || description))
  where phase in ('s', 'f', 'c');

-- A run has one row, however often a message comes or a node dies: it keeps its id until it ends.
alter table stage_run
  drop constraint stage_run_pkey,
  add primary key (task_id, id);
