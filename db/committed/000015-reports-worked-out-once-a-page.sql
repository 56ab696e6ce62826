--! Previous: sha1:12bfec40e2fd68b26a327abf8fbeb1ca938760c7
--! Hash: sha1:fc70ff13736633bceea5d2568d17b7412ad2daca
--! Message: reports worked out once a page

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
--! Included config/functions/number_written.sql
-- Numbers as people write them here (1.250.000 or 1,250,000; 2,5 or 2.5) with a point and nothing between digits.
-- One group of three digits of a quantity may be thousands or thousandths: that is for the writer to say.
create or replace function config.number_written(written text, form text) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
declare
  digits constant text := regexp_replace(written, '[\s\u00a0\u202f]|₫|(vn)?đ$|vnd$', '', 'gi');
begin
  return case
    when digits ~ '^[+-]?[0-9]{1,15}$' then digits
    when form = 'quantity' and digits ~ '^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$' then 'ambiguous_number'
    when digits ~ '^[+-]?[1-9][0-9]{0,2}([.][0-9]{3})+(,[0-9]{1,6})?$'
      then replace(replace(digits, '.', ''), ',', '.')
    when digits ~ '^[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]{1,6})?$' then replace(digits, ',', '')
    when digits ~ '^[+-]?[0-9]{1,15}[.,][0-9]{1,6}$' then replace(digits, ',', '.')
    else 'malformed_number'
  end;
end
$$;
comment on function config.number_written(text, text) is
  E'@omit\nA number as SQL reads it, or why it cannot be read: malformed_number or ambiguous_number. form is dong or quantity.';
revoke all on function config.number_written(text, text) from public;
grant execute on function config.number_written(text, text)
  to sodaily_definer;
--! EndIncluded config/functions/number_written.sql

-- Ages of debt of any day, worked out once a page
drop function if exists report.ageing_total(date, text);
drop function if exists report.slips_behind_debt(date, date);
do $$
begin
  if to_regtype('report.ageing_total') is null then
    create type report.ageing_total as (
      agency_count bigint,
      not_due_amount public.dong,
      up_to_30_amount public.dong,
      up_to_60_amount public.dong,
      up_to_90_amount public.dong,
      over_90_amount public.dong,
      advance_amount public.dong,
      debt_amount public.dong,
      refreshed_at timestamptz
    );
    alter type report.ageing_row add attribute total report.ageing_total;
  end if;
end
$$;
comment on type report.ageing_total is 'Sums of the ages of debt over all rows of a report.';
comment on column report.ageing_total.agency_count is 'Agencies with a debt or an advance.';
comment on column report.ageing_total.not_due_amount is 'Not due yet, đồng.';
comment on column report.ageing_total.up_to_30_amount is 'Up to 30 days late, đồng.';
comment on column report.ageing_total.up_to_60_amount is '31 to 60 days late, đồng.';
comment on column report.ageing_total.up_to_90_amount is '61 to 90 days late, đồng.';
comment on column report.ageing_total.over_90_amount is 'More than 90 days late, đồng.';
comment on column report.ageing_total.advance_amount is 'Paid in advance, đồng.';
comment on column report.ageing_total.debt_amount is 'The ages less the advances, đồng.';
comment on column report.ageing_total.refreshed_at is 'Of when the figures are.';
comment on column report.ageing_row.total is 'Sums over all rows of the report, not of a page; the same in each.';
drop index if exists finance.debt_transaction_agency_id_business_date_idx;
drop index if exists finance.debt_transaction_of_slips_idx;
create index if not exists debt_transaction_of_an_agency_by_date_idx
  on finance.debt_transaction (agency_id, business_date) include (kind, amount);
create index if not exists debt_transaction_by_date_idx
  on finance.debt_transaction (business_date) include (agency_id, kind, amount);
create index if not exists debt_transaction_lowering_idx
  on finance.debt_transaction (business_date) include (agency_id, issue_id)
  where kind in ('issue_cancel', 'return', 'payment_cancel') and issue_id is not null;
--! Included report/functions/slips_by_day.sql
-- What slips of each day ask for at the end of a later day: what they came to, less what was paid on the spot,
-- which has the date of its slip. Few are lowered afterwards, by a return, by being cancelled or by cancelling
-- what was paid on the spot: only these are looked at one by one, and none asks for less than nothing. An
-- opening debt is a slip here.
create or replace function report.slips_by_day(
  first_day date, last_day date, on_date date, agency_ids :ID_TYPE[] default null)
returns table (agency_id :ID_TYPE, day date, amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
set plan_cache_mode to 'force_custom_plan'
as $$
#variable_conflict use_column
begin
  return query
  with written as (
    select t.agency_id, t.business_date as day, sum(t.amount::bigint) as amount
    from finance.debt_transaction as t
    where t.business_date between first_day and last_day
      and (agency_ids is null or t.agency_id = any (agency_ids))
      and (t.kind in ('issue', 'paid_now') or t.kind = 'opening' and t.amount > 0)
    group by t.agency_id, t.business_date),
  lowered as materialized (
    select distinct t.agency_id, t.issue_id
    from finance.debt_transaction as t
    where t.kind in ('issue_cancel', 'return', 'payment_cancel') and t.issue_id is not null
      and t.business_date between first_day and on_date
      and (agency_ids is null or t.agency_id = any (agency_ids))),
  lowering as (
    select s.agency_id, s.day, sum(s.amount) as amount
    from (
      select t.agency_id, min(t.business_date) filter (where t.kind = 'issue') as day,
        greatest(sum(t.amount), 0) - sum(t.amount) filter (where t.kind in ('issue', 'paid_now')) as amount
      from lowered as l
      join finance.debt_transaction as t
        on t.agency_id = l.agency_id and t.issue_id = l.issue_id and t.business_date <= on_date
      group by t.agency_id, t.issue_id) as s
    group by s.agency_id, s.day)
  select w.agency_id, w.day, w.amount + coalesce(l.amount, 0)
  from written as w
  left join lowering as l on l.agency_id = w.agency_id and l.day = w.day;
end
$$;
comment on function report.slips_by_day(date, date, date, :ID_TYPE[]) is
  E'@omit\nWhat slips from first_day to last_day ask for at the end of on_date, per agency (null: all) and business date, đồng.';
revoke all on function report.slips_by_day(date, date, date, :ID_TYPE[]) from public;
grant execute on function report.slips_by_day(date, date, date, :ID_TYPE[]) to sodaily_definer;
--! EndIncluded report/functions/slips_by_day.sql
--! Included report/functions/ages_of_debt.sql
-- How old debt is, first in, first out: what an agency owed at the end of a day is owed for its newest
-- slips. So only slips of the last two weeks are looked at, and of the months before for agencies that owe
-- more than those; whatever they do not explain is older than all of them. Ages add up to the debt, always.
-- The term is that of the day a slip was written.
create or replace function report.ages_of_debt(on_date date)
returns table (agency_id :ID_TYPE, not_due_amount numeric, up_to_30_amount numeric,
  up_to_60_amount numeric, up_to_90_amount numeric, over_90_amount numeric, advance_amount numeric,
  debt_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
set work_mem to '32MB'
as $$
#variable_conflict use_column
declare
  longest_term constant integer := (
    select max(v.value::integer) from config.regulation_version as v
    join config.regulation as r on r.id = v.regulation_id and r.key = 'PAYMENT_TERM_DAYS');
  first_day constant date := on_date - 90 - longest_term;
  recent_day constant date := greatest(on_date - 14, first_day);
begin
  return query
  with debt as materialized (
    select b.agency_id, b.debt_amount from report.debts_on(on_date) as b),
  -- a term is looked up once a day, not once a slip
  day as materialized (
    select d.day::date as day, on_date - (d.day::date
      + (config.regulation_on('PAYMENT_TERM_DAYS', d.day::date)).value::integer) as days_late
    from generate_series(first_day::timestamp, on_date::timestamp, interval '1 day') as d (day)),
  recent as materialized (
    select s.agency_id, s.day, s.amount from report.slips_by_day(recent_day + 1, on_date, on_date) as s),
  unexplained as (
    select b.agency_id
    from debt as b
    left join (
      select r.agency_id, sum(r.amount) as amount from recent as r group by r.agency_id) as e
      on e.agency_id = b.agency_id
    where b.debt_amount > coalesce(e.amount, 0)),
  day_of_agency as (
    select s.agency_id, s.day, s.amount,
      sum(s.amount) over (partition by s.agency_id order by s.day desc) - s.amount as newer
    from (
      select r.agency_id, r.day, r.amount from recent as r
      union all
      select o.agency_id, o.day, o.amount
      from report.slips_by_day(
        first_day, recent_day, on_date, array(select u.agency_id from unexplained as u)) as o) as s),
  open as (
    select o.agency_id, d.days_late, least(o.amount, greatest(b.debt_amount - o.newer, 0)) as amount
    from day_of_agency as o
    join debt as b on b.agency_id = o.agency_id and b.debt_amount > o.newer
    join day as d on d.day = o.day),
  aged as (
    select o.agency_id, sum(o.amount) as amount,
      coalesce(sum(o.amount) filter (where o.days_late <= 0), 0) as not_due,
      coalesce(sum(o.amount) filter (where o.days_late between 1 and 30), 0) as up_to_30,
      coalesce(sum(o.amount) filter (where o.days_late between 31 and 60), 0) as up_to_60,
      coalesce(sum(o.amount) filter (where o.days_late between 61 and 90), 0) as up_to_90
    from open as o
    group by o.agency_id)
  select b.agency_id, coalesce(a.not_due, 0), coalesce(a.up_to_30, 0), coalesce(a.up_to_60, 0),
    coalesce(a.up_to_90, 0),
    greatest(b.debt_amount, 0) - coalesce(a.not_due + a.up_to_30 + a.up_to_60 + a.up_to_90, 0),
    greatest(-b.debt_amount, 0), b.debt_amount
  from debt as b
  left join aged as a on a.agency_id = b.agency_id;
end
$$;
comment on function report.ages_of_debt(date) is
  E'@omit\nDebt of each agency at the end of a day by how long it is overdue, đồng; debt is the sum of the ages less the advance.';
revoke all on function report.ages_of_debt(date) from public;
grant execute on function report.ages_of_debt(date) to sodaily_definer;
--! EndIncluded report/functions/ages_of_debt.sql
--! Included report/functions/ageing.sql
-- Today's is read from the last refresh, any other day is worked out at once. The sums of all rows stand in each, so
-- that a page with its foot is worked out once.
-- Security definer: nobody else reads the view; the predicate on agencies stands here.
create or replace function report.ageing(on_date date default null, search text default null)
returns setof report.ageing_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  asked constant date := least(on_date, config.business_date());
begin
  perform auth.require_scope('report:read');
  return query
  with aged as (
    select m.agency_id, m.not_due_amount, m.up_to_30_amount, m.up_to_60_amount, m.up_to_90_amount,
      m.over_90_amount, m.advance_amount, m.debt_amount, f.refreshed_at
    from report.ageing_mv as m
    left join report.freshness as f on f.report = 'ageing'
    where asked = config.business_date() or asked is null
    union all
    select d.agency_id, d.not_due_amount, d.up_to_30_amount, d.up_to_60_amount, d.up_to_90_amount,
      d.over_90_amount, d.advance_amount, d.debt_amount, now()
    from report.ages_of_debt(asked) as d
    where asked < config.business_date()),
  mine_of_all as (
    select a.* from aged as a
    where (mine is null or a.agency_id = any (mine))
      and (nullif(btrim(search), '') is null
        or a.agency_id in (select g.id from agency.search_agencies(search) as g))),
  total as (
    select count(*) as agency_count, sum(a.not_due_amount) as not_due_amount, sum(a.up_to_30_amount) as up_to_30_amount,
      sum(a.up_to_60_amount) as up_to_60_amount, sum(a.up_to_90_amount) as up_to_90_amount,
      sum(a.over_90_amount) as over_90_amount, sum(a.advance_amount) as advance_amount,
      sum(a.debt_amount) as debt_amount, max(a.refreshed_at) as refreshed_at
    from mine_of_all as a)
  select a.agency_id, a.not_due_amount::public.dong, a.up_to_30_amount::public.dong,
    a.up_to_60_amount::public.dong, a.up_to_90_amount::public.dong, a.over_90_amount::public.dong,
    a.advance_amount::public.dong, a.debt_amount::public.dong, a.refreshed_at,
    row(t.agency_count, t.not_due_amount, t.up_to_30_amount, t.up_to_60_amount, t.up_to_90_amount,
      t.over_90_amount, t.advance_amount, t.debt_amount, t.refreshed_at)::report.ageing_total
  from mine_of_all as a
  cross join total as t
  order by a.over_90_amount desc, a.up_to_90_amount desc, a.up_to_60_amount desc,
    a.up_to_30_amount desc, a.debt_amount desc, a.agency_id;
end
$$;
alter function report.ageing(date, text) owner to sodaily_definer;
comment on function report.ageing(date, text) is
  'Debt per agency by how long it is overdue (tuổi nợ), first in, first out, the latest first: today''s as of the last refresh, that of the end of another day worked out at once; search narrows by agency. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.ageing(date, text) from public;
grant execute on function report.ageing(date, text) to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/ageing.sql
--! Included report/functions/agency_statement.sql
-- The statement of one agency (sổ chi tiết công nợ): the debt it began with, every row of its ledger by
-- business date and what it owed after each. Row policies decide whose statement may be read, so this
-- runs as whoever asks; known_at leaves out what was recorded after that moment.
create or replace function report.agency_statement(agency_id :ID_TYPE, from_date date default null,
  to_date date default null, known_at timestamptz default null)
returns setof report.statement_row
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with span as (
    select coalesce(from_date, date_trunc('month', coalesce(to_date, config.business_date())::timestamp)::date)
        as first_day,
      coalesce(to_date, config.business_date()) as last_day),
  -- all that came before is added up from the index alone; only its moments are not in there
  brought as (
    select s.first_day, coalesce((
        select sum(t.amount) from finance.debt_transaction as t
        where known_at is null and t.agency_id = agency_statement.agency_id and t.business_date < s.first_day), 0)
      + coalesce((
        select sum(t.amount) from finance.debt_transaction as t
        where t.recorded_at <= known_at and t.agency_id = agency_statement.agency_id
          and t.business_date < s.first_day), 0) as amount
    from span as s
    where exists (select from agency.agency as a where a.id = agency_statement.agency_id)),
  line as (
    select null::bigint as seq, b.first_day as business_date, null::timestamptz as recorded_at,
      'brought_forward' as kind, b.amount::numeric as amount,
      null:::ID_TYPE as issue_id, null:::ID_TYPE as payment_id, null:::ID_TYPE as issue_return_id
    from brought as b
    union all
    select t.seq, t.business_date, t.recorded_at, t.kind, t.amount, t.issue_id, t.payment_id,
      t.issue_return_id
    from span as s
    join finance.debt_transaction as t on t.business_date between s.first_day and s.last_day
    where t.agency_id = agency_statement.agency_id and (known_at is null or t.recorded_at <= known_at))
  select l.business_date, l.recorded_at, l.kind,
    coalesce(r.code, p.code, i.code),
    case when l.seq is not null and l.amount > 0 then l.amount end::public.dong,
    case when l.seq is not null and l.amount < 0 then -l.amount end::public.dong,
    sum(l.amount) over (order by l.business_date, l.seq nulls first)::public.dong,
    l.issue_id, l.payment_id, l.issue_return_id
  from line as l
  left join inventory.issue as i on i.id = l.issue_id
  left join finance.payment as p on p.id = l.payment_id
  left join inventory.issue_return as r on r.id = l.issue_return_id
  order by l.business_date, l.seq nulls first
$$;
comment on function report.agency_statement(:ID_TYPE, date, date, timestamptz) is
  'Statement of an agency between two days with a running balance, oldest first: toDate today when null, fromDate the first of its month; the first row is what was brought forward. knownAt leaves out what was recorded later. Nothing for those who may not see the agency.';
revoke all on function report.agency_statement(:ID_TYPE, date, date, timestamptz) from public;
grant execute on function report.agency_statement(:ID_TYPE, date, date, timestamptz)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/agency_statement.sql

-- Stock of any day, worked out once a page
drop function if exists report.stock_total(date, timestamptz, text);
do $$
begin
  if to_regtype('report.stock_total') is null then
    create type report.stock_total as (item_count bigint, worth public.dong);
    alter type report.stock_row add attribute total report.stock_total;
  end if;
end
$$;
comment on type report.stock_total is 'Sums of the stock over all rows of a report.';
comment on column report.stock_total.item_count is 'Items of the report.';
comment on column report.stock_total.worth is 'Worth of their stock at import prices, đồng.';
comment on column report.stock_row.total is 'Sums over all rows of the report, not of a page; the same in each.';
--! Included report/functions/stock_between.sql
-- Stock at the end of any day and what moved it since another, exact at the moment of asking. known_at
-- takes away what was recorded after that moment. The worth is at the import price of the last day. For
-- whoever moves stock or reads reports. The sums of all rows stand in each, so that a page with its foot is
-- worked out once; quantities of different items are not added up.
-- Security definer: nobody else reads summaries.
create or replace function report.stock_between(from_date date default null,
  to_date date default null, known_at timestamptz default null, search text default null)
returns setof report.stock_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  last_day constant date := coalesce(to_date, config.business_date());
  first_day constant date := coalesce(
    from_date, date_trunc('month', last_day::timestamp)::date);
begin
  perform auth.require_scope(
    case when auth.has_scope('inventory:adjust') then 'inventory:adjust' else 'report:read' end);
  return query
  with moved as (
    select m.item_id, sum(m.came) as came, sum(m.went) as went, sum(m.found) as found
    from (
      select e.item_id, e.in_quantity::numeric as came, e.out_quantity::numeric as went,
        e.adjustment_quantity::numeric as found
      from report.every_item_day as e
      where e.business_date between first_day and last_day
      union all
      -- what was not known yet
      select t.item_id,
        case when t.kind in ('opening', 'receipt', 'receipt_cancel') then -t.quantity else 0 end,
        case when t.kind in ('issue', 'issue_cancel', 'return') then t.quantity else 0 end,
        case when t.kind = 'count' then -t.quantity else 0 end
      from inventory.stock_movement as t
      where known_at is not null and t.recorded_at > known_at
        and t.business_date between first_day and last_day) as m
    group by m.item_id),
  stock as (
    select i as item, coalesce(m.came, 0) as came, coalesce(m.went, 0) as went,
      coalesce(m.found, 0) as found, coalesce(q.quantity, 0) as closing
    from inventory.item as i
    left join report.stock_on(last_day, known_at) as q on q.item_id = i.id
    left join moved as m on m.item_id = i.id)
  select (s.item).id, (s.closing - s.came + s.went - s.found)::public.quantity,
    s.came::public.quantity, s.went::public.quantity, s.found::public.quantity,
    s.closing::public.quantity, w.worth::public.dong,
    row(count(*) over (), sum(w.worth) over ())::report.stock_total
  from stock as s
  join report.stock_prices_on(last_day, known_at) as p on p.item_id = (s.item).id
  cross join lateral (select round(s.closing * p.price) as worth) as w
  where ((s.item).is_active or (s.closing, s.came, s.went, s.found) is distinct from (0, 0, 0, 0))
    and (nullif(btrim(search), '') is null
      or (s.item).id in (select f.id from inventory.search_items(search) as f))
  order by (s.item).item_name, (s.item).id;
end
$$;
alter function report.stock_between(date, date, timestamptz, text) owner to sodaily_definer;
comment on function report.stock_between(date, date, timestamptz, text) is
  'Stock per item between two days (tồn kho), exact at the moment of asking, by name: toDate today when null, fromDate the first of its month. knownAt leaves out what was recorded later; search narrows by item. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.stock_between(date, date, timestamptz, text) from public;
grant execute on function report.stock_between(date, date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/stock_between.sql
