--! Previous: sha1:166783be691723112946abd49e17edc16308991c
--! Hash: sha1:0a771405d01e758199ff32f1813fe225cddb8370
--! Message: speed at a million slips and slips on paper

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- What a million slips need: indexes for lists and ages, and checks that read the books once.
create index if not exists issue_code_idx on inventory.issue (code collate "C");
create index if not exists issue_reverse_code_idx on inventory.issue (reverse(code) collate "C");
create index if not exists payment_payment_date_id_idx on finance.payment (payment_date, id);
create index if not exists debt_transaction_of_slips_idx on finance.debt_transaction (business_date)
  include (agency_id, issue_id, kind, amount) where issue_id is not null or kind = 'opening';
create index if not exists item_day_of_days_idx on report.item_day (business_date)
  include (item_id, in_quantity, out_quantity, adjustment_quantity);
drop index if exists report.item_day_business_date_idx;

-- Slips on paper, as files: PDF only.
alter table report.export_kind add column if not exists is_slip boolean not null default false;
comment on column report.export_kind.is_slip is
  'True: one slip, as a PDF for paper; the parameter id says which.';
set local role sodaily_definer;
insert into report.export_kind (code, scope, is_slip) values
  ('issue_slip', 'inventory:read', true), ('receipt_slip', 'inventory:read', true),
  ('return_slip', 'inventory:read', true), ('count_slip', 'inventory:read', true),
  ('payment_slip', 'finance:read', true)
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;
--! Included config/functions/amount_in_words.sql
-- How an amount is written out on a slip (bằng chữ): linh before a lone unit, mốt and lăm after tens, không
-- trăm in the middle, tỷ again for what is beyond a thousand of them. The one place that knows it.
create or replace function config.amount_in_words(amount numeric) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
declare
  digit constant text[] := array['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
  scale constant text[] := array[null, 'nghìn', 'triệu'];
  digits constant text := trunc(abs(amount))::text;
  padded constant text := lpad(digits, 3 * ((length(digits) + 2) / 3), '0');
  groups constant integer := length(padded) / 3;
  words text := '';
  hundreds integer;
  tens integer;
  units integer;
  place integer;
begin
  for nth in 1 .. groups loop
    hundreds := substr(padded, nth * 3 - 2, 1)::integer;
    tens := substr(padded, nth * 3 - 1, 1)::integer;
    units := substr(padded, nth * 3, 1)::integer;
    place := groups - nth;
    if hundreds + tens + units > 0 then
      words := concat_ws(' ', nullif(words, ''),
        case when hundreds > 0 or words <> '' then digit[hundreds + 1] || ' trăm' end,
        case when tens = 1 then 'mười' when tens > 1 then digit[tens + 1] || ' mươi'
          when units > 0 and (hundreds > 0 or words <> '') then 'linh' end,
        case when units = 1 and tens > 1 then 'mốt' when units = 5 and tens > 0 then 'lăm'
          when units > 0 then digit[units + 1] end,
        scale[place % 3 + 1]);
    end if;
    -- tỷ closes every third group but the last, also when the group itself is empty
    if place > 0 and place % 3 = 0 and words <> '' then
      words := words || ' tỷ';
    end if;
  end loop;
  words := case when amount < 0 then 'âm ' else '' end || coalesce(nullif(words, ''), digit[1])
    || ' đồng';
  return upper(left(words, 1)) || substr(words, 2);
end
$$;
comment on function config.amount_in_words(numeric) is
  E'@omit\nAn amount of đồng in Vietnamese words, such as Một triệu không trăm linh năm nghìn đồng.';
revoke all on function config.amount_in_words(numeric) from public;
grant execute on function config.amount_in_words(numeric)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/amount_in_words.sql
--! Included report/functions/start_export.sql
-- What leaves the books is written down before it does. Rows and columns are those the person sees when
-- the worker makes the file. Security definer: exports are written by functions only.
create or replace function report.start_export(
  client_key text, what text, format text, parameters jsonb default '{}')
returns report.export
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
  kind report.export_kind;
  started report.export;
  earlier jsonb;
begin
  select k.* into kind from report.export_kind as k where k.code = start_export.what;
  perform audit.refuse_problems(case
    when what is null then jsonb_build_array(jsonb_build_object('path', 'what', 'reason', 'required'))
    when kind is null then jsonb_build_array(
      jsonb_build_object('path', 'what', 'reason', 'unknown', 'value', left(what, 100)))
    else '[]' end || case
    when format is null then jsonb_build_array(
      jsonb_build_object('path', 'format', 'reason', 'required'))
    when format not in ('xlsx', 'csv', 'pdf') or kind.is_slip and format <> 'pdf' then jsonb_build_array(
      jsonb_build_object('path', 'format', 'reason', 'unknown', 'value', left(format, 100)))
    else '[]' end || case
    when jsonb_typeof(parameters) is distinct from 'object' or length(parameters::text) > 1000
      then jsonb_build_array(jsonb_build_object('path', 'parameters', 'reason', 'malformed'))
    else '[]' end);
  perform auth.require_scope(kind.scope);
  earlier := audit.begin_command(caller, client_key, 'report.start_export',
    jsonb_build_array(what, format, parameters));
  if earlier is null then
    insert into report.export (long_job_id, asked_by, what, format, parameters)
    values (notification.start_long_job('export_report', caller), caller, start_export.what,
      start_export.format, start_export.parameters)
    returning * into strict started;
    earlier := jsonb_build_object('id', started.id);
    perform audit.finish_command(caller, client_key, earlier);
    perform notification.enqueue('export_report',
      jsonb_build_object('export_id', started.id::text, 'long_job_id', started.long_job_id::text));
  else
    select e.* into strict started from report.export as e where e.id = cast(earlier ->> 'id' as :ID_TYPE);
  end if;
  return started;
end
$$;
alter function report.start_export(text, text, text, jsonb) owner to sodaily_definer;
comment on function report.start_export(text, text, text, jsonb) is
  E'@resultFieldName export\nHas the worker make a file of a list or a report: what it is of, xlsx, csv or pdf, and the filters. The same clientKey gives the first export again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, TOO_MANY_JOBS.';
revoke all on function report.start_export(text, text, text, jsonb) from public;
grant execute on function report.start_export(text, text, text, jsonb)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/start_export.sql

--! Included report/functions/slips_behind_debt.sql
-- Slips that what an agency owes can be owed for, newest first: of the last two weeks for all, of the
-- months before only for agencies that owe more than that. Each is what it asks for less what was paid on
-- the spot and came back of it, or was cancelled, by that day.
create or replace function report.slips_behind_debt(first_day date, on_date date)
returns table (agency_id :ID_TYPE, day date, amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
set work_mem to '32MB'
as $$
#variable_conflict use_column
declare
  recent_day constant date := greatest(on_date - 14, first_day);
begin
  return query
  with recent as materialized (
    select t.agency_id, t.issue_id, t.kind, t.business_date, t.amount
    from finance.debt_transaction as t
    where t.business_date > recent_day and t.business_date <= on_date
      and (t.issue_id is not null or t.kind = 'opening')),
  explained as (
    select s.agency_id, sum(s.amount) as amount
    from (
      select r.agency_id, greatest(sum(r.amount), 0) as amount
      from recent as r
      group by r.agency_id, r.issue_id
      having bool_or(r.kind in ('issue', 'opening'))) as s
    group by s.agency_id),
  older as (
    select o.*
    from report.debts_on(on_date) as b
    left join explained as e on e.agency_id = b.agency_id
    cross join lateral (
      select t.agency_id, t.issue_id, t.kind, t.business_date, t.amount
      from finance.debt_transaction as t
      where t.agency_id = b.agency_id and t.business_date between first_day and recent_day
        and (t.issue_id is not null or t.kind = 'opening')) as o
    where b.debt_amount > coalesce(e.amount, 0))
  select t.agency_id, min(t.business_date) filter (where t.kind in ('issue', 'opening')),
    greatest(sum(t.amount), 0)
  from (select r.* from recent as r union all select o.* from older as o) as t
  group by t.agency_id, t.issue_id
  having bool_or(t.kind in ('issue', 'opening'));
end
$$;
comment on function report.slips_behind_debt(date, date) is
  E'@omit\nSlips since first_day behind what agencies owed at the end of a day, with their business date and what of them was asked for, đồng.';
revoke all on function report.slips_behind_debt(date, date) from public;
grant execute on function report.slips_behind_debt(date, date) to sodaily_definer;
--! EndIncluded report/functions/slips_behind_debt.sql
--! Included report/functions/ages_of_debt.sql
-- How old debt is, first in, first out: what an agency owed at the end of a day is owed for its newest
-- slips, each less what was paid on the spot and came back of it. So only slips of the last months are
-- looked at; whatever they do not explain is older than all of them. Ages add up to the debt, always.
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
begin
  return query
  with debt as materialized (
    select b.agency_id, b.debt_amount from report.debts_on(on_date) as b),
  -- a term is looked up once a day, not once a slip
  day as materialized (
    select d.day::date as day, on_date - (d.day::date
      + (config.regulation_on('PAYMENT_TERM_DAYS', d.day::date)).value::integer) as days_late
    from generate_series(first_day::timestamp, on_date::timestamp, interval '1 day') as d (day)),
  day_of_agency as (
    select s.agency_id, s.day, sum(s.amount) as amount,
      sum(sum(s.amount)) over (partition by s.agency_id order by s.day desc) - sum(s.amount) as newer
    from report.slips_behind_debt(first_day, on_date) as s
    group by s.agency_id, s.day),
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
--! Included report/functions/stock_on.sql
-- The one sum of what was on the shelves at the end of a day: back from what is there now, or on from the
-- newest closed month, whichever is nearer. known_at takes away what was recorded after that moment.
create or replace function report.stock_on(on_date date, known_at timestamptz)
returns table (item_id :ID_TYPE, quantity numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  frozen constant date := (
    select max(c.month) from report.closed_item_month as c
    where c.month + interval '1 month' <= on_date + 1);
  frozen_end constant date := (frozen + interval '1 month' - interval '1 day')::date;
  goes_back constant boolean := frozen is null
    or config.business_date() - on_date < on_date - frozen_end;
begin
  return query
  select m.item_id, sum(m.quantity)
  from (
    select i.id as item_id, i.stock_quantity::numeric as quantity
    from inventory.item as i where goes_back
    union all
    select e.item_id, -(e.in_quantity - e.out_quantity + e.adjustment_quantity)
    from report.every_item_day as e where goes_back and e.business_date > on_date
    union all
    select c.item_id, c.closing_quantity
    from report.closed_item_month as c where not goes_back and c.month = frozen
    union all
    select e.item_id, e.in_quantity - e.out_quantity + e.adjustment_quantity
    from report.every_item_day as e
    where not goes_back and e.business_date > frozen_end and e.business_date <= on_date
    union all
    select t.item_id, -t.quantity
    from inventory.stock_movement as t
    where known_at is not null and t.recorded_at > known_at and t.business_date <= on_date) as m
  group by m.item_id;
end
$$;
comment on function report.stock_on(date, timestamptz) is
  E'@omit\nStock of each item at the end of a day.';
revoke all on function report.stock_on(date, timestamptz) from public;
grant execute on function report.stock_on(date, timestamptz) to sodaily_definer;
--! EndIncluded report/functions/stock_on.sql
--! Included report/functions/stock_prices_on.sql
-- Import price of each item at the end of a day; of an item that had none yet, its first.
create or replace function report.stock_prices_on(on_date date, known_at timestamptz)
returns table (item_id :ID_TYPE, price numeric)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select i.id, coalesce((
    select h.price
    from inventory.item_price as h
    where h.item_id = i.id and h.valid_from <= on_date
      and (known_at is null or h.recorded_at <= known_at)
    order by h.seq desc
    limit 1), i.import_price)::numeric
  from inventory.item as i
$$;
comment on function report.stock_prices_on(date, timestamptz) is
  E'@omit\nImport price of each item at the end of a day, đồng a unit.';
revoke all on function report.stock_prices_on(date, timestamptz) from public;
grant execute on function report.stock_prices_on(date, timestamptz) to sodaily_definer;
--! EndIncluded report/functions/stock_prices_on.sql
--! Included report/functions/stock_between.sql
-- Stock at the end of any day and what moved it since another, exact at the moment of asking. known_at
-- takes away what was recorded after that moment. The worth is at the import price of the last day. For
-- whoever moves stock or reads reports. Security definer: nobody else reads summaries.
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
    s.closing::public.quantity, round(s.closing * p.price)::public.dong
  from stock as s
  join report.stock_prices_on(last_day, known_at) as p on p.item_id = (s.item).id
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
drop function if exists report.stock_total(date, date, timestamptz, text);
--! Included report/functions/stock_total.sql
-- The foot of the table: the worth of all rows of the report, not of a page; quantities of different
-- items are not added up. Security definer: nobody else reads summaries.
create or replace function report.stock_total(
  to_date date default null, known_at timestamptz default null, search text default null)
returns report.stock_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  last_day constant date := coalesce(to_date, config.business_date());
  total report.stock_row;
begin
  perform auth.require_scope(
    case when auth.has_scope('inventory:adjust') then 'inventory:adjust' else 'report:read' end);
  select coalesce(sum(round(q.quantity * p.price)), 0) into total.worth
  from report.stock_on(last_day, known_at) as q
  join report.stock_prices_on(last_day, known_at) as p on p.item_id = q.item_id
  where nullif(btrim(search), '') is null
    or q.item_id in (select f.id from inventory.search_items(search) as f);
  return total;
end
$$;
alter function report.stock_total(date, timestamptz, text) owner to sodaily_definer;
comment on function report.stock_total(date, timestamptz, text) is
  'Worth of the stock at the end of toDate, today when null. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.stock_total(date, timestamptz, text) from public;
grant execute on function report.stock_total(date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/stock_total.sql
--! Included report/functions/monthly_debt.sql
-- Debt is money decided on, so these figures are exact at the moment of asking, not refreshed: a closed
-- month is read as it was written down, an open one from the newest closed month and all that was
-- posted since. known_at takes away what was recorded after that moment: the month as it was known.
-- Security definer: nobody else reads summaries; the predicate on agencies stands here.
create or replace function report.monthly_debt(
  month date, known_at timestamptz default null, search text default null)
returns setof report.monthly_debt_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  asked constant date := date_trunc('month', monthly_debt.month::timestamp)::date;
  frozen constant date := (
    select max(c.month) from report.closed_agency_month as c where c.month <= asked);
begin
  perform auth.require_scope('report:read');
  return query
  with moved as (
    select c.agency_id, case when c.month = asked then c.opening_amount else c.closing_amount end
        as opening,
      case when c.month = asked then c.increase_amount else 0 end as increase,
      case when c.month = asked then c.decrease_amount else 0 end as decrease
    from report.closed_agency_month as c
    where c.month = frozen
    union all
    select e.agency_id,
      case when e.month < asked then e.increase_amount - e.decrease_amount else 0 end,
      case when e.month = asked then e.increase_amount else 0 end,
      case when e.month = asked then e.decrease_amount else 0 end
    from report.every_agency_month as e
    where e.month <= asked and (frozen is null or e.month > frozen)
    union all
    -- what was not known yet
    select t.agency_id,
      case when t.business_date < asked then -t.amount else 0 end,
      case when t.business_date >= asked and t.kind in ('opening', 'issue', 'payment_cancel')
        then -t.amount else 0 end,
      case when t.business_date >= asked and t.kind not in ('opening', 'issue', 'payment_cancel')
        then t.amount else 0 end
    from finance.debt_transaction as t
    where known_at is not null and t.recorded_at > known_at
      and t.business_date < asked + interval '1 month'),
  month_of_agency as (
    select m.agency_id, sum(m.opening) as opening, sum(m.increase) as increase,
      sum(m.decrease) as decrease
    from moved as m
    where mine is null or m.agency_id = any (mine)
    group by m.agency_id)
  select o.agency_id, o.opening::public.dong, o.increase::public.dong, o.decrease::public.dong,
    (o.opening + o.increase - o.decrease)::public.dong
  from month_of_agency as o
  where (o.opening, o.increase, o.decrease) is distinct from (0, 0, 0)
    and (nullif(btrim(search), '') is null
      or o.agency_id in (select a.id from agency.search_agencies(search) as a))
  order by o.opening + o.increase - o.decrease desc, o.agency_id;
end
$$;
alter function report.monthly_debt(date, timestamptz, text) owner to sodaily_definer;
comment on function report.monthly_debt(date, timestamptz, text) is
  'Debt per agency in the month of a date (công nợ, BM6.2), exact at the moment of asking, the deepest in debt first: closing of a month is opening of the next, and of today the debt. knownAt leaves out what was recorded later; search narrows by agency. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.monthly_debt(date, timestamptz, text) from public;
grant execute on function report.monthly_debt(date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/monthly_debt.sql
--! Included inventory/functions/search_issues.sql
-- A trigram search under a row policy cannot use an index, so slips are found by the start or the end of
-- their number, or by their agency's name: three roads, each by an index of its own, and of each the
-- newest thousand, which is more than anybody reads. The row policies still filter the result.
create or replace function inventory.search_issues(query text) returns setof inventory.issue
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  words constant text := upper(btrim(query));
  beginning constant text := regexp_replace(words, '([%_\\])', '\\\1', 'g') || '%';
  ending constant text := regexp_replace(reverse(words), '([%_\\])', '\\\1', 'g') || '%';
  most constant integer := 1000;
begin
  return query
  with found as materialized (
    select a.id, greatest(most / count(*) over (), 50) as share from agency.search_agencies(query) as a)
  select i.*
  from inventory.issue as i
  where i.id in (
    (select n.id from inventory.issue as n
      where n.code collate "C" like beginning order by n.code collate "C" desc limit most)
    union
    (select n.id from inventory.issue as n
      where reverse(n.code) collate "C" like ending
      order by reverse(n.code) collate "C" desc limit most)
    union
    (select n.id from found as f
      cross join lateral (
        select g.id, g.created_at from inventory.issue as g
        where g.agency_id = f.id order by g.issue_date desc limit f.share) as n
      order by n.created_at desc limit most))
  order by i.created_at desc
  limit most;
end
$$;
comment on function inventory.search_issues(text) is
  'Slips whose number starts or ends with the words, or whose agency is found by them; at most a thousand, newest first.';
revoke all on function inventory.search_issues(text) from public;
grant execute on function inventory.search_issues(text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/search_issues.sql
--! Included audit/functions/invariant_results.sql
-- Every view audit.invariant_<name> is an invariant: a new file is enough to have it checked.
-- One person a night hashes whole ledgers here, so the memory for that is given here.
create or replace function audit.invariant_results() returns setof audit.invariant_result
language plpgsql stable
set search_path to pg_catalog, pg_temp
set work_mem to '128MB'
as $$
declare
  invariant record;
begin
  for invariant in
    select c.relname, obj_description(c.oid, 'pg_class') as sentence
    from pg_class as c
    where c.relnamespace = 'audit'::regnamespace and c.relkind = 'v'
      and starts_with(c.relname, 'invariant_')
    order by c.relname
  loop
    -- return query, because into would rule out parallel plans
    return query execute format(
      'select %L, %L, count(*), coalesce(jsonb_agg(b.facts) filter (where b.place <= 5), ''[]''), '
      'round(extract(epoch from clock_timestamp() - %L::timestamptz) * 1000)::bigint '
      'from (select to_jsonb(v) as facts, row_number() over () as place from audit.%I as v) as b',
      substr(invariant.relname, length('invariant_') + 1), invariant.sentence, clock_timestamp(),
      invariant.relname);
  end loop;
end
$$;
comment on function audit.invariant_results() is
  E'@omit\nLooks for breaches of every invariant now, whoever asks.';
revoke all on function audit.invariant_results() from public;
grant execute on function audit.invariant_results() to sodaily_definer;
--! EndIncluded audit/functions/invariant_results.sql
--! Included audit/views/invariant_item_days_equal_the_ledger.sql
-- Invariant: The days of an item in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_item_days_equal_the_ledger;
create view audit.invariant_item_days_equal_the_ledger with (security_invoker) as
-- one pass: what the reports say less what the ledger says, of each day
select s.item_id, s.business_date, sum(s.moved) as moved_quantity, sum(s.posted) as ledger_quantity
from (
  select d.item_id, d.business_date, d.in_quantity::numeric as came, d.out_quantity::numeric as went,
    d.adjustment_quantity::numeric as found,
    d.in_quantity - d.out_quantity + d.adjustment_quantity as moved, 0 as posted
  from report.every_item_day as d
  union all
  select m.item_id, m.business_date,
    case when m.kind in ('opening', 'receipt', 'receipt_cancel') then -m.quantity else 0 end,
    case when m.kind in ('issue', 'issue_cancel', 'return') then m.quantity else 0 end,
    case when m.kind = 'count' then -m.quantity else 0 end, 0, m.quantity
  from inventory.stock_movement as m) as s
group by s.item_id, s.business_date
having sum(s.came) <> 0 or sum(s.went) <> 0 or sum(s.found) <> 0;
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
--! Included audit/views/invariant_confirmed_issue_moved_each_line_once.sql
-- Invariant: A confirmed slip moved each of its lines exactly once, on its date, and nothing
-- else; a slip that was never confirmed moved nothing. Rows are breaches.
drop view if exists audit.invariant_confirmed_issue_moved_each_line_once;
create view audit.invariant_confirmed_issue_moved_each_line_once with (security_invoker) as
-- each line against each of its movements: two that are both right show in the count below
select i.id as issue_id, i.code, coalesce(d.item_id, m.item_id) as item_id,
  d.quantity as line_quantity, m.quantity as moved_quantity, count(m.item_id) as movements
from inventory.issue_detail as d
full join (
  select m.issue_id, m.item_id, m.quantity, m.business_date
  from inventory.stock_movement as m
  where m.kind = 'issue') as m on m.issue_id = d.issue_id and m.item_id = d.item_id
join inventory.issue as i on i.id = coalesce(d.issue_id, m.issue_id)
where case
  when i.code is null then m.item_id is not null
  else (m.quantity, m.business_date) is distinct from (-d.quantity, i.issue_date)
end
group by i.id, i.code, d.item_id, m.item_id, d.quantity, m.quantity
union all
select m.issue_id, i.code, null, null, null, m.movements
from (
  select m.issue_id, count(*) as movements
  from inventory.stock_movement as m
  where m.kind = 'issue'
  group by m.issue_id) as m
join (
  select d.issue_id, count(*) as lines
  from inventory.issue_detail as d
  group by d.issue_id) as l on l.issue_id = m.issue_id
join inventory.issue as i on i.id = m.issue_id
where m.movements <> l.lines;
comment on view audit.invariant_confirmed_issue_moved_each_line_once is
  'A confirmed slip moved each of its lines exactly once, on its date, and nothing else; a slip that was never confirmed moved nothing.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.issue_id is 'The slip.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.code is
  'Number of the document.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.item_id is
  'The item; null when the slip has more or fewer movements than lines.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.line_quantity is
  'Quantity of the line, null when the slip has none of the item.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.moved_quantity is
  'Quantity of the movement, null when there is none.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.movements is
  'How many movements there are.';
revoke all on audit.invariant_confirmed_issue_moved_each_line_once from sodaily_definer;
grant select on audit.invariant_confirmed_issue_moved_each_line_once to sodaily_definer;
--! EndIncluded audit/views/invariant_confirmed_issue_moved_each_line_once.sql
--! Included audit/views/invariant_stock_ledger_adds_up.sql
-- Invariant: The stock ledger of an item counts from 1 without gaps, and each balance follows
-- from the last. Rows are breaches.
drop view if exists audit.invariant_stock_ledger_adds_up;
create view audit.invariant_stock_ledger_adds_up with (security_invoker) as
-- each row against the one before it, which is there once (numbers are unique): by induction the whole
-- ledger, without sorting it
select m.item_id, m.seq, coalesce(p.seq, 0) + 1 as place, m.balance_after,
  coalesce(p.balance_after, 0) + m.quantity as follows_quantity
from inventory.stock_movement as m
left join inventory.stock_movement as p on p.item_id = m.item_id and p.seq = m.seq - 1
where m.seq <> coalesce(p.seq, 0) + 1
  or m.balance_after <> coalesce(p.balance_after, 0) + m.quantity;
comment on view audit.invariant_stock_ledger_adds_up is
  'The stock ledger of an item counts from 1 without gaps, and each balance follows from the last.';
comment on column audit.invariant_stock_ledger_adds_up.item_id is 'The item.';
comment on column audit.invariant_stock_ledger_adds_up.seq is 'Its place in the ledger.';
comment on column audit.invariant_stock_ledger_adds_up.place is
  'The place after the row before it; 1 when there is none.';
comment on column audit.invariant_stock_ledger_adds_up.balance_after is 'Balance on the row.';
comment on column audit.invariant_stock_ledger_adds_up.follows_quantity is
  'What follows from the row before it.';
revoke all on audit.invariant_stock_ledger_adds_up from sodaily_definer;
grant select on audit.invariant_stock_ledger_adds_up to sodaily_definer;
--! EndIncluded audit/views/invariant_stock_ledger_adds_up.sql
