-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- What is open, as domain.md §10 defines it: every document that asks for money is an open item, all
-- money is a credit item, and allocations say which settles which. Books of before are not carried over.
do $$
begin
  if exists (select from finance.debt_transaction) then
    raise exception 'books of before release 0.2.0 are not carried over'
      using hint = 'Begin anew: npm run db:reset -- --erase';
  end if;
end
$$;

-- Terms: the agency's own, else its type's, else PAYMENT_TERM_DAYS; frozen on the slip.
alter table agency.agency_type
  add column if not exists payment_term_days smallint,
  drop constraint if exists agency_type_payment_term_is_within_a_year;
alter table agency.agency_type
  add constraint agency_type_payment_term_is_within_a_year
    check (payment_term_days between 0 and 365);
comment on column agency.agency_type.payment_term_days is
  'Days its agencies have to pay a slip; null: those of the regulation PAYMENT_TERM_DAYS.';
alter table agency.agency
  add column if not exists payment_term_days smallint,
  drop constraint if exists agency_payment_term_is_within_a_year;
alter table agency.agency
  add constraint agency_payment_term_is_within_a_year
    check (payment_term_days between 0 and 365);
comment on column agency.agency.payment_term_days is
  'Days it has to pay a slip, its own; null: those of its type.';

drop function if exists inventory.issue_due_date(inventory.issue);
alter table inventory.issue
  add column if not exists term_days smallint,
  add column if not exists due_date date,
  drop constraint if exists issue_is_due_once_confirmed,
  drop constraint if exists issue_is_due_its_term_after_its_date;
alter table inventory.issue
  add constraint issue_is_due_once_confirmed check (
    (due_date is not null) = (status in ('confirmed', 'delivered', 'cancelled'))),
  add constraint issue_is_due_its_term_after_its_date check (due_date = issue_date + term_days);
comment on column inventory.issue.term_days is
  'Days the agency has to pay, frozen when the slip became confirmed.';
comment on column inventory.issue.due_date is
  'Day it is to be paid by, Asia/Ho_Chi_Minh: its date and the term; frozen when confirmed.';

alter table finance.debt_transaction
  add column if not exists item_seq bigint,
  add column if not exists due_date date,
  drop constraint if exists debt_transaction_of_an_item_is_due;
alter table finance.debt_transaction
  add constraint debt_transaction_of_an_item_is_due
    check ((item_seq is null) = (due_date is null));
create index if not exists debt_transaction_agency_id_item_seq_idx
  on finance.debt_transaction (agency_id, item_seq);
comment on column finance.debt_transaction.item_seq is
  'Place (seq) of the row that began the open item this row raises or lowers; its own place when it begins one; null for money.';
comment on column finance.debt_transaction.due_date is
  'Day that the open item is due, Asia/Ho_Chi_Minh; null for money.';

create table if not exists finance.open_item (
  agency_id :ID_TYPE not null,
  seq bigint not null,
  kind text not null constraint open_item_kind_is_known
    check (kind in ('issue', 'opening', 'adjustment', 'refund')),
  issue_id :ID_TYPE,
  document_date date not null,
  due_date date not null,
  business_date date not null,
  amount public.dong not null constraint open_item_amount_is_not_negative check (amount >= 0),
  assigned_amount public.dong not null default 0,
  automatic_amount public.dong not null default 0,
  open_amount public.dong not null
    generated always as (amount - assigned_amount - automatic_amount) stored
    constraint open_item_is_settled_at_most_to_its_amount check (open_amount >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (agency_id, seq),
  constraint open_item_is_of_one_slip unique (agency_id, issue_id),
  constraint open_item_of_a_slip_names_it check ((kind = 'issue') = (issue_id is not null)),
  constraint what_settles_an_open_item_is_not_negative check (assigned_amount >= 0 and automatic_amount >= 0),
  constraint open_item_is_begun_by_a_row_of_the_ledger
    foreign key (agency_id, seq) references finance.debt_transaction (agency_id, seq)
) with (fillfactor = 80);
create index if not exists open_item_that_is_open_idx
  on finance.open_item (agency_id, due_date, document_date, seq) where open_amount > 0;
create index if not exists open_item_settled_automatically_idx
  on finance.open_item (agency_id, due_date, document_date, seq) where automatic_amount > 0;
-- the row of the ledger has the slip: no foreign key checks it a second time
comment on table finance.open_item is
  E'@foreignKey (agency_id, issue_id) references inventory.issue (agency_id, id)\nOpen items (khoản phải thu): documents that ask an agency for money, with what is open of each now. Kept from the debt ledger under the lock on the agency.';
comment on column finance.open_item.agency_id is 'Who owes it.';
comment on column finance.open_item.seq is 'Place in the debt ledger of the row that began it; the moment, in order.';
comment on column finance.open_item.kind is 'issue, opening, adjustment or refund.';
comment on column finance.open_item.issue_id is 'The slip, for kind issue.';
comment on column finance.open_item.document_date is 'Date on the document.';
comment on column finance.open_item.due_date is 'Day it is to be paid by, Asia/Ho_Chi_Minh.';
comment on column finance.open_item.business_date is
  'Day it counts from, Asia/Ho_Chi_Minh: its date, or the day the books begin.';
comment on column finance.open_item.amount is
  'What it asks for now, đồng: what it came to less returns, with its adjustments; 0 when cancelled.';
comment on column finance.open_item.assigned_amount is
  'Settled by what was paid on the spot and by money told to settle it, đồng.';
comment on column finance.open_item.automatic_amount is
  'Settled by all other money, earliest due date first, đồng.';
comment on column finance.open_item.open_amount is 'What is still to be paid of it, đồng.';
comment on column finance.open_item.created_at is 'Moment of recording.';
comment on column finance.open_item.updated_at is 'Moment of the newest change.';

create table if not exists finance.credit_item (
  agency_id :ID_TYPE not null,
  seq bigint not null,
  kind text not null constraint credit_item_kind_is_known
    check (kind in ('payment', 'paid_now', 'opening', 'adjustment')),
  payment_id :ID_TYPE,
  business_date date not null,
  amount public.dong not null constraint credit_item_amount_is_not_negative check (amount >= 0),
  assigned_amount public.dong not null default 0,
  automatic_amount public.dong not null default 0,
  free_amount public.dong not null
    generated always as (amount - assigned_amount - automatic_amount) stored
    constraint free_amount_is_not_negative check (free_amount >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (agency_id, seq),
  constraint credit_item_is_of_one_payment unique (agency_id, payment_id),
  constraint credit_item_of_a_payment_names_it
    check ((kind in ('payment', 'paid_now')) = (payment_id is not null)),
  constraint what_a_credit_item_settles_is_not_negative check (assigned_amount >= 0 and automatic_amount >= 0),
  constraint credit_item_is_begun_by_a_row_of_the_ledger
    foreign key (agency_id, seq) references finance.debt_transaction (agency_id, seq)
) with (fillfactor = 80);
create index if not exists credit_item_by_date_idx
  on finance.credit_item (agency_id, business_date, seq);
create index if not exists credit_item_that_is_free_idx
  on finance.credit_item (agency_id, business_date, seq) where free_amount > 0;
comment on table finance.credit_item is
  E'@foreignKey (agency_id, payment_id) references finance.payment (agency_id, id)\nMoney of an agency (khoản có): payments, what it had with us when the books began, adjustments in its favour, with what is free of each now. Kept from the debt ledger under the lock on the agency.';
comment on column finance.credit_item.agency_id is 'Whose money.';
comment on column finance.credit_item.seq is 'Place in the debt ledger of the row that began it; the moment, in order.';
comment on column finance.credit_item.kind is 'payment, paid_now, opening or adjustment.';
comment on column finance.credit_item.payment_id is 'The payment, for kinds payment and paid_now.';
comment on column finance.credit_item.business_date is 'Day it counts from, Asia/Ho_Chi_Minh.';
comment on column finance.credit_item.amount is 'How much there is of it now, đồng; 0 when cancelled.';
comment on column finance.credit_item.assigned_amount is
  'Settles the slip it was paid on the spot with, or what it was told to settle, đồng.';
comment on column finance.credit_item.automatic_amount is
  'Settles what is due earliest, đồng.';
comment on column finance.credit_item.free_amount is 'What settles nothing: credit of the agency, đồng.';
comment on column finance.credit_item.created_at is 'Moment of recording.';
comment on column finance.credit_item.updated_at is 'Moment of the newest change.';

drop table if exists finance.payment_allocation cascade;
create table finance.payment_allocation (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null,
  credit_seq bigint not null,
  item_seq bigint not null,
  kind text not null constraint payment_allocation_kind_is_known
    check (kind in ('paid_now', 'hand', 'automatic')),
  told_amount public.dong constraint told_amount_is_positive check (told_amount > 0),
  amount public.dong not null constraint allocation_amount_is_not_negative check (amount >= 0),
  payment_id :ID_TYPE,
  issue_id :ID_TYPE,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE references auth."user",
  reversed_at timestamptz,
  reversed_by :ID_TYPE references auth."user",
  constraint automatic_allocation_is_told_by_nobody
    check ((kind = 'automatic') = (told_amount is null)),
  constraint allocation_is_at_most_what_was_told check (amount <= told_amount),
  constraint reversed_allocation_is_nothing
    check (reversed_at is null or kind = 'hand' and amount = 0),
  -- a payment is said to settle an item once; what was said before is kept beside
  constraint payment_allocation_is_said_once
    unique nulls not distinct (agency_id, item_seq, credit_seq, kind, reversed_at),
  constraint allocation_belongs_to_a_credit_item_of_its_agency
    foreign key (agency_id, credit_seq) references finance.credit_item (agency_id, seq),
  constraint allocation_belongs_to_an_open_item_of_its_agency
    foreign key (agency_id, item_seq) references finance.open_item (agency_id, seq)
);
create index if not exists payment_allocation_agency_id_credit_seq_idx
  on finance.payment_allocation (agency_id, credit_seq);
create index if not exists payment_allocation_created_by_idx
  on finance.payment_allocation (created_by);
create index if not exists payment_allocation_reversed_by_idx
  on finance.payment_allocation (reversed_by);
-- the money and the item have the payment and the slip: no foreign key checks it a second time
comment on table finance.payment_allocation is
  E'@foreignKey (agency_id, payment_id) references finance.payment (agency_id, id)\n@foreignKey (agency_id, issue_id) references inventory.issue (agency_id, id)\nWhich money settles which open item now, by how much. Automatic rows are written anew whenever something moves; what was told by hand is history: reversed, never deleted.';
comment on column finance.payment_allocation.id is 'Opaque key.';
comment on column finance.payment_allocation.agency_id is 'Agency of both, so that a row policy needs no join.';
comment on column finance.payment_allocation.credit_seq is 'The money that settles.';
comment on column finance.payment_allocation.item_seq is 'The open item that is settled.';
comment on column finance.payment_allocation.kind is
  'paid_now: paid on the spot with its slip; hand: somebody told it; automatic: earliest due date first.';
comment on column finance.payment_allocation.told_amount is
  'How much was paid on the spot or told, đồng; null for automatic.';
comment on column finance.payment_allocation.amount is
  'How much it settles now, đồng: less than what was told when the item came to less since.';
comment on column finance.payment_allocation.payment_id is 'The payment, where the money is one.';
comment on column finance.payment_allocation.issue_id is 'The slip, where the item is one.';
comment on column finance.payment_allocation.created_at is 'Moment of recording.';
comment on column finance.payment_allocation.created_by is 'User who told it; null for automatic.';
comment on column finance.payment_allocation.reversed_at is 'Moment it was told otherwise.';
comment on column finance.payment_allocation.reversed_by is 'User who told it otherwise.';

do $$
begin
  if not exists (
    select from pg_attribute as a
    where a.attrelid = 'finance.allocation_line'::regclass and a.attname = 'item_seq') then
    alter type finance.allocation_line add attribute item_seq bigint;
  end if;
end
$$;
comment on column finance.allocation_line.issue_id is 'The slip to settle, or null with itemSeq.';
comment on column finance.allocation_line.item_seq is
  'Place of the open item to settle, where it is no slip.';

-- What an agency owed, or had with us, when the books began: a row a document.
create table if not exists finance.opening_debt (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null references agency.agency,
  document text,
  document_date date not null,
  due_date date,
  amount public.dong not null constraint opening_debt_is_not_nothing check (amount <> 0),
  business_date date not null,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE references auth."user",
  constraint opening_debt_belongs_to_its_agency unique (agency_id, id),
  constraint opening_debt_that_is_owed_is_due check ((amount > 0) = (due_date is not null)),
  constraint opening_debt_is_of_before_the_books_begin check (document_date <= business_date)
);
create index if not exists opening_debt_created_by_idx on finance.opening_debt (created_by);
comment on table finance.opening_debt is
  'Opening debt (nợ đầu kỳ) of an agency, a row a document: what was open when the books began.';
comment on column finance.opening_debt.id is 'Opaque key.';
comment on column finance.opening_debt.agency_id is 'Who owes it, or has it with us.';
comment on column finance.opening_debt.document is 'Number on the paper of before, where there is one.';
comment on column finance.opening_debt.document_date is 'Date on it: orders and ages it.';
comment on column finance.opening_debt.due_date is 'Day it is to be paid by; null for money the agency had with us.';
comment on column finance.opening_debt.amount is
  'What was open, đồng; negative when the agency had it with us.';
comment on column finance.opening_debt.business_date is 'The day the books begin, Asia/Ho_Chi_Minh.';
comment on column finance.opening_debt.created_at is 'Moment of recording.';
comment on column finance.opening_debt.created_by is 'User who recorded it.';

alter table finance.debt_transaction
  add column if not exists opening_debt_id :ID_TYPE,
  drop constraint if exists debt_transaction_of_an_opening_names_it,
  drop constraint if exists debt_transaction_belongs_to_an_opening_of_its_agency;
alter table finance.debt_transaction
  add constraint debt_transaction_of_an_opening_names_it
    check ((kind = 'opening') = (opening_debt_id is not null)),
  add constraint debt_transaction_belongs_to_an_opening_of_its_agency
    foreign key (agency_id, opening_debt_id) references finance.opening_debt (agency_id, id);
create index if not exists debt_transaction_agency_id_opening_debt_id_idx
  on finance.debt_transaction (agency_id, opening_debt_id) where opening_debt_id is not null;
comment on column finance.debt_transaction.opening_debt_id is 'The opening row, for kind opening.';

-- Reports: what is asked for by due date, and what changed it after the day of its document.
drop table if exists report.slip_lowering cascade;
drop function if exists report.slip_lowering_is_kept() cascade;
drop view if exists audit.invariant_slip_lowerings_equal_the_ledger;
drop function if exists report.slip_lowerings(:ID_TYPE[]);
drop function if exists report.spans_of_age(date);
drop function if exists report.ages_of_debt(date) cascade;
drop function if exists report.debt_by_age(date);
create table if not exists report.agency_due_day (
  agency_id :ID_TYPE not null references agency.agency,
  due_date date not null,
  asked_to_date_amount public.dong not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (agency_id, due_date) include (asked_to_date_amount)
);
comment on table report.agency_due_day is
  'Running totals of what an agency is to pay by each day, as of the last fold; report.debt_delta holds what is not in it yet.';
comment on column report.agency_due_day.agency_id is 'The agency.';
comment on column report.agency_due_day.due_date is 'The day, Asia/Ho_Chi_Minh.';
comment on column report.agency_due_day.asked_to_date_amount is
  'What open items due up to this day asked for on the day of their documents, less what was paid on the spot, đồng.';
comment on column report.agency_due_day.created_at is 'Moment of the first fold.';
comment on column report.agency_due_day.updated_at is 'Moment of the newest fold.';

alter table report.debt_delta add column if not exists due_date date;
comment on column report.debt_delta.due_date is
  'When what was asked for is due; null for what began no open item.';
comment on column report.debt_delta.credit_amount is
  'What open items of the day asked for, less what was paid on the spot, đồng.';
comment on column report.agency_day.credit_to_date_amount is
  'What open items up to the end of the day asked for on the day of their documents, less what was paid on the spot, đồng.';

create table if not exists report.open_item_change (
  agency_id :ID_TYPE not null,
  item_seq bigint not null,
  changed_on date not null,
  due_date date not null,
  amount public.dong not null constraint open_item_change_moves_something check (amount <> 0),
  created_at timestamptz not null default now(),
  primary key (agency_id, item_seq, changed_on),
  constraint open_item_change_is_of_an_open_item
    foreign key (agency_id, item_seq) references finance.open_item (agency_id, seq)
);
create index if not exists open_item_change_by_due_date_idx on report.open_item_change (due_date)
  include (agency_id, changed_on, amount);
comment on table report.open_item_change is
  'From which day an open item asks for more or less than on the day of its document: a return, a reversal, an adjustment, money told to settle it.';
comment on column report.open_item_change.agency_id is 'The agency.';
comment on column report.open_item_change.item_seq is 'The open item.';
comment on column report.open_item_change.changed_on is 'The day it changes, Asia/Ho_Chi_Minh.';
comment on column report.open_item_change.due_date is 'When the item is due.';
comment on column report.open_item_change.amount is
  'Change of what is left for other money to settle, đồng, negative when it is less.';
comment on column report.open_item_change.created_at is 'Moment of writing down.';
drop materialized view if exists report.ageing_mv cascade;

-- what went
drop trigger if exists record_3_payment_settles_oldest_first on finance.payment;
drop trigger if exists cancel_4_frees_allocations on finance.payment;
drop trigger if exists cancel_3_frees_allocations on inventory.issue;
drop trigger if exists return_8_frees_allocations on inventory.issue_return_detail;
drop function if exists finance.payment_settles_oldest_first();
drop function if exists finance.cancelling_frees_allocations();
drop function if exists finance.return_frees_allocations();
drop function if exists finance.allocation_within_issue() cascade;
drop function if exists finance.allocation_within_payment() cascade;
drop function if exists finance.settle_oldest_first(finance.payment, :ID_TYPE);
drop function if exists finance.slip_balances(:ID_TYPE);
drop function if exists finance.opening_debt_left(finance.payment);
drop function if exists finance.overdue_slips(:ID_TYPE, date);
drop function if exists finance.imported_opening_debts(:ID_TYPE);
drop view if exists audit.invariant_payment_settles_at_most_itself;
drop view if exists audit.invariant_issue_is_settled_at_most_to_its_total;
drop view if exists audit.invariant_paid_now_settles_its_own_issue;

comment on constraint open_item_is_begun_by_a_row_of_the_ledger on finance.open_item is
  E'@fieldName debtTransaction\n@foreignSingleFieldName openItem\nThe row of the ledger that began it.';
comment on constraint credit_item_is_begun_by_a_row_of_the_ledger on finance.credit_item is
  E'@fieldName debtTransaction\n@foreignSingleFieldName creditItem\nThe row of the ledger that began it.';
comment on constraint allocation_belongs_to_an_open_item_of_its_agency on finance.payment_allocation is
  E'@fieldName openItem\n@foreignFieldName allocations\nWhat is settled.';
comment on constraint allocation_belongs_to_a_credit_item_of_its_agency on finance.payment_allocation is
  E'@fieldName creditItem\n@foreignFieldName allocations\nThe money that settles.';

-- kinds of documents that money goes by beside slips and payments
alter table finance.debt_transaction drop constraint if exists debt_transaction_kind_is_known;
alter table finance.debt_transaction add constraint debt_transaction_kind_is_known check (kind in (
  'opening', 'opening_cancel', 'issue', 'paid_now', 'payment', 'issue_cancel', 'payment_cancel',
  'return', 'return_cancel', 'refund', 'refund_cancel', 'adjustment', 'adjustment_cancel'));
comment on column finance.debt_transaction.kind is
  'opening, issue, paid_now, payment, return, refund, adjustment, or one of them with _cancel: its reversal.';

do $$
declare
  wide record;
begin
  for wide in
    select t.name as relation, c.name as column, c.sentence
    from unnest(array['report.agency_month', 'report.debt_delta']) as t (name)
    cross join (values
      ('refund_amount', 'Money given back, đồng.'),
      ('cancelled_refund_amount', 'Refunds cancelled, whenever they were paid, đồng.'),
      ('other_increase_amount', 'Returns that were undone, adjustments up and cancelled ones down, đồng.'),
      ('other_decrease_amount', 'Adjustments down and cancelled ones up, đồng.')) as c (name, sentence)
  loop
    execute format('alter table %s add column if not exists %I public.dong not null default 0',
      wide.relation, wide.column);
    execute format('comment on column %s.%I is %L', wide.relation, wide.column, wide.sentence);
  end loop;
end
$$;

drop materialized view if exists report.agency_ranking_mv cascade;
create materialized view report.agency_ranking_mv as
-- the day is looked up once, not once a row; whole numbers add up faster than numeric
with span as materialized (
  select (date_trunc('month', config.business_date()::timestamp) - interval '12 months')::date as year_ago),
bought as (
  select m.agency_id,
    sum((m.slip_amount - m.cancelled_slip_amount)::bigint) filter (where m.month > s.year_ago) as sold,
    sum((m.slip_amount - m.cancelled_slip_amount)::bigint) filter (where m.month <= s.year_ago)
      as sold_before,
    sum((m.payment_amount - m.cancelled_payment_amount - m.refund_amount
      + m.cancelled_refund_amount)::bigint) filter (where m.month > s.year_ago)
      as collected
  from span as s
  join report.agency_month as m on m.month > s.year_ago - interval '12 months'
  group by m.agency_id)
select b.agency_id, rank() over (order by coalesce(b.sold, 0) desc) as place,
  coalesce(b.sold, 0)::public.dong as sold_amount,
  case when b.sold_before > 0 then rank() over (order by coalesce(b.sold_before, 0) desc) end
    as place_before,
  coalesce(b.sold_before, 0)::public.dong as sold_before_amount,
  coalesce(b.collected, 0)::public.dong as collected_amount
from bought as b
with no data;
create unique index agency_ranking_mv_key on report.agency_ranking_mv (agency_id);
comment on materialized view report.agency_ranking_mv is
  'Agencies by what they bought in the last twelve months, from the summaries. No row-level security: read through report.agency_ranking.';
comment on column report.agency_ranking_mv.agency_id is 'The agency.';
comment on column report.agency_ranking_mv.place is 'Place by what was sold, 1 is the most.';
comment on column report.agency_ranking_mv.sold_amount is
  'Slips confirmed less slips cancelled, đồng.';
comment on column report.agency_ranking_mv.place_before is
  'Place in the twelve months before; null when nothing was sold then.';
comment on column report.agency_ranking_mv.sold_before_amount is
  'The same of the time before, đồng.';
comment on column report.agency_ranking_mv.collected_amount is
  'Payments received less payments cancelled, đồng.';
alter materialized view report.agency_ranking_mv owner to sodaily_definer;
set local role sodaily_definer;
refresh materialized view report.agency_ranking_mv;
set local role sodaily_owner;

drop view if exists audit.invariant_agency_months_equal_the_ledger;

-- -- objects
--! include finance/policies/credit_item.sql
--! include finance/policies/open_item.sql
--! include finance/policies/opening_debt.sql
--! include finance/policies/payment_allocation.sql
--! include report/policies/agency_due_day.sql
--! include report/policies/open_item_change.sql
--! include report/functions/asked_before.sql
--! include report/views/every_agency_month.sql
--! include agency/functions/payment_term_of.sql
--! include finance/functions/allocate_payment.sql
--! include finance/functions/allocation_problems.sql
--! include finance/functions/apply_imported_opening_debts.sql
--! include finance/functions/assign_told_money.sql
--! include finance/functions/first_due_touched.sql
--! include finance/functions/imported_opening_debts.sql
--! include finance/functions/open_items_on.sql
--! include finance/functions/overdue_items.sql
--! include finance/functions/release_automatic_money.sql
--! include finance/functions/settle_anew.sql
--! include finance/functions/settle_free_money.sql
--! include inventory/functions/issue_open_amount.sql
--! include notification/functions/remind_overdue.sql
--! include report/functions/ageing.sql
--! include report/functions/ages_now.sql
--! include report/functions/ages_of_debt.sql
--! include report/functions/fold_agency_days.sql
--! include report/functions/fold_debt_deltas.sql
--! include report/functions/fold_deltas.sql
--! include report/functions/keep_open_item_changes.sql
--! include report/functions/monthly_debt.sql
--! include report/functions/open_item_changes.sql
--! include report/functions/open_item_steps.sql
--! include report/functions/overview.sql
--! include report/functions/rebuild_debt_summaries.sql
--! include report/functions/refresh.sql
--! include report/functions/sales_by_month.sql
--! include report/functions/take_debt_deltas.sql
--! include finance/rules/allocation_within_item.sql
--! include finance/rules/allocation_within_payment.sql
--! include finance/rules/cancelled_payment_raises_debt.sql
--! include finance/rules/debt_is_reversed_on_cancel.sql
--! include finance/rules/f_lower_debt_on_return.sql
--! include finance/rules/f_update_debt_amount.sql
--! include finance/rules/items_begin_with_the_ledger.sql
--! include finance/rules/money_settles_earliest_due_first.sql
--! include finance/rules/paid_now_makes_one_payment.sql
--! include inventory/rules/issue_is_final_once_confirmed.sql
--! include inventory/rules/issue_keeps_its_term.sql
--! include report/rules/debt_delta_is_kept.sql
--! include report/rules/open_item_change_is_kept.sql
--! include audit/views/invariant_agency_days_equal_the_ledger.sql
--! include audit/views/invariant_agency_due_days_equal_the_ledger.sql
--! include audit/views/invariant_agency_months_equal_the_ledger.sql
--! include audit/views/invariant_allocations_are_the_settling.sql
--! include audit/views/invariant_closed_agency_months_equal_the_ledger.sql
--! include audit/views/invariant_items_are_settled_earliest_due_first.sql
--! include audit/views/invariant_no_money_is_free_while_something_is_open.sql
--! include audit/views/invariant_open_amounts_are_the_debt.sql
--! include audit/views/invariant_open_item_changes_equal_the_ledger.sql
--! include audit/views/invariant_open_items_equal_the_ledger.sql
