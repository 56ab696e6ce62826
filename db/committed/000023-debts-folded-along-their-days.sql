--! Previous: sha1:d8ae3af731e03e43a04243b917e6639c80bdd26a
--! Hash: sha1:d24aaf483b9cd6772e73525a013fe41328168b2c
--! Message: debts folded along their days

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
--! Included report/functions/fold_debt_deltas.sql
-- Adds what postings left into the days and months of agencies. Called by fold_deltas, one at a time.
create or replace function report.fold_debt_deltas() returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  agency_months bigint;
begin
  with taken as (delete from report.debt_delta returning *),
  moved as (
    select t.agency_id, t.business_date, sum(t.moved_amount) as moved, sum(t.credit_amount) as credit
    from taken as t group by t.agency_id, t.business_date),
  -- a posting moves the running totals of its day and of every day after it
  step as (
    select m.agency_id, m.business_date, m.moved, m.credit from moved as m
    union all
    select d.agency_id, d.business_date, 0, 0
    from report.agency_day as d
    join (select m.agency_id, min(m.business_date) as first_day from moved as m group by m.agency_id) as f
      on f.agency_id = d.agency_id and f.first_day < d.business_date),
  -- summed along the days, not joined with them: of deltas that just came in the planner knows no size
  risen as (
    select s.agency_id, s.business_date, sum(sum(s.moved)) over earlier as moved,
      sum(sum(s.credit)) over earlier as credit
    from step as s
    group by s.agency_id, s.business_date
    window earlier as (partition by s.agency_id order by s.business_date)),
  day as (
    insert into report.agency_day as d (agency_id, business_date, debt_amount, credit_to_date_amount)
    select r.agency_id, r.business_date, coalesce(b.debt_amount, 0) + r.moved,
      coalesce(b.credit_to_date_amount, 0) + r.credit
    from risen as r
    left join lateral (
      select b.debt_amount::numeric, b.credit_to_date_amount::numeric from report.agency_day as b
      where b.agency_id = r.agency_id and b.business_date <= r.business_date
      order by b.business_date desc limit 1) as b on true
    on conflict on constraint agency_day_pkey do update set
      debt_amount = excluded.debt_amount, credit_to_date_amount = excluded.credit_to_date_amount,
      updated_at = now())
  insert into report.agency_month as m (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, cancelled_later_slip_count,
    cancelled_later_slip_amount, return_amount, payment_amount, cancelled_payment_amount)
  select t.agency_id, date_trunc('month', t.business_date::timestamp)::date as month,
    sum(t.opening_amount), sum(t.slip_count), sum(t.slip_amount), sum(t.cancelled_slip_count),
    sum(t.cancelled_slip_amount), sum(t.cancelled_later_slip_count),
    sum(t.cancelled_later_slip_amount), sum(t.return_amount), sum(t.payment_amount),
    sum(t.cancelled_payment_amount)
  from taken as t group by t.agency_id, date_trunc('month', t.business_date::timestamp)::date
  on conflict on constraint agency_month_pkey do update set
    opening_amount = m.opening_amount + excluded.opening_amount,
    slip_count = m.slip_count + excluded.slip_count,
    slip_amount = m.slip_amount + excluded.slip_amount,
    cancelled_slip_count = m.cancelled_slip_count + excluded.cancelled_slip_count,
    cancelled_slip_amount = m.cancelled_slip_amount + excluded.cancelled_slip_amount,
    cancelled_later_slip_count = m.cancelled_later_slip_count + excluded.cancelled_later_slip_count,
    cancelled_later_slip_amount =
      m.cancelled_later_slip_amount + excluded.cancelled_later_slip_amount,
    return_amount = m.return_amount + excluded.return_amount,
    payment_amount = m.payment_amount + excluded.payment_amount,
    cancelled_payment_amount = m.cancelled_payment_amount + excluded.cancelled_payment_amount,
    updated_at = now();
  get diagnostics agency_months = row_count;
  return agency_months;
end
$$;
comment on function report.fold_debt_deltas() is
  E'@omit\nAdds what postings left into the days and months of agencies; returns how many months that touched. For report.fold_deltas only.';
revoke all on function report.fold_debt_deltas() from public;
grant execute on function report.fold_debt_deltas() to sodaily_definer;
--! EndIncluded report/functions/fold_debt_deltas.sql
