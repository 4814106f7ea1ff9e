-- To be called once after an older state was restored. Clients that have seen newer events load
-- everything anew, and what was logged under the transaction numbers of another cluster comes before
-- all that is logged here.
create function restored() returns void language sql as $$
  update installation set era = era + 1;
  update event set tx = '3';
  update stage_run set tx = '3' where tx is not null;
$$;
