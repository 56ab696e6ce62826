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

--! include report/policies/agency_month.sql
--! include report/policies/debt_delta.sql
--! include report/policies/item_day.sql
--! include report/policies/stock_delta.sql
--! include report/rules/debt_delta_is_kept.sql
--! include report/rules/stock_delta_is_kept.sql
--! include report/functions/fold_deltas.sql
--! include report/functions/rebuild_summaries.sql
--! include audit/views/invariant_agency_months_equal_the_ledger.sql
--! include audit/views/invariant_item_days_equal_the_ledger.sql

-- the history before the summaries: nobody posts meanwhile, and the definer sees every row
lock table finance.debt_transaction, inventory.stock_movement in share row exclusive mode;
set local role sodaily_definer;
select report.rebuild_summaries()
where not exists (select from report.agency_month) and not exists (select from report.item_day);
set local role sodaily_owner;
