--! Previous: sha1:80ae5888e4768478a173fa6efbdf3758ddea08cc
--! Hash: sha1:51f2d20d31b309daa806302e2cf8dc59071241ca
--! Message: deltas and summaries

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! split: 030-reports.sql
-- Reports over growing books: each posting leaves a small row beside the ledger, the worker adds
-- those up into summaries of an agency's month and an item's day.
create table if not exists report.agency_month (
  agency_id :ID_TYPE not null references agency.agency,
  month date not null constraint agency_month_starts_on_the_first check (extract(day from month) = 1),
  opening_amount public.dong not null default 0,
  slip_count bigint not null default 0,
  slip_amount public.dong not null default 0,
  cancelled_slip_count bigint not null default 0,
  cancelled_slip_amount public.dong not null default 0,
  return_amount public.dong not null default 0,
  payment_amount public.dong not null default 0,
  cancelled_payment_amount public.dong not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (agency_id, month)
);
create index if not exists agency_month_month_idx on report.agency_month (month);

create table if not exists report.item_day (
  item_id :ID_TYPE not null references inventory.item,
  business_date date not null,
  in_quantity public.quantity not null default 0,
  out_quantity public.quantity not null default 0,
  adjustment_quantity public.quantity not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (item_id, business_date)
);

-- no key and no index: rows are only ever appended, and taken away all at once
create table if not exists report.debt_delta (
  agency_id :ID_TYPE not null,
  month date not null,
  opening_amount public.dong not null,
  slip_count bigint not null,
  slip_amount public.dong not null,
  cancelled_slip_count bigint not null,
  cancelled_slip_amount public.dong not null,
  return_amount public.dong not null,
  payment_amount public.dong not null,
  cancelled_payment_amount public.dong not null,
  created_at timestamptz not null default now()
);
create table if not exists report.stock_delta (
  item_id :ID_TYPE not null,
  business_date date not null,
  in_quantity public.quantity not null,
  out_quantity public.quantity not null,
  adjustment_quantity public.quantity not null,
  created_at timestamptz not null default now()
);

comment on table report.agency_month is
  'What moved the debt of an agency in a month, by business date, as of the last fold; report.debt_delta holds what is not in it yet.';
comment on table report.debt_delta is
  'What postings added to the months of agencies since the last fold. A row belongs to one statement.';
comment on table report.item_day is
  'What moved the stock of an item on a day, as of the last fold; report.stock_delta holds what is not in it yet.';
comment on table report.stock_delta is
  'What postings added to the days of items since the last fold. A row belongs to one statement.';
do $$
declare
  named record;
begin
  for named in
    select t.name as relation, c.name as column, c.sentence
    from (values ('report.agency_month'), ('report.debt_delta'), ('report.item_day'),
      ('report.stock_delta')) as t (name)
    join (values
      ('agency_id', 'The agency.'), ('month', 'First day of the month of the business dates.'),
      ('opening_amount', 'Opening debt, đồng.'), ('slip_count', 'Slips confirmed.'),
      ('slip_amount', 'Total of the slips confirmed, đồng.'),
      ('cancelled_slip_count', 'Slips cancelled, whenever they were confirmed.'),
      ('cancelled_slip_amount', 'Total of the slips cancelled, đồng.'),
      ('return_amount', 'Worth of goods that came back, đồng.'),
      ('payment_amount', 'Payments received, on the spot too, đồng.'),
      ('cancelled_payment_amount', 'Payments cancelled, whenever they were received, đồng.'),
      ('item_id', 'The item.'), ('business_date', 'The day.'),
      ('in_quantity', 'Came in: opening stock and receipts less cancelled ones.'),
      ('out_quantity', 'Went out: slips less cancelled ones and returns.'),
      ('adjustment_quantity', 'Counted less booked, signed.'),
      ('created_at', 'Moment of recording.'), ('updated_at', 'Moment of the last fold into it.')
    ) as c (name, sentence) on exists (
      select from pg_attribute as a
      where a.attrelid = t.name::regclass and a.attname = c.name)
  loop
    execute format('comment on column %s.%I is %L', named.relation, named.column, named.sentence);
  end loop;
end
$$;

--! Included report/policies/agency_month.sql
-- Read through report functions only.
alter table report.agency_month enable row level security;
alter table report.agency_month force row level security;

drop policy if exists definer_does_what_functions_do on report.agency_month;
create policy definer_does_what_functions_do on report.agency_month
for all to sodaily_definer using (true) with check (true);

revoke all on report.agency_month from sodaily_definer;
grant select, insert, update, delete on report.agency_month to sodaily_definer;
--! EndIncluded report/policies/agency_month.sql
--! Included report/policies/debt_delta.sql
-- Written by postings and folded by the worker; nobody else sees it.
alter table report.debt_delta enable row level security;
alter table report.debt_delta force row level security;

drop policy if exists definer_does_what_functions_do on report.debt_delta;
create policy definer_does_what_functions_do on report.debt_delta
for all to sodaily_definer using (true) with check (true);

revoke all on report.debt_delta from sodaily_definer;
grant select, insert, delete on report.debt_delta to sodaily_definer;
--! EndIncluded report/policies/debt_delta.sql
--! Included report/policies/item_day.sql
-- Read through report functions only.
alter table report.item_day enable row level security;
alter table report.item_day force row level security;

drop policy if exists definer_does_what_functions_do on report.item_day;
create policy definer_does_what_functions_do on report.item_day
for all to sodaily_definer using (true) with check (true);

revoke all on report.item_day from sodaily_definer;
grant select, insert, update, delete on report.item_day to sodaily_definer;
--! EndIncluded report/policies/item_day.sql
--! Included report/policies/stock_delta.sql
-- Written by postings and folded by the worker; nobody else sees it.
alter table report.stock_delta enable row level security;
alter table report.stock_delta force row level security;

drop policy if exists definer_does_what_functions_do on report.stock_delta;
create policy definer_does_what_functions_do on report.stock_delta
for all to sodaily_definer using (true) with check (true);

revoke all on report.stock_delta from sodaily_definer;
grant select, insert, delete on report.stock_delta to sodaily_definer;
--! EndIncluded report/policies/stock_delta.sql
--! Included report/rules/debt_delta_is_kept.sql
-- Rule: whatever moves the debt also moves the month of its business date in the reports: a statement
-- leaves one row an agency and month, which the worker folds. Appending takes no lock that other
-- postings wait for. Nobody may override.
-- Security definer: whoever writes the ledger, nobody else writes the deltas.
create or replace function report.debt_delta_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.debt_delta (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, return_amount, payment_amount,
    cancelled_payment_amount)
  select n.agency_id, date_trunc('month', n.business_date::timestamp)::date,
    coalesce(sum(n.amount) filter (where n.kind = 'opening'), 0),
    count(*) filter (where n.kind = 'issue'),
    coalesce(sum(n.amount) filter (where n.kind = 'issue'), 0),
    count(*) filter (where n.kind = 'issue_cancel'),
    coalesce(-sum(n.amount) filter (where n.kind = 'issue_cancel'), 0),
    coalesce(-sum(n.amount) filter (where n.kind = 'return'), 0),
    coalesce(-sum(n.amount) filter (where n.kind in ('payment', 'paid_now')), 0),
    coalesce(sum(n.amount) filter (where n.kind = 'payment_cancel'), 0)
  from new_entry as n
  group by n.agency_id, date_trunc('month', n.business_date::timestamp)::date;
  return null;
end
$$;
alter function report.debt_delta_is_kept() owner to sodaily_definer;
comment on function report.debt_delta_is_kept() is
  'Keeps what new rows of the debt ledger add to the months of their agencies, in đồng.';
revoke all on function report.debt_delta_is_kept() from public;

create or replace trigger report_delta_is_kept
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function report.debt_delta_is_kept();
comment on trigger report_delta_is_kept on finance.debt_transaction is
  'What it adds to the months of agencies.';
--! EndIncluded report/rules/debt_delta_is_kept.sql
--! Included report/rules/stock_delta_is_kept.sql
-- Rule: whatever moves stock also moves the day of its business date in the reports: a statement
-- leaves one row an item and day, which the worker folds. Nobody may override.
-- Security definer: whoever writes the ledger, nobody else writes the deltas.
create or replace function report.stock_delta_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.stock_delta (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select n.item_id, n.business_date,
    coalesce(sum(n.quantity) filter (
      where n.kind in ('opening', 'receipt', 'receipt_cancel')), 0),
    coalesce(-sum(n.quantity) filter (where n.kind in ('issue', 'issue_cancel', 'return')), 0),
    coalesce(sum(n.quantity) filter (where n.kind = 'count'), 0)
  from new_entry as n
  group by n.item_id, n.business_date;
  return null;
end
$$;
alter function report.stock_delta_is_kept() owner to sodaily_definer;
comment on function report.stock_delta_is_kept() is
  'Keeps what new rows of the stock ledger add to the days of their items.';
revoke all on function report.stock_delta_is_kept() from public;

create or replace trigger report_delta_is_kept
after insert on inventory.stock_movement
referencing new table as new_entry
for each statement execute function report.stock_delta_is_kept();
comment on trigger report_delta_is_kept on inventory.stock_movement is
  'What it adds to the days of items.';
--! EndIncluded report/rules/stock_delta_is_kept.sql
--! Included report/functions/fold_deltas.sql
-- Adds what postings left into the summaries. Each delta is taken away and added in one transaction,
-- so running twice, or two at once, adds nothing twice; rows are taken in one order, so that two
-- folds wait and do not lock each other out. Security definer: the worker reads no figures.
create or replace function report.fold_deltas() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  agency_months bigint;
  item_days bigint;
begin
  -- one fold at a time
  lock table report.agency_month, report.item_day in share update exclusive mode;
  with taken as (delete from report.debt_delta returning *)
  insert into report.agency_month as m (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, return_amount, payment_amount,
    cancelled_payment_amount)
  select t.agency_id, t.month, sum(t.opening_amount), sum(t.slip_count), sum(t.slip_amount),
    sum(t.cancelled_slip_count), sum(t.cancelled_slip_amount), sum(t.return_amount),
    sum(t.payment_amount), sum(t.cancelled_payment_amount)
  from taken as t group by t.agency_id, t.month
  on conflict on constraint agency_month_pkey do update set
    opening_amount = m.opening_amount + excluded.opening_amount,
    slip_count = m.slip_count + excluded.slip_count,
    slip_amount = m.slip_amount + excluded.slip_amount,
    cancelled_slip_count = m.cancelled_slip_count + excluded.cancelled_slip_count,
    cancelled_slip_amount = m.cancelled_slip_amount + excluded.cancelled_slip_amount,
    return_amount = m.return_amount + excluded.return_amount,
    payment_amount = m.payment_amount + excluded.payment_amount,
    cancelled_payment_amount = m.cancelled_payment_amount + excluded.cancelled_payment_amount,
    updated_at = now();
  get diagnostics agency_months = row_count;

  with taken as (delete from report.stock_delta returning *)
  insert into report.item_day as d (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select t.item_id, t.business_date, sum(t.in_quantity), sum(t.out_quantity),
    sum(t.adjustment_quantity)
  from taken as t group by t.item_id, t.business_date
  on conflict on constraint item_day_pkey do update set
    in_quantity = d.in_quantity + excluded.in_quantity,
    out_quantity = d.out_quantity + excluded.out_quantity,
    adjustment_quantity = d.adjustment_quantity + excluded.adjustment_quantity,
    updated_at = now();
  get diagnostics item_days = row_count;

  insert into report.freshness as f (report, refreshed_at) values ('summaries', clock_timestamp())
  on conflict on constraint freshness_pkey do update set refreshed_at = excluded.refreshed_at;
  return agency_months + item_days;
end
$$;
alter function report.fold_deltas() owner to sodaily_definer;
comment on function report.fold_deltas() is
  E'@omit\nAdds what postings left into the summaries; returns how many months of agencies and days of items that touched. For the worker only.';
revoke all on function report.fold_deltas() from public;
grant execute on function report.fold_deltas() to sodaily_worker;
--! EndIncluded report/functions/fold_deltas.sql
--! Included report/functions/rebuild_summaries.sql
-- Makes the summaries anew from the ledgers: for the history before they were kept, and after a load
-- that bypassed the triggers. The caller holds postings off.
create or replace function report.rebuild_summaries() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from report.debt_delta;
  delete from report.stock_delta;
  delete from report.agency_month;
  delete from report.item_day;
  insert into report.agency_month (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, return_amount, payment_amount,
    cancelled_payment_amount)
  select t.agency_id, date_trunc('month', t.business_date::timestamp)::date,
    coalesce(sum(t.amount) filter (where t.kind = 'opening'), 0),
    count(*) filter (where t.kind = 'issue'),
    coalesce(sum(t.amount) filter (where t.kind = 'issue'), 0),
    count(*) filter (where t.kind = 'issue_cancel'),
    coalesce(-sum(t.amount) filter (where t.kind = 'issue_cancel'), 0),
    coalesce(-sum(t.amount) filter (where t.kind = 'return'), 0),
    coalesce(-sum(t.amount) filter (where t.kind in ('payment', 'paid_now')), 0),
    coalesce(sum(t.amount) filter (where t.kind = 'payment_cancel'), 0)
  from finance.debt_transaction as t
  group by 1, 2;
  insert into report.item_day (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select m.item_id, m.business_date,
    coalesce(sum(m.quantity) filter (
      where m.kind in ('opening', 'receipt', 'receipt_cancel')), 0),
    coalesce(-sum(m.quantity) filter (where m.kind in ('issue', 'issue_cancel', 'return')), 0),
    coalesce(sum(m.quantity) filter (where m.kind = 'count'), 0)
  from inventory.stock_movement as m
  group by m.item_id, m.business_date;
end
$$;
comment on function report.rebuild_summaries() is
  E'@omit\nMakes the summaries anew from whole ledgers. For migrations and bulk loads.';
revoke all on function report.rebuild_summaries() from public;
grant execute on function report.rebuild_summaries() to sodaily_definer;
--! EndIncluded report/functions/rebuild_summaries.sql
--! Included audit/views/invariant_agency_months_equal_the_ledger.sql
-- Invariant: The months of an agency in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_agency_months_equal_the_ledger;
create view audit.invariant_agency_months_equal_the_ledger with (security_invoker) as
with said as (
  select s.agency_id, s.month, sum(s.slips) as slips, sum(s.slip_amount) as slip_amount,
    sum(s.increase) as increase, sum(s.decrease) as decrease
  from (
    select m.agency_id, m.month, m.slip_count - m.cancelled_slip_count as slips, m.slip_amount,
      m.opening_amount + m.slip_amount + m.cancelled_payment_amount as increase,
      m.payment_amount + m.return_amount + m.cancelled_slip_amount as decrease
    from report.agency_month as m
    union all
    select d.agency_id, d.month, d.slip_count - d.cancelled_slip_count, d.slip_amount,
      d.opening_amount + d.slip_amount + d.cancelled_payment_amount,
      d.payment_amount + d.return_amount + d.cancelled_slip_amount
    from report.debt_delta as d) as s
  group by s.agency_id, s.month),
posted as (
  select t.agency_id, t.month,
    count(*) filter (where t.kind = 'issue') - count(*) filter (where t.kind = 'issue_cancel')
      as slips,
    coalesce(sum(t.amount) filter (where t.kind = 'issue'), 0) as slip_amount,
    coalesce(sum(t.amount) filter (where t.is_increase), 0) as increase,
    coalesce(-sum(t.amount) filter (where not t.is_increase), 0) as decrease
  from (
    select t.agency_id, date_trunc('month', t.business_date::timestamp)::date as month, t.kind,
      t.amount, t.kind in ('opening', 'issue', 'payment_cancel') as is_increase
    from finance.debt_transaction as t) as t
  group by t.agency_id, t.month)
select coalesce(s.agency_id, p.agency_id) as agency_id, coalesce(s.month, p.month) as month,
  s.increase as increase_amount, p.increase as ledger_increase_amount,
  s.decrease as decrease_amount, p.decrease as ledger_decrease_amount
from said as s
full join posted as p on p.agency_id = s.agency_id and p.month = s.month
where (coalesce(s.slips, 0), coalesce(s.slip_amount, 0), coalesce(s.increase, 0),
    coalesce(s.decrease, 0))
  is distinct from (coalesce(p.slips, 0), coalesce(p.slip_amount, 0), coalesce(p.increase, 0),
    coalesce(p.decrease, 0));
comment on view audit.invariant_agency_months_equal_the_ledger is
  'The months of an agency in the reports, with what is not folded yet, are what its ledger says.';
comment on column audit.invariant_agency_months_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_agency_months_equal_the_ledger.month is 'The month.';
comment on column audit.invariant_agency_months_equal_the_ledger.increase_amount is
  'What raised the debt, by the reports, đồng.';
comment on column audit.invariant_agency_months_equal_the_ledger.ledger_increase_amount is
  'What raised it, by the ledger, đồng.';
comment on column audit.invariant_agency_months_equal_the_ledger.decrease_amount is
  'What lowered the debt, by the reports, đồng.';
comment on column audit.invariant_agency_months_equal_the_ledger.ledger_decrease_amount is
  'What lowered it, by the ledger, đồng.';
revoke all on audit.invariant_agency_months_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_agency_months_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_agency_months_equal_the_ledger.sql
--! Included audit/views/invariant_item_days_equal_the_ledger.sql
-- Invariant: The days of an item in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_item_days_equal_the_ledger;
create view audit.invariant_item_days_equal_the_ledger with (security_invoker) as
with said as (
  select s.item_id, s.business_date, sum(s.came) as came, sum(s.went) as went, sum(s.found) as found
  from (
    select d.item_id, d.business_date, d.in_quantity as came, d.out_quantity as went,
      d.adjustment_quantity as found
    from report.item_day as d
    union all
    select d.item_id, d.business_date, d.in_quantity, d.out_quantity, d.adjustment_quantity
    from report.stock_delta as d) as s
  group by s.item_id, s.business_date),
posted as (
  select m.item_id, m.business_date,
    coalesce(sum(m.quantity) filter (
      where m.kind in ('opening', 'receipt', 'receipt_cancel')), 0) as came,
    coalesce(-sum(m.quantity) filter (
      where m.kind in ('issue', 'issue_cancel', 'return')), 0) as went,
    coalesce(sum(m.quantity) filter (where m.kind = 'count'), 0) as found
  from inventory.stock_movement as m
  group by m.item_id, m.business_date)
select coalesce(s.item_id, p.item_id) as item_id,
  coalesce(s.business_date, p.business_date) as business_date,
  s.came - s.went + s.found as moved_quantity, p.came - p.went + p.found as ledger_quantity
from said as s
full join posted as p on p.item_id = s.item_id and p.business_date = s.business_date
where (coalesce(s.came, 0), coalesce(s.went, 0), coalesce(s.found, 0))
  is distinct from (coalesce(p.came, 0), coalesce(p.went, 0), coalesce(p.found, 0));
comment on view audit.invariant_item_days_equal_the_ledger is
  'The days of an item in the reports, with what is not folded yet, are what its ledger says.';
comment on column audit.invariant_item_days_equal_the_ledger.item_id is 'The item.';
comment on column audit.invariant_item_days_equal_the_ledger.business_date is 'The day.';
comment on column audit.invariant_item_days_equal_the_ledger.moved_quantity is
  'What moved its stock, by the reports.';
comment on column audit.invariant_item_days_equal_the_ledger.ledger_quantity is
  'What moved it, by the ledger.';
revoke all on audit.invariant_item_days_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_item_days_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_item_days_equal_the_ledger.sql

-- the history before the summaries: nobody posts meanwhile, and the definer sees every row
lock table finance.debt_transaction, inventory.stock_movement in share row exclusive mode;
set local role sodaily_definer;
select report.rebuild_summaries()
where not exists (select from report.agency_month) and not exists (select from report.item_day);
set local role sodaily_owner;
