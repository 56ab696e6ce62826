-- Counts hold: a line says what the books said when it was counted, and a document dated before a count says
-- squawk-ignore-file adding-foreign-key-constraint, adding-required-field, constraint-missing-not-valid, require-concurrent-index-creation, disallowed-unique-constraint, require-concurrent-index-deletion

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
comment on column inventory.count_line.seen is
  'What the books said at the end of the count''s day when it was counted, in the item''s unit.';
comment on type inventory.item_book is 'What the books say of an item at the end of a day, and now.';
comment on column inventory.item_book.item_id is 'The item.';
comment on column inventory.item_book.book_quantity is 'Stock by the ledger at the end of the day, in the item''s unit.';
comment on column inventory.item_book.stock_quantity is 'Stock now, in the item''s unit.';

-- -- objects
--! include inventory/functions/add_count_lines.sql
--! include inventory/functions/book_quantities_on.sql
--! include inventory/functions/books_on.sql
--! include inventory/functions/create_stock_count.sql
--! include inventory/functions/moved_by.sql
--! include inventory/functions/refuse_moved_stock.sql
--! include inventory/functions/stock_count_problems.sql
