-- What is remembered, by scope and owner: of a task its id, of an agent its name, of an agent instance
-- the instance's id, of a project its place or label, of all 'global'. Values are JSON as text: they
-- are only ever read whole.
create function memory_words(key text, tags text[], value text) returns tsvector
  language sql immutable
  return to_tsvector('simple', coalesce(key, '') || ' ' || array_to_string(tags, ' ') || ' '
    || replace(replace(value, '\n', ' '), '\t', ' '));

create table memory_entry (
  id uuid primary key,
  scope text not null check (scope in ('task', 'agent', 'project', 'global')),
  owner text not null check (length(owner) between 1 and 300),
  key text check (length(key) between 1 and 100),
  value text not null check (octet_length(value) <= 65536),
  tags text[] not null default '{}',
  task_id uuid,
  stage text,
  agent text,
  created_by text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  version integer not null default 0,
  search tsvector generated always as (memory_words(key, tags, value)) stored
);
create unique index memory_entry_key on memory_entry (scope, owner, key) where key is not null;
create index memory_entry_owner on memory_entry (scope, owner, updated_at desc, id desc);
create index memory_entry_latest on memory_entry (updated_at desc, id desc);
create index memory_entry_search on memory_entry using gin (search);
create index memory_entry_expires on memory_entry (expires_at) where expires_at is not null;

-- An instance's memory is the memory of an agent like any other, and goes with the instance.
insert into memory_entry (id, scope, owner, key, value, created_at, updated_at)
select gen_random_uuid(), 'agent', instance_id::text, key, value::text, created_at, updated_at
from agent_memory;
drop table agent_memory;

create function forget_instance() returns trigger language plpgsql as $$
begin
  delete from memory_entry where scope = 'agent' and owner = old.id::text;
  return old;
end $$;
create trigger agent_instance_forgets after delete on agent_instance
  for each row execute function forget_instance();

-- What went into the context of a stage besides its prompt, and what was left out.
alter table stage_run add column context json;
