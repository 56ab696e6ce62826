-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- Refusals are read by whom they were told, and all of them by whoever holds refusal:read.
comment on table audit.refusal is 'Every command that the rules refused, with its figures; kept for 400 days.';
comment on column audit.refusal.request_id is E'@name traceId\nTrace id, as in the logs and on the screen.';
create index if not exists refusal_user_id_created_at_idx on audit.refusal (user_id, created_at);
drop index if exists audit.refusal_user_id_idx;
grant usage on schema audit to sodaily_user, sodaily_warehouse;
set local role sodaily_definer;
insert into auth.permission (code, description_vi, description_en) values
  ('refusal:read', 'Xem mọi lần bị từ chối', 'See all refusals')
on conflict do nothing;
insert into auth.role_permission (role_id, permission_code)
select r.id, 'refusal:read' from auth.role as r where r.code in ('admin', 'manager', 'auditor')
on conflict do nothing;
-- everybody exports the own ones
insert into report.export_kind (code, scope) values ('refusals', 'profile:read')
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;

-- -- objects
--! include audit/policies/refusal.sql
--! include audit/functions/refusal_user_name.sql
--! include audit/functions/refuse_unanswered.sql
--! include report/functions/ages_now.sql
--! include report/functions/ages_of_debt.sql
