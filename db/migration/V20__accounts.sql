-- Has a statement fail that would keep the account of a call with a run which is not its node's any
-- more: whoever sent it writes the account apart then, in the same transaction.
create function refuse_gone(run uuid) returns uuid language plpgsql as $$
begin
  raise exception 'The run % is another''s now, or gone.', run using errcode = 'GM001';
end $$;
