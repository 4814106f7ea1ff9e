comment on column stage_run.raw_output is
  'A model''s text as it came; empty where it is word for word the output.';
