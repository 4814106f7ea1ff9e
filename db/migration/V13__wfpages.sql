-- The schemas of manifest folders, each content that was ever in force: tasks of the past can be
-- understood, and what changed can be shown.
create table schema_version (
  name text not null,
  version integer not null,
  hash text not null,
  origin text not null,
  body json not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (name, version)
);
