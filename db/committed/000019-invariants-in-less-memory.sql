--! Previous: sha1:30a6cb72cb74ff7de78eb894254d71d5fbab7c14
--! Hash: sha1:3fc59fc6c489008a681afbb475d799ab381cc9ef
--! Message: invariants in less memory

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
--! Included audit/functions/invariant_results.sql
-- Every view audit.invariant_<name> is an invariant: a new file is enough to have it checked.
-- One person a night hashes whole ledgers here, so the memory for that is given here; sorting them to merge
-- takes four times as long. Breaches are few, so handing rows from one process to another costs nothing;
-- the planner expects many and would not share the work out.
create or replace function audit.invariant_results() returns setof audit.invariant_result
language plpgsql stable
set search_path to pg_catalog, pg_temp
set work_mem to '128MB'
set enable_mergejoin to 'off'
set parallel_tuple_cost to '0'
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
--! Included audit/views/invariant_confirmed_issue_moved_each_line_once.sql
-- Invariant: A confirmed slip moved each of its lines exactly once, on its date, and nothing
-- else; a slip that was never confirmed moved nothing. Rows are breaches.
drop view if exists audit.invariant_confirmed_issue_moved_each_line_once;
create view audit.invariant_confirmed_issue_moved_each_line_once with (security_invoker) as
-- lines that did not move as they say; a line is there once (numbers of items on a slip are unique)
select i.id as issue_id, i.code, d.item_id, d.quantity as line_quantity, m.quantity as moved_quantity
from inventory.issue_detail as d
join inventory.issue as i on i.id = d.issue_id
left join inventory.stock_movement as m
  on m.issue_id = d.issue_id and m.item_id = d.item_id and m.kind = 'issue'
where case
  when i.code is null then m.item_id is not null
  else (m.quantity, m.business_date) is distinct from (-d.quantity, i.issue_date)
end
union all
-- when each line moved as it says, there are as many movements as lines, or something moved twice or
-- without a line: only then are they looked for
select i.id, i.code, m.item_id, d.quantity, m.quantity
from (
  select t.issue_id, t.item_id, sum(t.quantity) as quantity, count(*) as movements
  from inventory.stock_movement as t
  where t.kind = 'issue'
    and (select count(*) from inventory.stock_movement as f where f.kind = 'issue') <> (
      select count(*) from inventory.issue_detail as f
      join inventory.issue as s on s.id = f.issue_id
      where s.code is not null)
  group by t.issue_id, t.item_id) as m
join inventory.issue as i on i.id = m.issue_id
left join inventory.issue_detail as d on d.issue_id = m.issue_id and d.item_id = m.item_id
where m.movements > 1 or d.item_id is null;
comment on view audit.invariant_confirmed_issue_moved_each_line_once is
  'A confirmed slip moved each of its lines exactly once, on its date, and nothing else; a slip that was never confirmed moved nothing.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.issue_id is 'The slip.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.code is
  'Number of the document.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.item_id is 'The item.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.line_quantity is
  'Quantity of the line, null when the slip has none of the item.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.moved_quantity is
  'Quantity that moved, below zero; null when nothing did.';
revoke all on audit.invariant_confirmed_issue_moved_each_line_once from sodaily_definer;
grant select on audit.invariant_confirmed_issue_moved_each_line_once to sodaily_definer;
--! EndIncluded audit/views/invariant_confirmed_issue_moved_each_line_once.sql
--! Included audit/views/invariant_confirmed_issue_raised_the_debt_once.sql
-- Invariant: A confirmed slip raised the debt exactly once, by its total, on its date; a slip
-- that was never confirmed did not. Rows are breaches.
drop view if exists audit.invariant_confirmed_issue_raised_the_debt_once;
create view audit.invariant_confirmed_issue_raised_the_debt_once with (security_invoker) as
select i.id as issue_id, i.code, i.total_amount, t.amount as raised_amount,
  coalesce(t.transactions, 0) as transactions
from inventory.issue as i
left join (
  -- bigint, because a sum of it takes a quarter of the memory, and a million slips stay in it
  select t.issue_id, sum(t.amount::bigint) as amount, count(*) as transactions,
    min(t.business_date) as business_date
  from finance.debt_transaction as t
  where t.kind = 'issue'
  group by t.issue_id) as t on t.issue_id = i.id
where case
  when i.code is null then t.transactions is not null
  else (t.transactions, t.amount, t.business_date)
    is distinct from (1, i.total_amount, i.issue_date)
end;
comment on view audit.invariant_confirmed_issue_raised_the_debt_once is
  'A confirmed slip raised the debt exactly once, by its total, on its date; a slip that was never confirmed did not.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.issue_id is 'The slip.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.code is
  'Number of the document.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.total_amount is
  'Total of the slip, đồng.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.raised_amount is
  'What it raised the debt by, đồng; null when by nothing.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.transactions is
  'How many transactions did.';
revoke all on audit.invariant_confirmed_issue_raised_the_debt_once from sodaily_definer;
grant select on audit.invariant_confirmed_issue_raised_the_debt_once to sodaily_definer;
--! EndIncluded audit/views/invariant_confirmed_issue_raised_the_debt_once.sql
--! Included audit/views/invariant_issue_is_settled_at_most_to_its_total.sql
-- Invariant: A slip is settled at most to its total, and only while it counts. Rows are breaches.
drop view if exists audit.invariant_issue_is_settled_at_most_to_its_total;
create view audit.invariant_issue_is_settled_at_most_to_its_total with (security_invoker) as
select i.id as issue_id, i.code, i.status, i.total_amount, l.amount as settled_amount
from inventory.issue as i
join (
  -- bigint, because a sum of it takes a quarter of the memory, and a million slips stay in it
  select l.issue_id, sum(l.amount::bigint) as amount
  from finance.payment_allocation as l group by l.issue_id) as l on l.issue_id = i.id
where l.amount > i.total_amount or i.status not in ('confirmed', 'delivered');
comment on view audit.invariant_issue_is_settled_at_most_to_its_total is
  'A slip is settled at most to its total, and only while it counts.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.issue_id is 'The slip.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.code is
  'Number of the document.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.status is 'Its state.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.total_amount is
  'Total of the slip, đồng.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.settled_amount is
  'What payments settle of it, đồng.';
revoke all on audit.invariant_issue_is_settled_at_most_to_its_total from sodaily_definer;
grant select on audit.invariant_issue_is_settled_at_most_to_its_total to sodaily_definer;
--! EndIncluded audit/views/invariant_issue_is_settled_at_most_to_its_total.sql
--! Included audit/views/invariant_issue_total_is_the_sum_of_its_lines.sql
-- Invariant: The total of a slip is the sum of its lines. Rows are breaches.
drop view if exists audit.invariant_issue_total_is_the_sum_of_its_lines;
create view audit.invariant_issue_total_is_the_sum_of_its_lines with (security_invoker) as
select i.id as issue_id, i.code, i.total_amount, coalesce(d.amount, 0) as line_amount
from inventory.issue as i
left join (
  -- bigint, because a sum of it takes a quarter of the memory, and a million slips stay in it
  select d.issue_id, sum(d.line_total::bigint) as amount
  from inventory.issue_detail as d group by d.issue_id) as d on d.issue_id = i.id
where i.total_amount <> coalesce(d.amount, 0);
comment on view audit.invariant_issue_total_is_the_sum_of_its_lines is
  'The total of a slip is the sum of its lines.';
comment on column audit.invariant_issue_total_is_the_sum_of_its_lines.issue_id is 'The slip.';
comment on column audit.invariant_issue_total_is_the_sum_of_its_lines.code is
  'Number of the document.';
comment on column audit.invariant_issue_total_is_the_sum_of_its_lines.total_amount is
  'Total on the slip, đồng.';
comment on column audit.invariant_issue_total_is_the_sum_of_its_lines.line_amount is
  'Sum of its lines, đồng.';
revoke all on audit.invariant_issue_total_is_the_sum_of_its_lines from sodaily_definer;
grant select on audit.invariant_issue_total_is_the_sum_of_its_lines to sodaily_definer;
--! EndIncluded audit/views/invariant_issue_total_is_the_sum_of_its_lines.sql
--! Included audit/views/invariant_item_days_equal_the_ledger.sql
-- Invariant: The days of an item in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_item_days_equal_the_ledger;
create view audit.invariant_item_days_equal_the_ledger with (security_invoker) as
-- one pass: what the reports say less what the ledger says, of each day and side; one sum a group and not
-- three, because sums of numeric are what fills the memory
select s.item_id, s.business_date, s.side, sum(s.quantity) as difference
from (
  select d.item_id, d.business_date, 'in' as side, d.in_quantity as quantity
  from report.every_item_day as d where d.in_quantity <> 0
  union all
  select d.item_id, d.business_date, 'out', d.out_quantity
  from report.every_item_day as d where d.out_quantity <> 0
  union all
  select d.item_id, d.business_date, 'adjustment', d.adjustment_quantity
  from report.every_item_day as d where d.adjustment_quantity <> 0
  union all
  select m.item_id, m.business_date,
    case when m.kind in ('opening', 'receipt', 'receipt_cancel') then 'in'
      when m.kind = 'count' then 'adjustment' else 'out' end,
    case when m.kind in ('issue', 'issue_cancel', 'return') then m.quantity else -m.quantity end
  from inventory.stock_movement as m) as s
group by s.item_id, s.business_date, s.side
having sum(s.quantity) <> 0;
comment on view audit.invariant_item_days_equal_the_ledger is
  'The days of an item in the reports, with what is not folded yet, are what its ledger says.';
comment on column audit.invariant_item_days_equal_the_ledger.item_id is 'The item.';
comment on column audit.invariant_item_days_equal_the_ledger.business_date is 'The day.';
comment on column audit.invariant_item_days_equal_the_ledger.side is
  'What came in, went out or was adjusted: in, out, adjustment.';
comment on column audit.invariant_item_days_equal_the_ledger.difference is
  'What the reports say less what the ledger says.';
revoke all on audit.invariant_item_days_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_item_days_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_item_days_equal_the_ledger.sql
--! Included audit/views/invariant_stock_was_never_below_zero.sql
-- Invariant: The stock of no item was below zero at the end of any business date. Rows are
-- breaches.
drop view if exists audit.invariant_stock_was_never_below_zero;
create view audit.invariant_stock_was_never_below_zero with (security_invoker) as
-- the days of the reports, which are a third of the ledger: invariant_item_days_equal_the_ledger proves
-- them. A day that is partly not folded yet has several rows; the sum takes all of a day together.
select day.item_id, day.business_date, min(day.closing_quantity) as closing_quantity
from (
  select d.item_id, d.business_date,
    sum(d.in_quantity - d.out_quantity + d.adjustment_quantity) over (
      partition by d.item_id order by d.business_date range unbounded preceding) as closing_quantity
  from report.every_item_day as d) as day
where day.closing_quantity < 0
group by day.item_id, day.business_date;
comment on view audit.invariant_stock_was_never_below_zero is
  'The stock of no item was below zero at the end of any business date.';
comment on column audit.invariant_stock_was_never_below_zero.item_id is 'The item.';
comment on column audit.invariant_stock_was_never_below_zero.business_date is 'The day.';
comment on column audit.invariant_stock_was_never_below_zero.closing_quantity is
  'Stock at its end, below zero.';
revoke all on audit.invariant_stock_was_never_below_zero from sodaily_definer;
grant select on audit.invariant_stock_was_never_below_zero to sodaily_definer;
--! EndIncluded audit/views/invariant_stock_was_never_below_zero.sql
--! Included audit/views/invariant_nothing_is_posted_into_a_closed_month.sql
-- Invariant: Nothing was posted into a closed month after it was closed. Rows are breaches.
drop view if exists audit.invariant_nothing_is_posted_into_a_closed_month;
create view audit.invariant_nothing_is_posted_into_a_closed_month with (security_invoker) as
select entry.ledger, entry.business_date, entry.recorded_at, p.month, p.closed_at
from (
  select 'debt' as ledger, t.business_date, t.recorded_at from finance.debt_transaction as t
  union all
  select 'stock', m.business_date, m.recorded_at from inventory.stock_movement as m) as entry
-- the first closed month closed all before it
join finance.period as p on p.is_closed and p.month = greatest(
  date_trunc('month', entry.business_date::timestamp)::date,
  (select min(f.month) from finance.period as f where f.is_closed))
where entry.recorded_at > p.closed_at;
comment on view audit.invariant_nothing_is_posted_into_a_closed_month is
  'Nothing was posted into a closed month after it was closed.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.ledger is 'debt or stock.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.business_date is
  'Date the entry counts for.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.recorded_at is
  'Moment it was written.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.month is
  'The month that was closed by then.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.closed_at is
  'Moment it was closed.';
revoke all on audit.invariant_nothing_is_posted_into_a_closed_month from sodaily_definer;
grant select on audit.invariant_nothing_is_posted_into_a_closed_month to sodaily_definer;
--! EndIncluded audit/views/invariant_nothing_is_posted_into_a_closed_month.sql
