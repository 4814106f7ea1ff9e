-- What waits for a person: what is shown, as it was when it was asked, and who may decide.
create table approval (
  id uuid primary key,
  task_id uuid not null references task (id) on delete cascade,
  run_id uuid not null unique,
  stage text not null,
  round integer not null,
  branch text not null default '',
  kind text not null check (kind in ('approval', 'output')),
  status text not null default 'pending'
    check (status in ('pending', 'decided', 'expired', 'withdrawn')),
  content json not null,
  shown text not null,
  work json,
  approvers jsonb not null,
  need smallint not null check (need > 0),
  expires_after bigint,
  expires_at timestamptz,
  on_expiry text not null check (on_expiry in ('approve', 'reject', 'escalate', 'fail')),
  escalate_to jsonb not null default '[]',
  escalated_at timestamptz,
  asked_at timestamptz not null default clock_timestamp(),
  decided_at timestamptz,
  decision text check (decision in ('approve', 'reject', 'edit', 'fail')),
  value json
);
-- Pending ones first, then the newest: ids are UUIDs of version 7.
create index approval_order on approval ((status = 'pending') desc, id desc);
create index approval_task on approval (task_id);
create index approval_due on approval (expires_at) where status = 'pending';

-- What people said. Only what was said of what is shown now counts.
create table approval_vote (
  approval_id uuid not null references approval (id) on delete cascade,
  shown text not null,
  voter text not null,
  decision text not null check (decision in ('approve', 'reject', 'edit')),
  comment text,
  value json,
  at timestamptz not null default clock_timestamp(),
  primary key (approval_id, shown, voter)
);

-- Whatever takes the place of a run away, with nothing to follow it, takes its question back.
create function withdraw_approval() returns trigger language plpgsql as $$
begin
  update approval set status = 'withdrawn', decided_at = clock_timestamp()
  where run_id = old.run_id and status = 'pending';
  return null;
end $$;
create trigger stage_work_gone after delete on stage_work
  for each row when (old.status = 'waiting') execute function withdraw_approval();

-- An external call of unknown outcome that somebody declared failed.
alter table stage_call add column failed_by text;
