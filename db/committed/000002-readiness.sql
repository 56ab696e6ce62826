--! Previous: sha1:c4f25f52afd1815c67c834d02975e2e019dc117e
--! Hash: sha1:166d004c5eca6f3dac79e76653d3314ddf584819
--! Message: readiness

--! split: 1-current.sql
-- The server says it is ready only when the database has its migrations.
grant usage on schema graphile_migrate to sodaily_definer;
grant select on graphile_migrate.migrations to sodaily_definer;
grant usage on schema config to sodaily_signin;
--! Included config/functions/newest_migration.sql
-- What the server compares with its own files before it says that it is ready.
-- Security definer: the list of migrations is nobody's business but the tools'.
create or replace function config.newest_migration() returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select m.filename from graphile_migrate.migrations as m order by m.filename desc limit 1
$$;
alter function config.newest_migration() owner to sodaily_definer;
comment on function config.newest_migration() is
  E'@omit\nFile name of the newest migration of this database. For the readiness check only.';
revoke all on function config.newest_migration() from public;
grant execute on function config.newest_migration() to sodaily_signin;
--! EndIncluded config/functions/newest_migration.sql
