-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- lines that copy db/fixtures. It must be idempotent: the watcher runs it again and again.

-- Lists that come in as files
alter table notification.long_job drop constraint if exists long_job_kind_is_known;
alter table notification.long_job add constraint long_job_kind_is_known
  check (kind in ('export_report', 'import_file'));
comment on column notification.long_job.kind is 'The task of the worker: export_report or import_file.';

create table if not exists config.import_kind (
  code text primary key constraint import_kind_reads_as_a_word check (code ~ '^[a-z]+(_[a-z]+)*$'),
  scope text not null references auth.permission,
  name_vi text not null,
  name_en text not null,
  created_at timestamptz not null default now()
);
create index if not exists import_kind_scope_idx on config.import_kind (scope);
comment on table config.import_kind is
  'What may come in as a file, and the scope that a person needs for it.';
comment on column config.import_kind.code is 'Such as items; the file worker/imports/kinds.ts names its functions.';
comment on column config.import_kind.scope is 'Scope a person needs when it is checked and when it is applied.';
comment on column config.import_kind.name_vi is 'What people call it, Vietnamese.';
comment on column config.import_kind.name_en is 'What people call it, English.';
comment on column config.import_kind.created_at is 'Moment of recording.';

create table if not exists config.import_column (
  import_kind_code text not null references config.import_kind,
  code text not null constraint import_column_reads_as_a_word check (code ~ '^[a-z]+(_[a-z]+)*$'),
  place smallint not null,
  name_vi text not null,
  name_en text not null,
  form text not null constraint import_column_form_is_known
    check (form in ('text', 'dong', 'quantity', 'date')),
  is_required boolean not null,
  example text not null,
  created_at timestamptz not null default now(),
  primary key (import_kind_code, code),
  constraint import_column_has_a_place_of_its_own unique (import_kind_code, place)
);
comment on table config.import_column is
  'Columns of the files that may come in: their heads in both languages, in any order in the file.';
comment on column config.import_column.import_kind_code is 'The kind of file.';
comment on column config.import_column.code is 'Name in rules and in config.import_row.cells.';
comment on column config.import_column.place is 'Place in the template, from 1.';
comment on column config.import_column.name_vi is 'Head of the column, Vietnamese.';
comment on column config.import_column.name_en is 'Head of the column, English.';
comment on column config.import_column.form is
  'text; dong: whole đồng; quantity: a number with at most three decimals; date.';
comment on column config.import_column.is_required is 'Whether every row needs it.';
comment on column config.import_column.example is 'What a cell of it looks like.';
comment on column config.import_column.created_at is 'Moment of recording.';

create table if not exists config.import (
  id :ID_TYPE primary key :ID_DEFAULT,
  what text not null references config.import_kind,
  file_name text not null
    constraint import_file_name_is_short check (length(file_name) between 1 and 200),
  asked_by :ID_TYPE not null references auth."user",
  byte_count bigint not null default 0,
  sha256 bytea,
  check_job_id :ID_TYPE references notification.long_job on delete set null
    constraint import_is_checked_by_one_job unique,
  row_count bigint,
  fault_count bigint,
  summary jsonb not null default '{}',
  checked_at timestamptz constraint import_checked_says_of_how_many_rows
    check ((checked_at is null) = (row_count is null) and (checked_at is null) = (fault_count is null)),
  apply_job_id :ID_TYPE references notification.long_job on delete set null
    constraint import_is_applied_by_one_job unique,
  applied_at timestamptz constraint import_applied_has_no_fault
    check (applied_at is null or checked_at is not null and fault_count = 0),
  expires_at timestamptz not null default now() + interval '7 days',
  created_at timestamptz not null default now()
);
create index if not exists import_asked_by_idx on config.import (asked_by, created_at);
create index if not exists import_created_at_idx on config.import (created_at);
create index if not exists import_what_idx on config.import (what, created_at);
create unique index if not exists import_file_is_applied_once on config.import (what, sha256)
  where applied_at is not null;
comment on table config.import is
  'Files that came in: who brought what, what was wrong with it, and whether it was applied. Bytes and rows go after a week, this row stays.';
comment on column config.import.id is 'Opaque key.';
comment on column config.import.what is 'What is in it: config.import_kind.';
comment on column config.import.file_name is 'Name of the file where it came from.';
comment on column config.import.asked_by is 'Who brought it, and alone may apply it.';
comment on column config.import.byte_count is 'Size in bytes.';
comment on column config.import.sha256 is E'@behavior -*\nFingerprint of the bytes; null until all are there.';
comment on column config.import.check_job_id is 'The job that reads and checks it; null once that is forgotten.';
comment on column config.import.row_count is 'Rows with something in them, heads left out; null until it is checked.';
comment on column config.import.fault_count is 'Cells that are wrong: config.import_fault; null until it is checked.';
comment on column config.import.summary is 'What applying it will do, in numbers as text; which ones depends on what it is.';
comment on column config.import.checked_at is 'Moment of the check.';
comment on column config.import.apply_job_id is 'The job that applies it; null before, and once that is forgotten.';
comment on column config.import.applied_at is 'Moment from which its rows are in the books; null when they are not.';
comment on column config.import.expires_at is 'Moment from which it cannot be applied.';
comment on column config.import.created_at is 'Moment it was brought.';

create table if not exists config.import_chunk (
  import_id :ID_TYPE not null references config.import,
  seq bigint not null,
  bytes bytea not null,
  created_at timestamptz not null default now(),
  primary key (import_id, seq)
);
alter table config.import_chunk alter column bytes set storage external;
comment on table config.import_chunk is
  'Bytes of files that came in, in pieces; server and worker may be on different machines.';
comment on column config.import_chunk.import_id is 'The file.';
comment on column config.import_chunk.seq is 'Place in the file, from 0.';
comment on column config.import_chunk.bytes is 'A piece of the file.';
comment on column config.import_chunk.created_at is 'Moment of writing.';

create table if not exists config.import_row (
  import_id :ID_TYPE not null references config.import,
  row_no bigint not null,
  cells jsonb not null,
  created_at timestamptz not null default now(),
  primary key (import_id, row_no)
);
comment on table config.import_row is 'Rows of a file that came in, as they were understood.';
comment on column config.import_row.import_id is 'The file.';
comment on column config.import_row.row_no is 'Number of the row in the file, from 1, as spreadsheets count.';
comment on column config.import_row.cells is
  'Column to text: numbers with a point and nothing between digits, dates as year-month-day. Empty and unreadable cells are left out.';
comment on column config.import_row.created_at is 'Moment of reading.';

create table if not exists config.import_fault (
  import_id :ID_TYPE not null references config.import,
  row_no bigint not null,
  column_code text not null,
  reason text not null,
  value text,
  created_at timestamptz not null default now(),
  primary key (import_id, row_no, column_code)
);
comment on table config.import_fault is 'What is wrong with a file that came in, at most one a cell.';
comment on column config.import_fault.import_id is 'The file.';
comment on column config.import_fault.row_no is 'Number of the row in the file, from 1.';
comment on column config.import_fault.column_code is 'The column: config.import_column.code.';
comment on column config.import_fault.reason is 'Such as required, unknown or taken, as in VALIDATION_ERROR.';
comment on column config.import_fault.value is 'What stands there, or what it breaks.';
comment on column config.import_fault.created_at is 'Moment of the check.';

do $$
begin
  if to_regtype('config.import_order') is null then
    create type config.import_order as (
      what text, step text, chunk_count bigint, user_id :ID_TYPE, session_id uuid, database_role text);
    create type config.import_problem as (row_no bigint, column_code text, reason text, value text);
  end if;
end
$$;
comment on constraint import_what_fkey on config.import is E'@fieldName kind\n@foreignFieldName imports';
comment on constraint import_column_import_kind_code_fkey on config.import_column is
  E'@fieldName kind\n@foreignFieldName columns';
comment on constraint import_fault_import_id_fkey on config.import_fault is E'@foreignFieldName faults';
comment on type config.import_order is E'@behavior -*\nWhat the worker is to read or apply, and as whom.';
comment on column config.import_order.what is 'What is in the file: config.import_kind.';
comment on column config.import_order.step is 'check or apply.';
comment on column config.import_order.chunk_count is 'Pieces of the file, from 0.';
comment on column config.import_order.user_id is 'With whose rights it is done.';
comment on column config.import_order.session_id is 'The session that asked.';
comment on column config.import_order.database_role is 'PostgreSQL role of that person''s requests.';
comment on type config.import_problem is E'@behavior -*\nWhat is wrong with a cell of a file.';
comment on column config.import_problem.row_no is 'Number of the row in the file, from 1.';
comment on column config.import_problem.column_code is 'The column: config.import_column.code.';
comment on column config.import_problem.reason is 'Such as required, unknown or taken.';
comment on column config.import_problem.value is 'What stands there, or what it breaks.';

alter table inventory.receipt
  add column if not exists import_id :ID_TYPE references config.import,
  add column if not exists import_row_no bigint;
do $$
begin
  if not exists (select from pg_constraint where conname = 'receipt_belongs_to_a_row_of_a_file') then
    alter table inventory.receipt add constraint receipt_belongs_to_a_row_of_a_file
      check ((import_id is null) = (import_row_no is null));
    alter table inventory.receipt add constraint receipt_is_brought_in_once unique (import_id, import_row_no);
  end if;
end
$$;
comment on column inventory.receipt.import_id is 'The file that it came in with; null when somebody wrote it.';
comment on column inventory.receipt.import_row_no is 'Its first row in that file.';

drop function if exists inventory.set_import_prices(inventory.receipt, text);
--! include config/functions/my_import_ids.sql
--! include config/functions/import_kind_may_bring_in.sql
--! include config/policies/import_kind.sql
--! include config/policies/import_column.sql
--! include config/policies/import.sql
--! include config/policies/import_chunk.sql
--! include config/policies/import_row.sql
--! include config/policies/import_fault.sql
--! include notification/functions/enqueue.sql
--! include config/functions/document_code.sql
--! include config/functions/draw_document_numbers.sql
--! include config/functions/next_document_code.sql
--! include config/functions/head_text.sql
--! include config/functions/number_written.sql
--! include config/functions/date_written.sql
--! include config/functions/cell_read.sql
--! include config/functions/import_status.sql
--! include config/functions/import_asker_name.sql
--! include config/functions/import_of.sql
--! include config/functions/refuse_applied_file.sql
--! include config/functions/start_import.sql
--! include config/functions/add_import_chunk.sql
--! include config/functions/end_import_upload.sql
--! include config/functions/apply_import.sql
--! include config/functions/begin_import.sql
--! include config/functions/import_bytes.sql
--! include config/functions/import_head.sql
--! include config/functions/check_import_head.sql
--! include config/functions/add_import_rows.sql
--! include config/functions/keep_import_problems.sql
--! include config/functions/import_to_check.sql
--! include config/functions/say_import_summary.sql
--! include config/functions/end_import_check.sql
--! include config/functions/end_import.sql
--! include config/functions/fail_import.sql
--! include config/functions/purge_imports.sql
--! include finance/functions/hold_open_periods.sql
--! include finance/functions/closed_through.sql
--! include finance/functions/posting_date_problem.sql
--! include inventory/functions/quantity_problem.sql
--! include inventory/functions/price_problem.sql
--! include inventory/functions/issue_line_problems.sql
--! include inventory/functions/receipt_line_problems.sql
--! include inventory/functions/import_price_problems.sql
--! include inventory/functions/item_problems.sql
--! include inventory/functions/post_opening_stock.sql
--! include inventory/functions/open_stock.sql
--! include inventory/functions/set_import_prices.sql
--! include inventory/rules/latest_receipt_sets_import_price.sql
--! include inventory/rules/cancelled_receipt_sets_no_price.sql
--! include inventory/rules/receipt_is_numbered_last.sql
--! include inventory/rules/f_raise_stock_on_receipt.sql
--! include finance/functions/opening_debt_left.sql
--! include finance/functions/settle_oldest_first.sql
--! include audit/views/invariant_command_made_its_document.sql
--! include agency/functions/numbered_code.sql
--! include agency/functions/next_code.sql
--! include agency/functions/imported_agencies.sql
--! include agency/functions/imported_agency_problems.sql
--! include agency/functions/check_imported_agencies.sql
--! include agency/functions/apply_imported_agencies.sql
--! include inventory/functions/imported_items.sql
--! include inventory/functions/imported_item_problems.sql
--! include inventory/functions/check_imported_items.sql
--! include inventory/functions/apply_imported_items.sql
--! include inventory/functions/imported_opening_stock.sql
--! include inventory/functions/imported_opening_stock_problems.sql
--! include inventory/functions/check_imported_opening_stock.sql
--! include inventory/functions/apply_imported_opening_stock.sql
--! include inventory/functions/imported_receipt_lines.sql
--! include inventory/functions/imported_receipt_problems.sql
--! include inventory/functions/check_imported_receipts.sql
--! include inventory/functions/apply_imported_receipts.sql
--! include finance/functions/imported_opening_debts.sql
--! include finance/functions/imported_opening_debt_problems.sql
--! include finance/functions/check_imported_opening_debts.sql
--! include finance/functions/apply_imported_opening_debts.sql

set local role sodaily_definer;
insert into config.import_kind (code, scope, name_vi, name_en) values
  ('agencies', 'agency:write', 'Đại lý', 'Agencies'),
  ('items', 'inventory:adjust', 'Mặt hàng', 'Items'),
  ('opening_stock', 'inventory:adjust', 'Tồn kho đầu kỳ', 'Opening stock'),
  ('opening_debt', 'finance:write', 'Công nợ đầu kỳ', 'Opening debt'),
  ('receipts', 'inventory:adjust', 'Phiếu nhập', 'Receipts')
on conflict on constraint import_kind_pkey do nothing;
insert into config.import_column (import_kind_code, place, code, name_vi, name_en, form, is_required, example) values
  ('agencies', 1, 'code', 'Mã đại lý', 'Code', 'text', false, 'DL0123'),
  ('agencies', 2, 'name', 'Tên đại lý', 'Name', 'text', true, 'Tạp hóa Cô Ba'),
  ('agencies', 3, 'agency_type', 'Loại', 'Type', 'text', true, 'Cấp 1'),
  ('agencies', 4, 'district', 'Địa bàn', 'Territory', 'text', true, 'Quận 1'),
  ('agencies', 5, 'city', 'Tỉnh thành', 'City', 'text', false, 'TP. Hồ Chí Minh'),
  ('agencies', 6, 'phone', 'Điện thoại', 'Phone', 'text', false, '0900 000 001'),
  ('agencies', 7, 'email', 'E-mail', 'E-mail', 'text', false, 'coba@example.com'),
  ('agencies', 8, 'ward', 'Phường xã', 'Ward', 'text', false, 'Bến Thành'),
  ('agencies', 9, 'address', 'Địa chỉ', 'Address', 'text', false, '12 Lê Lợi'),
  ('agencies', 10, 'tax_code', 'Mã số thuế', 'Tax code', 'text', false, '0312345678'),
  ('agencies', 11, 'representative', 'Người đại diện', 'Representative', 'text', false, 'Nguyễn Thị Ba'),
  ('agencies', 12, 'reception_date', 'Ngày tiếp nhận', 'Since', 'date', false, '01/03/2024'),
  ('agencies', 13, 'status', 'Tình trạng', 'State', 'text', false, 'Đang hoạt động'),
  ('items', 1, 'sku', 'Mã hàng', 'Code', 'text', true, 'MI-HH-30'),
  ('items', 2, 'item_name', 'Tên hàng', 'Name', 'text', true, 'Mì Hảo Hảo thùng 30 gói'),
  ('items', 3, 'unit', 'Đơn vị tính', 'Unit', 'text', true, 'Thùng'),
  ('items', 4, 'import_price', 'Giá nhập', 'Import price', 'dong', true, '108.000'),
  ('items', 5, 'barcode', 'Mã vạch', 'Barcode', 'text', false, '8934563138164'),
  ('items', 6, 'min_stock', 'Tồn tối thiểu', 'Minimum stock', 'quantity', false, '20'),
  ('opening_stock', 1, 'sku', 'Mã hàng', 'Code', 'text', true, 'MI-HH-30'),
  ('opening_stock', 2, 'quantity', 'Số lượng', 'Quantity', 'quantity', true, '120'),
  ('opening_stock', 3, 'business_date', 'Ngày', 'Date', 'date', false, '01/11/2026'),
  ('opening_debt', 1, 'code', 'Mã đại lý', 'Agency', 'text', true, 'DL0123'),
  ('opening_debt', 2, 'amount', 'Số tiền nợ', 'Debt', 'dong', true, '12.500.000'),
  ('opening_debt', 3, 'business_date', 'Ngày', 'Date', 'date', false, '01/11/2026'),
  ('receipts', 1, 'slip', 'Số chứng từ', 'Document', 'text', true, 'HD-0457'),
  ('receipts', 2, 'supplier', 'Nhà cung cấp', 'Supplier', 'text', false, 'Acecook'),
  ('receipts', 3, 'receipt_date', 'Ngày nhập', 'Date', 'date', false, '24/11/2026'),
  ('receipts', 4, 'sku', 'Mã hàng', 'Item code', 'text', true, 'MI-HH-30'),
  ('receipts', 5, 'quantity', 'Số lượng', 'Quantity', 'quantity', true, '50'),
  ('receipts', 6, 'unit_price', 'Đơn giá', 'Unit price', 'dong', true, '107.500'),
  ('receipts', 7, 'note', 'Ghi chú', 'Note', 'text', false, 'Giao buổi sáng')
on conflict on constraint import_column_pkey do nothing;
set local role sodaily_owner;
