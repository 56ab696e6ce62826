-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- squawk-ignore-file adding-foreign-key-constraint, adding-required-field, constraint-missing-not-valid, disallowed-unique-constraint, require-concurrent-index-creation, require-concurrent-index-deletion

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
--! include audit/policies/refusal.sql
--! include audit/functions/refusal_user_name.sql
--! include audit/functions/refuse_unanswered.sql
--! include inventory/functions/add_count_lines.sql
--! include inventory/functions/apply_imported_receipts.sql
--! include inventory/functions/book_quantities_on.sql
--! include inventory/functions/books_on.sql
--! include inventory/functions/cancel_issue_return.sql
--! include inventory/functions/cancel_issue.sql
--! include inventory/functions/cancel_receipt.sql
--! include inventory/functions/confirm_asked_return.sql
--! include inventory/functions/confirm_issue_return.sql
--! include inventory/functions/confirm_issue.sql
--! include inventory/functions/count_questions.sql
--! include inventory/functions/counted_as_meant.sql
--! include inventory/functions/counted_problems.sql
--! include inventory/functions/counts_since.sql
--! include inventory/functions/create_issue_return.sql
--! include inventory/functions/create_issue.sql
--! include inventory/functions/create_receipt.sql
--! include inventory/functions/create_stock_count.sql
--! include inventory/functions/imported_opening_stock.sql
--! include inventory/functions/imported_receipt_problems.sql
--! include inventory/functions/keep_counts_on_reversal.sql
--! include inventory/functions/keep_counts.sql
--! include inventory/functions/moved_by.sql
--! include inventory/functions/movement_side.sql
--! include inventory/functions/post_opening_stock.sql
--! include inventory/functions/refuse_moved_stock.sql
--! include inventory/functions/reversal_questions.sql
--! include inventory/functions/stock_count_problems.sql
--! include report/functions/ages_now.sql
--! include report/functions/ages_of_debt.sql
--! include report/functions/rebuild_stock_summaries.sql
--! include report/functions/stock_between.sql
--! include report/rules/stock_delta_is_kept.sql
--! include audit/views/invariant_count_kept_is_minus_its_effect_once.sql
--! include audit/views/invariant_item_days_equal_the_ledger.sql
