--! Previous: sha1:90904be918d96ce8871aff9b98f377951cddc6c2
--! Hash: sha1:d8ae3af731e03e43a04243b917e6639c80bdd26a
--! Message: files of any size after any other

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- Import prices are a record themselves, as ledgers are: append-only, with who and when.
drop trigger if exists audit_insert on inventory.item_price;
drop trigger if exists audit_update on inventory.item_price;
drop trigger if exists audit_delete on inventory.item_price;
--! Included audit/rules/record_change.sql
-- Rule: every insert, update and delete on business data, rights and regulations is kept with what
-- was before and after, who, when and the trace id, in the transaction of the change. Nobody may
-- override. What is left out, and why, stands in this context's README; see ADR 7.
-- Security definer: nobody else writes the trail.
create or replace function audit.record_change() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  -- balances are proven by their ledgers; who and when stand on the row of the trail itself
  told_elsewhere constant text[] := array['debt_amount', 'debt_seq', 'stock_quantity', 'stock_seq',
    'search_text', 'updated_at', 'updated_by'];
  name constant text := tg_table_schema || '.' || tg_table_name;
  trace constant text := nullif(current_setting('app.request_id', true), '');
  caller :ID_TYPE;
begin
  -- `offset 0` keeps the planner from turning a row into jsonb once for every mention
  if tg_op = 'UPDATE' then
    -- `who` is asked once, and only when there is something to keep: balances change all the time
    with who as materialized (select auth.current_user_id() as id)
    insert into audit.change (
      user_id, database_user, trace_id, table_name, row_key, action, before, after)
    select (select w.id from who as w),
      case when (select w.id from who as w) is null then session_user end, trace, name,
      concat_ws('/', o.facts ->> tg_argv[0], o.facts ->> tg_argv[1]), 'update',
      difference.before, difference.after
    from (select to_jsonb(r) - told_elsewhere as facts from old_row as r offset 0) as o
    join (select to_jsonb(r) - told_elsewhere as facts from new_row as r offset 0) as n
      on n.facts ->> tg_argv[0] = o.facts ->> tg_argv[0]
      and (tg_nargs = 1 or n.facts ->> tg_argv[1] = o.facts ->> tg_argv[1])
    cross join lateral (
      select jsonb_object_agg(e.key, e.value) as before,
        jsonb_object_agg(e.key, n.facts -> e.key) as after
      from jsonb_each(o.facts) as e
      where e.value <> n.facts -> e.key) as difference
    where o.facts <> n.facts;
  elsif tg_op = 'INSERT' then
    caller := auth.current_user_id();
    insert into audit.change (user_id, database_user, trace_id, table_name, row_key, action, after)
    select caller, case when caller is null then session_user end, trace, name,
      concat_ws('/', n.facts ->> tg_argv[0], n.facts ->> tg_argv[1]), 'insert', n.facts
    from (select to_jsonb(r) - 'search_text' as facts from new_row as r offset 0) as n;
  else
    caller := auth.current_user_id();
    insert into audit.change (user_id, database_user, trace_id, table_name, row_key, action, before)
    select caller, case when caller is null then session_user end, trace, name,
      concat_ws('/', o.facts ->> tg_argv[0], o.facts ->> tg_argv[1]), 'delete', o.facts
    from (select to_jsonb(r) - 'search_text' as facts from old_row as r offset 0) as o;
  end if;
  return null;
end
$$;
alter function audit.record_change() owner to sodaily_definer;
comment on function audit.record_change() is
  'Writes the changes of one statement into audit.change. Arguments: the columns of the table''s key.';
revoke all on function audit.record_change() from public;

-- Three triggers a table, named to fire before the steps of confirming, so that the trail has the
-- order of events. A new table of the business joins this list or, with a reason, the README's.
do $$
declare
  audited record;
  verb text;
begin
  for audited in
    select t.name, t.key from (values
      ('agency.agency', 'id'), ('agency.agency_ceiling_change', 'id'),
      ('agency.agency_status_change', 'id'), ('agency.agency_type', 'id'), ('agency.district', 'id'),
      ('auth.permission', 'code'), ('auth.role', 'id'), ('auth.role_permission', 'role_id, permission_code'),
      ('auth."user"', 'id'), ('auth.user_agency', 'user_id, agency_id'),
      ('auth.user_role', 'user_id, role_id'),
      ('config.feature_flag', 'id'), ('config.regulation', 'id'), ('config.regulation_version', 'id'),
      ('finance.payment', 'id'), ('finance.payment_allocation', 'id'), ('finance.period', 'month'),
      ('inventory.issue', 'id'), ('inventory.issue_detail', 'id'), ('inventory.issue_return', 'id'),
      ('inventory.issue_return_detail', 'id'), ('inventory.item', 'id'),
      ('inventory.receipt', 'id'),
      ('inventory.receipt_detail', 'id'), ('inventory.stock_count', 'id'),
      ('inventory.stock_count_detail', 'id'), ('inventory.supplier', 'id'), ('inventory.unit', 'id')
    ) as t (name, key)
  loop
    foreach verb in array array['insert', 'update', 'delete'] loop
      execute format(
        'create or replace trigger audit_%1$s after %1$s on %2$s referencing %3$s '
        'for each statement execute function audit.record_change(%4$s)',
        verb, audited.name,
        case verb when 'insert' then 'new table as new_row' when 'delete' then 'old table as old_row'
          else 'old table as old_row new table as new_row' end, audited.key);
      execute format('comment on trigger audit_%1$s on %2$s is %3$L', verb, audited.name,
        'Every ' || verb || ' is kept in audit.change.');
    end loop;
  end loop;
end
$$;
--! EndIncluded audit/rules/record_change.sql
--! Included agency/functions/check_imported_agencies.sql
-- Security definer: files and what is wrong with them are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function agency.check_imported_agencies(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
begin
  perform config.import_to_check(import_id, 'agencies');
  perform config.keep_import_problems(import_id, array(
    select p from agency.imported_agency_problems(check_imported_agencies.import_id) as p));
  return config.say_import_summary(import_id, (
    select jsonb_build_object('agencies', count(*)::text,
      'active', (count(*) filter (where r.is_active))::text,
      'pending', (count(*) filter (where not r.is_active))::text)
    from agency.imported_agencies(check_imported_agencies.import_id) as r));
end
$$;
alter function agency.check_imported_agencies(:ID_TYPE) owner to sodaily_definer;
comment on function agency.check_imported_agencies(:ID_TYPE) is
  E'@omit\nChecks a file of agencies that the caller brought in; returns how many cells are wrong. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function agency.check_imported_agencies(:ID_TYPE) from public;
grant execute on function agency.check_imported_agencies(:ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded agency/functions/check_imported_agencies.sql
--! Included agency/functions/apply_imported_agencies.sql
-- All rows or none. Every agency is born pending; those that are active in the file are approved then, under the rules of
-- approve_agency. Rows without a code get the next ones, in the order of the file.
-- Security definer: agencies and assignments are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function agency.apply_imported_agencies(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
declare
  caller constant :ID_TYPE := config.import_to_check(import_id, 'agencies');
  -- as create_agency does: one at a time
  newest_number constant bigint := substr(agency.next_code(), 3)::bigint - 1;
  to_approve :ID_TYPE[];
  made_count bigint;
begin
  if agency.check_imported_agencies(import_id) > 0 then
    return null;
  end if;
  with coded as materialized (
    select r.*, coalesce(r.code, agency.numbered_code(
        greatest(newest_number, max(substr(r.code, 3)::bigint) over ())
        + row_number() over (partition by r.code is null order by r.row_no))) as its_code
    from agency.imported_agencies(apply_imported_agencies.import_id) as r),
  made as (
    insert into agency.agency (code, name, agency_type_id, district_id, phone, email, ward, address,
      tax_code, representative, reception_date, created_by, updated_by)
    select c.its_code, c.name, c.agency_type_ids[1], c.district_ids[1], c.phone, c.email, c.ward,
      c.address, c.tax_code, c.representative, c.reception_date, caller, caller
    from coded as c order by c.row_no
    returning id, code),
  assigned as (
    insert into auth.user_agency (user_id, agency_id, created_by)
    select caller, m.id, caller from made as m where not auth.sees_all_agencies())
  select count(*), array_agg(m.id) filter (where c.is_active) into made_count, to_approve
  from made as m
  join coded as c on c.its_code = m.code;
  update agency.agency as a
  set status = 'active', approved_at = now(), approved_by = caller, updated_at = now(), updated_by = caller
  where a.id = any (to_approve);
  return made_count;
end
$$;
alter function agency.apply_imported_agencies(:ID_TYPE) owner to sodaily_definer;
comment on function agency.apply_imported_agencies(:ID_TYPE) is
  E'@omit\nPuts the rows of a checked file of agencies into the books; returns how many, or null when the check finds faults now. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DISTRICT_FULL.';
revoke all on function agency.apply_imported_agencies(:ID_TYPE) from public;
grant execute on function agency.apply_imported_agencies(:ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded agency/functions/apply_imported_agencies.sql
--! Included finance/functions/check_imported_opening_debts.sql
-- A debt over the ceiling is no fault: it is there. It is told, for it stops the next slip of the agency.
-- Security definer: files and what is wrong with them are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function finance.check_imported_opening_debts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
begin
  perform config.import_to_check(import_id, 'opening_debt');
  perform config.keep_import_problems(import_id, array(
    select p from finance.imported_opening_debt_problems(check_imported_opening_debts.import_id) as p));
  return config.say_import_summary(import_id, (
    select jsonb_build_object('agencies', count(*)::text, 'amount', sum(r.amount)::text,
      'over_ceiling', (count(*) filter (where r.amount > c.ceiling))::text)
    from finance.imported_opening_debts(check_imported_opening_debts.import_id) as r
    left join agency.agency as a on a.id = r.agency_id
    left join lateral agency.ceiling_of(a, config.business_date()) as c on true));
end
$$;
alter function finance.check_imported_opening_debts(:ID_TYPE) owner to sodaily_definer;
comment on function finance.check_imported_opening_debts(:ID_TYPE) is
  E'@omit\nChecks a file of opening debts that the caller brought in; returns how many cells are wrong. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function finance.check_imported_opening_debts(:ID_TYPE) from public;
grant execute on function finance.check_imported_opening_debts(:ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/check_imported_opening_debts.sql
--! Included finance/functions/apply_imported_opening_debts.sql
-- All rows or none: one opening row of the debt ledger per agency. Months are held before agencies are locked, as
-- everywhere; what moved since the check is found under the locks.
-- Security definer: ledgers are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function finance.apply_imported_opening_debts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
declare
  caller constant :ID_TYPE := config.import_to_check(import_id, 'opening_debt');
  opened bigint;
begin
  perform finance.hold_open_periods(array(
    select r.business_date
    from finance.imported_opening_debts(apply_imported_opening_debts.import_id) as r));
  perform from agency.agency as a
  where a.id in (
    select r.agency_id from finance.imported_opening_debts(apply_imported_opening_debts.import_id) as r)
  order by a.id
  for no key update;
  if finance.check_imported_opening_debts(import_id) > 0 then
    return null;
  end if;
  with balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + r.amount, debt_seq = a.debt_seq + 1
    from finance.imported_opening_debts(apply_imported_opening_debts.import_id) as r
    where a.id = r.agency_id
    returning a.id, a.debt_seq, r.amount, a.debt_amount, r.business_date)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, created_by)
  select b.id, b.debt_seq, 'opening', b.amount, b.debt_amount, b.business_date, caller
  from balance as b;
  get diagnostics opened = row_count;
  return opened;
end
$$;
alter function finance.apply_imported_opening_debts(:ID_TYPE) owner to sodaily_definer;
comment on function finance.apply_imported_opening_debts(:ID_TYPE) is
  E'@omit\nPuts the rows of a checked file of opening debts into the books; returns how many, or null when the check finds faults now. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, PERIOD_CLOSED.';
revoke all on function finance.apply_imported_opening_debts(:ID_TYPE) from public;
grant execute on function finance.apply_imported_opening_debts(:ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/apply_imported_opening_debts.sql
--! Included inventory/functions/check_imported_items.sql
-- Security definer: files and what is wrong with them are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.check_imported_items(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
begin
  perform config.import_to_check(import_id, 'items');
  perform config.keep_import_problems(import_id, array(
    select p from inventory.imported_item_problems(check_imported_items.import_id) as p));
  return config.say_import_summary(import_id, (
    select jsonb_build_object('items', count(*)::text)
    from config.import_row as r where r.import_id = check_imported_items.import_id));
end
$$;
alter function inventory.check_imported_items(:ID_TYPE) owner to sodaily_definer;
comment on function inventory.check_imported_items(:ID_TYPE) is
  E'@omit\nChecks a file of items that the caller brought in; returns how many cells are wrong. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function inventory.check_imported_items(:ID_TYPE) from public;
grant execute on function inventory.check_imported_items(:ID_TYPE)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/check_imported_items.sql
--! Included inventory/functions/apply_imported_items.sql
-- All rows or none; what create_item does for one.
-- Security definer: master data is written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.apply_imported_items(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
declare
  caller constant :ID_TYPE := config.import_to_check(import_id, 'items');
  made_count bigint;
begin
  perform pg_advisory_xact_lock(hashtext('inventory.item'));
  if inventory.check_imported_items(import_id) > 0 then
    return null;
  end if;
  with made as (
    insert into inventory.item (
      sku, item_name, unit_id, import_price, barcode, min_stock, created_by, updated_by)
    select r.sku, r.item_name, r.unit_id, r.import_price, r.barcode, r.min_stock, caller, caller
    from inventory.imported_items(apply_imported_items.import_id) as r
    order by r.row_no
    returning id, import_price)
  insert into inventory.item_price (item_id, seq, kind, price, valid_from, created_by)
  select m.id, 1, 'initial', m.import_price, config.business_date(), caller from made as m;
  get diagnostics made_count = row_count;
  return made_count;
end
$$;
alter function inventory.apply_imported_items(:ID_TYPE) owner to sodaily_definer;
comment on function inventory.apply_imported_items(:ID_TYPE) is
  E'@omit\nPuts the rows of a checked file of items into the books; returns how many, or null when the check finds faults now. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function inventory.apply_imported_items(:ID_TYPE) from public;
grant execute on function inventory.apply_imported_items(:ID_TYPE)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/apply_imported_items.sql
--! Included inventory/functions/check_imported_opening_stock.sql
-- Security definer: files and what is wrong with them are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.check_imported_opening_stock(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
begin
  perform config.import_to_check(import_id, 'opening_stock');
  perform config.keep_import_problems(import_id, array(
    select p from inventory.imported_opening_stock_problems(check_imported_opening_stock.import_id) as p));
  return config.say_import_summary(import_id, (
    select jsonb_build_object('items', count(*)::text,
      'worth', sum(round(r.quantity * r.import_price))::text)
    from inventory.imported_opening_stock(check_imported_opening_stock.import_id) as r));
end
$$;
alter function inventory.check_imported_opening_stock(:ID_TYPE) owner to sodaily_definer;
comment on function inventory.check_imported_opening_stock(:ID_TYPE) is
  E'@omit\nChecks a file of opening stock that the caller brought in; returns how many cells are wrong. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function inventory.check_imported_opening_stock(:ID_TYPE) from public;
grant execute on function inventory.check_imported_opening_stock(:ID_TYPE)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/check_imported_opening_stock.sql
--! Included inventory/functions/apply_imported_opening_stock.sql
-- All rows or none. Months are held before items are locked, as everywhere; what moved since the
-- check is found under the locks.
-- Security definer: ledgers are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.apply_imported_opening_stock(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
declare
  caller constant :ID_TYPE := config.import_to_check(import_id, 'opening_stock');
begin
  perform finance.hold_open_periods(array(
    select r.business_date
    from inventory.imported_opening_stock(apply_imported_opening_stock.import_id) as r));
  perform from inventory.item as i
  where i.id in (
    select r.item_id from inventory.imported_opening_stock(apply_imported_opening_stock.import_id) as r)
  order by i.id
  for no key update;
  if inventory.check_imported_opening_stock(import_id) > 0 then
    return null;
  end if;
  return (
    select inventory.post_opening_stock(array_agg(r.item_id), array_agg(r.quantity),
      array_agg(r.business_date), caller)
    from inventory.imported_opening_stock(apply_imported_opening_stock.import_id) as r);
end
$$;
alter function inventory.apply_imported_opening_stock(:ID_TYPE) owner to sodaily_definer;
comment on function inventory.apply_imported_opening_stock(:ID_TYPE) is
  E'@omit\nPuts the rows of a checked file of opening stock into the books; returns how many, or null when the check finds faults now. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, PERIOD_CLOSED.';
revoke all on function inventory.apply_imported_opening_stock(:ID_TYPE) from public;
grant execute on function inventory.apply_imported_opening_stock(:ID_TYPE)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/apply_imported_opening_stock.sql
--! Included inventory/functions/check_imported_receipts.sql
-- Security definer: files and what is wrong with them are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.check_imported_receipts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
begin
  perform config.import_to_check(import_id, 'receipts');
  perform config.keep_import_problems(import_id, array(
    select p from inventory.imported_receipt_problems(check_imported_receipts.import_id) as p));
  return config.say_import_summary(import_id, (
    select jsonb_build_object('receipts', count(distinct r.cells ->> 'slip')::text, 'lines', count(*)::text,
      'amount', sum(round((r.cells ->> 'quantity')::numeric * (r.cells ->> 'unit_price')::numeric))::text)
    from config.import_row as r where r.import_id = check_imported_receipts.import_id));
end
$$;
alter function inventory.check_imported_receipts(:ID_TYPE) owner to sodaily_definer;
comment on function inventory.check_imported_receipts(:ID_TYPE) is
  E'@omit\nChecks a file of receipts that the caller brought in; returns how many cells are wrong. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function inventory.check_imported_receipts(:ID_TYPE) from public;
grant execute on function inventory.check_imported_receipts(:ID_TYPE)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/check_imported_receipts.sql
--! Included inventory/functions/apply_imported_receipts.sql
-- All receipts or none, heads and lines in one statement; what lines do stands in the rules on
-- inventory.receipt_detail. Months are held first, as everywhere.
-- Security definer: receipts, ledgers and numbers are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.apply_imported_receipts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
declare
  caller constant :ID_TYPE := config.import_to_check(import_id, 'receipts');
  line_count bigint;
begin
  perform finance.hold_open_periods(array(
    select distinct coalesce((r.cells ->> 'receipt_date')::date, config.business_date())
    from config.import_row as r where r.import_id = apply_imported_receipts.import_id));
  if inventory.check_imported_receipts(import_id) > 0 then
    return null;
  end if;
  with line as materialized (
    select l.* from inventory.imported_receipt_lines(apply_imported_receipts.import_id) as l),
  head as (
    insert into inventory.receipt (
      supplier_id, receipt_date, note, import_id, import_row_no, created_by)
    select l.supplier_id, l.receipt_date, l.note, apply_imported_receipts.import_id, l.first_row, caller
    from line as l
    where l.row_no = l.first_row
    order by l.first_row
    returning id, import_row_no)
  insert into inventory.receipt_detail (
    receipt_id, line_no, item_id, quantity, unit_price, line_total, created_by)
  select h.id, row_number() over (partition by h.id order by l.row_no), l.item_id, l.quantity, l.unit_price,
    round(l.quantity * l.unit_price), caller
  from (
    select w.first_row, w.item_id, sum(w.quantity) as quantity, min(w.unit_price) as unit_price,
      min(w.row_no) as row_no
    from line as w
    group by w.first_row, w.item_id) as l
  join head as h on h.import_row_no = l.first_row;
  get diagnostics line_count = row_count;
  return line_count;
end
$$;
alter function inventory.apply_imported_receipts(:ID_TYPE) owner to sodaily_definer;
comment on function inventory.apply_imported_receipts(:ID_TYPE) is
  E'@omit\nPuts the rows of a checked file of receipts into the books; returns how many lines, or null when the check finds faults now. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, PERIOD_CLOSED, ITEM_INACTIVE.';
revoke all on function inventory.apply_imported_receipts(:ID_TYPE) from public;
grant execute on function inventory.apply_imported_receipts(:ID_TYPE)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/apply_imported_receipts.sql
