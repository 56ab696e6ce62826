--! Previous: sha1:220f04d58bd1461bd27e59bb5b50da5b7eb4e4c0
--! Hash: sha1:090362e82026f075954b58ed693c6f00fbd67085
--! Message: people told at once, names assigned, work queue, lists

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- a name of a file may stand for one that is in the catalogue, and new agencies may begin as
-- active ones. The rows of a file go with it, so that there are few to look through
alter table file.import_change drop constraint if exists import_change_way_is_known;
-- squawk-ignore constraint-missing-not-valid
alter table file.import_change add constraint import_change_way_is_known
  check (way in ('update', 'round', 'cut', 'thousand', 'nought', 'leave_out', 'skip', 'assign',
    'activate'));

-- heads that lists of other programs have; nobody changes these rows otherwise
grant update (aliases) on file.import_column to sodaily_definer;
set local role sodaily_definer;
update file.import_column as c
set aliases = c.aliases || string_to_array(n.heads, ';')
from (values
  ('agencies', 'agency_type', 'Loại KH;Nhóm KH;Hạng khách hàng'),
  ('items', 'sku', 'Mã hàng hóa;Mã vật tư hàng hóa'),
  ('items', 'item_name', 'Tên vật tư hàng hóa;Tên hàng hóa dịch vụ;Tên hàng hóa vật tư'),
  ('opening_stock', 'sku', 'Mã hàng hóa;Mã vật tư hàng hóa'),
  ('opening_debt', 'due_date', 'Hạn TT'),
  ('opening_debt', 'amount', 'Số dư cuối kỳ;Dư nợ cuối kỳ'),
  ('receipts', 'sku', 'Mã hàng hóa;Mã vật tư hàng hóa'))
  as n (import_kind_code, code, heads)
where c.import_kind_code = n.import_kind_code and c.code = n.code
  and not c.aliases @> string_to_array(n.heads, ';');
set local role sodaily_owner;
revoke update (aliases) on file.import_column from sodaily_definer;

-- a mail says in which session it was caused: what is attached is read with its rights. A nullable
-- column without a default rewrites nothing
alter table notification.outbox add column if not exists session_id uuid;
-- without a mail server a mail is kept instead of tried again. Old mails are deleted every night, so
-- that there are few to look through
alter table notification.outbox drop constraint if exists outbox_status_is_known;
-- squawk-ignore constraint-missing-not-valid
alter table notification.outbox add constraint outbox_status_is_known
  check (status in ('queued', 'sent', 'failed', 'bounced', 'unsent'));
-- the function takes what its column is used for, too
drop function if exists file.lacks_nought(text);
-- the function answers two columns more
drop function if exists notification.email_to_send(:ID_TYPE);

-- a job for each of many payloads: one argument list less
drop function if exists notification.enqueue(text, jsonb);
-- what was asked of one slip is asked of many
drop function if exists notification.issue_audience(inventory.issue);
drop function if exists notification.notify_near_limit(:ID_TYPE);
-- what these take or return changed
drop function if exists agency.lock_debt_limit(agency.agency);
drop function if exists inventory.price_return_lines(:ID_TYPE);

-- -- objects
--! Included file/types/assigned_name.sql
do $$
begin
  if to_regtype('file.assigned_name') is null then
    create type file.assigned_name as (written text, name text, city text);
  end if;
end
$$;
comment on type file.assigned_name is
  'What a name in a file stands for: one that is in the catalogue.';
comment on column file.assigned_name.written is 'The name as the file writes it, case aside.';
comment on column file.assigned_name.name is
  'The name that is there; null takes back what was assigned.';
comment on column file.assigned_name.city is
  'City of a territory, which tells two of one name apart; null of everything else.';
--! EndIncluded file/types/assigned_name.sql
--! Included inventory/types/item_last_issued.sql
do $$
begin
  if to_regtype('inventory.item_last_issued') is null then
    create type inventory.item_last_issued as (
      item_id :ID_TYPE,
      quantity public.quantity,
      issue_date date
    );
  end if;
end
$$;
comment on type inventory.item_last_issued is 'What an agency took of an item the last time.';
comment on column inventory.item_last_issued.item_id is 'The item.';
comment on column inventory.item_last_issued.quantity is 'How much, in the item''s unit.';
comment on column inventory.item_last_issued.issue_date is 'Date of the slip.';
--! EndIncluded inventory/types/item_last_issued.sql
--! Included notification/types/email.sql
do $$
begin
  if to_regtype('notification.email') is null then
    create type notification.email as (
      recipient text,
      locale text,
      template text,
      payload jsonb,
      about text
    );
  end if;
end
$$;
comment on type notification.email is 'An e-mail to be queued.';
comment on column notification.email.recipient is 'Address it goes to.';
comment on column notification.email.locale is 'Language of the text: vi or en.';
comment on column notification.email.template is 'Name of the text, a file of worker/templates.';
comment on column notification.email.payload is 'What the text is filled with.';
comment on column notification.email.about is
  'Key of what it tells, null for mails on request: one mail of a template a recipient about one '
  'thing.';
--! EndIncluded notification/types/email.sql
--! Included notification/types/notice.sql
do $$
begin
  if to_regtype('notification.notice') is null then
    create type notification.notice as (
      kind text,
      subject text,
      about_agency_id :ID_TYPE,
      user_id :ID_TYPE,
      payload jsonb
    );
  end if;
end
$$;
comment on type notification.notice is 'What one person is told of one thing.';
comment on column notification.notice.kind is 'What it is of: a code of notification_kind.';
comment on column notification.notice.subject is 'Key of what it is about.';
comment on column notification.notice.about_agency_id is
  'The agency it tells of, null for other things.';
comment on column notification.notice.user_id is 'Who is told.';
comment on column notification.notice.payload is 'Figures for the sentence, of texts only.';
--! EndIncluded notification/types/notice.sql
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

comment on table agency.agency is
  E'@behavior +aggregates\nA dealer (đại lý) who buys on credit.';
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
-- a distributor has some thousand agencies: lists are narrowed and sorted by these without an index
comment on column agency.agency.status is
  E'@isIndexed\npending, active, rejected, blocked, terminated.';
comment on column agency.agency.own_debt_limit is
  'Own debt limit in đồng while valid; null: its type''s.';
-- The reasons are written for colleagues, so the API tells them only through the histories, which
-- dealers do not read.
comment on column agency.agency.own_debt_limit_reason is
  E'@behavior -*\nWhy it has a debt limit of its own.';
comment on column agency.agency.own_debt_limit_until is 'Last date the own debt limit holds.';
comment on column agency.agency.debt_amount is
  E'@isIndexed\n@behavior +sum:attribute:aggregate\nCached balance of the debt ledger, đồng.';
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
  'chooseForImport; under names {column: {text: {written, name, city}}}: assignImportNames.';
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
      check (way in ('update', 'round', 'cut', 'thousand', 'nought', 'leave_out', 'skip',
        'assign', 'activate')),
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
  'update: what is there becomes what is written; round, cut, thousand, nought, assign, '
  'activate: a cell is stored otherwise; leave_out, skip: the row is not stored.';
comment on column file.import_change.before is
  'What is written; of an update what is in the books.';
comment on column file.import_change.after is 'What is stored; null of a row that is not.';
comment on column file.import_change.created_at is 'Moment of the check.';
comment on constraint import_change_import_id_fkey on file.import_change is
  '@foreignFieldName changes';
--! EndIncluded file/tables/import_change.sql
--! Included inventory/tables/issue.sql
create table if not exists inventory.issue (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text constraint issue_code_is_unique unique,
  agency_id :ID_TYPE not null references agency.agency,
  status text not null default 'requested'
    constraint issue_status_is_known
      check (status in ('requested', 'confirmed', 'postponed', 'rejected', 'delivered',
        'cancelled')),
  issue_date date not null,
  total_amount public.dong not null default 0
    constraint issue_total_is_not_negative check (total_amount >= 0),
  paid_now public.dong not null default 0
    constraint issue_paid_now_is_not_negative check (paid_now >= 0),
  note text constraint issue_note_is_short check (length(note) <= 500),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  confirmed_at timestamptz,
  confirmed_by :ID_TYPE references auth."user",
  reason text constraint issue_reason_is_short check (length(reason) <= 500),
  delivered_at timestamptz,
  delivered_by :ID_TYPE references auth."user",
  cancelled_at timestamptz,
  cancelled_by :ID_TYPE references auth."user",
  debt_limit public.dong,
  replaces_id :ID_TYPE,
  term_days smallint,
  due_date date,
  request_code text constraint issue_request_code_is_unique unique,
  requested_at timestamptz,
  wanted_date date,
  withdrawn_at timestamptz,
  version bigint not null default 1,
  constraint issue_belongs_to_one_agency unique (agency_id, id),
  constraint issue_has_one_successor unique (agency_id, replaces_id),
  constraint issue_has_a_number_exactly_when_it_was_confirmed
    check (status in ('confirmed', 'delivered', 'cancelled') or code is null),
  constraint issue_confirmed_says_when_and_by_whom
    check ((status in ('confirmed', 'delivered', 'cancelled')) = (confirmed_at is not null
      and confirmed_by is not null)),
  constraint issue_needs_a_reason_when_turned_down
    check (status not in ('postponed', 'rejected', 'cancelled') or coalesce(btrim(reason),
      '') <> ''),
  constraint issue_delivered_says_when_and_by_whom
    check (status <> 'delivered' or (delivered_at is not null and delivered_by is not null)),
  constraint issue_cancelled_says_when_and_by_whom
    check ((status = 'cancelled') = (cancelled_at is not null and cancelled_by is not null)),
  constraint issue_is_due_once_confirmed
    check ((due_date is not null) = (status in ('confirmed', 'delivered', 'cancelled'))),
  constraint issue_is_due_its_term_after_its_date check (due_date = issue_date + term_days),
  constraint issue_withdrawn_is_rejected check (withdrawn_at is null or status = 'rejected'),
  constraint issue_replaces_a_slip_of_its_agency
    foreign key (agency_id, replaces_id) references inventory.issue (agency_id, id),
  constraint issue_text_is_clean
    check (public.is_clean_note(note) and public.is_clean_note(reason))
) with (fillfactor = 85);

comment on table inventory.issue is
  E'@behavior +aggregates\nStock-out slip (phiếu xuất), PX-2026-000123.';
comment on column inventory.issue.id is 'Opaque key.';
comment on column inventory.issue.code is 'PX-year-number without gaps; null until confirmed.';
comment on column inventory.issue.agency_id is 'Who takes the goods.';
comment on column inventory.issue.status is
  'requested, confirmed, postponed, rejected, delivered, cancelled.';
comment on column inventory.issue.issue_date is 'Business date in Asia/Ho_Chi_Minh.';
comment on column inventory.issue.total_amount is
  E'@behavior +sum:attribute:aggregate\nSum of its lines, đồng.';
comment on column inventory.issue.paid_now is 'Paid on the spot, đồng; makes one linked payment.';
comment on column inventory.issue.note is 'Free text, at most 500 characters.';
comment on column inventory.issue.created_at is 'Moment of recording.';
comment on column inventory.issue.created_by is 'User who wrote it.';
comment on column inventory.issue.confirmed_at is 'Moment stock fell and debt rose.';
comment on column inventory.issue.confirmed_by is 'User who confirmed it.';
comment on column inventory.issue.reason is
  'Why it was postponed, rejected or cancelled, at most 500 characters.';
comment on column inventory.issue.delivered_at is 'Moment the goods were handed over.';
comment on column inventory.issue.delivered_by is 'User who recorded the handing over.';
comment on column inventory.issue.cancelled_at is 'Moment stock and debt were put back.';
comment on column inventory.issue.cancelled_by is 'User who cancelled it.';
comment on column inventory.issue.debt_limit is
  'Debt limit of the agency in force when the slip was confirmed, đồng; null until then, and on '
  'slips from before it was kept.';
comment on column inventory.issue.replaces_id is
  'The cancelled slip it was written for anew; null for most.';
comment on column inventory.issue.term_days is
  'Days the agency has to pay, frozen when the slip became confirmed.';
comment on column inventory.issue.due_date is
  'Day it is to be paid by, Asia/Ho_Chi_Minh: its date and the term; frozen when confirmed.';
comment on column inventory.issue.request_code is
  'YC-year-number without gaps, of a slip that was asked for; null when it was made by staff at '
  'once.';
comment on column inventory.issue.requested_at is
  'When it was asked for, or asked for anew; null when staff made it at once.';
comment on column inventory.issue.wanted_date is
  'Day on which the agency would like to have it; a wish.';
comment on column inventory.issue.withdrawn_at is 'When who asked took it back; else null.';
comment on column inventory.issue.version is 'Raised each time it is asked for anew.';
comment on constraint issue_replaces_a_slip_of_its_agency on inventory.issue is
  E'@fieldName replaces\n@foreignFieldName replacedBy\nA slip written anew points to the '
  'cancelled one.';

-- slips of an agency by their day; behind its foreign key too
create index if not exists issue_agency_id_issue_date_idx
  on inventory.issue (agency_id, issue_date);

-- lists, the newest first
create index if not exists issue_created_at_idx on inventory.issue (created_at);

-- slips in a state, the newest first: cancelled ones are few of a million
create index if not exists issue_of_state_idx on inventory.issue (status, created_at);

-- requests that wait: few of a million slips
create index if not exists issue_status_idx
  on inventory.issue (status) where status in ('requested', 'postponed');

-- the number a person types begins or ends the code: of a million slips a few are read
create index if not exists issue_code_idx on inventory.issue (code collate "C");
create index if not exists issue_reverse_code_idx on inventory.issue (reverse(code) collate "C");

-- the same for the number of a request, which few slips have
create index if not exists issue_request_code_c_idx on inventory.issue (request_code collate "C")
  where request_code is not null;
create index if not exists issue_reverse_request_code_idx
  on inventory.issue (reverse(request_code) collate "C") where request_code is not null;

-- slips of some days by their day; what was written last that day comes first
create index if not exists issue_of_days_idx on inventory.issue (issue_date, created_at);

-- behind foreign keys: what refers to a row is found without reading the table
create index if not exists issue_created_by_idx on inventory.issue (created_by);
create index if not exists issue_confirmed_by_idx on inventory.issue (confirmed_by);
create index if not exists issue_delivered_by_idx on inventory.issue (delivered_by);
create index if not exists issue_cancelled_by_idx on inventory.issue (cancelled_by);
--! EndIncluded inventory/tables/issue.sql
--! Included finance/tables/payment.sql
create table if not exists finance.payment (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text not null constraint payment_code_is_unique unique,
  agency_id :ID_TYPE not null references agency.agency,
  issue_id :ID_TYPE constraint payment_on_the_spot_is_made_once unique,
  status text not null default 'confirmed'
    constraint payment_status_is_known check (status in ('confirmed', 'cancelled')),
  method text not null default 'cash'
    constraint payment_method_is_known check (method in ('cash', 'bank', 'other')),
  reference text constraint payment_reference_is_short check (length(reference) <= 100),
  amount public.dong not null constraint payment_amount_is_positive check (amount > 0),
  payment_date date not null,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  note text constraint payment_note_is_short check (length(note) <= 500),
  cancelled_at timestamptz,
  cancelled_by :ID_TYPE references auth."user",
  cancel_reason text constraint payment_cancel_reason_is_short check (length(cancel_reason) <= 500),
  handed_over_at timestamptz,
  handed_over_by :ID_TYPE references auth."user",
  is_no_duplicate boolean not null default false,
  constraint payment_belongs_to_one_agency unique (agency_id, id),
  constraint payment_cancelled_says_when_by_whom_and_why
    check (case status when 'cancelled' then num_nulls(cancelled_at, cancelled_by,
      cancel_reason) = 0 and btrim(cancel_reason) <> '' else num_nonnulls(cancelled_at,
      cancelled_by, cancel_reason) = 0 end),
  constraint payment_handed_over_is_one_on_the_spot
    check (handed_over_at is null or issue_id is not null),
  constraint payment_handed_over_says_when_and_to_whom
    check ((handed_over_at is null) = (handed_over_by is null)),
  constraint payment_on_the_spot_is_of_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id),
  constraint payment_text_is_clean
    check (public.is_clean_text(reference) and public.is_clean_note(note)
      and public.is_clean_note(cancel_reason))
);

comment on table finance.payment is
  E'@behavior +aggregates\nMoney received from an agency (phiếu thu), PT-2026-000123.';
comment on column finance.payment.id is 'Opaque key.';
comment on column finance.payment.code is 'PT-year-number without gaps.';
comment on column finance.payment.agency_id is 'Who paid.';
comment on column finance.payment.issue_id is 'The slip it was paid with on the spot, if so.';
comment on column finance.payment.status is 'confirmed or cancelled.';
comment on column finance.payment.method is E'@isIndexed\ncash, bank or other.';
comment on column finance.payment.reference is
  'Bank reference or receipt book number, at most 100 characters.';
comment on column finance.payment.amount is
  E'@behavior +sum:attribute:aggregate\nHow much, đồng.';
comment on column finance.payment.payment_date is 'Business date in Asia/Ho_Chi_Minh.';
comment on column finance.payment.created_at is 'Moment of recording.';
comment on column finance.payment.created_by is 'User who recorded it.';
comment on column finance.payment.note is 'Free text, at most 500 characters.';
comment on column finance.payment.cancelled_at is
  'Moment the debt rose again; null while it counts.';
comment on column finance.payment.cancelled_by is 'User who cancelled it.';
comment on column finance.payment.cancel_reason is 'Why it was cancelled, at most 500 characters.';
comment on column finance.payment.handed_over_at is
  'When what was paid on the spot came to those who keep the money; null: it is in the hand of '
  'who took it. Other payments: null.';
comment on column finance.payment.handed_over_by is
  'Who of those who keep the money marked it as handed over; who took it, if that was one of them.';
comment on column finance.payment.is_no_duplicate is
  'Whether who recorded it said that it is no duplicate of another with the same bank reference.';

-- another payment of the same bank reference
create index if not exists payment_bank_reference_idx
  on finance.payment (lower(reference)) where method = 'bank' and reference is not null;

-- payments of an agency by their day; behind its foreign key too
create index if not exists payment_agency_id_payment_date_idx
  on finance.payment (agency_id, payment_date);

-- lists, the newest day first
create index if not exists payment_payment_date_id_idx on finance.payment (payment_date, id);

-- payments in a state, the newest first: cancelled ones are few
create index if not exists payment_of_state_idx on finance.payment (status, payment_date);

-- money that a person still holds: few of all payments
create index if not exists payment_in_hand_idx
  on finance.payment (created_by, payment_date) where handed_over_at is null
    and issue_id is not null and status = 'confirmed';

-- behind foreign keys: what refers to a row is found without reading the table
create index if not exists payment_agency_id_issue_id_idx on finance.payment (agency_id, issue_id);
create index if not exists payment_created_by_idx on finance.payment (created_by);
create index if not exists payment_cancelled_by_idx on finance.payment (cancelled_by);
create index if not exists payment_handed_over_by_idx
  on finance.payment (handed_over_by) where handed_over_by is not null;
--! EndIncluded finance/tables/payment.sql
--! Included notification/tables/announcement.sql
create table if not exists notification.announcement (
  id :ID_TYPE primary key :ID_DEFAULT,
  kind text not null
    constraint announcement_kind_is_known
      check (kind in ('issue_created', 'payment_received', 'refund_paid')),
  document_id :ID_TYPE not null,
  created_at timestamptz not null default now()
);

comment on table notification.announcement is
  E'@behavior -*\nDocuments that people have not been told of yet. The worker tells of many at '
  'once and deletes the rows.';
comment on column notification.announcement.id is 'Opaque key.';
comment on column notification.announcement.kind is
  'What people are told: issue_created, payment_received or refund_paid, a code of '
  'notification_kind.';
comment on column notification.announcement.document_id is
  'Key of the slip, payment or refund. No foreign key: documents are never deleted, and a check '
  'would cost each of them a statement.';
comment on column notification.announcement.created_at is
  'Moment of recording the document.';
--! EndIncluded notification/tables/announcement.sql
--! Included notification/tables/outbox.sql
create table if not exists notification.outbox (
  id :ID_TYPE primary key :ID_DEFAULT,
  message_key uuid not null default gen_random_uuid()
    constraint outbox_message_key_is_unique unique,
  recipient text not null,
  locale text not null constraint outbox_locale_is_known check (locale in ('vi', 'en')),
  template text not null,
  subject text,
  payload jsonb not null,
  status text not null default 'queued'
    constraint outbox_status_is_known check (status in ('queued', 'sent', 'failed', 'bounced',
      'unsent')),
  attempts integer not null default 0,
  last_error text,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  about text,
  session_id uuid,
  constraint outbox_says_when_it_was_sent check ((status = 'sent') = (sent_at is not null)),
  constraint outbox_has_no_token_once_sent check (status <> 'sent' or not payload ? 'token')
);

comment on table notification.outbox is 'E-mails: queued, sent once, or failed and tried again.';
comment on column notification.outbox.id is 'Opaque key.';
comment on column notification.outbox.message_key is
  'Makes the Message-ID, the same however often it is tried, so that a mailbox drops a second '
  'copy.';
comment on column notification.outbox.recipient is 'Address it goes to.';
comment on column notification.outbox.locale is 'Language of the text: vi or en.';
comment on column notification.outbox.template is 'Name of the text, a file of worker/templates.';
comment on column notification.outbox.subject is 'Subject it was sent with, null until then.';
comment on column notification.outbox.payload is
  'What the text is filled with; a token stands in it only until the mail is sent.';
comment on column notification.outbox.status is
  'queued, sent, failed (tried again), bounced: the mail server says that the recipient cannot be '
  'reached; or unsent: there is no mail server, and it is kept until there is one.';
comment on column notification.outbox.attempts is 'How often sending was tried.';
comment on column notification.outbox.last_error is
  'What the mail server said the last time it failed.';
comment on column notification.outbox.sent_at is 'Moment the mail server took it.';
comment on column notification.outbox.created_at is 'Moment it was queued.';
comment on column notification.outbox.about is
  'Key of what it tells, null for mails on request: one mail of a template a recipient about one '
  'thing.';

comment on column notification.outbox.session_id is
  'Session of whoever caused it, null when nobody did: what is attached is read with its rights.';

-- the same mail about the same thing goes to a person once
create unique index if not exists outbox_tells_of_a_thing_once
  on notification.outbox (template, recipient, about);
--! EndIncluded notification/tables/outbox.sql
--! Included agency/functions/imports/activate_imported_agencies.sql
-- A list of customers seldom says that they are active, and the opening debt of an agency that
-- waits for approval is refused. Who may approve agencies chooses this once for all new ones.
create or replace function agency.activate_imported_agencies(import_id :ID_TYPE) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if file.import_choice(import_id, 'new_agencies') is null then
    return;
  end if;
  perform file.change_cells(import_id, array(
    select row(r.row_no, 'status', 'activate', null, 'Hoạt động')::file.cell_change
    from file.import_row as r
    where r.import_id = activate_imported_agencies.import_id and not r.cells ? 'status'
      and not r.cells ? 'version'));
end
$$;
comment on function agency.activate_imported_agencies is
  E'@omit\nNew agencies of a file become active when they are applied, unless the file says their '
  'state, as was chosen.';
grant execute on function agency.activate_imported_agencies to sodaily_definer;
--! EndIncluded agency/functions/imports/activate_imported_agencies.sql
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
  if file.import_choice(import_id, 'names') is not null then
    perform file.settle_assigned_names(import_id, array(
      select p from agency.imported_agency_problems(check_imported_agencies.import_id) as p
      where p.reason = 'unknown'));
  end if;
  perform agency.activate_imported_agencies(import_id);
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
--! Included auth/functions/queries/has_scope.sql
-- Security definer: no role of the API reads who holds what.
create or replace function auth.has_scope(scope text) returns boolean
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return auth.holds_scope(auth.current_user_id(), scope);
end
$$;
alter function auth.has_scope owner to sodaily_definer;
comment on function auth.has_scope is
  E'@omit\nWhether the signed-in user holds a scope. In a policy always as (select '
  'auth.has_scope(…)).';
grant execute on function auth.has_scope
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded auth/functions/queries/has_scope.sql
--! Included agency/functions/inner/lock_debt_limit.sql
-- Keeps the debt limit of an agency's type as it is until the end of the transaction: a slip that
-- was judged by it is written down with it. Slips do not wait for each other here, only for whoever
-- edits the type. Call it under the lock on the agency, whose own debt limit that lock holds.
create or replace function agency.lock_debt_limit(agency_id :ID_TYPE) returns agency.agency
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  taker agency.agency;
begin
  select a.* into strict taker
  from agency.agency as a
  join agency.agency_type as t on t.id = a.agency_type_id
  where a.id = lock_debt_limit.agency_id
  for share of t;
  return taker;
end
$$;
comment on function agency.lock_debt_limit is
  E'@omit\nHolds the debt limit of the agency''s type until the transaction ends; returns the '
  'agency.';
grant execute on function agency.lock_debt_limit to sodaily_definer;
--! EndIncluded agency/functions/inner/lock_debt_limit.sql
--! Included agency/functions/queries/agencies_to_approve.sql
-- The work of whoever approves: agencies that wait for it, who waits longest first. Row policies
-- decide which of them one sees.
create or replace function agency.agencies_to_approve() returns setof agency.agency
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select a.* from agency.agency as a where a.status = 'pending' order by a.created_at, a.id
$$;
comment on function agency.agencies_to_approve is
  'Agencies that wait to be approved, who waits longest first.';
grant execute on function agency.agencies_to_approve
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/queries/agencies_to_approve.sql
--! Included agency/functions/queries/search_agencies.sql
create or replace function agency.search_agencies(query text) returns setof agency.agency
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select a.*
  from agency.agency as a
  where a.id in (select w.id from agency.agencies_by_words(query) as w (id))
  order by a.name, a.code
$$;
comment on function agency.search_agencies is
  E'@behavior +filterProc\nAgencies in which every word is found: in their codes, name, phone, '
  'tax code or representative, in any order, without accents and case. By name.';
grant execute on function agency.search_agencies
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/queries/search_agencies.sql
--! Included auth/functions/queries/current_user_id.sql
-- Who is asking: the user of the request's settings, and only while the session lives. The settings
-- are written by the server; a dead session makes everybody nobody, and so does a role that is not
-- the one of the session's user: with the password of the server's login alone a dealer's session
-- does not become staff.
-- Security definer: no role of the API reads sessions.
create or replace function auth.current_user_id() returns :ID_TYPE
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  works_as constant text := current_setting('role');
begin
  -- after a local setting ends it reads '' and not NULL, hence nullif
  return (
    select s.user_id
    from auth.session as s
    join auth."user" as u on u.id = s.user_id
    where s.id = nullif(current_setting('app.session_id', true), '')::uuid
      and s.user_id = cast(nullif(current_setting('app.current_user_id', true), '') as :ID_TYPE)
      and s.ended_at is null
      and s.expires_at > now()
      and u.is_active
      -- none: the login of signing in reads no table of the business, nor does that of the server
      -- until it takes a role; owners are not logins of the server
      and (works_as in ('sodaily_owner', 'sodaily_definer', 'none')
        or works_as = (select q.database_role from auth.request_role(u.id) as q)));
end
$$;
alter function auth.current_user_id owner to sodaily_definer;
comment on function auth.current_user_id is
  E'@omit\nKey of the signed-in user, null when the session is dead or the role is not theirs.';
grant execute on function auth.current_user_id
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor, sodaily_owner;
--! EndIncluded auth/functions/queries/current_user_id.sql
--! Included auth/functions/checks/require_scope.sql
-- First line of every command: who asks, and may they.
create or replace function auth.require_scope(scope text) returns :ID_TYPE
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_user();
begin
  if not auth.holds_scope(caller, scope) then
    raise exception 'scope % is missing', scope
      using errcode = 'SDPRM', detail = jsonb_build_object('scope', scope)::text;
  end if;
  return caller;
end
$$;
comment on function auth.require_scope is
  E'@omit\nKey of the signed-in user who holds the scope. Errors: INVALID_TOKEN, '
  'PERMISSION_DENIED {scope}.';
grant execute on function auth.require_scope to sodaily_definer;
--! EndIncluded auth/functions/checks/require_scope.sql
--! Included auth/functions/inner/database_role_of.sql
-- As which PostgreSQL role a user works: see auth.request_role, which queries join.
create or replace function auth.database_role_of(user_id :ID_TYPE) returns text
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (select q.database_role from auth.request_role(database_role_of.user_id) as q);
end
$$;
comment on function auth.database_role_of is
  E'@omit\nPostgreSQL role of a user''s requests, null for a user without roles.';
grant execute on function auth.database_role_of to sodaily_definer;
--! EndIncluded auth/functions/inner/database_role_of.sql
--! Included auth/functions/inner/holds_scope.sql
-- Rights are looked up in tables for every statement, so revoking one acts at once.
create or replace function auth.holds_scope(user_id :ID_TYPE, scope text) returns boolean
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return exists (
    select from auth.user_role as ur
    join auth.role_permission as rp on rp.role_id = ur.role_id
    where ur.user_id = holds_scope.user_id and rp.permission_code = holds_scope.scope);
end
$$;
comment on function auth.holds_scope is
  E'@omit\nWhether a user holds a scope by one of their roles.';
grant execute on function auth.holds_scope to sodaily_definer;
--! EndIncluded auth/functions/inner/holds_scope.sql
--! Included auth/functions/inner/request_role.sql
-- A request works as one PostgreSQL role, whatever roles the person has: the first of staff,
-- auditor, warehouse, user. Scopes add up, database roles do not; roles that would leave each
-- other's work undone are not given together (auth.membership_problems). One plain select, so that
-- it melts into the query that asks: every request does.
create or replace function auth.request_role(user_id :ID_TYPE)
returns table (database_role text)
language sql stable
as $$
  select r.database_role
  from auth.user_role as ur
  join auth.role as r on r.id = ur.role_id
  where ur.user_id = request_role.user_id
  order by array_position(
    array['sodaily_staff', 'sodaily_auditor', 'sodaily_warehouse', 'sodaily_user'],
    r.database_role)
  limit 1
$$;
comment on function auth.request_role is
  E'@omit\nPostgreSQL role of a user''s requests, no row for a user without roles.';
grant execute on function auth.request_role to sodaily_definer;
--! EndIncluded auth/functions/inner/request_role.sql
--! Included auth/functions/queries/resume_session.sql
-- Every request asks once: does the session of this token live, and as whom does it work.
-- Security definer: no role of the API reads sessions.
create or replace function auth.resume_session(session_id uuid, user_id :ID_TYPE)
returns table (database_role text)
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  second_factor_at timestamptz;
begin
  select s.second_factor_at, q.database_role into second_factor_at, database_role
  from auth.session as s
  join auth."user" as u on u.id = s.user_id
  left join lateral auth.request_role(u.id) as q on true
  where s.id = resume_session.session_id and s.user_id = resume_session.user_id
    and s.ended_at is null and s.expires_at > now() and u.is_active;
  if database_role is not null then
    perform auth.second_factor_required(resume_session.user_id, second_factor_at);
    return next;
  end if;
end
$$;
alter function auth.resume_session owner to sodaily_definer;
comment on function auth.resume_session is
  E'@omit\nPostgreSQL role of a living session, no row when it is dead. For the server only. '
  'Error: SECOND_FACTOR_REQUIRED.';
grant execute on function auth.resume_session to sodaily_authenticator, sodaily_signin;
--! EndIncluded auth/functions/queries/resume_session.sql
--! Included file/functions/checks/assigned_name_problems.sql
-- Everything that is wrong with names that somebody assigns, all at once, each with its place.
-- Whether a name is there says the check of the file, which the assigned name stands in from now
-- on.
create or replace function file.assigned_name_problems(
  what text, column_code text, names file.assigned_name[]) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with given as (
      select n.written, n.city, n.place - 1 as place
      from unnest(names) with ordinality as n (written, name, city, place)),
    problem as (
      select 'column_code' as path,
        case when assigned_name_problems.column_code is null then 'required' else 'unknown' end
          as reason, left(assigned_name_problems.column_code, 100) as value
      where not exists (
        select from file.column_uses() as u
        where u.import_kind_code = what and u.use = 'catalogue'
          and u.column_code = assigned_name_problems.column_code)
      union all
      select 'names', 'required', null where coalesce(cardinality(names), 0) = 0
      union all
      select 'names.' || g.place || '.written', 'required', null
      from given as g where g.written is null
      union all
      select 'names.' || g.place || '.city', 'unknown', left(g.city, 100)
      from given as g where g.city is not null and assigned_name_problems.column_code <> 'district')
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function file.assigned_name_problems is
  E'@omit\nProblems of names that are assigned in a file, as JSON [{path, reason, value}].';
grant execute on function file.assigned_name_problems to sodaily_definer;
--! EndIncluded file/functions/checks/assigned_name_problems.sql
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
      ('lost_noughts', 'add_nought'), ('lost_noughts', 'as_written'),
      ('new_agencies', 'activate'))
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
--! Included file/functions/commands/assign_import_names.sql
-- A name that no catalogue has may be another word for one that is there: "Thùng carton" for Thùng.
-- Whoever brought the file says so once for all its rows, and sees what that does before anything
-- is stored: it is read and checked anew.
-- Security definer: imports are written by functions only.
create or replace function file.assign_import_names(client_key text, import_id :ID_TYPE,
  column_code text, names file.assigned_name[])
returns file.import
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_user();
  coming file.import;
  earlier jsonb;
begin
  perform audit.refuse_too_many('names', cardinality(names), 1000);
  names := array(
    select row(public.clean_text(n.written), public.clean_text(n.name),
      public.clean_text(n.city))::file.assigned_name
    from unnest(names) with ordinality as n (written, name, city, place) order by n.place);
  earlier := audit.begin_command(caller, client_key, 'file.assign_import_names',
    jsonb_build_array(import_id, column_code, to_jsonb(names)));
  coming := file.import_of(import_id, caller);
  if earlier is not null then
    return coming;
  end if;
  perform auth.require_scope((select k.scope from file.import_kind as k
    where k.code = coming.what));
  perform audit.refuse_problems(file.assigned_name_problems(coming.what, column_code, names));
  update file.import as i
  set choices = file.choices_with_names(i.choices, assign_import_names.column_code,
    assign_import_names.names)
  where i.id = coming.id
  returning i.* into strict coming;
  coming := file.start_import_check(coming, caller);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', coming.id::text));
  return coming;
end
$$;
alter function file.assign_import_names owner to sodaily_definer;
comment on function file.assign_import_names is
  E'@resultFieldName import\nSays what names in a file stand for, and has the worker read and '
  'check it anew: columnCode unit, district or agency_type, names each as the file writes it and '
  'as it is in the catalogue; without name it is taken back. What was assigned before stays. '
  'importChanges tells each cell. The same clientKey gives the same answer again. Errors: '
  'INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, '
  'INVALID_TRANSITION, TOO_MANY_JOBS.';
grant execute on function file.assign_import_names
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded file/functions/commands/assign_import_names.sql
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
  'hidden_rows (leave_out, read), small_prices (thousand, as_written), lost_noughts '
  '(add_nought, as_written) or new_agencies (activate); without way it is taken back. '
  'importChanges tells what each does. The same clientKey gives the same answer again. Errors: '
  'INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, '
  'INVALID_TRANSITION, TOO_MANY_JOBS.';
grant execute on function file.choose_for_import
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded file/functions/commands/choose_for_import.sql
--! Included file/functions/inner/change_cells.sql
create or replace function file.change_cells(import_id :ID_TYPE, changes file.cell_change[])
  returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform file.keep_import_changes(import_id, changes);
  update file.import_row as r
  set cells = r.cells || s.cells
  from (
    select c.row_no, jsonb_object_agg(c.column_code, c.after) as cells
    from unnest(changes) as c group by c.row_no) as s
  where r.import_id = change_cells.import_id and r.row_no = s.row_no;
end
$$;
comment on function file.change_cells is
  E'@omit\nHas cells of a file stored otherwise than they are written, one change each.';
grant execute on function file.change_cells to sodaily_definer;
--! EndIncluded file/functions/inner/change_cells.sql
--! Included file/functions/inner/choices_with_names.sql
-- Assigned names stand among the choices of a file: names, then the column, then the name as it is
-- written, in small letters.
create or replace function file.choices_with_names(
  choices jsonb, column_code text, names file.assigned_name[]) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  of_all constant jsonb := coalesce(choices -> 'names', '{}');
  added constant jsonb := coalesce((
    select jsonb_object_agg(lower(n.written), jsonb_strip_nulls(to_jsonb(n)))
    from unnest(names) as n where n.name is not null), '{}');
  taken_back constant text[] := array(
    select lower(n.written) from unnest(names) as n where n.name is null);
  of_column jsonb;
  left_over jsonb;
begin
  of_column := (coalesce(of_all -> column_code, '{}') || added) - taken_back;
  left_over := of_all - column_code;
  if of_column <> '{}' then
    left_over := left_over || jsonb_build_object(column_code, of_column);
  end if;
  return (choices - 'names') || case when left_over = '{}' then '{}'
    else jsonb_build_object('names', left_over) end;
end
$$;
comment on function file.choices_with_names is
  E'@omit\nChoices of a file with names that were assigned in a column, and without those that '
  'were taken back.';
grant execute on function file.choices_with_names to sodaily_definer;
--! EndIncluded file/functions/inner/choices_with_names.sql
--! Included file/functions/inner/column_uses.sql
-- What may be chosen of the cells of a column, when they are not as they have to be: of prices that
-- they are in thousands and are rounded, of amounts that they are rounded, of quantities that rows
-- of 0 are left out, of phones and tax codes that their nought is added, of names that they are
-- cut, of names of a catalogue that they stand for one that is there.
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
    ('agencies', 'tax_code', 'tax_code', null),
    ('opening_debt', 'tax_code', 'tax_code', null),
    ('items', 'item_name', 'name', 200),
    ('agencies', 'name', 'name', 200),
    ('agencies', 'address', 'name', 300),
    ('items', 'unit', 'catalogue', null),
    ('agencies', 'agency_type', 'catalogue', null),
    ('agencies', 'district', 'catalogue', null)
$$;
comment on function file.column_uses is
  E'@omit\nColumns of files of whose cells somebody may choose what to do: price, amount, '
  'quantity, phone, tax_code, name or catalogue, and how many letters of a name are kept.';
grant execute on function file.column_uses to sodaily_definer;
--! EndIncluded file/functions/inner/column_uses.sql
--! Included file/functions/inner/lacks_nought.sql
-- A spreadsheet takes a phone or a tax code for a number and drops the nought it begins with: nine
-- digits of a mobile, ten of a line, nine of a company.
create or replace function file.lacks_nought(written text, use text) returns boolean
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select case use
    when 'phone' then regexp_replace(written, '[ .-]', '', 'g') ~ '^([35789][0-9]{8}|2[0-9]{9})$'
    when 'tax_code' then not public.is_tax_code(written) and public.is_tax_code('0' || written)
    else false
  end
$$;
comment on function file.lacks_nought is
  E'@omit\nWhether a phone or a tax code (use phone or tax_code) lost the nought that it begins '
  'with.';
grant execute on function file.lacks_nought to sodaily_definer;
--! EndIncluded file/functions/inner/lacks_nought.sql
--! Included file/functions/inner/column_doubts.sql
-- What only whoever brought the file knows, asked once of a whole column: whether prices that are
-- all below a thousand are thousands of đồng, and whether phones or tax codes lost their nought:
-- how many, and one of them.
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
  select coming.head_row_no, u.column_code, 'lost_noughts',
    count(*) || ' ' || min(r.cells ->> u.column_code)
  from file.column_uses() as u
  join file.import_row as r on r.import_id = coming.id and r.cells ? u.column_code
  where not coming.choices ? 'lost_noughts' and u.import_kind_code = coming.what
    and u.use in ('phone', 'tax_code') and file.lacks_nought(r.cells ->> u.column_code, u.use)
  group by u.column_code
$$;
comment on function file.column_doubts is
  E'@omit\nWhat is to be chosen of whole columns of a file, as problems of its heads.';
grant execute on function file.column_doubts to sodaily_definer;
--! EndIncluded file/functions/inner/column_doubts.sql
--! Included file/functions/inner/is_old_word.sql
-- A word with one letter that Vietnamese has not ("Thïng") may be a foreign name (Noël, Häagen). It
-- was typed for an old font when that letter stands where the vowel of a Vietnamese syllable does:
-- behind a beginning and before an end that its syllables have. A letter that only Unicode has
-- proves the opposite, and so does a digit beside it (5m÷10m). In TCVN3 capitals stand for small
-- letters, too: one behind a small letter is none. Gü and Loïc are names that look like such words.
create or replace function file.is_old_word(written text) returns boolean
language plpgsql immutable strict
set search_path to pg_catalog, pg_temp
as $$
declare
  -- capitals of ASCII only: those beyond it stand for other letters
  said constant text := translate(written, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    'abcdefghijklmnopqrstuvwxyz');
begin
  return written !~ '[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]' and (
    written ~ '[a-z][ÆÇËÎÏÐÑÖÜÞ]'
    or said ~ ('(^|[^[:alnum:]])(?!gü|loïc)(ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])'
      '(ä(i|m|ng?|c|p|t)?|[åæç](i|m|ng?)?|u?ë(i|m|n)?|î(i|m|ng?|c|p|t)?|[ïñ](a|i|m|ng?|yn?)?'
      '|ö(a|i|ng|u)?|ø(a|c|i|ng|t|u)?|u?[ûü]|þ|ß(a|e|i|m|ng?)?|÷(a|ng|u)?|×(nh|m|n)'
      '|eï(o|m|n|p|t)?|oï(c|i|m|ng?|p|t)?|uï(a|c|i|m|ng?|t|y)?)($|[^[:alnum:]])'));
end
$$;
comment on function file.is_old_word is
  E'@omit\nWhether a text has a word that was typed for an old font, by letters that cannot be '
  'Vietnamese.';
grant execute on function file.is_old_word to sodaily_definer;
--! EndIncluded file/functions/inner/is_old_word.sql
--! Included file/functions/inner/is_old_writing.sql
-- Before Unicode, Vietnamese was written with the signs of other languages and a font that showed
-- them as Vietnamese letters: "C«ng ty" in TCVN3 (.VnTime), "Coâng ty" in VNI (VNI-Times). What
-- nobody else writes is looked for: signs within a word; a vowel with an accented one behind that
-- Vietnamese never has; and the letters of VNI that are none, which foreign names have one of at
-- most. A word alone is told by file.is_old_word.
create or replace function file.is_old_writing(written text) returns boolean
language plpgsql immutable strict
set search_path to pg_catalog, pg_temp
as $$
begin
  return written ~ '[[:alpha:]][¸¶«¬¨©ª»¼½¾µ¹][[:alpha:]]|(^| )®[[:alpha:]]'
    or written ~* 'a[ùøûõåâê]|[eo]â|[oeuy]ø|öô|[[:alpha:]][eo]ù'
    or written ~* '([ñöïäëæøûå].*){3}'
    or written ~ '[äåæçëîïñöøûüþß÷×ÆÇËÎÏÐÑÖÜÞ]' and file.is_old_word(written);
end
$$;
comment on function file.is_old_writing is
  E'@omit\nWhether a text was typed for an old font: TCVN3 or VNI.';
grant execute on function file.is_old_writing to sodaily_definer;
--! EndIncluded file/functions/inner/is_old_writing.sql
--! Included file/functions/inner/settle_assigned_names.sql
-- Names that the context did not find become those that whoever brought the file assigned to them.
-- What it found stays: a territory may be there in one city and assigned in another.
create or replace function file.settle_assigned_names(
  import_id :ID_TYPE, not_found file.import_problem[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform file.change_cells(import_id, array(
    select row(f.row_no, w.column_code, 'assign', r.cells ->> w.column_code, w.after)
      ::file.cell_change
    from unnest(not_found) as f
    join file.import_row as r on r.import_id = settle_assigned_names.import_id
      and r.row_no = f.row_no
    join file.import as i on i.id = r.import_id
    cross join lateral (
      select i.choices -> 'names' -> f.column_code
        -> lower(left(r.cells ->> f.column_code, 100)) as stands_for) as a
    cross join lateral (values (f.column_code, a.stands_for ->> 'name'),
      ('city', a.stands_for ->> 'city')) as w (column_code, after)
    where w.after is distinct from r.cells ->> w.column_code and w.after is not null));
end
$$;
comment on function file.settle_assigned_names is
  E'@omit\nGives names of a file that no catalogue has what was assigned to them; not_found are '
  'the cells that the context does not know.';
grant execute on function file.settle_assigned_names to sodaily_definer;
--! EndIncluded file/functions/inner/settle_assigned_names.sql
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
  perform file.change_cells(coming.id, settled);
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
    -- what stands for a name of a catalogue is known to its context
    where u.import_kind_code = coming.what and u.use <> 'catalogue'),
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
  where c.use in ('phone', 'tax_code') and coming.choices ->> 'lost_noughts' = 'add_nought'
    and file.lacks_nought(c.written, c.use)
  union all
  select c.row_no, c.column_code, 'cut', c.written, rtrim(left(c.written, c.longest))
  from cell as c
  where c.use = 'name' and coming.choices ->> 'long_texts' = 'cut' and length(c.written) > c.longest
$$;
comment on function file.settled_cells is
  E'@omit\nCells of a file that are stored otherwise than they are written, as was chosen.';
grant execute on function file.settled_cells to sodaily_definer;
--! EndIncluded file/functions/inner/settled_cells.sql
--! Included file/functions/queries/import_fault_groups.sql
-- Seventy cells that lack a unit are one thing to do: faults of one column and reason are told
-- together, with what stands in their cells, the most frequent first and as most of them write it,
-- and the first row of each.
-- Who may read the log does not read files of others.
-- Security definer: rows of files are read by functions only.
create or replace function file.import_fault_groups(import file.import) returns jsonb
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  with written as (
    select f.column_code, f.reason, mode() within group (order by f.value) as value,
      count(*) as cells,
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
--! Included finance/functions/queries/letter_asker.sql
-- As whom the worker draws the letter that goes with a mail: whoever wrote the letters of the
-- month. Who lost the right to see money meanwhile draws none.
-- Security definer: the worker reads no rights.
create or replace function finance.letter_asker(letter_id text)
  returns table (user_id :ID_TYPE, database_role text)
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return query
    select u.id, auth.database_role_of(u.id)
    from finance.balance_letter as l
    join auth."user" as u on u.id = l.created_by
    where l.id::text = letter_asker.letter_id and u.is_active
      and auth.database_role_of(u.id) is not null;
end
$$;
alter function finance.letter_asker owner to sodaily_definer;
comment on function finance.letter_asker is
  E'@omit\nWho wrote a letter, and the PostgreSQL role of their requests; no row when they are not '
  'active any more. For the worker only.';
grant execute on function finance.letter_asker to sodaily_worker;
--! EndIncluded finance/functions/queries/letter_asker.sql
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
  perform audit.refuse_too_many('items', cardinality(items)),
    audit.refuse_too_many('prices', cardinality(prices)),
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
--! Included inventory/functions/commands/create_issue_return.sql
-- Goods of a slip come back, asked for and confirmed at once by one person: while FOUR_EYES is on
-- nobody may. What confirming does stands in the rules on inventory.issue_return, in the order of
-- their triggers.
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
  perform audit.refuse_too_many('items', cardinality(items)),
    audit.refuse_too_many('counted', cardinality(counted));
  reason := public.clean_note(reason);
  -- as meant: no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue_return',
    jsonb_build_array(issue_id, return_date, reason, inventory.normalized_lines(items),
      inventory.normalized_counted(counted)));
  if earlier is not null then
    select r.* into strict made
    from inventory.issue_return as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return made;
  end if;

  perform config.four_eyes(caller, caller);
  perform audit.refuse_problems(inventory.issue_return_problems(
    issue_id, items, coalesce(return_date, config.business_date()), reason)
    || finance.back_dating_problems('return_date', return_date)
    || inventory.counted_problems(counted, array(select l.item_id from unnest(items) as l)));
  perform finance.lock_open_period(coalesce(return_date, config.business_date()));
  made := inventory.ask_issue_return(issue_id, items, return_date, reason, caller);
  made := inventory.confirm_asked_return(made.id, caller, return_date, counted);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  return made;
end
$$;
alter function inventory.create_issue_return owner to sodaily_definer;
comment on function inventory.create_issue_return is
  E'@resultFieldName issueReturn\nTakes back goods of a confirmed slip at the prices frozen on '
  'it, asked for and confirmed by one person: raises stock, lowers the debt, numbers the return. '
  'Asks inventory:write and return:confirm, and slip:cancel when it leaves nothing of a slip of '
  'today. Quantities in the item''s unit, returnDate today when null, a reason is required. '
  'counted answers COUNTED_SINCE: per item, whether a later stock count had seen the goods. The '
  'same clientKey gives the first return again. Errors: INVALID_TOKEN, PERMISSION_DENIED, '
  'VALIDATION_ERROR, DUPLICATE_REQUEST, FOUR_EYES, PERIOD_CLOSED, CONFIRMATION_NEEDED, '
  'ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, HAS_ADJUSTMENTS.';
grant execute on function inventory.create_issue_return to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/commands/create_issue_return.sql
--! Included inventory/functions/commands/create_receipt.sql
-- Goods come in: a receipt born confirmed, in one transaction. What its lines do stands in the
-- rules on inventory.receipt_detail, in the order of their triggers.
-- Security definer: receipts, ledgers and numbers are written by functions only.
create or replace function inventory.create_receipt(
  client_key text,
  supplier_id :ID_TYPE,
  items inventory.receipt_line[],
  receipt_date date default null,
  note text default null,
  counted inventory.counted_answer[] default null,
  accept_jumps inventory.accepted_jump[] default null,
  supplier_document text default null,
  despite_duplicate boolean default null)
returns inventory.receipt
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  receipt inventory.receipt;
  earlier jsonb;
  effects inventory.stock_effect[];
  duplicates jsonb;
begin
  perform audit.refuse_too_many('items', cardinality(items)),
    audit.refuse_too_many('counted', cardinality(counted)),
    audit.refuse_too_many('accept_jumps', cardinality(accept_jumps));
  note := public.clean_note(note);
  supplier_document := public.clean_text(supplier_document);
  -- as meant: 2 and 2.000 are one quantity, and no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_receipt', jsonb_build_array(
    supplier_id, receipt_date, note, (
      select jsonb_agg(jsonb_build_array(
        l.item_id, trim_scale(l.quantity), trim_scale(l.unit_price))
        || case when l.is_free then jsonb 'true' else jsonb '[]' end order by l.place)
      from unnest(items) with ordinality as l (item_id, quantity, unit_price, is_free, place)),
    inventory.normalized_counted(counted)) || case when accept_jumps is null then '[]' else (
      select jsonb_build_array(jsonb_agg(jsonb_build_array(a.item_id, trim_scale(a.price))
        order by a.item_id, a.price))
      from unnest(accept_jumps) as a) end
    || jsonb_build_array(supplier_document, despite_duplicate));
  if earlier is not null then
    select r.* into strict receipt
    from inventory.receipt as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return receipt;
  end if;

  receipt_date := coalesce(receipt_date, config.business_date());
  effects := array(
    select row(l.item_id, l.quantity)::inventory.stock_effect from unnest(items) as l);
  perform audit.refuse_problems(
    inventory.receipt_head_problems(supplier_id, receipt_date, note, supplier_document)
    || finance.back_dating_problems('receipt_date', receipt_date)
    || inventory.receipt_line_problems(items) || inventory.counted_problems(counted,
      array(select l.item_id from unnest(items) as l))
    || inventory.jump_problems(accept_jumps, items));

  perform finance.lock_open_period(receipt_date);
  duplicates := inventory.duplicate_receipt_questions(supplier_id, supplier_document);
  perform audit.refuse_unanswered(case when despite_duplicate then '[]' else duplicates end
    || inventory.count_questions(effects, receipt_date, false, counted)
    || inventory.price_jump_questions(items, receipt_date, accept_jumps));
  insert into inventory.receipt as r (supplier_id, receipt_date, note, supplier_document,
    is_no_duplicate, created_by)
  values (create_receipt.supplier_id, create_receipt.receipt_date, create_receipt.note,
    create_receipt.supplier_document, duplicates <> '[]', caller)
  returning r.* into strict receipt;
  perform inventory.add_receipt_lines(receipt.id, items, caller);
  perform inventory.keep_counts(effects, receipt_date, counted, caller, true);

  select r.* into strict receipt from inventory.receipt as r where r.id = receipt.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', receipt.id::text));
  return receipt;
end
$$;
alter function inventory.create_receipt owner to sodaily_definer;
comment on function inventory.create_receipt is
  E'@resultFieldName receipt\nTakes in goods: raises stock, sets import prices, numbers the '
  'receipt. unitPrice in whole đồng a unit, receiptDate today when null. The same item twice is '
  'merged at one price; a free line (isFree) has none, and sets no import price. counted answers '
  'COUNTED_SINCE: per item, whether a later stock count had seen the goods already. acceptJumps '
  'answers PRICE_JUMP: an item and its price that is right although it is far from the day before '
  '(PRICE_JUMP_PERCENT). A supplierDocument that another receipt of the supplier has asks '
  'POSSIBLE_DUPLICATE, which despiteDuplicate answers. The same clientKey gives the first receipt '
  'again. Errors: INVALID_TOKEN, '
  'PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, CONFIRMATION_NEEDED, '
  'ITEM_INACTIVE.';
grant execute on function inventory.create_receipt to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/commands/create_receipt.sql
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
  if file.import_choice(import_id, 'names') is not null then
    perform file.settle_assigned_names(import_id, array(
      select p from inventory.imported_item_problems(check_imported_items.import_id) as p
      where p.reason = 'unknown'));
  end if;
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
--! Included inventory/functions/inner/add_return_lines.sql
-- Writes the lines of a return at the prices frozen on its slip: the same item twice is merged.
-- What they count for is expected so far; confirming works it out anew.
create or replace function inventory.add_return_lines(
  made inventory.issue_return, items inventory.issue_line[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into inventory.issue_return_detail (
    agency_id, issue_return_id, issue_id, line_no, item_id, quantity, is_free, unit_price,
    line_total,
    created_by)
  select made.agency_id, made.id, made.issue_id, row_number() over (order by l.place), l.item_id,
    l.quantity, l.is_free, d.unit_price, round(l.quantity * d.unit_price), made.created_by
  from (
    select w.item_id, coalesce(w.is_free, false) as is_free, sum(w.quantity) as quantity,
      min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, is_free, place)
    group by 1, 2) as l
  join inventory.issue_detail as d
    on d.issue_id = made.issue_id and d.item_id = l.item_id and d.is_free = l.is_free;
  update inventory.issue_return as r
  set total_amount = inventory.price_return_lines(made.id)
  where r.id = made.id;
end
$$;
comment on function inventory.add_return_lines is
  'Inserts the merged and priced lines of a return being asked for, and its expected total.';
grant execute on function inventory.add_return_lines to sodaily_definer;
--! EndIncluded inventory/functions/inner/add_return_lines.sql
--! Included inventory/functions/inner/confirm_asked_return.sql
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
  perform finance.lock_open_period(day);
  perform from agency.agency as a where a.id = confirmed.agency_id for no key update;
  effects := array(
    select row(d.item_id, d.quantity)::inventory.stock_effect
    from inventory.issue_return_detail as d
    where d.issue_return_id = confirmed.id order by d.line_no);
  if confirmed.status = 'requested' then
    perform audit.refuse_unanswered(inventory.count_questions(effects, day, false, counted));
  end if;
  update inventory.issue_return as r
  set status = 'confirmed', return_date = day, confirmed_at = now(), confirmed_by = caller
  where r.id = confirmed.id
  returning r.* into strict confirmed;
  perform inventory.keep_counts(effects, day, counted, caller, true);
  return confirmed;
end
$$;
comment on function inventory.confirm_asked_return is
  E'@omit\nConfirms a return that was asked for, on a day (null: the one told, else today). '
  'Errors: PERIOD_CLOSED, CONFIRMATION_NEEDED, INVALID_TRANSITION, FOUR_EYES, PERMISSION_DENIED, '
  'ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, HAS_ADJUSTMENTS.';
grant execute on function inventory.confirm_asked_return to sodaily_definer;
--! EndIncluded inventory/functions/inner/confirm_asked_return.sql
--! Included inventory/functions/inner/normalized_prices.sql
-- What two requests must agree in to name the same prices: in any order, and 1000.0 is 1000.
create or replace function inventory.normalized_prices(prices inventory.line_price[]) returns jsonb
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  if coalesce(cardinality(prices), 0) = 0 then
    return null;
  end if;
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
--! Included inventory/functions/inner/price_return_lines.sql
-- What the lines of a return count for: the prices frozen on its slip, each line rounded such that
-- all confirmed returns of a line of the slip together make its total, to the đồng. Under the lock
-- on the agency, so that what came back before is known.
create or replace function inventory.price_return_lines(issue_return_id :ID_TYPE) returns numeric
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  with worth as (
    select d.id, round((b.quantity + d.quantity) * d.unit_price) - b.total as line_total
    from inventory.issue_return_detail as d
    cross join lateral (
      select coalesce(sum(r.quantity), 0) as quantity, coalesce(sum(r.line_total), 0) as total
      from inventory.issue_return_detail as r
      join inventory.issue_return as t on t.id = r.issue_return_id and t.status = 'confirmed'
      where r.issue_id = d.issue_id and r.item_id = d.item_id and r.is_free = d.is_free
        and r.issue_return_id <> d.issue_return_id) as b
    where d.issue_return_id = price_return_lines.issue_return_id)
  update inventory.issue_return_detail as d
  set line_total = w.line_total
  from worth as w
  where d.id = w.id and d.line_total <> w.line_total;

  return (
    select coalesce(sum(d.line_total), 0) from inventory.issue_return_detail as d
    where d.issue_return_id = price_return_lines.issue_return_id);
end
$$;
comment on function inventory.price_return_lines is
  E'@omit\nWorks out what the lines of a return count for; returns their total, in đồng.';
grant execute on function inventory.price_return_lines to sodaily_definer;
--! EndIncluded inventory/functions/inner/price_return_lines.sql
--! Included inventory/functions/queries/issue_room.sql
-- Beside a request: what confirming it now would do to the debt of its agency. The sum is that of
-- inventory.issue_headroom, which asks who reads it.
create or replace function inventory.issue_room(issue inventory.issue)
returns inventory.issue_headroom_answer
language sql stable
as $$
  select r.*
  from inventory.issue_headroom(issue.agency_id, issue.total_amount, issue.paid_now) as r
  where inventory.waits_for_decision(issue.status)
$$;
comment on function inventory.issue_room is
  'What its agency may still take on credit, were it confirmed now; null once it is decided on. '
  'Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
grant execute on function inventory.issue_room to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/queries/issue_room.sql
--! Included inventory/functions/queries/last_issued.sql
-- Beside an item that is picked: what the agency took of it the last time, within a year. Longer
-- ago says nothing about today. Row policies decide which slips one sees.
create or replace function inventory.last_issued(agency_id :ID_TYPE, item_ids :ID_TYPE[])
returns setof inventory.item_last_issued
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select distinct on (d.item_id) d.item_id, d.quantity, i.issue_date
  from inventory.issue as i
  join inventory.issue_detail as d on d.agency_id = i.agency_id and d.issue_id = i.id
  where i.agency_id = last_issued.agency_id
    and i.issue_date > config.business_date() - 365
    and i.confirmed_at is not null and i.status <> 'cancelled'
    and d.item_id = any (last_issued.item_ids) and not d.is_free and d.quantity > 0
  order by d.item_id, i.issue_date desc, i.created_at desc
$$;
comment on function inventory.last_issued is
  'What an agency took of each item the last time, of slips in force within a year; items that it '
  'did not take are left out. Free goods are none.';
grant execute on function inventory.last_issued
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/queries/last_issued.sql
--! Included inventory/functions/queries/requests_to_decide.sql
-- The work of whoever confirms: requests that nobody has decided on, who waits longest first. Those
-- that were postponed wait by themselves. Row policies decide which of them one sees.
create or replace function inventory.requests_to_decide(is_postponed boolean default false)
returns setof inventory.issue
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select i.*
  from inventory.issue as i
  where inventory.waits_for_decision(i.status)
    and i.status = case when is_postponed then 'postponed' else 'requested' end
  order by coalesce(i.requested_at, i.created_at), i.id
$$;
comment on function inventory.requests_to_decide is
  'Requests that wait for a decision, who waits longest first: those that were asked for, or those '
  'that were postponed.';
grant execute on function inventory.requests_to_decide
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/queries/requests_to_decide.sql
--! Included notification/functions/commands/announce_waiting.sql
-- Tells people of documents that wait to be told of: of up to `most` at once, the oldest first, in
-- the statements of one. A document leaves the list in the transaction that tells of it, so each is
-- told of exactly once; several workers take different ones. Should telling of them together fail,
-- each becomes a job of its own: only the one that is at fault fails again, and its job says why.
-- Security definer: the worker reads no table of the business.
create or replace function notification.announce_waiting(most bigint default 200)
returns table (taken bigint, slips bigint, told bigint, queued_alone bigint)
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  batch notification.announcement[];
begin
  with gone as (
    delete from notification.announcement as a
    where a.id = any (array(
      select w.id from notification.announcement as w
      order by w.created_at, w.id limit most for update skip locked))
    returning a as entry)
  select array_agg(g.entry order by (g.entry).created_at, (g.entry).id), count(*),
    count(*) filter (where (g.entry).kind = 'issue_created')
  into batch, taken, slips from gone as g;
  told := 0;
  queued_alone := 0;
  if taken > 0 then
    begin
      told := notification.notify_of_batch(batch);
    exception when others then
      raise warning 'documents are told of one by one: %', sqlerrm;
      perform notification.enqueue('notify_' || b.kind, jsonb_build_object(
        split_part(b.kind, '_', 1) || '_id', b.document_id::text))
      from unnest(batch) as b;
      queued_alone := taken;
    end;
  end if;
  return next;
end
$$;
alter function notification.announce_waiting owner to sodaily_definer;
comment on function notification.announce_waiting is
  E'@omit\nTells of documents that wait: how many it took, how many of them slips, how many '
  'notifications were new, and how many documents got a job of their own. For the worker only.';
grant execute on function notification.announce_waiting to sodaily_worker;
--! EndIncluded notification/functions/commands/announce_waiting.sql
--! Included notification/functions/commands/email_to_send.sql
-- The mail of a job, locked until it was sent: a second run of the job waits, and then finds none.
-- Security definer: the worker reads no table.
create or replace function notification.email_to_send(outbox_id :ID_TYPE)
returns table (message_key text, recipient text, locale text, template text, payload jsonb,
  sender text, about text, session_id uuid)
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  select o.message_key::text, o.recipient, o.locale, o.template, o.payload,
    nullif(concat_ws(E'\n', c.name, c.address, nullif(concat_ws(' · ', c.phone, c.email), '')), ''),
    o.about, o.session_id
  from notification.outbox as o
  left join lateral config.current_company_profile() as c on true
  where o.id = email_to_send.outbox_id and not notification.has_left(o.status)
  for update of o
$$;
alter function notification.email_to_send owner to sodaily_definer;
comment on function notification.email_to_send is
  E'@omit\nLocks a mail that was not sent yet, no row when it was; sender is who the distributor '
  'is, in lines, null while nobody wrote it; about and session_id say what is attached, and as '
  'whom it is read. For the worker only.';
grant execute on function notification.email_to_send to sodaily_worker;
--! EndIncluded notification/functions/commands/email_to_send.sql
--! Included notification/functions/commands/email_unsent.sql
-- There is no mail server to send by: the mail is kept, and goes out once a worker begins that has
-- one. Trying again and again would only fill the log.
-- Security definer: the worker writes no table.
create or replace function notification.email_unsent(outbox_id :ID_TYPE, error text) returns void
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  update notification.outbox as o
  set status = 'unsent', last_error = left(email_unsent.error, 500)
  where o.id = email_unsent.outbox_id and not notification.has_left(o.status)
$$;
alter function notification.email_unsent owner to sodaily_definer;
comment on function notification.email_unsent is
  E'@omit\nKeeps a mail that nothing can send now, and why. For the worker only.';
grant execute on function notification.email_unsent to sodaily_worker;
--! EndIncluded notification/functions/commands/email_unsent.sql
--! Included notification/functions/commands/notify_issue_created.sql
-- Tells people of one confirmed slip: see notification.notify_of_issues. Run by the worker, at
-- least once, for a slip that could not be told of together with others.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_issue_created(issue_id :ID_TYPE) returns integer
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return notification.notify_of_issues(array[notify_issue_created.issue_id]);
end
$$;
alter function notification.notify_issue_created owner to sodaily_definer;
comment on function notification.notify_issue_created is
  E'@omit\nWrites, pushes and mails what is told of a slip; returns how many notifications were '
  'new. For the worker only.';
grant execute on function notification.notify_issue_created to sodaily_worker;
--! EndIncluded notification/functions/commands/notify_issue_created.sql
--! Included notification/functions/inner/notify.sql
-- Tells people of one thing: see notification.notify_many.
create or replace function notification.notify(
  kind text, subject text, about_agency_id :ID_TYPE, messages notification.message[])
returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  return notification.notify_many(array(
    select row(notify.kind, notify.subject, notify.about_agency_id, m.user_id, m.payload)
      ::notification.notice
    from unnest(notify.messages) as m));
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
    select notification.facts_of_agency(a)
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
  select h.user_id, auth.database_role_of(h.user_id) <> 'sodaily_warehouse'
  from notification.holders(audience.scope) as h
  where h.sees_all or exists (
    select from auth.user_agency as ua
    where ua.user_id = h.user_id and ua.agency_id = audience.agency_id);
end
$$;
comment on function notification.audience is
  E'@omit\nActive people who hold a scope and see an agency, and whether they see its money.';
grant execute on function notification.audience to sodaily_definer;
--! EndIncluded notification/functions/inner/audience.sql
--! Included notification/functions/commands/notify_payment_received.sql
-- Tells people of one payment: see notification.notify_of_payments. Run by the worker, at least
-- once, for a payment that could not be told of together with others.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_payment_received(payment_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return notification.notify_of_payments(array[notify_payment_received.payment_id]);
end
$$;
alter function notification.notify_payment_received owner to sodaily_definer;
comment on function notification.notify_payment_received is
  E'@omit\nTells of a payment; returns how many notifications were new. For the worker only.';
grant execute on function notification.notify_payment_received to sodaily_worker;
--! EndIncluded notification/functions/commands/notify_payment_received.sql
--! Included notification/functions/commands/notify_refund_paid.sql
-- Tells people of one refund: see notification.notify_of_refunds. Run by the worker, at least once,
-- for a refund that could not be told of together with others.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_refund_paid(refund_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return notification.notify_of_refunds(array[notify_refund_paid.refund_id]);
end
$$;
alter function notification.notify_refund_paid owner to sodaily_definer;
comment on function notification.notify_refund_paid is
  E'@omit\nTells of a refund; returns how many notifications were new. For the worker only.';
grant execute on function notification.notify_refund_paid to sodaily_worker;
--! EndIncluded notification/functions/commands/notify_refund_paid.sql
--! Included notification/functions/commands/queue_unsent_emails.sql
-- Mails that were kept while there was no mail server are queued, each once.
-- Security definer: the worker writes no table.
create or replace function notification.queue_unsent_emails() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  kept :ID_TYPE;
  queued bigint := 0;
begin
  for kept in
    update notification.outbox as o set status = 'queued' where o.status = 'unsent' returning o.id
  loop
    perform notification.enqueue('send_email', jsonb_build_object('outbox_id', kept::text));
    queued := queued + 1;
  end loop;
  return queued;
end
$$;
alter function notification.queue_unsent_emails owner to sodaily_definer;
comment on function notification.queue_unsent_emails is
  E'@omit\nQueues the mails that could not be sent for want of a mail server; returns how many. '
  'For the worker only.';
grant execute on function notification.queue_unsent_emails to sodaily_worker;
--! EndIncluded notification/functions/commands/queue_unsent_emails.sql
--! Included notification/functions/commands/remind_agency.sql
-- A reminder by hand, now: the same text and sums as that of the morning, one an agency a day.
-- Security definer: people are told by functions only.
create or replace function notification.remind_agency(client_key text, agency_id :ID_TYPE)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller constant :ID_TYPE := auth.require_scope('agency:write');
  today constant date := config.business_date();
  -- the reminder of the morning is of the week, this one of the day
  told_of constant text := agency_id || to_char(today, ' YYYY-MM-DD');
  reminded agency.agency;
begin
  perform auth.require_scope('finance:read');
  select a.* into reminded from agency.agency as a
  where a.id = remind_agency.agency_id and agency.is_mine(a.id);
  if not found then
    raise exception 'agency % is unknown', agency_id using errcode = 'SDNFD',
      detail = jsonb_build_object('agency_id', agency_id::text)::text;
  end if;
  if audit.begin_command(caller, client_key, 'notification.remind_agency',
    jsonb_build_array(agency_id)) is null then
    perform audit.refuse_problems(case
      when not exists (select from finance.overdue_items(reminded.id, today))
        then jsonb_build_array(jsonb_build_object(
          'path', 'agency_id', 'reason', 'nothing_overdue', 'value', reminded.id::text))
      when exists (
        select from notification.outbox as o
        where o.template = 'debt_overdue' and o.about = told_of)
      or exists (
        select from notification.notification as n
        where n.kind = 'debt_overdue' and n.subject = told_of)
        then jsonb_build_array(jsonb_build_object(
          'path', 'agency_id', 'reason', 'reminded_today', 'value', reminded.id::text))
      else '[]' end);
    perform notification.notify_overdue(reminded.id, told_of);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', reminded.id::text));
  end if;
  return reminded;
end
$$;
alter function notification.remind_agency owner to sodaily_definer;
comment on function notification.remind_agency is
  E'@resultFieldName agency\nReminds of what an agency owes past its due date, now: those who sell '
  'to it and who collect, and the agency by mail when it has an address. Once an agency a day. '
  'Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR (nothing_overdue, '
  'reminded_today), DUPLICATE_REQUEST.';
grant execute on function notification.remind_agency to sodaily_user, sodaily_staff;
--! EndIncluded notification/functions/commands/remind_agency.sql
--! Included notification/functions/commands/remind_overdue.sql
-- Reminds, once a week for an agency, of what is past its due date: those who sell to it, those who
-- collect, and the agency itself by mail. Run by the worker every morning, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.remind_overdue() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  week constant text := to_char(config.business_date(), ' IYYY-IW');
begin
  return (
    select coalesce(sum(notification.notify_overdue(a.id, a.id || week)), 0)
    from agency.agency as a
    where a.debt_amount > 0);
end
$$;
alter function notification.remind_overdue owner to sodaily_definer;
comment on function notification.remind_overdue is
  E'@omit\nTells of overdue debt, once a week for an agency; returns how many notifications were '
  'new. For the worker only.';
grant execute on function notification.remind_overdue to sodaily_worker;
--! EndIncluded notification/functions/commands/remind_overdue.sql
--! Included notification/functions/inner/announce.sql
-- A document asks that people be told of it: one row in its own transaction, so it is told of
-- exactly when it was committed. NOTIFY wakes the worker, which tells of all that wait at once;
-- however many documents a transaction makes, it wakes it once. Nothing depends on that: the worker
-- also looks each minute.
create or replace function notification.announce(kind text, document_id :ID_TYPE) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into notification.announcement (kind, document_id)
  values (announce.kind, announce.document_id);
  perform pg_notify('announcement', '');
end
$$;
comment on function notification.announce is
  E'@omit\nLeaves word of a document for the worker: issue_created, payment_received or '
  'refund_paid, and its key.';
grant execute on function notification.announce to sodaily_definer;
--! EndIncluded notification/functions/inner/announce.sql
--! Included notification/functions/inner/facts_of_agency.sql
-- Without a search path of its own it becomes part of the query that asks.
create or replace function notification.facts_of_agency(agency agency.agency) returns jsonb
language sql stable
as $$
  select jsonb_build_object('agency_id', (facts_of_agency.agency).id::text,
    'agency_code', (facts_of_agency.agency).code, 'agency_name', (facts_of_agency.agency).name)
$$;
comment on function notification.facts_of_agency is
  E'@omit\nWhat every message about an agency names: {agency_id, agency_code, agency_name}.';
grant execute on function notification.facts_of_agency to sodaily_definer;
--! EndIncluded notification/functions/inner/facts_of_agency.sql
--! Included notification/functions/inner/announced_issues.sql
-- What is told of slips, of those that were confirmed, in the order of the keys given. What went
-- out with less than was asked for says so; of a dealer's request at other prices, what it came to
-- when it was asked for.
create or replace function notification.announced_issues(issue_ids :ID_TYPE[])
returns table (issue_id :ID_TYPE, agency_id :ID_TYPE, created_by :ID_TYPE, email text,
  addressee text, facts jsonb, money jsonb, place bigint)
language sql stable
as $$
  select i.id, i.agency_id, i.created_by, a.email, coalesce(a.representative, a.name),
    notification.facts_of_agency(a)
      || jsonb_build_object('issue_id', i.id::text, 'issue_code', i.code)
      || jsonb_strip_nulls(jsonb_build_object('cut', asked.cut)),
    jsonb_strip_nulls(jsonb_build_object(
      'total_amount', i.total_amount::text, 'asked_amount', asked.amount)),
    w.place
  from unnest(announced_issues.issue_ids) with ordinality as w (id, place)
  join inventory.issue as i on i.id = w.id and i.code is not null
  join agency.agency as a on a.id = i.agency_id
  cross join lateral (
    select string_agg(format('%s: %s → %s', g.item_name, trim_scale(d.asked_quantity),
        trim_scale(d.quantity)), '; ' order by d.line_no)
        filter (where d.asked_quantity is not null) as cut,
      case when count(d.asked_price) > 0 then
        sum(round(d.quantity * coalesce(d.asked_price, d.unit_price)))::text end as amount
    from inventory.issue_detail as d
    join inventory.item as g on g.id = d.item_id
    where d.agency_id = i.agency_id and d.issue_id = i.id) as asked
$$;
comment on function notification.announced_issues is
  E'@omit\nConfirmed slips with whom they are for, what is told of each, and what is told of its '
  'money, in đồng as text.';
grant execute on function notification.announced_issues to sodaily_definer;
--! EndIncluded notification/functions/inner/announced_issues.sql
--! Included notification/functions/inner/enqueue.sql
-- The one door to the job queue from SQL: known tasks only, keys as payload, a job for each. The
-- jobs are queued in the command's transaction, so they exist exactly when what they are about
-- does. Somebody watches a long job, so it is given up after three attempts; what nobody watches is
-- tried for days.
create or replace function notification.enqueue(task text, variadic payloads jsonb[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if task not in ('notify_issue_created', 'notify_issue_decided', 'notify_issue_requested',
    'notify_new_agency', 'notify_payment_received', 'notify_refund_paid', 'notify_return_confirmed',
    'notify_return_decided', 'notify_return_requested', 'send_email', 'export_report',
    'import_file') then
    raise exception 'task % is not on the list', task using errcode = 'SDINT';
  end if;
  perform graphile_worker.add_jobs(array(
    select row(task, p.payload::json, null, null,
      case when task in ('export_report', 'import_file') then 3 else 25 end, null, null, null)
      ::graphile_worker.job_spec
    from unnest(payloads) with ordinality as p (payload, place)
    order by p.place));
end
$$;
comment on function notification.enqueue is
  E'@omit\nQueues a job for each payload in the current transaction. Error: INTERNAL for an '
  'unknown task.';
grant execute on function notification.enqueue to sodaily_definer;
--! EndIncluded notification/functions/inner/enqueue.sql
--! Included notification/functions/inner/holders.sql
-- Active people who hold a scope by a role. By a role of assigned people they see the agencies
-- assigned to them, by any other role all of them. One plain select, so that it melts into the
-- query that asks.
create or replace function notification.holders(scope text)
returns table (user_id :ID_TYPE, sees_all boolean)
language sql stable
as $$
  select u.id, bool_or(r.database_role <> 'sodaily_user')
  from auth.role_permission as rp
  join auth.role as r on r.id = rp.role_id
  join auth.user_role as ur on ur.role_id = r.id
  join auth."user" as u on u.id = ur.user_id
  where rp.permission_code = holders.scope and u.is_active
  group by u.id
$$;
comment on function notification.holders is
  E'@omit\nActive people who hold a scope, and whether they see every agency or only those '
  'assigned to them.';
grant execute on function notification.holders to sodaily_definer;
--! EndIncluded notification/functions/inner/holders.sql
--! Included notification/functions/inner/issue_audiences.sql
-- Who hears of new slips: those who confirm that goods leave and may see the agency, and the
-- agency's own logins. The author hears something else, so is left out here.
create or replace function notification.issue_audiences(issue_ids :ID_TYPE[])
returns table (issue_id :ID_TYPE, user_id :ID_TYPE, sees_money boolean)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return query
  with slip as materialized (
    select i.id, i.agency_id, i.created_by from inventory.issue as i where i.id = any (issue_ids)),
  heard as materialized (
    select s.id, h.user_id, s.created_by
    from slip as s
    cross join notification.holders('inventory:confirm') as h
    where h.sees_all
    union
    select s.id, ua.user_id, s.created_by
    from slip as s
    join auth.user_agency as ua on ua.agency_id = s.agency_id
    join auth."user" as u on u.id = ua.user_id and u.is_active
    where exists (
      select from auth.user_role as ur
      join auth.role as r on r.id = ur.role_id
      join auth.role_permission as rp on rp.role_id = r.id
      where ur.user_id = ua.user_id and r.database_role = 'sodaily_user')),
  -- asked once a person, however many slips they hear of
  person as materialized (
    select p.user_id, auth.database_role_of(p.user_id) <> 'sodaily_warehouse' as sees_money
    from (select distinct h.user_id from heard as h) as p)
  select h.id, h.user_id, p.sees_money
  from heard as h
  join person as p on p.user_id = h.user_id
  where h.user_id <> h.created_by;
end
$$;
comment on function notification.issue_audiences is
  E'@omit\nUsers to be told of slips, and whether each may see their money.';
grant execute on function notification.issue_audiences to sodaily_definer;
--! EndIncluded notification/functions/inner/issue_audiences.sql
--! Included notification/functions/inner/notify_many.sql
-- The one place where people are told: each of a thing once, in the application and by mail as they
-- wish, however often a job runs. NOTIFY carries no rights, so it carries keys only; the receiver
-- reads the row as the person. Notices are written in the order given, each with a moment of its
-- own, so that what came later is listed as later. Whoever tells many people of things that others
-- may tell of at the same time gives them in an order of their keys, so that two do not wait for
-- each other.
create or replace function notification.notify_many(notices notification.notice[]) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  told bigint;
begin
  with wished as materialized (
    select n.kind, n.subject, n.about_agency_id, n.user_id, n.payload, n.place,
      u.email, u.locale, u.full_name,
      coalesce(p.is_in_app, true) or not k.is_optional as is_in_app,
      coalesce(p.is_by_mail, false) as is_by_mail
    from unnest(notices)
      with ordinality as n (kind, subject, about_agency_id, user_id, payload, place)
    join auth."user" as u on u.id = n.user_id and u.is_active
    join notification.notification_kind as k on k.code = n.kind
    left join notification.preference as p on p.user_id = n.user_id and p.kind = n.kind),
  written as (
    insert into notification.notification as n (
      user_id, kind, subject, payload, about_agency_id, created_at)
    select w.user_id, w.kind, w.subject, w.payload, w.about_agency_id, clock_timestamp()
    from wished as w where w.is_in_app
    order by w.place
    on conflict on constraint a_person_is_told_once do nothing
    returning n.id, n.user_id),
  pushed as materialized (
    select pg_notify('notification:' || w.user_id, json_build_object('id', w.id::text)::text)
    from written as w),
  mailed as materialized (
    select case when count(*) > 0 then notification.queue_emails(array_agg(
      row(w.email, w.locale, w.kind, jsonb_build_object('full_name', w.full_name) || w.payload,
        w.subject)::notification.email order by w.place)) end
    from wished as w where w.is_by_mail)
  select count(*) into told from pushed where (select count(*) from mailed) >= 0;
  return told;
end
$$;
comment on function notification.notify_many is
  E'@omit\nTells people of things as they wish; returns how many notifications were new.';
grant execute on function notification.notify_many to sodaily_definer;
--! EndIncluded notification/functions/inner/notify_many.sql
--! Included notification/functions/inner/notify_near_limits.sql
-- Warns, once a week for an agency, that its debt has come near its debt limit: those who sell to
-- it and those who give debt limits. Several may warn of one agency at once, so they do it in the
-- order of its key and of people.
create or replace function notification.notify_near_limits(agency_ids :ID_TYPE[]) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  today constant date := config.business_date();
  near_ids constant :ID_TYPE[] := array(
    select a.id from agency.agency as a
    where a.id = any (notify_near_limits.agency_ids) and agency.agency_is_near_limit(a));
begin
  if near_ids = '{}' then
    return 0;
  end if;
  return notification.notify_many((
    with reader as materialized (
      select h.user_id, h.sees_all from notification.holders('agency:write') as h
      where auth.database_role_of(h.user_id) <> 'sodaily_warehouse')
    select array_agg(row('near_limit', a.id || to_char(today, ' IYYY-IW'), a.id, r.user_id,
      notification.facts_of_agency(a) || jsonb_build_object(
        'debt_amount', a.debt_amount::text,
        'limit_amount', (agency.debt_limit_of(a, today)).debt_limit::text))
      ::notification.notice order by a.id, r.user_id)
    from agency.agency as a
    join reader as r on r.sees_all or exists (
      select from auth.user_agency as ua where ua.user_id = r.user_id and ua.agency_id = a.id)
    where a.id = any (near_ids)));
end
$$;
comment on function notification.notify_near_limits is
  E'@omit\nTells of agencies that are near their debt limits; returns how many notifications were '
  'new.';
grant execute on function notification.notify_near_limits to sodaily_definer;
--! EndIncluded notification/functions/inner/notify_near_limits.sql
--! Included notification/functions/inner/notify_of_batch.sql
-- Each kind of document in one go.
create or replace function notification.notify_of_batch(batch notification.announcement[])
returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  issue_ids :ID_TYPE[];
  payment_ids :ID_TYPE[];
  refund_ids :ID_TYPE[];
begin
  select array_agg(b.document_id order by b.place) filter (where b.kind = 'issue_created'),
    array_agg(b.document_id order by b.place) filter (where b.kind = 'payment_received'),
    array_agg(b.document_id order by b.place) filter (where b.kind = 'refund_paid')
  into issue_ids, payment_ids, refund_ids
  from unnest(batch) with ordinality as b (id, kind, document_id, created_at, place);
  return case when issue_ids is null then 0
      else notification.notify_of_issues(issue_ids) end
    + case when payment_ids is null then 0
      else notification.notify_of_payments(payment_ids) end
    + case when refund_ids is null then 0
      else notification.notify_of_refunds(refund_ids) end;
end
$$;
comment on function notification.notify_of_batch is
  E'@omit\nTells of documents of several kinds; returns how many notifications were new.';
grant execute on function notification.notify_of_batch to sodaily_definer;
--! EndIncluded notification/functions/inner/notify_of_batch.sql
--! Included notification/functions/inner/notify_of_issues.sql
-- Tells people of confirmed slips, mails their agencies, and warns of limits that are near. Of many
-- slips in as many statements as of one; a second time tells nobody anew.
create or replace function notification.notify_of_issues(issue_ids :ID_TYPE[]) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  notices notification.notice[];
  emails notification.email[];
  agency_ids :ID_TYPE[];
  told bigint;
begin
  with slip as materialized (
    select s.* from notification.announced_issues(notify_of_issues.issue_ids) as s),
  heard as materialized (
    select h.issue_id, h.user_id, h.sees_money
    from notification.issue_audiences(notify_of_issues.issue_ids) as h),
  notice as (
    select s.place, h.user_id, 'issue_created' as kind, s.issue_id, s.agency_id,
      s.facts || case when h.sees_money then s.money else '{}' end as payload
    from slip as s join heard as h on h.issue_id = s.issue_id
    union all
    -- the author hears that it was told, and to how many
    select s.place, s.created_by, 'issue_announced', s.issue_id, s.agency_id,
      s.facts || jsonb_build_object('told', (
        select count(*) from heard as h where h.issue_id = s.issue_id)::text)
    from slip as s)
  select
    (select array_agg(row(n.kind, n.issue_id::text, n.agency_id, n.user_id, n.payload)
      ::notification.notice order by n.place, n.kind desc, n.user_id) from notice as n),
    -- a mail has a line for each fact, empty or not
    (select array_agg(row(s.email, 'vi', 'issue_created',
      jsonb '{"cut": "", "asked_amount": ""}' || s.facts || s.money
        || jsonb_build_object('full_name', s.addressee), s.issue_id::text)
      ::notification.email order by s.place) from slip as s where s.email is not null),
    (select array_agg(distinct s.agency_id) from slip as s)
  into notices, emails, agency_ids;
  if notices is null then
    return 0;
  end if;
  told := notification.notify_many(notices);
  if emails is not null then
    perform notification.queue_emails(emails);
  end if;
  perform notification.notify_near_limits(agency_ids);
  return told;
end
$$;
comment on function notification.notify_of_issues is
  E'@omit\nWrites, pushes and mails what is told of slips; returns how many notifications were '
  'new, warnings of a limit aside.';
grant execute on function notification.notify_of_issues to sodaily_definer;
--! EndIncluded notification/functions/inner/notify_of_issues.sql
--! Included notification/functions/inner/notify_of_payments.sql
-- Tells those who work with an agency, and the agency's own logins, of payments, and mails the
-- agency a receipt. A second time tells nobody anew.
create or replace function notification.notify_of_payments(payment_ids :ID_TYPE[]) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  notices notification.notice[];
  emails notification.email[];
begin
  with paid as materialized (
    select p.id, p.agency_id, p.created_by, a.email, w.place,
      coalesce(a.representative, a.name) as addressee,
      notification.facts_of_agency(a) || jsonb_build_object('payment_id', p.id::text,
        'payment_code', p.code, 'paid_amount', p.amount::text) as facts
    from unnest(notify_of_payments.payment_ids) with ordinality as w (id, place)
    join finance.payment as p on p.id = w.id and p.status = 'confirmed'
    join agency.agency as a on a.id = p.agency_id)
  select
    (select array_agg(row('payment_received', p.id::text, p.agency_id, ua.user_id, p.facts)
      ::notification.notice order by p.place, ua.user_id)
    from paid as p
    join auth.user_agency as ua on ua.agency_id = p.agency_id and ua.user_id <> p.created_by
    join notification.holders('finance:read') as h on h.user_id = ua.user_id),
    (select array_agg(row(p.email, 'vi', 'payment_received',
      p.facts || jsonb_build_object('full_name', p.addressee), p.id::text)
      ::notification.email order by p.place)
    from paid as p where p.email is not null)
  into notices, emails;
  if emails is not null then
    perform notification.queue_emails(emails);
  end if;
  if notices is null then
    return 0;
  end if;
  return notification.notify_many(notices);
end
$$;
comment on function notification.notify_of_payments is
  E'@omit\nTells of payments; returns how many notifications were new.';
grant execute on function notification.notify_of_payments to sodaily_definer;
--! EndIncluded notification/functions/inner/notify_of_payments.sql
--! Included notification/functions/inner/notify_of_refunds.sql
-- Tells those who work with an agency, and the agency's own logins, of refunds, and mails the
-- agency what it got back and where it stands now. A second time tells nobody anew.
create or replace function notification.notify_of_refunds(refund_ids :ID_TYPE[]) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  notices notification.notice[];
  emails notification.email[];
begin
  with refunded as materialized (
    select r.id, r.agency_id, r.created_by, a.email, w.place,
      coalesce(a.representative, a.name) as addressee,
      notification.facts_of_agency(a) || jsonb_build_object('refund_id', r.id::text,
        'refund_code', r.code, 'refunded_amount', r.amount::text,
        'after_balance', t.balance_after::text) as facts
    from unnest(notify_of_refunds.refund_ids) with ordinality as w (id, place)
    join finance.refund as r on r.id = w.id and r.status = 'confirmed'
    join agency.agency as a on a.id = r.agency_id
    join finance.debt_transaction as t
      on t.agency_id = r.agency_id and t.refund_id = r.id and t.kind = 'refund')
  select
    (select array_agg(row('refund_paid', r.id::text, r.agency_id, ua.user_id, r.facts)
      ::notification.notice order by r.place, ua.user_id)
    from refunded as r
    join auth.user_agency as ua on ua.agency_id = r.agency_id and ua.user_id <> r.created_by
    join notification.holders('finance:read') as h on h.user_id = ua.user_id),
    (select array_agg(row(r.email, 'vi', 'refund_paid',
      r.facts || jsonb_build_object('full_name', r.addressee), r.id::text)
      ::notification.email order by r.place)
    from refunded as r where r.email is not null)
  into notices, emails;
  if emails is not null then
    perform notification.queue_emails(emails);
  end if;
  if notices is null then
    return 0;
  end if;
  return notification.notify_many(notices);
end
$$;
comment on function notification.notify_of_refunds is
  E'@omit\nTells of refunds; returns how many notifications were new.';
grant execute on function notification.notify_of_refunds to sodaily_definer;
--! EndIncluded notification/functions/inner/notify_of_refunds.sql
--! Included notification/functions/inner/notify_overdue.sql
-- One reminder of what an agency owes past its due date: to those who sell to it, to those who
-- collect, and by mail to the agency itself. Of one subject each of them hears once.
create or replace function notification.notify_overdue(agency_id :ID_TYPE, subject text)
returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  today constant date := config.business_date();
  late record;
  facts jsonb;
begin
  select a.email, coalesce(a.representative, a.name) as addressee,
    count(*) as slips, sum(b.open_amount) as amount, min(b.due_date) as since
  into late
  from agency.agency as a
  join lateral finance.overdue_items(a.id, today) as b on true
  where a.id = notify_overdue.agency_id and a.debt_amount > 0
  group by a.id;
  if not found then
    return 0;
  end if;
  facts := notification.agency_facts(notify_overdue.agency_id) || jsonb_build_object(
    'slips', late.slips::text, 'overdue_amount', late.amount::text,
    'since', to_char(late.since, 'DD/MM/YYYY'),
    'documents', finance.overdue_documents(notify_overdue.agency_id, today)::text);
  if late.email is not null then
    perform notification.queue_email(late.email, 'vi', 'debt_overdue',
      facts || jsonb_build_object('full_name', late.addressee), notify_overdue.subject);
  end if;
  return notification.notify('debt_overdue', notify_overdue.subject, notify_overdue.agency_id,
    array(
      select row(h.user_id, facts)::notification.message
      from (
        select s.user_id, s.sees_money
        from notification.audience('agency:write', notify_overdue.agency_id) as s
        union
        select c.user_id, c.sees_money
        from notification.audience('finance:write', notify_overdue.agency_id) as c) as h
      where h.sees_money));
end
$$;
comment on function notification.notify_overdue is
  E'@omit\nTells of the overdue debt of an agency, once for a subject; returns how many '
  'notifications were new. Nothing when nothing is overdue.';
grant execute on function notification.notify_overdue to sodaily_definer;
--! EndIncluded notification/functions/inner/notify_overdue.sql
--! Included notification/functions/inner/queue_email.sql
-- One mail: see notification.queue_emails.
create or replace function notification.queue_email(
  recipient text, locale text, template text, payload jsonb, about text default null)
returns boolean
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  return notification.queue_emails(
    array[row(recipient, locale, template, payload, about)::notification.email]) > 0;
end
$$;
comment on function notification.queue_email is
  E'@omit\nQueues one e-mail in the current transaction; a token in the payload is forgotten once '
  'it is sent. False when the recipient was mailed of the thing before.';
grant execute on function notification.queue_email to sodaily_definer;
--! EndIncluded notification/functions/inner/queue_email.sql
--! Included notification/functions/inner/queue_emails.sql
-- A mail exists exactly when what it is about does; the worker sends it afterwards. Asked for again
-- about the same thing it is the same mail.
create or replace function notification.queue_emails(emails notification.email[]) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  payloads jsonb[];
begin
  with queued as (
    insert into notification.outbox as o (recipient, locale, template, payload, about, session_id)
    select m.recipient, m.locale, m.template, m.payload, m.about,
      nullif(current_setting('app.session_id', true), '')::uuid
    from unnest(emails)
      with ordinality as m (recipient, locale, template, payload, about, place)
    order by m.place
    on conflict do nothing
    returning o.id)
  select array_agg(jsonb_build_object('outbox_id', q.id::text)) into payloads
  from queued as q;
  if payloads is null then
    return 0;
  end if;
  perform notification.enqueue('send_email', variadic payloads);
  return cardinality(payloads);
end
$$;
comment on function notification.queue_emails is
  E'@omit\nQueues e-mails in the current transaction; returns how many are new: whom a recipient '
  'was mailed of before they are not mailed of again.';
grant execute on function notification.queue_emails to sodaily_definer;
--! EndIncluded notification/functions/inner/queue_emails.sql
--! Included notification/functions/queries/mail_problems.sql
-- Mails of the last 30 days that did not reach their recipients, the newest first.
-- Security definer: no role of the API reads mails.
create or replace function notification.mail_problems() returns setof notification.mail_problem
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('config:write');
  return query
    select o.recipient, o.template, o.status, o.last_error, o.attempts::bigint, o.created_at
    from notification.outbox as o
    where o.status in ('failed', 'bounced', 'unsent') and o.created_at > now() - interval '30 days'
    order by o.created_at desc, o.id;
end
$$;
alter function notification.mail_problems owner to sodaily_definer;
comment on function notification.mail_problems is
  'Mails that failed and are tried again, bounced, or wait for a mail server. Errors: '
  'INVALID_TOKEN, PERMISSION_DENIED.';
grant execute on function notification.mail_problems to sodaily_staff;
--! EndIncluded notification/functions/queries/mail_problems.sql
--! Included notification/functions/queries/waiting_announcements.sql
-- How many documents wait to be told of, and since when: part of the length of the queue.
-- Security definer: the worker reads no table.
create or replace function notification.waiting_announcements()
returns table (documents bigint, oldest_at timestamptz)
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return query select count(*), min(a.created_at) from notification.announcement as a;
end
$$;
alter function notification.waiting_announcements owner to sodaily_definer;
comment on function notification.waiting_announcements is
  E'@omit\nDocuments that people have not been told of yet, and the moment of the oldest. For the '
  'worker only.';
grant execute on function notification.waiting_announcements to sodaily_worker;
--! EndIncluded notification/functions/queries/waiting_announcements.sql
--! Included finance/rules/cancelled_return_raises_debt.sql
-- Rule: cancelling a return raises the debt by what it had lowered it, exactly once, by a row of
-- today that reverses its row of the ledger: the slip asks for it again. Nobody may override.
create or replace function finance.cancelled_return_raises_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - t.amount, debt_seq = a.debt_seq + 1
    from finance.debt_transaction as t
    where t.agency_id = new.agency_id and t.issue_return_id = new.id and t.kind = 'return'
      and a.id = new.agency_id
    returning a.debt_amount, a.debt_seq, t.id, t.item_seq, t.due_date, t.issue_id, t.amount)
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after, business_date,
    item_seq, due_date, issue_id, issue_return_id, reverses_id, created_by)
  select new.agency_id, b.debt_seq, 'return_cancel', -b.amount, b.debt_amount,
    config.business_date(), b.item_seq, b.due_date, b.issue_id, new.id, b.id, new.cancelled_by
  from balance as b;
  return null;
end
$$;
comment on function finance.cancelled_return_raises_debt is
  'Posts the row of the debt ledger that reverses a cancelled return.';

create or replace trigger cancel_1_cancelled_return_raises_debt
after update on inventory.issue_return
for each row when (new.status = 'cancelled' and old.status <> 'cancelled')
execute function finance.cancelled_return_raises_debt();
comment on trigger cancel_1_cancelled_return_raises_debt on inventory.issue_return is
  'Step 1 of undoing a return: the debt rises again.';
--! EndIncluded finance/rules/cancelled_return_raises_debt.sql
--! Included finance/rules/f_lower_debt_on_return.sql
-- Rule: debt falls exactly once, when a return becomes confirmed, by what its lines count for: one
-- ledger row a return, and the agency's balance with it. The agency is locked. Nobody may override.
create or replace function finance.f_lower_debt_on_return() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - new.total_amount, debt_seq = a.debt_seq + 1
    where a.id = new.agency_id
    returning a.debt_amount, a.debt_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    issue_return_id, created_by)
  select new.agency_id, b.debt_seq, 'return', -new.total_amount, b.debt_amount, new.return_date,
    o.seq, o.due_date, new.issue_id, new.id, new.confirmed_by
  from balance as b
  join finance.open_item as o on o.agency_id = new.agency_id and o.issue_id = new.issue_id;
  return new;
end
$$;
comment on function finance.f_lower_debt_on_return is
  'Lowers the debt of the agency of a return being confirmed and writes the debt ledger, in đồng.';

create or replace trigger confirm_5_f_lower_debt_on_return
before update on inventory.issue_return
for each row when (
  new.status = 'confirmed' and old.status <> 'confirmed' and new.total_amount > 0)
execute function finance.f_lower_debt_on_return();
comment on trigger confirm_5_f_lower_debt_on_return on inventory.issue_return is
  'Confirming, step 5: debt and debt ledger.';
--! EndIncluded finance/rules/f_lower_debt_on_return.sql
--! Included finance/rules/payment_is_announced.sql
-- Rule: people hear of every payment that is recorded by itself; what is paid on the spot is told
-- with its slip. It asks to be announced in the same transaction. Nobody may override.
create or replace function finance.payment_is_announced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform notification.announce('payment_received', new.id);
  return null;
end
$$;
comment on function finance.payment_is_announced is
  'Has people told of payments being recorded.';

create or replace trigger record_4_payment_is_announced
after insert on finance.payment
for each row when (new.issue_id is null)
execute function finance.payment_is_announced();
comment on trigger record_4_payment_is_announced on finance.payment is
  'Recording, step 4: people are told.';
--! EndIncluded finance/rules/payment_is_announced.sql
--! Included finance/rules/period_is_open.sql
-- Rule: nothing is posted into a closed month: no stock movement and no row of the debt ledger,
-- whoever writes it. A correction is dated in an open month. Who may override: whoever holds
-- period:close opens the month again, with a reason. Code when refused: PERIOD_CLOSED.
create or replace function finance.period_is_open() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  earliest date;
  is_held boolean;
begin
  -- commands hold their months since they began, so mostly the rows are there and open. Two
  -- statements: the second sees what a closing that the first waited for has committed
  with month as materialized (
    select distinct date_trunc('month', n.business_date::timestamp)::date as first_day
    from new_entry as n),
  held as materialized (
    select p.month from finance.period as p
    where p.month in (select m.first_day from month as m)
    for share)
  select min(m.first_day), bool_and(h.month is not null) into earliest, is_held
  from month as m
  left join held as h on h.month = m.first_day;
  if not is_held or exists (
    select from finance.period as p where p.is_closed and p.month >= earliest) then
    perform finance.lock_open_period(d.business_date)
    from (
      select distinct on (date_trunc('month', n.business_date::timestamp)) n.business_date
      from new_entry as n
      order by date_trunc('month', n.business_date::timestamp), n.business_date) as d;
  end if;
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
--! Included finance/rules/refund_is_announced.sql
-- Rule: people hear of every refund. It asks to be announced in the same transaction. Nobody may
-- override.
create or replace function finance.refund_is_announced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform notification.announce('refund_paid', new.id);
  return null;
end
$$;
comment on function finance.refund_is_announced is
  'Has people told of refunds being recorded.';

create or replace trigger record_4_refund_is_announced
after insert on finance.refund
for each row execute function finance.refund_is_announced();
comment on trigger record_4_refund_is_announced on finance.refund is
  'Recording, step 4: people are told.';
--! EndIncluded finance/rules/refund_is_announced.sql
--! Included inventory/rules/cancelled_receipt_sets_no_price.sql
-- Rule QĐ2: a cancelled receipt sets no import price: it is derived anew from the latest confirmed
-- receipt that remains, or is what it was before the first. Nobody may override.
create or replace function inventory.cancelled_receipt_sets_no_price() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform inventory.set_import_prices(array[new.id], 'receipt_cancel');
  return null;
end
$$;
comment on function inventory.cancelled_receipt_sets_no_price is
  'Derives import prices anew when a receipt is cancelled, in đồng, and records them.';

create or replace trigger cancel_2_cancelled_receipt_sets_no_price
after update on inventory.receipt
for each row when (new.status = 'cancelled' and old.status <> 'cancelled')
execute function inventory.cancelled_receipt_sets_no_price();
comment on trigger cancel_2_cancelled_receipt_sets_no_price on inventory.receipt is
  'Cancelling, step 2: import prices.';
--! EndIncluded inventory/rules/cancelled_receipt_sets_no_price.sql
--! Included inventory/rules/debt_limit.sql
-- Rule QĐ3b: debt + slip − paid now ≤ debt limit (the agency's own while valid, else its type's).
-- Checked under the lock on the agency, so two slips at once cannot pass it together; the debt
-- limit is held until the slip is written, and the slip keeps it.
-- Who may override: nobody; a manager gives the agency a debt limit of its own. Code when refused:
-- DEBT_LIMIT.
create or replace function inventory.debt_limit() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  taker constant agency.agency := agency.lock_debt_limit(new.agency_id);
  room constant inventory.issue_headroom_answer := inventory.headroom_of(
    taker, config.business_date(), new.total_amount, new.paid_now);
begin
  if room.short_by > 0 then
    perform inventory.refuse_over_limit(taker, room, new.id);
  end if;
  new.debt_limit := room."limit";
  return new;
end
$$;
comment on function inventory.debt_limit is
  'Refuses slips that pass the debt limit, others keep the one they were judged by. Error: '
  'DEBT_LIMIT, see inventory.refuse_over_limit.';

create or replace trigger confirm_2_debt_limit
before update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.debt_limit();
comment on trigger confirm_2_debt_limit on inventory.issue is
  'Confirming, step 2: the debt stays within the debt limit.';
--! EndIncluded inventory/rules/debt_limit.sql
--! Included inventory/rules/f_lower_stock_on_receipt_cancel.sql
-- Rule: cancelling a receipt takes its goods from stock again, by reversing rows of today, each
-- exactly once, and never leaves stock below zero today or at the end of any later day. What past
-- days closed with stays as it was. Nobody may override.
-- Code when refused: NEGATIVE_STOCK_ON_CANCEL.
create or replace function inventory.f_lower_stock_on_receipt_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from inventory.item as i
  where i.id in (select d.item_id from inventory.receipt_detail as d where d.receipt_id = new.id)
  order by i.id
  for no key update;
  perform inventory.refuse_negative_stock_on_cancel('receipt', new.id::text, new.code, array(
    select row(d.item_id, d.quantity, false)::inventory.issue_line
    from inventory.receipt_detail as d where d.receipt_id = new.id order by d.line_no));

  with came as (
    select m.id, m.item_id, m.quantity, m.free_quantity from inventory.stock_movement as m
    where m.receipt_id = new.id and m.kind = 'receipt'),
  balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity - c.quantity, stock_seq = i.stock_seq + 1
    from came as c where i.id = c.item_id
    returning i.id, i.stock_quantity, i.stock_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, free_quantity, balance_after, business_date, receipt_id,
    reverses_id, created_by)
  select b.id, b.stock_seq, 'receipt_cancel', -c.quantity, -c.free_quantity, b.stock_quantity,
    config.business_date(), new.id, c.id, new.cancelled_by
  from balance as b
  join came as c on c.item_id = b.id;
  return null;
end
$$;
comment on function inventory.f_lower_stock_on_receipt_cancel is
  'Reverses the movements of receipts being cancelled. Error: NEGATIVE_STOCK_ON_CANCEL, see '
  'inventory.refuse_negative_stock_on_cancel.';

create or replace trigger cancel_1_f_lower_stock_on_receipt_cancel
after update on inventory.receipt
for each row when (new.status = 'cancelled' and old.status <> 'cancelled')
execute function inventory.f_lower_stock_on_receipt_cancel();
comment on trigger cancel_1_f_lower_stock_on_receipt_cancel on inventory.receipt is
  'Cancelling, step 1: stock and stock ledger.';
--! EndIncluded inventory/rules/f_lower_stock_on_receipt_cancel.sql
--! Included inventory/rules/f_lower_stock_on_return_cancel.sql
-- Rule: cancelling a return takes its goods from stock again, by reversing rows of today, each
-- exactly once, and never leaves stock below zero today or at the end of any later day. What past
-- days closed with stays as it was. Nobody may override. Code when refused:
-- NEGATIVE_STOCK_ON_CANCEL.
create or replace function inventory.f_lower_stock_on_return_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from inventory.item as i
  where i.id in (
    select d.item_id from inventory.issue_return_detail as d where d.issue_return_id = new.id)
  order by i.id
  for no key update;
  perform inventory.refuse_negative_stock_on_cancel('return', new.id::text, new.code, array(
    select row(d.item_id, d.quantity, false)::inventory.issue_line
    from inventory.issue_return_detail as d where d.issue_return_id = new.id
    order by d.line_no));

  with came as (
    select m.id, m.item_id, m.quantity, m.free_quantity from inventory.stock_movement as m
    where m.agency_id = new.agency_id and m.issue_return_id = new.id and m.kind = 'return'),
  balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity - c.quantity, stock_seq = i.stock_seq + 1
    from came as c where i.id = c.item_id
    returning i.id, i.stock_quantity, i.stock_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, free_quantity, balance_after, business_date, agency_id,
    issue_return_id, reverses_id, created_by)
  select b.id, b.stock_seq, 'return_cancel', -c.quantity, -c.free_quantity, b.stock_quantity,
    config.business_date(), new.agency_id, new.id, c.id, new.cancelled_by
  from balance as b
  join came as c on c.item_id = b.id;
  return null;
end
$$;
comment on function inventory.f_lower_stock_on_return_cancel is
  'Takes the goods of a cancelled return from stock again. Error: NEGATIVE_STOCK_ON_CANCEL.';

create or replace trigger cancel_2_f_lower_stock_on_return_cancel
after update on inventory.issue_return
for each row when (new.status = 'cancelled' and old.status <> 'cancelled')
execute function inventory.f_lower_stock_on_return_cancel();
comment on trigger cancel_2_f_lower_stock_on_return_cancel on inventory.issue_return is
  'Step 2 of undoing a return: its goods leave stock again.';
--! EndIncluded inventory/rules/f_lower_stock_on_return_cancel.sql
--! Included inventory/rules/f_raise_stock_on_return.sql
-- Rule: stock rises exactly once, when a return becomes confirmed, by its lines and on its date.
-- One ordered lock on all items, one update for all lines. Nobody may override.
create or replace function inventory.f_raise_stock_on_return() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from inventory.item as i
  where i.id in (
    select d.item_id from inventory.issue_return_detail as d where d.issue_return_id = new.id)
  order by i.id
  for no key update;

  with line as (
    select d.item_id, sum(d.quantity) as quantity,
      sum(d.quantity) filter (where d.is_free) as free
    from inventory.issue_return_detail as d
    where d.issue_return_id = new.id
    group by d.item_id),
  balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity + l.quantity, stock_seq = i.stock_seq + 1
    from line as l
    where i.id = l.item_id
    returning i.id, l.quantity, l.free, i.stock_quantity, i.stock_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, free_quantity, balance_after, business_date, agency_id,
    issue_return_id, created_by)
  select b.id, b.stock_seq, 'return', b.quantity, b.free, b.stock_quantity, new.return_date,
    new.agency_id, new.id, new.confirmed_by
  from balance as b;
  return new;
end
$$;
comment on function inventory.f_raise_stock_on_return is
  'Raises stock by the lines of a return being confirmed and writes the stock ledger.';

create or replace trigger confirm_6_f_raise_stock_on_return
before update on inventory.issue_return
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.f_raise_stock_on_return();
comment on trigger confirm_6_f_raise_stock_on_return on inventory.issue_return is
  'Confirming, step 6: stock and stock ledger.';
--! EndIncluded inventory/rules/f_raise_stock_on_return.sql
--! Included inventory/rules/issue_is_announced.sql
-- Rule: people hear of every confirmed slip. It asks to be announced in the same transaction, so no
-- slip goes unannounced and no rolled-back slip is announced. Nobody may override.
create or replace function inventory.issue_is_announced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform notification.announce('issue_created', new.id);
  return null;
end
$$;
comment on function inventory.issue_is_announced is
  'Has people told of slips being confirmed.';

create or replace trigger confirm_7_issue_is_announced
after update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.issue_is_announced();
comment on trigger confirm_7_issue_is_announced on inventory.issue is
  'Confirming, step 7: people are told.';
--! EndIncluded inventory/rules/issue_is_announced.sql
--! Included inventory/rules/issue_is_numbered_last.sql
-- Rule: a slip gets its number PX-year-000123 when it is confirmed, after every check, so that
-- numbers have no gaps and the counter is locked for the shortest time. Nobody may override.
create or replace function inventory.issue_is_numbered_last() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  new.code := config.next_document_code('PX', new.issue_date);
  return new;
end
$$;
comment on function inventory.issue_is_numbered_last is
  'Numbers slips being confirmed.';

create or replace trigger confirm_5_issue_is_numbered_last
before update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.issue_is_numbered_last();
comment on trigger confirm_5_issue_is_numbered_last on inventory.issue is
  'Confirming, step 5: the number.';
--! EndIncluded inventory/rules/issue_is_numbered_last.sql
--! Included inventory/rules/issue_return_is_final.sql
-- Rule: what a return says is not edited: reject or cancel it and ask anew. Its day is set when it
-- is confirmed, its number and total after that once; it takes its lines at once, and is never
-- deleted. Nobody may override. Code when refused: HISTORY_IS_FINAL.
create or replace function inventory.issue_return_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'return % is final', coalesce(old.code, old.id::text)
    using errcode = 'SDHIS', detail = jsonb_build_object(
      'table', 'inventory.issue_return', 'verb', tg_op, 'issue_return_id', old.id::text)::text,
    hint = 'Cancel it and write another.';
end
$$;
comment on function inventory.issue_return_is_final is
  'Refuses to edit a return or to delete any. Error: HISTORY_IS_FINAL {table, verb, '
  'issue_return_id}.';

create or replace trigger issue_return_is_final
before update on inventory.issue_return
for each row when (
  (old.id, old.agency_id, old.issue_id, old.reason, old.created_at, old.created_by)
    is distinct from
  (new.id, new.agency_id, new.issue_id, new.reason, new.created_at, new.created_by)
  or (old.status = new.status or new.status = 'rejected')
    and old.return_date is distinct from new.return_date
  or old.code is not null
    and (old.code, old.total_amount) is distinct from (new.code, new.total_amount)
  or new.code is not null and old.code is null
    and not (old.status = 'requested' and new.status = 'confirmed')
  or old.status <> 'requested' and
    (old.return_date, old.confirmed_at, old.confirmed_by, old.rejected_at, old.rejected_by,
      old.reject_reason)
      is distinct from
    (new.return_date, new.confirmed_at, new.confirmed_by, new.rejected_at, new.rejected_by,
      new.reject_reason)
  -- what says how it ended changes only with its state
  or old.status = new.status and
    (old.cancelled_at, old.cancelled_by, old.cancel_reason)
      is distinct from
    (new.cancelled_at, new.cancelled_by, new.cancel_reason))
execute function inventory.issue_return_is_final();
comment on trigger issue_return_is_final on inventory.issue_return is 'A return is not edited.';

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
  from inventory.issue_return as r
  where r.id in (select n.issue_return_id from new_line as n) and (
    r.status <> 'requested'
    or exists (
      select from inventory.issue_return_detail as d
      where d.issue_return_id = r.id and d.id not in (select n.id from new_line as n)))
  limit 1;
  if found then
    raise exception 'return % is final', coalesce(final.code, final.id::text)
      using errcode = 'SDHIS', detail = jsonb_build_object(
        'table', 'inventory.issue_return_detail', 'verb', tg_op,
        'issue_return_id', final.id::text)::text,
      hint = 'Cancel it and write another.';
  end if;
  return null;
end
$$;
comment on function inventory.return_takes_lines_once is
  'Refuses new lines on a return that has lines, or is decided. Error: HISTORY_IS_FINAL {table, '
  'verb, issue_return_id}.';

create or replace trigger return_1_return_takes_lines_once
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.return_takes_lines_once();
comment on trigger return_1_return_takes_lines_once on inventory.issue_return_detail is
  'Asking, step 1: a return takes its lines at once.';

create or replace function inventory.return_line_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  -- confirming works out what a line counts for, until the return has its number; all else is
  -- history_is_final
  if exists (
    select from inventory.issue_return as r
    where r.id = old.issue_return_id and r.code is null
      and r.status in ('requested', 'confirmed')) then
    return new;
  end if;
  raise exception 'return % is final', old.issue_return_id
    using errcode = 'SDHIS', detail = jsonb_build_object(
      'table', 'inventory.issue_return_detail', 'verb', tg_op,
      'issue_return_id', old.issue_return_id::text)::text,
    hint = 'Cancel it and write another.';
end
$$;
comment on function inventory.return_line_is_final is
  'Refuses to change what a line of a numbered return counts for. Error: HISTORY_IS_FINAL {table, '
  'verb, issue_return_id}.';

create or replace trigger return_line_is_final
before update of line_total on inventory.issue_return_detail
for each row execute function inventory.return_line_is_final();
comment on trigger return_line_is_final on inventory.issue_return_detail is
  'What a line of a numbered return counts for stays.';
--! EndIncluded inventory/rules/issue_return_is_final.sql
--! Included inventory/rules/issue_return_is_numbered_last.sql
-- Rule: a return gets its number TH-year-000123 after every check and lock, so that numbers have no
-- gaps and the counter is locked for the shortest time. Nobody may override.
create or replace function inventory.issue_return_is_numbered_last() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  new.code := config.next_document_code('TH', new.return_date);
  return new;
end
$$;
comment on function inventory.issue_return_is_numbered_last is
  'Numbers returns being confirmed.';

create or replace trigger confirm_7_issue_return_is_numbered_last
before update on inventory.issue_return
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.issue_return_is_numbered_last();
comment on trigger confirm_7_issue_return_is_numbered_last on inventory.issue_return is
  'Confirming, step 7: the number.';
--! EndIncluded inventory/rules/issue_return_is_numbered_last.sql
--! Included inventory/rules/issue_return_is_priced.sql
-- Rule: what comes back counts at the prices frozen on its slip, worked out when the return is
-- confirmed, after what came back before it. Nobody may override.
create or replace function inventory.issue_return_is_priced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  new.total_amount := inventory.price_return_lines(new.id);
  return new;
end
$$;
comment on function inventory.issue_return_is_priced is
  'Works out what the lines of returns being confirmed count for, in đồng.';

create or replace trigger confirm_3_issue_return_is_priced
before update on inventory.issue_return
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.issue_return_is_priced();
comment on trigger confirm_3_issue_return_is_priced on inventory.issue_return is
  'Confirming, step 3: what the lines count for.';
--! EndIncluded inventory/rules/issue_return_is_priced.sql
--! Included inventory/rules/return_within_issue.sql
-- Rule: of each line of a slip no more comes back than was issued, over all its confirmed returns
-- together. Asked under the lock on the agency, when a return is asked for and when it is
-- confirmed; all lines that ask for too much are named at once. Nobody may override. Code when
-- refused: RETURN_EXCEEDS_ISSUE.
create or replace function inventory.return_within_issue() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform inventory.refuse_returned_too_much(array(
    select distinct n.issue_return_id from new_line as n));
  return null;
end
$$;
comment on function inventory.return_within_issue is
  'Refuses to ask for more to come back than was issued. Error: RETURN_EXCEEDS_ISSUE, see '
  'inventory.refuse_returned_too_much.';

create or replace trigger return_3_return_within_issue
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.return_within_issue();
comment on trigger return_3_return_within_issue on inventory.issue_return_detail is
  'Asking, step 3: no more than was issued.';

create or replace function inventory.confirmed_return_within_issue() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform inventory.refuse_returned_too_much(array[new.id]);
  return new;
end
$$;
comment on function inventory.confirmed_return_within_issue is
  'Refuses to confirm that more comes back than was issued. Error: RETURN_EXCEEDS_ISSUE, see '
  'inventory.refuse_returned_too_much.';

create or replace trigger confirm_1_return_within_issue
before update on inventory.issue_return
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.confirmed_return_within_issue();
comment on trigger confirm_1_return_within_issue on inventory.issue_return is
  'Confirming, step 1: no more than was issued.';
--! EndIncluded inventory/rules/return_within_issue.sql
--! Included inventory/rules/undoing_a_slip_asks_slip_cancel.sql
-- Rule: a return that leaves nothing of a slip which was confirmed on the same business day undoes
-- that slip, whatever returns of the day it takes together: who confirms it must be allowed to
-- cancel slips. Who may override: who holds slip:cancel. Code when refused: PERMISSION_DENIED.
create or replace function inventory.undoing_a_slip_asks_slip_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  -- until the update ends, the return in the table is still one that waits
  if exists (
    select from inventory.issue as i
    where i.id = new.issue_id
      and (i.confirmed_at at time zone 'Asia/Ho_Chi_Minh')::date = config.business_date()
      and not exists (
        select from inventory.issue_detail as d
        where d.issue_id = i.id and d.quantity > (
          select coalesce(sum(r.quantity), 0) from inventory.issue_return_detail as r
          join inventory.issue_return as t
            on t.id = r.issue_return_id and (t.status = 'confirmed' or t.id = new.id)
          where r.issue_id = d.issue_id and r.item_id = d.item_id and r.is_free = d.is_free))) then
    perform auth.require_scope('slip:cancel');
  end if;
  return new;
end
$$;
comment on function inventory.undoing_a_slip_asks_slip_cancel is
  'Refuses returns that undo a slip of today, of people who may not cancel slips. Error: '
  'PERMISSION_DENIED {scope}.';

create or replace trigger confirm_2_undoing_a_slip_asks_slip_cancel
before update on inventory.issue_return
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.undoing_a_slip_asks_slip_cancel();
comment on trigger confirm_2_undoing_a_slip_asks_slip_cancel on inventory.issue_return is
  'Confirming, step 2: undoing a slip of today asks slip:cancel.';
--! EndIncluded inventory/rules/undoing_a_slip_asks_slip_cancel.sql
--! Included notification/policies/announcement.sql
-- Announcements: written by the rules of documents, taken by functions of the worker.
alter table notification.announcement enable row level security;
alter table notification.announcement force row level security;

drop policy if exists definer_does_what_functions_do on notification.announcement;
create policy definer_does_what_functions_do on notification.announcement
for all to sodaily_definer using (true) with check (true);

-- update is what `for update` asks for
revoke all on notification.announcement from sodaily_definer;
grant select, insert, update, delete on notification.announcement to sodaily_definer;
--! EndIncluded notification/policies/announcement.sql
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
    'Loại đại lý;Loại khách hàng;Nhóm khách hàng;Customer group;Loại khách;'
    'Loại KH;Nhóm KH;Hạng khách hàng'),
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
    'product_id;Артикул;Mã;'
    'Mã hàng hóa;Mã vật tư hàng hóa'),
  ('items', 'item_name', 2, 'Tên hàng', 'Name', 'text', true, 'Mì Hảo Hảo thùng 30 gói',
    'Tên sản phẩm;Sản phẩm;Tên VT;Tên vật tư;Tên hàng hóa;Hàng hóa;Tên;Title;Item name;Product;'
    'Product name;TENHANG;'
    'Tên vật tư hàng hóa;Tên hàng hóa dịch vụ;Tên hàng hóa vật tư'),
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
    'product_id;Mã;'
    'Mã hàng hóa;Mã vật tư hàng hóa'),
  ('opening_stock', 'quantity', 2, 'Số lượng', 'Quantity', 'quantity', true, '120',
    'Tồn kho;Tồn;Tồn kho hiện tại;Tổng tồn;Tồn đầu;Tồn cuối;SL;product_qty;'
    'Variant Inventory Qty;Stock;Qty;On hand;Số lượng tồn'),
  ('opening_stock', 'business_date', 3, 'Ngày', 'Date', 'date', false, '01/11/2026',
    'Ngày tồn;Ngày kiểm kê'),
  ('opening_debt', 'code', 1, 'Mã đại lý', 'Agency', 'text', false, 'DL0123',
    'Mã khách hàng;Mã KH;MAKH;Customer code;Mã khách;Mã đối tượng;Code;Mã'),
  ('opening_debt', 'amount', 2, 'Số tiền nợ', 'Debt', 'dong', true, '12.500.000',
    'Công nợ;Nợ cần thu hiện tại;phaithu;Phải thu;Dư nợ;Số dư;Còn nợ;Còn phải thu;Nợ cuối kỳ;'
    'Amount;Balance;Nợ;Số tiền;'
    'Số dư cuối kỳ;Dư nợ cuối kỳ'),
  ('opening_debt', 'business_date', 3, 'Ngày', 'Date', 'date', false, '01/11/2026',
    'Ngày ghi sổ'),
  ('opening_debt', 'document', 4, 'Số chứng từ', 'Document', 'text', false, 'HD-0457',
    'Chứng từ;Số phiếu;Số hóa đơn;Invoice;Số HĐ;Số CT'),
  ('opening_debt', 'document_date', 5, 'Ngày chứng từ', 'Document date', 'date', false,
    '15/09/2026',
    'Ngày hóa đơn;Ngày CT;Invoice date;Ngày HĐ'),
  ('opening_debt', 'due_date', 6, 'Hạn trả', 'Due date', 'date', false, '15/10/2026',
    'Hạn thanh toán;Ngày đến hạn;Due date;Hạn nợ;'
    'Hạn TT'),
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
    'Mã sản phẩm;Mã SP;Mã VT;Mã vật tư;MASP;MAHANG;SKU;Internal Reference;product_id;Code;'
    'Mã hàng hóa;Mã vật tư hàng hóa'),
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
