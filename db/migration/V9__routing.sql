-- Who decided, and by which override if by one: uses of an override are counted here.
alter table routing
  add column decided_by text not null default 'rule'
    check (decided_by in ('rule', 'agent', 'caller', 'override', 'score')),
  add column override_id uuid;
create index routing_override on routing (override_id) where override_id is not null;

-- What somebody decided for one task. Those that were taken back stay, for the trace.
create table task_override (
  id uuid primary key,
  task_id uuid not null references task (id) on delete cascade,
  kind text not null check (kind in ('agent', 'model', 'next', 'input')),
  stage text not null,
  value json not null,
  reason text not null,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  removed_by text,
  removed_at timestamptz
);
create index task_override_task on task_override (task_id, id);

-- Whether there are any for a task, so that nobody looks for them in vain; and, on each of its places,
-- whether what goes on there has to look again.
alter table task add column overridden boolean not null default false;
alter table stage_work add column overridden boolean not null default false;

-- What somebody decided for all tasks to come, until it expires.
create table standing_override (
  id uuid primary key,
  kind text not null check (kind in ('agent', 'model')),
  value text not null,
  workflow text,
  pipeline text,
  stage text,
  agent text,
  reason text not null,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  check (workflow is not null or pipeline is not null or stage is not null or agent is not null)
);
create index standing_override_expires on standing_override (expires_at);

-- How well agents do, by class of task. Sums are weights that halve with time, as of the moment seen.
create table agent_score (
  agent text not null,
  task_class text not null,
  seen_at timestamptz not null,
  weight double precision not null,
  succeeded double precision not null,
  timed double precision not null,
  seconds double precision not null,
  priced double precision not null,
  cost double precision not null,
  judged double precision not null,
  quality double precision not null,
  runs bigint not null,
  primary key (agent, task_class)
);

-- One row: up to which event the scores know what happened.
create table score_cursor (
  id smallint primary key default 1 check (id = 1),
  position text
);
insert into score_cursor (id) values (1);
