-- Who did or was refused what, and why. Each row's hash covers its content and the hash before.
create table audit (
  seq bigint primary key,
  at timestamptz not null,
  actor text not null,
  task_id uuid,
  stage text,
  action text not null,
  subject text,
  verdict text,
  reason text,
  details json,
  former text not null,
  hash text not null
);
create index audit_actor on audit (actor, seq);
create index audit_action on audit (action text_pattern_ops, seq);
create index audit_task on audit (task_id, seq) where task_id is not null;
create index audit_verdict on audit (verdict, seq) where verdict is not null;
create index audit_at on audit (at);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only.';
end $$;
create trigger audit_append_only before update or delete on audit
  for each row execute function refuse_audit_change();
create trigger audit_not_truncated before truncate on audit
  for each statement execute function refuse_audit_change();

-- The end of the chain: it also tells when rows are missing there.
create table audit_head (
  single boolean primary key default true check (single),
  seq bigint not null,
  hash text not null
);
insert into audit_head (seq, hash) values (0, '');

-- What is durable and waits for its place in the chain, within moments.
create table audit_pending (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  task_id uuid,
  stage text,
  action text not null,
  subject text,
  verdict text,
  reason text,
  details json
);

-- A run may ask people once, and once more for each call that takes a permission.
alter table approval add column call_number integer;
alter table approval drop constraint approval_run_id_key;
create unique index approval_question on approval (run_id, (coalesce(call_number, -1)));
alter table approval drop constraint approval_kind_check;
alter table approval add constraint approval_kind_check
  check (kind in ('approval', 'output', 'tool'));
