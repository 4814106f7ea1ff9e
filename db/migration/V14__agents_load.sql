-- How many unfinished tasks of the agent were told of last, so that each change is told once,
-- whichever node sees it.
alter table agent_place add column told int not null default 0;
