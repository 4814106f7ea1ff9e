-- Nodes and their leases. A lease belongs to a node and its epoch; times are the database's.
create table node (
  id uuid primary key,
  epoch bigint not null,
  name text not null,
  started_at timestamptz not null,
  heartbeat_at timestamptz not null
);

-- One row: the era of event ids (raised by a restore) and the check value of the master key.
create table installation (
  id smallint primary key default 1 check (id = 1),
  era integer not null default 1,
  key_check bytea,
  created_at timestamptz not null default now()
);
insert into installation (id) values (1);

-- People and keys
create table app_user (
  id uuid primary key,
  name text not null,
  password_hash text not null,
  role text not null check (role in ('admin', 'operator', 'viewer')),
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  version integer not null default 0
);
create unique index app_user_name on app_user (lower(name));

create table api_key (
  id uuid primary key,
  user_id uuid not null references app_user (id) on delete cascade,
  name text not null,
  prefix text not null,
  hash bytea not null unique,
  role text not null check (role in ('admin', 'operator', 'viewer')),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index api_key_user on api_key (user_id, created_at desc);

-- Providers and model aliases
create table provider (
  id uuid primary key,
  name text not null unique,
  kind text not null,
  base_url text,
  credential bytea,
  credential_reference text,
  status text not null default 'unvalidated',
  status_detail text,
  validated_at timestamptz,
  limits jsonb,
  settings jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 0
);

create table model (
  id uuid primary key,
  name text not null,
  number integer not null,
  provider_id uuid not null references provider (id),
  model text not null,
  context_window integer,
  input_price numeric(18, 6),
  output_price numeric(18, 6),
  capabilities jsonb not null default '[]',
  fallbacks jsonb not null default '[]',
  created_at timestamptz not null default now(),
  version integer not null default 0,
  unique (name, number)
);
create index model_provider on model (provider_id);

-- What tasks are pinned to: workflow, stages, agents and schemas as they were, by content.
create table blueprint (
  id uuid primary key,
  hash bytea not null unique,
  body json not null,
  created_at timestamptz not null default now()
);

create table task (
  id uuid primary key,
  title text not null,
  description text not null default '',
  input json,
  complexity smallint not null default 5 check (complexity between 1 and 10),
  priority smallint not null default 5 check (priority between 0 and 9),
  labels jsonb not null default '[]',
  deadline timestamptz,
  source json,
  pipeline text,
  workflow text,
  workflow_version integer,
  task_config text,
  agent text,
  blueprint_id uuid not null references blueprint (id),
  status text not null,
  status_before_pause text,
  reason text,
  failure json,
  result_run uuid,
  created_by text not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  version integer not null default 0
);
-- Ids are UUIDs of version 7, so their order is the order of creation.
create index task_status on task (status, id desc);
create index task_agent on task (agent, id desc) where agent is not null;
create index task_finished on task (finished_at desc) where finished_at is not null;
create index task_text on task using gin (to_tsvector('simple', title || ' ' || description));

create table stage_run (
  id uuid primary key,
  task_id uuid not null references task (id) on delete cascade,
  name text not null,
  kind text not null,
  status text not null,
  attempt integer not null default 1,
  round integer not null default 1,
  branch text,
  priority smallint not null,
  ready_at timestamptz not null,
  node_id uuid,
  epoch bigint,
  fence integer not null default 0,
  agent text,
  model text,
  waiting_for text,
  started_at timestamptz,
  finished_at timestamptz,
  tokens_in integer,
  tokens_out integer,
  cost numeric(18, 8),
  output json,
  raw_output text,
  repairs json,
  failure json
);
-- A stage of a round has one run for each attempt, however often a message comes or a node dies.
create unique index stage_run_once on stage_run (task_id, name, round, attempt, coalesce(branch, ''));
create index stage_run_ready on stage_run (priority desc, ready_at) where status = 'ready';
create index stage_run_running on stage_run (node_id, epoch) where status = 'running';

-- What was answered inside a stage that goes on after it: a resumed stage continues from here.
create table stage_call (
  stage_run_id uuid not null references stage_run (id) on delete cascade,
  number integer not null,
  name text not null,
  effect text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  answer json,
  primary key (stage_run_id, number)
);

-- The event log. Readers take rows beyond their cursor (tx, seq) whose transaction is older than
-- every transaction still open: the sequence alone would skip rows that commit late.
create table event (
  seq bigint generated always as identity,
  tx xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  topic text not null,
  type text not null,
  subject uuid,
  task_id uuid,
  data json
);
create unique index event_order on event (tx, seq);
create index event_task on event (task_id, tx, seq) where task_id is not null;
create index event_without_task on event (at) where task_id is null;

create table idempotency_key (
  owner text not null,
  key text not null,
  body_hash bytea not null,
  task_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (owner, key)
);
create index idempotency_key_created on idempotency_key (created_at);
