-- Reusable kinds of tasks. Schemas and examples are texts: jsonb would lose the order of their keys,
-- which is the order of the fields in the form.
create table task_config (
  id uuid primary key,
  name text not null unique,
  description text not null default '',
  prompt_template text not null,
  input_schema text,
  output_schema text,
  examples text not null default '[]',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 0
);

-- Which agent does which kind of task. Agents are known by name, as they may come from manifests.
-- One that retires takes nothing new and goes with its last task.
create table agent_assignment (
  id uuid primary key,
  agent text not null,
  task_config_id uuid references task_config (id) on delete set null,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  retiring_since timestamptz
);
create unique index agent_assignment_once on agent_assignment (agent, task_config_id)
  where retiring_since is null;
create index agent_assignment_config on agent_assignment (task_config_id);
create index agent_assignment_agent on agent_assignment (agent, id);

-- Each assignment is an agent of its own: what it remembers nobody else sees.
create table agent_instance (
  id uuid primary key,
  agent text not null,
  assignment_id uuid not null unique references agent_assignment (id) on delete cascade,
  state json not null default '{}',
  succeeded bigint not null default 0,
  failed bigint not null default 0,
  cancelled bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  last_active_at timestamptz
);

create table agent_memory (
  instance_id uuid not null references agent_instance (id) on delete cascade,
  key text not null check (length(key) between 1 and 100),
  value json not null check (octet_length(value::text) <= 65536),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (instance_id, key)
);

-- Without references: a task that ended tells where it ran after its instance is gone. The memory is
-- what its instance remembered when the task began.
alter table task add column assignment_id uuid;
alter table task add column instance_id uuid;
alter table task add column memory json;
create index task_instance on task (instance_id)
  where instance_id is not null and status in ('pending', 'queued', 'running', 'waiting', 'paused');
