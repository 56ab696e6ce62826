--! Previous: sha1:64fd796bf40149eeb55d12778982df436b4282aa
--! Hash: sha1:433fee7c850d5e1bb6e0bddb2c677f6531249601
--! Message: counts that hold and refusals that can be read

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- squawk-ignore-file constraint-missing-not-valid, require-concurrent-index-creation, require-concurrent-index-deletion

-- Refusals are read by whom they were told, and all of them by whoever holds refusal:read.
comment on table audit.refusal is 'Every command that the rules refused, with its figures; kept for 400 days.';
comment on column audit.refusal.request_id is E'@name traceId\nTrace id, as in the logs and on the screen.';
create index if not exists refusal_user_id_created_at_idx on audit.refusal (user_id, created_at);
drop index if exists audit.refusal_user_id_idx;
grant usage on schema audit to sodaily_user, sodaily_warehouse;
set local role sodaily_definer;
insert into auth.permission (code, description_vi, description_en) values
  ('refusal:read', 'Xem mọi lần bị từ chối', 'See all refusals')
on conflict do nothing;
insert into auth.role_permission (role_id, permission_code)
select r.id, 'refusal:read' from auth.role as r where r.code in ('admin', 'manager', 'auditor')
on conflict do nothing;
-- everybody exports the own ones
insert into report.export_kind (code, scope) values ('refusals', 'profile:read')
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;

-- Counts hold: a line says what the books said when it was counted, and a document dated before a count says

do $$
begin
  if not exists (
    select from pg_attribute as a
    where a.attrelid = 'inventory.count_line'::regclass and a.attname = 'seen') then
    alter type inventory.count_line add attribute seen numeric;
  end if;
  if to_regtype('inventory.item_book') is null then
    create type inventory.item_book as (
      item_id :ID_TYPE, book_quantity public.quantity, stock_quantity public.quantity);
  end if;
end
$$;
do $$
begin
  if to_regtype('inventory.counted_answer') is null then
    create type inventory.counted_answer as (item_id :ID_TYPE, included boolean);
  end if;
  if to_regtype('inventory.stock_effect') is null then
    create type inventory.stock_effect as (item_id :ID_TYPE, quantity numeric);
  end if;
end
$$;
comment on type inventory.counted_answer is
  'Whether a later count of an item had seen already what a document moves.';
comment on column inventory.counted_answer.item_id is 'An item of the document.';
comment on column inventory.counted_answer.included is
  'True: the shelf was as counted, with it; the count stays what it was. False: it comes on top.';
comment on type inventory.stock_effect is 'What a document, or its reversal, does to the stock of an item.';
comment on column inventory.stock_effect.item_id is 'The item.';
comment on column inventory.stock_effect.quantity is 'Signed: positive comes in, negative goes out, in the item''s unit.';
comment on column inventory.count_line.seen is
  'What the books said at the end of the count''s day when it was counted, in the item''s unit.';
comment on type inventory.item_book is 'What the books say of an item at the end of a day, and now.';
comment on column inventory.item_book.item_id is 'The item.';
comment on column inventory.item_book.book_quantity is 'Stock by the ledger at the end of the day, in the item''s unit.';
comment on column inventory.item_book.stock_quantity is 'Stock now, in the item''s unit.';

-- What a later count had seen already is taken back on the count's day, by a movement that names both.
alter table inventory.stock_movement
  add column if not exists offsets_seq bigint,
  drop constraint if exists stock_movement_kind_is_known,
  drop constraint if exists stock_movement_of_a_count_names_it,
  drop constraint if exists stock_movement_kept_for_a_count_names_what_it_offsets;
alter table inventory.stock_movement
  add constraint stock_movement_kind_is_known check (kind in ('opening', 'issue', 'issue_cancel',
    'receipt', 'receipt_cancel', 'return', 'return_cancel', 'count', 'count_kept', 'count_kept_cancel')),
  add constraint stock_movement_of_a_count_names_it check (
    (kind in ('count', 'count_kept', 'count_kept_cancel')) = (stock_count_id is not null)),
  add constraint stock_movement_kept_for_a_count_names_what_it_offsets check (
    (kind = 'count_kept') = (offsets_seq is not null)
    -- the one before it, or after it, for what raises stock is written first; a deferred foreign key would
    -- look at every row of every slip
    and (offsets_seq is null or abs(offsets_seq - seq) = 1)
    and (kind <> 'count_kept_cancel' or reverses_id is not null));
comment on table inventory.stock_movement is
  E'@foreignKey (item_id, offsets_seq) references inventory.stock_movement (item_id, seq)|@fieldName offsets\nStock ledger (thẻ kho): append-only, corrections are new rows.';
create unique index if not exists stock_movement_is_offset_once
  on inventory.stock_movement (item_id, offsets_seq) where offsets_seq is not null;
-- reports tell apart what was kept
create index if not exists stock_movement_kept_idx on inventory.stock_movement (business_date)
  where kind in ('count_kept', 'count_kept_cancel');
comment on column inventory.stock_movement.kind is
  'opening, issue, issue_cancel, receipt, receipt_cancel, return, return_cancel, count; count_kept: what the count had seen already of a document that came later, taken back; count_kept_cancel: that undone with the document.';
comment on column inventory.stock_movement.stock_count_id is
  'The stock count that moved it, or that is kept as it was.';
comment on column inventory.stock_movement.offsets_seq is
  'Place in the item''s ledger of the movement that the count had seen already; of count_kept only.';

drop function if exists inventory.create_receipt(text, :ID_TYPE, inventory.receipt_line[], date, text);
drop function if exists inventory.cancel_receipt(text, :ID_TYPE, text);
drop function if exists inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE);
drop function if exists inventory.confirm_issue(text, :ID_TYPE, date, numeric);
drop function if exists inventory.cancel_issue(text, :ID_TYPE, text);
drop function if exists inventory.create_issue_return(text, :ID_TYPE, inventory.issue_line[], date, text);
drop function if exists inventory.confirm_issue_return(text, :ID_TYPE, date);
drop function if exists inventory.confirm_asked_return(:ID_TYPE, :ID_TYPE, date);
drop function if exists inventory.cancel_issue_return(text, :ID_TYPE, text);
drop function if exists inventory.create_stock_count(text, inventory.count_line[], date, text);
drop function if exists inventory.add_count_lines(inventory.stock_count, inventory.count_line[]);

do $$
begin
  if not exists (
    select from pg_attribute as a
    where a.attrelid = 'report.stock_row'::regclass and a.attname = 'kept_quantity') then
    alter type report.stock_row add attribute kept_quantity public.quantity;
  end if;
end
$$;
comment on column report.stock_row.kept_quantity is
  'Of the adjustment, what was taken back because a count had seen it already (count_kept), in the item''s unit.';

-- -- objects
--! Included audit/policies/refusal.sql
-- Written by audit.record_refusal and deleted by audit.purge_refusals only. Everybody reads what they were told
-- themselves; whoever holds refusal:read reads all. Refusals of somebody who had not signed in belong to nobody.
alter table audit.refusal enable row level security;
alter table audit.refusal force row level security;

drop policy if exists definer_does_what_functions_do on audit.refusal;
create policy definer_does_what_functions_do on audit.refusal
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_their_own on audit.refusal;
create policy people_read_their_own on audit.refusal
for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using (user_id = (select auth.current_user_id()));

drop policy if exists readers_with_the_scope_read_all on audit.refusal;
create policy readers_with_the_scope_read_all on audit.refusal
for select to sodaily_staff, sodaily_auditor
using ((select auth.has_scope('refusal:read')));

revoke all on audit.refusal from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert, delete on audit.refusal to sodaily_definer;
grant select on audit.refusal to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded audit/policies/refusal.sql
--! Included audit/functions/refusal_user_name.sql
-- Security definer: names of colleagues are shown beside refusals, the list of users is not.
create or replace function audit.refusal_user_name(refusal audit.refusal) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.full_name from auth."user" as u where u.id = refusal.user_id
$$;
alter function audit.refusal_user_name(audit.refusal) owner to sodaily_definer;
comment on function audit.refusal_user_name(audit.refusal) is
  'Name of the person who was refused; null for somebody who had not signed in.';
revoke all on function audit.refusal_user_name(audit.refusal) from public;
grant execute on function audit.refusal_user_name(audit.refusal)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded audit/functions/refusal_user_name.sql
--! Included audit/functions/refuse_unanswered.sql
-- What a command wants to be told before it books anything is asked all at once, so that nobody runs from one
-- question into the next. Each question has a code and its figures; the answers are arguments of the command.
-- Nothing was written, so the client key may be used again.
create or replace function audit.refuse_unanswered(questions jsonb) returns void
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  if questions <> '[]' then
    raise exception '% question(s) are not answered', jsonb_array_length(questions)
      using errcode = 'SDCFM', hint = 'Send it again with the answers.',
        detail = jsonb_build_object('count', jsonb_array_length(questions), 'questions', questions)::text;
  end if;
end
$$;
comment on function audit.refuse_unanswered(jsonb) is
  'Refuses a command that has open questions, JSON [{code, figures}]. Error: CONFIRMATION_NEEDED {count, questions}.';
revoke all on function audit.refuse_unanswered(jsonb) from public;
grant execute on function audit.refuse_unanswered(jsonb) to sodaily_definer;
--! EndIncluded audit/functions/refuse_unanswered.sql
--! Included inventory/functions/add_count_lines.sql
-- Writes the lines of a stock count under the locks on their items, so that what was seen of the books is
-- what they say at that moment.
create or replace function inventory.add_count_lines(
  stock_count inventory.stock_count, items inventory.count_line[],
  counted inventory.counted_answer[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  -- the day after: a count of the same day is met by what was seen
  later constant date := stock_count.count_date + 1;
  differences inventory.stock_effect[];
begin
  perform from inventory.item as i
  where i.id in (select l.item_id from unnest(items) as l)
  order by i.id
  for no key update;

  perform inventory.refuse_moved_stock(items, stock_count.count_date);
  differences := array(
    select row(l.item_id, l.counted - l.seen)::inventory.stock_effect
    from unnest(items) as l where l.counted <> l.seen);
  perform audit.refuse_unanswered(inventory.count_questions(differences, later, false, counted));
  perform inventory.keep_counts(differences, later, counted, stock_count.created_by, false);

  insert into inventory.stock_count_detail (
    stock_count_id, line_no, item_id, book_quantity, counted_quantity, difference_quantity,
    created_by)
  select stock_count.id, l.place, l.item_id, l.seen, l.counted, l.counted - l.seen,
    stock_count.created_by
  from unnest(items) with ordinality as l (item_id, counted, seen, place);
  perform inventory.keep_counts(differences, later, counted, stock_count.created_by, true);
end
$$;
comment on function inventory.add_count_lines(
  inventory.stock_count, inventory.count_line[], inventory.counted_answer[]) is
  'Inserts the lines of a new stock count. Errors: STOCK_MOVED, see inventory.refuse_moved_stock, CONFIRMATION_NEEDED.';
revoke all on function inventory.add_count_lines(
  inventory.stock_count, inventory.count_line[], inventory.counted_answer[])
  from public;
grant execute on function inventory.add_count_lines(
  inventory.stock_count, inventory.count_line[], inventory.counted_answer[])
  to sodaily_definer;
--! EndIncluded inventory/functions/add_count_lines.sql
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
  applied bigint;
begin
  perform finance.hold_open_periods(array(
    select distinct coalesce((r.cells ->> 'receipt_date')::date, config.business_date())
    from config.import_row as r where r.import_id = apply_imported_receipts.import_id));
  -- no count comes between the check and the movements
  perform from inventory.item as i
  where i.id in (select l.item_id from inventory.imported_receipt_lines(apply_imported_receipts.import_id) as l)
  order by i.id
  for no key update;
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
    returning id, import_row_no),
  -- rows of one item of one receipt are one line
  merged as (
    select h.id as receipt_id, l.item_id, sum(l.quantity) as quantity, min(l.unit_price) as unit_price,
      min(l.row_no) as row_no, count(*) as row_count
    from line as l
    join head as h on h.import_row_no = l.first_row
    group by h.id, l.item_id),
  made as (
    insert into inventory.receipt_detail (
      receipt_id, line_no, item_id, quantity, unit_price, line_total, created_by)
    select m.receipt_id, row_number() over (partition by m.receipt_id order by m.row_no), m.item_id, m.quantity,
      m.unit_price, round(m.quantity * m.unit_price), caller
    from merged as m
    returning receipt_id, item_id)
  select coalesce(sum(m.row_count), 0) into applied
  from made as d
  join merged as m on m.receipt_id = d.receipt_id and m.item_id = d.item_id;
  return applied;
end
$$;
alter function inventory.apply_imported_receipts(:ID_TYPE) owner to sodaily_definer;
comment on function inventory.apply_imported_receipts(:ID_TYPE) is
  E'@omit\nPuts the rows of a checked file of receipts into the books; returns how many of them are in, or null when the check finds faults now. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, PERIOD_CLOSED, ITEM_INACTIVE.';
revoke all on function inventory.apply_imported_receipts(:ID_TYPE) from public;
grant execute on function inventory.apply_imported_receipts(:ID_TYPE)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/apply_imported_receipts.sql
--! Included inventory/functions/book_quantities_on.sql
-- The one sum of what the books say of items at the end of a day: the stock of now without what moved after
-- it. Without a search path of its own it becomes part of the query.
create or replace function inventory.book_quantities_on(item_ids :ID_TYPE[], on_date date)
returns table (item_id :ID_TYPE, book_quantity numeric, stock_quantity numeric)
language sql stable
as $$
  select i.id, i.stock_quantity::numeric - coalesce((
      select sum(m.quantity)
      from inventory.stock_movement as m
      where m.item_id = i.id and m.business_date > on_date), 0),
    i.stock_quantity::numeric
  from inventory.item as i
  where i.id = any (item_ids)
$$;
comment on function inventory.book_quantities_on(:ID_TYPE[], date) is
  E'@omit\nStock of items by the ledger at the end of a day, and now.';
revoke all on function inventory.book_quantities_on(:ID_TYPE[], date) from public;
grant execute on function inventory.book_quantities_on(:ID_TYPE[], date) to sodaily_definer;
--! EndIncluded inventory/functions/book_quantities_on.sql
--! Included inventory/functions/books_on.sql
-- What a count of a day will be compared with, for the form to show before it is sent; at most as many items
-- as a count has lines.
-- Security definer: the ledger is read by functions only, so that every reader gets the same answer.
create or replace function inventory.books_on(item_ids :ID_TYPE[], on_date date)
returns setof inventory.item_book
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('inventory:adjust');
  perform audit.refuse_too_many('item_ids', cardinality(item_ids));
  perform audit.refuse_problems(case
    when on_date is null then jsonb_build_array(
      jsonb_build_object('path', 'on_date', 'reason', 'required'))
    when on_date not between date '2000-01-01' and config.business_date() then jsonb_build_array(
      jsonb_build_object('path', 'on_date', 'reason',
        case when on_date > config.business_date() then 'in_future' else 'too_early' end,
        'value', on_date::text))
    else '[]' end);
  return query
  select b.item_id, b.book_quantity::public.quantity, b.stock_quantity::public.quantity
  from inventory.book_quantities_on(books_on.item_ids, books_on.on_date) as b
  order by b.item_id;
end
$$;
alter function inventory.books_on(:ID_TYPE[], date) owner to sodaily_definer;
comment on function inventory.books_on(:ID_TYPE[], date) is
  'What the books say at the end of a day and now, for at most 100 items; items that are unknown are left out. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR.';
revoke all on function inventory.books_on(:ID_TYPE[], date) from public;
grant execute on function inventory.books_on(:ID_TYPE[], date)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/books_on.sql
--! Included inventory/functions/cancel_issue_return.sql
-- A return that should not have been: its goods leave again and the debt rises again, today. What
-- cancelling does stands in the rules on inventory.issue_return, in the order of their triggers. It may
-- pass the debt limit, as cancelling a payment may: the goods are with the agency.
-- Security definer: returns and ledgers are written by functions only.
create or replace function inventory.cancel_issue_return(
  client_key text, issue_return_id :ID_TYPE, reason text,
  counted inventory.counted_answer[] default null)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('slip:cancel');
  undone inventory.issue_return;
  earlier jsonb;
  movement_ids :ID_TYPE[];
begin
  perform audit.refuse_too_many('counted', cardinality(counted));
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.cancel_issue_return',
    jsonb_build_array(issue_return_id, reason, inventory.counted_as_meant(counted)));
  select r.* into undone
  from inventory.issue_return as r where r.id = cancel_issue_return.issue_return_id;
  if earlier is not null then
    return undone;
  end if;

  perform audit.refuse_problems(inventory.return_decision_problems(issue_return_id, null)
    || inventory.reason_problems(reason)
    || inventory.counted_problems(counted, array(
      select d.item_id from inventory.issue_return_detail as d where d.issue_return_id = undone.id)));

  perform finance.hold_open_period(config.business_date());
  perform from agency.agency as a where a.id = undone.agency_id for no key update;
  -- of two at once the second finds it cancelled
  select r.* into strict undone from inventory.issue_return as r where r.id = undone.id;
  if undone.status = 'confirmed' and undone.return_date < config.business_date() then
    movement_ids := array(
      select m.id from inventory.stock_movement as m
      where m.agency_id = undone.agency_id and m.issue_return_id = undone.id and m.kind = 'return');
    perform audit.refuse_unanswered(inventory.reversal_questions(movement_ids, counted));
    perform inventory.keep_counts_on_reversal(movement_ids, counted, caller, false);
  end if;
  update inventory.issue_return as r
  set status = 'cancelled', cancelled_at = now(), cancelled_by = caller,
    cancel_reason = cancel_issue_return.reason
  where r.id = undone.id
  returning r.* into strict undone;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', undone.id::text));
  return undone;
end
$$;
alter function inventory.cancel_issue_return(text, :ID_TYPE, text, inventory.counted_answer[]) owner to sodaily_definer;
comment on function inventory.cancel_issue_return(text, :ID_TYPE, text, inventory.counted_answer[]) is
  E'@resultFieldName issueReturn\nUndoes a return, with a reason: its goods leave stock again and the debt rises again, by reversing rows of today. counted answers COUNTED_SINCE: per item, whether a later stock count was made without the goods. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, CONFIRMATION_NEEDED, NEGATIVE_STOCK_ON_CANCEL.';
revoke all on function inventory.cancel_issue_return(text, :ID_TYPE, text, inventory.counted_answer[]) from public;
grant execute on function inventory.cancel_issue_return(text, :ID_TYPE, text, inventory.counted_answer[])
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/cancel_issue_return.sql
--! Included inventory/functions/cancel_issue.sql
-- A slip is undone by reversing rows, today: stock comes back, debt falls, what was paid with it is
-- cancelled. What cancelling does stands in the rules on inventory.issue (cancel_1, cancel_2).
-- Security definer: slips are written by functions only.
create or replace function inventory.cancel_issue(
  client_key text,
  issue_id :ID_TYPE,
  reason text,
  counted inventory.counted_answer[] default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('slip:cancel');
  slip inventory.issue;
  earlier jsonb;
  movement_ids :ID_TYPE[];
begin
  perform audit.refuse_too_many('counted', cardinality(counted));
  earlier := audit.begin_command(caller, client_key, 'inventory.cancel_issue',
    jsonb_build_array(issue_id, btrim(reason), inventory.counted_as_meant(counted)));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'cancelled');
    perform config.four_eyes(slip.created_by, caller);
    reason := audit.require_reason(reason);
    perform audit.refuse_problems(inventory.counted_problems(counted, array(
      select d.item_id from inventory.issue_detail as d where d.agency_id = slip.agency_id and d.issue_id = slip.id)));
    -- one that never went out moved nothing
    if slip.issue_date < config.business_date() then
      perform finance.hold_open_period(config.business_date());
      perform from agency.agency as a where a.id = slip.agency_id for no key update;
      movement_ids := array(
        select m.id from inventory.stock_movement as m
        where m.agency_id = slip.agency_id and m.issue_id = slip.id and m.kind = 'issue');
      perform audit.refuse_unanswered(inventory.reversal_questions(movement_ids, counted));
    end if;
    update inventory.issue as i
    set status = 'cancelled', reason = cancel_issue.reason,
      cancelled_at = now(), cancelled_by = caller
    where i.id = slip.id;
    if movement_ids is not null then
      perform inventory.keep_counts_on_reversal(movement_ids, counted, caller, true);
    end if;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.cancel_issue(text, :ID_TYPE, text, inventory.counted_answer[])
  owner to sodaily_definer;
comment on function inventory.cancel_issue(text, :ID_TYPE, text, inventory.counted_answer[]) is
  E'@resultFieldName issue\nCancels a confirmed or delivered slip, with a reason: stock comes back, debt falls, its payment on the spot is cancelled; one that was handed over stays, as credit. counted answers COUNTED_SINCE: per item, whether a later stock count had seen the goods. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, CONFIRMATION_NEEDED, HAS_PAYMENTS.';
revoke all on function inventory.cancel_issue(text, :ID_TYPE, text, inventory.counted_answer[]) from public;
grant execute on function inventory.cancel_issue(text, :ID_TYPE, text, inventory.counted_answer[])
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/cancel_issue.sql
--! Included inventory/functions/cancel_receipt.sql
-- A receipt that should not have been: its goods leave the books again. What cancelling does stands
-- in the rules on inventory.receipt, in the order of their triggers.
-- Security definer: receipts and ledgers are written by functions only.
create or replace function inventory.cancel_receipt(
  client_key text, receipt_id :ID_TYPE, reason text,
  counted inventory.counted_answer[] default null)
returns inventory.receipt
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('slip:cancel');
  receipt inventory.receipt;
  earlier jsonb;
  movement_ids :ID_TYPE[];
begin
  perform audit.refuse_too_many('counted', cardinality(counted));
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.cancel_receipt',
    jsonb_build_array(receipt_id, reason, inventory.counted_as_meant(counted)));
  if earlier is not null then
    select r.* into strict receipt
    from inventory.receipt as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return receipt;
  end if;

  perform audit.refuse_problems(inventory.cancel_receipt_problems(receipt_id, reason)
    || inventory.counted_problems(counted, array(
      select d.item_id from inventory.receipt_detail as d where d.receipt_id = cancel_receipt.receipt_id)));

  -- of two at once the second waits here, and then finds it cancelled
  select r.* into strict receipt
  from inventory.receipt as r where r.id = cancel_receipt.receipt_id for no key update;
  if receipt.status = 'confirmed' and receipt.receipt_date < config.business_date() then
    perform finance.hold_open_period(config.business_date());
    movement_ids := array(
      select m.id from inventory.stock_movement as m
      where m.receipt_id = receipt.id and m.kind = 'receipt');
    perform audit.refuse_unanswered(inventory.reversal_questions(movement_ids, counted));
    perform inventory.keep_counts_on_reversal(movement_ids, counted, caller, false);
  end if;
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
alter function inventory.cancel_receipt(
  text, :ID_TYPE, text, inventory.counted_answer[]) owner to sodaily_definer;
comment on function inventory.cancel_receipt(
  text, :ID_TYPE, text, inventory.counted_answer[]) is
  E'@resultFieldName receipt\nCancels a receipt: lowers stock again, today, and derives import prices anew. A reason is required; counted answers COUNTED_SINCE: per item, whether a later stock count was made without the goods. The same clientKey gives the same receipt again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, CONFIRMATION_NEEDED, NEGATIVE_STOCK_ON_CANCEL.';
revoke all on function inventory.cancel_receipt(
  text, :ID_TYPE, text, inventory.counted_answer[]) from public;
grant execute on function inventory.cancel_receipt(
  text, :ID_TYPE, text, inventory.counted_answer[])
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/cancel_receipt.sql
--! Included inventory/functions/confirm_asked_return.sql
-- The step that both commands take: month, agency, then what confirming does, the number last.
create or replace function inventory.confirm_asked_return(
  issue_return_id :ID_TYPE, caller :ID_TYPE, return_date date,
  counted inventory.counted_answer[])
returns inventory.issue_return
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  confirmed inventory.issue_return;
  day date;
  effects inventory.stock_effect[];
begin
  select r.* into strict confirmed
  from inventory.issue_return as r where r.id = confirm_asked_return.issue_return_id;
  day := coalesce(confirm_asked_return.return_date, confirmed.return_date, config.business_date());
  perform finance.hold_open_period(day);
  perform from agency.agency as a where a.id = confirmed.agency_id for no key update;
  effects := array(
    select row(d.item_id, d.quantity)::inventory.stock_effect from inventory.issue_return_detail as d
    where d.issue_return_id = confirmed.id order by d.line_no);
  if confirmed.status = 'requested' then
    perform audit.refuse_unanswered(inventory.count_questions(effects, day, false, counted));
  end if;
  update inventory.issue_return as r
  set status = 'confirmed', return_date = day, confirmed_at = now(), confirmed_by = caller
  where r.id = confirmed.id;
  perform inventory.keep_counts(effects, day, counted, caller, true);
  select r.* into strict confirmed from inventory.issue_return as r where r.id = confirmed.id;
  return confirmed;
end
$$;
comment on function inventory.confirm_asked_return(
  :ID_TYPE, :ID_TYPE, date, inventory.counted_answer[]) is
  E'@omit\nConfirms a return that was asked for, on a day (null: the one told, else today). Errors: PERIOD_CLOSED, CONFIRMATION_NEEDED, INVALID_TRANSITION, FOUR_EYES, PERMISSION_DENIED, ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, HAS_ADJUSTMENTS.';
revoke all on function inventory.confirm_asked_return(
  :ID_TYPE, :ID_TYPE, date, inventory.counted_answer[]) from public;
grant execute on function inventory.confirm_asked_return(
  :ID_TYPE, :ID_TYPE, date, inventory.counted_answer[])
  to sodaily_definer;
--! EndIncluded inventory/functions/confirm_asked_return.sql
--! Included inventory/functions/confirm_issue_return.sql
-- The goods are back: the return counts from now on. What confirming does stands in the rules on
-- inventory.issue_return, in the order of their triggers.
-- Security definer: returns, ledgers and numbers are written by functions only.
create or replace function inventory.confirm_issue_return(
  client_key text, issue_return_id :ID_TYPE, return_date date default null,
  counted inventory.counted_answer[] default null)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('return:confirm');
  asked inventory.issue_return;
  earlier jsonb;
begin
  perform audit.refuse_too_many('counted', cardinality(counted));
  earlier := audit.begin_command(caller, client_key, 'inventory.confirm_issue_return',
    jsonb_build_array(issue_return_id, return_date, inventory.counted_as_meant(counted)));
  select r.* into asked
  from inventory.issue_return as r where r.id = confirm_issue_return.issue_return_id;
  if earlier is not null then
    return jsonb_populate_record(asked, auth.hidden_columns('inventory.issue_return'));
  end if;

  perform audit.refuse_problems(inventory.return_decision_problems(
    issue_return_id, confirm_issue_return.return_date)
    || inventory.counted_problems(counted, array(
      select d.item_id from inventory.issue_return_detail as d where d.issue_return_id = asked.id)));
  asked := inventory.confirm_asked_return(
    asked.id, caller, confirm_issue_return.return_date, counted);
  perform notification.enqueue(
    'notify_return_decided', jsonb_build_object('issue_return_id', asked.id::text));
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', asked.id::text));
  return jsonb_populate_record(asked, auth.hidden_columns('inventory.issue_return'));
end
$$;
alter function inventory.confirm_issue_return(
  text, :ID_TYPE, date, inventory.counted_answer[]) owner to sodaily_definer;
comment on function inventory.confirm_issue_return(
  text, :ID_TYPE, date, inventory.counted_answer[]) is
  E'@resultFieldName issueReturn\nConfirms that goods came back: raises stock, lowers the debt, numbers the return, on returnDate, or the day told when it was asked for, or today. Asks return:confirm, and slip:cancel when it leaves nothing of a slip of today. counted answers COUNTED_SINCE: per item, whether a later stock count had seen the goods. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, CONFIRMATION_NEEDED, INVALID_TRANSITION, FOUR_EYES, ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, HAS_ADJUSTMENTS.';
revoke all on function inventory.confirm_issue_return(
  text, :ID_TYPE, date, inventory.counted_answer[]) from public;
grant execute on function inventory.confirm_issue_return(
  text, :ID_TYPE, date, inventory.counted_answer[])
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/confirm_issue_return.sql
--! Included inventory/functions/confirm_issue.sql
-- A request becomes a slip: what confirming does stands in the rules on inventory.issue. Its date is
-- the day it is confirmed unless told otherwise; its prices are those of the request.
-- Security definer: slips are written by functions only.
create or replace function inventory.confirm_issue(
  client_key text,
  issue_id :ID_TYPE,
  issue_date date default null,
  paid_now numeric default 0,
  counted inventory.counted_answer[] default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
  outgoing inventory.stock_effect[];
begin
  if counted is not null then
    perform audit.refuse_too_many('counted', cardinality(counted));
  end if;
  earlier := audit.begin_command(caller, client_key, 'inventory.confirm_issue',
    jsonb_build_array(issue_id, issue_date, trim_scale(paid_now), inventory.counted_as_meant(counted)));
  if earlier is null then
    paid_now := coalesce(paid_now, 0);
    slip := inventory.issue_for_change(issue_id, 'confirmed');
    perform config.four_eyes(slip.created_by, caller);
    issue_date := coalesce(issue_date, config.business_date());
    if counted is not null or issue_date < config.business_date() then
      outgoing := array(
        select row(d.item_id, -d.quantity)::inventory.stock_effect
        from inventory.issue_detail as d
        where d.agency_id = slip.agency_id and d.issue_id = slip.id order by d.line_no);
    end if;
    perform audit.refuse_problems(inventory.issue_head_problems(
      slip.agency_id, issue_date, paid_now, null) || inventory.counted_problems(counted,
      array(select l.item_id from unnest(outgoing) as l)));
    if issue_date < config.business_date() then
      perform finance.hold_open_period(issue_date);
      perform from agency.agency as a where a.id = slip.agency_id for no key update;
      perform audit.refuse_unanswered(inventory.count_questions(outgoing, issue_date, false, counted));
      perform inventory.keep_counts(outgoing, issue_date, counted, caller, false);
    end if;
    update inventory.issue as i
    set status = 'confirmed', confirmed_at = now(), confirmed_by = caller,
      issue_date = confirm_issue.issue_date,
      paid_now = confirm_issue.paid_now
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.confirm_issue(
  text, :ID_TYPE, date, numeric, inventory.counted_answer[])
  owner to sodaily_definer;
comment on function inventory.confirm_issue(
  text, :ID_TYPE, date, numeric, inventory.counted_answer[]) is
  E'@resultFieldName issue\nConfirms a requested slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. counted answers COUNTED_SINCE: per item, whether a later stock count was made without the goods. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, CONFIRMATION_NEEDED, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OVERDUE, PAID_NOW_LIMIT, OUT_OF_STOCK.';
revoke all on function inventory.confirm_issue(
  text, :ID_TYPE, date, numeric, inventory.counted_answer[]) from public;
grant execute on function inventory.confirm_issue(
  text, :ID_TYPE, date, numeric, inventory.counted_answer[])
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/confirm_issue.sql
--! Included inventory/functions/count_questions.sql
-- A document comes after a count of the day that it is dated, or of a later one: had the shelf that was
-- counted seen it already? Lines are what the document, or its reversal, does to stock. Locks the items, so
-- call it when the month and the agency are held; a document of today asks nothing.
create or replace function inventory.count_questions(
  lines inventory.stock_effect[], document_date date, is_reversal boolean,
  counted inventory.counted_answer[]) returns jsonb
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  today constant date := config.business_date();
  item_ids :ID_TYPE[];
begin
  if document_date >= today then
    return jsonb '[]';
  end if;
  item_ids := array(select distinct l.item_id from unnest(lines) as l);
  perform from inventory.item as i
  where i.id = any (item_ids)
  order by i.id
  for no key update;

  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'code', 'COUNTED_SINCE', 'figures', jsonb_build_object(
        'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
        'stock_count_id', s.stock_count_id::text, 'stock_count_code', s.code,
        'count_date', s.count_date, 'counted', trim_scale(s.counted_quantity)::text,
        'book', trim_scale(b.book_quantity + l.quantity)::text,
        'quantity', trim_scale(l.quantity)::text)) order by l.place), '[]')
    from (
      select w.item_id, sum(w.quantity) as quantity, min(w.place) as place
      from unnest(lines) with ordinality as w (item_id, quantity, place)
      group by w.item_id) as l
    join inventory.counts_since(item_ids, document_date) as s on s.item_id = l.item_id
    join inventory.item as i on i.id = l.item_id
    join inventory.unit as u on u.id = i.unit_id
    cross join lateral inventory.book_quantities_on(
      array[l.item_id], case when is_reversal then today else s.count_date end) as b
    where not exists (select from unnest(counted) as a where a.item_id = l.item_id));
end
$$;
comment on function inventory.count_questions(
  inventory.stock_effect[], date, boolean, inventory.counted_answer[]) is
  E'@omit\nQuestions of a document of a day about later counts of its items that are not answered, as JSON [{code: COUNTED_SINCE, figures: {item_id, sku, item_name, unit, stock_count_id, stock_count_code, count_date, counted, book, quantity}}]: book is what the books would say if the count had not seen it, at the end of the count''s day, after a reversal today; quantity is signed.';
revoke all on function inventory.count_questions(
  inventory.stock_effect[], date, boolean, inventory.counted_answer[]) from public;
grant execute on function inventory.count_questions(
  inventory.stock_effect[], date, boolean, inventory.counted_answer[]) to sodaily_definer;
--! EndIncluded inventory/functions/count_questions.sql
--! Included inventory/functions/counted_as_meant.sql
-- What two requests must agree in to be the same: the answers, in any order. None given is none needed.
create or replace function inventory.counted_as_meant(counted inventory.counted_answer[]) returns jsonb
language plpgsql immutable strict
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_agg(jsonb_build_array(a.item_id, a.included) order by a.item_id, a.included)
    from unnest(counted) as a);
end
$$;
comment on function inventory.counted_as_meant(inventory.counted_answer[]) is
  E'@omit\nAnswers about later counts as JSON [[item, included]], for telling a retry from another request.';
revoke all on function inventory.counted_as_meant(inventory.counted_answer[]) from public;
grant execute on function inventory.counted_as_meant(inventory.counted_answer[]) to sodaily_definer;
--! EndIncluded inventory/functions/counted_as_meant.sql
--! Included inventory/functions/counted_problems.sql
-- Everything that is wrong with answers about later counts. One that nobody asked for is not wrong.
create or replace function inventory.counted_problems(
  counted inventory.counted_answer[], item_ids :ID_TYPE[]) returns jsonb
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  if counted is null then
    return jsonb '[]';
  end if;
  return (
    with answer as (
      select a.item_id, a.included, a.place - 1 as place,
        row_number() over (partition by a.item_id order by a.place) as nth
      from unnest(counted) with ordinality as a (item_id, included, place)),
    problem as (
      select 'counted.' || a.place || '.item_id' as path, case
          when a.item_id is null then 'required' when a.nth > 1 then 'named_twice'
          else 'not_on_the_document'
        end as reason, a.item_id::text as value
      from answer as a
      where a.item_id is null or a.nth > 1
        or a.item_id <> all (item_ids)
      union all
      select 'counted.' || a.place || '.included', 'required', null
      from answer as a where a.included is null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.counted_problems(
  inventory.counted_answer[], :ID_TYPE[]) is
  E'@omit\nProblems of the answers about later counts of the items of a document, as JSON [{path, reason, value}].';
revoke all on function inventory.counted_problems(
  inventory.counted_answer[], :ID_TYPE[]) from public;
grant execute on function inventory.counted_problems(
  inventory.counted_answer[], :ID_TYPE[]) to sodaily_definer;
--! EndIncluded inventory/functions/counted_problems.sql
--! Included inventory/functions/counts_since.sql
-- The counts that a document of a day has to be told apart from: of each item the earliest one of that day
-- or later whose day is over. It is the earliest that decides: later ones were compared with it.
create or replace function inventory.counts_since(item_ids :ID_TYPE[], document_date date)
returns table (
  item_id :ID_TYPE, stock_count_id :ID_TYPE, code text, count_date date, counted_quantity numeric)
language sql stable
as $$
  select distinct on (d.item_id) d.item_id, c.id, c.code, c.count_date, d.counted_quantity::numeric
  from inventory.stock_count_detail as d
  join inventory.stock_count as c on c.id = d.stock_count_id
  where d.item_id = any (item_ids)
    and c.count_date >= document_date and c.count_date < config.business_date()
  order by d.item_id, c.count_date, c.created_at, c.id
$$;
comment on function inventory.counts_since(:ID_TYPE[], date) is
  E'@omit\nOf each item the earliest stock count that a document of a day came too late for.';
revoke all on function inventory.counts_since(:ID_TYPE[], date) from public;
grant execute on function inventory.counts_since(:ID_TYPE[], date) to sodaily_definer;
--! EndIncluded inventory/functions/counts_since.sql
--! Included inventory/functions/create_issue_return.sql
-- Goods of a slip come back, asked for and confirmed at once by one person: while FOUR_EYES is on
-- nobody may. What confirming does stands in the rules on inventory.issue_return, in the order of their
-- triggers.
-- Security definer: returns, ledgers and numbers are written by functions only.
create or replace function inventory.create_issue_return(
  client_key text,
  issue_id :ID_TYPE,
  items inventory.issue_line[],
  return_date date default null,
  reason text default null,
  counted inventory.counted_answer[] default null)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  made inventory.issue_return;
  earlier jsonb;
begin
  perform auth.require_scope('return:confirm');
  perform audit.refuse_too_many('items', cardinality(items));
  perform audit.refuse_too_many('counted', cardinality(counted));
  reason := nullif(btrim(reason), '');
  -- as meant: no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue_return',
    jsonb_build_array(issue_id, return_date, reason, inventory.lines_as_meant(items),
      inventory.counted_as_meant(counted)));
  if earlier is not null then
    select r.* into strict made
    from inventory.issue_return as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return made;
  end if;

  perform config.four_eyes(caller, caller);
  perform audit.refuse_problems(inventory.issue_return_problems(
    issue_id, items, coalesce(return_date, config.business_date()), reason)
    || inventory.counted_problems(counted, array(select l.item_id from unnest(items) as l)));
  perform finance.hold_open_period(coalesce(return_date, config.business_date()));
  made := inventory.ask_issue_return(issue_id, items, return_date, reason, caller);
  made := inventory.confirm_asked_return(made.id, caller, return_date, counted);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  return made;
end
$$;
alter function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text, inventory.counted_answer[])
  owner to sodaily_definer;
comment on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text, inventory.counted_answer[]) is
  E'@resultFieldName issueReturn\nTakes back goods of a confirmed slip at the prices frozen on it, asked for and confirmed by one person: raises stock, lowers the debt, numbers the return. Asks inventory:write and return:confirm, and slip:cancel when it leaves nothing of a slip of today. Quantities in the item''s unit, returnDate today when null, a reason is required. counted answers COUNTED_SINCE: per item, whether a later stock count had seen the goods. The same clientKey gives the first return again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, FOUR_EYES, PERIOD_CLOSED, CONFIRMATION_NEEDED, ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, HAS_ADJUSTMENTS.';
revoke all on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text, inventory.counted_answer[]) from public;
grant execute on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text, inventory.counted_answer[])
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue_return.sql
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
  note text default null,
  prices inventory.line_price[] default null,
  replaces_id :ID_TYPE default null,
  counted inventory.counted_answer[] default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  price_problems jsonb;
  slip inventory.issue;
  earlier jsonb;
  outgoing inventory.stock_effect[];
begin
  perform audit.refuse_too_many('items', cardinality(items));
  perform audit.refuse_too_many('prices', cardinality(prices)),
    audit.refuse_too_many('counted', cardinality(counted));
  price_problems := inventory.price_override(prices, items);
  paid_now := coalesce(paid_now, 0);
  note := nullif(btrim(note), '');
  -- no date stays no date, so that a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue', jsonb_build_array(
    agency_id, issue_date, trim_scale(paid_now), note, inventory.lines_as_meant(items),
    inventory.prices_as_meant(prices), replaces_id, inventory.counted_as_meant(counted)));
  if earlier is not null then
    select i.* into strict slip
    from inventory.issue as i where i.id = cast(earlier ->> 'id' as :ID_TYPE);
    return slip;
  end if;

  issue_date := coalesce(issue_date, config.business_date());
  perform audit.refuse_problems(
    inventory.issue_head_problems(agency_id, issue_date, paid_now, note)
    || inventory.issue_line_problems(items) || price_problems
    || inventory.issue_replaces_a_cancelled_slip(agency_id, replaces_id)
    || inventory.counted_problems(counted, array(select l.item_id from unnest(items) as l)));
  if issue_date < config.business_date() then
    perform finance.hold_open_period(issue_date);
    perform from agency.agency as a where a.id = create_issue.agency_id for no key update;
    outgoing := array(select row(l.item_id, -l.quantity)::inventory.stock_effect from unnest(items) as l);
    perform audit.refuse_unanswered(inventory.count_questions(outgoing, issue_date, false, counted));
    perform inventory.keep_counts(outgoing, issue_date, counted, caller, false);
  end if;

  insert into inventory.issue as i (agency_id, issue_date, paid_now, note, replaces_id, created_by)
  values (create_issue.agency_id, create_issue.issue_date, create_issue.paid_now,
    create_issue.note, create_issue.replaces_id, caller)
  returning i.* into strict slip;
  perform inventory.add_issue_lines(slip, items, prices);

  update inventory.issue as i
  set status = 'confirmed', confirmed_at = now(), confirmed_by = caller
  where i.id = slip.id;

  select i.* into strict slip from inventory.issue as i where i.id = slip.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  return slip;
end
$$;
alter function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE,
  inventory.counted_answer[])
  owner to sodaily_definer;
comment on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE,
  inventory.counted_answer[]) is
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. prices only by those with price:override. replacesId names a cancelled slip of the agency that this one stands for. counted answers COUNTED_SINCE: per item, whether a later stock count was made without the goods. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, CONFIRMATION_NEEDED, ITEM_INACTIVE, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OVERDUE, PAID_NOW_LIMIT, OUT_OF_STOCK, PERIOD_CLOSED.';
revoke all on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE,
  inventory.counted_answer[])
  from public;
grant execute on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE,
  inventory.counted_answer[])
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue.sql
--! Included inventory/functions/create_receipt.sql
-- Goods come in: a receipt born confirmed, in one transaction. What its lines do stands in the rules
-- on inventory.receipt_detail, in the order of their triggers.
-- Security definer: receipts, ledgers and numbers are written by functions only.
create or replace function inventory.create_receipt(
  client_key text,
  supplier_id :ID_TYPE,
  items inventory.receipt_line[],
  receipt_date date default null,
  note text default null,
  counted inventory.counted_answer[] default null)
returns inventory.receipt
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  receipt inventory.receipt;
  earlier jsonb;
  effects inventory.stock_effect[];
begin
  perform audit.refuse_too_many('items', cardinality(items));
  perform audit.refuse_too_many('counted', cardinality(counted));
  note := nullif(btrim(note), '');
  -- as meant: 2 and 2.000 are one quantity, and no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_receipt', jsonb_build_array(
    supplier_id, receipt_date, note, (
      select jsonb_agg(jsonb_build_array(
        l.item_id, trim_scale(l.quantity), trim_scale(l.unit_price)) order by l.place)
      from unnest(items) with ordinality as l (item_id, quantity, unit_price, place)),
    inventory.counted_as_meant(counted)));
  if earlier is not null then
    select r.* into strict receipt
    from inventory.receipt as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return receipt;
  end if;

  receipt_date := coalesce(receipt_date, config.business_date());
  effects := array(
    select row(l.item_id, l.quantity)::inventory.stock_effect from unnest(items) as l);
  perform audit.refuse_problems(
    inventory.receipt_head_problems(supplier_id, receipt_date, note)
    || inventory.receipt_line_problems(items) || inventory.counted_problems(counted,
      array(select l.item_id from unnest(items) as l)));

  perform finance.hold_open_period(receipt_date);
  perform audit.refuse_unanswered(
    inventory.count_questions(effects, receipt_date, false, counted));
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
  perform inventory.keep_counts(effects, receipt_date, counted, caller, true);

  select r.* into strict receipt from inventory.receipt as r where r.id = receipt.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', receipt.id::text));
  return receipt;
end
$$;
alter function inventory.create_receipt(text, :ID_TYPE, inventory.receipt_line[], date, text, inventory.counted_answer[])
  owner to sodaily_definer;
comment on function inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text, inventory.counted_answer[]) is
  E'@resultFieldName receipt\nTakes in goods: raises stock, sets import prices, numbers the receipt. unitPrice in whole đồng a unit, receiptDate today when null. The same item twice is merged at one price. counted answers COUNTED_SINCE: per item, whether a later stock count had seen the goods already. The same clientKey gives the first receipt again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, CONFIRMATION_NEEDED, ITEM_INACTIVE.';
revoke all on function inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text, inventory.counted_answer[]) from public;
grant execute on function inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text, inventory.counted_answer[])
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_receipt.sql
--! Included inventory/functions/create_stock_count.sql
-- A stock count: the books are set to what was counted, in one transaction. What its lines do stands
-- in the rules on inventory.stock_count_detail, in the order of their triggers.
-- Security definer: counts, ledgers and numbers are written by functions only.
create or replace function inventory.create_stock_count(
  client_key text,
  items inventory.count_line[],
  count_date date default null,
  note text default null,
  counted inventory.counted_answer[] default null)
returns inventory.stock_count
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  made inventory.stock_count;
  earlier jsonb;
begin
  perform audit.refuse_too_many('items', cardinality(items));
  perform audit.refuse_too_many('counted', cardinality(counted));
  note := nullif(btrim(note), '');
  -- as meant: 2 and 2.000 are one quantity, and no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_stock_count',
    jsonb_build_array(count_date, note, (
      select jsonb_agg(jsonb_build_array(
        l.item_id, trim_scale(l.counted), trim_scale(l.seen)) order by l.place)
      from unnest(items) with ordinality as l (item_id, counted, seen, place)),
      inventory.counted_as_meant(counted)));
  if earlier is not null then
    select c.* into strict made
    from inventory.stock_count as c where c.id = cast(earlier ->> 'id' as :ID_TYPE);
    return made;
  end if;

  count_date := coalesce(count_date, config.business_date());
  perform audit.refuse_problems(inventory.stock_count_problems(items, count_date, note)
    || inventory.counted_problems(counted, array(select l.item_id from unnest(items) as l)));

  perform finance.hold_open_period(count_date);
  insert into inventory.stock_count as c (count_date, note, created_by)
  values (create_stock_count.count_date, create_stock_count.note, caller)
  returning c.* into strict made;
  perform inventory.add_count_lines(made, items, counted);

  select c.* into strict made from inventory.stock_count as c where c.id = made.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  return made;
end
$$;
alter function inventory.create_stock_count(
  text, inventory.count_line[], date, text, inventory.counted_answer[])
  owner to sodaily_definer;
comment on function inventory.create_stock_count(
  text, inventory.count_line[], date, text, inventory.counted_answer[]) is
  E'@resultFieldName stockCount\nSets the books to what was counted at the end of countDate (today when null); counted in the item''s unit, each item once, with what the books said when it was counted (see booksOn). Lines without a difference move nothing. counted answers COUNTED_SINCE: per item, whether a count of a later day had found the difference already. The same clientKey gives the first count again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, STOCK_MOVED when the books say something else than was seen, CONFIRMATION_NEEDED, OUT_OF_STOCK when less was counted on an earlier day than left since.';
revoke all on function inventory.create_stock_count(
  text, inventory.count_line[], date, text, inventory.counted_answer[])
  from public;
grant execute on function inventory.create_stock_count(
  text, inventory.count_line[], date, text, inventory.counted_answer[])
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_stock_count.sql
--! Included inventory/functions/imported_opening_stock.sql
create or replace function inventory.imported_opening_stock(import_id :ID_TYPE) returns table (row_no bigint, sku text, item_id :ID_TYPE, has_history boolean, is_decimal boolean, import_price numeric, quantity numeric, business_date date)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.row_no, r.cells ->> 'sku', i.id,
    i.stock_seq > 0 or exists (select from inventory.stock_count_detail as d where d.item_id = i.id), u.is_decimal, i.import_price, (r.cells ->> 'quantity')::numeric,
    coalesce((r.cells ->> 'business_date')::date, config.business_date())
  from config.import_row as r
  left join inventory.item as i on i.sku = r.cells ->> 'sku'
  left join inventory.unit as u on u.id = i.unit_id
  where r.import_id = imported_opening_stock.import_id
$$;
comment on function inventory.imported_opening_stock(:ID_TYPE) is
  E'@omit\nRows of a file of opening stock, with their items; without a date they are of today.';
revoke all on function inventory.imported_opening_stock(:ID_TYPE) from public;
grant execute on function inventory.imported_opening_stock(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/functions/imported_opening_stock.sql
--! Included inventory/functions/imported_receipt_problems.sql
-- What a form of one receipt would refuse, and what rows of one receipt contradict each other in.
create or replace function inventory.imported_receipt_problems(import_id :ID_TYPE) returns setof config.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with line as materialized (select l.* from inventory.imported_receipt_lines(import_id) as l)
  select l.row_no, w.code, w.reason, w.written::text
  from line as l
  cross join lateral (values
    ('quantity', inventory.quantity_problem(l.quantity, l.is_decimal), l.quantity),
    ('unit_price', inventory.price_problem(l.unit_price), l.unit_price)) as w (code, reason, written)
  where w.reason is not null
  union all
  select l.row_no, 'sku', case when l.item_id is null then 'unknown' else 'inactive' end, l.cells ->> 'sku'
  from line as l where l.cells ? 'sku' and l.is_active is not true
  union all
  select l.row_no, 'unit_price', 'differs_from_first_line', l.first_price::text
  from line as l where l.item_id is not null and l.unit_price <> l.first_price
  union all
  select l.row_no, case p.path when 'supplier_id' then 'supplier' else p.path end, p.reason,
    case p.path when 'supplier_id' then l.supplier else p.value end
  from line as l
  cross join lateral jsonb_to_recordset(
    inventory.receipt_head_problems(l.supplier_id, l.receipt_date, l.note))
    as p (path text, reason text, value text)
  where l.row_no = l.first_row and not (p.path = 'supplier_id' and p.reason = 'required' and l.supplier is not null)
  union all
  select l.row_no, 'supplier', 'unknown', l.supplier
  from line as l where l.row_no = l.first_row and l.supplier is not null and l.supplier_id is null
  union all
  select l.row_no, 'receipt_date', 'period_closed', l.receipt_date::text
  from line as l
  cross join (select finance.closed_through() as day) as c
  where l.row_no = l.first_row and l.receipt_date <= c.day
  union all
  -- a file cannot be asked: had the shelf that was counted seen the goods already?
  select l.row_no, 'receipt_date', 'counted_since', c.code
  from line as l
  join (
    select distinct on (d.item_id) d.item_id, s.code, s.count_date
    from inventory.stock_count_detail as d
    join inventory.stock_count as s on s.id = d.stock_count_id
    where s.count_date < config.business_date()
    order by d.item_id, s.count_date desc, s.code desc) as c
    on c.item_id = l.item_id and c.count_date >= l.receipt_date
  union all
  select l.row_no, h.code, 'differs_from_first_line', h.of_slip
  from line as l
  cross join lateral (values ('supplier', l.supplier), ('receipt_date', l.receipt_date::text)) as h (code, of_slip)
  where l.cells ->> h.code <> h.of_slip
  union all
  select l.row_no, 'slip', 'too_many_lines', l.slip from line as l where l.line_no = 101
$$;
comment on function inventory.imported_receipt_problems(:ID_TYPE) is
  E'@omit\nWhat is wrong with the rows of a file of receipts.';
revoke all on function inventory.imported_receipt_problems(:ID_TYPE) from public;
grant execute on function inventory.imported_receipt_problems(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/functions/imported_receipt_problems.sql
--! Included inventory/functions/keep_counts_on_reversal.sql
-- What keep_counts is for a posting, for the reversal of movements of one document, today: a count that was
-- kept for it needs that no more, and one that saw its goods gone is kept now. In both cases the movement is
-- as much as the one that is reversed. Before a reversal that lowers stock, after one that raises it.
create or replace function inventory.keep_counts_on_reversal(
  movement_ids :ID_TYPE[], counted inventory.counted_answer[], caller :ID_TYPE, has_moved boolean)
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  with undone as (
    select m.item_id, m.quantity, m.business_date, k.id as kept_id, k.stock_count_id
    from inventory.stock_movement as m
    left join inventory.stock_movement as k on k.item_id = m.item_id and k.offsets_seq = m.seq
    where m.id = any (movement_ids)),
  since as (
    select s.item_id, s.stock_count_id
    from inventory.counts_since(
      array(select u.item_id from undone as u), (select min(u.business_date) from undone as u)) as s
    join unnest(counted) as a on a.item_id = s.item_id and a.included),
  kept as (
    select u.item_id, u.quantity, u.kept_id, coalesce(u.stock_count_id, s.stock_count_id) as count_id
    from undone as u
    left join since as s on s.item_id = u.item_id
    where u.kept_id is not null or s.item_id is not null),
  balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity + k.quantity, stock_seq = i.stock_seq + 1
    from kept as k where i.id = k.item_id
    returning i.id, k.quantity, k.kept_id, k.count_id, i.stock_quantity, i.stock_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, balance_after, business_date, stock_count_id, reverses_id,
    offsets_seq, created_by)
  select b.id, b.stock_seq, case when b.kept_id is null then 'count_kept' else 'count_kept_cancel' end,
    b.quantity, b.stock_quantity, config.business_date(), b.count_id, b.kept_id,
    case when b.kept_id is null then b.stock_seq + case when has_moved then -1 else 1 end end, caller
  from balance as b;
end
$$;
comment on function inventory.keep_counts_on_reversal(
  :ID_TYPE[], inventory.counted_answer[], :ID_TYPE, boolean) is
  E'@omit\nWrites the movements that keep counts as they were when movements of a document are reversed, and reverses those that were written for it. The reversal that each offsets is the item''s newest (has_moved), or its next.';
revoke all on function inventory.keep_counts_on_reversal(
  :ID_TYPE[], inventory.counted_answer[], :ID_TYPE, boolean) from public;
grant execute on function inventory.keep_counts_on_reversal(
  :ID_TYPE[], inventory.counted_answer[], :ID_TYPE, boolean) to sodaily_definer;
--! EndIncluded inventory/functions/keep_counts_on_reversal.sql
--! Included inventory/functions/keep_counts.sql
-- What a later count had seen already is taken back on the day of that count. What raises stock is written
-- first, so that it never passes below zero and whoever judges the document sees the net: call it before a
-- document that lowers stock moves it, and after one that raises it, under the locks of
-- inventory.count_questions. Lines that go the other way are left for the other call.
create or replace function inventory.keep_counts(
  lines inventory.stock_effect[], document_date date, counted inventory.counted_answer[],
  caller :ID_TYPE, has_moved boolean) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if counted is null or document_date >= config.business_date() then
    return;
  end if;
  with line as (
    select l.item_id, sum(l.quantity) as quantity from unnest(lines) as l group by l.item_id),
  kept as (
    select l.item_id, -l.quantity as quantity, s.stock_count_id, s.count_date
    from line as l
    join unnest(counted) as a on a.item_id = l.item_id and a.included
    join inventory.counts_since(
      array(select n.item_id from line as n), document_date) as s on s.item_id = l.item_id
    where sign(l.quantity) = case when has_moved then 1 else -1 end),
  balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity + k.quantity, stock_seq = i.stock_seq + 1
    from kept as k where i.id = k.item_id
    returning i.id, k.quantity, k.stock_count_id, k.count_date, i.stock_quantity, i.stock_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, balance_after, business_date, stock_count_id, offsets_seq,
    created_by)
  select b.id, b.stock_seq, 'count_kept', b.quantity, b.stock_quantity, b.count_date,
    b.stock_count_id, b.stock_seq + case when has_moved then -1 else 1 end, caller
  from balance as b;
end
$$;
comment on function inventory.keep_counts(
  inventory.stock_effect[], date, inventory.counted_answer[], :ID_TYPE, boolean) is
  E'@omit\nWrites the movements that keep counts as they were, of the lines of a document of a day whose answer is that they are included. The movement that each offsets is the item''s newest (has_moved), or its next.';
revoke all on function inventory.keep_counts(
  inventory.stock_effect[], date, inventory.counted_answer[], :ID_TYPE, boolean) from public;
grant execute on function inventory.keep_counts(
  inventory.stock_effect[], date, inventory.counted_answer[], :ID_TYPE, boolean)
  to sodaily_definer;
--! EndIncluded inventory/functions/keep_counts.sql
--! Included inventory/functions/moved_by.sql
-- Why the books of an item say something else than somebody saw: its newest movements that come to the
-- difference together. None when they do not explain it: what was seen was never in the books.
create or replace function inventory.moved_by(item_id :ID_TYPE, on_date date, difference numeric)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with newest as (
      select m.*, row_number() over latest as nth, sum(m.quantity) over latest as moved
      from (
        select n.* from inventory.stock_movement as n
        where n.item_id = moved_by.item_id and n.business_date <= moved_by.on_date
        order by n.seq desc limit 20) as m
      window latest as (order by m.seq desc))
    select coalesce(jsonb_agg(jsonb_build_object(
      'kind', m.kind, 'code', coalesce(r.code, c.code, b.code, i.code),
      'quantity', trim_scale(m.quantity)::text, 'recorded_at', m.recorded_at,
      'by', u.full_name) order by m.nth), '[]')
    from newest as m
    left join inventory.issue as i on i.agency_id = m.agency_id and i.id = m.issue_id
    left join inventory.receipt as r on r.id = m.receipt_id
    left join inventory.stock_count as c on c.id = m.stock_count_id
    left join inventory.issue_return as b on b.agency_id = m.agency_id and b.id = m.issue_return_id
    left join auth."user" as u on u.id = m.created_by
    where m.nth <= (select min(n.nth) from newest as n where n.moved = moved_by.difference));
end
$$;
comment on function inventory.moved_by(:ID_TYPE, date, numeric) is
  E'@omit\nThe newest movements of an item, at most 20 dated up to a day, that come to a difference, as JSON [{kind, code, quantity, recorded_at, by}], the newest first.';
revoke all on function inventory.moved_by(:ID_TYPE, date, numeric) from public;
grant execute on function inventory.moved_by(:ID_TYPE, date, numeric) to sodaily_definer;
--! EndIncluded inventory/functions/moved_by.sql
--! Included inventory/functions/movement_side.sql
-- Where a movement of stock stands in reports, said once. Without a search path of its own it becomes part
-- of the query.
create or replace function inventory.movement_side(kind text) returns text
language sql immutable
as $$
  select case
    when kind in ('opening', 'receipt', 'receipt_cancel') then 'in'
    when kind in ('issue', 'issue_cancel', 'return', 'return_cancel') then 'out'
    when kind in ('count', 'count_kept', 'count_kept_cancel') then 'adjustment'
  end
$$;
comment on function inventory.movement_side(text) is
  E'@omit\nThe column of stock reports that a kind of movement stands in: in, out or adjustment.';
revoke all on function inventory.movement_side(text) from public;
grant execute on function inventory.movement_side(text) to sodaily_definer;
--! EndIncluded inventory/functions/movement_side.sql
--! Included inventory/functions/post_opening_stock.sql
-- One opening row per item, only while it has no history; to have been counted is one: the shelf was empty then. Months are held before items are locked, as everywhere.
create or replace function inventory.post_opening_stock(item_ids :ID_TYPE[], quantities numeric[], business_dates date[], caller :ID_TYPE) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  opened bigint;
begin
  perform finance.hold_open_periods(business_dates);
  perform from inventory.item as i
  where i.id = any (item_ids)
  order by i.id
  for no key update;

  with line as (
    select l.item_id, sum(l.quantity) as quantity, min(l.business_date) as business_date
    from unnest(item_ids, quantities, business_dates) as l (item_id, quantity, business_date)
    group by l.item_id),
  balance as (
    update inventory.item as i set stock_quantity = l.quantity, stock_seq = 1
    from line as l where i.id = l.item_id and i.stock_seq = 0
      and not exists (select from inventory.stock_count_detail as d where d.item_id = i.id)
    returning i.id, i.stock_quantity, l.business_date)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, balance_after, business_date, created_by)
  select b.id, 1, 'opening', b.stock_quantity, b.stock_quantity, b.business_date, caller
  from balance as b;
  get diagnostics opened = row_count;
  return opened;
end
$$;
comment on function inventory.post_opening_stock(:ID_TYPE[], numeric[], date[], :ID_TYPE) is
  E'@omit\nWrites opening stock of items that have no movement yet and were never counted, lists of one length, quantities in the units of the items; returns how many were opened. Error: PERIOD_CLOSED.';
revoke all on function inventory.post_opening_stock(:ID_TYPE[], numeric[], date[], :ID_TYPE) from public;
grant execute on function inventory.post_opening_stock(:ID_TYPE[], numeric[], date[], :ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/functions/post_opening_stock.sql
--! Included inventory/functions/refuse_moved_stock.sql
-- Goods moved between the moment when somebody looked at the books and now: was the shelf counted before or
-- after that? Both answers are offered: the line again, with seen = book. Runs under the locks on the items
-- and names all that moved at once.
create or replace function inventory.refuse_moved_stock(
  items inventory.count_line[], count_date date) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  moved jsonb;
begin
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
    'seen', trim_scale(l.seen)::text, 'book', trim_scale(b.book_quantity)::text,
    'counted', trim_scale(l.counted)::text,
    -- more has gone since than was there: it was counted after that
    'counted_before', case when l.counted + b.book_quantity - l.seen >= 0
      then trim_scale(l.counted + b.book_quantity - l.seen)::text end,
    'counted_after', trim_scale(l.counted)::text,
    'moved_by', inventory.moved_by(i.id, count_date, b.book_quantity - l.seen)) order by l.place)
  into moved
  from unnest(items) with ordinality as l (item_id, counted, seen, place)
  join inventory.book_quantities_on(
    array(select n.item_id from unnest(items) as n), count_date) as b on b.item_id = l.item_id
  join inventory.item as i on i.id = l.item_id
  join inventory.unit as u on u.id = i.unit_id
  where b.book_quantity <> l.seen;
  if moved is not null then
    raise exception 'stock of % item(s) has moved since it was counted', jsonb_array_length(moved)
      using errcode = 'SDMOV', detail = jsonb_build_object('items', moved)::text,
        hint = 'Send each line again with what the books say now, and what was there then.';
  end if;
end
$$;
comment on function inventory.refuse_moved_stock(inventory.count_line[], date) is
  E'@omit\nError: STOCK_MOVED {items: [{item_id, sku, item_name, unit, seen, book, counted, counted_before, counted_after, moved_by: [{kind, code, quantity, recorded_at, by}]}]}, quantities in the item''s unit as text; counted_before is null when it would be below 0.';
revoke all on function inventory.refuse_moved_stock(inventory.count_line[], date) from public;
grant execute on function inventory.refuse_moved_stock(inventory.count_line[], date)
  to sodaily_definer;
--! EndIncluded inventory/functions/refuse_moved_stock.sql
--! Included inventory/functions/reversal_questions.sql
-- The questions of reversing movements of one document, today. One that a count was kept for asks nothing:
-- that is reversed too.
create or replace function inventory.reversal_questions(
  movement_ids :ID_TYPE[], counted inventory.counted_answer[]) returns jsonb
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from inventory.item as i
  where i.id in (
    select m.item_id from inventory.stock_movement as m where m.id = any (movement_ids))
  order by i.id
  for no key update;

  return inventory.count_questions(array(
      select row(m.item_id, -m.quantity)::inventory.stock_effect
      from inventory.stock_movement as m
      where m.id = any (movement_ids) and not exists (
        select from inventory.stock_movement as k
        where k.item_id = m.item_id and k.offsets_seq = m.seq)
      order by m.id),
    (select min(m.business_date) from inventory.stock_movement as m where m.id = any (movement_ids)),
    true, counted);
end
$$;
comment on function inventory.reversal_questions(:ID_TYPE[], inventory.counted_answer[]) is
  E'@omit\nLocks the items of the movements of a document that is being reversed; its questions, see inventory.count_questions.';
revoke all on function inventory.reversal_questions(:ID_TYPE[], inventory.counted_answer[])
  from public;
grant execute on function inventory.reversal_questions(:ID_TYPE[], inventory.counted_answer[])
  to sodaily_definer;
--! EndIncluded inventory/functions/reversal_questions.sql
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
      select l.item_id, l.counted, l.seen, l.place - 1 as place, i.id as known_id, u.is_decimal,
        row_number() over (partition by l.item_id order by l.place) as nth
      from unnest(items) with ordinality as l (item_id, counted, seen, place)
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
      select 'items.' || l.place || '.item_id', case
          when l.item_id is null then 'required'
          when l.known_id is null then 'unknown' else 'repeated'
        end, l.item_id::text
      from line as l where l.known_id is null or l.nth > 1
      union all
      select 'items.' || l.place || '.' || w.figure, q.reason, w.quantity::text
      from line as l
      cross join lateral (values ('counted', l.counted), ('seen', l.seen)) as w (figure, quantity)
      cross join lateral (select case
        when w.quantity is null then 'required'
        when w.quantity = 'NaN' then 'not_a_number'
        when w.quantity < 0 then 'negative'
        when w.quantity > 1000000000 then 'too_large'
        when scale(trim_scale(w.quantity)) > 3 then 'too_many_decimals'
        when not l.is_decimal and w.quantity <> trunc(w.quantity) then 'whole_number_only'
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
--! Included report/functions/ages_now.sql
-- Ages of debt of today, from what is open of each item: exact at the moment of asking. Starting parallel workers
-- takes longer than reading what is open (at a million slips 22 ms with them, 12 ms without).
create or replace function report.ages_now()
returns table (agency_id :ID_TYPE, not_due_amount numeric, up_to_30_amount numeric,
  up_to_60_amount numeric, up_to_90_amount numeric, over_90_amount numeric, advance_amount numeric,
  debt_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
set max_parallel_workers_per_gather to '0'
as $$
#variable_conflict use_column
declare
  today constant date := config.business_date();
begin
  return query
  select a.id, coalesce(o.not_due, 0), coalesce(o.up_to_30, 0), coalesce(o.up_to_60, 0),
    coalesce(o.up_to_90, 0), coalesce(o.over_90, 0), greatest(-a.debt_amount::numeric, 0),
    a.debt_amount::numeric
  from agency.agency as a
  left join (
    select o.agency_id,
      sum(o.open_amount::numeric) filter (where o.due_date >= today) as not_due,
      sum(o.open_amount::numeric) filter (where today - o.due_date between 1 and 30) as up_to_30,
      sum(o.open_amount::numeric) filter (where today - o.due_date between 31 and 60) as up_to_60,
      sum(o.open_amount::numeric) filter (where today - o.due_date between 61 and 90) as up_to_90,
      sum(o.open_amount::numeric) filter (where today - o.due_date > 90) as over_90
    from finance.open_item as o
    where o.open_amount > 0
    group by o.agency_id) as o on o.agency_id = a.id
  where a.debt_amount <> 0;
end
$$;
comment on function report.ages_now() is
  E'@omit\nDebt of each agency now by how long it is overdue, đồng; debt is the sum of the ages less the advance.';
revoke all on function report.ages_now() from public;
grant execute on function report.ages_now() to sodaily_definer;
--! EndIncluded report/functions/ages_now.sql
--! Included report/functions/ages_of_debt.sql
-- Ages of debt of each agency at the end of a day. Other money meets what is due earliest, so what is
-- owed is owed for the items due latest: ages are filled from the newest on, and what they do not
-- explain is older than all of them. They add up to the debt, always.
-- Running totals say what items due by a day asked for, without reading items; a document is never due
-- before its own date, except where that is kept beside (report.open_item_change).
create or replace function report.ages_of_debt(on_date date)
returns table (agency_id :ID_TYPE, not_due_amount numeric, up_to_30_amount numeric,
  up_to_60_amount numeric, up_to_90_amount numeric, over_90_amount numeric, advance_amount numeric,
  debt_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  return query
  with beside as materialized (
    select b.agency_id,
      sum(b.amount) filter (where b.due_date >= on_date) as not_due,
      sum(b.amount) filter (where b.due_date between on_date - 30 and on_date - 1) as up_to_30,
      sum(b.amount) filter (where b.due_date between on_date - 60 and on_date - 31) as up_to_60,
      sum(b.amount) filter (where b.due_date between on_date - 90 and on_date - 61) as up_to_90
    from (
      select c.agency_id, c.due_date, c.amount::numeric as amount
      from report.open_item_change as c
      where c.due_date >= on_date - 90 and c.changed_on <= on_date
      union all
      select n.agency_id, n.due_date, n.credit_amount
      from report.debt_delta as n
      where n.due_date >= on_date - 90 and n.business_date <= on_date) as b
    group by b.agency_id),
  owed as (
    select o.agency_id, o.debt_amount as debt, greatest(o.debt_amount, 0) as left_to_tell,
      o.folded_credit_amount as asked_in_all
    from report.debts_on(on_date) as o
    where o.debt_amount <> 0)
  -- Once nothing is left to tell of a debt its older days are not looked up: no day, no row. Each step is
  -- worked out once (offset 0), not wherever the next ones mention it.
  select o.agency_id, n.told, f.told, s.told, t.told,
    o.left_to_tell - n.told - f.told - s.told - t.told, greatest(-o.debt, 0), o.debt
  from owed as o
  left join beside as b on b.agency_id = o.agency_id
  left join lateral report.asked_before(o.agency_id, on_date) as d0 on true
  cross join lateral (
    select least(o.left_to_tell,
      o.asked_in_all - coalesce(d0.amount, 0) + coalesce(b.not_due, 0)) as told offset 0) as n
  left join lateral report.asked_before(
    o.agency_id, case when o.left_to_tell > n.told then on_date - 30 end) as d30 on true
  cross join lateral (
    select least(o.left_to_tell - n.told, case when o.left_to_tell > n.told then
      coalesce(d0.amount, 0) - coalesce(d30.amount, 0) + coalesce(b.up_to_30, 0) else 0 end) as told
    offset 0) as f
  left join lateral report.asked_before(
    o.agency_id, case when o.left_to_tell > n.told + f.told then on_date - 60 end) as d60 on true
  cross join lateral (
    select least(o.left_to_tell - n.told - f.told, case when o.left_to_tell > n.told + f.told then
      coalesce(d30.amount, 0) - coalesce(d60.amount, 0) + coalesce(b.up_to_60, 0) else 0 end) as told
    offset 0) as s
  left join lateral report.asked_before(
    o.agency_id, case when o.left_to_tell > n.told + f.told + s.told then on_date - 90 end) as d90 on true
  cross join lateral (
    select least(o.left_to_tell - n.told - f.told - s.told, case
      when o.left_to_tell > n.told + f.told + s.told then
        coalesce(d60.amount, 0) - coalesce(d90.amount, 0) + coalesce(b.up_to_90, 0) else 0 end) as told
    offset 0) as t;
end
$$;
comment on function report.ages_of_debt(date) is
  E'@omit\nDebt of each agency at the end of a day by how long it is overdue, đồng; debt is the sum of the ages less the advance.';
revoke all on function report.ages_of_debt(date) from public;
grant execute on function report.ages_of_debt(date) to sodaily_definer;
--! EndIncluded report/functions/ages_of_debt.sql
--! Included report/functions/rebuild_stock_summaries.sql
-- Makes the days and months of items anew from the stock ledger.
create or replace function report.rebuild_stock_summaries() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from report.stock_delta;
  delete from report.item_day;
  delete from report.item_month;
  insert into report.item_day (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select m.item_id, m.business_date,
    coalesce(sum(m.quantity) filter (where inventory.movement_side(m.kind) = 'in'), 0),
    coalesce(-sum(m.quantity) filter (where inventory.movement_side(m.kind) = 'out'), 0),
    coalesce(sum(m.quantity) filter (where inventory.movement_side(m.kind) = 'adjustment'), 0)
  from inventory.stock_movement as m
  group by m.item_id, m.business_date;
  insert into report.item_month (item_id, month, in_quantity, out_quantity, adjustment_quantity)
  select d.item_id, date_trunc('month', d.business_date::timestamp)::date as month,
    sum(d.in_quantity), sum(d.out_quantity), sum(d.adjustment_quantity)
  from report.item_day as d
  group by d.item_id, month;
end
$$;
comment on function report.rebuild_stock_summaries() is
  E'@omit\nMakes the days and months of items anew from the whole stock ledger. For report.rebuild_summaries only.';
revoke all on function report.rebuild_stock_summaries() from public;
grant execute on function report.rebuild_stock_summaries() to sodaily_definer;
--! EndIncluded report/functions/rebuild_stock_summaries.sql
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
  with kept as (
    select k.item_id, sum(k.quantity) as quantity
    from inventory.stock_movement as k
    where k.kind in ('count_kept', 'count_kept_cancel')
      and k.business_date between first_day and last_day
      and (known_at is null or k.recorded_at <= known_at)
    group by k.item_id),
  moved as (
    select m.item_id, sum(m.came) as came, sum(m.went) as went, sum(m.found) as found
    from (
      select b.item_id, b.in_quantity as came, b.out_quantity as went, b.adjustment_quantity as found
      from report.stock_moved(first_day, last_day) as b
      union all
      -- what was not known yet
      select t.item_id,
        case when s.side = 'in' then -t.quantity else 0 end,
        case when s.side = 'out' then t.quantity else 0 end,
        case when s.side = 'adjustment' then -t.quantity else 0 end
      from inventory.stock_movement as t
      cross join lateral (select inventory.movement_side(t.kind) as side) as s
      where known_at is not null and t.recorded_at > known_at
        and t.business_date between first_day and last_day) as m
    group by m.item_id),
  stock as (
    select i as item, coalesce(m.came, 0) as came, coalesce(m.went, 0) as went,
      coalesce(m.found, 0) as found, coalesce(q.quantity, 0) as closing,
      coalesce(k.quantity, 0) as kept
    from inventory.item as i
    left join report.stock_on(last_day, known_at) as q on q.item_id = i.id
    left join moved as m on m.item_id = i.id
    left join kept as k on k.item_id = i.id)
  select (s.item).id, (s.closing - s.came + s.went - s.found)::public.quantity,
    s.came::public.quantity, s.went::public.quantity, s.found::public.quantity,
    s.closing::public.quantity, w.worth::public.dong,
    row(count(*) over (), sum(w.worth) over ())::report.stock_total, s.kept::public.quantity
  from stock as s
  join inventory.import_prices_on(array(select i.id from inventory.item as i), last_day, known_at) as p
    on p.item_id = (s.item).id
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
--! Included report/rules/stock_delta_is_kept.sql
-- Rule: whatever moves stock also moves the day and the month of its business date in the reports: a statement
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
    coalesce(sum(n.quantity) filter (where inventory.movement_side(n.kind) = 'in'), 0),
    coalesce(-sum(n.quantity) filter (where inventory.movement_side(n.kind) = 'out'), 0),
    coalesce(sum(n.quantity) filter (where inventory.movement_side(n.kind) = 'adjustment'), 0)
  from new_entry as n
  group by n.item_id, n.business_date;
  return null;
end
$$;
alter function report.stock_delta_is_kept() owner to sodaily_definer;
comment on function report.stock_delta_is_kept() is
  'Keeps what new rows of the stock ledger add to the days and months of their items.';
revoke all on function report.stock_delta_is_kept() from public;

create or replace trigger report_delta_is_kept
after insert on inventory.stock_movement
referencing new table as new_entry
for each statement execute function report.stock_delta_is_kept();
comment on trigger report_delta_is_kept on inventory.stock_movement is
  'What it adds to the days and months of items.';
--! EndIncluded report/rules/stock_delta_is_kept.sql
--! Included audit/views/invariant_count_kept_is_minus_its_effect_once.sql
-- Invariant: What a count had seen already of a document, or of its reversal, is taken back once, as much
-- as that moved, for a count of the item that came after it, and is undone with it. Rows are breaches.
drop view if exists audit.invariant_count_kept_is_minus_its_effect_once;
create view audit.invariant_count_kept_is_minus_its_effect_once with (security_invoker) as
select kept.id as stock_movement_id, kept.item_id, kept.kind, kept.quantity,
  moved.quantity as moved_quantity
from inventory.stock_movement as kept
left join inventory.stock_movement as moved
  on moved.item_id = kept.item_id and moved.seq = kept.offsets_seq
left join inventory.stock_count as c on c.id = kept.stock_count_id
left join inventory.stock_count_detail as d
  on d.stock_count_id = kept.stock_count_id and d.item_id = kept.item_id
-- a reversal is never reversed itself
left join inventory.stock_movement as document on document.id = coalesce(moved.reverses_id, moved.id)
left join inventory.stock_movement as reversal on reversal.reverses_id = moved.id
left join inventory.stock_movement as undone on undone.reverses_id = kept.id
where kept.kind = 'count_kept' and (
  kept.quantity is distinct from -moved.quantity
  or moved.kind in ('opening', 'count_kept', 'count_kept_cancel') or d.id is null
  or document.business_date > c.count_date
  or kept.business_date is distinct from case
    when moved.reverses_id is null then c.count_date else moved.business_date end
  -- with the document, or its reversal, goes what was kept for it
  or (undone.quantity, undone.business_date, undone.stock_count_id) is distinct from (
    case when reversal.id is not null then -kept.quantity end, reversal.business_date,
    case when reversal.id is not null then kept.stock_count_id end))
union all
select m.id, m.item_id, m.kind, m.quantity, k.quantity
from inventory.stock_movement as m
left join inventory.stock_movement as k on k.id = m.reverses_id
where m.kind = 'count_kept_cancel' and k.kind is distinct from 'count_kept';
comment on view audit.invariant_count_kept_is_minus_its_effect_once is
  'What a stock count had seen already of a document is taken back exactly once, as much as that moved, and undone with it.';
comment on column audit.invariant_count_kept_is_minus_its_effect_once.stock_movement_id is
  'The movement that keeps the count.';
comment on column audit.invariant_count_kept_is_minus_its_effect_once.item_id is 'The item.';
comment on column audit.invariant_count_kept_is_minus_its_effect_once.kind is
  'count_kept or count_kept_cancel.';
comment on column audit.invariant_count_kept_is_minus_its_effect_once.quantity is
  'What it moved, signed.';
comment on column audit.invariant_count_kept_is_minus_its_effect_once.moved_quantity is
  'What the movement that it offsets or undoes moved, signed; null when there is none.';
revoke all on audit.invariant_count_kept_is_minus_its_effect_once from sodaily_definer;
grant select on audit.invariant_count_kept_is_minus_its_effect_once to sodaily_definer;
--! EndIncluded audit/views/invariant_count_kept_is_minus_its_effect_once.sql
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
  select m.item_id, m.business_date, inventory.movement_side(m.kind),
    case when inventory.movement_side(m.kind) = 'out' then m.quantity else -m.quantity end
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
