--! Previous: sha1:6ef663336ee728eeab40bd961280c0de032fecdc
--! Hash: sha1:e67869a960536240c0b8eaa2f69a046c61382fd0
--! Message: the rule book

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! split: 110-receipts.sql
-- Goods that come in: suppliers, receipts and what they cost.
create table if not exists inventory.supplier (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text not null constraint supplier_code_is_unique unique,
  name text not null constraint supplier_has_a_name check (btrim(name) <> ''),
  phone text,
  address text,
  tax_code text constraint supplier_tax_code_is_unique unique,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  updated_at timestamptz not null default now(),
  updated_by :ID_TYPE references auth."user"
);
create index if not exists supplier_created_by_idx on inventory.supplier (created_by);
create index if not exists supplier_updated_by_idx on inventory.supplier (updated_by);
create index if not exists supplier_name_idx on inventory.supplier (name);
comment on table inventory.supplier is 'Who sells goods to the distributor (nhà cung cấp).';
comment on column inventory.supplier.id is 'Opaque key.';
comment on column inventory.supplier.code is 'NCC0001, given once and never reused.';
comment on column inventory.supplier.name is 'Name on receipts.';
comment on column inventory.supplier.phone is 'Phone number, free text.';
comment on column inventory.supplier.address is 'Address, free text.';
comment on column inventory.supplier.tax_code is 'Tax code (mã số thuế), unique where known.';
comment on column inventory.supplier.is_active is 'False: no more receipts from them.';
comment on column inventory.supplier.created_at is 'Moment of recording.';
comment on column inventory.supplier.created_by is 'User who recorded it.';
comment on column inventory.supplier.updated_at is 'Moment of the last change.';
comment on column inventory.supplier.updated_by is 'User of the last change.';

create table if not exists inventory.receipt (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text constraint receipt_code_is_unique unique,
  supplier_id :ID_TYPE not null references inventory.supplier,
  status text not null default 'confirmed' constraint receipt_status_is_known check (
    status in ('confirmed', 'cancelled')),
  receipt_date date not null,
  total_amount public.dong not null default 0
    constraint receipt_total_is_not_negative check (total_amount >= 0),
  note text constraint receipt_note_is_short check (length(note) <= 500),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  cancelled_at timestamptz,
  cancelled_by :ID_TYPE references auth."user",
  cancel_reason text constraint receipt_cancel_reason_is_short check (length(cancel_reason) <= 500),
  constraint receipt_needs_a_reason_when_cancelled check (
    (status = 'cancelled') = (cancelled_at is not null and cancelled_by is not null
      and coalesce(btrim(cancel_reason), '') <> ''))
) with (fillfactor = 85);
create index if not exists receipt_supplier_id_receipt_date_idx
  on inventory.receipt (supplier_id, receipt_date);
create index if not exists receipt_receipt_date_idx on inventory.receipt (receipt_date);
create index if not exists receipt_created_at_idx on inventory.receipt (created_at);
create index if not exists receipt_created_by_idx on inventory.receipt (created_by);
create index if not exists receipt_cancelled_by_idx on inventory.receipt (cancelled_by);
comment on table inventory.receipt is 'Stock-in slip (phiếu nhập), PN-2026-000123.';
comment on column inventory.receipt.id is 'Opaque key.';
comment on column inventory.receipt.code is
  'PN-year-number without gaps; null only until its lines are written, in the same transaction.';
comment on column inventory.receipt.supplier_id is 'Who delivered the goods.';
comment on column inventory.receipt.status is 'confirmed or cancelled.';
comment on column inventory.receipt.receipt_date is 'Business date in Asia/Ho_Chi_Minh.';
comment on column inventory.receipt.total_amount is 'Sum of its lines, đồng.';
comment on column inventory.receipt.note is 'Free text, at most 500 characters.';
comment on column inventory.receipt.created_at is 'Moment of recording.';
comment on column inventory.receipt.created_by is 'User who wrote it.';
comment on column inventory.receipt.cancelled_at is 'Moment it was cancelled.';
comment on column inventory.receipt.cancelled_by is 'User who cancelled it.';
comment on column inventory.receipt.cancel_reason is 'Why it was cancelled, at most 500 characters.';

create table if not exists inventory.receipt_detail (
  id :ID_TYPE primary key :ID_DEFAULT,
  receipt_id :ID_TYPE not null references inventory.receipt,
  line_no smallint not null constraint receipt_detail_line_numbers_start_at_one check (line_no >= 1),
  item_id :ID_TYPE not null references inventory.item,
  quantity public.quantity not null
    constraint receipt_detail_quantity_is_positive check (quantity > 0),
  unit_price public.dong not null
    constraint receipt_detail_price_is_positive check (unit_price > 0),
  line_total public.dong not null,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null,
  constraint receipt_detail_has_an_item_once unique (receipt_id, item_id),
  constraint receipt_detail_total_is_quantity_times_price check (
    line_total = round(quantity * unit_price))
);
create index if not exists receipt_detail_item_id_idx on inventory.receipt_detail (item_id);
comment on table inventory.receipt_detail is 'Line of a receipt: what came in, at which price.';
comment on column inventory.receipt_detail.id is 'Opaque key.';
comment on column inventory.receipt_detail.receipt_id is 'The receipt.';
comment on column inventory.receipt_detail.line_no is 'Place on the receipt, from 1.';
comment on column inventory.receipt_detail.item_id is 'What came in.';
comment on column inventory.receipt_detail.quantity is 'How much, in the item''s unit.';
comment on column inventory.receipt_detail.unit_price is 'Import price, đồng a unit.';
comment on column inventory.receipt_detail.line_total is
  'quantity × unit_price, rounded half up to whole đồng.';
comment on column inventory.receipt_detail.created_at is 'Moment of recording.';
comment on column inventory.receipt_detail.created_by is 'User who wrote it.';

create table if not exists inventory.item_price (
  id :ID_TYPE primary key :ID_DEFAULT,
  item_id :ID_TYPE not null references inventory.item,
  seq bigint not null constraint item_price_numbers_start_at_one check (seq >= 1),
  kind text not null constraint item_price_kind_is_known check (
    kind in ('initial', 'receipt', 'receipt_cancel')),
  price public.dong not null constraint item_price_is_positive check (price > 0),
  valid_from date not null,
  receipt_id :ID_TYPE references inventory.receipt,
  recorded_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  constraint item_price_numbers_are_dense_per_item unique (item_id, seq),
  constraint item_price_of_a_receipt_names_it check (kind <> 'receipt' or receipt_id is not null)
);
create index if not exists item_price_receipt_id_idx on inventory.item_price (receipt_id);
comment on table inventory.item_price is 'What the import price of an item was and why; append-only.';
comment on column inventory.item_price.id is 'Opaque key.';
comment on column inventory.item_price.item_id is 'The item.';
comment on column inventory.item_price.seq is 'Place in the item''s history, dense from 1.';
comment on column inventory.item_price.kind is
  'initial: what it was before its first receipt; receipt: set by one; receipt_cancel: set anew because one was cancelled.';
comment on column inventory.item_price.price is 'Import price, đồng a unit.';
comment on column inventory.item_price.valid_from is
  'Business date of the receipt it comes from; of the recording for the initial one.';
comment on column inventory.item_price.receipt_id is
  'The receipt whose price it is; null for the price before the first.';
comment on column inventory.item_price.recorded_at is 'Moment it was known.';
comment on column inventory.item_price.created_at is 'Moment of recording.';
comment on column inventory.item_price.created_by is 'User who caused it.';

alter table inventory.stock_movement
  add column if not exists receipt_id :ID_TYPE,
  drop constraint if exists stock_movement_kind_is_known,
  drop constraint if exists stock_movement_of_a_receipt_names_it,
  drop constraint if exists stock_movement_belongs_to_a_receipt;
alter table inventory.stock_movement
  add constraint stock_movement_kind_is_known check (kind in (
    'opening', 'issue', 'issue_cancel', 'receipt', 'receipt_cancel', 'return', 'count')),
  add constraint stock_movement_of_a_receipt_names_it check (
    (kind in ('receipt', 'receipt_cancel')) = (receipt_id is not null)),
  add constraint stock_movement_belongs_to_a_receipt
    foreign key (receipt_id) references inventory.receipt;
create index if not exists stock_movement_receipt_id_idx on inventory.stock_movement (receipt_id);
comment on column inventory.stock_movement.kind is
  'opening, issue, issue_cancel, receipt, receipt_cancel, return, count.';
comment on column inventory.stock_movement.receipt_id is 'The receipt that moved it.';

do $$
begin
  if to_regtype('inventory.receipt_line') is null then
    create type inventory.receipt_line as (
      item_id :ID_TYPE, quantity numeric, unit_price numeric);
  end if;
end
$$;
comment on type inventory.receipt_line is 'Line of goods that came in: an item, how much, at which price.';
comment on column inventory.receipt_line.item_id is 'What came in.';
comment on column inventory.receipt_line.quantity is
  'How much, in the item''s unit, at most three decimals.';
comment on column inventory.receipt_line.unit_price is 'Import price, whole đồng a unit.';

comment on column config.document_counter.kind is
  'PX stock-out slip, PT payment, PN receipt, KK stock count, TH return.';

--! Included inventory/functions/supplier_problems.sql
-- Everything that is wrong with a supplier to be recorded, all at once.
create or replace function inventory.supplier_problems(
  name text, phone text, address text, tax_code text) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'name' as path, 'required' as reason, null as value
      where supplier_problems.name is null
      union all
      select w.path, 'too_long', length(w.written)::text
      from (values
        ('name', supplier_problems.name, 200), ('phone', supplier_problems.phone, 30),
        ('address', supplier_problems.address, 300)) as w (path, written, longest)
      where length(w.written) > w.longest
      union all
      select 'tax_code', 'malformed', left(supplier_problems.tax_code, 40)
      where supplier_problems.tax_code !~ '^[0-9]{10}(-[0-9]{3})?$'
      union all
      select 'tax_code', 'taken', s.code
      from inventory.supplier as s where s.tax_code = supplier_problems.tax_code)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.supplier_problems(text, text, text, text) is
  'Problems of a new supplier as JSON [{path, reason, value}], empty when there are none.';
revoke all on function inventory.supplier_problems(text, text, text, text) from public;
grant execute on function inventory.supplier_problems(text, text, text, text) to sodaily_definer;
--! EndIncluded inventory/functions/supplier_problems.sql
--! Included inventory/functions/create_supplier.sql
-- A new supplier with the next code. One at a time, so that two at once share neither a code nor a
-- tax code.
-- Security definer: master data is written by functions only.
create or replace function inventory.create_supplier(
  client_key text,
  name text,
  phone text default null,
  address text default null,
  tax_code text default null)
returns inventory.supplier
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  supplier inventory.supplier;
  earlier jsonb;
begin
  name := nullif(btrim(name), '');
  phone := nullif(btrim(phone), '');
  address := nullif(btrim(address), '');
  tax_code := nullif(btrim(tax_code), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.create_supplier',
    jsonb_build_array(name, phone, address, tax_code));
  if earlier is not null then
    select s.* into strict supplier
    from inventory.supplier as s where s.id = cast(earlier ->> 'id' as :ID_TYPE);
    return supplier;
  end if;

  perform pg_advisory_xact_lock(hashtext('inventory.create_supplier'));
  perform audit.refuse_problems(
    inventory.supplier_problems(name, phone, address, tax_code));

  insert into inventory.supplier as s (code, name, phone, address, tax_code, created_by)
  select 'NCC' || lpad((coalesce(max(substr(k.code, 4)::bigint), 0) + 1)::text, 4, '0'),
    create_supplier.name, create_supplier.phone, create_supplier.address,
    create_supplier.tax_code, caller
  from inventory.supplier as k
  returning s.* into strict supplier;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', supplier.id::text));
  return supplier;
end
$$;
alter function inventory.create_supplier(text, text, text, text, text) owner to sodaily_definer;
comment on function inventory.create_supplier(text, text, text, text, text) is
  E'@resultFieldName supplier\nRecords a supplier and gives it the next code, NCC0001. taxCode is 10 digits, or 10-3. The same clientKey gives the first supplier again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function inventory.create_supplier(text, text, text, text, text) from public;
grant execute on function inventory.create_supplier(text, text, text, text, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_supplier.sql
--! Included inventory/functions/receipt_line_problems.sql
-- Everything that is wrong with the lines of a receipt, all at once, each with its place. An item
-- may stand on two lines only at one price, for the lines are merged.
create or replace function inventory.receipt_line_problems(items inventory.receipt_line[])
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with line as (
      select l.item_id, l.unit_price, l.place - 1 as place,
        first_value(l.unit_price) over (partition by l.item_id order by l.place) as first_price
      from unnest(items) with ordinality as l (item_id, quantity, unit_price, place)),
    problem as (
      select 'items.' || l.place || '.unit_price' as path, p.reason, l.unit_price::text as value
      from line as l
      cross join lateral (select case
        when l.unit_price is null then 'required'
        when l.unit_price = 'NaN' then 'not_a_number'
        when l.unit_price <= 0 then 'not_positive'
        when l.unit_price > 1000000000 then 'too_large'
        when l.unit_price <> trunc(l.unit_price) then 'whole_number_only'
        when l.item_id is not null and l.unit_price <> l.first_price then 'differs_from_first_line'
      end as reason) as p
      where p.reason is not null)
    select inventory.issue_line_problems(array(
        select row(l.item_id, l.quantity)::inventory.issue_line
        from unnest(items) with ordinality as l (item_id, quantity, unit_price, place)
        order by l.place))
      || coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]')
    from problem as p);
end
$$;
comment on function inventory.receipt_line_problems(inventory.receipt_line[]) is
  'Problems of the lines of a receipt, as JSON [{path, reason, value}], empty when there are none.';
revoke all on function inventory.receipt_line_problems(inventory.receipt_line[]) from public;
grant execute on function inventory.receipt_line_problems(inventory.receipt_line[])
  to sodaily_definer;
--! EndIncluded inventory/functions/receipt_line_problems.sql
--! Included inventory/functions/receipt_head_problems.sql
-- Everything that is wrong with the head of a receipt. Numbers are per year of four digits, hence
-- the earliest date.
create or replace function inventory.receipt_head_problems(
  supplier_id :ID_TYPE, receipt_date date, note text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'supplier_id' as path, case
          when receipt_head_problems.supplier_id is null then 'required' else 'unknown'
        end as reason, receipt_head_problems.supplier_id::text as value
      where not exists (
        select from inventory.supplier as s where s.id = receipt_head_problems.supplier_id)
      union all
      select 'supplier_id', 'inactive', s.code
      from inventory.supplier as s
      where s.id = receipt_head_problems.supplier_id and not s.is_active
      union all
      select 'receipt_date', 'in_future', receipt_head_problems.receipt_date::text
      where receipt_head_problems.receipt_date > config.business_date()
      union all
      select 'receipt_date', 'too_early', receipt_head_problems.receipt_date::text
      where receipt_head_problems.receipt_date < date '2000-01-01'
      union all
      select 'note', 'too_long', length(receipt_head_problems.note)::text
      where length(receipt_head_problems.note) > 500)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.receipt_head_problems(:ID_TYPE, date, text) is
  'Problems of the supplier, date and note of a receipt, as JSON [{path, reason, value}].';
revoke all on function inventory.receipt_head_problems(:ID_TYPE, date, text) from public;
grant execute on function inventory.receipt_head_problems(:ID_TYPE, date, text)
  to sodaily_definer;
--! EndIncluded inventory/functions/receipt_head_problems.sql
--! Included inventory/functions/create_receipt.sql
-- Goods come in: a receipt born confirmed, in one transaction. What its lines do stands in the rules
-- on inventory.receipt_detail, in the order of their triggers.
-- Security definer: receipts, ledgers and numbers are written by functions only.
create or replace function inventory.create_receipt(
  client_key text,
  supplier_id :ID_TYPE,
  items inventory.receipt_line[],
  receipt_date date default null,
  note text default null)
returns inventory.receipt
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  receipt inventory.receipt;
  earlier jsonb;
begin
  note := nullif(btrim(note), '');
  -- as meant: 2 and 2.000 are one quantity, and no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_receipt', jsonb_build_array(
    supplier_id, receipt_date, note, (
      select jsonb_agg(jsonb_build_array(
        l.item_id, trim_scale(l.quantity), trim_scale(l.unit_price)) order by l.place)
      from unnest(items) with ordinality as l (item_id, quantity, unit_price, place))));
  if earlier is not null then
    select r.* into strict receipt
    from inventory.receipt as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return receipt;
  end if;

  receipt_date := coalesce(receipt_date, config.business_date());
  perform audit.refuse_problems(
    inventory.receipt_head_problems(supplier_id, receipt_date, note)
    || inventory.receipt_line_problems(items));

  perform finance.hold_open_period(receipt_date);
  insert into inventory.receipt as r (supplier_id, receipt_date, note, created_by)
  values (create_receipt.supplier_id, create_receipt.receipt_date, create_receipt.note, caller)
  returning r.* into strict receipt;
  insert into inventory.receipt_detail (
    receipt_id, line_no, item_id, quantity, unit_price, line_total, created_by)
  select receipt.id, row_number() over (order by l.place), l.item_id, l.quantity, l.unit_price,
    round(l.quantity * l.unit_price), caller
  from (
    select w.item_id, sum(w.quantity) as quantity, min(w.unit_price) as unit_price,
      min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, unit_price, place)
    group by w.item_id) as l;

  select r.* into strict receipt from inventory.receipt as r where r.id = receipt.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', receipt.id::text));
  return receipt;
end
$$;
alter function inventory.create_receipt(text, :ID_TYPE, inventory.receipt_line[], date, text)
  owner to sodaily_definer;
comment on function inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text) is
  E'@resultFieldName receipt\nTakes in goods: raises stock, sets import prices, numbers the receipt. unitPrice in whole đồng a unit, receiptDate today when null. The same item twice is merged at one price. The same clientKey gives the first receipt again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, ITEM_INACTIVE.';
revoke all on function inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text) from public;
grant execute on function inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_receipt.sql
--! Included inventory/functions/set_import_prices.sql
-- Import prices of the items of a receipt that came or was cancelled: the price of the latest
-- confirmed receipt (by its date, then by its moment), else what it was before the first one.
-- Runs under the locks on the items, which the movements have taken.
create or replace function inventory.set_import_prices(receipt inventory.receipt, kind text)
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := case kind
    when 'receipt' then receipt.created_by else receipt.cancelled_by end;
begin
  with wanted as (
    select i.id as item_id, latest.receipt_id,
      coalesce(latest.receipt_date, config.business_date()) as valid_from,
      coalesce(latest.unit_price, (
        select p.price from inventory.item_price as p
        where p.item_id = i.id and p.kind = 'initial'
        order by p.seq desc limit 1), i.import_price) as price
    from inventory.receipt_detail as own
    join inventory.item as i on i.id = own.item_id
    left join lateral (
      select d.receipt_id, r.receipt_date, d.unit_price
      from inventory.receipt_detail as d
      join inventory.receipt as r on r.id = d.receipt_id
      left join inventory.stock_movement as m
        on m.receipt_id = d.receipt_id and m.item_id = d.item_id and m.kind = 'receipt'
      where d.item_id = i.id and r.status = 'confirmed'
      order by r.receipt_date desc, r.created_at desc, m.seq desc
      limit 1) as latest on true
    where own.receipt_id = set_import_prices.receipt.id),
  -- a receipt older than the one in force changes nothing and leaves no row
  changed as (
    select w.*, coalesce(newest.seq, 0) + 1 as seq
    from wanted as w
    left join lateral (
      select p.seq, p.price, p.receipt_id from inventory.item_price as p
      where p.item_id = w.item_id order by p.seq desc limit 1) as newest on true
    where (newest.price, newest.receipt_id) is distinct from (w.price, w.receipt_id)),
  priced as (
    update inventory.item as i
    set import_price = c.price, updated_at = now(), updated_by = caller
    from changed as c where i.id = c.item_id and i.import_price <> c.price)
  insert into inventory.item_price (
    item_id, seq, kind, price, valid_from, receipt_id, created_by)
  select c.item_id, c.seq, set_import_prices.kind, c.price, c.valid_from, c.receipt_id, caller
  from changed as c;
end
$$;
comment on function inventory.set_import_prices(inventory.receipt, text) is
  'Derives the import prices of a receipt''s items, in đồng, and records what changed; kind is receipt or receipt_cancel.';
revoke all on function inventory.set_import_prices(inventory.receipt, text) from public;
grant execute on function inventory.set_import_prices(inventory.receipt, text) to sodaily_definer;
--! EndIncluded inventory/functions/set_import_prices.sql
--! Included inventory/functions/cancel_receipt_problems.sql
-- Everything that is wrong with a request to cancel a receipt.
create or replace function inventory.cancel_receipt_problems(receipt_id :ID_TYPE, reason text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'receipt_id' as path, case
          when cancel_receipt_problems.receipt_id is null then 'required' else 'unknown'
        end as reason, cancel_receipt_problems.receipt_id::text as value
      where not exists (
        select from inventory.receipt as r where r.id = cancel_receipt_problems.receipt_id)
      union all
      select 'reason', 'required', null where cancel_receipt_problems.reason is null
      union all
      select 'reason', 'too_long', length(cancel_receipt_problems.reason)::text
      where length(cancel_receipt_problems.reason) > 500)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.cancel_receipt_problems(:ID_TYPE, text) is
  'Problems of the receipt and the reason of a cancellation, as JSON [{path, reason, value}].';
revoke all on function inventory.cancel_receipt_problems(:ID_TYPE, text) from public;
grant execute on function inventory.cancel_receipt_problems(:ID_TYPE, text) to sodaily_definer;
--! EndIncluded inventory/functions/cancel_receipt_problems.sql
--! Included inventory/functions/cancel_receipt.sql
-- A receipt that should not have been: its goods leave the books again. What cancelling does stands
-- in the rules on inventory.receipt, in the order of their triggers.
-- Security definer: receipts and ledgers are written by functions only.
create or replace function inventory.cancel_receipt(
  client_key text, receipt_id :ID_TYPE, reason text)
returns inventory.receipt
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('slip:cancel');
  receipt inventory.receipt;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.cancel_receipt',
    jsonb_build_array(receipt_id, reason));
  if earlier is not null then
    select r.* into strict receipt
    from inventory.receipt as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return receipt;
  end if;

  perform audit.refuse_problems(inventory.cancel_receipt_problems(receipt_id, reason));

  -- of two at once the second waits here, and then finds it cancelled
  update inventory.receipt as r
  set status = 'cancelled', cancelled_at = now(), cancelled_by = caller,
    cancel_reason = cancel_receipt.reason
  where r.id = cancel_receipt.receipt_id;

  select r.* into strict receipt
  from inventory.receipt as r where r.id = cancel_receipt.receipt_id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', receipt.id::text));
  return receipt;
end
$$;
alter function inventory.cancel_receipt(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function inventory.cancel_receipt(text, :ID_TYPE, text) is
  E'@resultFieldName receipt\nCancels a receipt: lowers stock again, today, and derives import prices anew. A reason is required. The same clientKey gives the same receipt again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, NEGATIVE_STOCK_ON_CANCEL.';
revoke all on function inventory.cancel_receipt(text, :ID_TYPE, text) from public;
grant execute on function inventory.cancel_receipt(text, :ID_TYPE, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/cancel_receipt.sql
--! Included inventory/functions/refuse_negative_stock_on_cancel.sql
-- Without the goods of a receipt, stock must stay ≥ 0 today and at the end of every later day. Runs
-- under the locks on the items, before the reversal. Names every item that would be short, and its
-- first short day. All that moved before today counts as moved today.
create or replace function inventory.refuse_negative_stock_on_cancel(receipt inventory.receipt)
returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  short jsonb;
begin
  with line as (
    select d.item_id, d.quantity, d.line_no from inventory.receipt_detail as d
    where d.receipt_id = receipt.id),
  day as (
    select l.item_id, l.quantity, t.business_date,
      sum(sum(m.quantity)) over (partition by l.item_id order by t.business_date) as closing
    from line as l
    join inventory.stock_movement as m on m.item_id = l.item_id
    cross join lateral (
      select greatest(m.business_date, config.business_date()) as business_date) as t
    group by l.item_id, l.quantity, t.business_date),
  lowest as (
    select y.item_id, min(y.closing) as closing,
      min(y.business_date) filter (where y.closing < y.quantity) as first_day
    from day as y
    group by y.item_id)
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
    'available', trim_scale(w.closing)::text,
    'needed', trim_scale(l.quantity)::text,
    'shortage', trim_scale(l.quantity - w.closing)::text,
    'first_day', w.first_day) order by l.line_no)
  into short
  from line as l
  join lowest as w on w.item_id = l.item_id
  join inventory.item as i on i.id = l.item_id
  join inventory.unit as u on u.id = i.unit_id
  where w.closing < l.quantity;
  if short is not null then
    raise exception 'goods of receipt % have left already', receipt.code
      using errcode = 'SDNEG', detail = jsonb_build_object(
        'receipt_id', receipt.id::text, 'receipt_code', receipt.code, 'items', short)::text,
      hint = 'Cancel the slips that took them first, or take in the right goods.';
  end if;
end
$$;
comment on function inventory.refuse_negative_stock_on_cancel(inventory.receipt) is
  'Error: NEGATIVE_STOCK_ON_CANCEL {receipt_id, receipt_code, items: [{item_id, sku, item_name, unit, available, needed, shortage, first_day}]}, quantities in the item''s unit as text.';
revoke all on function inventory.refuse_negative_stock_on_cancel(inventory.receipt) from public;
grant execute on function inventory.refuse_negative_stock_on_cancel(inventory.receipt)
  to sodaily_definer;
--! EndIncluded inventory/functions/refuse_negative_stock_on_cancel.sql
--! Included inventory/rules/issue_needs_active_items.sql
-- Rule QĐ3d, QĐ2: only items that are still sold go on a slip or a receipt. All inactive ones are
-- named at once.
-- Nobody may override. Code when refused: ITEM_INACTIVE.
create or replace function inventory.issue_needs_active_items() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  inactive jsonb;
begin
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name) order by n.line_no)
  into inactive
  from new_line as n
  join inventory.item as i on i.id = n.item_id
  where not i.is_active;
  if inactive is not null then
    raise exception 'some items are no longer sold'
      using errcode = 'SDITM', detail = jsonb_build_object('items', inactive)::text,
        hint = 'Remove these lines.';
  end if;
  return null;
end
$$;
comment on function inventory.issue_needs_active_items() is
  'Refuses lines of inactive items. Error: ITEM_INACTIVE {items: [{item_id, sku, item_name}]}.';
revoke all on function inventory.issue_needs_active_items() from public;

create or replace trigger issue_needs_active_items
after insert on inventory.issue_detail
referencing new table as new_line
for each statement execute function inventory.issue_needs_active_items();
comment on trigger issue_needs_active_items on inventory.issue_detail is 'Items on a slip are active.';

create or replace trigger receive_2_receipt_needs_active_items
after insert on inventory.receipt_detail
referencing new table as new_line
for each statement execute function inventory.issue_needs_active_items();
comment on trigger receive_2_receipt_needs_active_items on inventory.receipt_detail is
  'Receiving, step 2: items on a receipt are active.';
--! EndIncluded inventory/rules/issue_needs_active_items.sql
--! Included inventory/rules/receipt_takes_lines_once.sql
-- Rule: a receipt gets all its lines in one statement, which raises stock and numbers it; from then
-- on no line joins it. Nobody may override: cancel it and write anew.
-- Code when refused: HISTORY_IS_FINAL.
create or replace function inventory.receipt_takes_lines_once() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  final inventory.receipt;
begin
  select r.* into final
  from new_line as n
  join inventory.receipt as r on r.id = n.receipt_id
  where r.code is not null
  limit 1;
  if found then
    raise exception 'receipt % is final', final.code
      using errcode = 'SDHIS', detail = jsonb_build_object(
        'table', 'inventory.receipt_detail', 'verb', tg_op, 'receipt_id', final.id::text)::text,
      hint = 'Cancel it and write a new one.';
  end if;
  return null;
end
$$;
comment on function inventory.receipt_takes_lines_once() is
  'Refuses new lines on a numbered receipt. Error: HISTORY_IS_FINAL {table, verb, receipt_id}.';
revoke all on function inventory.receipt_takes_lines_once() from public;

create or replace trigger receive_1_receipt_takes_lines_once
after insert on inventory.receipt_detail
referencing new table as new_line
for each statement execute function inventory.receipt_takes_lines_once();
comment on trigger receive_1_receipt_takes_lines_once on inventory.receipt_detail is
  'Receiving, step 1: a numbered receipt takes no more lines.';
--! EndIncluded inventory/rules/receipt_takes_lines_once.sql
--! Included inventory/rules/f_raise_stock_on_receipt.sql
-- Rule QĐ2: stock rises exactly once, when goods come in, by the lines of their receipt and on its
-- date. One ordered lock on all items, one update for all lines. Nobody may override.
create or replace function inventory.f_raise_stock_on_receipt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from inventory.item as i
  where i.id in (select n.item_id from new_line as n)
  order by i.id
  for no key update;

  with line as (
    select n.item_id, n.quantity, r.id as receipt_id, r.receipt_date, r.created_by,
      row_number() over earlier as nth, sum(n.quantity) over earlier as raised
    from new_line as n
    join inventory.receipt as r on r.id = n.receipt_id
    window earlier as (partition by n.item_id order by r.id)),
  balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity + s.quantity, stock_seq = i.stock_seq + s.rows
    from (
      select l.item_id, sum(l.quantity) as quantity, count(*) as rows
      from line as l group by l.item_id) as s
    where i.id = s.item_id
    returning i.id, i.stock_quantity - s.quantity as opening, i.stock_seq - s.rows as last_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, balance_after, business_date, receipt_id, created_by)
  select l.item_id, b.last_seq + l.nth, 'receipt', l.quantity, b.opening + l.raised,
    l.receipt_date, l.receipt_id, l.created_by
  from line as l
  join balance as b on b.id = l.item_id;
  return null;
end
$$;
comment on function inventory.f_raise_stock_on_receipt() is
  'Raises stock by the lines of new receipts and writes the stock ledger.';
revoke all on function inventory.f_raise_stock_on_receipt() from public;

create or replace trigger receive_3_f_raise_stock_on_receipt
after insert on inventory.receipt_detail
referencing new table as new_line
for each statement execute function inventory.f_raise_stock_on_receipt();
comment on trigger receive_3_f_raise_stock_on_receipt on inventory.receipt_detail is
  'Receiving, step 3: stock and stock ledger.';
--! EndIncluded inventory/rules/f_raise_stock_on_receipt.sql
--! Included inventory/rules/latest_receipt_sets_import_price.sql
-- Rule QĐ2: the latest confirmed receipt (by its date, then by its moment) sets the import price; a
-- back-dated one sets it only when none is later. What it was before the first receipt is kept, for
-- the day that one is cancelled. Nobody may override.
create or replace function inventory.latest_receipt_sets_import_price() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into inventory.item_price (item_id, seq, kind, price, valid_from, created_by)
  select i.id, coalesce(newest.seq, 0) + 1, 'initial', i.import_price, config.business_date(),
    n.created_by
  from (select distinct on (l.item_id) l.item_id, l.created_by from new_line as l) as n
  join inventory.item as i on i.id = n.item_id
  left join lateral (
    select p.seq, p.price, p.receipt_id from inventory.item_price as p
    where p.item_id = i.id order by p.seq desc limit 1) as newest on true
  where (newest.price, newest.receipt_id) is distinct from (i.import_price, null)
    and not exists (
      select from inventory.receipt_detail as d
      join inventory.receipt as r on r.id = d.receipt_id
      where d.item_id = i.id and r.status = 'confirmed'
        and d.id not in (select l.id from new_line as l));

  perform inventory.set_import_prices(r, 'receipt')
  from inventory.receipt as r
  where r.id in (select n.receipt_id from new_line as n);
  return null;
end
$$;
comment on function inventory.latest_receipt_sets_import_price() is
  'Sets import prices by new receipts, in đồng, and records them.';
revoke all on function inventory.latest_receipt_sets_import_price() from public;

create or replace trigger receive_4_latest_receipt_sets_import_price
after insert on inventory.receipt_detail
referencing new table as new_line
for each statement execute function inventory.latest_receipt_sets_import_price();
comment on trigger receive_4_latest_receipt_sets_import_price on inventory.receipt_detail is
  'Receiving, step 4: import prices.';
--! EndIncluded inventory/rules/latest_receipt_sets_import_price.sql
--! Included inventory/rules/receipt_is_numbered_last.sql
-- Rule: a receipt gets its number PN-year-000123 and its total after every check and lock, so that
-- numbers have no gaps and the counter is locked for the shortest time. Nobody may override.
create or replace function inventory.receipt_is_numbered_last() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  update inventory.receipt as r
  set total_amount = s.total, code = config.next_document_code('PN', r.receipt_date)
  from (
    select n.receipt_id, sum(n.line_total) as total from new_line as n group by n.receipt_id) as s
  where r.id = s.receipt_id;
  return null;
end
$$;
comment on function inventory.receipt_is_numbered_last() is
  'Totals new receipts, in đồng, and numbers them.';
revoke all on function inventory.receipt_is_numbered_last() from public;

create or replace trigger receive_5_receipt_is_numbered_last
after insert on inventory.receipt_detail
referencing new table as new_line
for each statement execute function inventory.receipt_is_numbered_last();
comment on trigger receive_5_receipt_is_numbered_last on inventory.receipt_detail is
  'Receiving, step 5: total and number.';
--! EndIncluded inventory/rules/receipt_is_numbered_last.sql
--! Included inventory/rules/receipt_transition.sql
-- Rule: a receipt is born confirmed and can only be cancelled, once. Nobody may override.
-- Code when refused: INVALID_TRANSITION.
create or replace function inventory.receipt_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  from_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if (from_status, new.status) not in (('new', 'confirmed'), ('confirmed', 'cancelled')) then
    raise exception 'a receipt cannot go from % to %', from_status, new.status
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'receipt_id', new.id::text, 'from', from_status, 'to', new.status)::text,
      hint = 'Reload it to see its present state.';
  end if;
  return new;
end
$$;
comment on function inventory.receipt_transition() is
  'Refuses a change of status that is no road. Error: INVALID_TRANSITION {receipt_id, from, to}.';
revoke all on function inventory.receipt_transition() from public;

create or replace trigger receipt_is_born_confirmed
before insert on inventory.receipt
for each row execute function inventory.receipt_transition();
comment on trigger receipt_is_born_confirmed on inventory.receipt is 'A receipt begins confirmed.';

create or replace trigger receipt_transition
before update on inventory.receipt
for each row when (old.status is distinct from new.status or old.status = 'cancelled')
execute function inventory.receipt_transition();
comment on trigger receipt_transition on inventory.receipt is 'A receipt is cancelled once.';
--! EndIncluded inventory/rules/receipt_transition.sql
--! Included inventory/rules/receipt_is_final_once_numbered.sql
-- Rule: no receipt is edited after it has its number, and none is ever deleted: cancel it and write
-- anew. Nobody may override. Code when refused: HISTORY_IS_FINAL.
create or replace function inventory.receipt_is_final_once_numbered() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'receipt % is final', coalesce(old.code, old.id::text)
    using errcode = 'SDHIS', detail = jsonb_build_object(
      'table', 'inventory.receipt', 'verb', tg_op, 'receipt_id', old.id::text)::text,
    hint = 'Cancel it and write a new one.';
end
$$;
comment on function inventory.receipt_is_final_once_numbered() is
  'Refuses to edit a numbered receipt or to delete any. Error: HISTORY_IS_FINAL {table, verb, receipt_id}.';
revoke all on function inventory.receipt_is_final_once_numbered() from public;

create or replace trigger receipt_is_final_once_numbered
before update on inventory.receipt
for each row when (
  old.code is not null and
    (old.code, old.supplier_id, old.receipt_date, old.total_amount, old.note, old.created_at,
      old.created_by)
      is distinct from
    (new.code, new.supplier_id, new.receipt_date, new.total_amount, new.note, new.created_at,
      new.created_by))
execute function inventory.receipt_is_final_once_numbered();
comment on trigger receipt_is_final_once_numbered on inventory.receipt is
  'A numbered receipt is not edited.';

create or replace trigger receipt_is_never_deleted
before delete on inventory.receipt
for each row execute function inventory.receipt_is_final_once_numbered();
comment on trigger receipt_is_never_deleted on inventory.receipt is 'No receipt is deleted.';
--! EndIncluded inventory/rules/receipt_is_final_once_numbered.sql
--! Included inventory/rules/receipt_needs_four_eyes.sql
-- Rule: while the regulation FOUR_EYES is on, nobody cancels alone the receipt that they created.
-- Who may override: nobody; whoever may change regulations can switch it off for all.
-- Code when refused: FOUR_EYES.
create or replace function inventory.receipt_needs_four_eyes() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform config.four_eyes(old.created_by, new.cancelled_by);
  return new;
end
$$;
comment on function inventory.receipt_needs_four_eyes() is
  'Refuses that the author of a receipt cancels it. Error: FOUR_EYES, see config.four_eyes.';
revoke all on function inventory.receipt_needs_four_eyes() from public;

create or replace trigger receipt_needs_four_eyes
before update on inventory.receipt
for each row when (
  old.status = 'confirmed' and new.status = 'cancelled' and new.cancelled_by = old.created_by)
execute function inventory.receipt_needs_four_eyes();
comment on trigger receipt_needs_four_eyes on inventory.receipt is
  'Under FOUR_EYES another person cancels.';
--! EndIncluded inventory/rules/receipt_needs_four_eyes.sql
--! Included inventory/rules/f_lower_stock_on_receipt_cancel.sql
-- Rule: cancelling a receipt takes its goods from stock again, by reversing rows of today, each
-- exactly once, and never leaves stock below zero today or at the end of any later day. What past
-- days closed with stays as it was. Nobody may override.
-- Code when refused: NEGATIVE_STOCK_ON_CANCEL.
create or replace function inventory.f_lower_stock_on_receipt_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  receipt inventory.receipt;
begin
  for receipt in
    select n.* from new_receipt as n
    join old_receipt as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled'
    order by n.id
  loop
    perform from inventory.item as i
    where i.id in (
      select d.item_id from inventory.receipt_detail as d where d.receipt_id = receipt.id)
    order by i.id
    for no key update;
    perform inventory.refuse_negative_stock_on_cancel(receipt);

    with came as (
      select m.id, m.item_id, m.quantity from inventory.stock_movement as m
      where m.receipt_id = receipt.id and m.kind = 'receipt'),
    balance as (
      update inventory.item as i
      set stock_quantity = i.stock_quantity - c.quantity, stock_seq = i.stock_seq + 1
      from came as c where i.id = c.item_id
      returning i.id, i.stock_quantity, i.stock_seq)
    insert into inventory.stock_movement (
      item_id, seq, kind, quantity, balance_after, business_date, receipt_id, reverses_id,
      created_by)
    select b.id, b.stock_seq, 'receipt_cancel', -c.quantity, b.stock_quantity,
      config.business_date(), receipt.id, c.id, receipt.cancelled_by
    from balance as b
    join came as c on c.item_id = b.id;
  end loop;
  return null;
end
$$;
comment on function inventory.f_lower_stock_on_receipt_cancel() is
  'Reverses the movements of receipts being cancelled. Error: NEGATIVE_STOCK_ON_CANCEL, see inventory.refuse_negative_stock_on_cancel.';
revoke all on function inventory.f_lower_stock_on_receipt_cancel() from public;

create or replace trigger cancel_1_f_lower_stock_on_receipt_cancel
after update on inventory.receipt
referencing old table as old_receipt new table as new_receipt
for each statement execute function inventory.f_lower_stock_on_receipt_cancel();
comment on trigger cancel_1_f_lower_stock_on_receipt_cancel on inventory.receipt is
  'Cancelling, step 1: stock and stock ledger.';
--! EndIncluded inventory/rules/f_lower_stock_on_receipt_cancel.sql
--! Included inventory/rules/cancelled_receipt_sets_no_price.sql
-- Rule QĐ2: a cancelled receipt sets no import price: it is derived anew from the latest confirmed
-- receipt that remains, or is what it was before the first. Nobody may override.
create or replace function inventory.cancelled_receipt_sets_no_price() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform inventory.set_import_prices(r, 'receipt_cancel')
  from inventory.receipt as r
  where r.id in (
    select n.id from new_receipt as n
    join old_receipt as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled');
  return null;
end
$$;
comment on function inventory.cancelled_receipt_sets_no_price() is
  'Derives import prices anew when receipts are cancelled, in đồng, and records them.';
revoke all on function inventory.cancelled_receipt_sets_no_price() from public;

create or replace trigger cancel_2_cancelled_receipt_sets_no_price
after update on inventory.receipt
referencing old table as old_receipt new table as new_receipt
for each statement execute function inventory.cancelled_receipt_sets_no_price();
comment on trigger cancel_2_cancelled_receipt_sets_no_price on inventory.receipt is
  'Cancelling, step 2: import prices.';
--! EndIncluded inventory/rules/cancelled_receipt_sets_no_price.sql
--! Included inventory/policies/supplier.sql
-- Who sells to the distributor: staff and warehouse see them, sales and agencies do not.
alter table inventory.supplier enable row level security;
alter table inventory.supplier force row level security;

drop policy if exists definer_does_what_functions_do on inventory.supplier;
create policy definer_does_what_functions_do on inventory.supplier
for all to sodaily_definer using (true) with check (true);

drop policy if exists staff_reads_all on inventory.supplier;
create policy staff_reads_all on inventory.supplier
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.supplier;
create policy warehouse_reads_all on inventory.supplier
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.supplier;
create policy auditor_reads_all on inventory.supplier
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.supplier;
create policy readers_need_the_scope on inventory.supplier
as restrictive for select to sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.supplier from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on inventory.supplier to sodaily_definer;
grant select on inventory.supplier
  to sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/policies/supplier.sql
--! Included inventory/policies/receipt.sql
-- Staff and warehouse see receipts; sales and agencies see none, for they show what goods cost.
alter table inventory.receipt enable row level security;
alter table inventory.receipt force row level security;

drop policy if exists definer_does_what_functions_do on inventory.receipt;
create policy definer_does_what_functions_do on inventory.receipt
for all to sodaily_definer using (true) with check (true);

drop policy if exists staff_reads_all on inventory.receipt;
create policy staff_reads_all on inventory.receipt
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.receipt;
create policy warehouse_reads_all on inventory.receipt
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.receipt;
create policy auditor_reads_all on inventory.receipt
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.receipt;
create policy readers_need_the_scope on inventory.receipt
as restrictive for select to sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.receipt from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on inventory.receipt to sodaily_definer;
grant select on inventory.receipt
  to sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/policies/receipt.sql
--! Included inventory/policies/receipt_detail.sql
-- As the receipt: import prices are nobody's business outside.
alter table inventory.receipt_detail enable row level security;
alter table inventory.receipt_detail force row level security;

drop policy if exists definer_does_what_functions_do on inventory.receipt_detail;
create policy definer_does_what_functions_do on inventory.receipt_detail
for all to sodaily_definer using (true) with check (true);

drop policy if exists staff_reads_all on inventory.receipt_detail;
create policy staff_reads_all on inventory.receipt_detail
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.receipt_detail;
create policy warehouse_reads_all on inventory.receipt_detail
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.receipt_detail;
create policy auditor_reads_all on inventory.receipt_detail
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.receipt_detail;
create policy readers_need_the_scope on inventory.receipt_detail
as restrictive for select to sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.receipt_detail from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on inventory.receipt_detail to sodaily_definer;
grant select on inventory.receipt_detail
  to sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/policies/receipt_detail.sql
--! Included inventory/policies/item_price.sql
-- Staff and warehouse see what goods cost over time; sales and agencies do not.
alter table inventory.item_price enable row level security;
alter table inventory.item_price force row level security;

drop policy if exists definer_does_what_functions_do on inventory.item_price;
create policy definer_does_what_functions_do on inventory.item_price
for all to sodaily_definer using (true) with check (true);

drop policy if exists staff_reads_all on inventory.item_price;
create policy staff_reads_all on inventory.item_price
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.item_price;
create policy warehouse_reads_all on inventory.item_price
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.item_price;
create policy auditor_reads_all on inventory.item_price
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.item_price;
create policy readers_need_the_scope on inventory.item_price
as restrictive for select to sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.item_price from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on inventory.item_price to sodaily_definer;
grant select on inventory.item_price
  to sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/policies/item_price.sql

-- written as the definer, because row-level security is forced upon the owner too
set local role sodaily_definer;
insert into config.regulation (key, value_type, description_vi, description_en)
select 'FOUR_EYES', 'boolean', 'Không ai tự duyệt hoặc tự hủy phiếu do chính mình lập',
  'Nobody approves or cancels alone what they created'
where not exists (select from config.regulation as r where r.key = 'FOUR_EYES');
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, 'false', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r
where r.key = 'FOUR_EYES' and not exists (
  select from config.regulation_version as v
  where v.regulation_id = r.id and v.valid_from = date '2000-01-01');
set local role sodaily_owner;

--! split: 111-stock-counts.sql
-- Stock counts: what the shelves hold, against what the books say.
create table if not exists inventory.stock_count (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text constraint stock_count_code_is_unique unique,
  count_date date not null,
  note text constraint stock_count_note_is_short check (length(note) <= 500),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user"
);
create index if not exists stock_count_count_date_idx on inventory.stock_count (count_date);
create index if not exists stock_count_created_by_idx on inventory.stock_count (created_by);
comment on table inventory.stock_count is 'Stock count (phiếu kiểm kê), KK-2026-000123.';
comment on column inventory.stock_count.id is 'Opaque key.';
comment on column inventory.stock_count.code is
  'KK-year-number without gaps; null only until its lines are written, in the same transaction.';
comment on column inventory.stock_count.count_date is
  'Business date at whose end the goods were counted, Asia/Ho_Chi_Minh.';
comment on column inventory.stock_count.note is 'Free text, at most 500 characters.';
comment on column inventory.stock_count.created_at is 'Moment of recording.';
comment on column inventory.stock_count.created_by is 'User who wrote it.';

create table if not exists inventory.stock_count_detail (
  id :ID_TYPE primary key :ID_DEFAULT,
  stock_count_id :ID_TYPE not null references inventory.stock_count,
  line_no smallint not null
    constraint stock_count_detail_line_numbers_start_at_one check (line_no >= 1),
  item_id :ID_TYPE not null references inventory.item,
  book_quantity public.quantity not null,
  counted_quantity public.quantity not null
    constraint stock_count_detail_counted_is_not_negative check (counted_quantity >= 0),
  difference_quantity public.quantity not null,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null,
  constraint stock_count_detail_has_an_item_once unique (stock_count_id, item_id),
  constraint stock_count_detail_difference_is_counted_minus_book check (
    difference_quantity = counted_quantity - book_quantity)
);
create index if not exists stock_count_detail_item_id_idx
  on inventory.stock_count_detail (item_id);
comment on table inventory.stock_count_detail is 'Line of a stock count: an item, its books and its shelf.';
comment on column inventory.stock_count_detail.id is 'Opaque key.';
comment on column inventory.stock_count_detail.stock_count_id is 'The count.';
comment on column inventory.stock_count_detail.line_no is 'Place on the count, from 1.';
comment on column inventory.stock_count_detail.item_id is 'What was counted.';
comment on column inventory.stock_count_detail.book_quantity is
  'Stock by the ledger at the end of the count''s date, as known at that moment, in the item''s unit.';
comment on column inventory.stock_count_detail.counted_quantity is
  'What was there, in the item''s unit.';
comment on column inventory.stock_count_detail.difference_quantity is
  'Counted − book; positive was found, negative is missing.';
comment on column inventory.stock_count_detail.created_at is 'Moment of recording.';
comment on column inventory.stock_count_detail.created_by is 'User who wrote it.';

alter table inventory.stock_movement
  add column if not exists stock_count_id :ID_TYPE,
  drop constraint if exists stock_movement_of_a_count_names_it,
  drop constraint if exists stock_movement_belongs_to_a_count;
alter table inventory.stock_movement
  add constraint stock_movement_of_a_count_names_it check (
    (kind = 'count') = (stock_count_id is not null)),
  add constraint stock_movement_belongs_to_a_count
    foreign key (stock_count_id) references inventory.stock_count;
create index if not exists stock_movement_stock_count_id_idx
  on inventory.stock_movement (stock_count_id);
comment on column inventory.stock_movement.stock_count_id is 'The stock count that moved it.';

do $$
begin
  if to_regtype('inventory.count_line') is null then
    create type inventory.count_line as (item_id :ID_TYPE, counted numeric);
  end if;
end
$$;
comment on type inventory.count_line is 'Line of a stock count: an item and how much of it was there.';
comment on column inventory.count_line.item_id is 'What was counted.';
comment on column inventory.count_line.counted is
  'How much was there, in the item''s unit, at most three decimals; 0 for none.';

--! Included inventory/functions/stock_count_problems.sql
-- Everything that is wrong with a stock count, all at once, each with its place. An item counted
-- twice is more likely a slip of the pen than two shelves, so it is refused and not merged.
create or replace function inventory.stock_count_problems(
  items inventory.count_line[], count_date date, note text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with line as (
      select l.item_id, l.counted, l.place - 1 as place, i.id as known_id, u.is_decimal,
        row_number() over (partition by l.item_id order by l.place) as nth
      from unnest(items) with ordinality as l (item_id, counted, place)
      left join inventory.item as i on i.id = l.item_id
      left join inventory.unit as u on u.id = i.unit_id),
    problem as (
      select 'count_date' as path, case
          when stock_count_problems.count_date < date '2000-01-01' then 'too_early' else 'in_future'
        end as reason, stock_count_problems.count_date::text as value
      where stock_count_problems.count_date not between date '2000-01-01' and config.business_date()
      union all
      select 'note', 'too_long', length(stock_count_problems.note)::text
      where length(stock_count_problems.note) > 500
      union all
      select 'items', 'required', null where coalesce(cardinality(items), 0) = 0
      union all
      select 'items', 'too_many_lines', cardinality(items)::text where cardinality(items) > 100
      union all
      select 'items.' || l.place || '.item_id', case
          when l.item_id is null then 'required'
          when l.known_id is null then 'unknown' else 'repeated'
        end, l.item_id::text
      from line as l where l.known_id is null or l.nth > 1
      union all
      select 'items.' || l.place || '.counted', q.reason, l.counted::text
      from line as l
      cross join lateral (select case
        when l.counted is null then 'required'
        when l.counted = 'NaN' then 'not_a_number'
        when l.counted < 0 then 'negative'
        when l.counted > 1000000000 then 'too_large'
        when scale(trim_scale(l.counted)) > 3 then 'too_many_decimals'
        when not l.is_decimal and l.counted <> trunc(l.counted) then 'whole_number_only'
      end as reason) as q
      where q.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.stock_count_problems(inventory.count_line[], date, text) is
  'Problems of the lines, date and note of a stock count, as JSON [{path, reason, value}].';
revoke all on function inventory.stock_count_problems(inventory.count_line[], date, text)
  from public;
grant execute on function inventory.stock_count_problems(inventory.count_line[], date, text)
  to sodaily_definer;
--! EndIncluded inventory/functions/stock_count_problems.sql
--! Included inventory/functions/refuse_negative_stock_on_count.sql
-- A back-dated count that found less must leave stock ≥ 0 at the end of every later day. Runs under
-- the locks on the items, before the movements; today's stock is one of those days.
create or replace function inventory.refuse_negative_stock_on_count(
  stock_count inventory.stock_count) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  short jsonb;
begin
  with line as (
    select d.item_id, -d.difference_quantity as missing, d.line_no
    from inventory.stock_count_detail as d
    where d.stock_count_id = stock_count.id and d.difference_quantity < 0),
  day as (
    select l.item_id, l.missing, m.business_date,
      sum(sum(m.quantity)) over (partition by l.item_id order by m.business_date) as closing
    from line as l
    join inventory.stock_movement as m on m.item_id = l.item_id
    group by l.item_id, l.missing, m.business_date),
  lowest as (
    select y.item_id, min(y.closing) as closing,
      min(y.business_date) filter (where y.closing < y.missing) as first_day
    from day as y where y.business_date > stock_count.count_date
    group by y.item_id)
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
    'requested', trim_scale(l.missing)::text,
    'available', trim_scale(w.closing)::text,
    'shortage', trim_scale(l.missing - w.closing)::text,
    'first_day', w.first_day) order by l.line_no)
  into short
  from line as l
  join lowest as w on w.item_id = l.item_id
  join inventory.item as i on i.id = l.item_id
  join inventory.unit as u on u.id = i.unit_id
  where w.closing < l.missing;
  if short is not null then
    raise exception 'more has left since than the count found'
      using errcode = 'SDSTK', detail = jsonb_build_object('items', short)::text,
        hint = 'Count again today.';
  end if;
end
$$;
comment on function inventory.refuse_negative_stock_on_count(inventory.stock_count) is
  'Error: OUT_OF_STOCK {items: [{item_id, sku, item_name, unit, requested, available, shortage, first_day}]}; requested is what the count takes off the books.';
revoke all on function inventory.refuse_negative_stock_on_count(inventory.stock_count) from public;
grant execute on function inventory.refuse_negative_stock_on_count(inventory.stock_count)
  to sodaily_definer;
--! EndIncluded inventory/functions/refuse_negative_stock_on_count.sql
--! Included inventory/functions/add_count_lines.sql
-- Writes the lines of a stock count under the locks on their items, so that what the books say is
-- what they say at that moment: today's stock without what moved after the count's date.
create or replace function inventory.add_count_lines(
  stock_count inventory.stock_count, items inventory.count_line[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from inventory.item as i
  where i.id in (select l.item_id from unnest(items) as l)
  order by i.id
  for no key update;

  insert into inventory.stock_count_detail (
    stock_count_id, line_no, item_id, book_quantity, counted_quantity, difference_quantity,
    created_by)
  select stock_count.id, l.place, l.item_id, b.quantity, l.counted, l.counted - b.quantity,
    stock_count.created_by
  from unnest(items) with ordinality as l (item_id, counted, place)
  join inventory.item as i on i.id = l.item_id
  cross join lateral (
    select i.stock_quantity - coalesce(sum(m.quantity), 0) as quantity
    from inventory.stock_movement as m
    where m.item_id = l.item_id and m.business_date > stock_count.count_date) as b;
end
$$;
comment on function inventory.add_count_lines(inventory.stock_count, inventory.count_line[]) is
  'Inserts the lines of a new stock count with what the books say at that moment.';
revoke all on function inventory.add_count_lines(inventory.stock_count, inventory.count_line[])
  from public;
grant execute on function inventory.add_count_lines(inventory.stock_count, inventory.count_line[])
  to sodaily_definer;
--! EndIncluded inventory/functions/add_count_lines.sql
--! Included inventory/functions/create_stock_count.sql
-- A stock count: the books are set to what was counted, in one transaction. What its lines do stands
-- in the rules on inventory.stock_count_detail, in the order of their triggers.
-- Security definer: counts, ledgers and numbers are written by functions only.
create or replace function inventory.create_stock_count(
  client_key text,
  items inventory.count_line[],
  count_date date default null,
  note text default null)
returns inventory.stock_count
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  made inventory.stock_count;
  earlier jsonb;
begin
  note := nullif(btrim(note), '');
  -- as meant: 2 and 2.000 are one quantity, and no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_stock_count',
    jsonb_build_array(count_date, note, (
      select jsonb_agg(jsonb_build_array(l.item_id, trim_scale(l.counted)) order by l.place)
      from unnest(items) with ordinality as l (item_id, counted, place))));
  if earlier is not null then
    select c.* into strict made
    from inventory.stock_count as c where c.id = cast(earlier ->> 'id' as :ID_TYPE);
    return made;
  end if;

  count_date := coalesce(count_date, config.business_date());
  perform audit.refuse_problems(inventory.stock_count_problems(items, count_date, note));

  perform finance.hold_open_period(count_date);
  insert into inventory.stock_count as c (count_date, note, created_by)
  values (create_stock_count.count_date, create_stock_count.note, caller)
  returning c.* into strict made;
  perform inventory.add_count_lines(made, items);

  select c.* into strict made from inventory.stock_count as c where c.id = made.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  return made;
end
$$;
alter function inventory.create_stock_count(text, inventory.count_line[], date, text)
  owner to sodaily_definer;
comment on function inventory.create_stock_count(text, inventory.count_line[], date, text) is
  E'@resultFieldName stockCount\nSets the books to what was counted at the end of countDate (today when null); counted in the item''s unit, each item once. Lines without a difference move nothing. The same clientKey gives the first count again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, OUT_OF_STOCK when less was counted on an earlier day than left since.';
revoke all on function inventory.create_stock_count(text, inventory.count_line[], date, text)
  from public;
grant execute on function inventory.create_stock_count(text, inventory.count_line[], date, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_stock_count.sql
--! Included inventory/rules/stock_count_is_final.sql
-- Rule: a stock count that has its number is not edited, takes no more lines and is never deleted:
-- count again. Nobody may override. Code when refused: HISTORY_IS_FINAL.
create or replace function inventory.stock_count_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'stock count % is final', coalesce(old.code, old.id::text)
    using errcode = 'SDHIS', detail = jsonb_build_object(
      'table', 'inventory.stock_count', 'verb', tg_op, 'stock_count_id', old.id::text)::text,
    hint = 'Count again.';
end
$$;
comment on function inventory.stock_count_is_final() is
  'Refuses to edit a numbered stock count or to delete any. Error: HISTORY_IS_FINAL {table, verb, stock_count_id}.';
revoke all on function inventory.stock_count_is_final() from public;

create or replace trigger stock_count_is_final
before update on inventory.stock_count
for each row when (old.code is not null)
execute function inventory.stock_count_is_final();
comment on trigger stock_count_is_final on inventory.stock_count is
  'A numbered stock count is not edited.';

create or replace trigger stock_count_is_never_deleted
before delete on inventory.stock_count
for each row execute function inventory.stock_count_is_final();
comment on trigger stock_count_is_never_deleted on inventory.stock_count is
  'No stock count is deleted.';

create or replace function inventory.stock_count_takes_lines_once() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  final inventory.stock_count;
begin
  select c.* into final
  from new_line as n
  join inventory.stock_count as c on c.id = n.stock_count_id
  where c.code is not null
  limit 1;
  if found then
    raise exception 'stock count % is final', final.code
      using errcode = 'SDHIS', detail = jsonb_build_object(
        'table', 'inventory.stock_count_detail', 'verb', tg_op,
        'stock_count_id', final.id::text)::text,
      hint = 'Count again.';
  end if;
  return null;
end
$$;
comment on function inventory.stock_count_takes_lines_once() is
  'Refuses new lines on a numbered stock count. Error: HISTORY_IS_FINAL {table, verb, stock_count_id}.';
revoke all on function inventory.stock_count_takes_lines_once() from public;

create or replace trigger count_1_stock_count_takes_lines_once
after insert on inventory.stock_count_detail
referencing new table as new_line
for each statement execute function inventory.stock_count_takes_lines_once();
comment on trigger count_1_stock_count_takes_lines_once on inventory.stock_count_detail is
  'Counting, step 1: a numbered count takes no more lines.';
--! EndIncluded inventory/rules/stock_count_is_final.sql
--! Included inventory/rules/f_adjust_stock_on_count.sql
-- Rule: a stock count moves stock by counted − book, on its date, exactly once; a line without a
-- difference moves nothing; stock is never below zero on a later day. The items are locked since
-- the books were read. Nobody may override. Code when refused: OUT_OF_STOCK.
create or replace function inventory.f_adjust_stock_on_count() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  stock_count inventory.stock_count;
begin
  for stock_count in
    select c.* from inventory.stock_count as c
    where c.id in (select n.stock_count_id from new_line as n)
    order by c.id
  loop
    perform inventory.refuse_negative_stock_on_count(stock_count);

    with line as (
      select n.item_id, n.difference_quantity from new_line as n
      where n.stock_count_id = stock_count.id and n.difference_quantity <> 0),
    balance as (
      update inventory.item as i
      set stock_quantity = i.stock_quantity + l.difference_quantity, stock_seq = i.stock_seq + 1
      from line as l where i.id = l.item_id
      returning i.id, l.difference_quantity, i.stock_quantity, i.stock_seq)
    insert into inventory.stock_movement (
      item_id, seq, kind, quantity, balance_after, business_date, stock_count_id, created_by)
    select b.id, b.stock_seq, 'count', b.difference_quantity, b.stock_quantity,
      stock_count.count_date, stock_count.id, stock_count.created_by
    from balance as b;
  end loop;
  return null;
end
$$;
comment on function inventory.f_adjust_stock_on_count() is
  'Moves stock by the differences of new stock counts and writes the stock ledger. Error: OUT_OF_STOCK, see inventory.refuse_negative_stock_on_count.';
revoke all on function inventory.f_adjust_stock_on_count() from public;

create or replace trigger count_2_f_adjust_stock_on_count
after insert on inventory.stock_count_detail
referencing new table as new_line
for each statement execute function inventory.f_adjust_stock_on_count();
comment on trigger count_2_f_adjust_stock_on_count on inventory.stock_count_detail is
  'Counting, step 2: stock and stock ledger.';
--! EndIncluded inventory/rules/f_adjust_stock_on_count.sql
--! Included inventory/rules/stock_count_is_numbered_last.sql
-- Rule: a stock count gets its number KK-year-000123 after every check and lock, so that numbers
-- have no gaps. Nobody may override.
create or replace function inventory.stock_count_is_numbered_last() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  update inventory.stock_count as c
  set code = config.next_document_code('KK', c.count_date)
  where c.id in (select n.stock_count_id from new_line as n);
  return null;
end
$$;
comment on function inventory.stock_count_is_numbered_last() is 'Numbers new stock counts.';
revoke all on function inventory.stock_count_is_numbered_last() from public;

create or replace trigger count_3_stock_count_is_numbered_last
after insert on inventory.stock_count_detail
referencing new table as new_line
for each statement execute function inventory.stock_count_is_numbered_last();
comment on trigger count_3_stock_count_is_numbered_last on inventory.stock_count_detail is
  'Counting, step 3: the number.';
--! EndIncluded inventory/rules/stock_count_is_numbered_last.sql
--! Included inventory/policies/stock_count.sql
-- Staff and warehouse see stock counts.
alter table inventory.stock_count enable row level security;
alter table inventory.stock_count force row level security;

drop policy if exists definer_does_what_functions_do on inventory.stock_count;
create policy definer_does_what_functions_do on inventory.stock_count
for all to sodaily_definer using (true) with check (true);

drop policy if exists staff_reads_all on inventory.stock_count;
create policy staff_reads_all on inventory.stock_count
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.stock_count;
create policy warehouse_reads_all on inventory.stock_count
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.stock_count;
create policy auditor_reads_all on inventory.stock_count
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.stock_count;
create policy readers_need_the_scope on inventory.stock_count
as restrictive for select to sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.stock_count from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on inventory.stock_count to sodaily_definer;
grant select on inventory.stock_count
  to sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/policies/stock_count.sql
--! Included inventory/policies/stock_count_detail.sql
-- As the count.
alter table inventory.stock_count_detail enable row level security;
alter table inventory.stock_count_detail force row level security;

drop policy if exists definer_does_what_functions_do on inventory.stock_count_detail;
create policy definer_does_what_functions_do on inventory.stock_count_detail
for all to sodaily_definer using (true) with check (true);

drop policy if exists staff_reads_all on inventory.stock_count_detail;
create policy staff_reads_all on inventory.stock_count_detail
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.stock_count_detail;
create policy warehouse_reads_all on inventory.stock_count_detail
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.stock_count_detail;
create policy auditor_reads_all on inventory.stock_count_detail
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.stock_count_detail;
create policy readers_need_the_scope on inventory.stock_count_detail
as restrictive for select to sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.stock_count_detail from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on inventory.stock_count_detail to sodaily_definer;
grant select on inventory.stock_count_detail
  to sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/policies/stock_count_detail.sql

--! split: 112-issue-returns.sql
-- Goods that an agency brings back, at the price they were issued at.
create table if not exists inventory.issue_return (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text constraint issue_return_code_is_unique unique,
  agency_id :ID_TYPE not null references agency.agency,
  issue_id :ID_TYPE not null,
  return_date date not null,
  total_amount public.dong not null default 0
    constraint issue_return_total_is_not_negative check (total_amount >= 0),
  reason text not null
    constraint issue_return_needs_a_reason check (length(btrim(reason)) between 1 and 500),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  -- what ledger rows refer to, and what detail rows refer to
  constraint issue_return_belongs_to_one_agency unique (agency_id, id),
  constraint issue_return_belongs_to_one_slip unique (agency_id, issue_id, id),
  constraint issue_return_belongs_to_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id)
);
create index if not exists issue_return_agency_id_return_date_idx
  on inventory.issue_return (agency_id, return_date);
create index if not exists issue_return_created_at_idx on inventory.issue_return (created_at);
create index if not exists issue_return_created_by_idx on inventory.issue_return (created_by);
comment on table inventory.issue_return is 'Return of issued goods (phiếu trả hàng), TH-2026-000123.';
comment on column inventory.issue_return.id is 'Opaque key.';
comment on column inventory.issue_return.code is
  'TH-year-number without gaps; null only until its lines are written, in the same transaction.';
comment on column inventory.issue_return.agency_id is 'Who brings the goods back.';
comment on column inventory.issue_return.issue_id is 'The slip they were taken with.';
comment on column inventory.issue_return.return_date is 'Business date in Asia/Ho_Chi_Minh.';
comment on column inventory.issue_return.total_amount is 'Sum of its lines, đồng; what the debt falls by.';
comment on column inventory.issue_return.reason is 'Why they come back, at most 500 characters.';
comment on column inventory.issue_return.created_at is 'Moment of recording.';
comment on column inventory.issue_return.created_by is 'User who wrote it.';

create table if not exists inventory.issue_return_detail (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null,
  issue_return_id :ID_TYPE not null,
  issue_id :ID_TYPE not null,
  line_no smallint not null
    constraint issue_return_detail_line_numbers_start_at_one check (line_no >= 1),
  item_id :ID_TYPE not null references inventory.item,
  quantity public.quantity not null
    constraint issue_return_detail_quantity_is_positive check (quantity > 0),
  unit_price public.dong not null
    constraint issue_return_detail_price_is_positive check (unit_price > 0),
  line_total public.dong not null
    constraint issue_return_detail_total_is_not_negative check (line_total >= 0),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null,
  constraint issue_return_detail_belongs_to_a_return_of_its_slip
    foreign key (agency_id, issue_id, issue_return_id)
    references inventory.issue_return (agency_id, issue_id, id),
  constraint issue_return_detail_belongs_to_a_line_of_its_slip
    foreign key (issue_id, item_id) references inventory.issue_detail (issue_id, item_id),
  constraint issue_return_detail_has_an_item_once unique (issue_return_id, item_id),
  constraint issue_return_detail_total_is_near_quantity_times_price check (
    abs(line_total - quantity * unit_price) <= 1)
);
create index if not exists issue_return_detail_agency_id_issue_id_issue_return_id_idx
  on inventory.issue_return_detail (agency_id, issue_id, issue_return_id);
create index if not exists issue_return_detail_issue_id_item_id_idx
  on inventory.issue_return_detail (issue_id, item_id);
create index if not exists issue_return_detail_item_id_idx
  on inventory.issue_return_detail (item_id);
comment on table inventory.issue_return_detail is 'Line of a return, at the price frozen on the slip.';
comment on column inventory.issue_return_detail.id is 'Opaque key.';
comment on column inventory.issue_return_detail.agency_id is
  'Agency of the return, so that a row policy needs no join.';
comment on column inventory.issue_return_detail.issue_return_id is 'The return.';
comment on column inventory.issue_return_detail.issue_id is 'Slip of the return, whose line it undoes.';
comment on column inventory.issue_return_detail.line_no is 'Place on the return, from 1.';
comment on column inventory.issue_return_detail.item_id is 'What comes back.';
comment on column inventory.issue_return_detail.quantity is 'How much, in the item''s unit.';
comment on column inventory.issue_return_detail.unit_price is 'Price frozen on the slip, đồng a unit.';
comment on column inventory.issue_return_detail.line_total is
  'What the debt falls by, đồng: rounded so that all returns of a line add up to the line''s total.';
comment on column inventory.issue_return_detail.created_at is 'Moment of recording.';
comment on column inventory.issue_return_detail.created_by is 'User who wrote it.';

alter table inventory.stock_movement
  add column if not exists issue_return_id :ID_TYPE,
  drop constraint if exists stock_movement_of_a_return_names_it,
  drop constraint if exists stock_movement_belongs_to_a_return_of_its_agency;
alter table inventory.stock_movement
  add constraint stock_movement_of_a_return_names_it check (
    (kind = 'return') = (issue_return_id is not null)
    and (issue_return_id is null or agency_id is not null)),
  add constraint stock_movement_belongs_to_a_return_of_its_agency
    foreign key (agency_id, issue_return_id) references inventory.issue_return (agency_id, id);
create index if not exists stock_movement_agency_id_issue_return_id_idx
  on inventory.stock_movement (agency_id, issue_return_id);
comment on column inventory.stock_movement.agency_id is
  'Agency of the slip or the return, null for other kinds.';
comment on column inventory.stock_movement.issue_return_id is 'The return that moved it.';

alter table finance.debt_transaction
  add column if not exists issue_return_id :ID_TYPE,
  drop constraint if exists debt_transaction_kind_is_known,
  drop constraint if exists debt_transaction_of_a_return_names_it,
  drop constraint if exists debt_transaction_belongs_to_a_return_of_its_agency;
alter table finance.debt_transaction
  add constraint debt_transaction_kind_is_known check (kind in (
    'opening', 'issue', 'paid_now', 'payment', 'issue_cancel', 'payment_cancel', 'return')),
  add constraint debt_transaction_of_a_return_names_it check (
    (kind = 'return') = (issue_return_id is not null)
    and (issue_return_id is null or issue_id is not null)),
  add constraint debt_transaction_belongs_to_a_return_of_its_agency
    foreign key (agency_id, issue_return_id) references inventory.issue_return (agency_id, id);
create index if not exists debt_transaction_agency_id_issue_return_id_idx
  on finance.debt_transaction (agency_id, issue_return_id);
comment on column finance.debt_transaction.kind is
  'opening, issue, paid_now, payment, issue_cancel, payment_cancel, return.';
comment on column finance.debt_transaction.issue_return_id is 'The return behind it.';

--! Included config/functions/regulation_is_on.sql
-- A switch of the house on a business date. Where it has no version yet, the rule says what holds.
create or replace function config.regulation_is_on(
  key text, business_date date, otherwise boolean) returns boolean
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  switch text;
begin
  select v.value into switch
  from config.regulation as r
  join config.regulation_version as v on v.regulation_id = r.id
  where r.key = regulation_is_on.key and v.valid_from <= regulation_is_on.business_date
  order by v.valid_from desc
  limit 1;
  return case when found then switch = 'true' else otherwise end;
end
$$;
comment on function config.regulation_is_on(text, date, boolean) is
  E'@omit\nWhether a boolean regulation is true on a business date; otherwise, when it has no version.';
revoke all on function config.regulation_is_on(text, date, boolean) from public;
grant execute on function config.regulation_is_on(text, date, boolean) to sodaily_definer;
--! EndIncluded config/functions/regulation_is_on.sql
--! Included inventory/functions/issue_return_problems.sql
-- Everything that is wrong with a return, all at once. A slip that the caller may not see is unknown
-- to them: its existence is not told.
create or replace function inventory.issue_return_problems(
  issue_id :ID_TYPE, items inventory.issue_line[], return_date date, reason text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with slip as (
      select i.id, i.issue_date from inventory.issue as i
      where i.id = issue_return_problems.issue_id and agency.is_mine(i.agency_id)),
    problem as (
      select 'issue_id' as path, case
          when issue_return_problems.issue_id is null then 'required' else 'unknown'
        end as reason, issue_return_problems.issue_id::text as value
      where not exists (select from slip)
      union all
      select 'return_date', 'in_future', issue_return_problems.return_date::text
      where issue_return_problems.return_date > config.business_date()
      union all
      select 'return_date', 'before_issue', s.issue_date::text
      from slip as s where issue_return_problems.return_date < s.issue_date
      union all
      select 'reason', 'required', null where issue_return_problems.reason is null
      union all
      select 'reason', 'too_long', length(issue_return_problems.reason)::text
      where length(issue_return_problems.reason) > 500
      union all
      select 'items.' || l.place - 1 || '.item_id', 'not_on_slip', l.item_id::text
      from unnest(items) with ordinality as l (item_id, quantity, place)
      join inventory.item as i on i.id = l.item_id
      cross join slip as s
      where not exists (
        select from inventory.issue_detail as d
        where d.issue_id = s.id and d.item_id = l.item_id))
    select inventory.issue_line_problems(items)
      || coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]')
    from problem as p);
end
$$;
comment on function inventory.issue_return_problems(
  :ID_TYPE, inventory.issue_line[], date, text) is
  'Problems of the slip, lines, date and reason of a return, as JSON [{path, reason, value}].';
revoke all on function inventory.issue_return_problems(
  :ID_TYPE, inventory.issue_line[], date, text) from public;
grant execute on function inventory.issue_return_problems(
  :ID_TYPE, inventory.issue_line[], date, text) to sodaily_definer;
--! EndIncluded inventory/functions/issue_return_problems.sql
--! Included inventory/functions/add_return_lines.sql
-- Writes the lines of a return at the prices frozen on its slip: the same item twice is merged. Under
-- the lock on the agency, so that what was returned before is known; each line is rounded such that
-- all returns of a line of the slip together make its total, to the đồng.
create or replace function inventory.add_return_lines(
  made inventory.issue_return, items inventory.issue_line[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from agency.agency as a where a.id = made.agency_id for no key update;

  insert into inventory.issue_return_detail (
    agency_id, issue_return_id, issue_id, line_no, item_id, quantity, unit_price, line_total,
    created_by)
  select made.agency_id, made.id, made.issue_id, row_number() over (order by l.place), l.item_id,
    l.quantity, d.unit_price, round((b.quantity + l.quantity) * d.unit_price) - b.total,
    made.created_by
  from (
    select w.item_id, sum(w.quantity) as quantity, min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, place)
    group by w.item_id) as l
  join inventory.issue_detail as d on d.issue_id = made.issue_id and d.item_id = l.item_id
  cross join lateral (
    select coalesce(sum(r.quantity), 0) as quantity, coalesce(sum(r.line_total), 0) as total
    from inventory.issue_return_detail as r
    where r.issue_id = made.issue_id and r.item_id = l.item_id) as b;
end
$$;
comment on function inventory.add_return_lines(inventory.issue_return, inventory.issue_line[]) is
  'Locks the agency and inserts the merged and priced lines of a new return.';
revoke all on function inventory.add_return_lines(inventory.issue_return, inventory.issue_line[])
  from public;
grant execute on function inventory.add_return_lines(inventory.issue_return, inventory.issue_line[])
  to sodaily_definer;
--! EndIncluded inventory/functions/add_return_lines.sql
--! Included inventory/functions/create_issue_return.sql
-- Goods of a slip come back, in one transaction. What the lines do stands in the rules on
-- inventory.issue_return_detail, in the order of their triggers.
-- Security definer: returns, ledgers and numbers are written by functions only.
create or replace function inventory.create_issue_return(
  client_key text,
  issue_id :ID_TYPE,
  items inventory.issue_line[],
  return_date date default null,
  reason text default null)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  made inventory.issue_return;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  -- as meant: 2 and 2.000 are one quantity, and no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue_return',
    jsonb_build_array(issue_id, return_date, reason, (
      select jsonb_agg(jsonb_build_array(l.item_id, trim_scale(l.quantity)) order by l.place)
      from unnest(items) with ordinality as l (item_id, quantity, place))));
  if earlier is not null then
    select r.* into strict made
    from inventory.issue_return as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return made;
  end if;

  return_date := coalesce(return_date, config.business_date());
  perform audit.refuse_problems(
    inventory.issue_return_problems(issue_id, items, return_date, reason));

  perform finance.hold_open_period(return_date);
  insert into inventory.issue_return as r (agency_id, issue_id, return_date, reason, created_by)
  select i.agency_id, i.id, create_issue_return.return_date, create_issue_return.reason, caller
  from inventory.issue as i where i.id = create_issue_return.issue_id
  returning r.* into strict made;
  perform inventory.add_return_lines(made, items);

  select r.* into strict made from inventory.issue_return as r where r.id = made.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  return made;
end
$$;
alter function inventory.create_issue_return(text, :ID_TYPE, inventory.issue_line[], date, text)
  owner to sodaily_definer;
comment on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text) is
  E'@resultFieldName issueReturn\nTakes back goods of a confirmed slip at the prices frozen on it: raises stock, lowers the debt, numbers the return. Quantities in the item''s unit, returnDate today when null, a reason is required. The same clientKey gives the first return again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, AMOUNT_EXCEEDS_DEBT.';
revoke all on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text) from public;
grant execute on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue_return.sql
--! Included audit/rules/history_is_final.sql
-- Rule: what a ledger holds is never changed and never deleted.
-- A correction is a new row that reverses the old one. Nobody may override, the owner included.
-- Code when refused: HISTORY_IS_FINAL.
create or replace function audit.history_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name
    using errcode = 'SDHIS',
      detail = jsonb_build_object('table', tg_table_schema || '.' || tg_table_name, 'verb', tg_op)::text,
      hint = 'Write a reversing row instead.';
end
$$;
comment on function audit.history_is_final() is
  'Refuses update, delete and truncate on a ledger. Error: HISTORY_IS_FINAL {table, verb}.';
revoke all on function audit.history_is_final() from public;

create or replace trigger history_is_final
before update or delete or truncate on inventory.stock_movement
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.stock_movement is 'The stock ledger is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on finance.debt_transaction
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on finance.debt_transaction is 'The debt ledger is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on config.regulation_version
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on config.regulation_version is 'A regulation changes by a new version.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.issue_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.issue_detail is 'A slip is cancelled and written anew, never edited.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.receipt_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.receipt_detail is 'A receipt is cancelled and written anew, never edited.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.item_price
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.item_price is 'The history of import prices is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.stock_count_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.stock_count_detail is 'A stock count is never edited: count again.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.issue_return_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.issue_return_detail is 'A return is never edited: issue the goods anew.';
--! EndIncluded audit/rules/history_is_final.sql
--! Included inventory/rules/issue_return_is_final.sql
-- Rule: a return that has its number is not edited, takes no more lines and is never deleted:
-- issue the goods anew. Nobody may override. Code when refused: HISTORY_IS_FINAL.
create or replace function inventory.issue_return_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'return % is final', coalesce(old.code, old.id::text)
    using errcode = 'SDHIS', detail = jsonb_build_object(
      'table', 'inventory.issue_return', 'verb', tg_op, 'issue_return_id', old.id::text)::text,
    hint = 'Issue the goods anew.';
end
$$;
comment on function inventory.issue_return_is_final() is
  'Refuses to edit a numbered return or to delete any. Error: HISTORY_IS_FINAL {table, verb, issue_return_id}.';
revoke all on function inventory.issue_return_is_final() from public;

create or replace trigger issue_return_is_final
before update on inventory.issue_return
for each row when (old.code is not null)
execute function inventory.issue_return_is_final();
comment on trigger issue_return_is_final on inventory.issue_return is
  'A numbered return is not edited.';

create or replace trigger issue_return_is_never_deleted
before delete on inventory.issue_return
for each row execute function inventory.issue_return_is_final();
comment on trigger issue_return_is_never_deleted on inventory.issue_return is
  'No return is deleted.';

create or replace function inventory.return_takes_lines_once() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  final inventory.issue_return;
begin
  select r.* into final
  from new_line as n
  join inventory.issue_return as r on r.id = n.issue_return_id
  where r.code is not null
  limit 1;
  if found then
    raise exception 'return % is final', final.code
      using errcode = 'SDHIS', detail = jsonb_build_object(
        'table', 'inventory.issue_return_detail', 'verb', tg_op,
        'issue_return_id', final.id::text)::text,
      hint = 'Issue the goods anew.';
  end if;
  return null;
end
$$;
comment on function inventory.return_takes_lines_once() is
  'Refuses new lines on a numbered return. Error: HISTORY_IS_FINAL {table, verb, issue_return_id}.';
revoke all on function inventory.return_takes_lines_once() from public;

create or replace trigger return_1_return_takes_lines_once
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.return_takes_lines_once();
comment on trigger return_1_return_takes_lines_once on inventory.issue_return_detail is
  'Returning, step 1: a numbered return takes no more lines.';
--! EndIncluded inventory/rules/issue_return_is_final.sql
--! Included inventory/rules/return_needs_a_confirmed_slip.sql
-- Rule: goods come back only on a slip with which they left: confirmed or delivered, not cancelled.
-- Asked under the lock on the agency, which cancelling takes too (lock order: agency, items by key,
-- number). Nobody may override. Code when refused: ISSUE_NOT_RETURNABLE.
create or replace function inventory.return_needs_a_confirmed_slip() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  closed inventory.issue;
begin
  perform from agency.agency as a
  where a.id in (select n.agency_id from new_line as n)
  order by a.id
  for no key update;

  select i.* into closed
  from inventory.issue as i
  where i.id in (select n.issue_id from new_line as n)
    and i.status not in ('confirmed', 'delivered')
  limit 1;
  if found then
    raise exception 'slip % is %', coalesce(closed.code, closed.id::text), closed.status
      using errcode = 'SDNRT', detail = jsonb_build_object(
        'issue_id', closed.id::text, 'issue_code', coalesce(closed.code, closed.id::text),
        'status', closed.status)::text,
      hint = 'Choose the slip with which the goods left.';
  end if;
  return null;
end
$$;
comment on function inventory.return_needs_a_confirmed_slip() is
  'Locks the agencies of new returns and refuses slips that did not go out. Error: ISSUE_NOT_RETURNABLE {issue_id, issue_code, status}.';
revoke all on function inventory.return_needs_a_confirmed_slip() from public;

create or replace trigger return_2_return_needs_a_confirmed_slip
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.return_needs_a_confirmed_slip();
comment on trigger return_2_return_needs_a_confirmed_slip on inventory.issue_return_detail is
  'Returning, step 2: lock the agency, refuse slips that did not go out.';
--! EndIncluded inventory/rules/return_needs_a_confirmed_slip.sql
--! Included inventory/rules/return_within_issue.sql
-- Rule: of each line of a slip no more comes back than was issued, over all its returns together.
-- Asked under the lock on the agency; all lines that ask for too much are named at once. Nobody may
-- override. Code when refused: RETURN_EXCEEDS_ISSUE.
create or replace function inventory.return_within_issue() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  exceeding jsonb;
begin
  with line as (
    select n.issue_id, n.item_id, sum(n.quantity) as requested, min(n.line_no) as line_no
    from new_line as n
    group by n.issue_id, n.item_id),
  sum_of as (
    select l.*, d.quantity as issued, (
      select sum(r.quantity) from inventory.issue_return_detail as r
      where r.issue_id = l.issue_id and r.item_id = l.item_id) - l.requested as returned
    from line as l
    join inventory.issue_detail as d on d.issue_id = l.issue_id and d.item_id = l.item_id)
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
    'issued', trim_scale(s.issued)::text,
    'returned', trim_scale(s.returned)::text,
    'available', trim_scale(s.issued - s.returned)::text,
    'requested', trim_scale(s.requested)::text,
    'excess', trim_scale(s.returned + s.requested - s.issued)::text) order by s.line_no)
  into exceeding
  from sum_of as s
  join inventory.item as i on i.id = s.item_id
  join inventory.unit as u on u.id = i.unit_id
  where s.returned + s.requested > s.issued;
  if exceeding is not null then
    raise exception 'more would come back than was issued'
      using errcode = 'SDRET', detail = jsonb_build_object('items', exceeding)::text,
        hint = 'Lower the quantities to what is available.';
  end if;
  return null;
end
$$;
comment on function inventory.return_within_issue() is
  'Refuses returns beyond what was issued. Error: RETURN_EXCEEDS_ISSUE {items: [{item_id, sku, item_name, unit, issued, returned, available, requested, excess}]}, quantities in the item''s unit as text.';
revoke all on function inventory.return_within_issue() from public;

create or replace trigger return_3_return_within_issue
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.return_within_issue();
comment on trigger return_3_return_within_issue on inventory.issue_return_detail is
  'Returning, step 3: no more than was issued.';
--! EndIncluded inventory/rules/return_within_issue.sql
--! Included finance/rules/return_within_debt.sql
-- Rule QĐ5: while PAYMENT_NOT_OVER_DEBT holds (also where it is not set yet), a return lowers the
-- debt to zero at most; else what is more becomes an advance. Asked under the lock on the agency.
-- Who may override: nobody; whoever may change regulations can switch it off for all.
-- Code when refused: AMOUNT_EXCEEDS_DEBT.
create or replace function finance.return_within_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  asked record;
begin
  for asked in
    select a.id, a.code, a.name, a.debt_amount, sum(n.line_total) as amount
    from new_line as n
    join agency.agency as a on a.id = n.agency_id
    group by a.id
    having sum(n.line_total) > greatest(a.debt_amount, 0)
  loop
    if config.regulation_is_on('PAYMENT_NOT_OVER_DEBT', config.business_date(), true) then
      raise exception 'agency % owes less than what comes back', asked.code
        using errcode = 'SDEXC', detail = jsonb_build_object(
          'agency_id', asked.id::text, 'agency_code', asked.code, 'agency_name', asked.name,
          'debt', asked.debt_amount::text, 'amount', asked.amount::text,
          'payable', greatest(asked.debt_amount, 0)::text,
          'excess', (asked.amount - greatest(asked.debt_amount, 0))::text)::text,
        hint = 'Take back less, or first give back what was paid.';
    end if;
  end loop;
  return null;
end
$$;
comment on function finance.return_within_debt() is
  'Refuses returns beyond the debt. Error: AMOUNT_EXCEEDS_DEBT {agency_id, agency_code, agency_name, debt, amount, excess, payable}, money in đồng as text.';
revoke all on function finance.return_within_debt() from public;

create or replace trigger return_4_return_within_debt
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function finance.return_within_debt();
comment on trigger return_4_return_within_debt on inventory.issue_return_detail is
  'Returning, step 4: no more than is owed.';
--! EndIncluded finance/rules/return_within_debt.sql
--! Included finance/rules/f_lower_debt_on_return.sql
-- Rule: debt falls exactly once when goods come back, by the lines of the return: one ledger row a
-- return, and the agency's balance with it. The agency is locked by step 2. Nobody may override.
create or replace function finance.f_lower_debt_on_return() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select r.id, r.agency_id, r.issue_id, r.return_date, r.created_by, s.amount,
      row_number() over earlier as nth, sum(s.amount) over earlier as lowered
    from (
      select n.issue_return_id, sum(n.line_total) as amount
      from new_line as n group by n.issue_return_id) as s
    join inventory.issue_return as r on r.id = s.issue_return_id
    where s.amount > 0
    window earlier as (partition by r.agency_id order by r.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount + s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, issue_id, issue_return_id,
    created_by)
  select p.agency_id, b.last_seq + p.nth, 'return', -p.amount, b.opening - p.lowered,
    p.return_date, p.issue_id, p.id, p.created_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.f_lower_debt_on_return() is
  'Lowers the debt of the agencies of new returns and writes the debt ledger, in đồng.';
revoke all on function finance.f_lower_debt_on_return() from public;

create or replace trigger return_5_f_lower_debt_on_return
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function finance.f_lower_debt_on_return();
comment on trigger return_5_f_lower_debt_on_return on inventory.issue_return_detail is
  'Returning, step 5: debt and debt ledger.';
--! EndIncluded finance/rules/f_lower_debt_on_return.sql
--! Included inventory/rules/f_raise_stock_on_return.sql
-- Rule: stock rises exactly once when goods come back, by the lines of the return and on its
-- date. One ordered lock on all items, one update for all lines. Nobody may override.
create or replace function inventory.f_raise_stock_on_return() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from inventory.item as i
  where i.id in (select n.item_id from new_line as n)
  order by i.id
  for no key update;

  with line as (
    select n.item_id, n.quantity, r.id as issue_return_id, r.agency_id, r.return_date, r.created_by,
      row_number() over earlier as nth, sum(n.quantity) over earlier as raised
    from new_line as n
    join inventory.issue_return as r on r.id = n.issue_return_id
    window earlier as (partition by n.item_id order by r.id)),
  balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity + s.quantity, stock_seq = i.stock_seq + s.rows
    from (
      select l.item_id, sum(l.quantity) as quantity, count(*) as rows
      from line as l group by l.item_id) as s
    where i.id = s.item_id
    returning i.id, i.stock_quantity - s.quantity as opening, i.stock_seq - s.rows as last_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, balance_after, business_date, agency_id,
    issue_return_id, created_by)
  select l.item_id, b.last_seq + l.nth, 'return', l.quantity, b.opening + l.raised,
    l.return_date, l.agency_id, l.issue_return_id, l.created_by
  from line as l
  join balance as b on b.id = l.item_id;
  return null;
end
$$;
comment on function inventory.f_raise_stock_on_return() is
  'Raises stock by the lines of new returns and writes the stock ledger.';
revoke all on function inventory.f_raise_stock_on_return() from public;

create or replace trigger return_6_f_raise_stock_on_return
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.f_raise_stock_on_return();
comment on trigger return_6_f_raise_stock_on_return on inventory.issue_return_detail is
  'Returning, step 6: stock and stock ledger.';
--! EndIncluded inventory/rules/f_raise_stock_on_return.sql
--! Included inventory/rules/issue_return_is_numbered_last.sql
-- Rule: a return gets its number TH-year-000123 and its total after every check and lock, so that
-- numbers have no gaps and the counter is locked for the shortest time. Nobody may override.
create or replace function inventory.issue_return_is_numbered_last() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  update inventory.issue_return as r
  set total_amount = s.total, code = config.next_document_code('TH', r.return_date)
  from (
    select n.issue_return_id, sum(n.line_total) as total
    from new_line as n group by n.issue_return_id) as s
  where r.id = s.issue_return_id;
  return null;
end
$$;
comment on function inventory.issue_return_is_numbered_last() is
  'Totals new returns, in đồng, and numbers them.';
revoke all on function inventory.issue_return_is_numbered_last() from public;

create or replace trigger return_7_issue_return_is_numbered_last
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.issue_return_is_numbered_last();
comment on trigger return_7_issue_return_is_numbered_last on inventory.issue_return_detail is
  'Returning, step 7: total and number.';
--! EndIncluded inventory/rules/issue_return_is_numbered_last.sql
--! Included inventory/rules/issue_has_no_returns_when_cancelled.sql
-- Rule: a slip of which goods came back is not cancelled, or they would come back twice: return the
-- rest instead. Asked under the lock on the agency, which returning takes too. Nobody may override.
-- Code when refused: HAS_RETURNS.
create or replace function inventory.issue_has_no_returns_when_cancelled() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  return_codes text;
begin
  perform from agency.agency as a where a.id = old.agency_id for no key update;

  select string_agg(r.code, ', ' order by r.code) into return_codes
  from inventory.issue_return as r
  where r.agency_id = old.agency_id and r.issue_id = old.id;
  if return_codes is not null then
    raise exception 'slip % has returns', old.code
      using errcode = 'SDRTN', detail = jsonb_build_object(
        'issue_id', old.id::text, 'issue_code', old.code, 'return_codes', return_codes)::text,
      hint = 'Return what is left of it.';
  end if;
  return new;
end
$$;
comment on function inventory.issue_has_no_returns_when_cancelled() is
  'Refuses to cancel a slip that has returns. Error: HAS_RETURNS {issue_id, issue_code, return_codes}.';
revoke all on function inventory.issue_has_no_returns_when_cancelled() from public;

create or replace trigger issue_has_no_returns_when_cancelled
before update on inventory.issue
for each row when (old.status <> 'cancelled' and new.status = 'cancelled')
execute function inventory.issue_has_no_returns_when_cancelled();
comment on trigger issue_has_no_returns_when_cancelled on inventory.issue is
  'A slip with returns is not cancelled.';
--! EndIncluded inventory/rules/issue_has_no_returns_when_cancelled.sql
--! Included inventory/policies/issue_return.sql
-- Assigned people see returns of their agencies, staff all; the warehouse sees no money.
alter table inventory.issue_return enable row level security;
alter table inventory.issue_return force row level security;

drop policy if exists definer_does_what_functions_do on inventory.issue_return;
create policy definer_does_what_functions_do on inventory.issue_return
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on inventory.issue_return;
create policy user_reads_own_agencies on inventory.issue_return
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on inventory.issue_return;
create policy staff_reads_all on inventory.issue_return
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.issue_return;
create policy warehouse_reads_all on inventory.issue_return
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.issue_return;
create policy auditor_reads_all on inventory.issue_return
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.issue_return;
create policy readers_need_the_scope on inventory.issue_return
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.issue_return from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on inventory.issue_return to sodaily_definer;
grant select on inventory.issue_return
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, code, agency_id, issue_id, return_date, reason, created_at, created_by
) on inventory.issue_return to sodaily_warehouse;
--! EndIncluded inventory/policies/issue_return.sql
--! Included inventory/policies/issue_return_detail.sql
-- As the return: the line carries its agency, so the policy needs no join.
alter table inventory.issue_return_detail enable row level security;
alter table inventory.issue_return_detail force row level security;

drop policy if exists definer_does_what_functions_do on inventory.issue_return_detail;
create policy definer_does_what_functions_do on inventory.issue_return_detail
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on inventory.issue_return_detail;
create policy user_reads_own_agencies on inventory.issue_return_detail
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on inventory.issue_return_detail;
create policy staff_reads_all on inventory.issue_return_detail
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.issue_return_detail;
create policy warehouse_reads_all on inventory.issue_return_detail
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.issue_return_detail;
create policy auditor_reads_all on inventory.issue_return_detail
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.issue_return_detail;
create policy readers_need_the_scope on inventory.issue_return_detail
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.issue_return_detail from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on inventory.issue_return_detail to sodaily_definer;
grant select on inventory.issue_return_detail
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, agency_id, issue_return_id, issue_id, line_no, item_id, quantity, created_at, created_by
) on inventory.issue_return_detail to sodaily_warehouse;
--! EndIncluded inventory/policies/issue_return_detail.sql

--! split: 120-payments.sql
-- Payments on their own: recorded by finance roles, numbered, never edited, cancelled with a reason.
alter table finance.payment
  add column if not exists note text,
  add column if not exists cancelled_at timestamptz,
  add column if not exists cancelled_by :ID_TYPE references auth."user",
  add column if not exists cancel_reason text;
alter table finance.payment
  drop constraint if exists payment_note_is_short,
  add constraint payment_note_is_short check (length(note) <= 500),
  drop constraint if exists payment_reference_is_short,
  add constraint payment_reference_is_short check (length(reference) <= 100),
  drop constraint if exists payment_cancelled_says_when_by_whom_and_why,
  add constraint payment_cancelled_says_when_by_whom_and_why check (case status
    when 'cancelled' then
      num_nulls(cancelled_at, cancelled_by, cancel_reason) = 0 and btrim(cancel_reason) <> ''
    else num_nonnulls(cancelled_at, cancelled_by, cancel_reason) = 0 end),
  drop constraint if exists payment_cancel_reason_is_short,
  add constraint payment_cancel_reason_is_short check (length(cancel_reason) <= 500);
create index if not exists payment_cancelled_by_idx on finance.payment (cancelled_by);
comment on column finance.payment.note is 'Free text, at most 500 characters.';
comment on column finance.payment.reference is
  'Bank reference or receipt book number, at most 100 characters.';
comment on column finance.payment.cancelled_at is 'Moment the debt rose again; null while it counts.';
comment on column finance.payment.cancelled_by is 'User who cancelled it.';
comment on column finance.payment.cancel_reason is 'Why it was cancelled, at most 500 characters.';

--! Included finance/policies/payment.sql
-- Assigned people see payments of their agencies, staff all; the warehouse none.
alter table finance.payment enable row level security;
alter table finance.payment force row level security;

drop policy if exists definer_does_what_functions_do on finance.payment;
create policy definer_does_what_functions_do on finance.payment
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.payment;
create policy user_reads_own_agencies on finance.payment
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.payment;
create policy staff_reads_all on finance.payment
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.payment;
create policy auditor_reads_all on finance.payment
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.payment;
create policy readers_need_the_scope on finance.payment
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.payment from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on finance.payment to sodaily_definer;
grant update (status, cancelled_at, cancelled_by, cancel_reason) on finance.payment
  to sodaily_definer;
grant select on finance.payment
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/payment.sql
--! Included finance/functions/payment_problems.sql
-- Everything that is wrong with a payment asked for. An agency that the caller may not see is
-- unknown to them: its existence is not told.
create or replace function finance.payment_problems(
  agency_id :ID_TYPE, amount numeric, payment_date date, method text, reference text, note text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with seen as (
      select a.reception_date from agency.agency as a
      where a.id = payment_problems.agency_id and agency.is_mine(payment_problems.agency_id)),
    problem as (
      select 'agency_id' as path,
        case when payment_problems.agency_id is null then 'required' else 'unknown' end as reason,
        payment_problems.agency_id::text as value
      where not exists (select from seen)
      union all
      select 'amount', m.reason, payment_problems.amount::text
      from (select case
        when payment_problems.amount is null then 'required'
        when payment_problems.amount = 'NaN' then 'not_a_number'
        when payment_problems.amount <= 0 then 'not_positive'
        when payment_problems.amount > 999999999999999 then 'too_large'
        when payment_problems.amount <> trunc(payment_problems.amount) then 'whole_number_only'
      end as reason) as m
      where m.reason is not null
      union all
      select 'payment_date', 'in_future', payment_problems.payment_date::text
      where payment_problems.payment_date > config.business_date()
      union all
      select 'payment_date', 'before_reception', s.reception_date::text
      from seen as s where payment_problems.payment_date < s.reception_date
      union all
      select 'method', 'unknown', payment_problems.method
      where payment_problems.method not in ('cash', 'bank', 'other')
      union all
      select 'reference', 'too_long', length(payment_problems.reference)::text
      where length(payment_problems.reference) > 100
      union all
      select 'note', 'too_long', length(payment_problems.note)::text
      where length(payment_problems.note) > 500)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function finance.payment_problems(:ID_TYPE, numeric, date, text, text, text) is
  E'@omit\nProblems of a payment asked for, amount in đồng, as JSON [{path, reason, value}].';
revoke all on function finance.payment_problems(:ID_TYPE, numeric, date, text, text, text)
  from public;
grant execute on function finance.payment_problems(:ID_TYPE, numeric, date, text, text, text)
  to sodaily_definer;
--! EndIncluded finance/functions/payment_problems.sql
--! Included finance/functions/create_payment.sql
-- Money received from an agency, whatever its status: a blocked or terminated one still pays.
-- What recording does stands in the rules on finance.payment, in the order of their triggers.
-- Security definer: payments, ledgers and numbers are written by functions only.
create or replace function finance.create_payment(
  client_key text,
  agency_id :ID_TYPE,
  amount numeric,
  payment_date date default null,
  method text default 'cash',
  reference text default null,
  note text default null)
returns finance.payment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  paid finance.payment;
  earlier jsonb;
begin
  method := coalesce(method, 'cash');
  reference := nullif(btrim(reference), '');
  note := nullif(btrim(note), '');
  -- the request as it was meant: no date stays no date, so a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'finance.create_payment', jsonb_build_array(
    agency_id, trim_scale(amount), payment_date, method, reference, note));
  if earlier is not null then
    select p.* into strict paid
    from finance.payment as p where p.id = cast(earlier ->> 'id' as :ID_TYPE);
    return paid;
  end if;

  payment_date := coalesce(payment_date, config.business_date());
  perform audit.refuse_problems(finance.payment_problems(
    agency_id, amount, payment_date, method, reference, note));

  -- before the number is drawn: lock order is month, agency, number counter
  perform finance.hold_open_period(payment_date);
  perform from agency.agency as a where a.id = create_payment.agency_id for no key update;
  insert into finance.payment as p (
    code, agency_id, method, reference, amount, payment_date, note, created_by)
  values (config.next_document_code('PT', create_payment.payment_date), create_payment.agency_id,
    create_payment.method, create_payment.reference, create_payment.amount,
    create_payment.payment_date, create_payment.note, caller)
  returning p.* into strict paid;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', paid.id::text));
  return paid;
end
$$;
alter function finance.create_payment(text, :ID_TYPE, numeric, date, text, text, text)
  owner to sodaily_definer;
comment on function finance.create_payment(
  text, :ID_TYPE, numeric, date, text, text, text) is
  E'@resultFieldName payment\nRecords money received from an agency: numbers it and lowers the debt. amount in whole đồng, paymentDate today when null, method cash, bank or other. The same clientKey gives the first payment again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, AMOUNT_EXCEEDS_DEBT, PERIOD_CLOSED.';
revoke all on function finance.create_payment(
  text, :ID_TYPE, numeric, date, text, text, text) from public;
grant execute on function finance.create_payment(
  text, :ID_TYPE, numeric, date, text, text, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/create_payment.sql
--! Included finance/functions/cancel_payment.sql
-- Undoes a payment by hand: the debt rises again on today's date, in one transaction. What
-- cancelling does stands in the rules on finance.payment, in the order of their triggers.
-- Security definer: payments and ledgers are written by functions only.
create or replace function finance.cancel_payment(client_key text, payment_id :ID_TYPE, reason text)
returns finance.payment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('slip:cancel');
  paid finance.payment;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'finance.cancel_payment',
    jsonb_build_array(payment_id, reason));
  select p.* into paid from finance.payment as p where p.id = cancel_payment.payment_id;
  if earlier is not null then
    return paid;
  end if;

  perform audit.refuse_problems(case
    when paid.id is null or not agency.is_mine(paid.agency_id) then
      jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('path', 'payment_id',
        'reason', case when payment_id is null then 'required' else 'unknown' end,
        'value', payment_id::text)))
    else '[]' end || case
    when reason is null then
      jsonb_build_array(jsonb_build_object('path', 'reason', 'reason', 'required'))
    when length(reason) > 500 then jsonb_build_array(jsonb_build_object(
      'path', 'reason', 'reason', 'too_long', 'value', length(reason)::text))
    else '[]' end);

  perform finance.hold_open_period(config.business_date());
  perform from agency.agency as a where a.id = paid.agency_id for no key update;
  update finance.payment as p
  set status = 'cancelled', cancelled_at = now(), cancelled_by = caller,
    cancel_reason = cancel_payment.reason
  where p.id = cancel_payment.payment_id
  returning p.* into strict paid;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', paid.id::text));
  return paid;
end
$$;
alter function finance.cancel_payment(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function finance.cancel_payment(text, :ID_TYPE, text) is
  E'@resultFieldName payment\nCancels a payment, with a reason: the debt rises again by a reversing row of today. What was paid on the spot is cancelled with its slip only. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES.';
revoke all on function finance.cancel_payment(text, :ID_TYPE, text) from public;
grant execute on function finance.cancel_payment(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/cancel_payment.sql
--! Included finance/functions/payment_advance_amount.sql
-- Read from the ledger and not stored, so that it cannot drift from it.
create or replace function finance.payment_advance_amount(payment finance.payment)
returns public.dong
language sql stable
as $$
  select least(payment.amount, greatest(-t.balance_after, 0))
  from finance.debt_transaction as t
  where t.agency_id = payment.agency_id and t.payment_id = payment.id
    and t.kind in ('payment', 'paid_now')
$$;
comment on function finance.payment_advance_amount(finance.payment) is
  'How much of the payment passed the debt of its moment and was an advance (trả trước), đồng; 0 for none.';
revoke all on function finance.payment_advance_amount(finance.payment) from public;
grant execute on function finance.payment_advance_amount(finance.payment)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/functions/payment_advance_amount.sql
--! Included finance/rules/payment_not_over_debt.sql
-- Rule QĐ5: a payment is at most the debt while PAYMENT_NOT_OVER_DEBT is true. When it is false the
-- excess is an advance (negative debt), told by finance.payment_advance_amount. The debt is today's,
-- under the lock on the agency, so the regulation is today's too: dating back opens no door. What is
-- paid on the spot is bounded by its slip. Who may override: nobody; an admin sets the regulation.
-- Code when refused: AMOUNT_EXCEEDS_DEBT.
create or replace function finance.payment_not_over_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  in_force config.regulation_version :=
    config.regulation_on('PAYMENT_NOT_OVER_DEBT', config.business_date());
  over record;
begin
  if not in_force.value::boolean then
    return null;
  end if;
  perform from agency.agency as a
  where a.id in (select n.agency_id from new_payment as n where n.issue_id is null)
  order by a.id
  for no key update;

  select a.id, a.code, a.name, a.debt_amount, greatest(a.debt_amount, 0) as payable, p.amount
  into over
  from (
    select n.agency_id, sum(n.amount) as amount
    from new_payment as n where n.issue_id is null group by n.agency_id) as p
  join agency.agency as a on a.id = p.agency_id
  where p.amount > greatest(a.debt_amount, 0)
  order by a.id
  limit 1;
  if found then
    raise exception 'payment of % is more than the debt % of agency %',
      over.amount, over.debt_amount, over.code
      using errcode = 'SDEXC', detail = jsonb_build_object(
        'agency_id', over.id::text, 'agency_code', over.code, 'agency_name', over.name,
        'debt', over.debt_amount::text, 'amount', over.amount::text,
        'excess', (over.amount - over.payable)::text, 'payable', over.payable::text,
        'regulation_version', jsonb_build_object('key', 'PAYMENT_NOT_OVER_DEBT',
          'id', in_force.id::text, 'value', in_force.value,
          'valid_from', in_force.valid_from))::text,
      hint = 'Take at most what is payable.';
  end if;
  return null;
end
$$;
comment on function finance.payment_not_over_debt() is
  'Refuses payments beyond the debt. Error: AMOUNT_EXCEEDS_DEBT {agency_id, agency_code, agency_name, debt, amount, excess, payable, regulation_version}, money in đồng as text.';
revoke all on function finance.payment_not_over_debt() from public;

create or replace trigger record_1_payment_not_over_debt
after insert on finance.payment
referencing new table as new_payment
for each statement execute function finance.payment_not_over_debt();
comment on trigger record_1_payment_not_over_debt on finance.payment is
  'Recording, step 1: at most the debt.';
--! EndIncluded finance/rules/payment_not_over_debt.sql
--! Included finance/rules/payment_lowers_debt.sql
-- Rule: a payment lowers the debt exactly once, when it is recorded: one ledger row of kind payment,
-- and the agency's balance with it. What is paid on the spot is posted with its slip
-- (finance.paid_now_makes_one_payment). Nobody may override.
create or replace function finance.payment_lowers_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select n.id, n.agency_id, n.payment_date, n.created_by, n.amount,
      row_number() over earlier as nth, sum(n.amount) over earlier as lowered
    from new_payment as n
    where n.issue_id is null
    window earlier as (partition by n.agency_id order by n.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount + s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, payment_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'payment', -p.amount, b.opening - p.lowered,
    p.payment_date, p.id, p.created_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.payment_lowers_debt() is
  'Lowers the debt by payments being recorded and writes the debt ledger, in đồng.';
revoke all on function finance.payment_lowers_debt() from public;

create or replace trigger record_2_payment_lowers_debt
after insert on finance.payment
referencing new table as new_payment
for each statement execute function finance.payment_lowers_debt();
comment on trigger record_2_payment_lowers_debt on finance.payment is
  'Recording, step 2: debt and debt ledger.';
--! EndIncluded finance/rules/payment_lowers_debt.sql
--! Included finance/rules/payment_is_final.sql
-- Rule: a recorded payment is not edited and never deleted: cancel it and record another. A cancelled
-- one stays as it is, with its reason. Nobody may override. Code when refused: HISTORY_IS_FINAL.
create or replace function finance.payment_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'a payment is final'
    using errcode = 'SDHIS', detail = jsonb_strip_nulls(jsonb_build_object(
      'table', 'finance.payment', 'verb', tg_op, 'payment_id', old.id::text))::text,
    hint = 'Cancel it and record a new one.';
end
$$;
comment on function finance.payment_is_final() is
  'Refuses to edit or delete a payment. Error: HISTORY_IS_FINAL {table, verb, payment_id}.';
revoke all on function finance.payment_is_final() from public;

create or replace trigger payment_is_final
before update on finance.payment
for each row when (
  (old.id, old.code, old.agency_id, old.issue_id, old.method, old.reference, old.amount,
    old.payment_date, old.note, old.created_at, old.created_by)
    is distinct from
  (new.id, new.code, new.agency_id, new.issue_id, new.method, new.reference, new.amount,
    new.payment_date, new.note, new.created_at, new.created_by)
  or old.status = 'cancelled' and
    (old.cancelled_at, old.cancelled_by, old.cancel_reason)
      is distinct from
    (new.cancelled_at, new.cancelled_by, new.cancel_reason))
execute function finance.payment_is_final();
comment on trigger payment_is_final on finance.payment is 'A payment is not edited.';

create or replace trigger payment_is_never_deleted
before delete or truncate on finance.payment
for each statement execute function finance.payment_is_final();
comment on trigger payment_is_never_deleted on finance.payment is 'No payment is deleted.';
--! EndIncluded finance/rules/payment_is_final.sql
--! Included finance/rules/payment_transition.sql
-- Rule: a payment is born confirmed and goes to cancelled, once. What was paid on the spot goes only
-- after its slip did: it is part of the slip. Nobody may override.
-- Code when refused: INVALID_TRANSITION.
create or replace function finance.payment_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  from_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
  slip inventory.issue;
  is_road boolean := (from_status, new.status) in (('new', 'confirmed'), ('confirmed', 'cancelled'));
begin
  if is_road and new.status = 'cancelled' and new.issue_id is not null then
    select i.* into slip
    from inventory.issue as i
    where i.agency_id = new.agency_id and i.id = new.issue_id and i.status <> 'cancelled';
  end if;
  if not is_road or slip.id is not null then
    raise exception 'a payment cannot go from % to %', from_status, new.status
      using errcode = 'SDTRN', detail = jsonb_strip_nulls(jsonb_build_object(
        'payment_id', new.id::text, 'payment_code', new.code, 'from', from_status,
        'to', new.status, 'reason', case when slip.id is not null then 'paid_with_its_slip' end,
        'issue_id', slip.id::text, 'issue_code', slip.code))::text,
      hint = case when slip.id is null then 'Reload it to see its present state.'
        else 'Cancel its slip.' end;
  end if;
  return new;
end
$$;
comment on function finance.payment_transition() is
  'Refuses a change of status that is no road. Error: INVALID_TRANSITION {payment_id, payment_code, from, to} and, when it was paid on the spot, {reason, issue_id, issue_code}.';
revoke all on function finance.payment_transition() from public;

create or replace trigger payment_is_born_confirmed
before insert on finance.payment
for each row execute function finance.payment_transition();
comment on trigger payment_is_born_confirmed on finance.payment is 'A payment begins confirmed.';

-- also when the status stays: cancelling a second time is told as what it is
create or replace trigger cancel_1_payment_transition
before update of status on finance.payment
for each row execute function finance.payment_transition();
comment on trigger cancel_1_payment_transition on finance.payment is
  'Cancelling, step 1: confirmed to cancelled only.';
--! EndIncluded finance/rules/payment_transition.sql
--! Included finance/rules/payment_needs_four_eyes.sql
-- Rule: while FOUR_EYES is true nobody cancels a payment that they recorded themselves. What was paid
-- on the spot follows its slip, which has eyes of its own. Who may override: nobody; an admin sets
-- the regulation. Code when refused: FOUR_EYES.
create or replace function finance.payment_needs_four_eyes() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform config.four_eyes(old.created_by, new.cancelled_by);
  return new;
end
$$;
comment on function finance.payment_needs_four_eyes() is
  'Refuses to let people cancel their own payments. Error: FOUR_EYES, see config.four_eyes.';
revoke all on function finance.payment_needs_four_eyes() from public;

create or replace trigger cancel_2_payment_needs_four_eyes
before update on finance.payment
for each row when (
  old.status <> 'cancelled' and new.status = 'cancelled' and old.issue_id is null
  and new.cancelled_by = old.created_by)
execute function finance.payment_needs_four_eyes();
comment on trigger cancel_2_payment_needs_four_eyes on finance.payment is
  'Cancelling, step 2: not by the one who recorded it, while FOUR_EYES holds.';
--! EndIncluded finance/rules/payment_needs_four_eyes.sql
--! Included finance/rules/cancelled_payment_raises_debt.sql
-- Rule: cancelling a payment raises the debt by what it had lowered it, exactly once, by a row that
-- reverses its row of the ledger. The row is of today: the day it was paid may lie in a closed month.
-- It holds for what was paid on the spot too, when its slip is cancelled. Nobody may override.
create or replace function finance.cancelled_payment_raises_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select t.id, t.agency_id, t.issue_id, t.payment_id, -t.amount as amount, n.cancelled_by,
      row_number() over earlier as nth, sum(-t.amount) over earlier as raised
    from new_payment as n
    join old_payment as o on o.id = n.id
    join finance.debt_transaction as t on t.agency_id = n.agency_id and t.payment_id = n.id
      and t.kind in ('payment', 'paid_now')
    where n.status = 'cancelled' and o.status <> 'cancelled'
    window earlier as (partition by t.agency_id order by t.seq)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount - s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after,
    business_date, issue_id, payment_id, reverses_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'payment_cancel', p.amount, b.opening + p.raised,
    config.business_date(), p.issue_id, p.payment_id, p.id, p.cancelled_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.cancelled_payment_raises_debt() is
  'Reverses the ledger rows of payments being cancelled and raises the debt, in đồng.';
revoke all on function finance.cancelled_payment_raises_debt() from public;

create or replace trigger cancel_3_cancelled_payment_raises_debt
after update on finance.payment
referencing old table as old_payment new table as new_payment
for each statement execute function finance.cancelled_payment_raises_debt();
comment on trigger cancel_3_cancelled_payment_raises_debt on finance.payment is
  'Cancelling, step 3: debt and debt ledger.';
--! EndIncluded finance/rules/cancelled_payment_raises_debt.sql

--! split: 121-regulations.sql
-- Switches the rules of money read. Written as the definer, because row-level security is forced
-- upon the owner too.
set local role sodaily_definer;

insert into config.regulation (key, value_type, description_vi, description_en) values
  ('PAYMENT_NOT_OVER_DEBT', 'boolean',
    'Số tiền thu không vượt quá công nợ', 'A payment is at most the debt'),
  ('FOUR_EYES', 'boolean',
    'Không ai tự hủy chứng từ do chính mình lập', 'Nobody cancels alone what they made')
on conflict on constraint regulation_key_is_unique do nothing;

insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, w.value, date '2000-01-01', 'Giá trị ban đầu'
from (values ('PAYMENT_NOT_OVER_DEBT', 'true'), ('FOUR_EYES', 'false')) as w (key, value)
join config.regulation as r on r.key = w.key
on conflict on constraint one_version_of_a_regulation_a_day do nothing;

set local role sodaily_owner;

--! split: 122-allocations.sql
-- Which payment settles which slip.
create table if not exists finance.payment_allocation (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null,
  payment_id :ID_TYPE not null,
  issue_id :ID_TYPE not null,
  amount public.dong not null
    constraint allocation_amount_is_positive check (amount > 0),
  is_by_hand boolean not null default false,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  constraint allocation_names_a_slip_once unique (payment_id, issue_id),
  constraint allocation_belongs_to_a_payment_of_its_agency
    foreign key (agency_id, payment_id) references finance.payment (agency_id, id),
  constraint allocation_belongs_to_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id)
);
create index if not exists payment_allocation_agency_id_payment_id_idx
  on finance.payment_allocation (agency_id, payment_id);
create index if not exists payment_allocation_agency_id_issue_id_idx
  on finance.payment_allocation (agency_id, issue_id);
create index if not exists payment_allocation_created_by_idx
  on finance.payment_allocation (created_by);
-- not append-only: no balance hangs on it, the ledger does not know it, and it is replaced as a whole
comment on table finance.payment_allocation is
  'Which payment settles which slip, by how much: a way to read the debt, not part of it. Rows are replaced by finance.allocate_payment and freed by cancelling, under the lock on the agency.';
comment on column finance.payment_allocation.id is 'Opaque key.';
comment on column finance.payment_allocation.agency_id is 'Agency of both, so that a row policy needs no join.';
comment on column finance.payment_allocation.payment_id is 'The payment that settles.';
comment on column finance.payment_allocation.issue_id is 'The slip that is settled.';
comment on column finance.payment_allocation.amount is 'How much of the payment goes to the slip, đồng.';
comment on column finance.payment_allocation.is_by_hand is 'True when somebody told it; false: oldest slip first.';
comment on column finance.payment_allocation.created_at is 'Moment of recording.';
comment on column finance.payment_allocation.created_by is 'User who recorded it.';

do $$
begin
  if to_regtype('finance.allocation_line') is null then
    create type finance.allocation_line as (issue_id :ID_TYPE, amount numeric);
  end if;
end
$$;
comment on type finance.allocation_line is 'How much of a payment is to settle a slip.';
comment on column finance.allocation_line.issue_id is 'The slip to settle.';
comment on column finance.allocation_line.amount is 'How much of it, whole đồng.';

--! Included inventory/functions/issue_kept_amount.sql
-- What the agency kept of a slip: its total less what came back at the prices of the slip.
create or replace function inventory.issue_kept_amount(issue inventory.issue) returns public.dong
language sql stable
as $$
  select issue.total_amount - coalesce((
    select sum(d.line_total) from inventory.issue_return_detail as d
    where d.agency_id = issue.agency_id and d.issue_id = issue.id), 0)
$$;
comment on function inventory.issue_kept_amount(inventory.issue) is
  'Total of the slip less its returns, đồng.';
revoke all on function inventory.issue_kept_amount(inventory.issue) from public;
grant execute on function inventory.issue_kept_amount(inventory.issue)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/issue_kept_amount.sql
--! Included finance/policies/payment_allocation.sql
-- Assigned people see what settled slips of their agencies, staff all; the warehouse none.
alter table finance.payment_allocation enable row level security;
alter table finance.payment_allocation force row level security;

drop policy if exists definer_does_what_functions_do on finance.payment_allocation;
create policy definer_does_what_functions_do on finance.payment_allocation
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.payment_allocation;
create policy user_reads_own_agencies on finance.payment_allocation
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.payment_allocation;
create policy staff_reads_all on finance.payment_allocation
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.payment_allocation;
create policy auditor_reads_all on finance.payment_allocation
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.payment_allocation;
create policy readers_need_the_scope on finance.payment_allocation
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.payment_allocation from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, delete on finance.payment_allocation to sodaily_definer;
grant select on finance.payment_allocation
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/payment_allocation.sql
--! Included finance/functions/slip_balances.sql
-- The one sum of what slips still have open. Callers hold the lock on the agency when they write.
create or replace function finance.slip_balances(agency_id :ID_TYPE)
returns table (
  issue_id :ID_TYPE, code text, issue_date date, created_at timestamptz, open_amount numeric)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select i.id, i.code, i.issue_date, i.created_at,
    inventory.issue_kept_amount(i) - coalesce(sum(l.amount), 0)
  from inventory.issue as i
  left join finance.payment_allocation as l on l.agency_id = i.agency_id and l.issue_id = i.id
  where i.agency_id = slip_balances.agency_id and i.status in ('confirmed', 'delivered')
  group by i.id
$$;
comment on function finance.slip_balances(:ID_TYPE) is
  E'@omit\nSlips of an agency that count, with what no payment settles yet, đồng.';
revoke all on function finance.slip_balances(:ID_TYPE) from public;
grant execute on function finance.slip_balances(:ID_TYPE) to sodaily_definer;
--! EndIncluded finance/functions/slip_balances.sql
--! Included finance/functions/settle_oldest_first.sql
-- Spreads a payment over the open slips of its agency, oldest first, until it is used up. What is
-- left over stays free: it met an opening debt, or is an advance.
create or replace function finance.settle_oldest_first(payment finance.payment, told_by :ID_TYPE)
returns void
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  insert into finance.payment_allocation (agency_id, payment_id, issue_id, amount, created_by)
  select payment.agency_id, payment.id, o.issue_id,
    least(o.open_amount, payment.amount - o.older), told_by
  from (
    select b.issue_id, b.open_amount, sum(b.open_amount) over (
      order by b.issue_date, b.created_at, b.code) - b.open_amount as older
    from finance.slip_balances(payment.agency_id) as b
    where b.open_amount > 0) as o
  where o.older < payment.amount
$$;
comment on function finance.settle_oldest_first(finance.payment, :ID_TYPE) is
  E'@omit\nAllocates a payment that has no allocations to the oldest open slips of its agency.';
revoke all on function finance.settle_oldest_first(finance.payment, :ID_TYPE) from public;
grant execute on function finance.settle_oldest_first(finance.payment, :ID_TYPE) to sodaily_definer;
--! EndIncluded finance/functions/settle_oldest_first.sql
--! Included finance/functions/allocation_problems.sql
-- Everything that is wrong with the allocations asked for. A slip of another agency is unknown here.
create or replace function finance.allocation_problems(
  payment finance.payment, allocations finance.allocation_line[])
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with line as (
      select l.issue_id, l.amount, l.place - 1 as place, i.id as known_id
      from unnest(allocations) with ordinality as l (issue_id, amount, place)
      left join inventory.issue as i on i.id = l.issue_id and i.agency_id = payment.agency_id
        and i.status in ('confirmed', 'delivered')),
    problem as (
      select 'payment_id' as path, 'paid_with_its_slip' as reason, payment.id::text as value
      where payment.issue_id is not null
      union all
      select 'payment_id', 'cancelled', payment.id::text where payment.status = 'cancelled'
      union all
      select 'allocations', 'too_many_lines', cardinality(allocations)::text
      where cardinality(allocations) > 100
      union all
      select 'allocations.' || l.place || '.issue_id',
        case when l.issue_id is null then 'required' else 'unknown' end, l.issue_id::text
      from line as l where l.known_id is null
      union all
      select 'allocations.' || l.place || '.amount', m.reason, l.amount::text
      from line as l
      cross join lateral (select case
        when l.amount is null then 'required'
        when l.amount = 'NaN' then 'not_a_number'
        when l.amount <= 0 then 'not_positive'
        when l.amount > 999999999999999 then 'too_large'
        when l.amount <> trunc(l.amount) then 'whole_number_only'
      end as reason) as m
      where m.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function finance.allocation_problems(finance.payment, finance.allocation_line[]) is
  E'@omit\nProblems of the allocations asked for, as JSON [{path, reason, value}].';
revoke all on function finance.allocation_problems(finance.payment, finance.allocation_line[])
  from public;
grant execute on function finance.allocation_problems(finance.payment, finance.allocation_line[])
  to sodaily_definer;
--! EndIncluded finance/functions/allocation_problems.sql
--! Included finance/functions/allocate_payment.sql
-- Says by hand which slips a payment settles, in place of what was said before. The debt does not
-- change: an allocation is a way to read it. Security definer: rows are written by functions only.
create or replace function finance.allocate_payment(
  client_key text, payment_id :ID_TYPE, allocations finance.allocation_line[] default null)
returns finance.payment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  paid finance.payment;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'finance.allocate_payment',
    jsonb_build_array(payment_id, (
      select jsonb_agg(jsonb_build_array(l.issue_id, trim_scale(l.amount)) order by l.place)
      from unnest(allocations) with ordinality as l (issue_id, amount, place))));
  select p.* into paid from finance.payment as p where p.id = allocate_payment.payment_id;
  if earlier is not null then
    return paid;
  end if;

  if paid.id is null or not agency.is_mine(paid.agency_id) then
    perform audit.refuse_problems(jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
      'path', 'payment_id', 'value', payment_id::text,
      'reason', case when payment_id is null then 'required' else 'unknown' end))));
  end if;
  perform from agency.agency as a where a.id = paid.agency_id for no key update;
  select p.* into strict paid from finance.payment as p where p.id = allocate_payment.payment_id;
  perform audit.refuse_problems(finance.allocation_problems(paid, allocations));

  delete from finance.payment_allocation as l
  where l.agency_id = paid.agency_id and l.payment_id = paid.id;
  if coalesce(cardinality(allocations), 0) = 0 then
    perform finance.settle_oldest_first(paid, caller);
  else
    insert into finance.payment_allocation (
      agency_id, payment_id, issue_id, amount, is_by_hand, created_by)
    select paid.agency_id, paid.id, l.issue_id, sum(l.amount), true, caller
    from unnest(allocations) as l
    group by l.issue_id;
  end if;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', paid.id::text));
  return paid;
end
$$;
alter function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[])
  owner to sodaily_definer;
comment on function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[]) is
  E'@resultFieldName payment\nSays which slips a payment settles, amounts in whole đồng, replacing what was said before; no allocations: the oldest open slips again. What it leaves stays free. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR (also exceeds_payment, exceeds_open), DUPLICATE_REQUEST.';
revoke all on function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[])
  from public;
grant execute on function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[])
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/allocate_payment.sql
--! Included inventory/functions/issue_open_amount.sql
-- Null for those without finance:read: row policies hide the allocations from them, and the whole
-- total would be a wrong answer.
create or replace function inventory.issue_open_amount(issue inventory.issue) returns public.dong
language sql stable
as $$
  select case
    when not (select auth.has_scope('finance:read')) then null
    when issue.status in ('confirmed', 'delivered') then inventory.issue_kept_amount(issue) - coalesce((
      select sum(l.amount) from finance.payment_allocation as l
      where l.agency_id = issue.agency_id and l.issue_id = issue.id), 0)
    else 0 end
$$;
comment on function inventory.issue_open_amount(inventory.issue) is
  'What no payment settles yet of the slip, đồng; 0 while it is not confirmed and once it is cancelled.';
revoke all on function inventory.issue_open_amount(inventory.issue) from public;
grant execute on function inventory.issue_open_amount(inventory.issue)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/issue_open_amount.sql
--! Included finance/rules/allocation_within_payment.sql
-- Rule: the allocations of a payment are together at most the payment; a cancelled payment has none.
-- Nobody may override. Code when refused: VALIDATION_ERROR on allocations.
create or replace function finance.allocation_within_payment() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  broken jsonb;
begin
  select jsonb_agg(jsonb_build_object('path', 'allocations', 'reason', 'exceeds_payment',
    'payment_id', p.id::text, 'payment_code', p.code, 'value', s.amount::text,
    'limit', w.amount::text) order by p.code)
  into broken
  from finance.payment as p
  cross join lateral (
    select sum(l.amount) as amount from finance.payment_allocation as l
    where l.agency_id = p.agency_id and l.payment_id = p.id) as s
  cross join lateral (
    select case p.status when 'confirmed' then p.amount else 0 end as amount) as w
  where p.id in (select n.payment_id from new_allocation as n) and s.amount > w.amount;
  if broken is not null then
    raise exception 'allocations are more than their payment'
      using errcode = 'SDVAL', detail = jsonb_build_object('fields', broken)::text;
  end if;
  return null;
end
$$;
comment on function finance.allocation_within_payment() is
  'Refuses to allocate more than a payment. Error: VALIDATION_ERROR {fields: [allocations, exceeds_payment]}, money in đồng as text.';
revoke all on function finance.allocation_within_payment() from public;

create or replace trigger allocation_within_payment
after insert on finance.payment_allocation
referencing new table as new_allocation
for each statement execute function finance.allocation_within_payment();
comment on trigger allocation_within_payment on finance.payment_allocation is
  'Allocations ≤ payment.';

create or replace trigger allocation_within_payment_when_edited
after update on finance.payment_allocation
referencing new table as new_allocation
for each statement execute function finance.allocation_within_payment();
comment on trigger allocation_within_payment_when_edited on finance.payment_allocation is
  'Allocations ≤ payment, whoever edits them.';
--! EndIncluded finance/rules/allocation_within_payment.sql
--! Included finance/rules/allocation_within_issue.sql
-- Rule: a slip is settled at most to what was kept of it (total less returns), by all payments together; one that is not confirmed,
-- or is cancelled, takes none. Nobody may override. Code when refused: VALIDATION_ERROR on allocations.
create or replace function finance.allocation_within_issue() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  broken jsonb;
begin
  select jsonb_agg(jsonb_build_object('path', 'allocations', 'reason', 'exceeds_open',
    'issue_id', i.id::text, 'issue_code', i.code, 'value', asked.amount::text,
    'limit', (asked.amount - s.amount + w.amount)::text) order by i.code)
  into broken
  from (
    select n.issue_id, sum(n.amount) as amount from new_allocation as n
    group by n.issue_id) as asked
  join inventory.issue as i on i.id = asked.issue_id
  cross join lateral (
    select sum(l.amount) as amount from finance.payment_allocation as l
    where l.agency_id = i.agency_id and l.issue_id = i.id) as s
  cross join lateral (
    select case when i.status in ('confirmed', 'delivered') then inventory.issue_kept_amount(i)
      else 0 end as amount) as w
  where s.amount > w.amount;
  if broken is not null then
    raise exception 'allocations are more than their slips have open'
      using errcode = 'SDVAL', detail = jsonb_build_object('fields', broken)::text;
  end if;
  return null;
end
$$;
comment on function finance.allocation_within_issue() is
  'Refuses to settle more than a slip has open. Error: VALIDATION_ERROR {fields: [allocations, exceeds_open]}, money in đồng as text.';
revoke all on function finance.allocation_within_issue() from public;

create or replace trigger allocation_within_issue
after insert on finance.payment_allocation
referencing new table as new_allocation
for each statement execute function finance.allocation_within_issue();
comment on trigger allocation_within_issue on finance.payment_allocation is
  'Allocations ≤ what the slip has open.';

create or replace trigger allocation_within_issue_when_edited
after update on finance.payment_allocation
referencing new table as new_allocation
for each statement execute function finance.allocation_within_issue();
comment on trigger allocation_within_issue_when_edited on finance.payment_allocation is
  'Allocations ≤ what the slip has open, whoever edits them.';
--! EndIncluded finance/rules/allocation_within_issue.sql
--! Included finance/rules/payment_settles_oldest_first.sql
-- Rule: a payment settles the oldest open slips of its agency first, by date and then by moment; what
-- was paid on the spot settles its own slip. Who may override: finance, with
-- finance.allocate_payment; not for what was paid on the spot.
create or replace function finance.payment_settles_oldest_first() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  paid finance.payment;
begin
  insert into finance.payment_allocation (agency_id, payment_id, issue_id, amount, created_by)
  select n.agency_id, n.id, n.issue_id, n.amount, n.created_by
  from new_payment as n
  where n.issue_id is not null;

  -- one after the other: each sees what the ones before it left open
  for paid in
    select n.* from new_payment as n where n.issue_id is null order by n.code
  loop
    perform finance.settle_oldest_first(paid, paid.created_by);
  end loop;
  return null;
end
$$;
comment on function finance.payment_settles_oldest_first() is
  'Allocates payments being recorded, in đồng.';
revoke all on function finance.payment_settles_oldest_first() from public;

create or replace trigger record_3_payment_settles_oldest_first
after insert on finance.payment
referencing new table as new_payment
for each statement execute function finance.payment_settles_oldest_first();
comment on trigger record_3_payment_settles_oldest_first on finance.payment is
  'Recording, step 3: which slips it settles.';
--! EndIncluded finance/rules/payment_settles_oldest_first.sql
--! Included finance/rules/cancelling_frees_allocations.sql
-- Rule: a cancelled payment settles nothing and a cancelled slip is settled by nothing: their
-- allocations go, and the slips are open, the payments free, again. Nobody may override.
create or replace function finance.cancelling_frees_allocations() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  -- confirming updates slips too: it pays for one look only
  if not exists (
    select from new_document as n join old_document as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled') then
    return null;
  end if;
  delete from finance.payment_allocation as l
  using new_document as n
  join old_document as o on o.id = n.id
  where n.status = 'cancelled' and o.status <> 'cancelled' and l.agency_id = n.agency_id
    and n.id = case tg_table_name when 'payment' then l.payment_id else l.issue_id end;
  return null;
end
$$;
comment on function finance.cancelling_frees_allocations() is
  'Deletes the allocations of payments and slips being cancelled.';
revoke all on function finance.cancelling_frees_allocations() from public;

create or replace trigger cancel_4_frees_allocations
after update on finance.payment
referencing old table as old_document new table as new_document
for each statement execute function finance.cancelling_frees_allocations();
comment on trigger cancel_4_frees_allocations on finance.payment is
  'Cancelling, step 4: the slips it settled are open again.';

create or replace trigger cancel_3_frees_allocations
after update on inventory.issue
referencing old table as old_document new table as new_document
for each statement execute function finance.cancelling_frees_allocations();
comment on trigger cancel_3_frees_allocations on inventory.issue is
  'Cancelling, step 3: what settled the slip is free again.';
--! EndIncluded finance/rules/cancelling_frees_allocations.sql

-- payments made before this table: on the spot to their own slip, the others did not exist
set local role sodaily_definer;
insert into finance.payment_allocation (agency_id, payment_id, issue_id, amount, created_at, created_by)
select p.agency_id, p.id, p.issue_id, p.amount, p.created_at, p.created_by
from finance.payment as p
where p.issue_id is not null and p.status = 'confirmed'
on conflict on constraint allocation_names_a_slip_once do nothing;
set local role sodaily_owner;

--! split: 123-periods.sql
-- Closing of months (khóa sổ).
create table if not exists finance.period (
  month date primary key
    constraint period_starts_on_the_first check (extract(day from month) = 1),
  is_closed boolean not null default false,
  closed_at timestamptz,
  closed_by :ID_TYPE references auth."user",
  reopened_at timestamptz,
  reopened_by :ID_TYPE references auth."user",
  reason text,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE references auth."user",
  constraint period_closed_says_when_and_by_whom check (
    num_nulls(closed_at, closed_by) in (0, 2) and (closed_at is not null or not is_closed)),
  constraint period_reopened_says_when_by_whom_and_why check (
    num_nulls(reopened_at, reopened_by, reason) in (0, 3)
    and (reason is null or btrim(reason) <> '')),
  constraint period_reason_is_short check (length(reason) <= 500)
);
create index if not exists period_closed_by_idx on finance.period (closed_by);
create index if not exists period_reopened_by_idx on finance.period (reopened_by);
create index if not exists period_created_by_idx on finance.period (created_by);
comment on table finance.period is
  'A month of the books (kỳ sổ). Made by the first row posted into it, or by closing it.';
comment on column finance.period.month is 'First day of the month, in Asia/Ho_Chi_Minh.';
comment on column finance.period.is_closed is
  'True: nothing is posted into this month, nor into any before it.';
comment on column finance.period.closed_at is 'Moment it was last closed; null when it never was.';
comment on column finance.period.closed_by is 'User who last closed it.';
comment on column finance.period.reopened_at is 'Moment it was last opened again; null when it never was.';
comment on column finance.period.reopened_by is 'User who last opened it again.';
comment on column finance.period.reason is 'Why it was opened again, at most 500 characters.';
comment on column finance.period.created_at is 'Moment of recording.';
comment on column finance.period.created_by is 'User whose posting or closing was the first.';

--! Included finance/policies/period.sql
-- Dates only: everybody signed in reads which months are closed.
alter table finance.period enable row level security;
alter table finance.period force row level security;

drop policy if exists definer_does_what_functions_do on finance.period;
create policy definer_does_what_functions_do on finance.period
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on finance.period;
create policy user_reads_all on finance.period
for select to sodaily_user
using (true);

drop policy if exists staff_reads_all on finance.period;
create policy staff_reads_all on finance.period
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on finance.period;
create policy warehouse_reads_all on finance.period
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on finance.period;
create policy auditor_reads_all on finance.period
for select to sodaily_auditor
using (true);

revoke all on finance.period from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
-- the whole table: locking it asks for more than columns
grant select, insert, update on finance.period to sodaily_definer;
grant select on finance.period
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded finance/policies/period.sql
--! Included finance/functions/hold_open_period.sql
-- Whoever posts holds the month of the posting open until commit: its row is locked for share, and
-- closing waits for that. First of all locks (month, agency, items by key, number), because the first
-- posting of a month makes the row and others wait for it. Closing a month closes all before it.
create or replace function finance.hold_open_period(business_date date) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  first_day date := date_trunc('month', business_date::timestamp)::date;
  closed record;
begin
  perform from finance.period as p where p.month = first_day for share;
  if not found then
    insert into finance.period (month, created_by)
    values (first_day, auth.current_user_id())
    on conflict on constraint period_pkey do nothing;
    perform from finance.period as p where p.month = first_day for share;
  end if;

  -- a statement of its own: it sees what a closing that it waited for has committed
  select min(p.closed_at) as closed_at, (max(p.month) + interval '1 month')::date as first_open_day
  into closed
  from finance.period as p
  where p.is_closed and p.month >= first_day;
  if closed.closed_at is not null then
    raise exception 'month % is closed', to_char(first_day, 'YYYY-MM')
      using errcode = 'SDPCL', detail = jsonb_build_object(
        'month', to_char(first_day, 'YYYY-MM'), 'closed_at', closed.closed_at,
        'first_open_day', closed.first_open_day, 'business_date', business_date)::text,
      hint = 'Date it in an open month.';
  end if;
end
$$;
comment on function finance.hold_open_period(date) is
  E'@omit\nHolds the month of a business date open until commit. Error: PERIOD_CLOSED {month, closed_at, first_open_day, business_date}.';
revoke all on function finance.hold_open_period(date) from public;
grant execute on function finance.hold_open_period(date) to sodaily_definer;
--! EndIncluded finance/functions/hold_open_period.sql
--! Included finance/functions/close_period.sql
-- Closes a month, and all before it. Waits for those who are posting into them, and whoever posts
-- afterwards is refused. Security definer: periods are written by functions only.
create or replace function finance.close_period(client_key text, month date)
returns finance.period
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('period:close');
  closed finance.period;
  earlier jsonb;
begin
  month := date_trunc('month', month::timestamp)::date;
  earlier := audit.begin_command(
    caller, client_key, 'finance.close_period', jsonb_build_array(month));
  if earlier is not null then
    select p.* into strict closed from finance.period as p where p.month = close_period.month;
    return closed;
  end if;
  perform audit.refuse_problems(case
    when month is null then jsonb_build_array(
      jsonb_build_object('path', 'month', 'reason', 'required'))
    when not isfinite(month) then jsonb_build_array(
      jsonb_build_object('path', 'month', 'reason', 'unknown', 'value', month::text))
    else '[]' end);

  -- the table's lock waits for rows that are being made, the rows' locks for those who post
  lock table finance.period in share row exclusive mode;
  insert into finance.period (month, created_by) values (close_period.month, caller)
  on conflict on constraint period_pkey do nothing;
  perform from finance.period as p where p.month <= close_period.month
  order by p.month
  for no key update;
  update finance.period as p
  set is_closed = true, closed_at = clock_timestamp(), closed_by = caller
  where p.month = close_period.month
  returning p.* into strict closed;
  perform audit.finish_command(caller, client_key, jsonb_build_object('month', closed.month));
  return closed;
end
$$;
alter function finance.close_period(text, date) owner to sodaily_definer;
comment on function finance.close_period(text, date) is
  E'@resultFieldName period\nCloses the month of a date that has ended, in order; the first closing closes all before it. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function finance.close_period(text, date) from public;
grant execute on function finance.close_period(text, date) to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/close_period.sql
--! Included finance/functions/reopen_period.sql
-- Opens the newest closed month again, with a reason.
-- Security definer: periods are written by functions only.
create or replace function finance.reopen_period(client_key text, month date, reason text)
returns finance.period
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('period:close');
  opened finance.period;
  earlier jsonb;
begin
  month := date_trunc('month', month::timestamp)::date;
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(
    caller, client_key, 'finance.reopen_period', jsonb_build_array(month, reason));
  if earlier is not null then
    select p.* into strict opened from finance.period as p where p.month = reopen_period.month;
    return opened;
  end if;

  lock table finance.period in share row exclusive mode;
  perform audit.refuse_problems(case
    when month is null then jsonb_build_array(
      jsonb_build_object('path', 'month', 'reason', 'required'))
    when not exists (select from finance.period as p where p.month = reopen_period.month) then
      jsonb_build_array(jsonb_build_object(
        'path', 'month', 'reason', 'unknown', 'value', month::text))
    else '[]' end || case
    when reason is null then jsonb_build_array(
      jsonb_build_object('path', 'reason', 'reason', 'required'))
    when length(reason) > 500 then jsonb_build_array(jsonb_build_object(
      'path', 'reason', 'reason', 'too_long', 'value', length(reason)::text))
    else '[]' end);

  update finance.period as p
  set is_closed = false, reopened_at = clock_timestamp(), reopened_by = caller,
    reason = reopen_period.reason
  where p.month = reopen_period.month
  returning p.* into strict opened;
  perform audit.finish_command(caller, client_key, jsonb_build_object('month', opened.month));
  return opened;
end
$$;
alter function finance.reopen_period(text, date, text) owner to sodaily_definer;
comment on function finance.reopen_period(text, date, text) is
  E'@resultFieldName period\nOpens the newest closed month again, with a reason. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function finance.reopen_period(text, date, text) from public;
grant execute on function finance.reopen_period(text, date, text) to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/reopen_period.sql
--! Included finance/rules/period_closes_in_order.sql
-- Rule: only a month that has ended is closed, and months are closed one after the other; they are
-- opened again from the newest back. The first closing closes every month before it. Nobody may
-- override. Codes when refused: VALIDATION_ERROR on month, INVALID_TRANSITION.
create or replace function finance.period_closes_in_order() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  newest date := (select max(p.month) from finance.period as p where p.is_closed);
  from_status text := case when tg_op = 'INSERT' then 'new' when new.month <= newest then 'closed'
    else 'open' end;
  to_status text := case when new.is_closed then 'closed' else 'open' end;
  expected date := case when new.is_closed then (newest + interval '1 month')::date else newest end;
  problem text;
begin
  if (from_status, to_status) not in (('open', 'closed'), ('closed', 'open')) then
    raise exception 'month % cannot go from % to %', new.month, from_status, to_status
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'month', to_char(new.month, 'YYYY-MM'), 'from', from_status, 'to', to_status)::text,
      hint = 'Reload it to see its present state.';
  end if;
  problem := case
    when new.is_closed and new.month + interval '1 month' > config.business_date() then 'not_ended'
    when new.month <> expected then 'not_in_order'
  end;
  if problem is not null then
    raise exception 'month % is %', new.month, problem
      using errcode = 'SDVAL', detail = jsonb_build_object('fields', jsonb_build_array(
        jsonb_strip_nulls(jsonb_build_object('path', 'month', 'reason', problem,
          'value', new.month::text,
          'expected', case problem when 'not_in_order' then expected::text end))))::text;
  end if;
  return new;
end
$$;
comment on function finance.period_closes_in_order() is
  'Refuses to close or open months out of order. Errors: VALIDATION_ERROR {fields: [month, not_ended or not_in_order, expected]}, INVALID_TRANSITION {month, from, to}.';
revoke all on function finance.period_closes_in_order() from public;

create or replace trigger period_is_born_open
before insert on finance.period
for each row when (new.is_closed)
execute function finance.period_closes_in_order();
comment on trigger period_is_born_open on finance.period is 'A month begins open.';

-- also when the state stays: closing a second time is told as what it is
create or replace trigger period_closes_in_order
before update of is_closed on finance.period
for each row execute function finance.period_closes_in_order();
comment on trigger period_closes_in_order on finance.period is 'Months close one after the other.';
--! EndIncluded finance/rules/period_closes_in_order.sql
--! Included finance/rules/period_is_open.sql
-- Rule: nothing is posted into a closed month: no stock movement and no row of the debt ledger, whoever
-- writes it. A correction is dated in an open month. Who may override: whoever holds period:close opens
-- the month again, with a reason. Code when refused: PERIOD_CLOSED.
create or replace function finance.period_is_open() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform finance.hold_open_period(d.business_date)
  from (
    select distinct on (date_trunc('month', n.business_date::timestamp)) n.business_date
    from new_entry as n
    order by date_trunc('month', n.business_date::timestamp), n.business_date) as d;
  return null;
end
$$;
comment on function finance.period_is_open() is
  'Holds the months of ledger rows open. Error: PERIOD_CLOSED, see finance.hold_open_period.';
revoke all on function finance.period_is_open() from public;

create or replace trigger period_is_open
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function finance.period_is_open();
comment on trigger period_is_open on finance.debt_transaction is 'No debt moves in a closed month.';

create or replace trigger period_is_open
after insert on inventory.stock_movement
referencing new table as new_entry
for each statement execute function finance.period_is_open();
comment on trigger period_is_open on inventory.stock_movement is 'No stock moves in a closed month.';

create or replace function finance.period_is_open_for_slips() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform finance.hold_open_period(d.issue_date)
  from (
    select distinct n.issue_date
    from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed'
    order by n.issue_date) as d;
  return null;
end
$$;
comment on function finance.period_is_open_for_slips() is
  'Holds the months of slips being confirmed open. Error: PERIOD_CLOSED, see finance.hold_open_period.';
revoke all on function finance.period_is_open_for_slips() from public;

create or replace trigger confirm_0_period_is_open
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function finance.period_is_open_for_slips();
comment on trigger confirm_0_period_is_open on inventory.issue is
  'Confirming, step 0: hold the month, before any other lock.';
--! EndIncluded finance/rules/period_is_open.sql
--! Included inventory/functions/create_issue.sql
-- Stock-out slip made by staff: born confirmed, in one transaction.
-- What confirming does stands in the rules on inventory.issue, in the order of their triggers.
-- Security definer: slips, ledgers and numbers are written by functions only.
create or replace function inventory.create_issue(
  client_key text,
  agency_id :ID_TYPE,
  items inventory.issue_line[],
  issue_date date default null,
  paid_now numeric default 0,
  note text default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  paid_now := coalesce(paid_now, 0);
  note := nullif(btrim(note), '');
  -- no date stays no date, so that a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue', jsonb_build_array(
    agency_id, issue_date, trim_scale(paid_now), note, inventory.lines_as_meant(items)));
  if earlier is not null then
    select i.* into strict slip
    from inventory.issue as i where i.id = cast(earlier ->> 'id' as :ID_TYPE);
    return slip;
  end if;

  issue_date := coalesce(issue_date, config.business_date());
  perform audit.refuse_problems(
    inventory.issue_head_problems(agency_id, issue_date, paid_now, note)
    || inventory.issue_line_problems(items));

  insert into inventory.issue as i (agency_id, issue_date, paid_now, note, created_by)
  values (create_issue.agency_id, create_issue.issue_date, create_issue.paid_now,
    create_issue.note, caller)
  returning i.* into strict slip;
  perform inventory.add_issue_lines(slip, items);

  update inventory.issue as i
  set status = 'confirmed', confirmed_at = now(), confirmed_by = caller
  where i.id = slip.id;

  select i.* into strict slip from inventory.issue as i where i.id = slip.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  return slip;
end
$$;
alter function inventory.create_issue(text, :ID_TYPE, inventory.issue_line[], date, numeric, text)
  owner to sodaily_definer;
comment on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text) is
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, ITEM_INACTIVE, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OUT_OF_STOCK, PERIOD_CLOSED.';
revoke all on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text) from public;
grant execute on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue.sql
--! Included inventory/functions/open_stock.sql
-- Stock on hand when the books begin: one opening row per item, only while it has no history.
-- Security definer: ledgers are written by functions only.
create or replace function inventory.open_stock(
  items inventory.issue_line[], business_date date) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  opened bigint;
begin
  perform audit.refuse_problems(inventory.issue_line_problems(items) || case
    when business_date is null then jsonb_build_array(
      jsonb_build_object('path', 'business_date', 'reason', 'required'))
    when business_date > config.business_date() then jsonb_build_array(jsonb_build_object(
      'path', 'business_date', 'reason', 'in_future', 'value', business_date::text))
    else '[]' end);
  perform finance.hold_open_period(business_date);
  perform from inventory.item as i
  where i.id in (select l.item_id from unnest(items) as l)
  order by i.id
  for no key update;

  with line as (
    select l.item_id, sum(l.quantity) as quantity from unnest(items) as l group by l.item_id),
  balance as (
    update inventory.item as i set stock_quantity = l.quantity, stock_seq = 1
    from line as l where i.id = l.item_id and i.stock_seq = 0
    returning i.id, i.stock_quantity)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, balance_after, business_date, created_by)
  select b.id, 1, 'opening', b.stock_quantity, b.stock_quantity, open_stock.business_date, caller
  from balance as b;
  get diagnostics opened = row_count;
  return opened;
end
$$;
alter function inventory.open_stock(inventory.issue_line[], date) owner to sodaily_definer;
comment on function inventory.open_stock(inventory.issue_line[], date) is
  E'@omit\nOpening stock of items that have none yet; returns how many were opened. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, PERIOD_CLOSED.';
revoke all on function inventory.open_stock(inventory.issue_line[], date) from public;
grant execute on function inventory.open_stock(inventory.issue_line[], date)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/open_stock.sql

--! split: 130-life.sql
-- The whole life of a stock-out slip and of an agency.

alter table inventory.issue
  add column if not exists reason text,
  add column if not exists delivered_at timestamptz,
  add column if not exists delivered_by :ID_TYPE references auth."user",
  add column if not exists cancelled_at timestamptz,
  add column if not exists cancelled_by :ID_TYPE references auth."user",
  drop constraint if exists issue_needs_a_reason_when_turned_down,
  add constraint issue_needs_a_reason_when_turned_down check (
    status not in ('postponed', 'rejected', 'cancelled') or coalesce(btrim(reason), '') <> ''),
  drop constraint if exists issue_reason_is_short,
  add constraint issue_reason_is_short check (length(reason) <= 500),
  drop constraint if exists issue_delivered_says_when_and_by_whom,
  add constraint issue_delivered_says_when_and_by_whom check (
    status <> 'delivered' or (delivered_at is not null and delivered_by is not null)),
  drop constraint if exists issue_cancelled_says_when_and_by_whom,
  add constraint issue_cancelled_says_when_and_by_whom check (
    (status = 'cancelled') = (cancelled_at is not null and cancelled_by is not null));
create index if not exists issue_delivered_by_idx on inventory.issue (delivered_by);
create index if not exists issue_cancelled_by_idx on inventory.issue (cancelled_by);
comment on column inventory.issue.reason is
  'Why it was postponed, rejected or cancelled, at most 500 characters.';
comment on column inventory.issue.delivered_at is 'Moment the goods were handed over.';
comment on column inventory.issue.delivered_by is 'User who recorded the handing over.';
comment on column inventory.issue.cancelled_at is 'Moment stock and debt were put back.';
comment on column inventory.issue.cancelled_by is 'User who cancelled it.';

alter table agency.agency
  add column if not exists status_reason text,
  add column if not exists approved_at timestamptz,
  add column if not exists approved_by :ID_TYPE references auth."user",
  drop constraint if exists agency_needs_a_reason_when_turned_away,
  add constraint agency_needs_a_reason_when_turned_away check (
    status not in ('rejected', 'blocked', 'terminated')
    or coalesce(btrim(status_reason), '') <> '') not valid;
create index if not exists agency_approved_by_idx on agency.agency (approved_by);
comment on column agency.agency.status_reason is 'Why it was rejected, blocked or terminated.';
comment on column agency.agency.approved_at is 'Moment it was approved, null before.';
comment on column agency.agency.approved_by is 'User who approved it.';

create table if not exists agency.agency_status_change (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null references agency.agency,
  from_status text not null,
  to_status text not null,
  reason text,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE references auth."user",
  constraint agency_status_change_moves_to_another_status check (from_status <> to_status)
);
create index if not exists agency_status_change_agency_id_created_at_idx
  on agency.agency_status_change (agency_id, created_at);
create index if not exists agency_status_change_created_by_idx
  on agency.agency_status_change (created_by);
comment on table agency.agency_status_change is 'Every change of an agency''s state, with who and why.';
comment on column agency.agency_status_change.id is 'Opaque key.';
comment on column agency.agency_status_change.agency_id is 'Whose state changed.';
comment on column agency.agency_status_change.from_status is 'State before.';
comment on column agency.agency_status_change.to_status is 'State after.';
comment on column agency.agency_status_change.reason is 'Why, null where none is asked for.';
comment on column agency.agency_status_change.created_at is 'Moment of the change.';
comment on column agency.agency_status_change.created_by is 'User who changed it; null when a DBA did by hand.';

set local role sodaily_definer;
insert into config.regulation (
  key, value_type, min_value, max_value, description_vi, description_en)
values ('MAX_AGENCIES_PER_DISTRICT', 'number', 1, 10000,
  'Số đại lý tối đa trong một địa bàn', 'Most agencies of one territory')
on conflict on constraint regulation_key_is_unique do nothing;
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, '4', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r where r.key = 'MAX_AGENCIES_PER_DISTRICT'
on conflict on constraint one_version_of_a_regulation_a_day do nothing;
set local role sodaily_owner;

drop function if exists inventory.refuse_problems(jsonb);
--! Included agency/policies/agency_status_change.sql
-- As the agency whose state changed.
alter table agency.agency_status_change enable row level security;
alter table agency.agency_status_change force row level security;

drop policy if exists definer_does_what_functions_do on agency.agency_status_change;
create policy definer_does_what_functions_do on agency.agency_status_change
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on agency.agency_status_change;
create policy user_reads_own_agencies on agency.agency_status_change
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on agency.agency_status_change;
create policy staff_reads_all on agency.agency_status_change
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on agency.agency_status_change;
create policy warehouse_reads_all on agency.agency_status_change
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on agency.agency_status_change;
create policy auditor_reads_all on agency.agency_status_change
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on agency.agency_status_change;
create policy readers_need_the_scope on agency.agency_status_change
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('agency:read')));

revoke all on agency.agency_status_change from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on agency.agency_status_change to sodaily_definer;
grant select on agency.agency_status_change
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded agency/policies/agency_status_change.sql
--! Included inventory/policies/issue.sql
-- Assigned people see slips of their agencies, staff all; the warehouse sees no money.
alter table inventory.issue enable row level security;
alter table inventory.issue force row level security;

drop policy if exists definer_does_what_functions_do on inventory.issue;
create policy definer_does_what_functions_do on inventory.issue
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on inventory.issue;
create policy user_reads_own_agencies on inventory.issue
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on inventory.issue;
create policy staff_reads_all on inventory.issue
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.issue;
create policy warehouse_reads_all on inventory.issue
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.issue;
create policy auditor_reads_all on inventory.issue
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.issue;
create policy readers_need_the_scope on inventory.issue
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.issue from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on inventory.issue to sodaily_definer;
grant select on inventory.issue
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, code, agency_id, status, issue_date, note, created_at, created_by,
  confirmed_at, confirmed_by, reason, delivered_at, delivered_by, cancelled_at, cancelled_by
) on inventory.issue to sodaily_warehouse;
--! EndIncluded inventory/policies/issue.sql
--! Included agency/policies/agency.sql
-- Assigned people see their agencies, staff all; the warehouse sees no money.
alter table agency.agency enable row level security;
alter table agency.agency force row level security;

drop policy if exists definer_does_what_functions_do on agency.agency;
create policy definer_does_what_functions_do on agency.agency
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on agency.agency;
create policy user_reads_own_agencies on agency.agency
for select to sodaily_user
using (id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on agency.agency;
create policy staff_reads_all on agency.agency
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on agency.agency;
create policy warehouse_reads_all on agency.agency
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on agency.agency;
create policy auditor_reads_all on agency.agency
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on agency.agency;
create policy readers_need_the_scope on agency.agency
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('agency:read')));

revoke all on agency.agency from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on agency.agency to sodaily_definer;
grant select on agency.agency
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, code, name, agency_type_id, district_id, ward, address, phone,
  representative, reception_date, status, status_reason, approved_at, approved_by, search_text,
  created_at, updated_at
) on agency.agency to sodaily_warehouse;
--! EndIncluded agency/policies/agency.sql
--! Included config/rules/four_eyes.sql
-- Rule: while the regulation FOUR_EYES is on, nobody approves or cancels alone what they created.
-- Who may override: nobody; an administrator switches the regulation off. Code when refused: FOUR_EYES.
create or replace function config.four_eyes(created_by :ID_TYPE, caller :ID_TYPE) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if created_by = caller
    and (config.regulation_on('FOUR_EYES', config.business_date())).value = 'true' then
    raise exception 'user % created it', caller
      using errcode = 'SDFOR', detail = jsonb_build_object('created_by', created_by::text)::text,
      hint = 'Ask a colleague to do it.';
  end if;
end
$$;
comment on function config.four_eyes(:ID_TYPE, :ID_TYPE) is
  E'@omit\nRefuses the caller what they created themselves. Error: FOUR_EYES {created_by}.';
revoke all on function config.four_eyes(:ID_TYPE, :ID_TYPE) from public;
grant execute on function config.four_eyes(:ID_TYPE, :ID_TYPE) to sodaily_definer;
--! EndIncluded config/rules/four_eyes.sql
--! Included inventory/rules/issue_transition.sql
-- Rule: a slip is born requested and moves only along the roads of its life:
--   requested → confirmed | postponed | rejected      postponed → requested | rejected
--   confirmed → delivered | cancelled                 delivered → cancelled
-- Nobody may override. Code when refused: INVALID_TRANSITION.
create or replace function inventory.issue_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  from_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if (from_status, new.status) not in (
    ('new', 'requested'),
    ('requested', 'confirmed'), ('requested', 'postponed'), ('requested', 'rejected'),
    ('postponed', 'requested'), ('postponed', 'rejected'),
    ('confirmed', 'delivered'), ('confirmed', 'cancelled'), ('delivered', 'cancelled')) then
    raise exception 'a slip cannot go from % to %', from_status, new.status
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'issue_id', new.id::text, 'from', from_status, 'to', new.status)::text,
      hint = 'Reload it to see its present state.';
  end if;
  return new;
end
$$;
comment on function inventory.issue_transition() is
  'Refuses a change of status that is no road. Error: INVALID_TRANSITION {issue_id, from, to}.';
revoke all on function inventory.issue_transition() from public;

create or replace trigger issue_is_born_requested
before insert on inventory.issue
for each row execute function inventory.issue_transition();
comment on trigger issue_is_born_requested on inventory.issue is 'A slip begins as a request.';

-- named to fire before issue_is_final_once_confirmed: a road that does not exist is told as such
drop trigger if exists issue_transition on inventory.issue;
create or replace trigger issue_goes_along_a_road
before update on inventory.issue
for each row when (old.status is distinct from new.status)
execute function inventory.issue_transition();
comment on trigger issue_goes_along_a_road on inventory.issue is
  'A slip changes state along its roads only.';
--! EndIncluded inventory/rules/issue_transition.sql
--! Included inventory/rules/issue_is_final_once_confirmed.sql
-- Rule: no slip is edited after confirmation, no line joins it, and none is ever deleted: cancel it
-- and write anew. Its number is given once. Nobody may override.
-- Code when refused: HISTORY_IS_FINAL.
create or replace function inventory.issue_is_final_once_confirmed() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'slip % is final', coalesce(old.code, old.id::text)
    using errcode = 'SDHIS', detail = jsonb_build_object(
      'table', 'inventory.issue', 'verb', tg_op, 'issue_id', old.id::text)::text,
    hint = 'Cancel it and write a new one.';
end
$$;
comment on function inventory.issue_is_final_once_confirmed() is
  'Refuses to edit a confirmed slip or to delete any. Error: HISTORY_IS_FINAL {table, verb, issue_id}.';
revoke all on function inventory.issue_is_final_once_confirmed() from public;

create or replace trigger issue_is_final_once_confirmed
before update on inventory.issue
for each row when (
  old.status not in ('requested', 'postponed') and (
    (old.agency_id, old.issue_date, old.total_amount, old.paid_now, old.note, old.created_at,
      old.created_by, old.confirmed_at, old.confirmed_by)
      is distinct from
    (new.agency_id, new.issue_date, new.total_amount, new.paid_now, new.note, new.created_at,
      new.created_by, new.confirmed_at, new.confirmed_by)
    or (old.code is not null and old.code is distinct from new.code)
    -- what says how it ended changes only with its state
    or (old.status = new.status and
      (old.reason, old.delivered_at, old.delivered_by, old.cancelled_at, old.cancelled_by)
        is distinct from
      (new.reason, new.delivered_at, new.delivered_by, new.cancelled_at, new.cancelled_by))))
execute function inventory.issue_is_final_once_confirmed();
comment on trigger issue_is_final_once_confirmed on inventory.issue is 'A confirmed slip is not edited.';

create or replace trigger issue_is_never_deleted
before delete on inventory.issue
for each row execute function inventory.issue_is_final_once_confirmed();
comment on trigger issue_is_never_deleted on inventory.issue is 'No slip is deleted.';

create or replace function inventory.lines_join_open_slips_only() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  final inventory.issue;
begin
  select i.* into final
  from new_line as n
  join inventory.issue as i on i.id = n.issue_id
  where i.status not in ('requested', 'postponed')
  limit 1;
  if found then
    raise exception 'slip % is final', final.code
      using errcode = 'SDHIS', detail = jsonb_build_object(
        'table', 'inventory.issue_detail', 'verb', tg_op, 'issue_id', final.id::text)::text,
      hint = 'Cancel it and write a new one.';
  end if;
  return null;
end
$$;
comment on function inventory.lines_join_open_slips_only() is
  'Refuses new lines on a confirmed slip. Error: HISTORY_IS_FINAL {table, verb, issue_id}.';
revoke all on function inventory.lines_join_open_slips_only() from public;

-- named to fire before the total is raised
create or replace trigger a_line_joins_open_slips_only
after insert on inventory.issue_detail
referencing new table as new_line
for each statement execute function inventory.lines_join_open_slips_only();
comment on trigger a_line_joins_open_slips_only on inventory.issue_detail is
  'A confirmed slip takes no more lines.';
--! EndIncluded inventory/rules/issue_is_final_once_confirmed.sql
--! Included inventory/functions/issue_for_change.sql
-- The slip a command is about to change, locked; a slip the caller may not see is unknown to them.
-- A status that the command cannot start from is refused here, before anything else is asked.
create or replace function inventory.issue_for_change(issue_id :ID_TYPE, to_status text)
returns inventory.issue
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
begin
  select i.* into slip from inventory.issue as i
  where i.id = issue_for_change.issue_id and agency.is_mine(i.agency_id)
  for no key update;
  if not found then
    raise exception 'slip % is unknown', issue_id using errcode = 'SDNFD',
      detail = jsonb_build_object('issue_id', issue_id::text)::text;
  end if;
  if slip.status = to_status then
    raise exception 'slip % is % already', issue_id, to_status
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'issue_id', issue_id::text, 'from', slip.status, 'to', to_status)::text;
  end if;
  return slip;
end
$$;
comment on function inventory.issue_for_change(:ID_TYPE, text) is
  E'@omit\nLocks a slip for a change of state. Errors: NOT_FOUND {issue_id}, INVALID_TRANSITION {issue_id, from, to}.';
revoke all on function inventory.issue_for_change(:ID_TYPE, text) from public;
grant execute on function inventory.issue_for_change(:ID_TYPE, text) to sodaily_definer;
--! EndIncluded inventory/functions/issue_for_change.sql
--! Included audit/functions/require_reason.sql
-- Whoever turns something down says why: the next person reads it.
create or replace function audit.require_reason(reason text) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  if coalesce(btrim(reason), '') = '' or length(reason) > 500 then
    raise exception 'a reason of 1 to 500 characters is needed'
      using errcode = 'SDVAL', detail = jsonb_build_object('fields', jsonb_build_array(
        jsonb_build_object('path', 'reason', 'reason',
          case when length(reason) > 500 then 'too_long' else 'required' end)))::text;
  end if;
  return btrim(reason);
end
$$;
comment on function audit.require_reason(text) is
  E'@omit\nThe reason without blanks around it. Error: VALIDATION_ERROR on reason.';
revoke all on function audit.require_reason(text) from public;
grant execute on function audit.require_reason(text) to sodaily_definer;
--! EndIncluded audit/functions/require_reason.sql
--! Included audit/functions/refuse_problems.sql
create or replace function audit.refuse_problems(problems jsonb) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if problems <> '[]' then
    raise exception 'the request is not well formed'
      using errcode = 'SDVAL', detail = jsonb_build_object('fields', problems)::text,
        hint = 'Correct every field listed.';
  end if;
end
$$;
comment on function audit.refuse_problems(jsonb) is
  'Refuses a request that has problems. Error: VALIDATION_ERROR {fields: [{path, reason, value}]}.';
revoke all on function audit.refuse_problems(jsonb) from public;
grant execute on function audit.refuse_problems(jsonb) to sodaily_definer;
--! EndIncluded audit/functions/refuse_problems.sql
--! Included inventory/functions/issue_headroom.sql
-- What an agency may still take. A forecast: the rule asks the same sum again under the lock.
-- Security definer: it reads the ceiling's parts for anyone who may write slips for the agency.
create or replace function inventory.issue_headroom(
  agency_id :ID_TYPE, slip_total numeric default 0, paid_now numeric default 0)
returns inventory.issue_headroom_answer
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  found_agency agency.agency;
begin
  if not (auth.has_scope('finance:read') or auth.has_scope('inventory:write')) then
    perform auth.require_scope('inventory:write');
  end if;
  select a.* into found_agency from agency.agency as a
  where a.id = issue_headroom.agency_id and agency.is_mine(a.id);
  if not found then
    raise exception 'agency % is unknown', agency_id using errcode = 'SDNFD',
      detail = jsonb_build_object('agency_id', agency_id::text)::text;
  end if;
  return inventory.headroom_of(
    found_agency, config.business_date(), coalesce(slip_total, 0), coalesce(paid_now, 0));
end
$$;
alter function inventory.issue_headroom(:ID_TYPE, numeric, numeric) owner to sodaily_definer;
comment on function inventory.issue_headroom(:ID_TYPE, numeric, numeric) is
  'What an agency may still take on credit, in đồng: the sum that the debt limit enforces. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function inventory.issue_headroom(:ID_TYPE, numeric, numeric) from public;
grant execute on function inventory.issue_headroom(:ID_TYPE, numeric, numeric)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/issue_headroom.sql
--! Included inventory/functions/open_stock.sql
-- Stock on hand when the books begin: one opening row per item, only while it has no history.
-- Security definer: ledgers are written by functions only.
create or replace function inventory.open_stock(
  items inventory.issue_line[], business_date date) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  opened bigint;
begin
  perform audit.refuse_problems(inventory.issue_line_problems(items) || case
    when business_date is null then jsonb_build_array(
      jsonb_build_object('path', 'business_date', 'reason', 'required'))
    when business_date > config.business_date() then jsonb_build_array(jsonb_build_object(
      'path', 'business_date', 'reason', 'in_future', 'value', business_date::text))
    else '[]' end);
  perform finance.hold_open_period(business_date);
  perform from inventory.item as i
  where i.id in (select l.item_id from unnest(items) as l)
  order by i.id
  for no key update;

  with line as (
    select l.item_id, sum(l.quantity) as quantity from unnest(items) as l group by l.item_id),
  balance as (
    update inventory.item as i set stock_quantity = l.quantity, stock_seq = 1
    from line as l where i.id = l.item_id and i.stock_seq = 0
    returning i.id, i.stock_quantity)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, balance_after, business_date, created_by)
  select b.id, 1, 'opening', b.stock_quantity, b.stock_quantity, open_stock.business_date, caller
  from balance as b;
  get diagnostics opened = row_count;
  return opened;
end
$$;
alter function inventory.open_stock(inventory.issue_line[], date) owner to sodaily_definer;
comment on function inventory.open_stock(inventory.issue_line[], date) is
  E'@omit\nOpening stock of items that have none yet; returns how many were opened. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, PERIOD_CLOSED.';
revoke all on function inventory.open_stock(inventory.issue_line[], date) from public;
grant execute on function inventory.open_stock(inventory.issue_line[], date)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/open_stock.sql
--! Included inventory/functions/lines_as_meant.sql
-- What two requests must agree in to be the same: 2 and 2.000 are one quantity.
create or replace function inventory.lines_as_meant(items inventory.issue_line[]) returns jsonb
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_array(l.item_id, trim_scale(l.quantity)) order by l.place)
    from unnest(items) with ordinality as l (item_id, quantity, place));
end
$$;
comment on function inventory.lines_as_meant(inventory.issue_line[]) is
  'Lines of a request as JSON [[item, quantity]], for telling a retry from another request.';
revoke all on function inventory.lines_as_meant(inventory.issue_line[]) from public;
grant execute on function inventory.lines_as_meant(inventory.issue_line[]) to sodaily_definer;
--! EndIncluded inventory/functions/lines_as_meant.sql
--! Included inventory/functions/create_issue.sql
-- Stock-out slip made by staff: born confirmed, in one transaction.
-- What confirming does stands in the rules on inventory.issue, in the order of their triggers.
-- Security definer: slips, ledgers and numbers are written by functions only.
create or replace function inventory.create_issue(
  client_key text,
  agency_id :ID_TYPE,
  items inventory.issue_line[],
  issue_date date default null,
  paid_now numeric default 0,
  note text default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  paid_now := coalesce(paid_now, 0);
  note := nullif(btrim(note), '');
  -- no date stays no date, so that a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue', jsonb_build_array(
    agency_id, issue_date, trim_scale(paid_now), note, inventory.lines_as_meant(items)));
  if earlier is not null then
    select i.* into strict slip
    from inventory.issue as i where i.id = cast(earlier ->> 'id' as :ID_TYPE);
    return slip;
  end if;

  issue_date := coalesce(issue_date, config.business_date());
  perform audit.refuse_problems(
    inventory.issue_head_problems(agency_id, issue_date, paid_now, note)
    || inventory.issue_line_problems(items));

  insert into inventory.issue as i (agency_id, issue_date, paid_now, note, created_by)
  values (create_issue.agency_id, create_issue.issue_date, create_issue.paid_now,
    create_issue.note, caller)
  returning i.* into strict slip;
  perform inventory.add_issue_lines(slip, items);

  update inventory.issue as i
  set status = 'confirmed', confirmed_at = now(), confirmed_by = caller
  where i.id = slip.id;

  select i.* into strict slip from inventory.issue as i where i.id = slip.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  return slip;
end
$$;
alter function inventory.create_issue(text, :ID_TYPE, inventory.issue_line[], date, numeric, text)
  owner to sodaily_definer;
comment on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text) is
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, ITEM_INACTIVE, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OUT_OF_STOCK, PERIOD_CLOSED.';
revoke all on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text) from public;
grant execute on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue.sql
--! Included inventory/functions/request_issue.sql
-- An agency asks for goods: a slip without number, stock or debt, until staff confirm it. An
-- agency's login asks for itself; staff who write slips may note down a request by telephone.
-- Security definer: slips are written by functions only.
create or replace function inventory.request_issue(
  client_key text,
  agency_id :ID_TYPE,
  items inventory.issue_line[],
  note text default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:read');
  slip inventory.issue;
  earlier jsonb;
begin
  if agency_id <> all (agency.my_ids()) then
    caller := auth.require_scope('inventory:write');
  end if;
  note := nullif(btrim(note), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.request_issue',
    jsonb_build_array(agency_id, note, inventory.lines_as_meant(items)));
  if earlier is null then
    perform audit.refuse_problems(
      inventory.issue_head_problems(agency_id, config.business_date(), 0, note)
      || inventory.issue_line_problems(items));
    insert into inventory.issue as i (agency_id, issue_date, note, created_by)
    values (request_issue.agency_id, config.business_date(), request_issue.note, caller)
    returning i.* into strict slip;
    perform inventory.add_issue_lines(slip, items);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text)
  owner to sodaily_definer;
comment on function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text) is
  E'@resultFieldName issue\nAsks for goods: a request that staff confirm, postpone or reject. Prices are today''s. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, ITEM_INACTIVE.';
revoke all on function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text)
  from public;
grant execute on function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/request_issue.sql
--! Included inventory/functions/confirm_issue.sql
-- A request becomes a slip: what confirming does stands in the rules on inventory.issue. Its date is
-- the day it is confirmed unless told otherwise; its prices are those of the request.
-- Security definer: slips are written by functions only.
create or replace function inventory.confirm_issue(
  client_key text,
  issue_id :ID_TYPE,
  issue_date date default null,
  paid_now numeric default 0)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.confirm_issue',
    jsonb_build_array(issue_id, issue_date, trim_scale(paid_now)));
  if earlier is null then
    paid_now := coalesce(paid_now, 0);
    slip := inventory.issue_for_change(issue_id, 'confirmed');
    perform config.four_eyes(slip.created_by, caller);
    perform audit.refuse_problems(inventory.issue_head_problems(
      slip.agency_id, coalesce(issue_date, config.business_date()), paid_now, null));
    update inventory.issue as i
    set status = 'confirmed', confirmed_at = now(), confirmed_by = caller,
      issue_date = coalesce(confirm_issue.issue_date, config.business_date()),
      paid_now = confirm_issue.paid_now
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.confirm_issue(text, :ID_TYPE, date, numeric)
  owner to sodaily_definer;
comment on function inventory.confirm_issue(text, :ID_TYPE, date, numeric) is
  E'@resultFieldName issue\nConfirms a requested slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OUT_OF_STOCK.';
revoke all on function inventory.confirm_issue(text, :ID_TYPE, date, numeric) from public;
grant execute on function inventory.confirm_issue(text, :ID_TYPE, date, numeric)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/confirm_issue.sql
--! Included inventory/functions/postpone_issue.sql
-- A request waits: the agency is told why.
-- Security definer: slips are written by functions only.
create or replace function inventory.postpone_issue(
  client_key text,
  issue_id :ID_TYPE,
  reason text)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.postpone_issue',
    jsonb_build_array(issue_id, btrim(reason)));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'postponed');
    update inventory.issue as i
    set status = 'postponed', reason = audit.require_reason(postpone_issue.reason)
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.postpone_issue(text, :ID_TYPE, text)
  owner to sodaily_definer;
comment on function inventory.postpone_issue(text, :ID_TYPE, text) is
  E'@resultFieldName issue\nPostpones a request, with a reason. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function inventory.postpone_issue(text, :ID_TYPE, text) from public;
grant execute on function inventory.postpone_issue(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/postpone_issue.sql
--! Included inventory/functions/resume_issue.sql
-- A postponed request is taken up again.
-- Security definer: slips are written by functions only.
create or replace function inventory.resume_issue(
  client_key text,
  issue_id :ID_TYPE)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.resume_issue',
    jsonb_build_array(issue_id));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'requested');
    update inventory.issue as i
    set status = 'requested'
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.resume_issue(text, :ID_TYPE)
  owner to sodaily_definer;
comment on function inventory.resume_issue(text, :ID_TYPE) is
  E'@resultFieldName issue\nTakes a postponed request up again. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function inventory.resume_issue(text, :ID_TYPE) from public;
grant execute on function inventory.resume_issue(text, :ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/resume_issue.sql
--! Included inventory/functions/reject_issue.sql
-- A request is turned down for good: the agency is told why.
-- Security definer: slips are written by functions only.
create or replace function inventory.reject_issue(
  client_key text,
  issue_id :ID_TYPE,
  reason text)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.reject_issue',
    jsonb_build_array(issue_id, btrim(reason)));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'rejected');
    update inventory.issue as i
    set status = 'rejected', reason = audit.require_reason(reject_issue.reason)
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.reject_issue(text, :ID_TYPE, text)
  owner to sodaily_definer;
comment on function inventory.reject_issue(text, :ID_TYPE, text) is
  E'@resultFieldName issue\nRejects a request, with a reason. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function inventory.reject_issue(text, :ID_TYPE, text) from public;
grant execute on function inventory.reject_issue(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/reject_issue.sql
--! Included inventory/functions/deliver_issue.sql
-- The goods were handed over: the warehouse says so. Neither stock nor debt changes here.
-- Security definer: slips are written by functions only.
create or replace function inventory.deliver_issue(
  client_key text,
  issue_id :ID_TYPE)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:confirm');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.deliver_issue',
    jsonb_build_array(issue_id));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'delivered');
    update inventory.issue as i
    set status = 'delivered', delivered_at = now(), delivered_by = caller
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.deliver_issue(text, :ID_TYPE)
  owner to sodaily_definer;
comment on function inventory.deliver_issue(text, :ID_TYPE) is
  E'@resultFieldName issue\nRecords that the goods of a confirmed slip were handed over. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function inventory.deliver_issue(text, :ID_TYPE) from public;
grant execute on function inventory.deliver_issue(text, :ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/deliver_issue.sql
--! Included inventory/functions/cancel_issue.sql
-- A slip is undone by reversing rows, today: stock comes back, debt falls, what was paid with it is
-- cancelled. What cancelling does stands in the rules on inventory.issue (cancel_1, cancel_2).
-- Security definer: slips are written by functions only.
create or replace function inventory.cancel_issue(
  client_key text,
  issue_id :ID_TYPE,
  reason text)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('slip:cancel');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.cancel_issue',
    jsonb_build_array(issue_id, btrim(reason)));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'cancelled');
    perform config.four_eyes(slip.created_by, caller);
    update inventory.issue as i
    set status = 'cancelled', reason = audit.require_reason(cancel_issue.reason),
      cancelled_at = now(), cancelled_by = caller
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.cancel_issue(text, :ID_TYPE, text)
  owner to sodaily_definer;
comment on function inventory.cancel_issue(text, :ID_TYPE, text) is
  E'@resultFieldName issue\nCancels a confirmed or delivered slip, with a reason: stock comes back, debt falls, its payment on the spot is cancelled. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, HAS_PAYMENTS.';
revoke all on function inventory.cancel_issue(text, :ID_TYPE, text) from public;
grant execute on function inventory.cancel_issue(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/cancel_issue.sql
--! Included finance/functions/refuse_paid_slip.sql
-- The figures of a HAS_PAYMENTS refusal, with the payments that stand in the way, newest first.
create or replace function finance.refuse_paid_slip(slip inventory.issue, agency agency.agency)
returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  would_be numeric := agency.debt_amount - slip.total_amount + slip.paid_now;
begin
  raise exception 'agency % has paid for slip % since', agency.code, slip.code
    using errcode = 'SDPAY', detail = jsonb_build_object(
      'issue_id', slip.id::text, 'issue_code', slip.code,
      'agency_id', agency.id::text, 'agency_code', agency.code, 'agency_name', agency.name,
      'current_debt', agency.debt_amount::text, 'slip_total', slip.total_amount::text,
      'paid_now', slip.paid_now::text, 'would_be', would_be::text, 'excess', (-would_be)::text,
      'payments', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'payment_id', p.id::text, 'code', p.code, 'amount', p.amount::text,
          'payment_date', p.payment_date) order by p.created_at desc), '[]')
        from finance.payment as p
        where p.agency_id = agency.id and p.status = 'confirmed' and p.issue_id is null))::text,
    hint = 'Cancel payments first.';
end
$$;
comment on function finance.refuse_paid_slip(inventory.issue, agency.agency) is
  'Error: HAS_PAYMENTS {issue_id, issue_code, agency_id, agency_code, agency_name, current_debt, slip_total, paid_now, would_be, excess, payments: [{payment_id, code, amount, payment_date}]}, money in đồng as text.';
revoke all on function finance.refuse_paid_slip(inventory.issue, agency.agency) from public;
grant execute on function finance.refuse_paid_slip(inventory.issue, agency.agency)
  to sodaily_definer;
--! EndIncluded finance/functions/refuse_paid_slip.sql
--! Included finance/rules/debt_is_reversed_on_cancel.sql
-- Rule: cancelling a slip puts the debt back by new rows: first its payment on the spot is cancelled
-- (finance/rules/cancelled_payment_raises_debt.sql), then the slip's own row is reversed. Under QĐ5 (regulation PAYMENT_NOT_OVER_DEBT) an agency never ends up with less than no
-- debt, which happens when it has paid for the slip since: those payments are cancelled first.
-- Locks the agency (lock order: agency, items by key). Who may override: nobody; an administrator
-- switches the regulation off. Code when refused: HAS_PAYMENTS.
create or replace function finance.debt_is_reversed_on_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
  owner_of_debt agency.agency;
begin
  for slip in
    select n.* from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled'
    order by n.agency_id, n.id
  loop
    select a.* into strict owner_of_debt from agency.agency as a
    where a.id = slip.agency_id for no key update;
    if owner_of_debt.debt_amount - slip.total_amount + slip.paid_now < 0
      and (config.regulation_on('PAYMENT_NOT_OVER_DEBT', config.business_date())).value = 'true' then
      perform finance.refuse_paid_slip(slip, owner_of_debt);
    end if;

    update finance.payment as p
    set status = 'cancelled', cancelled_at = slip.cancelled_at, cancelled_by = slip.cancelled_by,
      cancel_reason = slip.reason
    where p.agency_id = slip.agency_id and p.issue_id = slip.id;

    with undone as (
      select t.* from finance.debt_transaction as t
      where t.agency_id = slip.agency_id and t.issue_id = slip.id and t.kind = 'issue'),
    balance as (
      update agency.agency as a
      set debt_amount = a.debt_amount - u.amount, debt_seq = a.debt_seq + 1
      from undone as u where a.id = slip.agency_id
      returning a.debt_amount, a.debt_seq)
    insert into finance.debt_transaction (
      agency_id, seq, kind, amount, balance_after, business_date, issue_id, reverses_id, created_by)
    select u.agency_id, b.debt_seq, 'issue_cancel', -u.amount, b.debt_amount,
      config.business_date(), u.issue_id, u.id, slip.cancelled_by
    from undone as u cross join balance as b;
  end loop;
  return null;
end
$$;
comment on function finance.debt_is_reversed_on_cancel() is
  'Reverses the debt of slips being cancelled and the payments made with them. Error: HAS_PAYMENTS, see finance.refuse_paid_slip.';
revoke all on function finance.debt_is_reversed_on_cancel() from public;

create or replace trigger cancel_1_debt_is_reversed
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function finance.debt_is_reversed_on_cancel();
comment on trigger cancel_1_debt_is_reversed on inventory.issue is
  'Cancelling, step 1: lock the agency, reverse the debt.';
--! EndIncluded finance/rules/debt_is_reversed_on_cancel.sql
--! Included inventory/rules/stock_comes_back_on_cancel.sql
-- Rule: cancelling a slip puts its goods back into stock today, each movement reversed exactly once.
-- One ordered lock on all items, after the agency's (step 1). Nobody may override.
create or replace function inventory.stock_comes_back_on_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
begin
  for slip in
    select n.* from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled'
    order by n.id
  loop
    perform from inventory.item as i
    where i.id in (
      select m.item_id from inventory.stock_movement as m
      where m.agency_id = slip.agency_id and m.issue_id = slip.id and m.kind = 'issue')
    order by i.id
    for no key update;

    with balance as (
      update inventory.item as i
      set stock_quantity = i.stock_quantity - m.quantity, stock_seq = i.stock_seq + 1
      from inventory.stock_movement as m
      where m.agency_id = slip.agency_id and m.issue_id = slip.id and m.kind = 'issue'
        and i.id = m.item_id
      returning i.id as item_id, m.id as movement_id, m.quantity, i.stock_quantity, i.stock_seq)
    insert into inventory.stock_movement (
      item_id, seq, kind, quantity, balance_after, business_date, agency_id, issue_id,
      reverses_id, created_by)
    select b.item_id, b.stock_seq, 'issue_cancel', -b.quantity, b.stock_quantity,
      config.business_date(), slip.agency_id, slip.id, b.movement_id, slip.cancelled_by
    from balance as b;
  end loop;
  return null;
end
$$;
comment on function inventory.stock_comes_back_on_cancel() is
  'Reverses the stock movements of slips being cancelled.';
revoke all on function inventory.stock_comes_back_on_cancel() from public;

create or replace trigger cancel_2_stock_comes_back
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function inventory.stock_comes_back_on_cancel();
comment on trigger cancel_2_stock_comes_back on inventory.issue is
  'Cancelling, step 2: stock and stock ledger.';
--! EndIncluded inventory/rules/stock_comes_back_on_cancel.sql
--! Included agency/rules/agency_transition.sql
-- Rule: an agency is born pending and moves only along the roads of its life:
--   pending → active | rejected      active ⇄ blocked      active | blocked → terminated
-- Nobody may override. Code when refused: INVALID_TRANSITION.
create or replace function agency.agency_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  if (old.status, new.status) not in (
    ('pending', 'active'), ('pending', 'rejected'), ('active', 'blocked'), ('blocked', 'active'),
    ('active', 'terminated'), ('blocked', 'terminated')) then
    raise exception 'agency % cannot go from % to %', old.code, old.status, new.status
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'agency_id', new.id::text, 'from', old.status, 'to', new.status)::text,
      hint = 'Reload it to see its present state.';
  end if;
  return new;
end
$$;
comment on function agency.agency_transition() is
  'Refuses a change of status that is no road. Error: INVALID_TRANSITION {agency_id, from, to}.';
revoke all on function agency.agency_transition() from public;

create or replace trigger agency_transition
before update on agency.agency
for each row when (old.status is distinct from new.status)
execute function agency.agency_transition();
comment on trigger agency_transition on agency.agency is
  'An agency changes state along its roads only.';
--! EndIncluded agency/rules/agency_transition.sql
--! Included agency/rules/district_cap.sql
-- Rule QĐ1: a territory holds at most MAX_AGENCIES_PER_DISTRICT active and blocked agencies, or the
-- territory's own cap. Counted under the lock on the territory, so two approvals at once cannot
-- pass it together. Who may override: an administrator raises the cap. Code when refused: DISTRICT_FULL.
create or replace function agency.district_cap() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  territory agency.district;
  cap numeric;
  members bigint;
begin
  select d.* into strict territory from agency.district as d
  where d.id = new.district_id
  for no key update;
  cap := coalesce(territory.max_agencies,
    (config.regulation_on('MAX_AGENCIES_PER_DISTRICT', config.business_date())).value::numeric);
  select count(*) into members from agency.agency as a
  where a.district_id = new.district_id and a.status in ('active', 'blocked') and a.id <> new.id;
  if members >= cap then
    raise exception 'territory % is full', territory.name
      using errcode = 'SDDIS', detail = jsonb_build_object(
        'district_id', territory.id::text, 'district_name', territory.name,
        'members', members::text, 'cap', trim_scale(cap)::text,
        'cap_source', case when territory.max_agencies is null then 'regulation' else 'district' end)::text,
      hint = 'Choose another territory or raise its cap.';
  end if;
  return new;
end
$$;
comment on function agency.district_cap() is
  'Refuses one agency too many in a territory. Error: DISTRICT_FULL {district_id, district_name, members, cap, cap_source}.';
revoke all on function agency.district_cap() from public;

create or replace trigger district_cap
before update on agency.agency
for each row when (
  new.status in ('active', 'blocked')
  and (old.status not in ('active', 'blocked') or old.district_id <> new.district_id))
execute function agency.district_cap();
comment on trigger district_cap on agency.agency is 'At most so many agencies a territory.';
--! EndIncluded agency/rules/district_cap.sql
--! Included agency/rules/terminated_without_debt.sql
-- Rule: an agency is terminated only when it owes nothing and is owed nothing. Nobody may override.
-- Code when refused: AGENCY_HAS_DEBT.
create or replace function agency.terminated_without_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'agency % still has a debt of %', new.code, new.debt_amount
    using errcode = 'SDOWE', detail = jsonb_build_object(
      'agency_id', new.id::text, 'agency_code', new.code, 'agency_name', new.name,
      'current_debt', new.debt_amount::text)::text,
    hint = 'Collect the debt first.';
end
$$;
comment on function agency.terminated_without_debt() is
  'Refuses to terminate an agency that owes. Error: AGENCY_HAS_DEBT {agency_id, agency_code, agency_name, current_debt}, đồng as text.';
revoke all on function agency.terminated_without_debt() from public;

create or replace trigger terminated_without_debt
before update on agency.agency
for each row when (
  new.status = 'terminated' and old.status <> 'terminated' and new.debt_amount <> 0)
execute function agency.terminated_without_debt();
comment on trigger terminated_without_debt on agency.agency is 'Terminated at zero debt only.';
--! EndIncluded agency/rules/terminated_without_debt.sql
--! Included agency/rules/agency_status_is_recorded.sql
-- Rule: every change of an agency's state is kept with who made it and why. Nobody may override.
create or replace function agency.agency_status_is_recorded() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into agency.agency_status_change (agency_id, from_status, to_status, reason, created_by)
  values (new.id, old.status, new.status, new.status_reason, new.updated_by);
  return null;
end
$$;
comment on function agency.agency_status_is_recorded() is
  'Writes the change of an agency''s state into its history.';
revoke all on function agency.agency_status_is_recorded() from public;

create or replace trigger agency_status_is_recorded
after update on agency.agency
for each row when (old.status is distinct from new.status)
execute function agency.agency_status_is_recorded();
comment on trigger agency_status_is_recorded on agency.agency is 'A state has a history.';
--! EndIncluded agency/rules/agency_status_is_recorded.sql
--! Included agency/functions/agency_for_change.sql
-- The agency a command is about to change, locked; one the caller may not see is unknown to them.
create or replace function agency.agency_for_change(agency_id :ID_TYPE, to_status text)
returns agency.agency
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  found_agency agency.agency;
begin
  select a.* into found_agency from agency.agency as a
  where a.id = agency_for_change.agency_id and agency.is_mine(a.id)
  for no key update;
  if not found then
    raise exception 'agency % is unknown', agency_id using errcode = 'SDNFD',
      detail = jsonb_build_object('agency_id', agency_id::text)::text;
  end if;
  if found_agency.status = to_status then
    raise exception 'agency % is % already', found_agency.code, to_status
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'agency_id', agency_id::text, 'from', to_status, 'to', to_status)::text;
  end if;
  return found_agency;
end
$$;
comment on function agency.agency_for_change(:ID_TYPE, text) is
  E'@omit\nLocks an agency for a change of state. Errors: NOT_FOUND {agency_id}, INVALID_TRANSITION {agency_id, from, to}.';
revoke all on function agency.agency_for_change(:ID_TYPE, text) from public;
grant execute on function agency.agency_for_change(:ID_TYPE, text) to sodaily_definer;
--! EndIncluded agency/functions/agency_for_change.sql
--! Included agency/functions/agency_problems.sql
-- Everything that is wrong with the data of a new agency, all at once, each with its place.
create or replace function agency.agency_problems(
  name text, agency_type_id :ID_TYPE, district_id :ID_TYPE, email text) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'name' as path, 'required' as reason, null as value
      where coalesce(btrim(agency_problems.name), '') = ''
      union all
      select 'name', 'too_long', length(agency_problems.name)::text
      where length(agency_problems.name) > 200
      union all
      select 'agency_type_id',
        case when agency_problems.agency_type_id is null then 'required' else 'unknown' end,
        agency_problems.agency_type_id::text
      where not exists (
        select from agency.agency_type as t where t.id = agency_problems.agency_type_id)
      union all
      select 'district_id',
        case when agency_problems.district_id is null then 'required' else 'unknown' end,
        agency_problems.district_id::text
      where not exists (
        select from agency.district as d where d.id = agency_problems.district_id)
      union all
      select 'email', 'malformed', agency_problems.email
      where btrim(agency_problems.email) !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'
        and btrim(agency_problems.email) <> '')
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function agency.agency_problems(text, :ID_TYPE, :ID_TYPE, text) is
  E'@omit\nProblems of a new agency''s data, as JSON [{path, reason, value}].';
revoke all on function agency.agency_problems(text, :ID_TYPE, :ID_TYPE, text) from public;
grant execute on function agency.agency_problems(text, :ID_TYPE, :ID_TYPE, text) to sodaily_definer;
--! EndIncluded agency/functions/agency_problems.sql
--! Included agency/functions/next_code.sql
-- Agencies are never deleted, so the highest code plus one was never used before.
create or replace function agency.next_code() returns text
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  -- one at a time; agencies are few, and nothing else takes this lock
  perform pg_advisory_xact_lock(hashtext('agency.next_code'));
  return (
    select 'DL' || lpad((coalesce(max(substr(a.code, 3)::bigint), 0) + 1)::text, 4, '0')
    from agency.agency as a);
end
$$;
comment on function agency.next_code() is E'@omit\nCode of the next agency, such as DL0017.';
revoke all on function agency.next_code() from public;
grant execute on function agency.next_code() to sodaily_definer;
--! EndIncluded agency/functions/next_code.sql
--! Included agency/functions/create_agency.sql
-- A new agency is pending: it may buy once a manager approves it. Whoever works with assigned
-- agencies only is assigned to the ones they bring.
-- Security definer: agencies and assignments are written by functions only.
create or replace function agency.create_agency(
  client_key text,
  name text,
  agency_type_id :ID_TYPE,
  district_id :ID_TYPE,
  phone text default null,
  email text default null,
  ward text default null,
  address text default null,
  tax_code text default null,
  representative text default null)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:write');
  made agency.agency;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'agency.create_agency', jsonb_build_array(
    btrim(name), agency_type_id, district_id, phone, email, ward, address, tax_code, representative));
  if earlier is null then
    perform audit.refuse_problems(agency.agency_problems(name, agency_type_id, district_id, email));
    insert into agency.agency as a (
      code, name, agency_type_id, district_id, phone, email, ward, address, tax_code,
      representative, reception_date, created_by, updated_by)
    values (agency.next_code(), btrim(create_agency.name), create_agency.agency_type_id,
      create_agency.district_id, nullif(btrim(create_agency.phone), ''),
      nullif(btrim(create_agency.email), ''), nullif(btrim(create_agency.ward), ''),
      nullif(btrim(create_agency.address), ''), nullif(btrim(create_agency.tax_code), ''),
      nullif(btrim(create_agency.representative), ''), config.business_date(), caller, caller)
    returning a.* into strict made;
    if not auth.sees_all_agencies() then
      insert into auth.user_agency (user_id, agency_id, created_by)
      values (caller, made.id, caller);
    end if;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  end if;
  select a.* into strict made from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), made.id);
  return made;
end
$$;
alter function agency.create_agency(
  text, text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text) owner to sodaily_definer;
comment on function agency.create_agency(
  text, text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text) is
  E'@resultFieldName agency\nAdds a pending agency. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function agency.create_agency(
  text, text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text) from public;
grant execute on function agency.create_agency(
  text, text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded agency/functions/create_agency.sql
--! Included agency/functions/approve_agency.sql
-- A pending agency may buy from now on, if its territory has room (QĐ1).
-- Security definer: agencies are written by functions only.
create or replace function agency.approve_agency(
  client_key text,
  agency_id :ID_TYPE)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:approve');
  changed agency.agency;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'agency.approve_agency', jsonb_build_array(agency_id));
  if earlier is null then
    changed := agency.agency_for_change(agency_id, 'active');
    if changed.status <> 'pending' then
      raise exception 'agency % is %, not pending', changed.code, changed.status
        using errcode = 'SDTRN', detail = jsonb_build_object(
          'agency_id', agency_id::text, 'from', changed.status, 'to', 'active')::text,
        hint = 'Only a pending agency is approved.';
    end if;
    perform config.four_eyes(changed.created_by, caller);
    update agency.agency as a
    set status = 'active', status_reason = null, approved_at = now(), approved_by = caller,
      updated_at = now(), updated_by = caller
    where a.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.approve_agency(text, :ID_TYPE) owner to sodaily_definer;
comment on function agency.approve_agency(text, :ID_TYPE) is
  E'@resultFieldName agency\nApproves a pending agency. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, DISTRICT_FULL.';
revoke all on function agency.approve_agency(text, :ID_TYPE) from public;
grant execute on function agency.approve_agency(text, :ID_TYPE) to sodaily_staff;
--! EndIncluded agency/functions/approve_agency.sql
--! Included agency/functions/reject_agency.sql
-- A pending agency is turned away; its file stays, with the reason.
-- Security definer: agencies are written by functions only.
create or replace function agency.reject_agency(
  client_key text,
  agency_id :ID_TYPE,
  reason text)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:approve');
  changed agency.agency;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'agency.reject_agency', jsonb_build_array(agency_id, btrim(reason)));
  if earlier is null then
    changed := agency.agency_for_change(agency_id, 'rejected');
    update agency.agency as a
    set status = 'rejected', status_reason = audit.require_reason(reject_agency.reason),
      updated_at = now(), updated_by = caller
    where a.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.reject_agency(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function agency.reject_agency(text, :ID_TYPE, text) is
  E'@resultFieldName agency\nRejects a pending agency, with a reason. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DUPLICATE_REQUEST, INVALID_TRANSITION, VALIDATION_ERROR.';
revoke all on function agency.reject_agency(text, :ID_TYPE, text) from public;
grant execute on function agency.reject_agency(text, :ID_TYPE, text) to sodaily_staff;
--! EndIncluded agency/functions/reject_agency.sql
--! Included agency/functions/block_agency.sql
-- A blocked agency takes no goods, but may still pay.
-- Security definer: agencies are written by functions only.
create or replace function agency.block_agency(
  client_key text,
  agency_id :ID_TYPE,
  reason text)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:approve');
  changed agency.agency;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'agency.block_agency', jsonb_build_array(agency_id, btrim(reason)));
  if earlier is null then
    changed := agency.agency_for_change(agency_id, 'blocked');
    update agency.agency as a
    set status = 'blocked', status_reason = audit.require_reason(block_agency.reason),
      updated_at = now(), updated_by = caller
    where a.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.block_agency(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function agency.block_agency(text, :ID_TYPE, text) is
  E'@resultFieldName agency\nBlocks an agency, with a reason: no more slips, payments still accepted. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DUPLICATE_REQUEST, INVALID_TRANSITION, VALIDATION_ERROR.';
revoke all on function agency.block_agency(text, :ID_TYPE, text) from public;
grant execute on function agency.block_agency(text, :ID_TYPE, text) to sodaily_staff;
--! EndIncluded agency/functions/block_agency.sql
--! Included agency/functions/reactivate_agency.sql
-- A blocked agency may buy again. A pending one is approved instead.
-- Security definer: agencies are written by functions only.
create or replace function agency.reactivate_agency(
  client_key text,
  agency_id :ID_TYPE)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:approve');
  changed agency.agency;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'agency.reactivate_agency', jsonb_build_array(agency_id));
  if earlier is null then
    changed := agency.agency_for_change(agency_id, 'active');
    if changed.status = 'pending' then
      raise exception 'agency % is pending', changed.code
        using errcode = 'SDTRN', detail = jsonb_build_object(
          'agency_id', agency_id::text, 'from', 'pending', 'to', 'active')::text,
        hint = 'Approve it instead.';
    end if;
    update agency.agency as a
    set status = 'active', status_reason = null,
      updated_at = now(), updated_by = caller
    where a.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.reactivate_agency(text, :ID_TYPE) owner to sodaily_definer;
comment on function agency.reactivate_agency(text, :ID_TYPE) is
  E'@resultFieldName agency\nLifts the block of an agency. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function agency.reactivate_agency(text, :ID_TYPE) from public;
grant execute on function agency.reactivate_agency(text, :ID_TYPE) to sodaily_staff;
--! EndIncluded agency/functions/reactivate_agency.sql
--! Included agency/functions/terminate_agency.sql
-- The business with an agency ends, once it owes nothing.
-- Security definer: agencies are written by functions only.
create or replace function agency.terminate_agency(
  client_key text,
  agency_id :ID_TYPE,
  reason text)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:approve');
  changed agency.agency;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'agency.terminate_agency', jsonb_build_array(agency_id, btrim(reason)));
  if earlier is null then
    changed := agency.agency_for_change(agency_id, 'terminated');
    update agency.agency as a
    set status = 'terminated', status_reason = audit.require_reason(terminate_agency.reason),
      updated_at = now(), updated_by = caller
    where a.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.terminate_agency(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function agency.terminate_agency(text, :ID_TYPE, text) is
  E'@resultFieldName agency\nEnds the business with an agency that owes nothing, with a reason. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DUPLICATE_REQUEST, INVALID_TRANSITION, VALIDATION_ERROR, AGENCY_HAS_DEBT.';
revoke all on function agency.terminate_agency(text, :ID_TYPE, text) from public;
grant execute on function agency.terminate_agency(text, :ID_TYPE, text) to sodaily_staff;
--! EndIncluded agency/functions/terminate_agency.sql

-- where payments, returns and slips meet
--! Included finance/rules/return_frees_allocations.sql
-- Rule: when goods of a settled slip come back, its payments settle only what was kept of it; the rest
-- of them is free for other slips. Newest allocations give way first, what was paid on the spot last.
-- Nobody may override.
create or replace function finance.return_frees_allocations() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  too_much record;
begin
  for too_much in
    select r.*, greatest(r.amount - (r.settled_so_far - r.kept), 0) as stays
    from (
      select l.*, inventory.issue_kept_amount(i) as kept, sum(l.amount) over (
        partition by l.issue_id order by p.issue_id is null, l.created_at, l.id) as settled_so_far
      from inventory.issue as i
      join finance.payment_allocation as l on l.agency_id = i.agency_id and l.issue_id = i.id
      join finance.payment as p on p.id = l.payment_id
      where i.id in (select n.issue_id from new_line as n)) as r
    where r.settled_so_far > r.kept
  loop
    delete from finance.payment_allocation as l where l.id = too_much.id;
    if too_much.stays > 0 then
      insert into finance.payment_allocation (
        agency_id, payment_id, issue_id, amount, is_by_hand, created_by)
      values (too_much.agency_id, too_much.payment_id, too_much.issue_id, too_much.stays,
        too_much.is_by_hand, too_much.created_by);
    end if;
  end loop;
  return null;
end
$$;
comment on function finance.return_frees_allocations() is
  'Cuts the allocations of slips with new returns to what was kept of them, in đồng.';
revoke all on function finance.return_frees_allocations() from public;

create or replace trigger return_8_frees_allocations
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function finance.return_frees_allocations();
comment on trigger return_8_frees_allocations on inventory.issue_return_detail is
  'Returning, step 8: payments settle what was kept.';
--! EndIncluded finance/rules/return_frees_allocations.sql
--! Included audit/rules/history_is_final.sql
-- Rule: what a ledger holds is never changed and never deleted.
-- A correction is a new row that reverses the old one. Nobody may override, the owner included.
-- Code when refused: HISTORY_IS_FINAL.
create or replace function audit.history_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name
    using errcode = 'SDHIS',
      detail = jsonb_build_object('table', tg_table_schema || '.' || tg_table_name, 'verb', tg_op)::text,
      hint = 'Write a reversing row instead.';
end
$$;
comment on function audit.history_is_final() is
  'Refuses update, delete and truncate on a ledger. Error: HISTORY_IS_FINAL {table, verb}.';
revoke all on function audit.history_is_final() from public;

create or replace trigger history_is_final
before update or delete or truncate on inventory.stock_movement
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.stock_movement is 'The stock ledger is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on finance.debt_transaction
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on finance.debt_transaction is 'The debt ledger is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on config.regulation_version
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on config.regulation_version is 'A regulation changes by a new version.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.issue_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.issue_detail is 'A slip is cancelled and written anew, never edited.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.receipt_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.receipt_detail is 'A receipt is cancelled and written anew, never edited.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.item_price
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.item_price is 'The history of import prices is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.stock_count_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.stock_count_detail is 'A stock count is never edited: count again.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.issue_return_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.issue_return_detail is 'A return is never edited: issue the goods anew.';
--! EndIncluded audit/rules/history_is_final.sql
