--! Previous: sha1:2d1b4244633f9abf1891f942a840a38430ad33c0
--! Hash: sha1:12bfec40e2fd68b26a327abf8fbeb1ca938760c7
--! Message: lists that come in as files

--! split: 1-current.sql
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
--! Included config/functions/my_import_ids.sql
-- The files whose faults a person may look at. Policies compare with it as with agency.my_ids.
-- Security definer: policies ask no table.
create or replace function config.my_import_ids() returns :ID_TYPE[]
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(array_agg(i.id), '{}')
    from config.import as i
    where i.asked_by = (select auth.current_user_id()) and i.expires_at > now());
end
$$;
alter function config.my_import_ids() owner to sodaily_definer;
comment on function config.my_import_ids() is
  E'@omit\nKeys of the files that the signed-in user brought in and may still apply.';
revoke all on function config.my_import_ids() from public;
grant execute on function config.my_import_ids()
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded config/functions/my_import_ids.sql
--! Included config/functions/import_kind_may_bring_in.sql
create or replace function config.import_kind_may_bring_in(kind config.import_kind) returns boolean
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select auth.has_scope(kind.scope)
$$;
comment on function config.import_kind_may_bring_in(config.import_kind) is
  'Whether the signed-in user may bring in files of this kind.';
revoke all on function config.import_kind_may_bring_in(config.import_kind) from public;
grant execute on function config.import_kind_may_bring_in(config.import_kind)
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded config/functions/import_kind_may_bring_in.sql
--! Included config/policies/import_kind.sql
-- What may come in is no secret; whether somebody may bring it in says config.import_kind_may_bring_in.
alter table config.import_kind enable row level security;
alter table config.import_kind force row level security;

drop policy if exists definer_does_what_functions_do on config.import_kind;
create policy definer_does_what_functions_do on config.import_kind
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_what_may_come_in on config.import_kind;
create policy people_read_what_may_come_in on config.import_kind
for select to sodaily_user, sodaily_staff, sodaily_warehouse
using (true);

revoke all on config.import_kind from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert on config.import_kind to sodaily_definer;
grant select on config.import_kind to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded config/policies/import_kind.sql
--! Included config/policies/import_column.sql
-- What may come in is no secret.
alter table config.import_column enable row level security;
alter table config.import_column force row level security;

drop policy if exists definer_does_what_functions_do on config.import_column;
create policy definer_does_what_functions_do on config.import_column
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_what_may_come_in on config.import_column;
create policy people_read_what_may_come_in on config.import_column
for select to sodaily_user, sodaily_staff, sodaily_warehouse
using (true);

revoke all on config.import_column from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert on config.import_column to sodaily_definer;
grant select on config.import_column to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded config/policies/import_column.sql
--! Included config/policies/import.sql
-- People see what they brought in; whoever reads the audit trail sees what everybody did.
alter table config.import enable row level security;
alter table config.import force row level security;

drop policy if exists definer_does_what_functions_do on config.import;
create policy definer_does_what_functions_do on config.import
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_their_own on config.import;
create policy people_read_their_own on config.import
for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using (asked_by = (select auth.current_user_id()));

drop policy if exists readers_of_the_trail_read_all on config.import;
create policy readers_of_the_trail_read_all on config.import
for select to sodaily_staff, sodaily_auditor
using ((select auth.has_scope('audit:read')));

revoke all on config.import from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert, update on config.import to sodaily_definer;
grant select on config.import to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/policies/import.sql
--! Included config/policies/import_chunk.sql
-- Read by the worker through config.import_bytes only.
alter table config.import_chunk enable row level security;
alter table config.import_chunk force row level security;

drop policy if exists definer_does_what_functions_do on config.import_chunk;
create policy definer_does_what_functions_do on config.import_chunk
for all to sodaily_definer using (true) with check (true);

revoke all on config.import_chunk from sodaily_definer;
grant select, insert, delete on config.import_chunk to sodaily_definer;
--! EndIncluded config/policies/import_chunk.sql
--! Included config/policies/import_row.sql
-- Read by functions only.
alter table config.import_row enable row level security;
alter table config.import_row force row level security;

drop policy if exists definer_does_what_functions_do on config.import_row;
create policy definer_does_what_functions_do on config.import_row
for all to sodaily_definer using (true) with check (true);

revoke all on config.import_row from sodaily_definer;
grant select, insert, delete on config.import_row to sodaily_definer;
--! EndIncluded config/policies/import_row.sql
--! Included config/policies/import_fault.sql
-- People see what is wrong with files that they brought in themselves.
alter table config.import_fault enable row level security;
alter table config.import_fault force row level security;

drop policy if exists definer_does_what_functions_do on config.import_fault;
create policy definer_does_what_functions_do on config.import_fault
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_those_of_their_files on config.import_fault;
create policy people_read_those_of_their_files on config.import_fault
for select to sodaily_user, sodaily_staff, sodaily_warehouse
using (import_id = any ((select config.my_import_ids()):::ID_TYPE[]));

revoke all on config.import_fault from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert, delete on config.import_fault to sodaily_definer;
grant select on config.import_fault to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded config/policies/import_fault.sql
--! Included notification/functions/enqueue.sql
-- The one door to the job queue from SQL: known tasks only, keys as payload. The job is queued in
-- the command's transaction, so it exists exactly when the slip does. Somebody watches a long job, so it
-- is given up after three attempts; what nobody watches is tried for days.
create or replace function notification.enqueue(task text, payload jsonb) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if task not in ('notify_issue_created', 'notify_issue_decided', 'notify_issue_requested',
    'notify_new_agency', 'notify_payment_received', 'send_email', 'export_report',
    'import_file') then
    raise exception 'task % is not on the list', task using errcode = 'SDINT';
  end if;
  perform graphile_worker.add_job(task, payload::json,
    max_attempts => case when task in ('export_report', 'import_file') then 3 else 25 end);
end
$$;
comment on function notification.enqueue(text, jsonb) is
  E'@omit\nQueues one job in the current transaction. Error: INTERNAL for an unknown task.';
revoke all on function notification.enqueue(text, jsonb) from public;
grant execute on function notification.enqueue(text, jsonb) to sodaily_definer;
--! EndIncluded notification/functions/enqueue.sql
--! Included config/functions/document_code.sql
create or replace function config.document_code(kind text, year integer, number bigint) returns text
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select kind || '-' || year || '-' || config.padded_number(number, 6)
$$;
comment on function config.document_code(text, integer, bigint) is
  E'@omit\nA document number as people read it, such as PX-2026-000123.';
revoke all on function config.document_code(text, integer, bigint) from public;
grant execute on function config.document_code(text, integer, bigint)
  to sodaily_definer;
--! EndIncluded config/functions/document_code.sql
--! Included config/functions/draw_document_numbers.sql
-- Draws numbers of a kind and year. Call it last in a transaction: the row lock is held until commit, and a rollback
-- gives the numbers back, so there are no gaps.
create or replace function config.draw_document_numbers(kind text, year integer, how_many bigint) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  newest bigint;
begin
  insert into config.document_counter as c (kind, year, last_number)
  values (draw_document_numbers.kind, draw_document_numbers.year, how_many)
  on conflict on constraint document_counter_pkey
  do update set last_number = c.last_number + how_many, updated_at = now()
  returning c.last_number into strict newest;
  return newest - how_many;
end
$$;
comment on function config.draw_document_numbers(text, integer, bigint) is
  E'@omit\nDraws so many document numbers; returns the one before the first.';
revoke all on function config.draw_document_numbers(text, integer, bigint) from public;
grant execute on function config.draw_document_numbers(text, integer, bigint)
  to sodaily_definer;
--! EndIncluded config/functions/draw_document_numbers.sql
--! Included config/functions/next_document_code.sql
-- Draws the next number of a kind and year, last in a transaction: see config.draw_document_numbers.
create or replace function config.next_document_code(kind text, business_date date) returns text
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  year constant integer := extract(year from business_date)::integer;
begin
  return config.document_code(kind, year, config.draw_document_numbers(kind, year, 1) + 1);
end
$$;
comment on function config.next_document_code(text, date) is
  E'@omit\nNext document number such as PX-2026-000123, gap-free per kind and year.';
revoke all on function config.next_document_code(text, date) from public;
grant execute on function config.next_document_code(text, date) to sodaily_definer;
--! EndIncluded config/functions/next_document_code.sql
--! Included config/functions/head_text.sql
-- Heads are written by people: with or without accents, capitals and the star of required columns.
create or replace function config.head_text(written text) returns text
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select btrim(regexp_replace(public.fold_text(written), '[*\s]+', ' ', 'g'))
$$;
comment on function config.head_text(text) is
  E'@omit\nThe head of a column as it is compared.';
revoke all on function config.head_text(text) from public;
grant execute on function config.head_text(text)
  to sodaily_definer;
--! EndIncluded config/functions/head_text.sql
--! Included config/functions/number_written.sql
-- Numbers as people write them here (1.250.000 or 1,250,000; 2,5 or 2.5) with a point and nothing between digits.
-- One group of three digits of a quantity may be thousands or thousandths: that is for the writer to say.
create or replace function config.number_written(written text, form text) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
declare
  digits constant text := regexp_replace(written, '[\s\u00a0\u202f]|₫|(vn)?đ$|vnd$', '', 'gi');
begin
  return case
    when digits ~ '^[+-]?[0-9]{1,15}$' then digits
    when form = 'quantity' and digits ~ '^[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}$' then 'ambiguous_number'
    when digits ~ '^[+-]?[0-9]{1,3}([.][0-9]{3})+(,[0-9]{1,6})?$'
      then replace(replace(digits, '.', ''), ',', '.')
    when digits ~ '^[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]{1,6})?$' then replace(digits, ',', '')
    when digits ~ '^[+-]?[0-9]{1,15}[.,][0-9]{1,6}$' then replace(digits, ',', '.')
    else 'malformed_number'
  end;
end
$$;
comment on function config.number_written(text, text) is
  E'@omit\nA number as SQL reads it, or why it cannot be read: malformed_number or ambiguous_number. form is dong or quantity.';
revoke all on function config.number_written(text, text) from public;
grant execute on function config.number_written(text, text)
  to sodaily_definer;
--! EndIncluded config/functions/number_written.sql
--! Included config/functions/date_written.sql
-- Dates as people write them here (25/11/2026, 25-11-2026) or as computers do (2026-11-25), if there is such a day.
create or replace function config.date_written(written text) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
declare
  machine constant text[] := regexp_match(written, '^(\d{4})-(\d{1,2})-(\d{1,2})$');
  spoken constant text[] := regexp_match(written, '^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$');
  year constant integer := coalesce(machine[1], spoken[3])::integer;
  month constant integer := coalesce(machine[2], spoken[2])::integer;
  day constant integer := coalesce(machine[3], spoken[1])::integer;
begin
  if year between 1900 and 9999 and month between 1 and 12 and day between 1 and extract(
    day from make_date(year, month, 1)::timestamp + interval '1 month - 1 day') then
    return make_date(year, month, day)::text;
  end if;
  return 'malformed_date';
end
$$;
comment on function config.date_written(text) is
  E'@omit\nA date as year-month-day, or malformed_date.';
revoke all on function config.date_written(text) from public;
grant execute on function config.date_written(text)
  to sodaily_definer;
--! EndIncluded config/functions/date_written.sql
--! Included config/functions/cell_read.sql
-- A spreadsheet says which cells are numbers, and those are exact; everything else is text that somebody wrote. Days
-- in numbers count from 1899-12-30.
create or replace function config.cell_read(cell jsonb, form text) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
declare
  written constant text := cell #>> '{}';
begin
  if jsonb_typeof(cell) <> 'number' then
    return case form
      when 'date' then config.date_written(btrim(written))
      when 'text' then btrim(regexp_replace(written, '\s+', ' ', 'g'))
      else config.number_written(written, form) end;
  elsif form <> 'date' then
    return written;
  elsif written::numeric between 1 and 2958465 then
    return (date '1899-12-30' + floor(written::numeric)::integer)::text;
  end if;
  return 'malformed_date';
end
$$;
comment on function config.cell_read(jsonb, text) is
  E'@omit\nA cell as config.import_row keeps it, or the reason why it cannot be read: malformed_number, ambiguous_number or malformed_date.';
revoke all on function config.cell_read(jsonb, text) from public;
grant execute on function config.cell_read(jsonb, text)
  to sodaily_definer;
--! EndIncluded config/functions/cell_read.sql
--! Included config/functions/import_status.sql
-- Derived from its jobs, so that it cannot differ from them. A file that could not be applied is checked still and
-- may be tried again.
-- Security definer: whoever reads the log does not read the jobs of others.
create or replace function config.import_status(import config.import) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select case
    when import.applied_at is not null then 'applied'
    when import.expires_at <= now() then 'expired'
    when import.sha256 is null then 'uploading'
    when a.status in ('waiting', 'running') then 'applying'
    when import.checked_at is not null then 'checked'
    when c.status in ('waiting', 'running') then 'checking'
    else coalesce(c.status, 'failed')
  end
  from (values (1)) as one (row)
  left join notification.long_job as c on c.id = import.check_job_id
  left join notification.long_job as a on a.id = import.apply_job_id
$$;
alter function config.import_status(config.import) owner to sodaily_definer;
comment on function config.import_status(config.import) is
  E'uploading, checking, checked, applying, applied, failed, cancelled or expired.';
revoke all on function config.import_status(config.import) from public;
grant execute on function config.import_status(config.import)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/import_status.sql
--! Included config/functions/import_asker_name.sql
-- Security definer: names of colleagues are shown in the log, the list of users is not.
create or replace function config.import_asker_name(import config.import) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.full_name from auth."user" as u where u.id = import.asked_by
$$;
alter function config.import_asker_name(config.import) owner to sodaily_definer;
comment on function config.import_asker_name(config.import) is
  E'Name of the person who brought it in.';
revoke all on function config.import_asker_name(config.import) from public;
grant execute on function config.import_asker_name(config.import)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/import_asker_name.sql
--! Included config/functions/import_of.sql
-- Whoever brought a file works with it, nobody else; locked, so that two requests at once take turns.
create or replace function config.import_of(import_id :ID_TYPE, caller :ID_TYPE) returns config.import
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  found_import config.import;
begin
  select i.* into found_import from config.import as i
  where i.id = import_of.import_id and i.asked_by = import_of.caller
  for no key update;
  if not found then
    raise exception 'import % is not there', import_id
      using errcode = 'SDNFD', detail = '{}', hint = 'It may be somebody else''s.';
  end if;
  return found_import;
end
$$;
comment on function config.import_of(:ID_TYPE, :ID_TYPE) is
  E'@omit\nA file that the caller brought in, locked. Error: NOT_FOUND.';
revoke all on function config.import_of(:ID_TYPE, :ID_TYPE) from public;
grant execute on function config.import_of(:ID_TYPE, :ID_TYPE)
  to sodaily_definer;
--! EndIncluded config/functions/import_of.sql
--! Included config/functions/refuse_applied_file.sql
-- The one check that a file is not applied twice; the unique index on config.import stands behind it.
create or replace function config.refuse_applied_file(what text, sha256 bytea) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  applied record;
begin
  select i.id, i.file_name, i.applied_at, u.full_name into applied
  from config.import as i
  join auth."user" as u on u.id = i.asked_by
  where i.what = refuse_applied_file.what and i.sha256 = refuse_applied_file.sha256
    and i.applied_at is not null;
  if found then
    raise exception 'this file was applied before'
      using errcode = 'SDIMP', detail = jsonb_build_object(
        'import_id', applied.id::text, 'file_name', applied.file_name,
        'applied_at', applied.applied_at, 'applied_by', applied.full_name)::text,
      hint = 'Its rows are in the books.';
  end if;
end
$$;
comment on function config.refuse_applied_file(text, bytea) is
  E'@omit\nRefuses a file whose rows are in the books. Error: DUPLICATE_FILE {import_id, file_name, applied_at, applied_by}.';
revoke all on function config.refuse_applied_file(text, bytea) from public;
grant execute on function config.refuse_applied_file(text, bytea)
  to sodaily_definer;
--! EndIncluded config/functions/refuse_applied_file.sql
--! Included config/functions/start_import.sql
-- What comes in is written down before its bytes are. They follow in pieces (config.add_import_chunk), and
-- config.end_import_upload says that all are there.
-- Security definer: imports are written by functions only.
create or replace function config.start_import(client_key text, what text, file_name text) returns config.import
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
  kind config.import_kind;
  started config.import;
  earlier jsonb;
begin
  file_name := nullif(btrim(file_name), '');
  select k.* into kind from config.import_kind as k where k.code = start_import.what;
  perform audit.refuse_problems(case
    when what is null then jsonb_build_array(jsonb_build_object('path', 'what', 'reason', 'required'))
    when kind is null then jsonb_build_array(
      jsonb_build_object('path', 'what', 'reason', 'unknown', 'value', left(what, 100)))
    else '[]' end || case
    when file_name is null then jsonb_build_array(
      jsonb_build_object('path', 'file_name', 'reason', 'required'))
    when length(file_name) > 200 then jsonb_build_array(jsonb_build_object(
      'path', 'file_name', 'reason', 'too_long', 'value', length(file_name)::text))
    else '[]' end);
  perform auth.require_scope(kind.scope);
  earlier := audit.begin_command(caller, client_key, 'config.start_import', jsonb_build_array(what, file_name));
  if earlier is null then
    insert into config.import (what, file_name, asked_by)
    values (start_import.what, start_import.file_name, caller)
    returning * into strict started;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', started.id::text));
  else
    select i.* into strict started from config.import as i where i.id = cast(earlier ->> 'id' as :ID_TYPE);
  end if;
  return started;
end
$$;
alter function config.start_import(text, text, text) owner to sodaily_definer;
comment on function config.start_import(text, text, text) is
  E'@resultFieldName import\nBegins to bring a file in: what is in it (importKinds) and its name; its bytes follow in pieces over REST. The same clientKey gives the first one again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function config.start_import(text, text, text) from public;
grant execute on function config.start_import(text, text, text)
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded config/functions/start_import.sql
--! Included config/functions/add_import_chunk.sql
-- A piece that is sent again replaces the one before it, so a broken upload is simply done anew.
-- Security definer: imports are written by functions only.
create or replace function config.add_import_chunk(import_id :ID_TYPE, seq bigint, bytes bytea) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
  most_bytes constant bigint := 20 * 1024 * 1024;
  coming config.import := config.import_of(import_id, caller);
  so_far bigint;
begin
  if coming.sha256 is not null then
    raise exception 'import % is whole', import_id
      using errcode = 'SDTRN', detail = jsonb_build_object('from', 'whole', 'to', 'uploading')::text,
      hint = 'Bring the file in anew.';
  end if;
  delete from config.import_chunk as c
  where c.import_id = add_import_chunk.import_id and c.seq >= add_import_chunk.seq;
  insert into config.import_chunk (import_id, seq, bytes)
  values (add_import_chunk.import_id, add_import_chunk.seq, add_import_chunk.bytes);
  so_far := case when seq = 0 then 0 else coming.byte_count end + length(bytes);
  if so_far > most_bytes then
    raise exception 'the file is larger than % bytes', most_bytes
      using errcode = 'SDBIG', detail = jsonb_build_object('limit', most_bytes::text)::text,
      hint = 'Split it.';
  end if;
  update config.import as i set byte_count = so_far where i.id = coming.id;
end
$$;
alter function config.add_import_chunk(:ID_TYPE, bigint, bytea) owner to sodaily_definer;
comment on function config.add_import_chunk(:ID_TYPE, bigint, bytea) is
  E'@omit\nKeeps a piece of a file that comes in; pieces follow each other from 0, and beginning at 0 again forgets those before. Errors: INVALID_TOKEN, NOT_FOUND, INVALID_TRANSITION, FILE_TOO_LARGE {limit}.';
revoke all on function config.add_import_chunk(:ID_TYPE, bigint, bytea) from public;
grant execute on function config.add_import_chunk(:ID_TYPE, bigint, bytea)
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded config/functions/add_import_chunk.sql
--! Included config/functions/end_import_upload.sql
-- All bytes are there: the worker reads and checks them.
-- Security definer: imports are written by functions only.
create or replace function config.end_import_upload(import_id :ID_TYPE) returns config.import
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
  coming config.import := config.import_of(import_id, caller);
begin
  if coming.sha256 is not null then
    return coming;
  end if;
  select sha256(string_agg(c.bytes, ''::bytea order by c.seq)) into coming.sha256
  from config.import_chunk as c where c.import_id = coming.id;
  if coming.byte_count = 0 then
    perform audit.refuse_problems(jsonb_build_array(jsonb_build_object('path', 'file', 'reason', 'required')));
  end if;
  perform config.refuse_applied_file(coming.what, coming.sha256);
  update config.import as i
  set sha256 = coming.sha256, check_job_id = notification.start_long_job('import_file', caller)
  where i.id = coming.id
  returning i.* into strict coming;
  perform notification.enqueue('import_file', jsonb_build_object(
    'import_id', coming.id::text, 'long_job_id', coming.check_job_id::text));
  return coming;
end
$$;
alter function config.end_import_upload(:ID_TYPE) owner to sodaily_definer;
comment on function config.end_import_upload(:ID_TYPE) is
  E'@resultFieldName import\nSays that a file is whole and has the worker check it; said again it changes nothing. Errors: INVALID_TOKEN, NOT_FOUND, VALIDATION_ERROR for an empty file, DUPLICATE_FILE, TOO_MANY_JOBS.';
revoke all on function config.end_import_upload(:ID_TYPE) from public;
grant execute on function config.end_import_upload(:ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded config/functions/end_import_upload.sql
--! Included config/functions/apply_import.sql
-- Whoever saw what a file will do has the worker do it: in one transaction, after checking it once more.
-- Security definer: imports are written by functions only.
create or replace function config.apply_import(client_key text, import_id :ID_TYPE) returns config.import
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
  checked config.import;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'config.apply_import', jsonb_build_array(import_id));
  checked := config.import_of(import_id, caller);
  if earlier is not null then
    return checked;
  end if;
  perform auth.require_scope((select k.scope from config.import_kind as k where k.code = checked.what));
  if config.import_status(checked) <> 'checked' or checked.fault_count > 0 or checked.row_count = 0 then
    raise exception 'import % is not ready to be applied', import_id
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'from', config.import_status(checked), 'to', 'applying',
        'fault_count', checked.fault_count::text, 'row_count', checked.row_count::text)::text,
      hint = 'Mend the file and bring it in anew.';
  end if;
  perform config.refuse_applied_file(checked.what, checked.sha256);
  update config.import as i
  set apply_job_id = notification.start_long_job('import_file', caller)
  where i.id = checked.id
  returning i.* into strict checked;
  perform notification.enqueue('import_file', jsonb_build_object(
    'import_id', checked.id::text, 'long_job_id', checked.apply_job_id::text));
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', checked.id::text));
  return checked;
end
$$;
alter function config.apply_import(text, :ID_TYPE) owner to sodaily_definer;
comment on function config.apply_import(text, :ID_TYPE) is
  E'@resultFieldName import\nHas the worker put the rows of a checked file without faults into the books, all or none. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, INVALID_TRANSITION {from, to, fault_count, row_count}, DUPLICATE_FILE, TOO_MANY_JOBS.';
revoke all on function config.apply_import(text, :ID_TYPE) from public;
grant execute on function config.apply_import(text, :ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded config/functions/apply_import.sql
--! Included config/functions/begin_import.sql
-- What the worker is to do, and as whom: the role, the key and the session with which rules decide. Who lost the
-- right meanwhile gets nothing. Rows that were half read by a worker that died go.
-- Security definer: the worker reads no rights.
create or replace function config.begin_import(import_id :ID_TYPE, long_job_id :ID_TYPE) returns config.import_order
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  coming config.import;
  step constant text := case
    when exists (select from config.import as i
      where i.id = begin_import.import_id and i.check_job_id = begin_import.long_job_id) then 'check'
    else 'apply' end;
  role_of_asker text;
begin
  select i.* into coming from config.import as i
  where i.id = begin_import.import_id
    and begin_import.long_job_id in (i.check_job_id, i.apply_job_id);
  if coming.id is null or not notification.begin_long_job(long_job_id) then
    return null;
  end if;
  if step = 'check' then
    delete from config.import_fault as f where f.import_id = coming.id;
    delete from config.import_row as r where r.import_id = coming.id;
  end if;
  role_of_asker := (
    select auth.database_role_of(u.id) from auth."user" as u where u.id = coming.asked_by and u.is_active);
  if role_of_asker is null or not exists (
    select from config.import_kind as k
    join auth.role_permission as p on p.permission_code = k.scope
    join auth.user_role as r on r.role_id = p.role_id and r.user_id = coming.asked_by
    where k.code = coming.what) then
    perform notification.fail_long_job(long_job_id, 'PERMISSION_DENIED');
    return null;
  end if;
  return row(coming.what, step, (
      select count(*) from config.import_chunk as c where c.import_id = coming.id),
    coming.asked_by, (
      select j.session_id from notification.long_job as j where j.id = begin_import.long_job_id),
    role_of_asker)::config.import_order;
end
$$;
alter function config.begin_import(:ID_TYPE, :ID_TYPE) owner to sodaily_definer;
comment on function config.begin_import(:ID_TYPE, :ID_TYPE) is
  E'@omit\nWhat to do with a file that came in, and as whom; null when there is nothing to do: cancelled, done, or no right any more. For the worker only.';
revoke all on function config.begin_import(:ID_TYPE, :ID_TYPE) from public;
grant execute on function config.begin_import(:ID_TYPE, :ID_TYPE)
  to sodaily_worker;
--! EndIncluded config/functions/begin_import.sql
--! Included config/functions/import_bytes.sql
-- Security definer: nobody else reads the pieces.
create or replace function config.import_bytes(import_id :ID_TYPE, seq bigint) returns bytea
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select c.bytes from config.import_chunk as c
  where c.import_id = import_bytes.import_id and c.seq = import_bytes.seq
$$;
alter function config.import_bytes(:ID_TYPE, bigint) owner to sodaily_definer;
comment on function config.import_bytes(:ID_TYPE, bigint) is
  E'@omit\nA piece of a file that came in, from 0; null when there is none. For the worker only.';
revoke all on function config.import_bytes(:ID_TYPE, bigint) from public;
grant execute on function config.import_bytes(:ID_TYPE, bigint)
  to sodaily_worker;
--! EndIncluded config/functions/import_bytes.sql
--! Included config/functions/import_head.sql
-- Which column stands where, if this row of a file is its head: case, accents and the star of required columns do
-- not matter. The first of two columns of one name counts.
-- Security definer: the worker reads no table.
create or replace function config.import_head(import_id :ID_TYPE, cells text[]) returns text[]
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select array_agg(known.code order by h.place)
  from unnest(cells) with ordinality as h (written, place)
  left join lateral (
    select c.code
    from config.import as i
    join config.import_column as c on c.import_kind_code = i.what
    where i.id = import_head.import_id
      and config.head_text(h.written) in (config.head_text(c.name_vi), config.head_text(c.name_en), c.code)
      and not exists (
        select from unnest(cells) with ordinality as b (written, place)
        where b.place < h.place and config.head_text(b.written) = config.head_text(h.written))) as known
    on true
$$;
alter function config.import_head(:ID_TYPE, text[]) owner to sodaily_definer;
comment on function config.import_head(:ID_TYPE, text[]) is
  E'@omit\nColumns of a head by place, null for what is no column: config.import_column.code. For the worker only.';
revoke all on function config.import_head(:ID_TYPE, text[]) from public;
grant execute on function config.import_head(:ID_TYPE, text[])
  to sodaily_worker;
--! EndIncluded config/functions/import_head.sql
--! Included config/functions/check_import_head.sql
-- A file without a column that every row needs cannot be understood: each such column is a fault of the head.
-- Security definer: the worker writes no table.
create or replace function config.check_import_head(import_id :ID_TYPE, row_no bigint, columns text[]) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into config.import_fault (import_id, row_no, column_code, reason)
  select i.id, check_import_head.row_no, c.code, 'column_missing'
  from config.import as i
  join config.import_column as c on c.import_kind_code = i.what
  where i.id = check_import_head.import_id and c.is_required and not c.code = any (columns);
  return not found;
end
$$;
alter function config.check_import_head(:ID_TYPE, bigint, text[]) owner to sodaily_definer;
comment on function config.check_import_head(:ID_TYPE, bigint, text[]) is
  E'@omit\nWhether the head of a file has every required column; writes down which ones are missing. For the worker only.';
revoke all on function config.check_import_head(:ID_TYPE, bigint, text[]) from public;
grant execute on function config.check_import_head(:ID_TYPE, bigint, text[])
  to sodaily_worker;
--! EndIncluded config/functions/check_import_head.sql
--! Included config/functions/add_import_rows.sql
-- Cells that cannot be read, and those that are missing, are told here, once for every kind of file; what a row
-- means is for the context that it is of.
-- Security definer: the worker writes no table.
create or replace function config.add_import_rows(import_id :ID_TYPE, columns text[], found_rows jsonb, done_count bigint, total_count bigint) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  coming config.import;
begin
  select i.* into strict coming from config.import as i where i.id = add_import_rows.import_id;
  if not notification.report_progress(coming.check_job_id, done_count, total_count) then
    return false;
  end if;
  with cell as (
    select (r.entry -> 0)::bigint as row_no, c.code, c.form, c.is_required,
      nullif(btrim(r.entry -> 1 ->> (p.place - 1)::integer), '') as written,
      r.entry -> 1 -> (p.place - 1)::integer as cell
    from jsonb_array_elements(found_rows) as r (entry)
    cross join unnest(columns) with ordinality as p (code, place)
    join config.import_column as c on c.import_kind_code = coming.what and c.code = p.code),
  understood as (
    select c.*, case when c.written is not null then config.cell_read(c.cell, c.form) end as read
    from cell as c),
  judged as (
    select u.*, case
      when u.written is null and u.is_required then 'required'
      when u.form <> 'text' and u.read in ('malformed_number', 'ambiguous_number', 'malformed_date') then u.read
      when length(u.read) > 1000 then 'too_long'
    end as reason
    from understood as u),
  told as (
    insert into config.import_fault (import_id, row_no, column_code, reason, value)
    select coming.id, j.row_no, j.code, j.reason, left(j.written, 100) from judged as j where j.reason is not null)
  insert into config.import_row (import_id, row_no, cells)
  select coming.id, j.row_no, coalesce(
    jsonb_object_agg(j.code, j.read) filter (where j.reason is null and j.read is not null), '{}')
  from judged as j
  group by j.row_no;
  return true;
end
$$;
alter function config.add_import_rows(:ID_TYPE, text[], jsonb, bigint, bigint) owner to sodaily_definer;
comment on function config.add_import_rows(:ID_TYPE, text[], jsonb, bigint, bigint) is
  E'@omit\nKeeps rows of a file as [[row_no, [cells]]], cells in the order of columns (null for those that count for nothing), and says how far it is; false when the worker is to stop. For the worker only.';
revoke all on function config.add_import_rows(:ID_TYPE, text[], jsonb, bigint, bigint) from public;
grant execute on function config.add_import_rows(:ID_TYPE, text[], jsonb, bigint, bigint)
  to sodaily_worker;
--! EndIncluded config/functions/add_import_rows.sql
--! Included config/functions/keep_import_problems.sql
-- A cell that was told to be wrong already is not told again.
create or replace function config.keep_import_problems(import_id :ID_TYPE, problems config.import_problem[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into config.import_fault (import_id, row_no, column_code, reason, value)
  select keep_import_problems.import_id, p.row_no, p.column_code, p.reason, left(p.value, 100)
  from unnest(problems) as p
  on conflict on constraint import_fault_pkey do nothing;
end
$$;
comment on function config.keep_import_problems(:ID_TYPE, config.import_problem[]) is
  E'@omit\nWrites down what a context found wrong with rows of a file.';
revoke all on function config.keep_import_problems(:ID_TYPE, config.import_problem[]) from public;
grant execute on function config.keep_import_problems(:ID_TYPE, config.import_problem[])
  to sodaily_definer;
--! EndIncluded config/functions/keep_import_problems.sql
--! Included config/functions/import_to_check.sql
-- First line of what contexts do with a file: who asks, may they, and is it theirs. What was told before goes, so that a check may be made anew.
create or replace function config.import_to_check(import_id :ID_TYPE, what text) returns :ID_TYPE
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope((
    select k.scope from config.import_kind as k where k.code = import_to_check.what));
  coming config.import := config.import_of(import_id, caller);
begin
  if coming.what <> import_to_check.what or coming.applied_at is not null then
    raise exception 'import % is not of open %', import_id, what
      using errcode = 'SDNFD', detail = '{}', hint = 'It may be applied already.';
  end if;
  return caller;
end
$$;
comment on function config.import_to_check(:ID_TYPE, text) is
  E'@omit\nKey of the signed-in user, who brought this file and may apply it. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function config.import_to_check(:ID_TYPE, text) from public;
grant execute on function config.import_to_check(:ID_TYPE, text)
  to sodaily_definer;
--! EndIncluded config/functions/import_to_check.sql
--! Included config/functions/say_import_summary.sql
-- Last line of a check.
create or replace function config.say_import_summary(import_id :ID_TYPE, summary jsonb) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  faults constant bigint := (
    select count(*) from config.import_fault as f where f.import_id = say_import_summary.import_id);
begin
  update config.import as i
  set summary = jsonb_strip_nulls(say_import_summary.summary), fault_count = faults,
    checked_at = coalesce(i.checked_at, clock_timestamp()), row_count = (
      select count(*) from config.import_row as r where r.import_id = i.id)
  where i.id = say_import_summary.import_id;
  return faults;
end
$$;
comment on function config.say_import_summary(:ID_TYPE, jsonb) is
  E'@omit\nWrites down what applying a file will do, numbers as text, and how many cells are wrong, which it returns.';
revoke all on function config.say_import_summary(:ID_TYPE, jsonb) from public;
grant execute on function config.say_import_summary(:ID_TYPE, jsonb)
  to sodaily_definer;
--! EndIncluded config/functions/say_import_summary.sql
--! Included config/functions/end_import_check.sql
-- Security definer: the worker writes no table.
create or replace function config.end_import_check(import_id :ID_TYPE) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  coming config.import;
begin
  update config.import as i
  set checked_at = coalesce(i.checked_at, clock_timestamp()),
    row_count = coalesce(i.row_count, (
      select count(*) from config.import_row as r where r.import_id = i.id)),
    fault_count = (select count(*) from config.import_fault as f where f.import_id = i.id)
  where i.id = end_import_check.import_id
  returning i.* into strict coming;
  return notification.end_long_job(coming.check_job_id, coming.row_count);
end
$$;
alter function config.end_import_check(:ID_TYPE) owner to sodaily_definer;
comment on function config.end_import_check(:ID_TYPE) is
  E'@omit\nSays that a file is read and checked; false when it was cancelled. For the worker only.';
revoke all on function config.end_import_check(:ID_TYPE) from public;
grant execute on function config.end_import_check(:ID_TYPE)
  to sodaily_worker;
--! EndIncluded config/functions/end_import_check.sql
--! Included config/functions/end_import.sql
-- In the transaction that put the rows into the books, so that they are there exactly when this says so.
-- Security definer: the worker writes no table.
create or replace function config.end_import(import_id :ID_TYPE, row_count bigint) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  coming config.import;
begin
  select i.* into strict coming from config.import as i where i.id = end_import.import_id;
  perform config.refuse_applied_file(coming.what, coming.sha256);
  update config.import as i set applied_at = clock_timestamp() where i.id = coming.id;
  delete from config.import_row as r where r.import_id = coming.id;
  delete from config.import_chunk as c where c.import_id = coming.id;
  return notification.end_long_job(coming.apply_job_id, row_count);
end
$$;
alter function config.end_import(:ID_TYPE, bigint) owner to sodaily_definer;
comment on function config.end_import(:ID_TYPE, bigint) is
  E'@omit\nSays that a file is applied; false when it was cancelled, and the transaction is to be rolled back. Error: DUPLICATE_FILE. For the worker only.';
revoke all on function config.end_import(:ID_TYPE, bigint) from public;
grant execute on function config.end_import(:ID_TYPE, bigint)
  to sodaily_worker;
--! EndIncluded config/functions/end_import.sql
--! Included config/functions/fail_import.sql
-- What was read of it goes; a file that could not be applied stays checked.
-- Security definer: the worker writes no table.
create or replace function config.fail_import(import_id :ID_TYPE, long_job_id :ID_TYPE, problem text) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  if exists (
    select from config.import as i
    where i.id = fail_import.import_id and i.check_job_id = fail_import.long_job_id
      and i.checked_at is null) then
    delete from config.import_fault as f where f.import_id = fail_import.import_id;
    delete from config.import_row as r where r.import_id = fail_import.import_id;
  end if;
  perform notification.fail_long_job(long_job_id, problem);
end
$$;
alter function config.fail_import(:ID_TYPE, :ID_TYPE, text) owner to sodaily_definer;
comment on function config.fail_import(:ID_TYPE, :ID_TYPE, text) is
  E'@omit\nGives a file up, with a code of the catalogue; after a cancellation it only throws away what was read. For the worker only.';
revoke all on function config.fail_import(:ID_TYPE, :ID_TYPE, text) from public;
grant execute on function config.fail_import(:ID_TYPE, :ID_TYPE, text)
  to sodaily_worker;
--! EndIncluded config/functions/fail_import.sql
--! Included config/functions/purge_imports.sql
-- Bytes, rows and faults of files go once they cannot be applied any more; that they came stays on record.
-- Security definer: the worker writes no table.
create or replace function config.purge_imports() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  purged bigint;
begin
  delete from config.import_fault as f using config.import as i
  where i.id = f.import_id and i.expires_at <= now();
  delete from config.import_row as r using config.import as i
  where i.id = r.import_id and i.expires_at <= now();
  delete from config.import_chunk as c using config.import as i
  where i.id = c.import_id and i.expires_at <= now();
  get diagnostics purged = row_count;
  return purged;
end
$$;
alter function config.purge_imports() owner to sodaily_definer;
comment on function config.purge_imports() is
  E'@omit\nDeletes what was read of files that are too old; returns how many pieces of them. For the worker only.';
revoke all on function config.purge_imports() from public;
grant execute on function config.purge_imports()
  to sodaily_worker;
--! EndIncluded config/functions/purge_imports.sql
--! Included finance/functions/hold_open_periods.sql
-- Whoever posts on many days holds their months in one order, so that two at once do not wait for each other.
create or replace function finance.hold_open_periods(business_dates date[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform finance.hold_open_period(m.month)
  from (
    select distinct date_trunc('month', d.day::timestamp)::date as month
    from unnest(business_dates) as d (day) order by 1) as m;
end
$$;
comment on function finance.hold_open_periods(date[]) is
  E'@omit\nHolds the months of business dates open until commit. Error: PERIOD_CLOSED, see finance.hold_open_period.';
revoke all on function finance.hold_open_periods(date[]) from public;
grant execute on function finance.hold_open_periods(date[])
  to sodaily_definer;
--! EndIncluded finance/functions/hold_open_periods.sql
--! Included finance/functions/closed_through.sql
-- For lists of dates that are judged before anything is posted; finance.hold_open_period decides.
create or replace function finance.closed_through() returns date
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select (max(p.month) + interval '1 month - 1 day')::date from finance.period as p where p.is_closed
$$;
comment on function finance.closed_through() is
  E'@omit\nLast day of the newest closed month; null when none is closed.';
revoke all on function finance.closed_through() from public;
grant execute on function finance.closed_through()
  to sodaily_definer;
--! EndIncluded finance/functions/closed_through.sql
--! Included finance/functions/posting_date_problem.sql
-- What every list of dated rows asks about its dates, with a today and an end of the closed months that
-- are looked up once: without a search path of its own it becomes part of the query.
create or replace function finance.posting_date_problem(
  business_date date, today date, closed_through date) returns text
language sql immutable
as $$
  select case
    when business_date > today then 'in_future'
    when business_date < date '2000-01-01' then 'too_early'
    when business_date <= closed_through then 'period_closed'
  end
$$;
comment on function finance.posting_date_problem(date, date, date) is
  E'@omit\nWhy nothing can be posted on a day: in_future, too_early or period_closed; null when it can.';
revoke all on function finance.posting_date_problem(date, date, date) from public;
grant execute on function finance.posting_date_problem(date, date, date) to sodaily_definer;
--! EndIncluded finance/functions/posting_date_problem.sql
--! Included inventory/functions/quantity_problem.sql
-- What every line of goods asks about its quantity. Without a search path of its own it becomes part of
-- the query, so that a list of a hundred thousand rows is judged as quickly as one slip.
create or replace function inventory.quantity_problem(quantity numeric, is_decimal boolean) returns text
language sql immutable
as $$
  select case
    when quantity is null then 'required'
    when quantity = 'NaN' then 'not_a_number'
    when quantity <= 0 then 'not_positive'
    when quantity > 1000000 then 'too_large'
    when scale(trim_scale(quantity)) > 3 then 'too_many_decimals'
    when not is_decimal and quantity <> trunc(quantity) then 'whole_number_only'
  end
$$;
comment on function inventory.quantity_problem(numeric, boolean) is
  E'@omit\nWhat is wrong with a quantity of goods, null when nothing is; is_decimal says whether their unit is divided.';
revoke all on function inventory.quantity_problem(numeric, boolean) from public;
grant execute on function inventory.quantity_problem(numeric, boolean) to sodaily_definer;
--! EndIncluded inventory/functions/quantity_problem.sql
--! Included inventory/functions/price_problem.sql
-- What everything that names an import price asks about it; becomes part of the query, as
-- inventory.quantity_problem does.
create or replace function inventory.price_problem(price numeric) returns text
language sql immutable
as $$
  select case
    when price is null then 'required'
    when price = 'NaN' then 'not_a_number'
    when price <= 0 then 'not_positive'
    when price > 1000000000 then 'too_large'
    when price <> trunc(price) then 'whole_number_only'
  end
$$;
comment on function inventory.price_problem(numeric) is
  E'@omit\nWhat is wrong with an import price in đồng a unit, null when nothing is.';
revoke all on function inventory.price_problem(numeric) from public;
grant execute on function inventory.price_problem(numeric) to sodaily_definer;
--! EndIncluded inventory/functions/price_problem.sql
--! Included inventory/functions/issue_line_problems.sql
-- Everything that is wrong with the lines of a request, all at once, each with its place.
create or replace function inventory.issue_line_problems(items inventory.issue_line[])
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with line as (
      select l.item_id, l.quantity, l.place - 1 as place, i.id as known_id, u.is_decimal
      from unnest(items) with ordinality as l (item_id, quantity, place)
      left join inventory.item as i on i.id = l.item_id
      left join inventory.unit as u on u.id = i.unit_id),
    problem as (
      select 'items' as path, 'required' as reason, null as value
      where coalesce(cardinality(items), 0) = 0
      union all
      select 'items', 'too_many_lines', cardinality(items)::text where cardinality(items) > 100
      union all
      select 'items.' || l.place || '.item_id',
        case when l.item_id is null then 'required' else 'unknown' end, l.item_id::text
      from line as l where l.known_id is null
      union all
      select 'items.' || l.place || '.quantity', q.reason, l.quantity::text
      from line as l
      cross join lateral inventory.quantity_problem(l.quantity, l.is_decimal) as q (reason)
      where q.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.issue_line_problems(inventory.issue_line[]) is
  'Problems of the lines asked for, as JSON [{path, reason, value}], empty when there are none.';
revoke all on function inventory.issue_line_problems(inventory.issue_line[]) from public;
grant execute on function inventory.issue_line_problems(inventory.issue_line[]) to sodaily_definer;
--! EndIncluded inventory/functions/issue_line_problems.sql
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
      cross join lateral (
        select coalesce(inventory.price_problem(l.unit_price), case
          when l.item_id is not null and l.unit_price <> l.first_price then 'differs_from_first_line'
        end) as reason) as p
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
--! Included inventory/functions/import_price_problems.sql
-- What is wrong with an import price that a person names.
create or replace function inventory.import_price_problems(import_price numeric) returns jsonb
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'path', 'import_price', 'reason', p.reason,
    'value', import_price_problems.import_price::text))), '[]')
  from inventory.price_problem(import_price_problems.import_price) as p (reason)
  where p.reason is not null
$$;
comment on function inventory.import_price_problems(numeric) is
  'Problems of an import price in đồng a unit as JSON [{path, reason, value}].';
revoke all on function inventory.import_price_problems(numeric) from public;
grant execute on function inventory.import_price_problems(numeric) to sodaily_definer;
--! EndIncluded inventory/functions/import_price_problems.sql
--! Included inventory/functions/item_problems.sql
-- Everything that is wrong with the data of an item, all at once. Whoever asks holds the lock
-- under which items are named, so that two at once share neither a code nor a barcode.
create or replace function inventory.item_problems(
  changed_id :ID_TYPE, sku text, item_name text, unit_id :ID_TYPE, barcode text,
  min_stock numeric) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select w.path, case when w.written is null then 'required' else 'too_long' end as reason,
        length(w.written)::text as value
      from (values
        ('sku', item_problems.sku, 50), ('item_name', item_problems.item_name, 200),
        ('barcode', coalesce(item_problems.barcode, ''), 50)) as w (path, written, longest)
      where w.written is null or length(w.written) > w.longest
      union all
      select 'sku', 'taken', i.item_name
      from inventory.item as i
      where i.sku = item_problems.sku and i.id is distinct from item_problems.changed_id
      union all
      select 'barcode', 'taken', i.item_name
      from inventory.item as i
      where i.barcode = item_problems.barcode and i.id is distinct from item_problems.changed_id
      union all
      select 'unit_id', case when item_problems.unit_id is null then 'required' else 'unknown' end,
        item_problems.unit_id::text
      where not exists (
        select from inventory.unit as u where u.id = item_problems.unit_id)
      union all
      select 'min_stock', m.reason, item_problems.min_stock::text
      from (select case
        when item_problems.min_stock = 'NaN' then 'not_a_number'
        when item_problems.min_stock < 0 then 'negative'
        when item_problems.min_stock > 1000000 then 'too_large'
        when scale(trim_scale(item_problems.min_stock)) > 3 then 'too_many_decimals'
        when item_problems.min_stock <> trunc(item_problems.min_stock) and not (
          select u.is_decimal from inventory.unit as u where u.id = item_problems.unit_id)
          then 'whole_number_only'
      end as reason) as m
      where m.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.item_problems(:ID_TYPE, text, text, :ID_TYPE, text, numeric) is
  'Problems of an item''s data as JSON [{path, reason, value}], empty when there are none; changed_id is null for a new item.';
revoke all on function inventory.item_problems(:ID_TYPE, text, text, :ID_TYPE, text, numeric)
  from public;
grant execute on function inventory.item_problems(:ID_TYPE, text, text, :ID_TYPE, text, numeric)
  to sodaily_definer;
--! EndIncluded inventory/functions/item_problems.sql
--! Included inventory/functions/post_opening_stock.sql
-- One opening row per item, only while it has no history. Months are held before items are locked, as everywhere.
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
  E'@omit\nWrites opening stock of items that have no movement yet, lists of one length, quantities in the units of the items; returns how many were opened. Error: PERIOD_CLOSED.';
revoke all on function inventory.post_opening_stock(:ID_TYPE[], numeric[], date[], :ID_TYPE) from public;
grant execute on function inventory.post_opening_stock(:ID_TYPE[], numeric[], date[], :ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/functions/post_opening_stock.sql
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
begin
  perform audit.refuse_problems(inventory.issue_line_problems(items) || case
    when business_date is null then jsonb_build_array(
      jsonb_build_object('path', 'business_date', 'reason', 'required'))
    when business_date > config.business_date() then jsonb_build_array(jsonb_build_object(
      'path', 'business_date', 'reason', 'in_future', 'value', business_date::text))
    else '[]' end);
  return (
    select inventory.post_opening_stock(array_agg(l.item_id), array_agg(l.quantity),
      array_agg(open_stock.business_date), caller)
    from unnest(items) as l);
end
$$;
alter function inventory.open_stock(inventory.issue_line[], date) owner to sodaily_definer;
comment on function inventory.open_stock(inventory.issue_line[], date) is
  E'@omit\nOpening stock of items that have none yet; returns how many were opened. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, PERIOD_CLOSED.';
revoke all on function inventory.open_stock(inventory.issue_line[], date) from public;
grant execute on function inventory.open_stock(inventory.issue_line[], date)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/open_stock.sql
--! Included inventory/functions/set_import_prices.sql
-- Import prices of the items of receipts that came or were cancelled: the price of the latest
-- confirmed receipt (by its date, then by its moment), else what it was before the first one. The
-- receipt in force was the latest until now, so only the receipts given compete with it; the older
-- ones are looked at again only where the one in force was cancelled.
-- Runs under the locks on the items, which the movements have taken.
create or replace function inventory.set_import_prices(receipt_ids :ID_TYPE[], kind text) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  with own as materialized (
    select distinct on (d.item_id) d.item_id, case set_import_prices.kind
      when 'receipt' then r.created_by else r.cancelled_by end as changed_by
    from inventory.receipt_detail as d
    join inventory.receipt as r on r.id = d.receipt_id
    where d.receipt_id = any (set_import_prices.receipt_ids)
    order by d.item_id, d.receipt_id desc),
  in_force as materialized (
    select own.item_id, own.changed_by, newest.seq, newest.price, newest.receipt_id,
      r.status = 'confirmed' as stands
    from own
    left join lateral (
      select p.seq, p.price, p.receipt_id from inventory.item_price as p
      where p.item_id = own.item_id order by p.seq desc limit 1) as newest on true
    left join inventory.receipt as r on r.id = newest.receipt_id),
  rival as (
    select d.item_id, d.receipt_id, d.unit_price
    from inventory.receipt_detail as d where d.receipt_id = any (set_import_prices.receipt_ids)
    union
    select f.item_id, f.receipt_id, f.price from in_force as f where f.stands
    union
    select d.item_id, d.receipt_id, d.unit_price
    from in_force as f
    join inventory.receipt_detail as d on d.item_id = f.item_id
    where not f.stands),
  latest as (
    select distinct on (v.item_id) v.item_id, v.receipt_id, r.receipt_date, v.unit_price
    from rival as v
    join inventory.receipt as r on r.id = v.receipt_id and r.status = 'confirmed'
    order by v.item_id, r.receipt_date desc, r.created_at desc, (
      select m.seq from inventory.stock_movement as m
      where m.receipt_id = v.receipt_id and m.item_id = v.item_id and m.kind = 'receipt') desc),
  -- a receipt older than the one in force changes nothing and leaves no row
  changed as (
    select f.item_id, f.changed_by, w.receipt_id, w.price, coalesce(f.seq, 0) + 1 as seq,
      coalesce(l.receipt_date, config.business_date()) as valid_from
    from in_force as f
    join inventory.item as i on i.id = f.item_id
    left join latest as l on l.item_id = f.item_id
    cross join lateral (
      select l.receipt_id, coalesce(l.unit_price, (
        select p.price from inventory.item_price as p
        where p.item_id = f.item_id and p.kind = 'initial'
        order by p.seq desc limit 1), i.import_price) as price) as w
    where (f.price, f.receipt_id) is distinct from (w.price, w.receipt_id)),
  priced as (
    update inventory.item as i
    set import_price = c.price, updated_at = now(), updated_by = c.changed_by
    from changed as c where i.id = c.item_id and i.import_price <> c.price)
  insert into inventory.item_price (
    item_id, seq, kind, price, valid_from, receipt_id, created_by)
  select c.item_id, c.seq, set_import_prices.kind, c.price, c.valid_from, c.receipt_id, c.changed_by
  from changed as c;
end
$$;
comment on function inventory.set_import_prices(:ID_TYPE[], text) is
  'Derives the import prices of the items of receipts, in đồng, and records what changed; kind is receipt or receipt_cancel.';
revoke all on function inventory.set_import_prices(:ID_TYPE[], text) from public;
grant execute on function inventory.set_import_prices(:ID_TYPE[], text) to sodaily_definer;
--! EndIncluded inventory/functions/set_import_prices.sql
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
  where newest.receipt_id is null and newest.price is distinct from i.import_price;

  perform inventory.set_import_prices(array(select distinct n.receipt_id from new_line as n), 'receipt');
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
--! Included inventory/rules/cancelled_receipt_sets_no_price.sql
-- Rule QĐ2: a cancelled receipt sets no import price: it is derived anew from the latest confirmed
-- receipt that remains, or is what it was before the first. Nobody may override.
create or replace function inventory.cancelled_receipt_sets_no_price() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform inventory.set_import_prices(array(
    select n.id from new_receipt as n
    join old_receipt as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled'), 'receipt_cancel');
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
--! Included inventory/rules/receipt_is_numbered_last.sql
-- Rule: a receipt gets its number PN-year-000123 and its total after every check and lock, so that
-- numbers have no gaps and the counter is locked for the shortest time. Receipts of one file are
-- numbered in its order. Nobody may override.
create or replace function inventory.receipt_is_numbered_last() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with total as (
    select n.receipt_id, sum(n.line_total) as amount from new_line as n group by n.receipt_id),
  placed as (
    select t.receipt_id, t.amount, y.year,
      row_number() over (partition by y.year order by r.import_row_no, r.id) as nth
    from total as t
    join inventory.receipt as r on r.id = t.receipt_id
    cross join lateral (select extract(year from r.receipt_date)::integer as year) as y),
  drawn as materialized (
    select p.year, config.draw_document_numbers('PN', p.year, p.receipts) as newest_before
    from (select w.year, count(*) as receipts from placed as w group by w.year order by w.year) as p)
  update inventory.receipt as r
  set total_amount = p.amount, code = config.document_code('PN', p.year, d.newest_before + p.nth)
  from placed as p
  join drawn as d on d.year = p.year
  where r.id = p.receipt_id;
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
    window earlier as (partition by n.item_id order by r.import_row_no, r.id)),
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
--! Included finance/functions/opening_debt_left.sql
-- What payments have free met the opening debt first.
create or replace function finance.opening_debt_left(payment finance.payment) returns numeric
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select greatest(coalesce((
      select sum(t.amount) from finance.debt_transaction as t
      where t.agency_id = payment.agency_id and t.seq = 1 and t.kind = 'opening'), 0) - coalesce((
      select sum(p.amount - coalesce(l.amount, 0))
      from finance.payment as p
      left join lateral (
        select sum(a.amount) as amount from finance.payment_allocation as a
        where a.agency_id = p.agency_id and a.payment_id = p.id) as l on true
      where p.agency_id = payment.agency_id and p.status = 'confirmed' and p.id <> payment.id
        and exists (
          select from finance.debt_transaction as t
          where t.agency_id = payment.agency_id and t.seq = 1 and t.kind = 'opening')), 0), 0)
$$;
comment on function finance.opening_debt_left(finance.payment) is
  E'@omit\nWhat other payments left of the opening debt of the agency of a payment, đồng.';
revoke all on function finance.opening_debt_left(finance.payment) from public;
grant execute on function finance.opening_debt_left(finance.payment)
  to sodaily_definer;
--! EndIncluded finance/functions/opening_debt_left.sql
--! Included finance/functions/settle_oldest_first.sql
-- Spreads a payment over what its agency owes, oldest first, until it is used up. The opening debt is
-- older than any slip: the part that meets it stays free, as what is left over does, an advance.
create or replace function finance.settle_oldest_first(payment finance.payment, told_by :ID_TYPE)
returns void
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  insert into finance.payment_allocation (agency_id, payment_id, issue_id, amount, created_by)
  select payment.agency_id, payment.id, o.issue_id,
    least(o.open_amount, payment.amount - o.older), told_by
  from (
    select b.issue_id, b.open_amount, finance.opening_debt_left(payment) + sum(b.open_amount) over (
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
--! Included audit/views/invariant_command_made_its_document.sql
-- Invariant: Every command that succeeded made its document, and every document came from one
-- command, or from a file that was applied. Rows are breaches.
drop view if exists audit.invariant_command_made_its_document;
create view audit.invariant_command_made_its_document with (security_invoker) as
with made as (
  select 'inventory.create_issue' as command, i.id::text as id, i.code
  from inventory.issue as i
  where not exists (
    select from audit.command as c
    where c.command = 'inventory.request_issue' and c.result ->> 'id' = i.id::text)
  union all
  select 'finance.create_payment', p.id::text, p.code
  from finance.payment as p where p.issue_id is null
  union all
  select 'inventory.create_receipt', r.id::text, r.code
  from inventory.receipt as r
  left join config.import as i on i.id = r.import_id
  where i.applied_at is null
  union all select 'inventory.cancel_receipt', r.id::text, r.code
  from inventory.receipt as r where r.status = 'cancelled'
  union all select 'inventory.create_stock_count', s.id::text,
  s.code from inventory.stock_count as s
  union all select 'inventory.create_issue_return', r.id::text,
  r.code from inventory.issue_return as r
  union all select 'inventory.create_supplier', s.id::text, s.code from inventory.supplier as s)
select coalesce(c.command, made.command) as command, c.client_key, made.code
from (
  select c.command, c.client_key, c.result ->> 'id' as id
  from audit.command as c
  where c.command in (
    'inventory.create_issue', 'finance.create_payment', 'inventory.create_receipt',
    'inventory.cancel_receipt', 'inventory.create_stock_count', 'inventory.create_issue_return',
    'inventory.create_supplier')) as c
full join made on made.command = c.command and made.id = c.id
where c.client_key is null or made.id is null;
comment on view audit.invariant_command_made_its_document is
  'Every command that succeeded made its document, and every document came from one command.';
comment on column audit.invariant_command_made_its_document.command is
  'schema.function of the command.';
comment on column audit.invariant_command_made_its_document.client_key is
  'Key of the command, null when the document has none.';
comment on column audit.invariant_command_made_its_document.code is
  'Number of the document, null when the command made none.';
revoke all on audit.invariant_command_made_its_document from sodaily_definer;
grant select on audit.invariant_command_made_its_document to sodaily_definer;
--! EndIncluded audit/views/invariant_command_made_its_document.sql
--! Included agency/functions/numbered_code.sql
create or replace function agency.numbered_code(number bigint) returns text
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select 'DL' || config.padded_number(number, 4)
$$;
comment on function agency.numbered_code(bigint) is E'@omit\nCode of an agency by its number, such as DL0017.';
revoke all on function agency.numbered_code(bigint) from public;
grant execute on function agency.numbered_code(bigint) to sodaily_definer;
--! EndIncluded agency/functions/numbered_code.sql
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
    select agency.numbered_code(coalesce(max(substr(a.code, 3)::bigint), 0) + 1)
    from agency.agency as a);
end
$$;
comment on function agency.next_code() is E'@omit\nCode of the next agency, such as DL0017.';
revoke all on function agency.next_code() from public;
grant execute on function agency.next_code() to sodaily_definer;
--! EndIncluded agency/functions/next_code.sql
--! Included agency/functions/imported_agencies.sql
-- Names of types and territories are found as search compares them; two territories of one name need their city.
create or replace function agency.imported_agencies(import_id :ID_TYPE) returns table (row_no bigint, code text, name text, agency_type_ids :ID_TYPE[], district_ids :ID_TYPE[], phone text, email text, ward text, address text, tax_code text, representative text, reception_date date, is_active boolean, cells jsonb)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with kind as (
    select public.fold_text(t.name) as name, array_agg(t.id) as ids
    from agency.agency_type as t group by 1),
  territory as (
    select public.fold_text(d.name) as name, '' as city, array_agg(d.id) as ids
    from agency.district as d group by 1
    union all
    select public.fold_text(d.name), public.fold_text(d.city), array_agg(d.id)
    from agency.district as d group by 1, 2)
  select r.row_no, upper(r.cells ->> 'code'), r.cells ->> 'name', kind.ids, territory.ids,
    r.cells ->> 'phone', r.cells ->> 'email', r.cells ->> 'ward', r.cells ->> 'address',
    r.cells ->> 'tax_code', r.cells ->> 'representative',
    coalesce((r.cells ->> 'reception_date')::date, config.business_date()),
    case
      when r.cells ->> 'status' is null then false
      when config.head_text(r.cells ->> 'status') in ('dang hoat dong', 'hoat dong', 'active') then true
      when config.head_text(r.cells ->> 'status') in ('cho duyet', 'pending') then false
    end, r.cells
  from config.import_row as r
  left join kind on kind.name = public.fold_text(r.cells ->> 'agency_type')
  left join territory on territory.name = public.fold_text(r.cells ->> 'district')
    and territory.city = coalesce(public.fold_text(r.cells ->> 'city'), '')
  where r.import_id = imported_agencies.import_id
$$;
comment on function agency.imported_agencies(:ID_TYPE) is
  E'@omit\nRows of a file of agencies, with the types and territories that their names may mean; is_active is null for a state that is none.';
revoke all on function agency.imported_agencies(:ID_TYPE) from public;
grant execute on function agency.imported_agencies(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded agency/functions/imported_agencies.sql
--! Included agency/functions/imported_agency_problems.sql
-- What a form of one agency would refuse (agency.agency_problems), and what only a list can be wrong in. The room of
-- territories is counted as approving one row after the other would.
create or replace function agency.imported_agency_problems(import_id :ID_TYPE) returns setof config.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with row as materialized (select r.* from agency.imported_agencies(import_id) as r),
  repeated as (
    select r.row_no, r.code, min(r.row_no) over (partition by r.code) as first_row
    from row as r where r.code is not null),
  joining as (
    select r.row_no, d.name, agency.district_cap_in_force(d) as cap,
      row_number() over (partition by d.id order by r.row_no) + (
        select count(*) from agency.agency as a
        where a.district_id = d.id and a.status in ('active', 'blocked')) as members
    from row as r
    join agency.district as d on d.id = r.district_ids[1]
    where r.is_active and cardinality(r.district_ids) = 1)
  select r.row_no, p.path, p.reason, coalesce(r.cells ->> p.path, p.value)
  from row as r
  cross join lateral jsonb_to_recordset(agency.agency_problems(r.name, r.agency_type_ids[1],
    r.district_ids[1], r.phone, r.email, r.ward, r.address, r.tax_code, r.representative))
    as p (path text, reason text, value text)
  where p.path not in ('agency_type_id', 'district_id')
  union all
  select r.row_no, w.code, case when w.ids is null then 'unknown' else 'ambiguous' end, r.cells ->> w.code
  from row as r
  cross join lateral (values ('agency_type', r.agency_type_ids), ('district', r.district_ids)) as w (code, ids)
  where cardinality(coalesce(w.ids, '{}')) <> 1 and r.cells ->> w.code is not null
  union all
  select r.row_no, 'code', 'malformed', r.code from row as r where r.code !~ '^DL[0-9]{4,9}$'
  union all
  select r.row_no, 'code', 'taken', a.name from row as r join agency.agency as a on a.code = r.code
  union all
  select r.row_no, 'code', 'twice_in_file', r.first_row::text from repeated as r where r.row_no > r.first_row
  union all
  select r.row_no, 'reception_date',
    case when r.reception_date > config.business_date() then 'in_future' else 'too_early' end,
    r.reception_date::text
  from row as r where r.reception_date not between date '2000-01-01' and config.business_date()
  union all
  select r.row_no, 'status', 'unknown', r.cells ->> 'status' from row as r where r.is_active is null
  union all
  select r.row_no, 'status', 'not_yours_to_approve', null
  from row as r where r.is_active and not (select auth.has_scope('agency:approve'))
  union all
  select r.row_no, 'status', 'four_eyes', null
  from row as r
  where r.is_active and (select config.regulation_is_on('FOUR_EYES', config.business_date()))
  union all
  select j.row_no, 'district', 'district_full', j.name || ' ' || (j.members - 1) || '/' || trim_scale(j.cap)
  from joining as j where j.members > j.cap
$$;
comment on function agency.imported_agency_problems(:ID_TYPE) is
  E'@omit\nWhat is wrong with the rows of a file of agencies.';
revoke all on function agency.imported_agency_problems(:ID_TYPE) from public;
grant execute on function agency.imported_agency_problems(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded agency/functions/imported_agency_problems.sql
--! Included agency/functions/check_imported_agencies.sql
-- Security definer: files and what is wrong with them are written by functions only.
create or replace function agency.check_imported_agencies(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
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
create or replace function agency.apply_imported_agencies(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
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
--! Included inventory/functions/imported_items.sql
-- Names of units are found as search compares them.
create or replace function inventory.imported_items(import_id :ID_TYPE) returns table (row_no bigint, sku text, item_name text, unit_id :ID_TYPE, import_price numeric, barcode text, min_stock numeric, cells jsonb)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.row_no, r.cells ->> 'sku', r.cells ->> 'item_name', u.id,
    (r.cells ->> 'import_price')::numeric, r.cells ->> 'barcode',
    coalesce((r.cells ->> 'min_stock')::numeric, 0), r.cells
  from config.import_row as r
  left join inventory.unit as u on public.fold_text(u.name) = public.fold_text(r.cells ->> 'unit')
  where r.import_id = imported_items.import_id
$$;
comment on function inventory.imported_items(:ID_TYPE) is
  E'@omit\nRows of a file of items, with the units that their names mean.';
revoke all on function inventory.imported_items(:ID_TYPE) from public;
grant execute on function inventory.imported_items(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/functions/imported_items.sql
--! Included inventory/functions/imported_item_problems.sql
-- What a form of one item would refuse (inventory.item_problems), and codes that stand twice in the file.
create or replace function inventory.imported_item_problems(import_id :ID_TYPE) returns setof config.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with row as materialized (select r.* from inventory.imported_items(import_id) as r),
  repeated as (
    select r.row_no, w.code, w.written, min(r.row_no) over (partition by w.code, w.written) as first_row
    from row as r
    cross join lateral (values ('sku', r.sku), ('barcode', r.barcode)) as w (code, written)
    where w.written is not null)
  select r.row_no, p.path, p.reason, p.value
  from row as r
  cross join lateral jsonb_to_recordset(
    inventory.item_problems(null, r.sku, r.item_name, r.unit_id, r.barcode, r.min_stock)
    || inventory.import_price_problems(r.import_price)) as p (path text, reason text, value text)
  where p.path <> 'unit_id'
  union all
  select r.row_no, 'unit', 'unknown', r.cells ->> 'unit'
  from row as r where r.unit_id is null and r.cells ->> 'unit' is not null
  union all
  select r.row_no, r.code, 'twice_in_file', r.first_row::text
  from repeated as r where r.row_no > r.first_row
$$;
comment on function inventory.imported_item_problems(:ID_TYPE) is
  E'@omit\nWhat is wrong with the rows of a file of items.';
revoke all on function inventory.imported_item_problems(:ID_TYPE) from public;
grant execute on function inventory.imported_item_problems(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/functions/imported_item_problems.sql
--! Included inventory/functions/check_imported_items.sql
-- Security definer: files and what is wrong with them are written by functions only.
create or replace function inventory.check_imported_items(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
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
create or replace function inventory.apply_imported_items(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
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
--! Included inventory/functions/imported_opening_stock.sql
create or replace function inventory.imported_opening_stock(import_id :ID_TYPE) returns table (row_no bigint, sku text, item_id :ID_TYPE, has_history boolean, is_decimal boolean, import_price numeric, quantity numeric, business_date date)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.row_no, r.cells ->> 'sku', i.id, i.stock_seq > 0, u.is_decimal, i.import_price, (r.cells ->> 'quantity')::numeric,
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
--! Included inventory/functions/imported_opening_stock_problems.sql
-- An item is opened once, and only before anything moved it.
create or replace function inventory.imported_opening_stock_problems(import_id :ID_TYPE) returns setof config.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with row as materialized (
    select r.*, min(r.row_no) over (partition by r.sku) as first_row
    from inventory.imported_opening_stock(import_id) as r)
  select r.row_no, 'quantity', q.reason, r.quantity::text
  from row as r
  cross join lateral inventory.quantity_problem(r.quantity, r.is_decimal) as q (reason)
  where q.reason is not null
  union all
  select r.row_no, 'sku', case
      when r.item_id is null then 'unknown' when r.has_history then 'has_history' else 'twice_in_file' end,
    case when r.item_id is null or r.has_history then r.sku else r.first_row::text end
  from row as r
  where r.sku is not null and (r.item_id is null or r.has_history or r.row_no > r.first_row)
  union all
  select r.row_no, 'business_date', d.reason, r.business_date::text
  from row as r
  cross join (select config.business_date() as today, finance.closed_through() as closed_through) as b
  cross join lateral finance.posting_date_problem(r.business_date, b.today, b.closed_through) as d (reason)
  where d.reason is not null
$$;
comment on function inventory.imported_opening_stock_problems(:ID_TYPE) is
  E'@omit\nWhat is wrong with the rows of a file of opening stock.';
revoke all on function inventory.imported_opening_stock_problems(:ID_TYPE) from public;
grant execute on function inventory.imported_opening_stock_problems(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/functions/imported_opening_stock_problems.sql
--! Included inventory/functions/check_imported_opening_stock.sql
-- Security definer: files and what is wrong with them are written by functions only.
create or replace function inventory.check_imported_opening_stock(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
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
create or replace function inventory.apply_imported_opening_stock(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
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
--! Included inventory/functions/imported_receipt_lines.sql
-- Rows of one slip number are one receipt; supplier, date and note are those of the first row that has them. Suppliers are
-- found by code or by name.
create or replace function inventory.imported_receipt_lines(import_id :ID_TYPE) returns table (row_no bigint, slip text, first_row bigint, line_no bigint, supplier text, supplier_id :ID_TYPE, receipt_date date, note text, item_id :ID_TYPE, is_active boolean, is_decimal boolean, quantity numeric, unit_price numeric, first_price numeric, cells jsonb)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with trader as (
    select s.key, (array_agg(s.id))[1] as id
    from (
      select upper(s.code) as key, s.id from inventory.supplier as s
      union
      select public.fold_text(s.name), s.id from inventory.supplier as s) as s
    group by s.key having count(*) = 1),
  line as (
    select r.row_no, r.cells, r.cells ->> 'slip' as slip, row_number() over slip as line_no,
      min(r.row_no) over slip_whole as first_row,
      (array_agg(r.cells ->> 'supplier') filter (where r.cells ? 'supplier') over slip_whole)[1] as supplier,
      (array_agg(r.cells ->> 'receipt_date') filter (where r.cells ? 'receipt_date') over slip_whole)[1] as day,
      (array_agg(r.cells ->> 'note') filter (where r.cells ? 'note') over slip_whole)[1] as note
    from config.import_row as r
    where r.import_id = imported_receipt_lines.import_id
    window slip as (partition by r.cells ->> 'slip' order by r.row_no),
      slip_whole as (partition by r.cells ->> 'slip' order by r.row_no
        rows between unbounded preceding and unbounded following))
  select l.row_no, l.slip, l.first_row, l.line_no, l.supplier, coalesce(by_code.id, by_name.id),
    coalesce(l.day::date, config.business_date()), concat_ws(' – ', l.slip, l.note), i.id, i.is_active, u.is_decimal,
    (l.cells ->> 'quantity')::numeric, (l.cells ->> 'unit_price')::numeric,
    first_value((l.cells ->> 'unit_price')::numeric) over (
      partition by l.slip, l.cells ->> 'sku' order by l.row_no), l.cells
  from line as l
  left join trader as by_code on by_code.key = upper(l.supplier)
  left join trader as by_name on by_name.key = public.fold_text(l.supplier)
  left join inventory.item as i on i.sku = l.cells ->> 'sku'
  left join inventory.unit as u on u.id = i.unit_id
$$;
comment on function inventory.imported_receipt_lines(:ID_TYPE) is
  E'@omit\nRows of a file of receipts, with their suppliers and items; unit prices in đồng, without a date of today.';
revoke all on function inventory.imported_receipt_lines(:ID_TYPE) from public;
grant execute on function inventory.imported_receipt_lines(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/functions/imported_receipt_lines.sql
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
--! Included inventory/functions/check_imported_receipts.sql
-- Security definer: files and what is wrong with them are written by functions only.
create or replace function inventory.check_imported_receipts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform config.import_to_check(import_id, 'receipts');
  perform config.keep_import_problems(import_id, array(
    select p from inventory.imported_receipt_problems(check_imported_receipts.import_id) as p));
  return config.say_import_summary(import_id, (
    select jsonb_build_object('receipts', count(distinct l.slip)::text, 'lines', count(*)::text,
      'amount', sum(round(l.quantity * l.unit_price))::text)
    from inventory.imported_receipt_lines(check_imported_receipts.import_id) as l));
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
-- All receipts or none, in one insert of heads and one of lines; what lines do stands in the rules on
-- inventory.receipt_detail. Months are held first, as everywhere.
-- Security definer: receipts, ledgers and numbers are written by functions only.
create or replace function inventory.apply_imported_receipts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller constant :ID_TYPE := config.import_to_check(import_id, 'receipts');
  line_count bigint;
begin
  perform finance.hold_open_periods(array(
    select l.receipt_date
    from inventory.imported_receipt_lines(apply_imported_receipts.import_id) as l));
  if inventory.check_imported_receipts(import_id) > 0 then
    return null;
  end if;
  insert into inventory.receipt (
    supplier_id, receipt_date, note, import_id, import_row_no, created_by)
  select l.supplier_id, l.receipt_date, l.note, apply_imported_receipts.import_id, l.first_row, caller
  from inventory.imported_receipt_lines(apply_imported_receipts.import_id) as l
  where l.row_no = l.first_row
  order by l.first_row;
  insert into inventory.receipt_detail (
    receipt_id, line_no, item_id, quantity, unit_price, line_total, created_by)
  select r.id, row_number() over (partition by r.id order by l.row_no), l.item_id, l.quantity, l.unit_price,
    round(l.quantity * l.unit_price), caller
  from (
    select w.first_row, w.item_id, sum(w.quantity) as quantity, min(w.unit_price) as unit_price,
      min(w.row_no) as row_no
    from inventory.imported_receipt_lines(apply_imported_receipts.import_id) as w
    group by w.first_row, w.item_id) as l
  join inventory.receipt as r
    on r.import_id = apply_imported_receipts.import_id and r.import_row_no = l.first_row;
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
--! Included finance/functions/imported_opening_debts.sql
-- An agency that the caller may not see is unknown to them: its existence is not told.
create or replace function finance.imported_opening_debts(import_id :ID_TYPE) returns table (row_no bigint, code text, agency_id :ID_TYPE, status text, has_history boolean, amount numeric, business_date date)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.row_no, r.cells ->> 'code', a.id, a.status, a.debt_seq > 0, (r.cells ->> 'amount')::numeric,
    coalesce((r.cells ->> 'business_date')::date, config.business_date())
  from config.import_row as r
  left join agency.agency as a on a.code = upper(r.cells ->> 'code')
    and ((select auth.sees_all_agencies()) or a.id = any ((select agency.my_ids()):::ID_TYPE[]))
  where r.import_id = imported_opening_debts.import_id
$$;
comment on function finance.imported_opening_debts(:ID_TYPE) is
  E'@omit\nRows of a file of opening debts, with their agencies; without a date they are of today.';
revoke all on function finance.imported_opening_debts(:ID_TYPE) from public;
grant execute on function finance.imported_opening_debts(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded finance/functions/imported_opening_debts.sql
--! Included finance/functions/imported_opening_debt_problems.sql
-- An agency is opened once, and only before anything moved its debt. Money that an agency has with us is negative, and
-- only where the regulation allows advances.
create or replace function finance.imported_opening_debt_problems(import_id :ID_TYPE) returns setof config.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with row as materialized (
    select r.*, min(r.row_no) over (partition by upper(r.code)) as first_row,
      config.regulation_is_on('PAYMENT_NOT_OVER_DEBT', config.business_date()) as forbids_advances
    from finance.imported_opening_debts(import_id) as r)
  select r.row_no, 'amount', p.reason, r.amount::text
  from row as r
  cross join lateral (select case
    when r.amount = 0 or r.amount < 0 and r.forbids_advances then 'not_positive'
    when abs(r.amount) > 999999999999999 then 'too_large'
    when r.amount <> trunc(r.amount) then 'whole_number_only'
  end as reason) as p
  where p.reason is not null
  union all
  select r.row_no, 'code', w.reason, case w.reason when 'twice_in_file' then r.first_row::text else r.code end
  from row as r
  cross join lateral (select case
    when r.agency_id is null then 'unknown'
    when r.status not in ('active', 'blocked') then 'not_active'
    when r.has_history then 'has_history'
    when r.row_no > r.first_row then 'twice_in_file'
  end as reason) as w
  where r.code is not null and w.reason is not null
  union all
  select r.row_no, 'business_date', d.reason, r.business_date::text
  from row as r
  cross join (select config.business_date() as today, finance.closed_through() as closed_through) as b
  cross join lateral finance.posting_date_problem(r.business_date, b.today, b.closed_through) as d (reason)
  where d.reason is not null
$$;
comment on function finance.imported_opening_debt_problems(:ID_TYPE) is
  E'@omit\nWhat is wrong with the rows of a file of opening debts, amounts in đồng.';
revoke all on function finance.imported_opening_debt_problems(:ID_TYPE) from public;
grant execute on function finance.imported_opening_debt_problems(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded finance/functions/imported_opening_debt_problems.sql
--! Included finance/functions/check_imported_opening_debts.sql
-- A debt over the ceiling is no fault: it is there. It is told, for it stops the next slip of the agency.
-- Security definer: files and what is wrong with them are written by functions only.
create or replace function finance.check_imported_opening_debts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
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
create or replace function finance.apply_imported_opening_debts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
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
