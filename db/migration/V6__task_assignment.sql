-- Which agent a task wants: agent:NAME when it names one, any:COMPLEXITY[:SKILLS] when one is chosen
-- for it, null when it goes through a workflow. Tasks that want the same are alike to who gives
-- them places. A task that is placed counts against its agent's capacity until it has ended.
alter table task add column wants text;
alter table task add column placed boolean not null default false;

update task set wants = 'agent:' || agent, placed = true where agent is not null;

create index task_pending on task (wants, priority desc, id) where status = 'pending';
drop index task_unfinished_of_agent;
create index task_placed on task (agent) where placed and finished_at is null;

-- Who gives places of an agent locks its row; the time is that of the last task it was given.
create table agent_place (
  agent text primary key,
  given_at timestamptz
);
