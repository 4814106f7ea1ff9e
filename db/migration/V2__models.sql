-- Calls of models. Those of a stage are written with the stage's own end.
create table model_call (
  at timestamptz not null,
  task_id uuid,
  stage_run_id uuid,
  agent text,
  key_id uuid,
  alias text not null,
  provider text not null,
  model text not null,
  tokens_in integer not null,
  tokens_out integer not null,
  tokens_cached integer not null,
  cost numeric(18, 8),
  latency_ms integer not null,
  outcome text not null
);
create index model_call_at on model_call (at);
create index model_call_task on model_call (task_id) where task_id is not null;

-- The calls of whole days that are over, added up; the calls themselves go after some weeks.
create table usage_day (
  day date not null,
  task_id uuid,
  agent text,
  alias text not null,
  provider text not null,
  calls bigint not null,
  failures bigint not null,
  tokens_in bigint not null,
  tokens_out bigint not null,
  tokens_cached bigint not null,
  cost numeric(20, 8) not null,
  latency_ms bigint not null
);
create index usage_day_day on usage_day (day);

-- Why the router decided as it did.
create table routing (
  at timestamptz not null default clock_timestamp(),
  task_id uuid not null references task (id) on delete cascade,
  stage_run_id uuid,
  kind text not null,
  winner text,
  reason text not null,
  candidates json
);
create index routing_task on routing (task_id, at);

-- Who made a task with which key, for what the key may spend.
alter table task add column key_id uuid;

-- What may be spent. A budget without a subject holds for each of its kind by itself.
create table budget (
  id uuid primary key,
  name text not null unique,
  scope text not null check (scope in ('all', 'task', 'agent', 'key')),
  subject text,
  period text not null check (period in ('day', 'total')),
  unit text not null check (unit in ('cost', 'tokens')),
  amount numeric(18, 6) not null check (amount >= 0),
  exhausted text not null check (exhausted in ('wait', 'fail')),
  created_at timestamptz not null default now(),
  version integer not null default 0
);

-- What was spent and what calls under way may still take. What a node that died had reserved stays
-- reserved: its calls may have been made.
create table budget_account (
  budget_id uuid not null references budget (id) on delete cascade,
  subject text not null,
  period_start date not null,
  reserved numeric(20, 8) not null default 0,
  spent numeric(20, 8) not null default 0,
  primary key (budget_id, subject, period_start)
);

-- Calls of the last minute by second, for all nodes, of a provider or a model with limits.
create table limit_window (
  subject uuid primary key,
  second bigint not null default 0,
  requests integer[] not null,
  tokens integer[] not null,
  blocked_until timestamptz
);

-- Calls under way, of each node by itself: those of a node that died do not count.
create table limit_use (
  subject uuid not null,
  node_id uuid not null,
  in_flight integer not null,
  primary key (subject, node_id)
);

alter table model add column limits jsonb;
alter table model add column prefer text not null default 'order'
  check (prefer in ('order', 'cost', 'latency'));

alter table provider add column retired_at timestamptz;
alter table provider add column checking_since timestamptz;
alter table provider add column check_due_at timestamptz;
alter table provider add column steps jsonb;
alter table provider add column offered jsonb;
create index provider_check_due on provider (check_due_at) where check_due_at is not null;
