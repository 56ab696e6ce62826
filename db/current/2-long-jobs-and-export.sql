-- Long jobs that people watch and cancel, and exports, which are the first of them.
create table if not exists notification.long_job (
  id :ID_TYPE primary key :ID_DEFAULT,
  kind text not null constraint long_job_kind_is_known check (kind in ('export_report')),
  asked_by :ID_TYPE not null references auth."user",
  session_id uuid references auth.session on delete set null,
  status text not null default 'waiting' constraint long_job_status_is_known
    check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done_count bigint not null default 0,
  total_count bigint,
  started_at timestamptz,
  ended_at timestamptz constraint long_job_ended_says_when
    check ((ended_at is not null) = (status in ('done', 'failed', 'cancelled'))),
  problem text constraint long_job_problem_belongs_to_failing
    check ((problem is not null) = (status = 'failed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index if not exists long_job_asked_by_idx on notification.long_job (asked_by, created_at);
create index if not exists long_job_session_id_idx on notification.long_job (session_id);
create index if not exists long_job_open_idx on notification.long_job (status)
  where status in ('waiting', 'running');
comment on table notification.long_job is
  'Work that takes long, done by the worker for a person who watches it.';
comment on column notification.long_job.id is 'Opaque key.';
comment on column notification.long_job.kind is 'The task of the worker: export_report.';
comment on column notification.long_job.asked_by is 'For whom it is done.';
comment on column notification.long_job.session_id is
  'The session that asked: it is done with the rights of that, and not at all once it has ended.';
comment on column notification.long_job.status is 'waiting, running, done, failed or cancelled.';
comment on column notification.long_job.done_count is 'Rows done so far.';
comment on column notification.long_job.total_count is 'Rows in all; null until that is known.';
comment on column notification.long_job.started_at is 'Moment the worker last began it.';
comment on column notification.long_job.ended_at is 'Moment it was done, failed or was cancelled.';
comment on column notification.long_job.problem is 'Code of the catalogue why it failed; null unless it did.';
comment on column notification.long_job.created_at is 'Moment it was asked for.';
comment on column notification.long_job.updated_at is 'Moment of the last progress.';

create table if not exists report.export_kind (
  code text primary key constraint export_kind_reads_as_a_word check (code ~ '^[a-z]+(_[a-z]+)*$'),
  scope text not null references auth.permission,
  created_at timestamptz not null default now()
);
create index if not exists export_kind_scope_idx on report.export_kind (scope);
comment on table report.export_kind is
  E'@behavior -*\nWhat can be exported, and the scope for it; rows and columns are those the person sees.';
comment on column report.export_kind.code is 'Such as issues; the file worker/exports/sources/<code>.ts says what is in it.';
comment on column report.export_kind.scope is 'Scope a person needs when it is asked for, made and fetched.';
comment on column report.export_kind.created_at is 'Moment of recording.';

create table if not exists report.export (
  id :ID_TYPE primary key :ID_DEFAULT,
  long_job_id :ID_TYPE references notification.long_job on delete set null
    constraint export_belongs_to_one_job unique,
  asked_by :ID_TYPE not null references auth."user",
  what text not null references report.export_kind,
  format text not null constraint export_format_is_known check (format in ('xlsx', 'csv', 'pdf')),
  parameters jsonb not null default '{}',
  row_count bigint,
  byte_count bigint,
  expires_at timestamptz not null default now() + interval '1 day',
  fetched_at timestamptz,
  created_at timestamptz not null default now()
);
create index if not exists export_asked_by_idx on report.export (asked_by, created_at);
create index if not exists export_what_idx on report.export (what);
create index if not exists export_created_at_idx on report.export (created_at);
comment on table report.export is
  'What left the books as a file: who asked for what, and whether it was fetched. The bytes go after a day, this row stays.';
comment on column report.export.id is 'Opaque key.';
comment on column report.export.long_job_id is 'The job that makes it; null once that is forgotten.';
comment on column report.export.asked_by is 'Who asked for it, and alone may fetch it.';
comment on column report.export.what is 'What is in it: report.export_kind.';
comment on column report.export.format is 'xlsx, csv or pdf.';
comment on column report.export.parameters is 'Filters as the person had them: search, from, to, month and so on, and the language.';
comment on column report.export.row_count is 'Rows in it; null until it is done.';
comment on column report.export.byte_count is 'Size in bytes; null until it is done.';
comment on column report.export.expires_at is 'Moment from which it cannot be fetched.';
comment on column report.export.fetched_at is 'Moment it was last fetched; null when it never was.';
comment on column report.export.created_at is 'Moment it was asked for.';

create table if not exists report.export_chunk (
  export_id :ID_TYPE not null references report.export,
  seq bigint not null,
  bytes bytea not null,
  created_at timestamptz not null default now(),
  primary key (export_id, seq)
);
alter table report.export_chunk alter column bytes set storage external;
comment on table report.export_chunk is
  'Bytes of exported files, in pieces; server and worker may be on different machines.';
comment on column report.export_chunk.export_id is 'The export.';
comment on column report.export_chunk.seq is 'Place in the file, from 0.';
comment on column report.export_chunk.bytes is 'A piece of the file.';
comment on column report.export_chunk.created_at is 'Moment of writing.';

do $$
begin
  if to_regtype('report.export_order') is null then
    create type report.export_order as (
      what text, format text, parameters jsonb, user_id :ID_TYPE, session_id uuid,
      database_role text);
    create type report.export_file as (what text, format text, parameters jsonb, byte_count bigint,
      chunk_count bigint);
  end if;
end
$$;
comment on type report.export_order is E'@behavior -*\nWhat the worker is to export, and as whom.';
comment on type report.export_file is E'@behavior -*\nA file that may be fetched.';
comment on column report.export_order.what is 'What is in it: report.export_kind.';
comment on column report.export_order.format is 'xlsx, csv or pdf.';
comment on column report.export_order.parameters is 'Filters, and the language.';
comment on column report.export_order.user_id is 'Whose rights decide what is seen.';
comment on column report.export_order.session_id is 'The session that asked.';
comment on column report.export_order.database_role is 'PostgreSQL role of that person''s requests.';
comment on column report.export_file.what is 'What is in it: report.export_kind.';
comment on column report.export_file.format is 'xlsx, csv or pdf.';
comment on column report.export_file.parameters is 'Filters, and the language.';
comment on column report.export_file.byte_count is 'Size in bytes.';
comment on column report.export_file.chunk_count is 'Pieces, from 0.';

--!include notification/policies/long_job.sql
--!include report/policies/export_kind.sql
--!include report/policies/export.sql
--!include report/policies/export_chunk.sql
--!include notification/functions/enqueue.sql
--!include notification/functions/start_long_job.sql
--!include notification/functions/begin_long_job.sql
--!include notification/functions/report_progress.sql
--!include notification/functions/end_long_job.sql
--!include notification/functions/fail_long_job.sql
--!include notification/functions/cancel_long_job.sql
--!include notification/functions/close_lost_long_jobs.sql
--!include notification/functions/purge_told.sql
--!include report/functions/start_export.sql
--!include report/functions/begin_export.sql
--!include report/functions/add_export_chunk.sql
--!include report/functions/end_export.sql
--!include report/functions/fail_export.sql
--!include report/functions/fetch_export.sql
--!include report/functions/export_bytes.sql
--!include report/functions/purge_exports.sql
--!include report/functions/export_asker_name.sql

set local role sodaily_definer;
insert into report.export_kind (code, scope) values
  ('agencies', 'agency:read'), ('items', 'inventory:read'), ('issues', 'inventory:read'),
  ('issue_lines', 'inventory:read'), ('receipts', 'inventory:read'), ('payments', 'finance:read'),
  ('issue_returns', 'inventory:read'), ('stock_ledger', 'inventory:read'),
  ('debt_ledger', 'finance:read'), ('statement', 'finance:read'),
  ('monthly_sales', 'report:read'), ('monthly_debt', 'report:read'), ('ageing', 'report:read'),
  ('stock', 'inventory:read'), ('agency_ranking', 'report:read'), ('exports', 'audit:read')
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;
