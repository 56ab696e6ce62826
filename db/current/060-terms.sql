-- Terms of payment: a type's are edited with it, an agency's own by a command with a reason.
alter table agency.agency
  add column if not exists block_overdue_days smallint,
  add column if not exists max_open_slips smallint,
  drop constraint if exists agency_block_overdue_is_within_a_year,
  drop constraint if exists agency_max_open_slips_is_at_least_one;
alter table agency.agency
  add constraint agency_block_overdue_is_within_a_year check (block_overdue_days between 0 and 365),
  add constraint agency_max_open_slips_is_at_least_one check (max_open_slips between 1 and 9999);
comment on column agency.agency.block_overdue_days is
  'Days past its due date that a document of it may be open before it gets no goods on credit, its own; null: those of the regulation BLOCK_OVERDUE_DAYS.';
comment on column agency.agency.max_open_slips is
  'Slips with something open at which it gets no goods on credit, its own; null: those of the regulation MAX_OPEN_SLIPS.';

drop function if exists agency.agency_type_problems(:ID_TYPE, text, numeric);
drop function if exists agency.create_agency_type(text, text, numeric);
drop function if exists agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric);
--! include agency/policies/agency_terms_change.sql
--! include agency/functions/count_problem.sql
--! include agency/functions/agency_type_problems.sql
--! include agency/functions/create_agency_type.sql
--! include agency/functions/update_agency_type.sql
--! include agency/functions/agency_terms_problems.sql
--! include agency/functions/set_agency_terms.sql
--! include audit/rules/record_change.sql
