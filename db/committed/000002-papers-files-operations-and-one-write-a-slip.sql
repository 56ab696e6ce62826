--! Previous: sha1:73591d8f9741f16fb7f8bdb672a2c217f239ba59
--! Hash: sha1:220f04d58bd1461bd27e59bb5b50da5b7eb4e4c0
--! Message: papers, files, operations and one write a slip

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- what a file is called: a nullable column without a default rewrites nothing
alter table file.export add column if not exists file_name text;

-- letters are printed as files, too
set local role sodaily_definer;
insert into file.export_kind (code, scope, is_slip)
select 'balance_letters', 'finance:read', true
where exists (select from file.export_kind)
on conflict do nothing;
set local role sodaily_owner;

-- a mail says whose it is: the function answers one column more
drop function if exists notification.email_to_send(:ID_TYPE);
-- steps of a slip's change, before it is written now
drop trigger if exists issue_goes_along_a_road on inventory.issue;
drop trigger if exists issue_is_final_once_confirmed on inventory.issue;
drop trigger if exists issue_keeps_its_term on inventory.issue;
drop trigger if exists paid_now_within_total on inventory.issue;

-- what whoever brought a file chose of its cells and rows
alter table file.import add column if not exists choices jsonb not null default '{}';

-- kinds of files that go out
set local role sodaily_definer;
insert into file.export_kind (code, scope, is_slip)
select 'import_faults', 'profile:read', false
where exists (select from file.export_kind)
on conflict do nothing;

-- columns of files of items
insert into file.import_column (import_kind_code, code, place, name_vi, name_en, form,
  is_required, example, aliases)
values
  ('items', 'opening_stock', 9, 'Tồn đầu', 'Opening stock', 'quantity', false, '120',
    string_to_array('Tồn đầu kỳ;Tồn kho;Tồn;Tồn kho hiện tại;Tổng tồn;Số lượng tồn;SL tồn;'
      'Variant Inventory Qty;Stock;On hand', ';')),
  ('items', 'active', 10, 'Đang bán', 'In use', 'text', false, 'Có',
    string_to_array('Đang kinh doanh;Còn bán;Active', ';'))
on conflict on constraint import_column_pkey do nothing;
set local role sodaily_owner;

-- one name more of a column; nobody changes these rows otherwise
grant update (aliases) on file.import_column to sodaily_definer;
set local role sodaily_definer;
update file.import_column set aliases = aliases || '{Tỉnh TP}'
where import_kind_code = 'agencies' and code = 'city' and not aliases @> '{Tỉnh TP}';
set local role sodaily_owner;
revoke update (aliases) on file.import_column from sodaily_definer;

-- what these return or take changed
drop function if exists inventory.imported_items(:ID_TYPE);
drop function if exists inventory.search_items(text);

-- -- objects
--! Included file/types/cell_change.sql
do $$
begin
  if to_regtype('file.cell_change') is null then
    create type file.cell_change as (
      row_no bigint,
      column_code text,
      way text,
      before text,
      after text
    );
  end if;
end
$$;
comment on type file.cell_change is
  E'@behavior -*\nWhat is stored otherwise than it is written, or changes what is there.';
comment on column file.cell_change.row_no is 'Number of the row in the file, from 1.';
comment on column file.cell_change.column_code is 'The column: file.import_column.code.';
comment on column file.cell_change.way is 'How: file.import_change.way.';
comment on column file.cell_change.before is 'What is written, or in the books.';
comment on column file.cell_change.after is 'What is stored instead.';
--! EndIncluded file/types/cell_change.sql
--! Included file/types/known_row.sql
do $$
begin
  if to_regtype('file.known_row') is null then
    create type file.known_row as (
      row_no bigint,
      column_code text,
      name text,
      cells jsonb
    );
  end if;
end
$$;
comment on type file.known_row is
  E'@behavior -*\nA row of a file about something that is in the books already.';
comment on column file.known_row.row_no is 'Number of the row in the file, from 1.';
comment on column file.known_row.column_code is 'The column that it is known by.';
comment on column file.known_row.name is 'What is there, as people call it.';
comment on column file.known_row.cells is
  'What the row says once it changes that: its code, and the version that is there now.';
--! EndIncluded file/types/known_row.sql
--! Included agency/tables/agency.sql
create table if not exists agency.agency (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text not null constraint agency_code_is_unique unique
    constraint agency_code_reads_dl_and_digits check (code ~ '^DL[0-9]{4,}$'),
  name text not null constraint agency_has_a_name check (btrim(name) <> ''),
  agency_type_id :ID_TYPE not null references agency.agency_type,
  district_id :ID_TYPE not null references agency.district,
  ward text,
  address text,
  phone text,
  email text,
  tax_code text,
  representative text,
  reception_date date not null,
  status text not null default 'pending'
    constraint agency_status_is_known
      check (status in ('pending', 'active', 'rejected', 'blocked', 'terminated')),
  own_debt_limit public.dong constraint agency_own_debt_limit_is_not_negative
    check (own_debt_limit >= 0),
  own_debt_limit_reason text,
  own_debt_limit_until date,
  debt_amount public.dong not null default 0,
  debt_seq bigint not null default 0,
  search_text text not null
    generated always as (public.fold_text(
      code || ' ' || name || ' ' || coalesce(own_code, '') || ' ' || coalesce(phone, '')
      || ' ' || public.phone_search_text(phone) || ' ' || coalesce(tax_code, '')
      || ' ' || replace(coalesce(tax_code, ''), '-', '') || ' ' || coalesce(representative, '')
      )) stored,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  updated_at timestamptz not null default now(),
  updated_by :ID_TYPE,
  status_reason text,
  approved_at timestamptz,
  approved_by :ID_TYPE references auth."user",
  version bigint not null default 1,
  is_self_registered boolean not null default false,
  payment_term_days smallint
    constraint agency_payment_term_is_within_a_year check (payment_term_days between 0 and 365),
  block_overdue_days smallint
    constraint agency_block_overdue_is_within_a_year check (block_overdue_days between 0 and 365),
  max_open_slips smallint
    constraint agency_max_open_slips_is_at_least_one check (max_open_slips between 1 and 9999),
  own_code text constraint agency_own_code_is_short check (length(own_code) <= 50),
  is_no_duplicate boolean not null default false,
  constraint agency_own_debt_limit_has_reason_and_expiry
    check ((own_debt_limit is null) = (own_debt_limit_reason is null)
      and (own_debt_limit is null) = (own_debt_limit_until is null)),
  constraint agency_needs_a_reason_when_turned_away
    check (status not in ('rejected', 'blocked', 'terminated') or coalesce(btrim(status_reason),
      '') <> ''),
  constraint agency_text_is_clean
    check (public.is_clean_text(own_code) and public.is_clean_text(name)
      and public.is_clean_text(ward) and public.is_clean_text(address)
      and public.is_clean_text(phone) and public.is_clean_text(email)
      and public.is_clean_text(tax_code) and public.is_clean_text(representative)
      and public.is_clean_note(own_debt_limit_reason) and public.is_clean_note(status_reason))
) with (fillfactor = 70);

comment on table agency.agency is 'A dealer (đại lý) who buys on credit.';
comment on column agency.agency.id is 'Opaque key.';
comment on column agency.agency.code is 'DL0001 …, never used twice.';
comment on column agency.agency.name is 'Shop name.';
comment on column agency.agency.agency_type_id is 'Its type, which sets the debt limit.';
comment on column agency.agency.district_id is 'Its territory.';
comment on column agency.agency.ward is 'Ward (phường, xã).';
comment on column agency.agency.address is 'Street address.';
comment on column agency.agency.phone is 'Phone number.';
comment on column agency.agency.email is 'Address for statements.';
comment on column agency.agency.tax_code is 'Tax code (mã số thuế).';
comment on column agency.agency.representative is 'Person who signs.';
comment on column agency.agency.reception_date is
  'Date it was taken on; no slip is dated before it.';
comment on column agency.agency.status is 'pending, active, rejected, blocked, terminated.';
comment on column agency.agency.own_debt_limit is
  'Own debt limit in đồng while valid; null: its type''s.';
-- The reasons are written for colleagues, so the API tells them only through the histories, which
-- dealers do not read.
comment on column agency.agency.own_debt_limit_reason is
  E'@behavior -*\nWhy it has a debt limit of its own.';
comment on column agency.agency.own_debt_limit_until is 'Last date the own debt limit holds.';
comment on column agency.agency.debt_amount is 'Cached balance of the debt ledger, đồng.';
comment on column agency.agency.debt_seq is 'Number of its newest row in the debt ledger.';
comment on column agency.agency.search_text is
  E'@behavior -*\nBoth codes, name, phone, tax code and representative without accents and case, '
  'for search.';
comment on column agency.agency.created_at is 'Moment of recording.';
comment on column agency.agency.created_by is 'User who recorded it.';
comment on column agency.agency.updated_at is 'Moment of the last change of its data.';
comment on column agency.agency.updated_by is 'User of the last change of its data.';
comment on column agency.agency.status_reason is
  E'@behavior -*\nWhy it was rejected, blocked or terminated.';
comment on column agency.agency.approved_at is 'Moment it was approved, null before.';
comment on column agency.agency.approved_by is 'User who approved it.';
comment on column agency.agency.version is
  'Counts the edits of its data from 1; an edit names the one it read. Slips do not count.';
comment on column agency.agency.is_self_registered is
  'Whether it registered itself on the public page; approving it opens a login for its e-mail.';
comment on column agency.agency.payment_term_days is
  'Days it has to pay a slip, its own; null: those of its type.';
comment on column agency.agency.block_overdue_days is
  'Days past its due date that a document of it may be open before it gets no goods on credit, '
  'its own; null: those of the regulation BLOCK_OVERDUE_DAYS.';
comment on column agency.agency.max_open_slips is
  'Slips with something open at which it gets no goods on credit, its own; null: those of the '
  'regulation MAX_OPEN_SLIPS.';
comment on column agency.agency.own_code is
  'The code that the distributor knew it by before, such as KH001: unique without case, at most '
  '50 characters.';
comment on column agency.agency.is_no_duplicate is
  'Whether who wrote it said that it is no duplicate of another with the same tax code, phone or '
  'name.';

-- people know an agency by their own code, however they write it
create unique index if not exists agency_own_code_is_unique_without_case
  on agency.agency (lower(own_code));

-- searching for words
create index if not exists agency_search_text_idx
  on agency.agency using gin (search_text public.gin_trgm_ops);

-- two of one tax code, phone or name in one territory may be one
create index if not exists agency_tax_code_idx on agency.agency (tax_code);
create index if not exists agency_phone_numbers_idx
  on agency.agency using gin (public.phone_numbers(phone));
create index if not exists agency_district_id_folded_name_idx
  on agency.agency (district_id, public.fold_text(name));

-- lists by name
create index if not exists agency_name_idx on agency.agency (name);

-- behind foreign keys: what refers to a row is found without reading the table
create index if not exists agency_agency_type_id_idx on agency.agency (agency_type_id);
create index if not exists agency_district_id_idx on agency.agency (district_id);
create index if not exists agency_approved_by_idx on agency.agency (approved_by);
--! EndIncluded agency/tables/agency.sql
--! Included config/tables/bank.sql
create table if not exists config.bank (
  bin text primary key constraint bank_bin_has_six_digits check (bin ~ '^[0-9]{6}$'),
  short_name text not null constraint bank_short_name_is_unique unique,
  name text not null,
  created_at timestamptz not null default now()
);

comment on table config.bank is
  'Banks and wallets that take transfers by VietQR; a migration adds them.';
comment on column config.bank.bin is
  'Number by which the transfer network (NAPAS) knows the bank: 6 digits.';
comment on column config.bank.short_name is 'What people call it, such as Vietcombank.';
comment on column config.bank.name is 'Full name, in Vietnamese.';
comment on column config.bank.created_at is 'Moment of recording.';
--! EndIncluded config/tables/bank.sql
--! Included config/tables/company_profile.sql
create table if not exists config.company_profile (
  id :ID_TYPE primary key :ID_DEFAULT,
  version bigint not null
    constraint company_profile_versions_start_at_one check (version >= 1)
    constraint company_profile_has_each_version_once unique,
  name text not null
    constraint company_profile_has_a_name check (btrim(name) <> '')
    constraint company_profile_name_is_short check (length(name) <= 200),
  address text constraint company_profile_address_is_short check (length(address) <= 300),
  tax_code text constraint company_profile_tax_code_is_one check (public.is_tax_code(tax_code)),
  phone text constraint company_profile_phone_is_one check (public.is_phone(phone)),
  email text constraint company_profile_email_is_one check (public.is_mail_address(email)),
  signing_place text
    constraint company_profile_signing_place_is_short check (length(signing_place) <= 100),
  bank_bin text references config.bank,
  bank_account text
    constraint company_profile_bank_account_is_one check (bank_account ~ '^[0-9A-Za-z]{4,19}$'),
  bank_holder text
    constraint company_profile_bank_holder_is_short check (length(bank_holder) <= 200),
  representative text
    constraint company_profile_representative_is_short check (length(representative) <= 200),
  representative_title text
    constraint company_profile_representative_title_is_short
      check (length(representative_title) <= 60),
  author_title text
    constraint company_profile_author_title_is_short check (length(author_title) <= 60),
  keeper_title text
    constraint company_profile_keeper_title_is_short check (length(keeper_title) <= 60),
  cashier_title text
    constraint company_profile_cashier_title_is_short check (length(cashier_title) <= 60),
  approver_title text
    constraint company_profile_approver_title_is_short check (length(approver_title) <= 60),
  logo text
    constraint company_profile_logo_is_a_jpeg
      check (length(logo) <= 60000 and length(logo) % 4 = 0
        and logo ~ '^/9j/[A-Za-z0-9+/]*={0,2}$'),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE references auth."user",
  constraint company_profile_bank_account_belongs_to_a_bank
    check ((bank_bin is null) = (bank_account is null)),
  constraint company_profile_text_is_clean
    check (public.is_clean_text(name) and public.is_clean_text(address)
      and public.is_clean_text(tax_code) and public.is_clean_text(phone)
      and public.is_clean_text(email) and public.is_clean_text(signing_place)
      and public.is_clean_text(bank_account) and public.is_clean_text(bank_holder)
      and public.is_clean_text(representative) and public.is_clean_text(representative_title)
      and public.is_clean_text(author_title) and public.is_clean_text(keeper_title)
      and public.is_clean_text(cashier_title) and public.is_clean_text(approver_title))
);

comment on table config.company_profile is
  'Who the distributor is, as it stands on papers, files and mails (hồ sơ công ty). Each edit is a '
  'version of its own; the highest one holds.';
comment on column config.company_profile.id is
  'Opaque key; a letter names the version it was written with.';
comment on column config.company_profile.version is
  'Counts the edits from 1; an edit names the one it read.';
comment on column config.company_profile.name is 'Full name.';
comment on column config.company_profile.address is 'Street, ward and city in one line.';
comment on column config.company_profile.tax_code is
  'Tax code (mã số thuế): 10, 10-3 or 12 digits.';
comment on column config.company_profile.phone is 'Phone, or several.';
comment on column config.company_profile.email is 'Address to write to.';
comment on column config.company_profile.signing_place is
  'Where letters are signed, such as TP. Hồ Chí Minh.';
comment on column config.company_profile.bank_bin is 'Bank of the account, null for none.';
comment on column config.company_profile.bank_account is
  'Account that dealers pay into, null for none: then papers carry no VietQR.';
comment on column config.company_profile.bank_holder is 'Name of the holder of the account.';
comment on column config.company_profile.representative is 'Who signs letters for the company.';
comment on column config.company_profile.representative_title is
  'What the representative is, such as Giám đốc.';
comment on column config.company_profile.author_title is
  'What stands above the signature of who wrote a slip; null: the usual word.';
comment on column config.company_profile.keeper_title is
  'What stands above the signature of the warehouse; null: the usual word.';
comment on column config.company_profile.cashier_title is
  'What stands above the signature of the cashier; null: the usual word.';
comment on column config.company_profile.approver_title is
  'What stands above the signature of who approves; null: the usual word.';
comment on column config.company_profile.logo is
  'A JPEG in base64, at most 60,000 characters; null for none.';
comment on column config.company_profile.created_at is 'Moment of recording.';
comment on column config.company_profile.created_by is
  'User who recorded it; null for the initial data.';

-- behind foreign keys: what refers to a row is found without reading the table
create index if not exists company_profile_bank_bin_idx on config.company_profile (bank_bin);
create index if not exists company_profile_created_by_idx on config.company_profile (created_by);
--! EndIncluded config/tables/company_profile.sql
--! Included file/tables/export.sql
create table if not exists file.export (
  id :ID_TYPE primary key :ID_DEFAULT,
  long_job_id :ID_TYPE references file.long_job on delete set null
    constraint export_belongs_to_one_job unique,
  asked_by :ID_TYPE not null references auth."user",
  what text not null references file.export_kind,
  format text not null constraint export_format_is_known check (format in ('xlsx', 'csv', 'pdf')),
  parameters jsonb not null default '{}',
  rights jsonb,
  row_count bigint,
  byte_count bigint,
  expires_at timestamptz not null default (now() + interval '1 day'),
  fetched_at timestamptz,
  created_at timestamptz not null default now(),
  file_name text
);

comment on table file.export is
  'What left the books as a file: who asked for what, and whether it was fetched. The bytes go '
  'after a day, this row stays.';
comment on column file.export.id is 'Opaque key.';
comment on column file.export.long_job_id is
  'The job that makes it; null once that is forgotten.';
comment on column file.export.asked_by is 'Who asked for it, and alone may fetch it.';
comment on column file.export.what is 'What is in it: file.export_kind.';
comment on column file.export.format is 'xlsx, csv or pdf.';
comment on column file.export.parameters is
  'Filters as the person had them: search, from, to, month and so on, and the language.';
comment on column file.export.rights is
  'What the person might see when it was made (auth.rights_of): who lost some of it does not get '
  'the file.';
comment on column file.export.row_count is 'Rows in it; null until it is done.';
comment on column file.export.byte_count is 'Size in bytes; null until it is done.';
comment on column file.export.expires_at is 'Moment from which it cannot be fetched.';
comment on column file.export.fetched_at is 'Moment it was last fetched; null when it never was.';
comment on column file.export.created_at is 'Moment it was asked for.';
comment on column file.export.file_name is
  'What it is called, without its ending: what it is of, whose and when; null until it is made.';

-- files of a person, the newest first; behind the foreign key too
create index if not exists export_asked_by_idx on file.export (asked_by, created_at);

-- lists, the newest first
create index if not exists export_created_at_idx on file.export (created_at);

-- behind foreign keys: what refers to a row is found without reading the table
create index if not exists export_what_idx on file.export (what);
--! EndIncluded file/tables/export.sql
--! Included file/tables/import.sql
create table if not exists file.import (
  id :ID_TYPE primary key :ID_DEFAULT,
  what text not null references file.import_kind,
  file_name text not null
    constraint import_file_name_is_short check (length(file_name) between 1 and 200),
  asked_by :ID_TYPE not null references auth."user",
  byte_count bigint not null default 0,
  sha256 bytea,
  check_job_id :ID_TYPE references file.long_job on delete set null
    constraint import_is_checked_by_one_job unique,
  row_count bigint,
  fault_count bigint,
  summary jsonb not null default '{}',
  checked_at timestamptz,
  apply_job_id :ID_TYPE references file.long_job on delete set null
    constraint import_is_applied_by_one_job unique,
  applied_at timestamptz,
  expires_at timestamptz not null default (now() + interval '7 days'),
  created_at timestamptz not null default now(),
  undone_at timestamptz,
  undone_by :ID_TYPE references auth."user",
  undo_reason text,
  question_count bigint not null default 0,
  answers jsonb not null default '{}',
  sheet_names text[] not null default '{}',
  sheet_name text,
  head_row_no bigint,
  heads text[] not null default '{}',
  columns text[] not null default '{}',
  left_out jsonb not null default '[]',
  wishes jsonb not null default '{}',
  choices jsonb not null default '{}',
  constraint import_checked_says_of_how_many_rows
    check ((checked_at is null) = (row_count is null)
      and (checked_at is null) = (fault_count is null)),
  constraint import_applied_has_no_fault
    check (applied_at is null or checked_at is not null and fault_count = 0),
  constraint import_undone_says_when_by_whom_and_why
    check (num_nonnulls(undone_at, undone_by, undo_reason) in (0, 3) and (undone_at is null
      or applied_at is not null) and (undo_reason is null or length(undo_reason) between 1
      and 500)),
  constraint import_text_is_clean
    check (public.is_clean_text(file_name) and public.is_clean_note(undo_reason))
);

comment on table file.import is
  'Files that came in: who brought what, what was wrong with it, and whether it was applied. '
  'Bytes and rows go after a week, this row stays.';
comment on column file.import.id is 'Opaque key.';
comment on column file.import.what is 'What is in it: file.import_kind.';
comment on column file.import.file_name is 'Name of the file where it came from.';
comment on column file.import.asked_by is 'Who brought it, and alone may apply it.';
comment on column file.import.byte_count is 'Size in bytes.';
comment on column file.import.sha256 is
  E'@behavior -*\nFingerprint of the bytes; null until all are there.';
comment on column file.import.check_job_id is
  'The job that reads and checks it; null once that is forgotten.';
comment on column file.import.row_count is
  'Rows with something in them, heads left out; null until it is checked.';
comment on column file.import.fault_count is
  'Cells that are wrong: file.import_fault; null until it is checked.';
comment on column file.import.summary is
  'What applying it will do, in numbers as text; which ones depends on what it is.';
comment on column file.import.checked_at is 'Moment of the check.';
comment on column file.import.apply_job_id is
  'The job that applies it; null before, and once that is forgotten.';
comment on column file.import.applied_at is
  'Moment from which its rows are in the books; null when they are not.';
comment on column file.import.expires_at is 'Moment from which it cannot be applied.';
comment on column file.import.created_at is 'Moment it was brought.';
comment on column file.import.undone_at is
  'When its rows were taken out of the books again; else null.';
comment on column file.import.undone_by is 'Who undid it.';
comment on column file.import.undo_reason is 'Why it was undone.';
comment on column file.import.question_count is
  'Questions that are to be answered when it is applied; 0 until it is checked.';
comment on column file.import.answers is
  E'@omit\nWhat was answered when it was applied: of each code the keys of its questions and '
  'their answers.';
comment on column file.import.sheet_names is
  'Sheets of the workbook that are not hidden, in their order; none of a text file.';
comment on column file.import.sheet_name is 'The sheet that was read; null of a text file.';
comment on column file.import.head_row_no is
  'Number of the row of heads, the last of several, from 1; null until it is read.';
comment on column file.import.heads is 'Heads as they are written, by place.';
comment on column file.import.columns is
  'What was read by place: file.import_column.code, null of columns that are left out.';
comment on column file.import.left_out is
  'Rows below the heads that are no rows of the list, such as totals and signatures, as JSON '
  '[{row, text}]; at most 100.';
comment on column file.import.wishes is
  E'@omit\nHow who brought it wants it read, as JSON {sheet, head_row, columns}: what is missing '
  'is recognized.';
comment on column file.import.choices is
  'What was chosen of cells and rows that are not as they have to be, as JSON {choice: way}: '
  'chooseForImport.';
comment on constraint import_what_fkey on file.import is
  E'@fieldName kind\n@foreignFieldName imports';

-- files of a person, the newest first; behind the foreign key too
create index if not exists import_asked_by_idx on file.import (asked_by, created_at);

-- lists, the newest first
create index if not exists import_created_at_idx on file.import (created_at);

-- files of a kind, the newest first; behind the foreign key too
create index if not exists import_what_idx on file.import (what, created_at);

-- the same file is not brought in twice, unless it was undone
create unique index if not exists import_file_is_applied_once
  on file.import (what, sha256) where applied_at is not null and undone_at is null;

-- behind foreign keys: what refers to a row is found without reading the table
create index if not exists import_undone_by_idx
  on file.import (undone_by) where undone_by is not null;
--! EndIncluded file/tables/import.sql
--! Included file/tables/import_change.sql
create table if not exists file.import_change (
  import_id :ID_TYPE not null references file.import,
  row_no bigint not null,
  column_code text not null,
  way text not null
    constraint import_change_way_is_known
      check (way in ('update', 'round', 'cut', 'thousand', 'nought', 'leave_out', 'skip')),
  before text,
  after text,
  created_at timestamptz not null default now(),
  primary key (import_id, row_no, column_code)
);

comment on table file.import_change is
  'What applying a file stores otherwise than it is written, as whoever brought it chose, and what '
  'it changes in the books.';
comment on column file.import_change.import_id is 'The file.';
comment on column file.import_change.row_no is 'Number of the row in the file, from 1.';
comment on column file.import_change.column_code is
  'The column: file.import_column.code; row: the row itself.';
comment on column file.import_change.way is
  'update: what is there becomes what is written; round, cut, thousand, nought: a cell is stored '
  'otherwise; leave_out, skip: the row is not stored.';
comment on column file.import_change.before is
  'What is written; of an update what is in the books.';
comment on column file.import_change.after is 'What is stored; null of a row that is not.';
comment on column file.import_change.created_at is 'Moment of the check.';
comment on constraint import_change_import_id_fkey on file.import_change is
  '@foreignFieldName changes';
--! EndIncluded file/tables/import_change.sql
--! Included finance/tables/balance_letter.sql
create table if not exists finance.balance_letter (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null references agency.agency,
  month date not null
    constraint balance_letter_month_is_its_first_day check (extract(day from month) = 1),
  known_at timestamptz not null,
  opening_amount public.dong not null,
  brought_amount public.dong not null,
  bought_amount public.dong not null,
  returned_amount public.dong not null,
  adjusted_amount public.dong not null,
  paid_amount public.dong not null,
  refunded_amount public.dong not null,
  closing_amount public.dong not null,
  issue_count bigint not null,
  payment_count bigint not null,
  open_documents jsonb not null default '[]',
  company_profile_id :ID_TYPE references config.company_profile,
  mailed_to text,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  answered_at timestamptz,
  answered_by :ID_TYPE references auth."user",
  answered_date date,
  is_agreed boolean,
  answer_note text
    constraint balance_letter_answer_note_is_short check (length(answer_note) <= 500),
  constraint balance_letter_has_one_text_a_moment unique (agency_id, month, known_at),
  constraint balance_letter_says_how_its_closing_comes_about
    check (closing_amount = opening_amount + brought_amount + bought_amount - returned_amount
      + adjusted_amount - paid_amount + refunded_amount),
  constraint balance_letter_answered_says_when_by_whom_and_what
    check (num_nonnulls(answered_at, answered_by, answered_date, is_agreed) in (0, 4)),
  constraint balance_letter_disagreed_says_why
    check (is_agreed is distinct from false or answer_note is not null),
  constraint balance_letter_text_is_clean check (public.is_clean_note(answer_note))
);

comment on table finance.balance_letter is
  'A letter that confirms the balance of an agency for a month (biên bản đối chiếu công nợ), with '
  'its figures as they were known when it was written.';
comment on column finance.balance_letter.id is 'Opaque key.';
comment on column finance.balance_letter.agency_id is 'Whose balance it confirms.';
comment on column finance.balance_letter.month is 'First day of the month.';
comment on column finance.balance_letter.known_at is
  'Moment as of which the figures are: what was recorded later is not in them.';
comment on column finance.balance_letter.opening_amount is 'Debt before the month, đồng.';
comment on column finance.balance_letter.brought_amount is
  'Opening debt that came into the books in the month, đồng.';
comment on column finance.balance_letter.bought_amount is 'Slips of the month, đồng.';
comment on column finance.balance_letter.returned_amount is 'Goods returned in the month, đồng.';
comment on column finance.balance_letter.adjusted_amount is
  'Adjustments of the month, đồng; below nothing when they lowered the debt.';
comment on column finance.balance_letter.paid_amount is 'Payments of the month, đồng.';
comment on column finance.balance_letter.refunded_amount is 'Refunds of the month, đồng.';
comment on column finance.balance_letter.closing_amount is
  'Debt at the end of the month, đồng; below nothing is credit.';
comment on column finance.balance_letter.issue_count is 'Slips of the month.';
comment on column finance.balance_letter.payment_count is 'Payments of the month.';
comment on column finance.balance_letter.open_documents is
  'What was not paid in full at the end of the month, earliest due first: [{kind, document, date, '
  'due, amount, open}].';
comment on column finance.balance_letter.company_profile_id is
  'Who the distributor was by then; null while nobody had said so.';
comment on column finance.balance_letter.mailed_to is
  'Address that it was mailed to; null when the agency has none.';
comment on column finance.balance_letter.created_at is 'Moment of recording.';
comment on column finance.balance_letter.created_by is 'User who wrote it.';
comment on column finance.balance_letter.answered_at is 'Moment the answer was recorded.';
comment on column finance.balance_letter.answered_by is 'User who recorded the answer.';
comment on column finance.balance_letter.answered_date is 'Day on which the agency signed.';
comment on column finance.balance_letter.is_agreed is
  'Whether the agency agrees with the balance; null until it answered.';
comment on column finance.balance_letter.answer_note is 'What the agency wrote on its letter.';

-- letters of a month
create index if not exists balance_letter_month_idx on finance.balance_letter (month, id);

-- behind foreign keys: what refers to a row is found without reading the table
create index if not exists balance_letter_company_profile_id_idx
  on finance.balance_letter (company_profile_id);
create index if not exists balance_letter_created_by_idx on finance.balance_letter (created_by);
create index if not exists balance_letter_answered_by_idx
  on finance.balance_letter (answered_by) where answered_by is not null;
--! EndIncluded finance/tables/balance_letter.sql
--! Included agency/functions/imports/check_imported_agencies.sql
-- Security definer: files and what is wrong with them are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function agency.check_imported_agencies(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
begin
  perform file.import_to_check(import_id, 'agencies');
  perform agency.settle_taken_agencies(import_id);
  perform file.keep_import_problems(import_id, array(
    select p from agency.imported_agency_problems(check_imported_agencies.import_id) as p));
  perform file.keep_import_questions(import_id, array(
    select d from agency.imported_agency_questions(check_imported_agencies.import_id) as d));
  if file.import_has_versions(import_id) then
    perform file.keep_import_changes(import_id, array(
      select c from agency.imported_agency_changes(check_imported_agencies.import_id) as c));
  end if;
  return file.say_import_summary(import_id, (
    select jsonb_build_object('agencies', (count(*) filter (where r.agency_id is null))::text,
      'active', (count(*) filter (where r.is_active and r.agency_id is null))::text,
      'pending', (count(*) filter (where not r.is_active and r.agency_id is null))::text,
      'there', nullif(count(r.agency_id), 0)::text)
    from agency.imported_agencies(check_imported_agencies.import_id) as r));
end
$$;
alter function agency.check_imported_agencies owner to sodaily_definer;
comment on function agency.check_imported_agencies is
  E'@omit\nChecks a file of agencies that the caller brought in; returns how many cells are '
  'wrong. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
grant execute on function agency.check_imported_agencies to sodaily_user, sodaily_staff;
--! EndIncluded agency/functions/imports/check_imported_agencies.sql
--! Included agency/functions/inner/place_name.sql
-- Territories and cities go by several names: Q.1, Q1 and 1 are Quận 1, TP.HCM is Thành phố Hồ Chí
-- Minh, Bình Tân is Quận Bình Tân. What kind of place it is stands apart: Huyện Cao Lãnh is not
-- Thành phố Cao Lãnh.
create or replace function agency.place_name(written text) returns text[]
language plpgsql immutable strict
set search_path to pg_catalog, pg_temp
as $$
declare
  said constant text := lower(btrim(regexp_replace(left(written, 200), '[ .,]+', ' ', 'g')));
  parts constant text[] := coalesce(
    regexp_match(said, '^(q) ?([0-9]{1,2})$'), regexp_match(said, '^(tp) ?(hcm|hn)$'),
    regexp_match(said, '^(quận|quan|q|huyện|huyen|h|thị xã|thi xa|tx|thành phố|thanh pho|tp'
      '|tỉnh|tinh) (.+)$'),
    array[case when said ~ '^[0-9]{1,2}$' then 'q' else '' end, said]);
begin
  return array[
    case
      when parts[1] in ('quận', 'quan', 'q') then 'quận'
      when parts[1] in ('huyện', 'huyen', 'h') then 'huyện'
      when parts[1] in ('thị xã', 'thi xa', 'tx') then 'thị xã'
      when parts[1] in ('thành phố', 'thanh pho', 'tp') then 'thành phố'
      when parts[1] in ('tỉnh', 'tinh') then 'tỉnh'
      else ''
    end,
    case
      when parts[2] in ('hcm', 'hcmc', 'sài gòn', 'saigon', 'sg', 'ho chi minh city')
        then 'hồ chí minh'
      when parts[2] in ('hn', 'hanoi') then 'hà nội'
      when parts[2] ~ '^[0-9]+$' then ltrim(parts[2], '0')
      else parts[2]
    end];
end
$$;
comment on function agency.place_name is
  E'@omit\nA territory or city as it is compared: what kind of place it is, empty when that is not '
  'said, and its name.';
grant execute on function agency.place_name to sodaily_definer;
--! EndIncluded agency/functions/inner/place_name.sql
--! Included agency/functions/imports/imported_agencies.sql
-- Names of types and territories are found as they are written, case aside, territories by the
-- names people give them, too (agency.place_name); two territories of one name need their city.
-- Accents are only a hint: a sole one that differs in nothing else is what a question is asked
-- about. A file says few of them many times, so each different text is looked up once. The planner
-- knows nothing yet of a file that just came in and would go through all territories for each row,
-- so it is told to hash.
create or replace function agency.imported_agencies(import_id :ID_TYPE)
  returns table (row_no bigint, code text, own_code text, name text, agency_type_ids :ID_TYPE[],
    types_alike text[], district_ids :ID_TYPE[], districts_alike text[], phone text, email text,
    ward text, address text, tax_code text, representative text, reception_date date,
    is_active boolean, version numeric, agency_id :ID_TYPE, version_now bigint, cells jsonb)
language sql stable
set search_path to pg_catalog, pg_temp
set enable_nestloop to 'off'
as $$
  with row as materialized (
    select r.row_no, r.cells, r.cells ->> 'agency_type' as kind, r.cells ->> 'district' as district,
      coalesce(r.cells ->> 'city', '') as city, r.cells ->> 'status' as state
    from file.import_row as r where r.import_id = imported_agencies.import_id),
  kind as materialized (
    select w.kind, coalesce(array_agg(w.id) filter (where w.is_exact), array_agg(w.id)) as ids,
      case when not bool_or(w.is_exact) then array_agg(w.name order by w.name) end as alike
    from (
      select f.kind, t.id, t.name, lower(t.name) = lower(f.kind) as is_exact
      from (select distinct r.kind from row as r) as f
      join agency.agency_type as t on public.fold_text(t.name) = public.fold_text(f.kind)) as w
    group by w.kind),
  place as materialized (
    select d.id, d.name, d.city, agency.place_name(d.name) as said,
      agency.place_name(d.city) as city_said
    from agency.district as d),
  territory as materialized (
    select w.district, w.city, coalesce(array_agg(w.id) filter (where w.is_exact),
        array_agg(w.id) filter (where w.is_known), array_agg(w.id)) as ids,
      case when not bool_or(w.is_exact or w.is_known)
        then array_agg(w.name || ', ' || w.its_city order by w.name, w.its_city) end as alike
    from (
      select f.district, f.city, p.id, p.name, p.city as its_city,
        lower(p.name) = lower(f.district) and lower(f.city) in ('', lower(p.city)) as is_exact,
        p.said[2] = f.said[2] and (f.city = '' or p.city_said[2] = f.city_said[2]) as is_known
      from (
        select w.district, w.city, agency.place_name(w.district) as said,
          agency.place_name(w.city) as city_said
        from (select distinct r.district, r.city from row as r) as w) as f
      join place as p on public.fold_text(p.said[2]) = public.fold_text(f.said[2])
        and (f.city = '' or public.fold_text(p.city_said[2]) = public.fold_text(f.city_said[2]))
        and (p.said[1] = f.said[1] or '' in (p.said[1], f.said[1]))) as w
    group by w.district, w.city),
  state as materialized (
    select w.state, file.head_text(w.state) as its_text
    from (select distinct r.state from row as r) as w)
  select r.row_no, upper(r.cells ->> 'code'), r.cells ->> 'own_code', r.cells ->> 'name', kind.ids,
    kind.alike, territory.ids, territory.alike,
    r.cells ->> 'phone', r.cells ->> 'email', r.cells ->> 'ward', r.cells ->> 'address',
    r.cells ->> 'tax_code', r.cells ->> 'representative',
    coalesce((r.cells ->> 'reception_date')::date, config.business_date()),
    case
      when r.state is null then false
      when state.its_text in ('dang hoat dong', 'hoat dong', 'active') then true
      when state.its_text in ('cho duyet', 'pending') then false
    end, (r.cells ->> 'version')::numeric, a.id, a.version, r.cells
  from row as r
  left join kind on kind.kind = r.kind
  left join territory on territory.district = r.district and territory.city = r.city
  left join state on state.state = r.state
  left join agency.agency as a on r.cells ? 'version' and a.code = upper(r.cells ->> 'code')
    and ((select auth.sees_all_agencies()) or a.id = any ((select agency.my_ids()):::ID_TYPE[]))
$$;
comment on function agency.imported_agencies is
  E'@omit\nRows of a file of agencies, with the types and territories that their names may mean; '
  'types_alike and districts_alike are those that differ in accents, when none is of this name; '
  'is_active is null for a state that is none. A row with a version is an agency that is there: '
  'agency_id and its version now.';
grant execute on function agency.imported_agencies to sodaily_definer;
--! EndIncluded agency/functions/imports/imported_agencies.sql
--! Included agency/functions/imports/imported_agency_changes.sql
-- What rows about agencies that are there change, cell by cell.
create or replace function agency.imported_agency_changes(import_id :ID_TYPE)
  returns setof file.cell_change
language sql stable
set search_path to pg_catalog, pg_temp
set enable_nestloop to 'off'
as $$
  select r.row_no, w.column_code, 'update', w.before, w.after
  from agency.imported_agencies(import_id) as r
  join agency.agency as a on a.id = r.agency_id
  cross join (
    select f.columns from file.import as f where f.id = imported_agency_changes.import_id) as h
  cross join lateral (values
    ('name', a.name, r.name), ('own_code', a.own_code, r.own_code), ('phone', a.phone, r.phone),
    ('email', a.email, r.email), ('ward', a.ward, r.ward), ('address', a.address, r.address),
    ('tax_code', a.tax_code, r.tax_code),
    ('representative', a.representative, r.representative)) as w (column_code, before, after)
  where w.column_code = any (h.columns) and w.before is distinct from w.after
$$;
comment on function agency.imported_agency_changes is
  E'@omit\nWhat a file of agencies changes of those that are there, before and after.';
grant execute on function agency.imported_agency_changes to sodaily_definer;
--! EndIncluded agency/functions/imports/imported_agency_changes.sql
--! Included file/functions/inner/import_has_versions.sql
create or replace function file.import_has_versions(import_id :ID_TYPE) returns boolean
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select i.columns @> '{version}' or i.choices ->> 'there_already' is not distinct from 'update'
    from file.import as i where i.id = import_has_versions.import_id);
end
$$;
comment on function file.import_has_versions is
  E'@omit\nWhether rows of a file may be about what is there: it went out from here, or was told '
  'to change what it names.';
grant execute on function file.import_has_versions to sodaily_definer;
--! EndIncluded file/functions/inner/import_has_versions.sql
--! Included agency/functions/imports/imported_agency_update_problems.sql
-- An agency that is there changes its data by a file, not its type or territory: these have rules
-- of their own, on its page.
create or replace function agency.imported_agency_update_problems(import_id :ID_TYPE)
  returns setof file.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.row_no, w.path, w.reason, w.value
  from agency.imported_agencies(import_id) as r
  join agency.agency as a on a.id = r.agency_id
  cross join lateral (
    select 'version', 'changed_since', a.version::text where r.version <> a.version
    union all
    select 'code', 'not_active', a.code where agency.is_gone(a.status)
    union all
    select 'agency_type', 'changed_on_its_page', r.cells ->> 'agency_type'
    where r.agency_type_ids[1] <> a.agency_type_id
    union all
    select 'district', 'changed_on_its_page', r.cells ->> 'district'
    where not a.district_id = any (r.district_ids)) as w (path, reason, value)
  -- most files have none: then nothing is read
  where file.import_has_versions(import_id)
$$;
comment on function agency.imported_agency_update_problems is
  E'@omit\nWhat is wrong with rows of a file about agencies that are there.';
grant execute on function agency.imported_agency_update_problems to sodaily_definer;
--! EndIncluded agency/functions/imports/imported_agency_update_problems.sql
--! Included agency/functions/imports/settle_taken_agencies.sql
-- Rows whose code, or the customer's own code, is there already, when whoever brought the file
-- chose what becomes of them. Agencies that the caller may not see stay taken.
create or replace function agency.settle_taken_agencies(import_id :ID_TYPE) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  sees_all constant boolean := auth.sees_all_agencies();
  own constant :ID_TYPE[] := agency.my_ids();
begin
  if file.import_choice(import_id, 'there_already') is null then
    return;
  end if;
  perform file.settle_known_rows(import_id, array(
    select row(k.row_no, k.column_code, a.name,
      jsonb_build_object('code', a.code, 'version', a.version::text))::file.known_row
    from (
      select r.row_no, 'code' as column_code, a.id
      from file.import_row as r
      join agency.agency as a on a.code = upper(r.cells ->> 'code')
      where r.import_id = settle_taken_agencies.import_id and not r.cells ? 'version'
      union all
      select r.row_no, 'own_code', a.id
      from file.import_row as r
      join agency.agency as a on lower(a.own_code) = lower(r.cells ->> 'own_code')
      where r.import_id = settle_taken_agencies.import_id and not r.cells ? 'version'
        and not r.cells ? 'code') as k
    join agency.agency as a on a.id = k.id
    where sees_all or a.id = any (own)));
end
$$;
comment on function agency.settle_taken_agencies is
  E'@omit\nSkips or updates the agencies of a file that are there already, as was chosen.';
grant execute on function agency.settle_taken_agencies to sodaily_definer;
--! EndIncluded agency/functions/imports/settle_taken_agencies.sql
--! Included agency/functions/imports/update_imported_agencies.sql
-- Rows of an exported list that came back: an agency gets what its row says in the columns that the
-- file has. Rows that change nothing count as done.
create or replace function agency.update_imported_agencies(import_id :ID_TYPE, caller :ID_TYPE)
  returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
set enable_nestloop to 'off'
as $$
declare
  present constant text[] := (
    select f.columns from file.import as f where f.id = update_imported_agencies.import_id);
begin
  if not file.import_has_versions(import_id) then
    return 0;
  end if;
  update agency.agency as a
  set name = n.name, own_code = n.own_code, phone = n.phone, email = n.email, ward = n.ward,
    address = n.address, tax_code = n.tax_code, representative = n.representative,
    is_no_duplicate = a.is_no_duplicate or exists (
      select from file.import_question as q
      where q.import_id = update_imported_agencies.import_id and q.code = 'POSSIBLE_DUPLICATE'
        and q.key = r.row_no::text),
    version = a.version + 1, updated_at = now(), updated_by = caller
  from agency.imported_agencies(update_imported_agencies.import_id) as r
  join agency.agency as b on b.id = r.agency_id
  cross join lateral (
    select r.name,
      case when present @> '{own_code}' then r.own_code else b.own_code end as own_code,
      case when present @> '{phone}' then r.phone else b.phone end as phone,
      case when present @> '{email}' then r.email else b.email end as email,
      case when present @> '{ward}' then r.ward else b.ward end as ward,
      case when present @> '{address}' then r.address else b.address end as address,
      case when present @> '{tax_code}' then r.tax_code else b.tax_code end as tax_code,
      case when present @> '{representative}' then r.representative else b.representative end
        as representative) as n
  where a.id = r.agency_id and row(a.name, a.own_code, a.phone, a.email, a.ward, a.address,
    a.tax_code, a.representative) is distinct from row(n.name, n.own_code, n.phone, n.email,
    n.ward, n.address, n.tax_code, n.representative);
  return (
    select count(*) from agency.imported_agencies(update_imported_agencies.import_id) as r
    where r.agency_id is not null);
end
$$;
comment on function agency.update_imported_agencies is
  E'@omit\nChanges the agencies that rows with a version are about; returns how many rows that '
  'are.';
grant execute on function agency.update_imported_agencies to sodaily_definer;
--! EndIncluded agency/functions/imports/update_imported_agencies.sql
--! Included audit/functions/queries/ledger_proof.sql
-- When the books were proven last, and what did not hold: what alerts are made of.
-- Security definer: the worker reads no table of the audit.
create or replace function audit.ledger_proof() returns jsonb
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'ran_at', extract(epoch from max(r.ran_at)),
    'invariants', count(*),
    'broken_invariants', count(*) filter (where r.breaches > 0),
    'milliseconds', coalesce(sum(r.milliseconds), 0))
  from audit.invariant_run as r
  where r.ran_at = (select max(n.ran_at) from audit.invariant_run as n)
$$;
alter function audit.ledger_proof owner to sodaily_definer;
comment on function audit.ledger_proof is
  E'@omit\nMoment (seconds since 1970) and result of the newest nightly check; ran_at is null '
  'before the first. For the worker only.';
grant execute on function audit.ledger_proof to sodaily_worker;
--! EndIncluded audit/functions/queries/ledger_proof.sql
--! Included auth/functions/queries/user_name.sql
-- Security definer: names of colleagues stand on papers, the list of users is not shown.
-- Nobody without a living session is told any.
create or replace function auth.user_name(user_id :ID_TYPE) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.full_name from auth."user" as u
  where u.id = user_name.user_id and (select auth.current_user_id()) is not null
$$;
alter function auth.user_name owner to sodaily_definer;
comment on function auth.user_name is
  E'@omit\nName of a person, as papers show who wrote, cancelled or prints them. For the worker, '
  'which makes papers as the person who asked.';
grant execute on function auth.user_name
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded auth/functions/queries/user_name.sql
--! Included config/functions/checks/company_profile_problems.sql
-- Everything that is wrong with a profile, all at once, each with its place.
create or replace function config.company_profile_problems(profile config.company_profile)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'name' as path, 'required' as reason, null as value
      where profile.name is null
      union all
      select w.path, 'too_long', length(w.written)::text
      from (values
        ('name', profile.name, 200), ('address', profile.address, 300),
        ('signing_place', profile.signing_place, 100), ('bank_holder', profile.bank_holder, 200),
        ('representative', profile.representative, 200),
        ('representative_title', profile.representative_title, 60),
        ('author_title', profile.author_title, 60), ('keeper_title', profile.keeper_title, 60),
        ('cashier_title', profile.cashier_title, 60),
        ('approver_title', profile.approver_title, 60),
        ('logo', profile.logo, 60000)) as w (path, written, longest)
      where length(w.written) > w.longest
      union all
      select f.path, 'malformed', left(f.written, 100)
      from (values
        ('tax_code', profile.tax_code, public.is_tax_code(profile.tax_code)),
        ('phone', profile.phone, public.is_phone(profile.phone)),
        ('email', profile.email, public.is_mail_address(profile.email)),
        ('bank_account', profile.bank_account, profile.bank_account ~ '^[0-9A-Za-z]{4,19}$'),
        ('logo', null, length(profile.logo) > 60000 or length(profile.logo) % 4 = 0
          and profile.logo ~ '^/9j/[A-Za-z0-9+/]*={0,2}$')) as f (path, written, is_right)
      where not f.is_right
      union all
      select 'bank_bin', 'unknown', left(profile.bank_bin, 20)
      where profile.bank_bin is not null
        and not exists (select from config.bank as b where b.bin = profile.bank_bin)
      union all
      select case when profile.bank_bin is null then 'bank_bin' else 'bank_account' end,
        'required', null
      where num_nonnulls(profile.bank_bin, profile.bank_account) = 1)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function config.company_profile_problems is
  E'@omit\nProblems of a profile of the company, as JSON [{path, reason, value}].';
grant execute on function config.company_profile_problems to sodaily_definer;
--! EndIncluded config/functions/checks/company_profile_problems.sql
--! Included config/functions/commands/update_company_profile.sql
-- The profile as the form holds it: what is left out becomes empty. Each edit is a version of its
-- own, so that what was printed before can be told from what is printed now.
-- Security definer: profiles are written by this function only.
create or replace function config.update_company_profile(
  client_key text,
  version bigint,
  name text,
  address text default null,
  tax_code text default null,
  phone text default null,
  email text default null,
  signing_place text default null,
  bank_bin text default null,
  bank_account text default null,
  bank_holder text default null,
  representative text default null,
  representative_title text default null,
  author_title text default null,
  keeper_title text default null,
  cashier_title text default null,
  approver_title text default null,
  logo text default null)
returns config.company_profile
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('config:write');
  wanted config.company_profile;
  earlier jsonb;
begin
  wanted.name := public.clean_text(name);
  wanted.address := public.clean_text(address);
  wanted.tax_code := public.clean_text(tax_code);
  wanted.phone := public.clean_text(phone);
  wanted.email := public.clean_text(email);
  wanted.signing_place := public.clean_text(signing_place);
  wanted.bank_bin := public.clean_text(bank_bin);
  wanted.bank_account := public.clean_text(replace(bank_account, ' ', ''));
  wanted.bank_holder := public.clean_text(bank_holder);
  wanted.representative := public.clean_text(representative);
  wanted.representative_title := public.clean_text(representative_title);
  wanted.author_title := public.clean_text(author_title);
  wanted.keeper_title := public.clean_text(keeper_title);
  wanted.cashier_title := public.clean_text(cashier_title);
  wanted.approver_title := public.clean_text(approver_title);
  wanted.logo := nullif(logo, '');
  earlier := audit.begin_command(caller, client_key, 'config.update_company_profile',
    to_jsonb(wanted) || jsonb_build_object('version', version));
  if earlier is null then
    perform auth.recent_proof();
    perform audit.refuse_problems(config.company_profile_problems(wanted));
    wanted.created_by := caller;
    wanted := config.add_company_profile(wanted, version);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', wanted.id::text));
  end if;
  select p.* into strict wanted from config.company_profile as p
  where p.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), wanted.id);
  return wanted;
end
$$;
alter function config.update_company_profile owner to sodaily_definer;
comment on function config.update_company_profile is
  E'@resultFieldName companyProfile\nWrites who the distributor is, as it stands on papers, files '
  'and mails: all of it, what is left out becomes empty. version is the one that was read, null '
  'for the first. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, '
  'STALE_VERSION, STEP_UP_REQUIRED.';
grant execute on function config.update_company_profile to sodaily_staff;
--! EndIncluded config/functions/commands/update_company_profile.sql
--! Included config/functions/inner/add_company_profile.sql
-- Two people who edit at once ask for the same number; the second one is told who was first.
create or replace function config.add_company_profile(
  profile config.company_profile, read_version bigint) returns config.company_profile
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  newest config.company_profile := config.current_company_profile();
  made config.company_profile;
begin
  if newest.version is not null then
    perform audit.refuse_stale(read_version, newest.version, newest.created_at, newest.created_by);
  end if;
  insert into config.company_profile as p (
    version, name, address, tax_code, phone, email, signing_place, bank_bin, bank_account,
    bank_holder, representative, representative_title, author_title, keeper_title, cashier_title,
    approver_title, logo, created_by)
  values (
    coalesce(newest.version, 0) + 1, profile.name, profile.address, profile.tax_code,
    profile.phone, profile.email, profile.signing_place, profile.bank_bin, profile.bank_account,
    profile.bank_holder, profile.representative, profile.representative_title,
    profile.author_title, profile.keeper_title, profile.cashier_title, profile.approver_title,
    profile.logo, profile.created_by)
  on conflict on constraint company_profile_has_each_version_once do nothing
  returning p.* into made;
  if not found then
    -- they have committed meanwhile, so theirs shows now
    newest := config.current_company_profile();
    perform audit.refuse_stale(coalesce(read_version, 0), newest.version, newest.created_at,
      newest.created_by);
  end if;
  return made;
end
$$;
comment on function config.add_company_profile is
  E'@omit\nWrites the next version of the profile. Errors: VALIDATION_ERROR on version, '
  'STALE_VERSION.';
grant execute on function config.add_company_profile to sodaily_definer;
--! EndIncluded config/functions/inner/add_company_profile.sql
--! Included config/functions/inner/document_code.sql
create or replace function config.document_code(kind text, year integer, number bigint) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  return kind || '-' || year || '-' || config.padded_number(number, 6);
end
$$;
comment on function config.document_code is
  E'@omit\nA document number as people read it, such as PX-2026-000123.';
grant execute on function config.document_code to sodaily_definer;
--! EndIncluded config/functions/inner/document_code.sql
--! Included config/functions/queries/amount_in_english_words.sql
-- How an amount is written out on an English paper. config.amount_in_words does it in Vietnamese.
create or replace function config.amount_in_english_words(amount numeric) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
declare
  small constant text[] := array['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight',
    'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen',
    'eighteen', 'nineteen'];
  tens constant text[] := array['ten', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy',
    'eighty', 'ninety'];
  scale constant text[] := array[null, 'thousand', 'million', 'billion', 'trillion', 'quadrillion',
    'quintillion', 'sextillion'];
  digits constant text := trunc(abs(amount))::text;
  padded constant text := lpad(digits, 3 * ((length(digits) + 2) / 3), '0');
  groups constant integer := length(padded) / 3;
  words text := '';
  hundreds integer;
  rest integer;
begin
  if amount is null or not abs(amount) < 1e24 then
    return null;
  end if;
  for nth in 1 .. groups loop
    hundreds := substr(padded, nth * 3 - 2, 1)::integer;
    rest := substr(padded, nth * 3 - 1, 2)::integer;
    if hundreds + rest > 0 then
      words := concat_ws(' ', nullif(words, ''),
        case when hundreds > 0 then small[hundreds] || ' hundred' end,
        case when rest between 1 and 19 then small[rest]
          when rest > 0 then concat_ws('-', tens[rest / 10], small[nullif(rest % 10, 0)]) end,
        scale[groups - nth + 1]);
    end if;
  end loop;
  words := case when amount < 0 then 'minus ' else '' end || coalesce(nullif(words, ''), 'zero')
    || ' dong';
  return upper(left(words, 1)) || substr(words, 2);
end
$$;
comment on function config.amount_in_english_words is
  'An amount of đồng in English words, such as One million five thousand dong; null beyond 24 '
  'digits.';
grant execute on function config.amount_in_english_words
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/queries/amount_in_english_words.sql
--! Included config/functions/queries/company_profile_created_by_name.sql
-- Security definer: names of colleagues are shown beside what they wrote, the list of users is not.
-- Nobody without a living session is told any.
create or replace function config.company_profile_created_by_name(
  profile config.company_profile) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.full_name from auth."user" as u
  where u.id = profile.created_by and (select auth.current_user_id()) is not null
$$;
alter function config.company_profile_created_by_name owner to sodaily_definer;
comment on function config.company_profile_created_by_name is
  'Name of the person who wrote the version; null for the initial data.';
grant execute on function config.company_profile_created_by_name
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/queries/company_profile_created_by_name.sql
--! Included config/functions/queries/current_company_profile.sql
create or replace function config.current_company_profile() returns config.company_profile
language sql stable
as $$
  select p.*
  from config.company_profile as p
  order by p.version desc
  limit 1
$$;
comment on function config.current_company_profile is
  'Who the distributor is: the newest version; null until somebody wrote one.';
grant execute on function config.current_company_profile
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/queries/current_company_profile.sql
--! Included file/functions/checks/import_choice_problems.sql
-- What may be chosen of a file: each choice with its ways; without a way it is taken back.
create or replace function file.import_choice_problems(choice text, way text) returns jsonb
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  with known (choice, way) as (
    values ('faulty_rows', 'leave_out'), ('zero_rows', 'leave_out'),
      ('price_fractions', 'round'), ('long_texts', 'cut'), ('there_already', 'skip'),
      ('there_already', 'update'), ('hidden_rows', 'leave_out'), ('hidden_rows', 'read'),
      ('small_prices', 'thousand'), ('small_prices', 'as_written'),
      ('lost_noughts', 'add_nought'), ('lost_noughts', 'as_written'))
  select case
    when import_choice_problems.choice is null
      then jsonb_build_array(jsonb_build_object('path', 'choice', 'reason', 'required'))
    when not exists (select from known as k where k.choice = import_choice_problems.choice)
      then jsonb_build_array(jsonb_build_object('path', 'choice', 'reason', 'unknown',
        'value', left(import_choice_problems.choice, 100)))
    when import_choice_problems.way is not null and not exists (
      select from known as k
      where k.choice = import_choice_problems.choice and k.way = import_choice_problems.way)
      then jsonb_build_array(jsonb_build_object('path', 'way', 'reason', 'unknown',
        'value', left(import_choice_problems.way, 100)))
    else '[]'
  end
$$;
comment on function file.import_choice_problems is
  E'@omit\nProblems of a choice about a file, as JSON [{path, reason, value}].';
grant execute on function file.import_choice_problems to sodaily_definer;
--! EndIncluded file/functions/checks/import_choice_problems.sql
--! Included file/functions/commands/add_import_rows.sql
-- Cells that cannot be read, and those that are missing, are told here, once for every kind of
-- file; what a row means is for the context that it is of.
-- Security definer: the worker writes no table.
create or replace function file.add_import_rows(import_id :ID_TYPE, columns text[],
  found_rows jsonb, done_count bigint, total_count bigint) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  coming file.import;
begin
  select i.* into strict coming from file.import as i where i.id = add_import_rows.import_id;
  if not file.report_progress(coming.check_job_id, done_count, total_count) then
    return false;
  end if;
  found_rows := file.settle_hidden_rows(coming, found_rows);
  with cell as (
    select (r.entry -> 0)::bigint as row_no, c.code, c.form, c.is_required,
      -- a number over several rows is one for all of them, not one for each
      case when c.form in ('dong', 'quantity') and r.entry -> 3 @> to_jsonb(p.place - 1) then null
        else nullif(btrim(coalesce(r.entry -> 1 -> (p.place - 1)::integer ->> 'text',
          r.entry -> 1 ->> (p.place - 1)::integer)), '') end as written,
      r.entry -> 1 -> (p.place - 1)::integer as cell
    from jsonb_array_elements(found_rows) as r (entry)
    cross join unnest(columns) with ordinality as p (code, place)
    join file.import_column as c on c.import_kind_code = coming.what and c.code = p.code),
  -- read once: what follows asks for it several times
  understood as materialized (
    select c.*, case when c.written is not null then file.cell_read(c.cell, c.form) end as read
    from cell as c),
  judged as (
    select u.*, case
      when u.written is null and u.is_required then 'required'
      when u.read <> u.written and u.read = any (file.unreadable_reasons()) then u.read
      when length(u.read) > 1000 then 'too_long'
    end as reason
    from understood as u),
  told as (
    insert into file.import_fault (import_id, row_no, column_code, reason, value)
    select coming.id, j.row_no, j.code, j.reason, case when j.reason = 'too_long'
      then length(j.read)::text else left(j.written, 100) end
    from judged as j
    where j.reason is not null)
  insert into file.import_row (import_id, row_no, cells)
  select coming.id, j.row_no, coalesce(
    jsonb_object_agg(j.code, j.read) filter (where j.reason is null and j.read is not null), '{}')
  from judged as j
  group by j.row_no;
  return true;
end
$$;
alter function file.add_import_rows owner to sodaily_definer;
comment on function file.add_import_rows is
  E'@omit\nKeeps rows of a file as [[row_no, [cells], is_hidden, [merged places]]], cells in the '
  'order of columns (null for those that count for nothing), and says how far it is; false when '
  'the worker is to stop. For the worker only.';
grant execute on function file.add_import_rows to sodaily_worker;
--! EndIncluded file/functions/commands/add_import_rows.sql
--! Included file/functions/commands/begin_import.sql
-- What the worker is to do, and as whom: the role, the key and the session with which rules decide.
-- Who lost the right meanwhile gets nothing. Rows that were half read by a worker that died go.
-- Security definer: the worker reads no rights.
create or replace function file.begin_import(import_id :ID_TYPE, long_job_id :ID_TYPE)
  returns file.import_order
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  coming file.import;
  step constant text := case
    when exists (select from file.import as i
      where i.id = begin_import.import_id and i.check_job_id = begin_import.long_job_id)
    then 'check'
    else 'apply' end;
  role_of_asker text;
begin
  select i.* into coming from file.import as i
  where i.id = begin_import.import_id
    and begin_import.long_job_id in (i.check_job_id, i.apply_job_id);
  if coming.id is null or not file.begin_long_job(long_job_id) then
    return null;
  end if;
  if step = 'check' then
    delete from file.import_fault as f where f.import_id = coming.id;
    delete from file.import_change as c where c.import_id = coming.id;
    delete from file.import_row as r where r.import_id = coming.id;
  end if;
  role_of_asker := (
    select auth.database_role_of(u.id) from auth."user" as u
    where u.id = coming.asked_by and u.is_active);
  if role_of_asker is null or not exists (
    select from file.import_kind as k
    join auth.role_permission as p on p.permission_code = k.scope
    join auth.user_role as r on r.role_id = p.role_id and r.user_id = coming.asked_by
    where k.code = coming.what) then
    perform file.fail_long_job(long_job_id, 'PERMISSION_DENIED');
    return null;
  end if;
  return row(coming.what, step, (
      select count(*) from file.import_chunk as c where c.import_id = coming.id),
    coming.asked_by, (
      select j.session_id from file.long_job as j where j.id = begin_import.long_job_id),
    role_of_asker, coming.wishes)::file.import_order;
end
$$;
alter function file.begin_import owner to sodaily_definer;
comment on function file.begin_import is
  E'@omit\nWhat to do with a file that came in, and as whom; null when there is nothing to do: '
  'cancelled, done, or no right any more. For the worker only.';
grant execute on function file.begin_import to sodaily_worker;
--! EndIncluded file/functions/commands/begin_import.sql
--! Included file/functions/commands/check_import_again.sql
-- What a file lacked was made meanwhile, such as its units: it is checked anew, and nobody brings
-- it in twice.
-- Security definer: imports are written by functions only.
create or replace function file.check_import_again(client_key text, import_id :ID_TYPE)
returns file.import
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_user();
  coming file.import;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'file.check_import_again',
    jsonb_build_array(import_id));
  coming := file.import_of(import_id, caller);
  if earlier is not null then
    return coming;
  end if;
  perform auth.require_scope((select k.scope from file.import_kind as k
    where k.code = coming.what));
  coming := file.start_import_check(coming, caller);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', coming.id::text));
  return coming;
end
$$;
alter function file.check_import_again owner to sodaily_definer;
comment on function file.check_import_again is
  E'@resultFieldName import\nHas the worker check a file anew, read as before: what it lacked may '
  'be there now. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, '
  'PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, INVALID_TRANSITION, '
  'TOO_MANY_JOBS.';
grant execute on function file.check_import_again
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded file/functions/commands/check_import_again.sql
--! Included file/functions/commands/choose_for_import.sql
-- Whoever brought a file decides what becomes of cells and rows that are not as they have to be,
-- and sees what that does before anything is stored: it is read and checked anew.
-- Security definer: imports are written by functions only.
create or replace function file.choose_for_import(client_key text, import_id :ID_TYPE, choice text,
  way text default null)
returns file.import
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_user();
  coming file.import;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'file.choose_for_import',
    jsonb_build_array(import_id, choice, way));
  coming := file.import_of(import_id, caller);
  if earlier is not null then
    return coming;
  end if;
  perform auth.require_scope((select k.scope from file.import_kind as k
    where k.code = coming.what));
  perform audit.refuse_problems(file.import_choice_problems(choice, way) || case
    -- a receipt without one of its rows would be another receipt
    when choice = 'faulty_rows' and coming.what = 'receipts'
      then '[{"path": "choice", "reason": "unknown", "value": "faulty_rows"}]'::jsonb
    else '[]' end);
  update file.import as i
  set choices = case
    when choose_for_import.way is null then i.choices - choose_for_import.choice
    else i.choices || jsonb_build_object(choose_for_import.choice, choose_for_import.way) end
  where i.id = coming.id
  returning i.* into strict coming;
  coming := file.start_import_check(coming, caller);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', coming.id::text));
  return coming;
end
$$;
alter function file.choose_for_import owner to sodaily_definer;
comment on function file.choose_for_import is
  E'@resultFieldName import\nDecides about cells and rows of a file that are not as they have to '
  'be, and has the worker read and check it anew: choice faulty_rows or zero_rows '
  '(way leave_out), price_fractions (round), long_texts (cut), there_already (skip, update), '
  'hidden_rows (leave_out, read), small_prices (thousand, as_written) or lost_noughts '
  '(add_nought, as_written); without way it is taken back. importChanges tells what each does. '
  'The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, '
  'VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, INVALID_TRANSITION, TOO_MANY_JOBS.';
grant execute on function file.choose_for_import
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded file/functions/commands/choose_for_import.sql
--! Included file/functions/commands/end_import_check.sql
-- A row that was read and is not kept would be missing in the books without a word; those that were
-- left out on purpose are told one by one.
-- Security definer: the worker writes no table.
create or replace function file.end_import_check(import_id :ID_TYPE, rows_read bigint)
  returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  coming file.import;
  left_out constant bigint := (
    select count(*) from file.import_change as c
    where c.import_id = end_import_check.import_id and c.way in ('leave_out', 'skip'));
begin
  update file.import as i
  set checked_at = coalesce(i.checked_at, clock_timestamp()),
    row_count = coalesce(i.row_count, (
      select count(*) from file.import_row as r where r.import_id = i.id)),
    fault_count = (select count(*) from file.import_fault as f where f.import_id = i.id)
  where i.id = end_import_check.import_id
  returning i.* into strict coming;
  if coming.row_count + left_out is distinct from rows_read then
    raise exception '% of % rows of import % were kept', coming.row_count + left_out, rows_read,
      import_id
      using errcode = 'SDINC', detail = jsonb_build_object(
        'read', rows_read::text, 'written', (coming.row_count + left_out)::text)::text,
      hint = 'Nothing was written. See what takes rows away.';
  end if;
  return file.end_long_job(coming.check_job_id, coming.row_count);
end
$$;
alter function file.end_import_check owner to sodaily_definer;
comment on function file.end_import_check is
  E'@omit\nSays that a file of so many rows is read and checked; false when it was cancelled. '
  'Error: IMPORT_INCOMPLETE {read, written}. For the worker only.';
grant execute on function file.end_import_check to sodaily_worker;
--! EndIncluded file/functions/commands/end_import_check.sql
--! Included file/functions/commands/fail_import.sql
-- What was read of it goes; a file that could not be applied stays checked.
-- Security definer: the worker writes no table.
create or replace function file.fail_import(import_id :ID_TYPE, long_job_id :ID_TYPE, problem text)
  returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  if exists (
    select from file.import as i
    where i.id = fail_import.import_id and i.check_job_id = fail_import.long_job_id
      and i.checked_at is null) then
    delete from file.import_fault as f where f.import_id = fail_import.import_id;
    delete from file.import_change as c where c.import_id = fail_import.import_id;
    delete from file.import_row as r where r.import_id = fail_import.import_id;
  end if;
  perform file.fail_long_job(long_job_id, problem);
end
$$;
alter function file.fail_import owner to sodaily_definer;
comment on function file.fail_import is
  E'@omit\nGives a file up, with a code of the catalogue; after a cancellation it only throws '
  'away what was read. For the worker only.';
grant execute on function file.fail_import to sodaily_worker;
--! EndIncluded file/functions/commands/fail_import.sql
--! Included file/functions/commands/name_export.sql
-- What a file is called says whose it is and of when, which only its maker knows.
-- Security definer: the worker writes no table.
create or replace function file.name_export(export_id :ID_TYPE, file_name text) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  update file.export as e set file_name = left(name_export.file_name, 200)
  where e.id = name_export.export_id;
end
$$;
alter function file.name_export owner to sodaily_definer;
comment on function file.name_export is
  E'@omit\nWrites down what a file is called, without its ending. For the worker only.';
grant execute on function file.name_export to sodaily_worker;
--! EndIncluded file/functions/commands/name_export.sql
--! Included file/functions/commands/purge_imports.sql
-- Bytes, rows, faults, changes and questions of files go once they cannot be applied any more;
-- that they came stays on record.
-- Security definer: the worker writes no table.
create or replace function file.purge_imports() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  purged bigint;
begin
  delete from file.import_fault as f using file.import as i
  where i.id = f.import_id and i.expires_at <= now();
  delete from file.import_question as q using file.import as i
  where i.id = q.import_id and i.expires_at <= now();
  delete from file.import_change as c using file.import as i
  where i.id = c.import_id and i.expires_at <= now();
  delete from file.import_row as r using file.import as i
  where i.id = r.import_id and i.expires_at <= now();
  delete from file.import_chunk as c using file.import as i
  where i.id = c.import_id and i.expires_at <= now();
  get diagnostics purged = row_count;
  return purged;
end
$$;
alter function file.purge_imports owner to sodaily_definer;
comment on function file.purge_imports is
  E'@omit\nDeletes what was read of files that are too old; returns how many pieces of them. For '
  'the worker only.';
grant execute on function file.purge_imports to sodaily_worker;
--! EndIncluded file/functions/commands/purge_imports.sql
--! Included file/functions/commands/read_import_again.sql
-- Whoever brought a file says how it is to be read: which sheet, which row of heads, what stands in
-- each column. It is read and checked anew; what was said of the columns is remembered for the next
-- file with these heads.
-- Security definer: imports are written by functions only.
create or replace function file.read_import_again(client_key text, import_id :ID_TYPE,
  sheet_name text default null, head_row_no bigint default null, columns text[] default null)
returns file.import
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_user();
  coming file.import;
  earlier jsonb;
begin
  perform audit.refuse_too_many('columns', cardinality(columns), 100);
  earlier := audit.begin_command(caller, client_key, 'file.read_import_again',
    jsonb_build_array(import_id, sheet_name, head_row_no, columns));
  coming := file.import_of(import_id, caller);
  if earlier is not null then
    return coming;
  end if;
  perform auth.require_scope((select k.scope from file.import_kind as k
    where k.code = coming.what));
  perform audit.refuse_problems(
    file.reading_problems(coming, sheet_name, head_row_no, columns));
  if columns is not null and head_row_no is not distinct from coming.head_row_no
    and sheet_name is not distinct from coming.sheet_name then
    insert into file.import_mapping as m (import_kind_code, heads_key, columns, created_by,
      updated_by)
    values (coming.what, file.heads_key(coming.heads), read_import_again.columns, caller, caller)
    on conflict on constraint import_mapping_pkey do update
    set columns = excluded.columns, updated_at = now(), updated_by = excluded.updated_by;
  end if;
  update file.import as i
  set wishes = jsonb_strip_nulls(jsonb_build_object('sheet', read_import_again.sheet_name,
      'head_row', read_import_again.head_row_no)) || case
        when read_import_again.columns is null then '{}'
        else jsonb_build_object('columns', read_import_again.columns) end
  where i.id = coming.id
  returning i.* into strict coming;
  coming := file.start_import_check(coming, caller);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', coming.id::text));
  return coming;
end
$$;
alter function file.read_import_again owner to sodaily_definer;
comment on function file.read_import_again is
  E'@resultFieldName import\nHas the worker read and check a file anew: sheetName of its '
  'sheetNames, headRowNo the row of heads, columns by place what is in them '
  '(importColumns.code, null of those that are left out). What is left out is recognized. The same '
  'clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, '
  'VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, INVALID_TRANSITION, TOO_MANY_JOBS.';
grant execute on function file.read_import_again
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded file/functions/commands/read_import_again.sql
--! Included file/functions/commands/start_export.sql
-- What leaves the books is written down before it does. Rows and columns are those the person sees
-- when the worker makes the file. Security definer: exports are written by functions only.
create or replace function file.start_export(
  client_key text, what text, format text, parameters jsonb default '{}')
returns file.export
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_user();
  kind file.export_kind;
  started file.export;
  earlier jsonb;
begin
  select k.* into kind from file.export_kind as k where k.code = start_export.what;
  perform audit.refuse_problems(case
    when what is null
      then jsonb_build_array(jsonb_build_object('path', 'what', 'reason', 'required'))
    when kind is null then jsonb_build_array(
      jsonb_build_object('path', 'what', 'reason', 'unknown', 'value', left(what, 100)))
    else '[]' end || case
    when format is null then jsonb_build_array(
      jsonb_build_object('path', 'format', 'reason', 'required'))
    when format not in ('xlsx', 'csv', 'pdf') or kind.is_slip
      and format <> 'pdf' then jsonb_build_array(
      jsonb_build_object('path', 'format', 'reason', 'unknown', 'value', left(format, 100)))
    else '[]' end || case
    when jsonb_typeof(parameters) is distinct from 'object' or length(parameters::text) > 10000
      then jsonb_build_array(jsonb_build_object('path', 'parameters', 'reason', 'malformed'))
    else '[]' end);
  perform auth.require_scope(kind.scope);
  earlier := audit.begin_command(caller, client_key, 'file.start_export',
    jsonb_build_array(what, format, parameters));
  if earlier is null then
    insert into file.export (long_job_id, asked_by, what, format, parameters)
    values (file.start_long_job('export_report', caller), caller, start_export.what,
      start_export.format, start_export.parameters)
    returning * into strict started;
    earlier := jsonb_build_object('id', started.id);
    perform audit.finish_command(caller, client_key, earlier);
    perform notification.enqueue('export_report',
      jsonb_build_object('export_id', started.id::text, 'long_job_id', started.long_job_id::text));
  else
    select e.* into strict started from file.export as e
    where e.id = cast(earlier ->> 'id' as :ID_TYPE);
  end if;
  return started;
end
$$;
alter function file.start_export owner to sodaily_definer;
comment on function file.start_export is
  E'@resultFieldName export\nHas the worker make a file of a list or a report: what it is of, '
  'xlsx, csv or pdf, and the filters. The same clientKey gives the first export again. Errors: '
  'INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, TOO_MANY_JOBS.';
grant execute on function file.start_export
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded file/functions/commands/start_export.sql
--! Included file/functions/inner/column_uses.sql
-- What may be chosen of the cells of a column, when they are not as they have to be: of prices that
-- they are in thousands and are rounded, of amounts that they are rounded, of quantities that rows
-- of 0 are left out, of phones that their nought is added, of names that they are cut.
create or replace function file.column_uses()
  returns table (import_kind_code text, column_code text, use text, longest integer)
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  values
    ('items', 'import_price', 'price', null::integer),
    ('receipts', 'unit_price', 'price', null),
    ('opening_debt', 'amount', 'amount', null),
    ('opening_stock', 'quantity', 'quantity', null),
    ('receipts', 'quantity', 'quantity', null),
    ('agencies', 'phone', 'phone', null),
    ('opening_debt', 'phone', 'phone', null),
    ('items', 'item_name', 'name', 200),
    ('agencies', 'name', 'name', 200),
    ('agencies', 'address', 'name', 300)
$$;
comment on function file.column_uses is
  E'@omit\nColumns of files of whose cells somebody may choose what to do: price, amount, '
  'quantity, phone or name, and how many letters of a name are kept.';
grant execute on function file.column_uses to sodaily_definer;
--! EndIncluded file/functions/inner/column_uses.sql
--! Included file/functions/inner/lacks_nought.sql
-- A spreadsheet takes a phone for a number and drops the nought it begins with: nine digits of a
-- mobile, ten of a line.
create or replace function file.lacks_nought(written text) returns boolean
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select regexp_replace(written, '[ .-]', '', 'g') ~ '^([35789][0-9]{8}|2[0-9]{9})$'
$$;
comment on function file.lacks_nought is
  E'@omit\nWhether a phone lost the nought that it begins with.';
grant execute on function file.lacks_nought to sodaily_definer;
--! EndIncluded file/functions/inner/lacks_nought.sql
--! Included file/functions/inner/column_doubts.sql
-- What only whoever brought the file knows, asked once of a whole column: whether prices that are
-- all below a thousand are thousands of đồng, and whether phones lost their nought.
create or replace function file.column_doubts(coming file.import)
  returns setof file.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select coming.head_row_no, p.column_code, 'small_prices',
    trim_scale(p.least) || '–' || trim_scale(p.most)
  from (
    select u.column_code, min((r.cells ->> u.column_code)::numeric) as least,
      max((r.cells ->> u.column_code)::numeric) as most
    from file.column_uses() as u
    join file.import_row as r on r.import_id = coming.id and r.cells ? u.column_code
    where u.import_kind_code = coming.what and u.use = 'price'
    group by u.column_code) as p
  where not coming.choices ? 'small_prices' and p.most > 0 and p.most < 1000
  union all
  select coming.head_row_no, u.column_code, 'lost_noughts', min(r.cells ->> u.column_code)
  from file.column_uses() as u
  join file.import_row as r on r.import_id = coming.id and r.cells ? u.column_code
  where not coming.choices ? 'lost_noughts' and u.import_kind_code = coming.what
    and u.use = 'phone' and file.lacks_nought(r.cells ->> u.column_code)
  group by u.column_code
$$;
comment on function file.column_doubts is
  E'@omit\nWhat is to be chosen of whole columns of a file, as problems of its heads.';
grant execute on function file.column_doubts to sodaily_definer;
--! EndIncluded file/functions/inner/column_doubts.sql
--! Included file/functions/inner/import_choice.sql
-- Choices are carried out when a file is checked first: what is there later is told, not taken over
-- unseen.
create or replace function file.import_choice(import_id :ID_TYPE, choice text) returns text
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select i.choices ->> import_choice.choice from file.import as i
    where i.id = import_choice.import_id and i.checked_at is null);
end
$$;
comment on function file.import_choice is
  E'@omit\nWhat was chosen of a file that is being checked first; null when nothing was, and later '
  'on.';
grant execute on function file.import_choice to sodaily_definer;
--! EndIncluded file/functions/inner/import_choice.sql
--! Included file/functions/inner/import_to_check.sql
-- First line of what contexts do with a file: who asks, may they, and is it theirs. Before its
-- first check its rows become what was chosen.
create or replace function file.import_to_check(import_id :ID_TYPE, what text) returns :ID_TYPE
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope((
    select k.scope from file.import_kind as k where k.code = import_to_check.what));
  coming file.import := file.import_of(import_id, caller);
begin
  if coming.what <> import_to_check.what or coming.applied_at is not null then
    raise exception 'import % is not of open %', import_id, what
      using errcode = 'SDNFD', detail = '{}', hint = 'It may be applied already.';
  end if;
  if coming.checked_at is null then
    perform file.settle_import(coming);
  end if;
  return caller;
end
$$;
comment on function file.import_to_check is
  E'@omit\nKey of the signed-in user, who brought this file and may apply it. Errors: '
  'INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
grant execute on function file.import_to_check to sodaily_definer;
--! EndIncluded file/functions/inner/import_to_check.sql
--! Included file/functions/inner/is_old_writing.sql
-- Before Unicode, Vietnamese was written with the signs of other languages and a font that showed
-- them as Vietnamese letters: "C«ng ty" in TCVN3 (.VnTime), "Coâng ty" in VNI (VNI-Times). What
-- nobody else writes is looked for: signs within a word; a vowel with an accented one behind that
-- Vietnamese never has; and the letters of VNI that are none, which foreign names have one of at
-- most.
create or replace function file.is_old_writing(written text) returns boolean
language plpgsql immutable strict
set search_path to pg_catalog, pg_temp
as $$
begin
  return written ~ '[[:alpha:]][¸¶«¬¨][[:alpha:]]|[[:alpha:]][¹][[:alpha:]]|(^| )®[[:alpha:]]'
    or written ~* 'a[ùøûõåâê]|[eo]â|[oeuy]ø|öô'
    or written ~* '([ñöïäëæøûå].*){3}';
end
$$;
comment on function file.is_old_writing is
  E'@omit\nWhether a text was typed for an old font: TCVN3 or VNI.';
grant execute on function file.is_old_writing to sodaily_definer;
--! EndIncluded file/functions/inner/is_old_writing.sql
--! Included file/functions/inner/keep_import_changes.sql
create or replace function file.keep_import_changes(import_id :ID_TYPE,
  changes file.cell_change[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into file.import_change (import_id, row_no, column_code, way, before, after)
  select keep_import_changes.import_id, c.row_no, c.column_code, c.way, left(c.before, 300),
    left(c.after, 300)
  from unnest(changes) as c
  on conflict on constraint import_change_pkey do update
  set way = excluded.way, before = excluded.before, after = excluded.after;
end
$$;
comment on function file.keep_import_changes is
  E'@omit\nWrites down what applying a file stores otherwise than it is written, and what it '
  'changes in the books.';
grant execute on function file.keep_import_changes to sodaily_definer;
--! EndIncluded file/functions/inner/keep_import_changes.sql
--! Included file/functions/inner/keep_import_problems.sql
-- A cell that was told to be wrong already is not told again; then all faults of rows are known.
create or replace function file.keep_import_problems(import_id :ID_TYPE,
  problems file.import_problem[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into file.import_fault (import_id, row_no, column_code, reason, value)
  select keep_import_problems.import_id, p.row_no, p.column_code, p.reason, left(p.value, 100)
  from unnest(problems) as p
  on conflict on constraint import_fault_pkey do nothing;
  perform file.leave_out_faulty_rows(import_id);
end
$$;
comment on function file.keep_import_problems is
  E'@omit\nWrites down what a context found wrong with rows of a file.';
grant execute on function file.keep_import_problems to sodaily_definer;
--! EndIncluded file/functions/inner/keep_import_problems.sql
--! Included file/functions/inner/keep_missing_cells.sql
-- What every row needs and one has not is a fault, whatever the kind and however it was read.
create or replace function file.keep_missing_cells(import_id :ID_TYPE) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into file.import_fault (import_id, row_no, column_code, reason)
  select r.import_id, r.row_no, c.code, 'required'
  from file.import as i
  join file.import_kind as k on k.code = i.what
  join file.import_column as c on c.import_kind_code = i.what
    and (c.is_required or c.code = k.key_columns[1])
  join file.import_row as r on r.import_id = i.id
  where i.id = keep_missing_cells.import_id and case when c.is_required then not r.cells ? c.code
    else not r.cells ?| k.key_columns end
  on conflict on constraint import_fault_pkey do nothing;
end
$$;
comment on function file.keep_missing_cells is
  E'@omit\nWrites down which rows of a file lack what all of its kind need.';
grant execute on function file.keep_missing_cells to sodaily_definer;
--! EndIncluded file/functions/inner/keep_missing_cells.sql
--! Included file/functions/inner/leave_out_faulty_rows.sql
-- Rows that nobody wants to mend are left out once all of their faults are known, when whoever
-- brought the file chose that: each is told with its first fault. What is wrong with a whole column
-- is still to be decided.
create or replace function file.leave_out_faulty_rows(import_id :ID_TYPE) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if file.import_choice(import_id, 'faulty_rows') is null then
    return;
  end if;
  perform file.keep_missing_cells(import_id);
  perform file.leave_out_rows(import_id, array(
    select distinct on (f.row_no)
      row(f.row_no, f.column_code, 'leave_out', f.value, null)::file.cell_change
    from file.import_fault as f
    join file.import_row as r on r.import_id = f.import_id and r.row_no = f.row_no
    where f.import_id = leave_out_faulty_rows.import_id
    order by f.row_no, f.column_code));
end
$$;
comment on function file.leave_out_faulty_rows is
  E'@omit\nTakes rows with faults out of a file that is checked for the first time, as was chosen.';
grant execute on function file.leave_out_faulty_rows to sodaily_definer;
--! EndIncluded file/functions/inner/leave_out_faulty_rows.sql
--! Included file/functions/inner/leave_out_rows.sql
-- A row that is left out is told with what it was left out for; what else was wrong with it does
-- not count.
create or replace function file.leave_out_rows(import_id :ID_TYPE, left_out file.cell_change[])
  returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  row_nos constant bigint[] := array(select l.row_no from unnest(left_out) as l);
begin
  perform file.keep_import_changes(import_id, left_out);
  delete from file.import_row as r
  where r.import_id = leave_out_rows.import_id and r.row_no = any (row_nos);
  delete from file.import_fault as f
  where f.import_id = leave_out_rows.import_id and f.row_no = any (row_nos);
end
$$;
comment on function file.leave_out_rows is
  E'@omit\nTakes rows out of a file that is being checked, one change each.';
grant execute on function file.leave_out_rows to sodaily_definer;
--! EndIncluded file/functions/inner/leave_out_rows.sql
--! Included file/functions/inner/say_import_summary.sql
-- Last line of a check. How many rows were read is said once: a later check that finds fewer has
-- lost some.
create or replace function file.say_import_summary(import_id :ID_TYPE, summary jsonb) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  faults bigint;
begin
  perform file.keep_missing_cells(import_id);
  select count(*) into faults
  from file.import_fault as f where f.import_id = say_import_summary.import_id;
  -- rows without a day are of today; who applies the file is told how far back the others go
  summary := summary || jsonb_build_object(
    'left_out', (
      select nullif(count(*), 0)::text from file.import_change as c
      where c.import_id = say_import_summary.import_id and c.way in ('leave_out', 'skip')),
    'first_day', (
      select min(coalesce(r.cells ->> 'business_date', r.cells ->> 'receipt_date'))
      from file.import_row as r where r.import_id = say_import_summary.import_id));
  update file.import as i
  set summary = jsonb_strip_nulls(say_import_summary.summary), fault_count = faults,
    checked_at = coalesce(i.checked_at, clock_timestamp()),
    row_count = coalesce(i.row_count, (
      select count(*) from file.import_row as r where r.import_id = i.id))
  where i.id = say_import_summary.import_id;
  return faults;
end
$$;
comment on function file.say_import_summary is
  E'@omit\nWrites down what applying a file will do, numbers as text, and how many cells are '
  'wrong, which it returns.';
grant execute on function file.say_import_summary to sodaily_definer;
--! EndIncluded file/functions/inner/say_import_summary.sql
--! Included file/functions/inner/settle_hidden_rows.sql
-- Rows that a filter hides may be those that nobody wants, or were forgotten: whoever brought the
-- file says so once, and until then it is a fault of its heads.
create or replace function file.settle_hidden_rows(coming file.import, found_rows jsonb)
  returns jsonb
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  hidden constant bigint[] := array(
    select (r.entry ->> 0)::bigint from jsonb_array_elements(found_rows) as r (entry)
    where r.entry -> 2 = 'true');
begin
  if cardinality(hidden) = 0 or coming.choices ->> 'hidden_rows' = 'read' then
    return found_rows;
  elsif coming.choices ->> 'hidden_rows' = 'leave_out' then
    perform file.leave_out_rows(coming.id, array(
      select row(h.row_no, 'row', 'leave_out', null, null)::file.cell_change
      from unnest(hidden) as h (row_no)));
    return (
      select coalesce(jsonb_agg(r.entry), '[]') from jsonb_array_elements(found_rows) as r (entry)
      where r.entry -> 2 is distinct from 'true');
  end if;
  insert into file.import_fault as f (import_id, row_no, column_code, reason, value)
  values (coming.id, coming.head_row_no, 'row', 'hidden_rows', cardinality(hidden)::text)
  on conflict on constraint import_fault_pkey do update
  set value = (f.value::bigint + excluded.value::bigint)::text;
  return found_rows;
end
$$;
comment on function file.settle_hidden_rows is
  E'@omit\nRows [[row_no, [cells], is_hidden]] that count, as was chosen of hidden ones; what is '
  'to be chosen is written down.';
grant execute on function file.settle_hidden_rows to sodaily_definer;
--! EndIncluded file/functions/inner/settle_hidden_rows.sql
--! Included file/functions/inner/settle_import.sql
-- What whoever brought a file chose is done to its rows before contexts look at them, and written
-- down cell by cell: nothing is stored otherwise than it is written without being told.
create or replace function file.settle_import(coming file.import) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  settled constant file.cell_change[] := array(select c from file.settled_cells(coming) as c);
begin
  insert into file.import_fault (import_id, row_no, column_code, reason, value)
  select coming.id, d.row_no, d.column_code, d.reason, d.value
  from file.column_doubts(coming) as d
  on conflict on constraint import_fault_pkey do nothing;
  perform file.keep_import_changes(coming.id, settled);
  update file.import_row as r
  set cells = r.cells || s.cells
  from (
    select c.row_no, jsonb_object_agg(c.column_code, c.after) as cells
    from unnest(settled) as c group by c.row_no) as s
  where r.import_id = coming.id and r.row_no = s.row_no;
  if coming.choices ->> 'zero_rows' = 'leave_out' then
    perform file.leave_out_rows(coming.id, array(
      select row(r.row_no, u.column_code, 'leave_out', r.cells ->> u.column_code, null)
        ::file.cell_change
      from file.column_uses() as u
      join file.import_row as r on r.import_id = coming.id
      where u.import_kind_code = coming.what and u.use = 'quantity'
        and (r.cells ->> u.column_code)::numeric = 0));
  end if;
end
$$;
comment on function file.settle_import is
  E'@omit\nDoes to the rows of a file that is checked for the first time what was chosen, and '
  'writes down what is to be chosen of its columns.';
grant execute on function file.settle_import to sodaily_definer;
--! EndIncluded file/functions/inner/settle_import.sql
--! Included file/functions/inner/settle_known_rows.sql
-- Rows about what is there already are left out, or say from now on which version of it they
-- change: what somebody else changes until the file is applied is told as of a list that went out.
create or replace function file.settle_known_rows(import_id :ID_TYPE, known file.known_row[])
  returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  chosen constant text := file.import_choice(import_id, 'there_already');
begin
  if chosen = 'skip' then
    perform file.leave_out_rows(import_id, array(
      select row(k.row_no, k.column_code, 'skip', k.name, null)::file.cell_change
      from unnest(known) as k));
  elsif chosen = 'update' then
    update file.import_row as r
    set cells = r.cells || k.cells
    from unnest(known) as k
    where r.import_id = settle_known_rows.import_id and r.row_no = k.row_no;
  end if;
end
$$;
comment on function file.settle_known_rows is
  E'@omit\nDoes to rows about what is in the books already what was chosen: skip or update.';
grant execute on function file.settle_known_rows to sodaily_definer;
--! EndIncluded file/functions/inner/settle_known_rows.sql
--! Included file/functions/inner/settled_cells.sql
-- Cells that are stored otherwise than they are written, as whoever brought the file chose for all
-- of their column.
create or replace function file.settled_cells(coming file.import) returns setof file.cell_change
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with cell as materialized (
    select r.row_no, u.column_code, u.use, u.longest, r.cells ->> u.column_code as written
    from file.column_uses() as u
    join file.import_row as r on r.import_id = coming.id and r.cells ? u.column_code
    where u.import_kind_code = coming.what),
  scaled as materialized (
    select c.row_no, c.column_code, c.written, c.written::numeric * case
      when c.use = 'price' and coming.choices ->> 'small_prices' = 'thousand' then 1000 else 1
    end as amount
    from cell as c where c.use in ('price', 'amount')),
  amount as materialized (
    select s.*, case when coming.choices ->> 'price_fractions' = 'round' then round(s.amount)
      else s.amount end as whole
    from scaled as s)
  select a.row_no, a.column_code, case when a.whole = a.amount then 'thousand' else 'round' end,
    a.written, trim_scale(a.whole)::text
  from amount as a where a.whole <> a.written::numeric
  union all
  select c.row_no, c.column_code, 'nought', c.written, '0' || c.written
  from cell as c
  where c.use = 'phone' and coming.choices ->> 'lost_noughts' = 'add_nought'
    and file.lacks_nought(c.written)
  union all
  select c.row_no, c.column_code, 'cut', c.written, rtrim(left(c.written, c.longest))
  from cell as c
  where c.use = 'name' and coming.choices ->> 'long_texts' = 'cut' and length(c.written) > c.longest
$$;
comment on function file.settled_cells is
  E'@omit\nCells of a file that are stored otherwise than they are written, as was chosen.';
grant execute on function file.settled_cells to sodaily_definer;
--! EndIncluded file/functions/inner/settled_cells.sql
--! Included file/functions/inner/start_import_check.sql
-- A file is read and checked anew: what was found before goes, what was said of how to read it
-- stays.
create or replace function file.start_import_check(import file.import, caller :ID_TYPE)
  returns file.import
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  coming file.import;
begin
  if file.import_status(import) <> 'checked' then
    raise exception 'import % is not checked', import.id
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'from', file.import_status(import), 'to', 'checking')::text,
      hint = 'Wait until it is read, or bring it in anew.';
  end if;
  update file.import as i
  set checked_at = null, row_count = null, fault_count = null, question_count = 0, summary = '{}',
    answers = '{}', apply_job_id = null, check_job_id = file.start_long_job('import_file', caller)
  where i.id = import.id
  returning i.* into strict coming;
  delete from file.import_question as q where q.import_id = coming.id;
  perform notification.enqueue('import_file', jsonb_build_object(
    'import_id', coming.id::text, 'long_job_id', coming.check_job_id::text));
  return coming;
end
$$;
comment on function file.start_import_check is
  E'@omit\nHas the worker read and check a checked file anew. Errors: INVALID_TRANSITION {from, '
  'to}, TOO_MANY_JOBS.';
grant execute on function file.start_import_check to sodaily_definer;
--! EndIncluded file/functions/inner/start_import_check.sql
--! Included file/functions/inner/text_written.sql
-- Text that lost something on its way is no text: letters that became question marks, those that
-- only an old font shows, and codes of which a spreadsheet kept the first digits only.
create or replace function file.text_written(written text) returns text
language plpgsql immutable strict
set search_path to pg_catalog, pg_temp
as $$
begin
  return case
    when written ~ '[[:alpha:]][?][[:alpha:]]' or written ~ U&'\FFFD' then 'lost_letters'
    when file.is_old_writing(written) then 'old_letters'
    when written ~ '^[0-9]([.,][0-9]+)?E[+][0-9]{1,3}$' then 'lost_digits'
    else written
  end;
end
$$;
comment on function file.text_written is
  E'@omit\nA text as it is kept, or why it cannot be: lost_letters, old_letters or lost_digits.';
grant execute on function file.text_written to sodaily_definer;
--! EndIncluded file/functions/inner/text_written.sql
--! Included file/functions/inner/unreadable_reasons.sql
create or replace function file.unreadable_reasons() returns text[]
language sql immutable
return array['malformed_number', 'ambiguous_number', 'malformed_date', 'error_cell', 'became_date',
  'lost_letters', 'old_letters', 'lost_digits'];
comment on function file.unreadable_reasons is
  E'@omit\nWhy a cell cannot be read: a name that file.cell_read gives instead of a value.';
grant execute on function file.unreadable_reasons to sodaily_definer;
--! EndIncluded file/functions/inner/unreadable_reasons.sql
--! Included file/functions/queries/import_fault_groups.sql
-- Seventy cells that lack a unit are one thing to do: faults of one column and reason are told
-- together, with what stands in their cells, the most frequent first, and the first row of each.
-- Who may read the log does not read files of others.
-- Security definer: rows of files are read by functions only.
create or replace function file.import_fault_groups(import file.import) returns jsonb
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  with written as (
    select f.column_code, f.reason, min(f.value) as value, count(*) as cells,
      min(f.row_no) as first_row, row_number() over (
        partition by f.column_code, f.reason order by count(*) desc, min(f.row_no)) as nth
    from file.import_fault as f
    where f.import_id = import.id and exists (
      select from file.import as own
      where own.id = import.id and own.asked_by = (select auth.current_user_id()))
    group by f.column_code, f.reason, lower(f.value)),
  kind as (
    select w.column_code, w.reason, sum(w.cells) as cells, count(w.value) as different,
      min(w.first_row) as first_row,
      jsonb_agg(jsonb_build_object('value', w.value, 'cells', w.cells::text,
        'row', w.first_row::text, 'beside', coalesce(r.cells, '{}')) order by w.nth)
        filter (where w.nth <= 50) as examples
    from written as w
    left join file.import_row as r on r.import_id = import.id and r.row_no = w.first_row
      and w.nth <= 50
    group by w.column_code, w.reason)
  select coalesce(jsonb_agg(jsonb_build_object('column', k.column_code, 'reason', k.reason,
    'cells', k.cells::text, 'different', k.different::text, 'values', k.examples)
    order by k.cells desc, k.first_row, k.column_code), '[]')
  from kind as k
$$;
alter function file.import_fault_groups owner to sodaily_definer;
comment on function file.import_fault_groups is
  'What is wrong with a file of one''s own, by column and reason, as JSON [{column, reason, cells, '
  'different, values: [{value, cells, row, beside}]}]: how many cells, how many different values, '
  'and the 50 most frequent of these with the first row of each.';
grant execute on function file.import_fault_groups
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded file/functions/queries/import_fault_groups.sql
--! Included file/functions/queries/import_head.sql
-- Which column stands where, if this row of a file is its head. What somebody said of such heads
-- before goes first. What we call a column ourselves goes before what other programs call it; of
-- two heads of one column the first counts.
-- Security definer: the worker reads no table.
create or replace function file.import_head(import_id :ID_TYPE, cells text[]) returns text[]
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  with head as materialized (
    select h.place, file.head_text(h.written) as text, h.written
    from unnest(cells) with ordinality as h (written, place)),
  called as (
    select c.code, n.name, n.rank
    from file.import as i
    join file.import_column as c on c.import_kind_code = i.what
    cross join lateral (
      select file.head_text(w.name), w.rank
      from (
        select unnest(array[c.name_vi, c.name_en]), 1
        union all
        select unnest(c.aliases), 2) as w (name, rank)
      union all
      select c.code, 0) as n (name, rank)
    where i.id = import_head.import_id),
  known as (
    select h.place, (
      select c.code from called as c
      where c.name in (h.text, lower(btrim(h.written))) and h.text <> ''
      order by c.rank limit 1) as code, (
      select min(c.rank) from called as c where c.name in (h.text, lower(btrim(h.written)))) as rank
    from head as h),
  chosen as (
    select k.place, case when row_number() over (
        partition by k.code order by k.rank, k.place) = 1
      -- a list that went out tells the stock of what is there, and opens none
      and not (k.code = 'opening_stock' and bool_or(k.code = 'version') over ())
      then k.code end as code
    from known as k)
  select coalesce((
    select m.columns from file.import as i
    join file.import_mapping as m on m.import_kind_code = i.what
      and m.heads_key = file.heads_key(cells)
    where i.id = import_head.import_id), (
    select array_agg(c.code order by c.place) from chosen as c))
$$;
alter function file.import_head owner to sodaily_definer;
comment on function file.import_head is
  E'@omit\nColumns of a head by place, null for what is no column: file.import_column.code. For '
  'the worker only.';
grant execute on function file.import_head to sodaily_worker;
--! EndIncluded file/functions/queries/import_head.sql
--! Included finance/functions/commands/answer_letter.sql
-- What an agency said to its letter, as it came back on paper. It is said once; who disagrees after
-- all gets another letter once the books are right.
-- Security definer: letters are written by functions only.
create or replace function finance.answer_letter(
  client_key text,
  balance_letter_id :ID_TYPE,
  answered_date date,
  is_agreed boolean,
  note text default null)
returns finance.balance_letter
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  letter finance.balance_letter;
  earlier jsonb;
begin
  note := public.clean_note(note);
  earlier := audit.begin_command(caller, client_key, 'finance.answer_letter',
    jsonb_build_array(balance_letter_id, answered_date, is_agreed, note));
  select l.* into letter from finance.balance_letter as l
  where l.id = answer_letter.balance_letter_id
  for no key update;
  if not found then
    raise exception 'letter % is unknown', balance_letter_id using errcode = 'SDNFD',
      detail = jsonb_build_object('balance_letter_id', balance_letter_id::text)::text;
  elsif earlier is not null then
    return letter;
  end if;
  perform audit.refuse_problems(case
    when is_agreed is null then '[{"path": "is_agreed", "reason": "required"}]' else '[]' end::jsonb
    || case
      when answered_date is null then '[{"path": "answered_date", "reason": "required"}]'
      when answered_date > config.business_date()
        then '[{"path": "answered_date", "reason": "in_future"}]' else '[]' end::jsonb
    || case
      when not is_agreed and note is null then '[{"path": "note", "reason": "required"}]'
      when length(note) > 500 then '[{"path": "note", "reason": "too_long"}]'
      else '[]' end::jsonb);
  if letter.answered_at is not null then
    raise exception 'letter % is answered', letter.id using errcode = 'SDTRN',
      detail = jsonb_build_object('from', 'answered', 'to', 'answered')::text,
      hint = 'Write the letters of the month anew when its balance has changed.';
  end if;
  update finance.balance_letter as l
  set answered_at = clock_timestamp(), answered_by = caller,
    answered_date = answer_letter.answered_date, is_agreed = answer_letter.is_agreed,
    answer_note = note
  where l.id = letter.id
  returning l.* into strict letter;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', letter.id::text));
  return letter;
end
$$;
alter function finance.answer_letter owner to sodaily_definer;
comment on function finance.answer_letter is
  E'@resultFieldName balanceLetter\nRecords what an agency answered to its letter on paper; who '
  'disagrees says why. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, '
  'DUPLICATE_REQUEST, NOT_FOUND, INVALID_TRANSITION.';
grant execute on function finance.answer_letter to sodaily_staff;
--! EndIncluded finance/functions/commands/answer_letter.sql
--! Included finance/functions/commands/create_letters.sql
-- The letters of all agencies for a month in one act: written with what is known now, and mailed to
-- those who have an address. They are printed as one file (balance_letters of start_export).
-- Security definer: letters are written by functions only.
create or replace function finance.create_letters(client_key text, month date) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  first_day constant date := date_trunc('month', month::timestamp)::date;
  earlier jsonb;
  written bigint;
begin
  earlier := audit.begin_command(caller, client_key, 'finance.create_letters',
    jsonb_build_array(first_day));
  if earlier is not null then
    return (earlier ->> 'count')::bigint;
  end if;
  perform audit.refuse_problems(case
    when month is null then '[{"path": "month", "reason": "required"}]'
    when not isfinite(month) then '[{"path": "month", "reason": "malformed"}]'
    when first_day > config.business_date() then jsonb_build_array(jsonb_build_object(
      'path', 'month', 'reason', 'in_future', 'value', first_day::text))
    else '[]' end);
  -- one act after the other: the second one finds the letters of the first
  perform pg_advisory_xact_lock(hashtext('finance.create_letters'));
  with letter as materialized (
    select l.* from finance.write_letters(first_day, now(), caller) as l),
  mailed as materialized (
    select l.id, a.email, notification.queue_email(a.email, 'vi', 'balance_letter',
      jsonb_build_object('agency_id', a.id::text, 'agency_code', a.code, 'agency_name', a.name,
        'full_name', coalesce(a.representative, a.name), 'month', to_char(l.month, 'MM/YYYY'),
        'last_day', to_char(l.month + interval '1 month - 1 day', 'DD/MM/YYYY'),
        'opening_amount', l.opening_amount::text, 'bought_amount', l.bought_amount::text,
        'paid_amount', l.paid_amount::text, 'closing_amount', l.closing_amount::text),
      l.id::text) as is_queued
    from letter as l join agency.agency as a on a.id = l.agency_id
    where a.email is not null)
  select count(*) into written from letter where (select count(*) from mailed) >= 0;
  update finance.balance_letter as l set mailed_to = a.email
  from agency.agency as a
  where a.id = l.agency_id and l.month = first_day and l.known_at = now() and a.email is not null;
  perform audit.finish_command(caller, client_key, jsonb_build_object('count', written));
  return written;
end
$$;
alter function finance.create_letters owner to sodaily_definer;
comment on function finance.create_letters is
  E'@resultFieldName letterCount\nWrites letters that confirm the balance of each agency for the '
  'month of a date, with what is known now, and mails them; returns how many are new: none where '
  'the newest one says the same. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, '
  'DUPLICATE_REQUEST.';
grant execute on function finance.create_letters to sodaily_staff;
--! EndIncluded finance/functions/commands/create_letters.sql
--! Included finance/functions/inner/letter_documents.sql
-- What a letter lists below its figures: the documents that are not paid in full, earliest due
-- first.
create or replace function finance.letter_documents(
  agency_id :ID_TYPE, on_date date, known_at timestamptz) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', o.kind,
        'document', coalesce(s.code, b.document, d.code, r.code), 'date', o.document_date,
        'due', o.due_date, 'amount', o.amount::text, 'open', o.open_amount::text))
        order by o.due_date, o.document_date, o.item_seq), '[]')
    from finance.open_items_on(letter_documents.agency_id, letter_documents.on_date,
      letter_documents.known_at) as o
    join finance.debt_transaction as t
      on t.agency_id = letter_documents.agency_id and t.seq = o.item_seq
    left join inventory.issue as s on s.id = t.issue_id
    left join finance.opening_debt as b on b.id = t.opening_debt_id
    left join finance.adjustment as d on d.id = t.adjustment_id
    left join finance.refund as r on r.id = t.refund_id
    where o.open_amount > 0);
end
$$;
comment on function finance.letter_documents is
  E'@omit\nDocuments of an agency that are open at the end of a day, as known at a moment: JSON '
  '[{kind, document, date, due, amount, open}], đồng as text.';
grant execute on function finance.letter_documents to sodaily_definer;
--! EndIncluded finance/functions/inner/letter_documents.sql
--! Included finance/functions/inner/letter_figures.sql
-- The figures of all agencies for a month, as they are known at a moment: one reading of the ledger
-- for all of them.
create or replace function finance.letter_figures(month date, known_at timestamptz)
returns table (
  agency_id :ID_TYPE, opening numeric, brought numeric, bought numeric, returned numeric,
  adjusted numeric, paid numeric, refunded numeric, closing numeric, issue_count bigint,
  payment_count bigint)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with entry as (
    select t.agency_id, t.amount, t.reverses_id,
      case when t.business_date < letter_figures.month then 'before'
        else replace(t.kind, '_cancel', '') end as kind
    from finance.debt_transaction as t
    where t.business_date < letter_figures.month + interval '1 month'
      and t.recorded_at <= letter_figures.known_at)
  select e.agency_id,
    coalesce(sum(e.amount) filter (where e.kind = 'before'), 0),
    coalesce(sum(e.amount) filter (where e.kind = 'opening'), 0),
    coalesce(sum(e.amount) filter (where e.kind = 'issue'), 0),
    -coalesce(sum(e.amount) filter (where e.kind = 'return'), 0),
    coalesce(sum(e.amount) filter (where e.kind = 'adjustment'), 0),
    -coalesce(sum(e.amount) filter (where e.kind in ('payment', 'paid_now')), 0),
    coalesce(sum(e.amount) filter (where e.kind = 'refund'), 0),
    sum(e.amount),
    count(*) filter (where e.kind = 'issue' and e.reverses_id is null)
      - count(*) filter (where e.kind = 'issue' and e.reverses_id is not null),
    count(*) filter (where e.kind in ('payment', 'paid_now') and e.reverses_id is null)
      - count(*) filter (where e.kind in ('payment', 'paid_now') and e.reverses_id is not null)
  from entry as e
  group by e.agency_id
$$;
comment on function finance.letter_figures is
  E'@omit\nWhat a letter says of each agency for a month, as known at a moment, đồng.';
grant execute on function finance.letter_figures to sodaily_definer;
--! EndIncluded finance/functions/inner/letter_figures.sql
--! Included finance/functions/inner/write_letters.sql
-- One letter an agency that had a balance or moved in the month; none where the newest one says the
-- same already, so that asking twice writes to nobody twice.
create or replace function finance.write_letters(month date, moment timestamptz, caller :ID_TYPE)
returns setof finance.balance_letter
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  insert into finance.balance_letter (agency_id, month, known_at, opening_amount, brought_amount,
    bought_amount, returned_amount, adjusted_amount, paid_amount, refunded_amount, closing_amount,
    issue_count, payment_count, open_documents, company_profile_id, created_by)
  select f.agency_id, write_letters.month, moment, f.opening, f.brought, f.bought, f.returned,
    f.adjusted, f.paid, f.refunded, f.closing, f.issue_count, f.payment_count,
    finance.letter_documents(f.agency_id,
      (write_letters.month + interval '1 month - 1 day')::date, moment),
    (config.current_company_profile()).id, caller
  from finance.letter_figures(write_letters.month, moment) as f
  left join lateral (
    select l.* from finance.balance_letter as l
    where l.agency_id = f.agency_id and l.month = write_letters.month
    order by l.known_at desc limit 1) as newest on true
  where (f.opening, f.brought, f.bought, f.returned, f.adjusted, f.paid, f.refunded)
      is distinct from (0, 0, 0, 0, 0, 0, 0)
    and (f.opening, f.brought, f.bought, f.returned, f.adjusted, f.paid, f.refunded)
      is distinct from (newest.opening_amount::numeric, newest.brought_amount::numeric,
        newest.bought_amount::numeric, newest.returned_amount::numeric,
        newest.adjusted_amount::numeric, newest.paid_amount::numeric,
        newest.refunded_amount::numeric)
  returning *
$$;
comment on function finance.write_letters is
  E'@omit\nWrites the letters of a month with what is known at a moment; returns the new ones.';
grant execute on function finance.write_letters to sodaily_definer;
--! EndIncluded finance/functions/inner/write_letters.sql
--! Included inventory/functions/commands/create_issue.sql
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
  note := public.clean_note(note);
  -- no date stays no date, so that a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue', jsonb_build_array(
    agency_id, issue_date, trim_scale(paid_now), note, inventory.normalized_lines(items),
    inventory.normalized_prices(prices), replaces_id, inventory.normalized_counted(counted)));
  if earlier is not null then
    select i.* into strict slip
    from inventory.issue as i where i.id = cast(earlier ->> 'id' as :ID_TYPE);
    return slip;
  end if;

  issue_date := coalesce(issue_date, config.business_date());
  perform audit.refuse_problems(
    inventory.issue_head_problems(agency_id, issue_date, paid_now, note)
    || finance.back_dating_problems('issue_date', issue_date)
    || inventory.issue_line_problems(items) || price_problems
    || inventory.issue_replaces_a_cancelled_slip(agency_id, replaces_id)
    || inventory.counted_problems(counted, array(select l.item_id from unnest(items) as l)));
  if issue_date < config.business_date() then
    perform finance.lock_open_period(issue_date);
    perform from agency.agency as a where a.id = create_issue.agency_id for no key update;
    outgoing := array(select row(l.item_id, -l.quantity)::inventory.stock_effect
      from unnest(items) as l);
    perform audit.refuse_unanswered(
      inventory.count_questions(outgoing, issue_date, false, counted));
    perform inventory.keep_counts(outgoing, issue_date, counted, caller, false);
  end if;

  slip.agency_id := agency_id;
  slip.issue_date := issue_date;
  slip.paid_now := paid_now;
  slip.note := note;
  slip.replaces_id := replaces_id;
  slip.created_by := caller;
  slip := inventory.add_issue(slip, items, prices);

  update inventory.issue as i
  set status = 'confirmed', confirmed_at = now(), confirmed_by = caller
  where i.id = slip.id
  returning i.* into strict slip;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  return slip;
end
$$;
alter function inventory.create_issue owner to sodaily_definer;
comment on function inventory.create_issue is
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, '
  'numbers it. paidNow in đồng, issueDate today when null. prices only by those with '
  'price:override. replacesId names a cancelled slip of the agency that this one stands for. '
  'counted answers COUNTED_SINCE: per item, whether a later stock count was made without the '
  'goods. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, '
  'PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, CONFIRMATION_NEEDED, ITEM_INACTIVE, '
  'AGENCY_NOT_ACTIVE, DEBT_LIMIT, OVERDUE, PAID_NOW_LIMIT, OUT_OF_STOCK, PERIOD_CLOSED.';
grant execute on function inventory.create_issue to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/commands/create_issue.sql
--! Included inventory/functions/commands/request_issue.sql
-- An agency asks for goods: a slip without number, stock or debt, until staff confirm it. An
-- agency's login asks for itself, while agency_requests is on; staff who write slips may note down
-- a request by telephone.
-- Security definer: slips are written by functions only.
create or replace function inventory.request_issue(
  client_key text,
  agency_id :ID_TYPE,
  items inventory.issue_line[],
  note text default null,
  wanted_date date default null)
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
  perform audit.refuse_too_many('items', cardinality(items));
  note := public.clean_note(note);
  earlier := audit.begin_command(caller, client_key, 'inventory.request_issue',
    jsonb_build_array(agency_id, note, inventory.normalized_lines(items))
      || case when wanted_date is null then jsonb '[]' else to_jsonb(wanted_date) end);
  if earlier is null then
    if not auth.has_scope('inventory:write') then
      perform config.require_feature('agency_requests');
      perform audit.refuse_too_many_open('request', 50, (
        select count(*) from inventory.issue as i
        where i.agency_id = request_issue.agency_id and inventory.waits_for_decision(i.status))
        -- people were told of those that were withdrawn again, too
        + (select count(*) from inventory.issue as i
        where i.agency_id = request_issue.agency_id
          and i.issue_date >= config.business_date() - 1
          and i.withdrawn_at > now() - interval '1 hour'));
    end if;
    perform audit.refuse_problems(
      inventory.issue_head_problems(agency_id, config.business_date(), 0, note)
      || inventory.issue_line_problems(items) || inventory.wanted_date_problems(wanted_date));
    slip.agency_id := agency_id;
    slip.issue_date := config.business_date();
    slip.note := note;
    slip.wanted_date := wanted_date;
    slip.requested_at := now();
    slip.created_by := caller;
    slip := inventory.add_issue(slip, items);
    perform notification.enqueue(
      'notify_issue_requested', jsonb_build_object('issue_id', slip.id::text));
    -- last, so that numbers have no gaps and the counter is locked for the shortest time
    update inventory.issue as i
    set request_code = config.next_document_code('YC', i.issue_date)
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.request_issue owner to sodaily_definer;
comment on function inventory.request_issue is
  E'@resultFieldName issue\nAsks for goods: a request YC-year-number that staff confirm, postpone '
  'or reject. Prices are today''s; wantedDate is a wish. Errors: INVALID_TOKEN, '
  'PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, FEATURE_OFF, ITEM_INACTIVE, '
  'TOO_MANY_OPEN.';
grant execute on function inventory.request_issue to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/commands/request_issue.sql
--! Included inventory/functions/imports/apply_imported_items.sql
-- All rows or none; what create_item and open_stock do for one, and update_item for those with a
-- version.
-- Security definer: master data is written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.apply_imported_items(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
declare
  caller constant :ID_TYPE := file.import_to_check(import_id, 'items');
  opens_stock constant boolean := (
    select f.columns @> '{opening_stock}' from file.import as f
    where f.id = apply_imported_items.import_id);
  made_count bigint;
begin
  -- months are held before items are named, as everywhere
  if opens_stock then
    perform finance.lock_open_periods(array[config.business_date()]);
  end if;
  perform pg_advisory_xact_lock(hashtext('inventory.item'));
  if inventory.check_imported_items(import_id) > 0 then
    return null;
  end if;
  if file.import_questions_unanswered(import_id) then
    return null;
  end if;
  with made as (
    insert into inventory.item (
      sku, item_name, unit_id, import_price, barcode, min_stock, item_group, is_active, created_by,
      updated_by)
    select r.sku, r.item_name, r.unit_id, r.import_price, r.barcode, r.min_stock, r.item_group,
      r.is_active, caller, caller
    from inventory.imported_items(apply_imported_items.import_id) as r
    where r.item_id is null
    order by r.row_no
    returning id, import_price)
  insert into inventory.item_price (item_id, seq, kind, price, valid_from, created_by)
  select m.id, 1, 'initial', m.import_price, config.business_date(), caller from made as m;
  get diagnostics made_count = row_count;
  if opens_stock then
    perform inventory.open_imported_items(import_id, caller);
  end if;
  return made_count + inventory.update_imported_items(import_id, caller);
end
$$;
alter function inventory.apply_imported_items owner to sodaily_definer;
comment on function inventory.apply_imported_items is
  E'@omit\nPuts the rows of a checked file of items into the books; returns how many, or null '
  'when the check finds faults or questions now. For the worker, as that person. Errors: '
  'INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, PERIOD_CLOSED.';
grant execute on function inventory.apply_imported_items to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/imports/apply_imported_items.sql
--! Included inventory/functions/imports/check_imported_items.sql
-- Security definer: files and what is wrong with them are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.check_imported_items(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
begin
  perform file.import_to_check(import_id, 'items');
  perform inventory.settle_taken_items(import_id);
  perform file.keep_import_problems(import_id, array(
    select p from inventory.imported_item_problems(check_imported_items.import_id) as p));
  perform file.keep_import_questions(import_id, array(
    select d from inventory.imported_unit_questions(check_imported_items.import_id) as d));
  if file.import_has_versions(import_id) then
    perform file.keep_import_changes(import_id, array(
      select c from inventory.imported_item_changes(check_imported_items.import_id) as c));
  end if;
  return file.say_import_summary(import_id, (
    select jsonb_build_object('items', (count(*) filter (where r.item_id is null))::text,
      'updated', nullif(count(*) filter (where r.item_id is not null and r.is_changed), 0)::text,
      'unchanged', nullif(count(*) filter (where r.item_id is not null and not r.is_changed),
        0)::text,
      'opened', nullif(count(*) filter (where r.item_id is null and r.opening_stock > 0), 0)::text,
      'worth', (sum(round(r.opening_stock * r.import_price))
        filter (where r.item_id is null and r.opening_stock > 0))::text,
      'stock_ignored', nullif(count(*) filter (
        where r.item_id is not null and r.opening_stock <> 0), 0)::text)
    from inventory.imported_items(check_imported_items.import_id) as r));
end
$$;
alter function inventory.check_imported_items owner to sodaily_definer;
comment on function inventory.check_imported_items is
  E'@omit\nChecks a file of items that the caller brought in; returns how many cells are wrong. '
  'For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
grant execute on function inventory.check_imported_items to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/imports/check_imported_items.sql
--! Included inventory/functions/imports/said_active.sql
-- Lists say it in many ways: Có, x, 1, Đang bán, Active.
create or replace function inventory.said_active(written text) returns boolean
language plpgsql immutable strict
set search_path to pg_catalog, pg_temp
as $$
declare
  said constant text := file.head_text(written);
begin
  return case
    when said in ('co', 'x', 'yes', 'true', '1', 'dang ban', 'con ban', 'dang kinh doanh',
      'hoat dong', 'dang hoat dong', 'dang su dung', 'in use', 'active') then true
    when said in ('khong', 'no', 'false', '0', 'ngung', 'ngung ban', 'khong ban',
      'ngung kinh doanh', 'ngung hoat dong', 'ngung su dung', 'out of use', 'inactive') then false
  end;
end
$$;
comment on function inventory.said_active is
  E'@omit\nWhether an item is sold, as a list says it; null when that is not understood.';
grant execute on function inventory.said_active to sodaily_definer;
--! EndIncluded inventory/functions/imports/said_active.sql
--! Included inventory/functions/imports/imported_items.sql
-- Units are found by their name as it is written, case aside. Accents are only a hint: a sole unit
-- that differs in nothing else is what a question is asked about, several are a fault. A file says
-- few units many times, so each different text is looked up once. A group is written as the first
-- item that has it. A column that the file has not stays as it is.
create or replace function inventory.imported_items(import_id :ID_TYPE)
  returns table (row_no bigint, sku text, item_name text, unit_id :ID_TYPE, import_price numeric,
    barcode text, min_stock numeric, item_group text, units_alike text[], version numeric,
    item_id :ID_TYPE, version_now bigint, is_changed boolean, cells jsonb,
    opening_stock numeric, is_active boolean)
language sql stable
set search_path to pg_catalog, pg_temp
set enable_nestloop to 'off'
as $$
  with row as materialized (
    select r.row_no, r.cells, r.cells ->> 'unit' as unit, r.cells ->> 'item_group' as item_group
    from file.import_row as r where r.import_id = imported_items.import_id),
  alike as (
    select public.fold_text(u.name) as key, array_agg(u.id) as ids,
      array_agg(u.name order by u.name) as names
    from inventory.unit as u group by 1),
  unit as materialized (
    select w.unit, coalesce(e.id, case when cardinality(a.ids) = 1 then a.ids[1] end) as id,
      case when e.id is null then a.names end as alike
    from (select distinct r.unit from row as r) as w
    left join inventory.unit as e on lower(e.name) = lower(w.unit)
    left join alike as a on a.key = public.fold_text(w.unit)),
  known as (
    select distinct on (lower(i.item_group)) lower(i.item_group) as key, i.item_group as written
    from inventory.item as i where i.item_group is not null
    order by lower(i.item_group), i.created_at, i.id)
  select r.row_no, r.cells ->> 'sku', r.cells ->> 'item_name', u.id,
    (r.cells ->> 'import_price')::numeric, r.cells ->> 'barcode',
    coalesce((r.cells ->> 'min_stock')::numeric, 0), coalesce(k.written, first_value(r.item_group)
      over (partition by lower(r.item_group) order by r.row_no)), u.alike,
    (r.cells ->> 'version')::numeric, i.id, i.version, row(i.item_name, i.barcode, i.min_stock,
      i.item_group, i.unit_id, i.is_active) is distinct from row(r.cells ->> 'item_name',
      case when h.columns @> '{barcode}' then r.cells ->> 'barcode' else i.barcode end,
      case when h.columns @> '{min_stock}' then coalesce((r.cells ->> 'min_stock')::numeric, 0)
        else i.min_stock end,
      case when h.columns @> '{item_group}' then coalesce(k.written, r.item_group)
        else i.item_group end, u.id, coalesce(s.is_active, i.is_active)), r.cells,
    (r.cells ->> 'opening_stock')::numeric,
    case when r.cells ? 'active' then s.is_active else coalesce(i.is_active, true) end
  from row as r
  left join unit as u on u.unit = r.unit
  left join known as k on k.key = lower(r.item_group)
  left join inventory.item as i on r.cells ? 'version' and lower(i.sku) = lower(r.cells ->> 'sku')
  cross join (
    select f.columns from file.import as f where f.id = imported_items.import_id) as h
  cross join lateral (select inventory.said_active(r.cells ->> 'active')) as s (is_active)
$$;
comment on function inventory.imported_items is
  E'@omit\nRows of a file of items, with the units that their names mean; units_alike are those '
  'that differ in accents, when none is of this name. A row with a version is an item that is '
  'there: item_id, its version now, and whether the row changes it. is_active is null for a state '
  'that is none.';
grant execute on function inventory.imported_items to sodaily_definer;
--! EndIncluded inventory/functions/imports/imported_items.sql
--! Included inventory/functions/imports/imported_item_changes.sql
-- What rows about items that are there change, cell by cell. The price is none of it: receipts set
-- it.
create or replace function inventory.imported_item_changes(import_id :ID_TYPE)
  returns setof file.cell_change
language sql stable
set search_path to pg_catalog, pg_temp
set enable_nestloop to 'off'
as $$
  select r.row_no, w.column_code, 'update', w.before, w.after
  from inventory.imported_items(import_id) as r
  join inventory.item as i on i.id = r.item_id
  join inventory.unit as u on u.id = i.unit_id
  left join inventory.unit as n on n.id = r.unit_id
  cross join (
    select f.columns from file.import as f where f.id = imported_item_changes.import_id) as h
  cross join lateral (values
    ('item_name', i.item_name, r.item_name), ('unit', u.name, n.name),
    ('barcode', i.barcode, r.barcode), ('item_group', i.item_group, r.item_group),
    ('active', i.is_active::text, r.is_active::text),
    ('min_stock', trim_scale(i.min_stock)::text, trim_scale(r.min_stock)::text))
    as w (column_code, before, after)
  where r.is_changed and w.column_code = any (h.columns) and w.before is distinct from w.after
$$;
comment on function inventory.imported_item_changes is
  E'@omit\nWhat a file of items changes of those that are there, before and after.';
grant execute on function inventory.imported_item_changes to sodaily_definer;
--! EndIncluded inventory/functions/imports/imported_item_changes.sql
--! Included inventory/functions/imports/imported_item_problems.sql
-- What a form of one item would refuse (inventory.item_problems), and codes that stand twice in the
-- file.
create or replace function inventory.imported_item_problems(import_id :ID_TYPE)
  returns setof file.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with row as materialized (select r.* from inventory.imported_items(import_id) as r),
  repeated as (
    select r.row_no, w.code, w.written,
      min(r.row_no) over (partition by w.code, lower(w.written)) as first_row
    from row as r
    cross join lateral (values ('sku', r.sku), ('barcode', r.barcode)) as w (code, written)
    where w.written is not null)
  select r.row_no, p.path, p.reason, p.value
  from row as r
  cross join lateral jsonb_to_recordset(
    inventory.item_problems(r.item_id, r.sku, r.item_name, r.unit_id, r.barcode, r.min_stock,
      r.item_group)
    || case when r.item_id is null then inventory.import_price_problems(r.import_price)
      else '[]' end) as p (path text, reason text, value text)
  where p.path <> 'unit_id'
  union all
  select r.row_no, 'unit', case when r.units_alike is null then 'unknown' else 'ambiguous' end,
    coalesce(array_to_string(r.units_alike, ', '), r.cells ->> 'unit')
  from row as r where r.unit_id is null and r.cells ->> 'unit' is not null
  union all
  select r.row_no, 'active', 'unknown', r.cells ->> 'active' from row as r where r.is_active is null
  union all
  select r.row_no, 'opening_stock', q.reason, r.opening_stock::text
  from row as r
  join inventory.unit as u on u.id = r.unit_id
  cross join lateral inventory.quantity_problem(r.opening_stock, u.is_decimal) as q (reason)
  where r.item_id is null and r.opening_stock <> 0 and q.reason is not null
  union all
  select r.row_no, w.path, w.reason, w.value
  from row as r
  cross join lateral (
    select 'sku', 'unknown', r.sku where r.item_id is null
    union all
    select 'version', 'changed_since', r.version_now::text where r.version <> r.version_now
    union all
    select 'unit', p.reason, r.cells ->> 'unit'
    from inventory.item as i
    cross join lateral jsonb_to_recordset(inventory.item_keeps_its_unit(i, r.unit_id))
      as p (reason text)
    where i.id = r.item_id) as w (path, reason, value)
  where r.version is not null
  union all
  select r.row_no, r.code, 'twice_in_file', r.first_row::text
  from repeated as r where r.row_no > r.first_row
$$;
comment on function inventory.imported_item_problems is
  E'@omit\nWhat is wrong with the rows of a file of items.';
grant execute on function inventory.imported_item_problems to sodaily_definer;
--! EndIncluded inventory/functions/imports/imported_item_problems.sql
--! Included inventory/functions/imports/open_imported_items.sql
-- What new items of a file have on the shelf, in the transaction that made them.
create or replace function inventory.open_imported_items(import_id :ID_TYPE, caller :ID_TYPE)
  returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
set enable_nestloop to 'off'
as $$
begin
  perform inventory.post_opening_stock(array_agg(i.id), array_agg(r.opening_stock),
    array_agg(config.business_date()), caller)
  from inventory.imported_items(open_imported_items.import_id) as r
  join inventory.item as i on lower(i.sku) = lower(r.sku)
  where r.item_id is null and r.opening_stock > 0
  having count(*) > 0;
end
$$;
comment on function inventory.open_imported_items is
  E'@omit\nPosts the opening stock of the items that a file made. Error: PERIOD_CLOSED.';
grant execute on function inventory.open_imported_items to sodaily_definer;
--! EndIncluded inventory/functions/imports/open_imported_items.sql
--! Included inventory/functions/imports/settle_taken_items.sql
-- Rows whose code is there already, when whoever brought the file chose what becomes of them.
create or replace function inventory.settle_taken_items(import_id :ID_TYPE) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if file.import_choice(import_id, 'there_already') is null then
    return;
  end if;
  perform file.settle_known_rows(import_id, array(
    select row(r.row_no, 'sku', i.item_name, jsonb_build_object('version', i.version::text))
      ::file.known_row
    from file.import_row as r
    join inventory.item as i on lower(i.sku) = lower(r.cells ->> 'sku')
    where r.import_id = settle_taken_items.import_id and not r.cells ? 'version'));
end
$$;
comment on function inventory.settle_taken_items is
  E'@omit\nSkips or updates the items of a file that are there already, as was chosen.';
grant execute on function inventory.settle_taken_items to sodaily_definer;
--! EndIncluded inventory/functions/imports/settle_taken_items.sql
--! Included inventory/functions/imports/update_imported_items.sql
-- Rows of an exported list that came back: an item gets what its row says in the columns that the
-- file has. Its price is set by receipts only. Rows that change nothing count as done.
create or replace function inventory.update_imported_items(import_id :ID_TYPE, caller :ID_TYPE)
  returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
set enable_nestloop to 'off'
as $$
declare
  present constant text[] := (
    select f.columns from file.import as f where f.id = update_imported_items.import_id);
begin
  if not file.import_has_versions(import_id) then
    return 0;
  end if;
  update inventory.item as i
  set item_name = r.item_name, unit_id = r.unit_id,
    barcode = case when present @> '{barcode}' then r.barcode else i.barcode end,
    min_stock = case when present @> '{min_stock}' then r.min_stock else i.min_stock end,
    item_group = case when present @> '{item_group}' then r.item_group else i.item_group end,
    is_active = r.is_active,
    inactive_reason = case when r.is_active then null else i.inactive_reason end,
    version = i.version + 1, updated_at = now(), updated_by = caller
  from inventory.imported_items(update_imported_items.import_id) as r
  where i.id = r.item_id and r.is_changed;
  return (
    select count(*) from inventory.imported_items(update_imported_items.import_id) as r
    where r.item_id is not null);
end
$$;
comment on function inventory.update_imported_items is
  E'@omit\nChanges the items that rows with a version are about; returns how many rows that are.';
grant execute on function inventory.update_imported_items to sodaily_definer;
--! EndIncluded inventory/functions/imports/update_imported_items.sql
--! Included inventory/functions/inner/add_issue.sql
-- Writes a new slip and its lines in one statement, the total with them: one more update of the
-- slip would be one more round of its triggers. `head` says for whom, when, and what is paid.
create or replace function inventory.add_issue(
  head inventory.issue, items inventory.issue_line[],
  prices inventory.line_price[] default null) returns inventory.issue
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
begin
  with line as materialized (
    select l.* from inventory.priced_issue_lines(head.issue_date, items, prices) as l),
  slip_row as (
    insert into inventory.issue as i (
      agency_id, issue_date, paid_now, note, replaces_id, wanted_date, requested_at,
      created_by, total_amount)
    select head.agency_id, head.issue_date, coalesce(head.paid_now, 0), head.note,
      head.replaces_id, head.wanted_date, head.requested_at, head.created_by,
      coalesce(sum(l.line_total), 0)
    from line as l
    returning i.*),
  line_row as (
    insert into inventory.issue_detail (
      agency_id, issue_id, line_no, item_id, quantity, is_free, unit_price, line_total,
      list_price, price_reason, price_regulation_version_id, created_by)
    select s.agency_id, s.id, l.line_no, l.item_id, l.quantity, l.is_free, l.unit_price,
      l.line_total, l.list_price, l.price_reason, l.price_regulation_version_id, s.created_by
    from slip_row as s cross join line as l)
  select s.* into strict slip from slip_row as s;
  if exists (select from unnest(items) as l where l.is_free) then
    perform inventory.free_goods_within_percent(slip);
  end if;
  return slip;
end
$$;
comment on function inventory.add_issue is
  E'@omit\nInserts a slip that nothing is posted for yet, with its merged and priced lines. Error: '
  'PERMISSION_DENIED, see inventory.free_goods_within_percent.';
grant execute on function inventory.add_issue to sodaily_definer;
--! EndIncluded inventory/functions/inner/add_issue.sql
--! Included inventory/functions/inner/add_issue_lines.sql
-- Writes the lines of a request that is asked anew. Its total follows them
-- (rules/f_update_total_amount.sql).
create or replace function inventory.add_issue_lines(
  issue inventory.issue, items inventory.issue_line[],
  prices inventory.line_price[] default null) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into inventory.issue_detail (
    agency_id, issue_id, line_no, item_id, quantity, is_free, unit_price, line_total,
    list_price, price_reason, price_regulation_version_id, created_by)
  select issue.agency_id, issue.id, l.line_no, l.item_id, l.quantity, l.is_free, l.unit_price,
    l.line_total, l.list_price, l.price_reason, l.price_regulation_version_id, issue.created_by
  from inventory.priced_issue_lines(issue.issue_date, items, prices) as l;
  if exists (select from unnest(items) as l where l.is_free) then
    perform inventory.free_goods_within_percent(issue);
  end if;
end
$$;
comment on function inventory.add_issue_lines is
  E'@omit\nInserts the merged and priced lines of a slip. Error: PERMISSION_DENIED, see '
  'inventory.free_goods_within_percent.';
grant execute on function inventory.add_issue_lines to sodaily_definer;
--! EndIncluded inventory/functions/inner/add_issue_lines.sql
--! Included inventory/functions/inner/normalized_prices.sql
-- What two requests must agree in to name the same prices: in any order, and 1000.0 is 1000.
create or replace function inventory.normalized_prices(prices inventory.line_price[]) returns jsonb
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_agg(
      jsonb_build_array(p.item_id, trim_scale(p.unit_price), btrim(p.reason)) order by p.item_id)
    from unnest(prices) as p (item_id, unit_price, reason));
end
$$;
comment on function inventory.normalized_prices is
  'Prices that a person names as JSON [[item, price, reason]], null for none, for telling a retry '
  'from another request.';
grant execute on function inventory.normalized_prices to sodaily_definer;
--! EndIncluded inventory/functions/inner/normalized_prices.sql
--! Included inventory/functions/inner/priced_issue_lines.sql
-- Lines of a slip as they are written: the same item twice is merged, prices are the import price ×
-- the ratio, both of the slip's date, or the one that was named (inventory.price_override), with
-- the rule's beside it. The import price of today stands on the item. Free goods are a line of
-- their own.
create or replace function inventory.priced_issue_lines(
  issue_date date, items inventory.issue_line[], prices inventory.line_price[])
returns table (
  line_no bigint, item_id :ID_TYPE, quantity numeric, is_free boolean, unit_price numeric,
  line_total numeric, list_price numeric, price_reason text,
  price_regulation_version_id :ID_TYPE)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  ratio config.regulation_version :=
    config.regulation_on('EXPORT_PRICE_RATIO', priced_issue_lines.issue_date);
  dated_ids :ID_TYPE[];
  dated_prices numeric[];
begin
  if priced_issue_lines.issue_date < config.business_date() then
    select array_agg(p.item_id), array_agg(p.price) into dated_ids, dated_prices
    from inventory.import_prices_on(array(
      select distinct w.item_id from unnest(items) as w (item_id, quantity, is_free)),
    priced_issue_lines.issue_date) as p;
  end if;
  return query
  select row_number() over (order by l.place), l.item_id, l.quantity, l.is_free, sold.price,
    round(l.quantity * sold.price), case when named.item_id is not null then rule.price end,
    btrim(named.reason), ratio.id
  from (
    select w.item_id, coalesce(w.is_free, false) as is_free, sum(w.quantity) as quantity,
      min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, is_free, place)
    group by 1, 2) as l
  join inventory.item as i on i.id = l.item_id
  left join unnest(dated_ids, dated_prices) as dated (item_id, price) on dated.item_id = l.item_id
  cross join lateral (
    select inventory.issue_price(coalesce(dated.price, i.import_price),
      ratio.value::numeric) as price) as rule
  left join unnest(prices) as named (item_id, unit_price, reason)
    on named.item_id = l.item_id and not l.is_free
  cross join lateral (
    select case when l.is_free then 0
      else coalesce(named.unit_price, rule.price) end as price) as sold;
end
$$;
comment on function inventory.priced_issue_lines is
  E'@omit\nMerges the lines asked for and prices them, in đồng, as of a date.';
grant execute on function inventory.priced_issue_lines to sodaily_definer;
--! EndIncluded inventory/functions/inner/priced_issue_lines.sql
--! Included inventory/functions/queries/search_items.sql
-- Items that start with the words come first, then those that contain them; what is in stock before
-- what is not. The catalogue has no row filter, so the trigram index serves: planned
-- for the words of each search.
create or replace function inventory.search_items(query text, item_group text default null)
  returns setof inventory.item
language plpgsql stable
set search_path to pg_catalog, pg_temp
set plan_cache_mode to 'force_custom_plan'
as $$
declare
  patterns constant text[] := public.search_patterns(query);
  beginning constant text := public.fold_text(coalesce(public.clean_text(query), ''));
begin
  return query
    select i.*
    from inventory.item as i
    where i.search_text like patterns[1] and i.search_text like all (patterns)
      and (search_items.item_group is null
        or lower(i.item_group) = lower(search_items.item_group))
    order by
      i.is_active desc,
      starts_with(i.search_text, beginning) desc,
      i.stock_quantity > 0 desc,
      i.item_name,
      i.sku;
end
$$;
comment on function inventory.search_items is
  'Items in whose code, name or barcode every word is found, in any order, without accents and '
  'case, best first; of itemGroup only, when one is given.';
grant execute on function inventory.search_items
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/queries/search_items.sql
--! Included notification/functions/commands/email_to_send.sql
-- The mail of a job, locked until it was sent: a second run of the job waits, and then finds none.
-- Security definer: the worker reads no table.
create or replace function notification.email_to_send(outbox_id :ID_TYPE)
returns table (message_key text, recipient text, locale text, template text, payload jsonb,
  sender text)
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  select o.message_key::text, o.recipient, o.locale, o.template, o.payload,
    nullif(concat_ws(E'\n', c.name, c.address, nullif(concat_ws(' · ', c.phone, c.email), '')), '')
  from notification.outbox as o
  left join lateral config.current_company_profile() as c on true
  where o.id = email_to_send.outbox_id and not notification.has_left(o.status)
  for update of o
$$;
alter function notification.email_to_send owner to sodaily_definer;
comment on function notification.email_to_send is
  E'@omit\nLocks a mail that was not sent yet, no row when it was; sender is who the distributor '
  'is, in lines, null while nobody wrote it. For the worker only.';
grant execute on function notification.email_to_send to sodaily_worker;
--! EndIncluded notification/functions/commands/email_to_send.sql
--! Included notification/functions/inner/notify.sql
-- The one place where people are told: each of a thing once, in the application and by mail as they
-- wish, however often a job runs. NOTIFY carries no rights, so it carries keys only; the receiver
-- reads the row as the person. Returns how many were told for the first time.
create or replace function notification.notify(
  kind text, subject text, about_agency_id :ID_TYPE, messages notification.message[])
returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  told bigint;
begin
  with wished as materialized (
    select m.user_id, m.payload, u.email, u.locale, u.full_name,
      coalesce(p.is_in_app, true) or not k.is_optional as is_in_app,
      coalesce(p.is_by_mail, false) as is_by_mail
    from unnest(notify.messages) as m
    join auth."user" as u on u.id = m.user_id and u.is_active
    join notification.notification_kind as k on k.code = notify.kind
    left join notification.preference as p on p.user_id = m.user_id and p.kind = notify.kind),
  written as (
    insert into notification.notification as n (user_id, kind, subject, payload, about_agency_id)
    select w.user_id, notify.kind, notify.subject, w.payload, notify.about_agency_id
    from wished as w where w.is_in_app
    on conflict on constraint a_person_is_told_once do nothing
    returning n.id, n.user_id),
  pushed as materialized (
    select pg_notify('notification:' || w.user_id, json_build_object('id', w.id::text)::text)
    from written as w),
  mailed as materialized (
    select notification.queue_email(w.email, w.locale, notify.kind,
      jsonb_build_object('full_name', w.full_name) || w.payload, notify.subject)
    from wished as w where w.is_by_mail)
  select count(*) into told from pushed where (select count(*) from mailed) >= 0;
  return told;
end
$$;
comment on function notification.notify is
  E'@omit\nTells people of a thing as they wish; returns how many notifications were new.';
grant execute on function notification.notify to sodaily_definer;
--! EndIncluded notification/functions/inner/notify.sql
--! Included notification/functions/inner/agency_facts.sql
create or replace function notification.agency_facts(agency_id :ID_TYPE) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object(
      'agency_id', a.id::text, 'agency_code', a.code, 'agency_name', a.name)
    from agency.agency as a where a.id = agency_facts.agency_id);
end
$$;
comment on function notification.agency_facts is
  E'@omit\nWhat every message about an agency names: {agency_id, agency_code, agency_name}.';
grant execute on function notification.agency_facts to sodaily_definer;
--! EndIncluded notification/functions/inner/agency_facts.sql
--! Included notification/functions/inner/audience.sql
-- Who may hear of an agency's affairs: active people who hold a scope by a role, and see the
-- agency: those who work with assigned agencies by their assignment, all others anyway.
create or replace function notification.audience(scope text, agency_id :ID_TYPE)
returns table (user_id :ID_TYPE, sees_money boolean)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return query
  select u.id, auth.database_role_of(u.id) <> 'sodaily_warehouse'
  from auth."user" as u
  where u.is_active and exists (
    select from auth.user_role as ur
    join auth.role as r on r.id = ur.role_id
    join auth.role_permission as rp on rp.role_id = r.id
    where ur.user_id = u.id and rp.permission_code = audience.scope
      and (r.database_role <> 'sodaily_user' or exists (
        select from auth.user_agency as ua
        where ua.user_id = u.id and ua.agency_id = audience.agency_id)));
end
$$;
comment on function notification.audience is
  E'@omit\nActive people who hold a scope and see an agency, and whether they see its money.';
grant execute on function notification.audience to sodaily_definer;
--! EndIncluded notification/functions/inner/audience.sql
--! Included notification/functions/inner/issue_audience.sql
-- Who hears of a new slip: those who confirm that goods leave and may see the agency, and the
-- agency's own logins. The author hears something else, so is left out here.
create or replace function notification.issue_audience(issue inventory.issue)
returns table (user_id :ID_TYPE, sees_money boolean)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return query
  select u.id, auth.database_role_of(u.id) <> 'sodaily_warehouse'
  from auth."user" as u
  where u.is_active and u.id <> issue.created_by
    and exists (
      select from auth.user_role as ur
      join auth.role as r on r.id = ur.role_id
      join auth.role_permission as rp on rp.role_id = r.id
      where ur.user_id = u.id
        and case
          when r.database_role = 'sodaily_user' then exists (
            select from auth.user_agency as ua
            where ua.user_id = u.id and ua.agency_id = issue.agency_id)
          else rp.permission_code = 'inventory:confirm'
        end);
end
$$;
comment on function notification.issue_audience is
  E'@omit\nUsers to be told of a slip, and whether each may see its money.';
grant execute on function notification.issue_audience to sodaily_definer;
--! EndIncluded notification/functions/inner/issue_audience.sql
--! Included notification/functions/inner/notify_near_limit.sql
-- Warns, once a week for an agency, that its debt has come near its debt limit: those who sell to
-- it and those who give debt limits.
create or replace function notification.notify_near_limit(agency_id :ID_TYPE) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select notification.notify('near_limit',
      a.id || to_char(config.business_date(), ' IYYY-IW'), a.id, array(
        select row(h.user_id, notification.agency_facts(a.id) || jsonb_build_object(
          'debt_amount', a.debt_amount::text,
          'limit_amount', (agency.debt_limit_of(a, config.business_date())).debt_limit::text))
          ::notification.message
        from notification.audience('agency:write', a.id) as h where h.sees_money))
    from agency.agency as a
    where a.id = notify_near_limit.agency_id and agency.agency_is_near_limit(a));
end
$$;
comment on function notification.notify_near_limit is
  E'@omit\nTells of an agency near its debt limit; returns how many notifications were new, null '
  'when it is not.';
grant execute on function notification.notify_near_limit to sodaily_definer;
--! EndIncluded notification/functions/inner/notify_near_limit.sql
--! Included report/functions/queries/business_figures.sql
-- What monitoring watches of the business: counts and sums, and nothing of a single agency, item or
-- person. It shows that slips stop coming in, which no error would tell.
-- Security definer: the worker reads no table of the business.
create or replace function report.business_figures() returns jsonb
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  today constant date := config.business_date();
begin
  return jsonb_build_object(
    'slips_today', jsonb_build_object(
      'issue', (
        select count(*) from inventory.issue as i
        where i.issue_date = today and i.confirmed_at is not null),
      'receipt', (select count(*) from inventory.receipt as r where r.receipt_date = today),
      'payment', (select count(*) from finance.payment as p where p.payment_date = today)),
    'waiting_issues', (
      select count(*) from inventory.issue as i where inventory.waits_for_decision(i.status)),
    'debt_amount', (select coalesce(sum(a.debt_amount), 0) from agency.agency as a),
    'overdue_amount', (
      select coalesce(sum(o.open_amount), 0) from finance.open_item as o
      where o.open_amount > 0 and o.due_date < today),
    'near_limit_agencies', (select count(*) from agency.agencies_near_limit()));
end
$$;
alter function report.business_figures owner to sodaily_definer;
comment on function report.business_figures is
  E'@omit\nCounts and sums of today for monitoring: slips, requests that wait, debt and overdue '
  'debt in đồng, agencies near their debt limit. For the worker only.';
grant execute on function report.business_figures to sodaily_worker;
--! EndIncluded report/functions/queries/business_figures.sql
--! Included agency/rules/agency_status_is_recorded.sql
-- Rule: every change of an agency's state is kept with who made it and why. Nobody may override.
-- Once a statement, because a file approves a hundred thousand agencies in one.
create or replace function agency.agency_status_is_recorded() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  -- every slip moves a debt, and an insert of nothing would still ask the audit trail
  if exists (
    select from new_agency as n join old_agency as o on o.id = n.id where n.status <> o.status) then
    insert into agency.agency_status_change (agency_id, from_status, to_status, reason, created_by)
    select n.id, o.status, n.status, n.status_reason, n.updated_by
    from new_agency as n
    join old_agency as o on o.id = n.id
    where n.status <> o.status
    order by n.id;
  end if;
  return null;
end
$$;
comment on function agency.agency_status_is_recorded is
  'Writes the changes of agencies'' states into their history.';

create or replace trigger agency_status_is_recorded
after update on agency.agency
referencing old table as old_agency new table as new_agency
for each statement
execute function agency.agency_status_is_recorded();
comment on trigger agency_status_is_recorded on agency.agency is 'A state has a history.';
--! EndIncluded agency/rules/agency_status_is_recorded.sql
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
  return null;
end
$$;
comment on function agency.agency_transition is
  'Refuses a change of status that is not allowed. Error: INVALID_TRANSITION {agency_id, from, '
  'to}.';

-- after the update: a trigger before it would have search_text computed for every slip
create or replace trigger agency_transition
after update on agency.agency
for each row when (old.status is distinct from new.status)
execute function agency.agency_transition();
comment on trigger agency_transition on agency.agency is
  'An agency changes state along its roads only.';
--! EndIncluded agency/rules/agency_transition.sql
--! Included agency/rules/terminated_without_debt.sql
-- Rule: an agency is terminated only when it owes nothing and is owed nothing. What it has with us
-- is told as credit, never as a debt below nothing. Nobody may override. Codes when refused:
-- AGENCY_HAS_DEBT, AGENCY_HAS_CREDIT.
create or replace function agency.terminated_without_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  if new.debt_amount < 0 then
    raise exception 'agency % still has a credit of %', new.code, -new.debt_amount
      using errcode = 'SDCRE', detail = jsonb_build_object(
        'agency_id', new.id::text, 'agency_code', new.code, 'agency_name', new.name,
        'credit', (-new.debt_amount)::text)::text,
      hint = 'Give the money back first.';
  end if;
  raise exception 'agency % still has a debt of %', new.code, new.debt_amount
    using errcode = 'SDOWE', detail = jsonb_build_object(
      'agency_id', new.id::text, 'agency_code', new.code, 'agency_name', new.name,
      'current_debt', new.debt_amount::text)::text,
    hint = 'Collect the debt first.';
end
$$;
comment on function agency.terminated_without_debt is
  'Refuses to terminate an agency that owes or is owed. Errors: AGENCY_HAS_DEBT {agency_id, '
  'agency_code, agency_name, current_debt}, AGENCY_HAS_CREDIT {agency_id, agency_code, '
  'agency_name, credit}, đồng as text.';

-- after the update: a trigger before it would have search_text computed for every slip
create or replace trigger terminated_without_debt
after update on agency.agency
for each row when (
  new.status = 'terminated' and old.status <> 'terminated' and new.debt_amount <> 0)
execute function agency.terminated_without_debt();
comment on trigger terminated_without_debt on agency.agency is 'Terminated at zero debt only.';
--! EndIncluded agency/rules/terminated_without_debt.sql
--! Included agency/rules/type_limit_below_debt.sql
-- Rule: an agency does not change to a type whose debt limit is under its debt. Measured by the
-- type's debt limit even while the agency has one of its own: that one expires, and the type stays.
-- The type's row is held, so that its debt limit does not move meanwhile. Who may override: nobody;
-- collect the difference first, or an administrator raises the type's debt limit. Code when
-- refused: TYPE_LIMIT_BELOW_DEBT.
create or replace function agency.type_limit_below_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  wanted agency.agency_type;
begin
  select t.* into strict wanted from agency.agency_type as t
  where t.id = new.agency_type_id
  for share;
  if new.debt_amount > wanted.debt_limit then
    raise exception 'agency % owes more than type % allows', new.code, wanted.name
      using errcode = 'SDTLB', detail = jsonb_build_object(
        'agency_id', new.id::text, 'agency_code', new.code, 'agency_name', new.name,
        'debt', new.debt_amount::text, 'limit', wanted.debt_limit::text,
        'short_by', (new.debt_amount - wanted.debt_limit)::text, 'type', wanted.name)::text,
      hint = 'Collect what it is short by, or choose another type.';
  end if;
  return null;
end
$$;
comment on function agency.type_limit_below_debt is
  'Refuses a type too small for the debt. Error: TYPE_LIMIT_BELOW_DEBT {agency_id, agency_code, '
  'agency_name, debt, limit, short_by, type}, money in đồng as text.';

-- after the update: a trigger before it would have search_text computed for every slip
create or replace trigger type_limit_below_debt
after update on agency.agency
for each row when (old.agency_type_id <> new.agency_type_id)
execute function agency.type_limit_below_debt();
comment on trigger type_limit_below_debt on agency.agency is 'A type must hold the debt.';
--! EndIncluded agency/rules/type_limit_below_debt.sql
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
  -- derived, or a picture that its own row keeps for good
  never_kept constant text[] := array['search_text', 'logo'];
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
    from (select to_jsonb(r) - never_kept as facts from new_row as r offset 0) as n;
  else
    caller := auth.current_user_id();
    insert into audit.change (user_id, database_user, trace_id, table_name, row_key, action, before)
    select caller, case when caller is null then session_user end, trace, name,
      concat_ws('/', o.facts ->> tg_argv[0], o.facts ->> tg_argv[1]), 'delete', o.facts
    from (select to_jsonb(r) - never_kept as facts from old_row as r offset 0) as o;
  end if;
  return null;
end
$$;
alter function audit.record_change owner to sodaily_definer;
comment on function audit.record_change is
  'Writes the changes of one statement into audit.change. Arguments: the columns of the table''s '
  'key.';

-- Three triggers a table, named to fire before the steps of confirming, so that the trail has the
-- order of events. A new table of the business joins this list or, with a reason, the README's.
do $$
declare
  audited record;
  verb text;
begin
  for audited in
    select t.name, t.key from (values
      ('agency.agency', 'id'), ('agency.agency_debt_limit_change', 'id'),
      ('agency.agency_status_change', 'id'), ('agency.agency_terms_change', 'id'),
      ('agency.agency_type', 'id'), ('agency.district', 'id'),
      ('auth.permission', 'code'), ('auth.role', 'id'),
      ('auth.role_permission', 'role_id, permission_code'),
      ('auth."user"', 'id'), ('auth.user_agency', 'user_id, agency_id'),
      ('auth.user_role', 'user_id, role_id'),
      ('config.company_profile', 'id'), ('config.feature_flag', 'id'), ('config.regulation', 'id'),
      ('config.regulation_version', 'id'),
      ('finance.adjustment', 'id'), ('finance.balance_letter', 'id'),
      ('finance.opening_debt', 'id'), ('finance.payment', 'id'),
      ('finance.period', 'month'),
      ('finance.refund', 'id'),
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
        case verb when 'insert' then 'new table as new_row'
          when 'delete' then 'old table as old_row'
          else 'old table as old_row new table as new_row' end, audited.key);
      execute format('comment on trigger audit_%1$s on %2$s is %3$L', verb, audited.name,
        'Every ' || verb || ' is kept in audit.change.');
    end loop;
  end loop;
end
$$;
--! EndIncluded audit/rules/record_change.sql
--! Included finance/rules/debt_is_reversed_on_cancel.sql
-- Rule: cancelling a slip puts the debt back by new rows: first its payment on the spot is
-- cancelled (finance/rules/cancelled_payment_raises_debt.sql), then the slip's own row is reversed.
-- A payment that was handed over stays: the money is there, and becomes credit to refund.
-- Under QĐ5 (regulation PAYMENT_NOT_OVER_DEBT) an agency never ends up with more credit than that,
-- which happens when it has paid for the slip since: all goods are taken back instead.
-- Locks the agency (lock order: agency, items by key). Who may override: nobody; an administrator
-- switches the regulation off. Code when refused: HAS_PAYMENTS.
create or replace function finance.debt_is_reversed_on_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  owner_of_debt agency.agency;
begin
  select a.* into strict owner_of_debt from agency.agency as a
  where a.id = new.agency_id for no key update;
  if owner_of_debt.debt_amount - new.total_amount + new.paid_now < 0
    and config.regulation_is_on('PAYMENT_NOT_OVER_DEBT', config.business_date()) then
    perform finance.refuse_paid_slip(new, owner_of_debt);
  end if;

  update finance.payment as p
  set status = 'cancelled', cancelled_at = new.cancelled_at, cancelled_by = new.cancelled_by,
    cancel_reason = new.reason
  where p.agency_id = new.agency_id and p.issue_id = new.id and p.handed_over_at is null;

  with undone as (
    select t.* from finance.debt_transaction as t
    where t.agency_id = new.agency_id and t.issue_id = new.id and t.kind = 'issue'),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - u.amount, debt_seq = a.debt_seq + 1
    from undone as u where a.id = new.agency_id
    returning a.debt_amount, a.debt_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    reverses_id, created_by)
  select u.agency_id, b.debt_seq, 'issue_cancel', -u.amount, b.debt_amount,
    config.business_date(), u.item_seq, u.due_date, u.issue_id, u.id, new.cancelled_by
  from undone as u cross join balance as b;
  return null;
end
$$;
comment on function finance.debt_is_reversed_on_cancel is
  'Reverses the debt of slips being cancelled and the payments made with them that were not '
  'handed over. Error: HAS_PAYMENTS, see finance.refuse_paid_slip.';

create or replace trigger cancel_1_debt_is_reversed
after update on inventory.issue
for each row when (new.status = 'cancelled' and old.status <> 'cancelled')
execute function finance.debt_is_reversed_on_cancel();
comment on trigger cancel_1_debt_is_reversed on inventory.issue is
  'Cancelling, step 1: lock the agency, reverse the debt.';
--! EndIncluded finance/rules/debt_is_reversed_on_cancel.sql
--! Included finance/rules/f_update_debt_amount.sql
-- Rule: debt rises exactly once, when a slip becomes confirmed: one ledger row a slip, and the
-- agency's balance with it. The agency is locked by step 1. Nobody may override.
create or replace function finance.f_update_debt_amount() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + new.total_amount, debt_seq = a.debt_seq + 1
    where a.id = new.agency_id
    returning a.debt_amount, a.debt_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    created_by)
  select new.agency_id, b.debt_seq, 'issue', new.total_amount, b.debt_amount, new.issue_date,
    b.debt_seq, new.due_date, new.id, new.confirmed_by
  from balance as b;
  return new;
end
$$;
comment on function finance.f_update_debt_amount is
  'Raises the debt of the agency of a slip being confirmed and writes the debt ledger, in đồng.';

create or replace trigger confirm_3_f_update_debt_amount
before update on inventory.issue
for each row when (
  new.status = 'confirmed' and old.status <> 'confirmed' and new.total_amount > 0)
execute function finance.f_update_debt_amount();
comment on trigger confirm_3_f_update_debt_amount on inventory.issue is
  'Confirming, step 3: debt and debt ledger.';
--! EndIncluded finance/rules/f_update_debt_amount.sql
--! Included finance/rules/paid_now_makes_one_payment.sql
-- Rule: what is paid on the spot makes one payment linked to its slip, counted once in the debt
-- ledger right after the slip. With somebody who keeps the money (finance:write) it is handed over
-- at once; others have it in hand until finance.hand_over_cash. Nobody may override.
create or replace function finance.paid_now_makes_one_payment() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  -- somebody who keeps the money
  is_handed_over constant boolean := auth.has_scope('finance:write');
begin
  with paid as (
    insert into finance.payment (code, agency_id, issue_id, amount, payment_date, created_by,
      handed_over_at, handed_over_by)
    values (config.next_document_code('PT', new.issue_date), new.agency_id, new.id, new.paid_now,
      new.issue_date, new.confirmed_by, case when is_handed_over then now() end,
      case when is_handed_over then new.confirmed_by end)
    returning id),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - new.paid_now, debt_seq = a.debt_seq + 1
    where a.id = new.agency_id
    returning a.debt_amount, a.debt_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    payment_id, created_by)
  select new.agency_id, b.debt_seq, 'paid_now', -new.paid_now, b.debt_amount, new.issue_date,
    o.seq, o.due_date, new.id, p.id, new.confirmed_by
  from paid as p
  cross join balance as b
  join finance.open_item as o on o.agency_id = new.agency_id and o.issue_id = new.id;
  return new;
end
$$;
comment on function finance.paid_now_makes_one_payment is
  'Records the payment made on the spot with a slip being confirmed, and lowers the debt, in '
  'đồng.';

create or replace trigger confirm_6_paid_now_makes_one_payment
before update on inventory.issue
for each row when (
  new.status = 'confirmed' and old.status <> 'confirmed' and new.paid_now > 0)
execute function finance.paid_now_makes_one_payment();
comment on trigger confirm_6_paid_now_makes_one_payment on inventory.issue is
  'Confirming, step 6: the payment on the spot.';
--! EndIncluded finance/rules/paid_now_makes_one_payment.sql
--! Included finance/rules/period_is_open.sql
-- Rule: nothing is posted into a closed month: no stock movement and no row of the debt ledger,
-- whoever writes it. A correction is dated in an open month. Who may override: whoever holds
-- period:close opens the month again, with a reason. Code when refused: PERIOD_CLOSED.
create or replace function finance.period_is_open() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform finance.lock_open_period(d.business_date)
  from (
    select distinct on (date_trunc('month', n.business_date::timestamp)) n.business_date
    from new_entry as n
    order by date_trunc('month', n.business_date::timestamp), n.business_date) as d;
  return null;
end
$$;
comment on function finance.period_is_open is
  'Holds the months of ledger rows open. Error: PERIOD_CLOSED, see finance.lock_open_period.';

create or replace trigger period_is_open
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function finance.period_is_open();
comment on trigger period_is_open on finance.debt_transaction is 'No debt moves in a closed month.';

create or replace trigger period_is_open
after insert on inventory.stock_movement
referencing new table as new_entry
for each statement execute function finance.period_is_open();
comment on trigger period_is_open on inventory.stock_movement is
  'No stock moves in a closed month.';

create or replace function finance.period_is_open_for_slips() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform finance.lock_open_period(new.issue_date);
  return new;
end
$$;
comment on function finance.period_is_open_for_slips is
  'Holds the months of slips being confirmed open. Error: PERIOD_CLOSED, see '
  'finance.lock_open_period.';

create or replace trigger confirm_0_period_is_open
before update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function finance.period_is_open_for_slips();
comment on trigger confirm_0_period_is_open on inventory.issue is
  'Confirming, step 0: hold the month, before any other lock.';
--! EndIncluded finance/rules/period_is_open.sql
--! Included inventory/rules/debt_limit.sql
-- Rule QĐ3b: debt + slip − paid now ≤ debt limit (the agency's own while valid, else its type's).
-- Checked under the lock on the agency, so two slips at once cannot pass it together; the debt
-- limit is held until the slip is written.
-- Who may override: nobody; a manager gives the agency a debt limit of its own. Code when refused:
-- DEBT_LIMIT.
create or replace function inventory.debt_limit() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  taker agency.agency;
  room inventory.issue_headroom_answer;
begin
  select a.* into strict taker from agency.agency as a where a.id = new.agency_id;
  perform agency.lock_debt_limit(taker);
  room := inventory.headroom_of(taker, config.business_date(), new.total_amount, new.paid_now);
  if room.short_by > 0 then
    perform inventory.refuse_over_limit(taker, room, new.id);
  end if;
  return new;
end
$$;
comment on function inventory.debt_limit is
  'Refuses slips that pass the debt limit. Error: DEBT_LIMIT, see inventory.refuse_over_limit.';

create or replace trigger confirm_2_debt_limit
before update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.debt_limit();
comment on trigger confirm_2_debt_limit on inventory.issue is
  'Confirming, step 2: the debt stays within the debt limit.';
--! EndIncluded inventory/rules/debt_limit.sql
--! Included inventory/rules/f_reduce_stock_on_issue.sql
-- Rule QĐ3c: stock falls exactly once, when a slip becomes confirmed, and never below zero, on the
-- slip's date or any later one. One ordered lock on all items, one update for all lines, what is
-- paid for and what is free of an item together; the shortages are looked for only when one did not
-- fit. Nobody may override.
-- Code when refused: OUT_OF_STOCK.
create or replace function inventory.f_reduce_stock_on_issue() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  asked bigint;
  moved bigint;
begin
  perform from inventory.item as i
  where i.id in (
    select d.item_id from inventory.issue_detail as d
    where d.agency_id = new.agency_id and d.issue_id = new.id and d.quantity > 0)
  order by i.id
  for no key update;
  get diagnostics asked = row_count;

  with line as (
    select d.item_id, sum(d.quantity) as quantity,
      sum(d.quantity) filter (where d.is_free) as free
    from inventory.issue_detail as d
    where d.agency_id = new.agency_id and d.issue_id = new.id and d.quantity > 0
    group by d.item_id),
  balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity - l.quantity, stock_seq = i.stock_seq + 1
    from line as l
    where i.id = l.item_id and i.stock_quantity >= l.quantity
    returning i.id, l.quantity, l.free, i.stock_quantity, i.stock_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, free_quantity, balance_after, business_date, agency_id,
    issue_id, created_by)
  select b.id, b.stock_seq, 'issue', -b.quantity, -b.free, b.stock_quantity, new.issue_date,
    new.agency_id, new.id, new.confirmed_by
  from balance as b;
  get diagnostics moved = row_count;

  if moved <> asked then
    perform inventory.refuse_short_stock(new);
  end if;
  if new.issue_date < config.business_date() then
    perform inventory.refuse_earlier_shortage(new);
  end if;
  return new;
end
$$;
comment on function inventory.f_reduce_stock_on_issue is
  'Lowers stock for slips being confirmed and writes the stock ledger. Error: OUT_OF_STOCK '
  '{items: [{item_id, sku, item_name, unit, requested, available, shortage, first_day}]}.';

create or replace trigger confirm_4_f_reduce_stock_on_issue
before update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.f_reduce_stock_on_issue();
comment on trigger confirm_4_f_reduce_stock_on_issue on inventory.issue is
  'Confirming, step 4: stock and stock ledger.';
--! EndIncluded inventory/rules/f_reduce_stock_on_issue.sql
--! Included inventory/rules/f_update_total_amount.sql
-- Rule: a slip's total is the sum of its lines, each rounded once, when the statement that writes
-- the lines ends. A slip that is written with its total already needs no update. Nobody may
-- override.
create or replace function inventory.f_update_total_amount() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  if exists (
    select from (select distinct n.agency_id, n.issue_id from new_line as n) as w
    join inventory.issue as i on i.agency_id = w.agency_id and i.id = w.issue_id
    where i.total_amount <> (
      select sum(d.line_total) from inventory.issue_detail as d
      where d.agency_id = w.agency_id and d.issue_id = w.issue_id)) then
    update inventory.issue as i
    set total_amount = s.total_amount
    from (
      select d.agency_id, d.issue_id, sum(d.line_total) as total_amount
      from inventory.issue_detail as d
      where (d.agency_id, d.issue_id) in (select n.agency_id, n.issue_id from new_line as n)
      group by d.agency_id, d.issue_id) as s
    where i.agency_id = s.agency_id and i.id = s.issue_id and i.total_amount <> s.total_amount;
  end if;
  return null;
end
$$;
comment on function inventory.f_update_total_amount is
  'Keeps the totals of slips the sum of their lines, in đồng.';

create or replace trigger f_update_total_amount
after insert on inventory.issue_detail
referencing new table as new_line
for each statement execute function inventory.f_update_total_amount();
comment on trigger f_update_total_amount on inventory.issue_detail is 'Total = sum of lines.';
--! EndIncluded inventory/rules/f_update_total_amount.sql
--! Included inventory/rules/issue_is_announced.sql
-- Rule: people hear of every confirmed slip. One job per slip, queued in the same
-- transaction, so no slip goes unannounced and no rolled-back slip is announced.
create or replace function inventory.issue_is_announced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform notification.enqueue(
    'notify_issue_created', jsonb_build_object('issue_id', new.id::text));
  return null;
end
$$;
comment on function inventory.issue_is_announced is
  'Queues the job notify_issue_created for slips being confirmed.';

create or replace trigger confirm_7_issue_is_announced
after update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.issue_is_announced();
comment on trigger confirm_7_issue_is_announced on inventory.issue is
  'Confirming, step 7: the job that tells people.';
--! EndIncluded inventory/rules/issue_is_announced.sql
--! Included inventory/rules/issue_is_final_once_confirmed.sql
-- Rule: no slip is edited after confirmation, no line joins it, and none is ever deleted: cancel it
-- and write anew. Its numbers and debt limit are given once. Nobody may override.
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
comment on function inventory.issue_is_final_once_confirmed is
  'Refuses to edit a confirmed slip or to delete any. Error: HISTORY_IS_FINAL {table, verb, '
  'issue_id}.';

create or replace trigger change_2_issue_is_final_once_confirmed
before update on inventory.issue
for each row when (
  old.request_code is not null and old.request_code is distinct from new.request_code
  or not inventory.waits_for_decision(old.status) and (
    (old.agency_id, old.issue_date, old.total_amount, old.paid_now, old.note, old.created_at,
      old.created_by, old.confirmed_at, old.confirmed_by, old.replaces_id, old.term_days,
      old.due_date, old.request_code, old.requested_at, old.wanted_date, old.version)
      is distinct from
    (new.agency_id, new.issue_date, new.total_amount, new.paid_now, new.note, new.created_at,
      new.created_by, new.confirmed_at, new.confirmed_by, new.replaces_id, new.term_days,
      new.due_date, new.request_code, new.requested_at, new.wanted_date, new.version)
    or (old.code is not null and old.code is distinct from new.code)
    or (old.debt_limit is not null and old.debt_limit is distinct from new.debt_limit)
    -- what says how it ended changes only with its state
    or (old.status = new.status and
      (old.reason, old.delivered_at, old.delivered_by, old.cancelled_at, old.cancelled_by,
        old.withdrawn_at)
        is distinct from
      (new.reason, new.delivered_at, new.delivered_by, new.cancelled_at, new.cancelled_by,
        new.withdrawn_at))))
execute function inventory.issue_is_final_once_confirmed();
comment on trigger change_2_issue_is_final_once_confirmed on inventory.issue is
  'A confirmed slip is not edited.';

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
  where not inventory.waits_for_decision(i.status)
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
comment on function inventory.lines_join_open_slips_only is
  'Refuses new lines on a confirmed slip. Error: HISTORY_IS_FINAL {table, verb, issue_id}.';

-- named to fire before the total is raised
create or replace trigger a_line_joins_open_slips_only
after insert on inventory.issue_detail
referencing new table as new_line
for each statement execute function inventory.lines_join_open_slips_only();
comment on trigger a_line_joins_open_slips_only on inventory.issue_detail is
  'A confirmed slip takes no more lines.';
--! EndIncluded inventory/rules/issue_is_final_once_confirmed.sql
--! Included inventory/rules/issue_is_numbered_last.sql
-- Rule: a slip gets its number PX-year-000123 when it is confirmed, after every check, so that
-- numbers have no gaps and the counter is locked for the shortest time. With it the slip keeps the
-- debt limit it was judged by, which the lock on the agency holds. Nobody may override.
create or replace function inventory.issue_is_numbered_last() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  new.debt_limit := (
    select (agency.debt_limit_of(a, config.business_date())).debt_limit
    from agency.agency as a where a.id = new.agency_id);
  new.code := config.next_document_code('PX', new.issue_date);
  return new;
end
$$;
comment on function inventory.issue_is_numbered_last is
  'Numbers slips being confirmed, and keeps the debt limit they were judged by.';

create or replace trigger confirm_5_issue_is_numbered_last
before update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.issue_is_numbered_last();
comment on trigger confirm_5_issue_is_numbered_last on inventory.issue is
  'Confirming, step 5: the number, and the debt limit that held.';
--! EndIncluded inventory/rules/issue_is_numbered_last.sql
--! Included inventory/rules/issue_keeps_its_term.sql
-- Rule: a slip is due its date and the term of the agency at the moment it becomes confirmed, and
-- stays so: the agency's own term, else its type's, else PAYMENT_TERM_DAYS of the slip's date. A
-- term that changes later leaves it alone (QĐ7). Nobody may override.
create or replace function inventory.issue_keeps_its_term() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  new.term_days := agency.payment_term_of(new.agency_id, new.issue_date);
  new.due_date := new.issue_date + new.term_days;
  return new;
end
$$;
comment on function inventory.issue_keeps_its_term is
  'Freezes term and due date of a slip that becomes confirmed.';

create or replace trigger confirm_2_issue_keeps_its_term
before update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.issue_keeps_its_term();
comment on trigger confirm_2_issue_keeps_its_term on inventory.issue is
  'A slip keeps the term it was confirmed with.';
--! EndIncluded inventory/rules/issue_keeps_its_term.sql
--! Included inventory/rules/issue_needs_an_active_agency.sql
-- Rule QĐ3d: goods go to active agencies only. First step of confirming: it takes the lock on the
-- agency that the debt limit and the ledger rely on (lock order: agency, items by key, number).
-- Nobody may override. Code when refused: AGENCY_NOT_ACTIVE.
create or replace function inventory.issue_needs_an_active_agency() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  taker agency.agency;
begin
  -- `for no key update`: foreign keys to the agency hold KEY SHARE, `for update` would deadlock
  select a.* into strict taker from agency.agency as a
  where a.id = new.agency_id
  for no key update;
  if taker.status <> 'active' then
    raise exception 'agency % is %', taker.code, taker.status
      using errcode = 'SDAGN', detail = jsonb_build_object(
        'agency_id', taker.id::text, 'agency_code', taker.code,
        'agency_name', taker.name, 'status', taker.status)::text,
      hint = 'Payments are still accepted.';
  end if;
  return new;
end
$$;
comment on function inventory.issue_needs_an_active_agency is
  'Locks the agencies of slips being confirmed and refuses those not active. Error: '
  'AGENCY_NOT_ACTIVE {agency_id, agency_code, agency_name, status}.';

create or replace trigger confirm_1_issue_needs_an_active_agency
before update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.issue_needs_an_active_agency();
comment on trigger confirm_1_issue_needs_an_active_agency on inventory.issue is
  'Confirming, step 1: lock the agency, refuse it unless active.';
--! EndIncluded inventory/rules/issue_needs_an_active_agency.sql
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
comment on function inventory.issue_transition is
  'Refuses a change of status that is not allowed. Error: INVALID_TRANSITION {issue_id, from, to}.';

create or replace trigger issue_is_born_requested
before insert on inventory.issue
for each row execute function inventory.issue_transition();
comment on trigger issue_is_born_requested on inventory.issue is 'A slip begins as a request.';

-- first of all steps: a change that is not allowed is told as such
create or replace trigger change_1_issue_transition
before update on inventory.issue
for each row when (old.status is distinct from new.status)
execute function inventory.issue_transition();
comment on trigger change_1_issue_transition on inventory.issue is
  'A slip changes state along its roads only.';
--! EndIncluded inventory/rules/issue_transition.sql
--! Included inventory/rules/overdue_block.sql
-- Rule: who is too far behind gets no more goods on credit: a document of the agency is open more
-- than BLOCK_OVERDUE_DAYS past its due date, or MAX_OPEN_SLIPS slips of it have something open
-- already (the agency's own figures go first; empty is no rule). Judged when a slip becomes
-- confirmed, under the lock on the agency, after the debt limit; never at a request. A slip paid in
-- full now is never refused.
-- Who may override: nobody; a manager gives the agency terms of its own. Code when refused:
-- OVERDUE.
create or replace function inventory.overdue_block() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  taker agency.agency;
  block jsonb;
begin
  -- without such a rule this is the only statement
  select a.* into taker
  from agency.agency as a
  cross join lateral finance.overdue_limits(a, config.business_date()) as l
  where a.id = new.agency_id and (l.days is not null or l.slips is not null);
  if found then
    block := finance.overdue_block(taker, config.business_date());
  end if;
  if block is not null then
    raise exception 'agency % is too far behind', taker.code
      using errcode = 'SDOVD', detail = jsonb_build_object(
        'agency_id', taker.id::text, 'agency_code', taker.code, 'agency_name', taker.name,
        'slip_total', new.total_amount::text, 'paid_now', new.paid_now::text,
        'reason', block -> 'reason', 'allowed', block -> 'allowed', 'count', block -> 'count',
        'slips', block -> 'slips', 'to_pay', block -> 'to_pay')::text,
      hint = 'Collect what is to be paid first, or have the slip paid in full now.';
  end if;
  return new;
end
$$;
comment on function inventory.overdue_block is
  'Refuses goods on credit to an agency that is too far behind. Error: OVERDUE {agency_id, '
  'agency_code, agency_name, slip_total, paid_now, reason, allowed, count, slips: [{slip, kind, '
  'days, amount}], to_pay}, money in đồng as text.';

create or replace trigger confirm_2_overdue_block
before update on inventory.issue
for each row when (
  new.status = 'confirmed' and old.status <> 'confirmed' and new.total_amount > new.paid_now)
execute function inventory.overdue_block();
comment on trigger confirm_2_overdue_block on inventory.issue is
  'Confirming, step 2: nobody who is too far behind gets goods on credit.';
--! EndIncluded inventory/rules/overdue_block.sql
--! Included inventory/rules/paid_now_within_total.sql
-- Rule: what is paid on the spot is at most the slip's total. Nobody may override.
-- Code when refused: VALIDATION_ERROR on paid_now.
create or replace function inventory.paid_now_within_total() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'paid now % is more than the total %', new.paid_now, new.total_amount
    using errcode = 'SDVAL', detail = jsonb_build_object('fields', jsonb_build_array(
      jsonb_build_object('path', 'paid_now', 'reason', 'exceeds_total',
        'value', new.paid_now::text, 'limit', new.total_amount::text)))::text;
end
$$;
comment on function inventory.paid_now_within_total is
  'Refuses to confirm a slip paid beyond its total. Error: VALIDATION_ERROR {fields: [paid_now, '
  'exceeds_total]}.';

create or replace trigger change_3_paid_now_within_total
before update on inventory.issue
for each row when (
  old.status <> 'confirmed' and new.status = 'confirmed' and new.paid_now > new.total_amount)
execute function inventory.paid_now_within_total();
comment on trigger change_3_paid_now_within_total on inventory.issue is 'Paid now ≤ total.';
--! EndIncluded inventory/rules/paid_now_within_total.sql
--! Included inventory/rules/stock_comes_back_on_cancel.sql
-- Rule: cancelling a slip puts its goods back into stock today, each movement reversed exactly
-- once. One ordered lock on all items, after the agency's (step 1). Nobody may override.
create or replace function inventory.stock_comes_back_on_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from inventory.item as i
  where i.id in (
    select m.item_id from inventory.stock_movement as m
    where m.agency_id = new.agency_id and m.issue_id = new.id and m.kind = 'issue')
  order by i.id
  for no key update;

  with balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity - m.quantity, stock_seq = i.stock_seq + 1
    from inventory.stock_movement as m
    where m.agency_id = new.agency_id and m.issue_id = new.id and m.kind = 'issue'
      and i.id = m.item_id
    returning i.id as item_id, m.id as movement_id, m.quantity, m.free_quantity,
      i.stock_quantity, i.stock_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, free_quantity, balance_after, business_date, agency_id,
    issue_id, reverses_id, created_by)
  select b.item_id, b.stock_seq, 'issue_cancel', -b.quantity, -b.free_quantity, b.stock_quantity,
    config.business_date(), new.agency_id, new.id, b.movement_id, new.cancelled_by
  from balance as b;
  return null;
end
$$;
comment on function inventory.stock_comes_back_on_cancel is
  'Reverses the stock movements of slips being cancelled.';

create or replace trigger cancel_2_stock_comes_back
after update on inventory.issue
for each row when (new.status = 'cancelled' and old.status <> 'cancelled')
execute function inventory.stock_comes_back_on_cancel();
comment on trigger cancel_2_stock_comes_back on inventory.issue is
  'Cancelling, step 2: stock and stock ledger.';
--! EndIncluded inventory/rules/stock_comes_back_on_cancel.sql
--! Included config/policies/bank.sql
-- Everybody signed in reads it: papers name the bank of the company.
alter table config.bank enable row level security;
alter table config.bank force row level security;

drop policy if exists definer_does_what_functions_do on config.bank;
create policy definer_does_what_functions_do on config.bank
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on config.bank;
create policy user_reads_all on config.bank
for select to sodaily_user
using ((select auth.current_user_id()) is not null);

drop policy if exists staff_reads_all on config.bank;
create policy staff_reads_all on config.bank
for select to sodaily_staff
using ((select auth.current_user_id()) is not null);

drop policy if exists warehouse_reads_all on config.bank;
create policy warehouse_reads_all on config.bank
for select to sodaily_warehouse
using ((select auth.current_user_id()) is not null);

drop policy if exists auditor_reads_all on config.bank;
create policy auditor_reads_all on config.bank
for select to sodaily_auditor
using ((select auth.current_user_id()) is not null);

revoke all on config.bank from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on config.bank to sodaily_definer;
grant select on config.bank
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/policies/bank.sql
--! Included config/policies/company_profile.sql
-- Everybody signed in reads it: it stands on papers that dealers get, too.
alter table config.company_profile enable row level security;
alter table config.company_profile force row level security;

drop policy if exists definer_does_what_functions_do on config.company_profile;
create policy definer_does_what_functions_do on config.company_profile
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on config.company_profile;
create policy user_reads_all on config.company_profile
for select to sodaily_user
using ((select auth.current_user_id()) is not null);

drop policy if exists staff_reads_all on config.company_profile;
create policy staff_reads_all on config.company_profile
for select to sodaily_staff
using ((select auth.current_user_id()) is not null);

drop policy if exists warehouse_reads_all on config.company_profile;
create policy warehouse_reads_all on config.company_profile
for select to sodaily_warehouse
using ((select auth.current_user_id()) is not null);

drop policy if exists auditor_reads_all on config.company_profile;
create policy auditor_reads_all on config.company_profile
for select to sodaily_auditor
using ((select auth.current_user_id()) is not null);

revoke all on config.company_profile from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on config.company_profile to sodaily_definer;
grant select on config.company_profile
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/policies/company_profile.sql
--! Included file/policies/import_change.sql
-- People see what files that they brought in themselves will change.
alter table file.import_change enable row level security;
alter table file.import_change force row level security;

drop policy if exists definer_does_what_functions_do on file.import_change;
create policy definer_does_what_functions_do on file.import_change
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_those_of_their_files on file.import_change;
create policy people_read_those_of_their_files on file.import_change
for select to sodaily_user, sodaily_staff, sodaily_warehouse
using (import_id = any ((select file.my_import_ids()):::ID_TYPE[]));

revoke all on file.import_change
  from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert, update, delete on file.import_change to sodaily_definer;
grant select on file.import_change to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded file/policies/import_change.sql
--! Included file/policies/import_fault.sql
-- People see what is wrong with files that they brought in themselves.
alter table file.import_fault enable row level security;
alter table file.import_fault force row level security;

drop policy if exists definer_does_what_functions_do on file.import_fault;
create policy definer_does_what_functions_do on file.import_fault
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_those_of_their_files on file.import_fault;
create policy people_read_those_of_their_files on file.import_fault
for select to sodaily_user, sodaily_staff, sodaily_warehouse
using (import_id = any ((select file.my_import_ids()):::ID_TYPE[]));

revoke all on file.import_fault
  from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert, update, delete on file.import_fault to sodaily_definer;
grant select on file.import_fault to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded file/policies/import_fault.sql
--! Included file/policies/import_row.sql
-- Read by functions only.
alter table file.import_row enable row level security;
alter table file.import_row force row level security;

drop policy if exists definer_does_what_functions_do on file.import_row;
create policy definer_does_what_functions_do on file.import_row
for all to sodaily_definer using (true) with check (true);

revoke all on file.import_row from sodaily_definer;
grant select, insert, update, delete on file.import_row to sodaily_definer;
--! EndIncluded file/policies/import_row.sql
--! Included finance/policies/balance_letter.sql
-- Assigned people see letters to their agencies, staff all; the warehouse none.
alter table finance.balance_letter enable row level security;
alter table finance.balance_letter force row level security;

drop policy if exists definer_does_what_functions_do on finance.balance_letter;
create policy definer_does_what_functions_do on finance.balance_letter
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.balance_letter;
create policy user_reads_own_agencies on finance.balance_letter
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.balance_letter;
create policy staff_reads_all on finance.balance_letter
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.balance_letter;
create policy auditor_reads_all on finance.balance_letter
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.balance_letter;
create policy readers_need_the_scope on finance.balance_letter
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.balance_letter from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on finance.balance_letter to sodaily_definer;
grant update (mailed_to, answered_at, answered_by, answered_date, is_agreed, answer_note)
  on finance.balance_letter to sodaily_definer;
grant select on finance.balance_letter
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/balance_letter.sql
--! Included config/data/bank.sql
-- Banks and wallets that take transfers by VietQR, with their numbers in the transfer network.
-- Only for an empty table: a running database is changed by people and by migrations.
set local role sodaily_definer;
insert into config.bank (bin, short_name, name)
select n.bin, n.short_name, n.name
from (values
  ('970400', 'SaigonBank', 'Ngân hàng TMCP Sài Gòn Công Thương'),
  ('970403', 'Sacombank', 'Ngân hàng TMCP Sài Gòn Thương Tín'),
  ('970405', 'Agribank', 'Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam'),
  ('970406', 'Vikki', 'Ngân hàng TNHH MTV Số Vikki'),
  ('970407', 'Techcombank', 'Ngân hàng TMCP Kỹ thương Việt Nam'),
  ('970408', 'GPBank', 'Ngân hàng TNHH MTV Dầu Khí Toàn Cầu'),
  ('970409', 'BacABank', 'Ngân hàng TMCP Bắc Á'),
  ('970410', 'StandardChartered', 'Ngân hàng TNHH MTV Standard Chartered Việt Nam'),
  ('970412', 'PVcomBank', 'Ngân hàng TMCP Đại Chúng Việt Nam'),
  ('970414', 'MBV', 'Ngân hàng TNHH MTV Việt Nam Hiện Đại'),
  ('970415', 'VietinBank', 'Ngân hàng TMCP Công thương Việt Nam'),
  ('970416', 'ACB', 'Ngân hàng TMCP Á Châu'),
  ('970418', 'BIDV', 'Ngân hàng TMCP Đầu tư và Phát triển Việt Nam'),
  ('970419', 'NCB', 'Ngân hàng TMCP Quốc Dân'),
  ('970421', 'VRB', 'Ngân hàng Liên doanh Việt - Nga'),
  ('970422', 'MBBank', 'Ngân hàng TMCP Quân đội'),
  ('970423', 'TPBank', 'Ngân hàng TMCP Tiên Phong'),
  ('970424', 'ShinhanBank', 'Ngân hàng TNHH MTV Shinhan Việt Nam'),
  ('970425', 'ABBANK', 'Ngân hàng TMCP An Bình'),
  ('970426', 'MSB', 'Ngân hàng TMCP Hàng Hải Việt Nam'),
  ('970427', 'VietABank', 'Ngân hàng TMCP Việt Á'),
  ('970428', 'NamABank', 'Ngân hàng TMCP Nam Á'),
  ('970429', 'SCB', 'Ngân hàng TMCP Sài Gòn'),
  ('970430', 'PGBank', 'Ngân hàng TMCP Thịnh vượng và Phát triển'),
  ('970431', 'Eximbank', 'Ngân hàng TMCP Xuất Nhập khẩu Việt Nam'),
  ('970432', 'VPBank', 'Ngân hàng TMCP Việt Nam Thịnh Vượng'),
  ('970433', 'VietBank', 'Ngân hàng TMCP Việt Nam Thương Tín'),
  ('970434', 'IndovinaBank', 'Ngân hàng TNHH Indovina'),
  ('970436', 'Vietcombank', 'Ngân hàng TMCP Ngoại thương Việt Nam'),
  ('970437', 'HDBank', 'Ngân hàng TMCP Phát triển Thành phố Hồ Chí Minh'),
  ('970438', 'BaoVietBank', 'Ngân hàng TMCP Bảo Việt'),
  ('970439', 'PublicBank', 'Ngân hàng TNHH MTV Public Việt Nam'),
  ('970440', 'SeABank', 'Ngân hàng TMCP Đông Nam Á'),
  ('970441', 'VIB', 'Ngân hàng TMCP Quốc tế Việt Nam'),
  ('970442', 'HongLeong', 'Ngân hàng TNHH MTV Hong Leong Việt Nam'),
  ('970443', 'SHB', 'Ngân hàng TMCP Sài Gòn - Hà Nội'),
  ('970444', 'CBBank', 'Ngân hàng TNHH MTV Ngoại thương Công nghệ số'),
  ('970446', 'COOPBANK', 'Ngân hàng Hợp tác xã Việt Nam'),
  ('970448', 'OCB', 'Ngân hàng TMCP Phương Đông'),
  ('970449', 'LPBank', 'Ngân hàng TMCP Lộc Phát Việt Nam'),
  ('970452', 'KienLongBank', 'Ngân hàng TMCP Kiên Long'),
  ('970454', 'BVBank', 'Ngân hàng TMCP Bản Việt'),
  ('970455', 'IBK Hà Nội', 'Ngân hàng Công nghiệp Hàn Quốc - Chi nhánh Hà Nội'),
  ('970456', 'IBK TP.HCM', 'Ngân hàng Công nghiệp Hàn Quốc - Chi nhánh TP. Hồ Chí Minh'),
  ('970457', 'Woori', 'Ngân hàng TNHH MTV Woori Việt Nam'),
  ('970458', 'UOB', 'Ngân hàng TNHH MTV United Overseas Bank Việt Nam'),
  ('970462', 'Kookmin Hà Nội', 'Ngân hàng Kookmin - Chi nhánh Hà Nội'),
  ('970463', 'Kookmin TP.HCM', 'Ngân hàng Kookmin - Chi nhánh TP. Hồ Chí Minh'),
  ('970466', 'KEB Hana TP.HCM', 'Ngân hàng KEB Hana - Chi nhánh TP. Hồ Chí Minh'),
  ('970467', 'KEB Hana Hà Nội', 'Ngân hàng KEB Hana - Chi nhánh Hà Nội'),
  ('422589', 'CIMB', 'Ngân hàng TNHH MTV CIMB Việt Nam'),
  ('458761', 'HSBC', 'Ngân hàng TNHH MTV HSBC Việt Nam'),
  ('533948', 'Citibank', 'Ngân hàng Citibank - Chi nhánh Hà Nội'),
  ('546034', 'CAKE', 'Ngân hàng số CAKE by VPBank'),
  ('546035', 'Ubank', 'Ngân hàng số Ubank by VPBank'),
  ('668888', 'KBank', 'Ngân hàng Kasikornbank - Chi nhánh TP. Hồ Chí Minh'),
  ('796500', 'DBS', 'Ngân hàng DBS - Chi nhánh TP. Hồ Chí Minh'),
  ('801011', 'Nonghyup', 'Ngân hàng Nonghyup - Chi nhánh Hà Nội'),
  ('963388', 'Timo', 'Ngân hàng số Timo by BVBank'),
  ('971005', 'ViettelMoney', 'Ví Viettel Money'),
  ('971011', 'VNPTMoney', 'Ví VNPT Money'),
  ('971025', 'MoMo', 'Ví MoMo'),
  ('971133', 'PVcomBank Pay', 'Ngân hàng số của PVcomBank'),
  ('977777', 'MAFC', 'Công ty Tài chính Mirae Asset Việt Nam'),
  ('999888', 'VBSP', 'Ngân hàng Chính sách Xã hội')
) as n (bin, short_name, name)
where not exists (select from config.bank);
set local role sodaily_owner;
--! EndIncluded config/data/bank.sql
--! Included file/data/export_kind.sql
-- Lists and papers that become files, and the scope each asks for.
-- Only for an empty table: a running database is changed by people and by migrations.
set local role sodaily_definer;
insert into file.export_kind (code, scope, is_slip)
select n.code, n.scope, n.is_slip
from (values
  ('agencies', 'agency:read', false),
  ('items', 'inventory:read', false),
  ('issues', 'inventory:read', false),
  ('issue_lines', 'inventory:read', false),
  ('receipts', 'inventory:read', false),
  ('payments', 'finance:read', false),
  ('issue_returns', 'inventory:read', false),
  ('stock_ledger', 'inventory:read', false),
  ('debt_ledger', 'finance:read', false),
  ('statement', 'finance:read', false),
  ('monthly_sales', 'report:read', false),
  ('monthly_debt', 'report:read', false),
  ('ageing', 'report:read', false),
  ('stock', 'inventory:read', false),
  ('agency_ranking', 'report:read', false),
  ('exports', 'audit:read', false),
  ('issue_slip', 'inventory:read', true),
  ('receipt_slip', 'inventory:read', true),
  ('return_slip', 'inventory:read', true),
  ('count_slip', 'inventory:read', true),
  ('payment_slip', 'finance:read', true),
  ('suppliers', 'inventory:read', false),
  ('stock_counts', 'inventory:read', false),
  ('changes', 'audit:read', false),
  ('agency_types', 'config:read', false),
  ('districts', 'config:read', false),
  ('units', 'inventory:read', false),
  ('users', 'user:read', false),
  ('periods', 'period:close', false),
  ('regulations', 'config:read', false),
  ('imports', 'audit:read', false),
  ('refunds', 'finance:read', false),
  ('adjustments', 'finance:read', false),
  ('opening_debts', 'finance:read', false),
  ('refund_slip', 'finance:read', true),
  ('adjustment_slip', 'finance:read', true),
  ('refusals', 'profile:read', false),
  ('balance_letters', 'finance:read', true),
  ('import_faults', 'profile:read', false)
) as n (code, scope, is_slip)
where not exists (select from file.export_kind);
set local role sodaily_owner;
--! EndIncluded file/data/export_kind.sql
--! Included file/data/import_column.sql
-- Columns of the files that may come in, in their order, with the heads that other programs write
-- over them, between semicolons.
-- Only for an empty table: a running database is changed by people and by migrations.
set local role sodaily_definer;
insert into file.import_column (import_kind_code, code, place, name_vi, name_en, form,
  is_required, example, aliases)
select n.import_kind_code, n.code, n.place, n.name_vi, n.name_en, n.form, n.is_required, n.example,
  case n.aliases when '' then '{}' else string_to_array(n.aliases, ';') end
from (values
  ('agencies', 'code', 1, 'Mã đại lý', 'Code', 'text', false, 'DL0123',
    'Mã'),
  ('agencies', 'own_code', 14, 'Mã riêng', 'Own code', 'text', false, 'KH001',
    'Mã khách hàng;Mã KH;MAKH;Customer code;Mã khách;Mã đối tượng'),
  ('agencies', 'name', 2, 'Tên đại lý', 'Name', 'text', true, 'Tạp hóa Cô Ba',
    'Tên khách hàng;Tên KH;TENKH;Khách hàng;Tên công ty;khachhang;Customer name;Customer;'
    'Tên cửa hàng;Họ tên;Tên đơn vị'),
  ('agencies', 'agency_type', 3, 'Loại', 'Type', 'text', true, 'Cấp 1',
    'Loại đại lý;Loại khách hàng;Nhóm khách hàng;Customer group;Loại khách'),
  ('agencies', 'district', 4, 'Địa bàn', 'Territory', 'text', true, 'Quận 1',
    'Khu vực;Quận huyện;Quận;Huyện;District;Area'),
  ('agencies', 'city', 5, 'Tỉnh thành', 'City', 'text', false, 'TP. Hồ Chí Minh',
    'Tỉnh;Thành phố;Tỉnh thành phố;Province;Tỉnh TP'),
  ('agencies', 'phone', 6, 'Điện thoại', 'Phone', 'text', false, '0900 000 001',
    'Số điện thoại;SĐT;ĐT;Di động;DIENTHOAI;Telefon;Mobil;Mobile;Tel;Số ĐT;Phone number'),
  ('agencies', 'email', 7, 'E-mail', 'E-mail', 'text', false, 'coba@example.com',
    'Email;Mail;Thư điện tử'),
  ('agencies', 'ward', 8, 'Phường xã', 'Ward', 'text', false, 'Bến Thành',
    'Phường;Xã;Ward'),
  ('agencies', 'address', 9, 'Địa chỉ', 'Address', 'text', false, '12 Lê Lợi',
    'DIACHI;Street;Địa chỉ khách hàng'),
  ('agencies', 'tax_code', 10, 'Mã số thuế', 'Tax code', 'text', false, '0312345678',
    'MST;Tax ID;VAT;USt-IdNr'),
  ('agencies', 'representative', 11, 'Người đại diện', 'Representative', 'text', false,
    'Nguyễn Thị Ba',
    'Người liên hệ;Đại diện;Contact;Contact person;Người đại diện pháp luật'),
  ('agencies', 'reception_date', 12, 'Ngày tiếp nhận', 'Since', 'date', false, '01/03/2024',
    'Ngày tạo;Ngày bắt đầu;Created'),
  ('agencies', 'status', 13, 'Tình trạng', 'State', 'text', false, 'Hoạt động',
    'Trạng thái;Status'),
  ('agencies', 'version', 15, 'Phiên bản', 'Version', 'quantity', false, '3',
    ''),
  ('items', 'sku', 1, 'Mã hàng', 'Code', 'text', true, 'MI-HH-30',
    'Mã sản phẩm;Mã SP;Mã VT;Mã vật tư;MASP;MAHANG;SKU;Item code;Variant SKU;Internal Reference;'
    'product_id;Артикул;Mã'),
  ('items', 'item_name', 2, 'Tên hàng', 'Name', 'text', true, 'Mì Hảo Hảo thùng 30 gói',
    'Tên sản phẩm;Sản phẩm;Tên VT;Tên vật tư;Tên hàng hóa;Hàng hóa;Tên;Title;Item name;Product;'
    'Product name;TENHANG'),
  ('items', 'unit', 3, 'Đơn vị tính', 'Unit', 'text', true, 'Thùng',
    'ĐVT;Đơn vị;DVT;UoM;Unit of measure;Mengeneinheit;Đvt'),
  ('items', 'import_price', 4, 'Giá nhập', 'Import price', 'dong', true, '108.000',
    'Giá vốn;Giá mua;Đơn giá nhập;Đơn giá vốn;Cost;Cost price;Standard price;Giá nhập kho;'
    'Đơn giá mua'),
  ('items', 'barcode', 5, 'Mã vạch', 'Barcode', 'text', false, '8934563138164',
    'EAN;Strichcode;Mã vạch sản phẩm;GTIN'),
  ('items', 'min_stock', 6, 'Tồn tối thiểu', 'Minimum stock', 'quantity', false, '20',
    'Tồn nhỏ nhất;Tồn ít nhất;Minimum;Min stock;Least stock;Định mức tồn ít nhất'),
  ('items', 'item_group', 7, 'Nhóm hàng', 'Item group', 'text', false, 'Mì gói',
    'Nhóm;Nhóm sản phẩm;Loại hàng;Category;category_name;Type;Group;Nhóm VT;Nhóm vật tư;'
    'Nhóm hàng hóa'),
  ('items', 'version', 8, 'Phiên bản', 'Version', 'quantity', false, '3',
    ''),
  ('items', 'opening_stock', 9, 'Tồn đầu', 'Opening stock', 'quantity', false, '120',
    'Tồn đầu kỳ;Tồn kho;Tồn;Tồn kho hiện tại;Tổng tồn;Số lượng tồn;SL tồn;Variant Inventory Qty;'
    'Stock;On hand'),
  ('items', 'active', 10, 'Đang bán', 'In use', 'text', false, 'Có',
    'Đang kinh doanh;Còn bán;Active'),
  ('opening_stock', 'sku', 1, 'Mã hàng', 'Code', 'text', true, 'MI-HH-30',
    'Mã sản phẩm;Mã SP;Mã VT;Mã vật tư;MASP;MAHANG;SKU;Item code;Variant SKU;Internal Reference;'
    'product_id;Mã'),
  ('opening_stock', 'quantity', 2, 'Số lượng', 'Quantity', 'quantity', true, '120',
    'Tồn kho;Tồn;Tồn kho hiện tại;Tổng tồn;Tồn đầu;Tồn cuối;SL;product_qty;'
    'Variant Inventory Qty;Stock;Qty;On hand;Số lượng tồn'),
  ('opening_stock', 'business_date', 3, 'Ngày', 'Date', 'date', false, '01/11/2026',
    'Ngày tồn;Ngày kiểm kê'),
  ('opening_debt', 'code', 1, 'Mã đại lý', 'Agency', 'text', false, 'DL0123',
    'Mã khách hàng;Mã KH;MAKH;Customer code;Mã khách;Mã đối tượng;Code;Mã'),
  ('opening_debt', 'amount', 2, 'Số tiền nợ', 'Debt', 'dong', true, '12.500.000',
    'Công nợ;Nợ cần thu hiện tại;phaithu;Phải thu;Dư nợ;Số dư;Còn nợ;Còn phải thu;Nợ cuối kỳ;'
    'Amount;Balance;Nợ;Số tiền'),
  ('opening_debt', 'business_date', 3, 'Ngày', 'Date', 'date', false, '01/11/2026',
    'Ngày ghi sổ'),
  ('opening_debt', 'document', 4, 'Số chứng từ', 'Document', 'text', false, 'HD-0457',
    'Chứng từ;Số phiếu;Số hóa đơn;Invoice;Số HĐ;Số CT'),
  ('opening_debt', 'document_date', 5, 'Ngày chứng từ', 'Document date', 'date', false,
    '15/09/2026',
    'Ngày hóa đơn;Ngày CT;Invoice date;Ngày HĐ'),
  ('opening_debt', 'due_date', 6, 'Hạn trả', 'Due date', 'date', false, '15/10/2026',
    'Hạn thanh toán;Ngày đến hạn;Due date;Hạn nợ'),
  ('opening_debt', 'tax_code', 7, 'Mã số thuế', 'Tax code', 'text', false, '0312345678',
    'MST;Tax ID;VAT'),
  ('opening_debt', 'phone', 8, 'Điện thoại', 'Phone', 'text', false, '0900 000 001',
    'Số điện thoại;SĐT;ĐT;DIENTHOAI;Mobile;Tel;Số ĐT;Di động'),
  ('opening_debt', 'name', 9, 'Tên đại lý', 'Name', 'text', false, 'Tạp hóa Cô Ba',
    'Tên khách hàng;Tên KH;TENKH;Khách hàng;Tên công ty;khachhang;Customer name;Customer;'
    'Tên cửa hàng'),
  ('receipts', 'slip', 1, 'Số chứng từ', 'Document', 'text', true, 'HD-0457',
    'Số phiếu;Số hóa đơn;Chứng từ;Mã phiếu nhập;Số phiếu nhập;Invoice;Số HĐ;Số CT'),
  ('receipts', 'supplier', 2, 'Nhà cung cấp', 'Supplier', 'text', false, 'Acecook',
    'NCC;Tên nhà cung cấp;Mã nhà cung cấp;Tên NCC;Mã NCC;Vendor'),
  ('receipts', 'receipt_date', 3, 'Ngày nhập', 'Date', 'date', false, '24/11/2026',
    'Ngày;Ngày chứng từ;Ngày hóa đơn;Receipt date;Ngày CT'),
  ('receipts', 'sku', 4, 'Mã hàng', 'Item code', 'text', true, 'MI-HH-30',
    'Mã sản phẩm;Mã SP;Mã VT;Mã vật tư;MASP;MAHANG;SKU;Internal Reference;product_id;Code'),
  ('receipts', 'quantity', 5, 'Số lượng', 'Quantity', 'quantity', true, '50',
    'SL;Số lượng nhập;SL nhập;Qty;product_qty'),
  ('receipts', 'unit_price', 6, 'Đơn giá', 'Unit price', 'dong', true, '107.500',
    'Giá nhập;Giá;Giá mua;Price;Cost;Đơn giá nhập'),
  ('receipts', 'note', 7, 'Ghi chú', 'Note', 'text', false, 'Giao buổi sáng',
    'Diễn giải;Memo;Remarks')
) as n (import_kind_code, code, place, name_vi, name_en, form, is_required, example, aliases)
where not exists (select from file.import_column);
set local role sodaily_owner;
--! EndIncluded file/data/import_column.sql
