--! Previous: sha1:d24aaf483b9cd6772e73525a013fe41328168b2c
--! Hash: sha1:6f4d090b115e7500104b54b7486f0f71335d8b98
--! Message: settings as files

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- Lists of settings become files too.
set local role sodaily_definer;
insert into report.export_kind (code, scope) values
  ('users', 'user:read'), ('periods', 'period:close'), ('regulations', 'config:read'), ('imports', 'audit:read')
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;
-- whoever reads the log of files reads of which kind they are
--! Included config/policies/import_kind.sql
-- What may come in is no secret; whether somebody may bring it in says config.import_kind_may_bring_in.
alter table config.import_kind enable row level security;
alter table config.import_kind force row level security;

drop policy if exists definer_does_what_functions_do on config.import_kind;
create policy definer_does_what_functions_do on config.import_kind
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_what_may_come_in on config.import_kind;
create policy people_read_what_may_come_in on config.import_kind
for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using (true);

revoke all on config.import_kind from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert on config.import_kind to sodaily_definer;
grant select on config.import_kind to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/policies/import_kind.sql
--! Included config/policies/import_column.sql
-- What may come in is no secret.
alter table config.import_column enable row level security;
alter table config.import_column force row level security;

drop policy if exists definer_does_what_functions_do on config.import_column;
create policy definer_does_what_functions_do on config.import_column
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_what_may_come_in on config.import_column;
create policy people_read_what_may_come_in on config.import_column
for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using (true);

revoke all on config.import_column from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert on config.import_column to sodaily_definer;
grant select on config.import_column to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/policies/import_column.sql
--! Included config/functions/import_kind_may_bring_in.sql
create or replace function config.import_kind_may_bring_in(kind config.import_kind) returns boolean
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select auth.has_scope(kind.scope)
$$;
comment on function config.import_kind_may_bring_in(config.import_kind) is
  'Whether the signed-in user may bring in files of this kind.';
revoke all on function config.import_kind_may_bring_in(config.import_kind) from public;
grant execute on function config.import_kind_may_bring_in(config.import_kind)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/import_kind_may_bring_in.sql
