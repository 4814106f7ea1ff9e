-- The meaning of what is remembered, as vectors of an embedding model. Each entry has a row here from
-- its beginning; due_at says when its vector is to be made, null that it is up to date. Who makes it
-- moves due_at on, so a node that dies leaves it to others. A vector holds one byte for each dimension
-- and counts only in its own space, which is a model of a provider.
create table memory_vector (
  entry_id uuid primary key references memory_entry on delete cascade,
  version integer not null,
  space text,
  vector bytea,
  refusals integer not null default 0,
  due_at timestamptz default clock_timestamp()
);
alter table memory_vector alter column vector set storage external;
create index memory_vector_due on memory_vector (due_at) where due_at is not null;
create index memory_vector_space on memory_vector (space) where due_at is null;

insert into memory_vector (entry_id, version) select id, version from memory_entry
  where not (scope = 'agent' and key is not distinct from 'runs');

create function memory_vector_due() returns trigger language plpgsql as $$
begin
  insert into memory_vector (entry_id, version) values (new.id, new.version)
  on conflict (entry_id) do update set version = excluded.version, space = null, vector = null,
    refusals = 0, due_at = clock_timestamp();
  return null;
end $$;
-- What agents' instances count of their runs has no meaning to look for.
create trigger memory_entry_written after insert or update of key, tags, value, version on memory_entry
  for each row when (not (new.scope = 'agent' and new.key is not distinct from 'runs'))
  execute function memory_vector_due();

-- What people decide may end by itself for single tasks, too, and may be about one agent of a team.
alter table task_override
  add column agent text,
  add column expires_at timestamptz;

-- Ways and inputs may be decided for all tasks to come; an input is written as JSON.
alter table standing_override drop constraint standing_override_kind_check;
alter table standing_override add constraint standing_override_kind_check
  check (kind in ('agent', 'model', 'next', 'input'));
