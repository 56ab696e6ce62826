-- The invariants as views, the trail of changes, and the nightly check of both.
--! include inventory/rules/issue_is_numbered_last.sql
--! include inventory/rules/issue_is_final_once_confirmed.sql

grant usage on schema audit to sodaily_staff, sodaily_auditor;

create table if not exists audit.change (
  id :ID_TYPE primary key :ID_DEFAULT,
  changed_at timestamptz not null default clock_timestamp(),
  user_id :ID_TYPE,
  database_user text,
  trace_id text,
  table_name text not null,
  row_key text not null,
  action text not null constraint change_action_is_known check (
    action in ('insert', 'update', 'delete', 'baseline')),
  before jsonb,
  after jsonb,
  created_at timestamptz not null default now(),
  constraint change_has_what_its_action_leaves check (
    (before is null) = (action in ('insert', 'baseline')) and (after is null) = (action = 'delete'))
);
create index if not exists change_changed_at_idx on audit.change (changed_at);
create index if not exists change_table_name_row_key_action_idx
  on audit.change (table_name, row_key, action);
create index if not exists change_user_id_changed_at_idx on audit.change (user_id, changed_at);
create index if not exists change_trace_id_idx on audit.change (trace_id);
comment on table audit.change is
  'The audit trail, append-only: every insert, update and delete on business data, rights and regulations.';
comment on column audit.change.id is 'Opaque key.';
comment on column audit.change.changed_at is
  'Moment of the statement, so the changes of one command stand in their order.';
comment on column audit.change.user_id is
  'Who, by the session that the database checked; null for a DBA, a migration or a job.';
comment on column audit.change.database_user is
  'Login of PostgreSQL when nobody was signed in, such as a DBA''s; else null.';
comment on column audit.change.trace_id is
  'Trace id of the request, as in the logs and on the screen; null outside of requests.';
comment on column audit.change.table_name is 'schema.table of the row.';
comment on column audit.change.row_key is
  'Primary key of the row as text; of several columns with a slash between them.';
comment on column audit.change.action is
  'insert, update, delete; baseline: what the row was when the trail began.';
comment on column audit.change.before is
  'Of an update the changed columns as they were, of a delete the row; else null. Never a secret.';
comment on column audit.change.after is
  'Of an update the changed columns as they are, of an insert or baseline the row; else null. Never a secret.';
comment on column audit.change.created_at is 'Moment the transaction began: one for all it changed.';

--! include audit/functions/change_user_name.sql
--! include audit/functions/record_refusal.sql
--! include audit/policies/change.sql
--! include audit/rules/record_change.sql

-- rows from before the trail: what each was when it began, once
set local role sodaily_definer;
do $$
declare
  audited record;
begin
  for audited in
    select t.tgrelid::regclass as name, string_to_array(
        trim(trailing '\000' from encode(t.tgargs, 'escape')), '\000') as key
    from pg_trigger as t
    where t.tgfoid = 'audit.record_change()'::regprocedure and t.tgname = 'audit_insert'
  loop
    execute format(
      'insert into audit.change (database_user, table_name, row_key, action, after) '
      'select session_user, %1$L, concat_ws(''/'', to_jsonb(t) ->> $1[1], to_jsonb(t) ->> $1[2]), '
      '''baseline'', to_jsonb(t) - ''search_text'' '
      'from %2$s as t where not exists (select from audit.change as c where c.table_name = %1$L)',
      replace(audited.name::text, '"', ''), audited.name) using audited.key;
  end loop;
end
$$;
set local role sodaily_owner;

--! include audit/views/invariant_agency_knows_its_newest_transaction.sql
--! include audit/views/invariant_cancelled_issue_is_reversed_once.sql
--! include audit/views/invariant_cancelled_payment_is_reversed_once.sql
--! include audit/views/invariant_cancelled_receipt_is_reversed_once.sql
--! include audit/views/invariant_closed_months_have_no_gap.sql
--! include audit/views/invariant_command_made_its_document.sql
--! include audit/views/invariant_confirmed_issue_moved_each_line_once.sql
--! include audit/views/invariant_confirmed_issue_raised_the_debt_once.sql
--! include audit/views/invariant_debt_is_the_sum_of_its_transactions.sql
--! include audit/views/invariant_debt_ledger_adds_up.sql
--! include audit/views/invariant_debt_stayed_within_the_ceiling.sql
--! include audit/views/invariant_document_is_in_the_audit_trail.sql
--! include audit/views/invariant_import_price_is_of_the_latest_receipt.sql
--! include audit/views/invariant_issue_is_settled_at_most_to_its_total.sql
--! include audit/views/invariant_issue_total_is_the_sum_of_its_lines.sql
--! include audit/views/invariant_item_knows_its_newest_movement.sql
--! include audit/views/invariant_monthly_sales_equal_the_ledger.sql
--! include audit/views/invariant_nothing_is_posted_into_a_closed_month.sql
--! include audit/views/invariant_numbers_have_no_gaps.sql
--! include audit/views/invariant_open_amounts_are_the_debt.sql
--! include audit/views/invariant_paid_now_made_one_payment.sql
--! include audit/views/invariant_paid_now_settles_its_own_issue.sql
--! include audit/views/invariant_payment_lowered_the_debt_once.sql
--! include audit/views/invariant_payment_settles_at_most_itself.sql
--! include audit/views/invariant_receipt_raised_stock_once.sql
--! include audit/views/invariant_receipt_total_is_the_sum_of_its_lines.sql
--! include audit/views/invariant_return_is_at_most_what_was_issued.sql
--! include audit/views/invariant_return_lowered_the_debt_once.sql
--! include audit/views/invariant_return_raised_stock_once.sql
--! include audit/views/invariant_return_total_is_the_sum_of_its_lines.sql
--! include audit/views/invariant_stock_count_moved_its_differences_once.sql
--! include audit/views/invariant_stock_is_the_sum_of_its_movements.sql
--! include audit/views/invariant_stock_ledger_adds_up.sql
--! include audit/views/invariant_stock_was_never_below_zero.sql

do $$
begin
  if to_regtype('audit.invariant_result') is null then
    create type audit.invariant_result as (
      name text, sentence text, breaches bigint, sample jsonb, milliseconds bigint);
  end if;
end
$$;
comment on type audit.invariant_result is 'What a check of one invariant found.';
comment on column audit.invariant_result.name is 'Name of the view without audit.invariant_.';
comment on column audit.invariant_result.sentence is 'What must hold.';
comment on column audit.invariant_result.breaches is 'How many rows break it; 0 is right.';
comment on column audit.invariant_result.sample is 'The first five of them.';
comment on column audit.invariant_result.milliseconds is 'How long the check took.';

create table if not exists audit.invariant_run (
  id :ID_TYPE primary key :ID_DEFAULT,
  ran_at timestamptz not null,
  name text not null,
  sentence text not null,
  breaches bigint not null,
  sample jsonb not null,
  milliseconds bigint not null,
  created_at timestamptz not null default now(),
  constraint invariant_run_has_an_invariant_once unique (ran_at, name)
);
comment on table audit.invariant_run is
  'What the nightly checks found, append-only: one row per run and invariant.';
comment on column audit.invariant_run.id is 'Opaque key.';
comment on column audit.invariant_run.ran_at is 'Moment the run began, the same for all its rows.';
comment on column audit.invariant_run.name is 'Name of the view without audit.invariant_.';
comment on column audit.invariant_run.sentence is 'What had to hold, as it was worded then.';
comment on column audit.invariant_run.breaches is 'How many rows broke it; 0 is right.';
comment on column audit.invariant_run.sample is 'The first five of them.';
comment on column audit.invariant_run.milliseconds is 'How long the check took.';
comment on column audit.invariant_run.created_at is 'Moment of recording.';

alter table notification.notification
  drop constraint if exists notification_kind_is_known,
  add constraint notification_kind_is_known check (
    kind in ('issue_created', 'issue_announced', 'invariants_broken'));
comment on column notification.notification.kind is
  'issue_created: a slip was made; issue_announced: to its author, that others were told; invariants_broken: to administrators, that the books do not agree.';

--! include audit/policies/invariant_run.sql
--! include audit/rules/history_is_final.sql
--! include notification/functions/notify_invariants_broken.sql
--! include audit/functions/invariant_results.sql
--! include audit/functions/check_invariants.sql
--! include audit/functions/verify_ledgers.sql
