-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- -- objects
--! include agency/tables/agency.sql
--! include audit/functions/queries/ledger_proof.sql
--! include report/functions/queries/business_figures.sql
-- what a file is called: a nullable column without a default rewrites nothing
alter table file.export add column if not exists file_name text;

-- letters are printed as files, too
set local role sodaily_definer;
insert into file.export_kind (code, scope, is_slip)
select 'balance_letters', 'finance:read', true
where exists (select from file.export_kind)
on conflict do nothing;
set local role sodaily_owner;

-- a mail says whose it is: the function answers one column more
drop function if exists notification.email_to_send(:ID_TYPE);
