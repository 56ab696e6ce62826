-- What stands around the documents: months, counters, the commands that made them, the audit trail,
-- the summaries of reports.
insert into finance.period (month, is_closed, closed_at, closed_by, created_at, created_by)
select m::date, c.is_closed, case when c.is_closed then m + interval '1 month 5 days 17 hours' end,
  case when c.is_closed then w.id end, m, w.id
from plan as p
cross join generate_series(p.first_day::timestamp, p.last_day::timestamp, interval '1 month') as m
join person as w on w.role = 'manager'
cross join lateral (
  select m < date_trunc('month', p.last_day) - interval '1 month' as is_closed) as c;

insert into config.document_counter (kind, year, last_number)
select left(d.code, 2), substr(d.code, 4, 4)::smallint, count(*)
from (
  select code from inventory.issue where code is not null
  union all select request_code from inventory.issue where request_code is not null
  union all select code from finance.payment
  union all select code from finance.refund
  union all select code from finance.adjustment
  union all select code from inventory.receipt
  union all select code from inventory.stock_count
  union all select code from inventory.issue_return) as d
group by 1, 2;

insert into audit.command (user_id, client_key, command, request_hash, result, created_at)
select d.created_by, 'generated-' || d.command || '-' || d.id, d.command,
  sha256(convert_to(d.id, 'UTF8')), jsonb_build_object('id', d.id), d.created_at
from (
  select case when i.code is null then 'inventory.request_issue' else 'inventory.create_issue' end
    as command, i.id::text as id, i.created_by, i.created_at from inventory.issue as i
  union all
  select 'finance.create_payment', p.id::text, p.created_by, p.created_at
  from finance.payment as p where p.issue_id is null
  union all
  select 'finance.create_refund', r.id::text, r.created_by, r.created_at from finance.refund as r
  union all
  select 'finance.create_adjustment', j.id::text, j.created_by, j.created_at
  from finance.adjustment as j
  union all
  select 'inventory.create_receipt', r.id::text, r.created_by, r.created_at
  from inventory.receipt as r
  union all
  select 'inventory.cancel_receipt', r.id::text, r.cancelled_by, r.cancelled_at
  from inventory.receipt as r where r.status = 'cancelled'
  union all
  select 'inventory.create_stock_count', s.id::text, s.created_by, s.created_at
  from inventory.stock_count as s
  union all
  select 'inventory.create_issue_return', r.id::text, r.created_by, r.created_at
  from inventory.issue_return as r
  union all
  select 'inventory.create_supplier', s.id::text, s.created_by, s.created_at
  from inventory.supplier as s) as d;

-- Documents enter the trail as they are at its beginning: baselines, as after the first migration
-- that kept one.
insert into audit.change (changed_at, user_id, table_name, row_key, action, after, created_at)
select d.created_at, d.created_by, d.name, d.id, 'baseline', d.facts, d.created_at
from (
  select 'inventory.issue' as name, i.id::text as id, i.created_at, i.created_by,
    to_jsonb(i) as facts from inventory.issue as i
  union all
  select 'finance.payment', p.id::text, p.created_at, p.created_by, to_jsonb(p)
  from finance.payment as p
  union all
  select 'finance.refund', r.id::text, r.created_at, r.created_by, to_jsonb(r)
  from finance.refund as r
  union all
  select 'finance.adjustment', j.id::text, j.created_at, j.created_by, to_jsonb(j)
  from finance.adjustment as j
  union all
  select 'inventory.receipt', r.id::text, r.created_at, r.created_by, to_jsonb(r)
  from inventory.receipt as r
  union all
  select 'inventory.stock_count', s.id::text, s.created_at, s.created_by, to_jsonb(s)
  from inventory.stock_count as s
  union all
  select 'inventory.issue_return', r.id::text, r.created_at, r.created_by, to_jsonb(r)
  from inventory.issue_return as r) as d
order by d.created_at, d.name, d.id;

-- what the reports' triggers would have kept
select report.rebuild_summaries();
select report.freeze_closed_months();
