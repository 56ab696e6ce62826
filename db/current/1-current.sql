-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`


-- A regulation is corrected: a day may have several versions, the one written last wins. One that is to
-- come is withdrawn. Nothing is deleted.
alter table config.regulation_version
  add column if not exists place smallint not null default 1,
  add column if not exists withdrawn_at timestamptz,
  add column if not exists withdrawn_by :ID_TYPE references auth."user",
  add column if not exists withdraw_reason text,
  drop constraint if exists one_version_of_a_regulation_a_day,
  drop constraint if exists regulation_version_has_one_place_a_day,
  drop constraint if exists regulation_version_places_start_at_one,
  drop constraint if exists regulation_version_withdrawn_says_when_by_whom_and_why;
alter table config.regulation_version
  add constraint regulation_version_has_one_place_a_day unique (regulation_id, valid_from, place),
  add constraint regulation_version_places_start_at_one check (place >= 1),
  add constraint regulation_version_withdrawn_says_when_by_whom_and_why check (
    num_nonnulls(withdrawn_at, withdrawn_by, withdraw_reason) in (0, 3)
    and (withdraw_reason is null or length(withdraw_reason) between 1 and 500));
create index if not exists regulation_version_withdrawn_by_idx
  on config.regulation_version (withdrawn_by) where withdrawn_by is not null;
comment on table config.regulation_version is
  'The value of a regulation from a date on; never edited, but one to come can be withdrawn.';
comment on column config.regulation_version.place is
  'Which of the versions of its day it is, from 1: the last one that stands wins.';
comment on column config.regulation_version.withdrawn_at is 'When it was withdrawn before its day; else null.';
comment on column config.regulation_version.withdrawn_by is 'Who withdrew it.';
comment on column config.regulation_version.withdraw_reason is 'Why it was withdrawn.';

-- Files ask as forms do: what a check finds doubtful is a question, and applying carries the answers.
create table if not exists config.import_question (
  import_id :ID_TYPE not null references config.import,
  code text not null constraint import_question_has_a_code check (code ~ '^[A-Z]+(_[A-Z]+)*$'),
  key text not null,
  place bigint not null,
  figures jsonb not null,
  created_at timestamptz not null default now(),
  primary key (import_id, code, key)
);
comment on table config.import_question is
  E'@omit\nWhat a check of a file wants to be told before it is applied, as CONFIRMATION_NEEDED tells it.';
comment on column config.import_question.import_id is 'The file.';
comment on column config.import_question.code is 'The question, such as COUNTED_SINCE.';
comment on column config.import_question.key is 'What of the file it is about, such as the key of an item: an answer names the same.';
comment on column config.import_question.place is 'Row in the file that it is asked in the order of.';
comment on column config.import_question.figures is 'What the question says, as in CONFIRMATION_NEEDED.';
comment on column config.import_question.created_at is 'Moment of the check.';
alter table config.import
  add column if not exists question_count bigint not null default 0,
  add column if not exists answers jsonb not null default '{}';
comment on column config.import.question_count is 'Questions that are to be answered when it is applied; 0 until it is checked.';
comment on column config.import.answers is
  E'@omit\nWhat was answered when it was applied: of each code the keys of its questions and their answers.';
do $$
begin
  if to_regtype('config.import_doubt') is null then
    create type config.import_doubt as (code text, key text, place bigint, figures jsonb);
  end if;
end
$$;
comment on type config.import_doubt is 'A question about a file, as a context finds it: config.import_question.';
comment on column config.import_doubt.code is 'The question, such as COUNTED_SINCE.';
comment on column config.import_doubt.key is 'What of the file it is about.';
comment on column config.import_doubt.place is 'Row in the file.';
comment on column config.import_doubt.figures is 'What the question says.';
drop function if exists config.apply_import(text, :ID_TYPE);
-- a file moves an item more than once in one statement: what is kept for it follows later
alter table inventory.stock_movement
  drop constraint if exists stock_movement_kept_for_a_count_names_what_it_offsets;
alter table inventory.stock_movement
  add constraint stock_movement_kept_for_a_count_names_what_it_offsets check (
    (kind = 'count_kept') = (offsets_seq is not null)
    -- an earlier one, or the next, for what raises stock is written first; a deferred foreign key would look at
    -- every row of every slip
    and (offsets_seq is null or offsets_seq < seq or offsets_seq = seq + 1)
    and (kind <> 'count_kept_cancel' or reverses_id is not null));

-- -- objects
--! include config/functions/regulation_on.sql
--! include config/policies/regulation_version.sql
--! include config/functions/regulation_at.sql
--! include config/functions/regulation_in_force.sql
--! include config/functions/regulation_next_version.sql
--! include finance/functions/overdue_limits.sql
--! include inventory/functions/imported_receipts_counted_since.sql
--! include inventory/functions/imported_count_questions.sql
--! include inventory/functions/imported_receipt_problems.sql
--! include inventory/functions/slips_of_earlier_value.sql
--! include config/functions/apply_import.sql
--! include config/functions/import_questions_open.sql
--! include config/functions/keep_import_questions.sql
--! include config/functions/purge_imports.sql
--! include config/functions/regulation_problems.sql
--! include config/functions/set_regulation.sql
--! include config/functions/withdraw_regulation.sql
--! include inventory/functions/apply_imported_receipts.sql
--! include inventory/functions/check_imported_receipts.sql
--! include inventory/functions/keep_counts_of_import.sql
--! include audit/rules/history_is_final.sql
--! include config/policies/import_question.sql
