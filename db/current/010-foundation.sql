-- Schemas are the bounded contexts; the domains are the words every context shares.
-- Idempotent: graphile-migrate runs the open migration again after every save.
drop schema if exists auth, agency, inventory, finance, config, report, audit, notification cascade;
drop domain if exists public.dong, public.quantity cascade;

create schema auth;
comment on schema auth is 'Who may sign in and what they may do: users, roles, scopes, sessions.';
create schema agency;
comment on schema agency is 'Dealers (đại lý), their types, territories and cached debt.';
create schema inventory;
comment on schema inventory is 'Items, stock-out slips and the stock ledger (thẻ kho).';
create schema finance;
comment on schema finance is 'Payments and the debt ledger (sổ công nợ).';
create schema config;
comment on schema config is 'Regulations as dated versions, and document numbers.';
create schema report;
comment on schema report is 'Materialized views and the functions that read them.';
create schema audit;
comment on schema audit is 'Commands by client key, and refusals with their numbers.';
create schema notification;
comment on schema notification is 'What people are told in the application.';

grant usage on schema auth, agency, inventory, finance, config, report, audit, notification
  to sodaily_definer, sodaily_worker;
-- `alter function … owner to` demands that the new owner may create in the schema
grant create on schema auth, agency, inventory, finance, config, report, audit, notification
  to sodaily_definer;
grant usage on schema auth, agency, inventory, finance, config, report, notification
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
grant usage on schema auth, audit to sodaily_signin;

create domain public.dong as numeric(18, 0);
comment on domain public.dong is 'Money in whole đồng (VND has no minor unit), exact.';
create domain public.quantity as numeric(18, 3);
comment on domain public.quantity is 'Amount of an item in its unit, exact, at most three decimals.';

--! include public/functions/fold_text.sql
