-- Every agent that was ever in force: the number and content of its present version, and whether
-- somebody switched it on or off. A null follows what the definition says.
create table agent_head (
  name text primary key,
  id uuid not null unique,
  number integer not null,
  hash text not null,
  enabled boolean,
  changed_at timestamptz not null default clock_timestamp()
);

-- What each version said; of an agent that changes often only the latest are kept.
create table agent_version (
  name text not null references agent_head (name),
  number integer not null,
  definition json not null,
  source text not null,
  origin text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (name, number)
);

-- Agents that administrators made. One that is to go while tasks of it are unfinished is retiring.
create table agent (
  name text primary key references agent_head (name),
  definition json not null,
  retiring_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp()
);

-- Counted up with each change of the two above, so that other nodes see it by reading one row.
create table agent_change (
  id smallint primary key default 1 check (id = 1),
  number bigint not null default 0
);
insert into agent_change (id) values (1);

-- How much agents have in hand.
create index task_unfinished_of_agent on task (agent)
  where agent is not null and finished_at is null;

-- For figures of agents over some days: rows end roughly in the order they were made.
create index stage_run_finished on stage_run using brin (finished_at);
