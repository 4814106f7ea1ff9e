-- Most models answer with the output, word for word: then it is kept once.
alter table stage_run add column raw_same boolean not null default false;
comment on column stage_run.raw_output is
  'A model''s text as it came; null where there is none, or where raw_same says that it is the output.';
