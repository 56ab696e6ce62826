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

-- -- objects
--! include config/functions/regulation_on.sql
--! include config/policies/regulation_version.sql
--! include config/functions/regulation_at.sql
--! include config/functions/regulation_in_force.sql
--! include config/functions/regulation_next_version.sql
--! include finance/functions/overdue_limits.sql
--! include inventory/functions/slips_of_earlier_value.sql
--! include config/functions/regulation_problems.sql
--! include config/functions/set_regulation.sql
--! include config/functions/withdraw_regulation.sql
--! include audit/rules/history_is_final.sql
