--! Previous: sha1:6f4d090b115e7500104b54b7486f0f71335d8b98
--! Hash: sha1:01bcf682cba5e10556335036bb15d53b8e146e45
--! Message: what is open

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation, ban-drop-table
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
--! Included finance/policies/credit_item.sql
-- Assigned people see the money of their agencies, staff all; the warehouse none.
alter table finance.credit_item enable row level security;
alter table finance.credit_item force row level security;

drop policy if exists definer_does_what_functions_do on finance.credit_item;
create policy definer_does_what_functions_do on finance.credit_item
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.credit_item;
create policy user_reads_own_agencies on finance.credit_item
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.credit_item;
create policy staff_reads_all on finance.credit_item
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.credit_item;
create policy auditor_reads_all on finance.credit_item
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.credit_item;
create policy readers_need_the_scope on finance.credit_item
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.credit_item from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on finance.credit_item to sodaily_definer;
grant select on finance.credit_item
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/credit_item.sql
--! Included finance/policies/open_item.sql
-- Assigned people see what is open of their agencies, staff all; the warehouse none.
alter table finance.open_item enable row level security;
alter table finance.open_item force row level security;

drop policy if exists definer_does_what_functions_do on finance.open_item;
create policy definer_does_what_functions_do on finance.open_item
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.open_item;
create policy user_reads_own_agencies on finance.open_item
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.open_item;
create policy staff_reads_all on finance.open_item
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.open_item;
create policy auditor_reads_all on finance.open_item
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.open_item;
create policy readers_need_the_scope on finance.open_item
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.open_item from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on finance.open_item to sodaily_definer;
grant select on finance.open_item
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/open_item.sql
--! Included finance/policies/opening_debt.sql
-- Assigned people see how the books of their agencies began, staff all; the warehouse none.
alter table finance.opening_debt enable row level security;
alter table finance.opening_debt force row level security;

drop policy if exists definer_does_what_functions_do on finance.opening_debt;
create policy definer_does_what_functions_do on finance.opening_debt
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.opening_debt;
create policy user_reads_own_agencies on finance.opening_debt
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.opening_debt;
create policy staff_reads_all on finance.opening_debt
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.opening_debt;
create policy auditor_reads_all on finance.opening_debt
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.opening_debt;
create policy readers_need_the_scope on finance.opening_debt
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.opening_debt from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on finance.opening_debt to sodaily_definer;
grant select on finance.opening_debt
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/opening_debt.sql
--! Included finance/policies/payment_allocation.sql
-- Assigned people see what settled slips of their agencies, staff all; the warehouse none.
alter table finance.payment_allocation enable row level security;
alter table finance.payment_allocation force row level security;

drop policy if exists definer_does_what_functions_do on finance.payment_allocation;
create policy definer_does_what_functions_do on finance.payment_allocation
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.payment_allocation;
create policy user_reads_own_agencies on finance.payment_allocation
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.payment_allocation;
create policy staff_reads_all on finance.payment_allocation
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.payment_allocation;
create policy auditor_reads_all on finance.payment_allocation
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.payment_allocation;
create policy readers_need_the_scope on finance.payment_allocation
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.payment_allocation from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update, delete on finance.payment_allocation to sodaily_definer;
grant select on finance.payment_allocation
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/payment_allocation.sql
--! Included report/policies/agency_due_day.sql
-- Read through report functions only.
alter table report.agency_due_day enable row level security;
alter table report.agency_due_day force row level security;

drop policy if exists definer_does_what_functions_do on report.agency_due_day;
create policy definer_does_what_functions_do on report.agency_due_day
for all to sodaily_definer using (true) with check (true);

revoke all on report.agency_due_day from sodaily_definer;
grant select, insert, update, delete on report.agency_due_day to sodaily_definer;
--! EndIncluded report/policies/agency_due_day.sql
--! Included report/policies/open_item_change.sql
-- Read through report functions only.
alter table report.open_item_change enable row level security;
alter table report.open_item_change force row level security;

drop policy if exists definer_does_what_functions_do on report.open_item_change;
create policy definer_does_what_functions_do on report.open_item_change
for all to sodaily_definer using (true) with check (true);

revoke all on report.open_item_change from sodaily_definer;
grant select, insert, delete on report.open_item_change to sodaily_definer;
--! EndIncluded report/policies/open_item_change.sql
--! Included report/functions/asked_before.sql
-- Without a search path of its own it becomes part of the query that asks.
create or replace function report.asked_before(agency_id :ID_TYPE, day date) returns numeric
language sql stable
as $$
  select coalesce((
    select d.asked_to_date_amount::numeric from report.agency_due_day as d
    where d.agency_id = asked_before.agency_id and d.due_date < asked_before.day
    order by d.due_date desc
    limit 1), 0)
$$;
comment on function report.asked_before(:ID_TYPE, date) is
  E'@omit\nWhat open items of an agency due before a day asked for on the day of their documents, as of the last fold, đồng.';
revoke all on function report.asked_before(:ID_TYPE, date) from public;
grant execute on function report.asked_before(:ID_TYPE, date) to sodaily_definer;
--! EndIncluded report/functions/asked_before.sql
--! Included report/views/every_agency_month.sql
-- What moved the debt of agencies by month, folded or not: exact at any moment, because a fold moves
-- figures from one table to the other in one transaction. Several rows may belong to one month.
drop view if exists report.every_agency_month;
create view report.every_agency_month with (security_invoker) as
select m.agency_id, m.month, m.slip_count, m.slip_amount, m.cancelled_slip_count,
  m.cancelled_slip_amount, m.cancelled_later_slip_count, m.cancelled_later_slip_amount,
  m.return_amount, m.payment_amount, m.cancelled_payment_amount, m.refund_amount,
  m.cancelled_refund_amount,
  m.opening_amount + m.slip_amount + m.cancelled_payment_amount + m.refund_amount
    + m.other_increase_amount as increase_amount,
  m.payment_amount + m.return_amount + m.cancelled_slip_amount + m.cancelled_refund_amount
    + m.other_decrease_amount as decrease_amount
from report.agency_month as m
union all
select d.agency_id, date_trunc('month', d.business_date::timestamp)::date, d.slip_count, d.slip_amount,
  d.cancelled_slip_count, d.cancelled_slip_amount, d.cancelled_later_slip_count,
  d.cancelled_later_slip_amount, d.return_amount, d.payment_amount, d.cancelled_payment_amount,
  d.refund_amount, d.cancelled_refund_amount,
  d.opening_amount + d.slip_amount + d.cancelled_payment_amount + d.refund_amount
    + d.other_increase_amount,
  d.payment_amount + d.return_amount + d.cancelled_slip_amount + d.cancelled_refund_amount
    + d.other_decrease_amount
from report.debt_delta as d;
comment on view report.every_agency_month is
  E'@behavior -*\nWhat moved the debt of agencies by month, with what is not folded yet. Several rows may belong to one month.';
comment on column report.every_agency_month.agency_id is 'The agency.';
comment on column report.every_agency_month.month is 'First day of the month.';
comment on column report.every_agency_month.slip_count is 'Slips confirmed.';
comment on column report.every_agency_month.slip_amount is 'Total of the slips confirmed, đồng.';
comment on column report.every_agency_month.cancelled_slip_count is
  'Slips cancelled, whenever they were confirmed.';
comment on column report.every_agency_month.cancelled_slip_amount is 'Total of the slips cancelled, đồng.';
comment on column report.every_agency_month.cancelled_later_slip_count is
  'Slips of this month that were cancelled in a later one.';
comment on column report.every_agency_month.cancelled_later_slip_amount is
  'Total of the slips of this month that were cancelled in a later one, đồng.';
comment on column report.every_agency_month.return_amount is 'Worth of goods that came back, đồng.';
comment on column report.every_agency_month.payment_amount is 'Payments received, on the spot too, đồng.';
comment on column report.every_agency_month.cancelled_payment_amount is
  'Payments cancelled, whenever they were received, đồng.';
comment on column report.every_agency_month.refund_amount is 'Money given back, đồng.';
comment on column report.every_agency_month.cancelled_refund_amount is
  'Refunds cancelled, whenever they were paid, đồng.';
comment on column report.every_agency_month.increase_amount is 'What raised the debt, đồng.';
comment on column report.every_agency_month.decrease_amount is 'What lowered the debt, đồng.';
revoke all on report.every_agency_month from sodaily_definer;
grant select on report.every_agency_month to sodaily_definer;
--! EndIncluded report/views/every_agency_month.sql
--! Included agency/functions/payment_term_of.sql
-- How long an agency has to pay: its own term, else its type's, else the regulation's of the day.
create or replace function agency.payment_term_of(agency_id :ID_TYPE, business_date date)
returns smallint
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return coalesce(
    (select coalesce(a.payment_term_days, t.payment_term_days)
     from agency.agency as a
     join agency.agency_type as t on t.id = a.agency_type_id
     where a.id = payment_term_of.agency_id),
    (config.regulation_on('PAYMENT_TERM_DAYS', business_date)).value::smallint);
end
$$;
comment on function agency.payment_term_of(:ID_TYPE, date) is
  E'@omit\nDays an agency has to pay a slip of a business date, as of now: its own, its type''s or the regulation''s.';
revoke all on function agency.payment_term_of(:ID_TYPE, date) from public;
grant execute on function agency.payment_term_of(:ID_TYPE, date) to sodaily_definer;
--! EndIncluded agency/functions/payment_term_of.sql
--! Included finance/functions/allocate_payment.sql
-- Says by hand what a payment settles, in place of what was said before. The debt does not change.
-- What was said before is reversed, not deleted: it was known until now.
-- Security definer: rows are written by functions only.
create or replace function finance.allocate_payment(
  client_key text, payment_id :ID_TYPE, allocations finance.allocation_line[] default null)
returns finance.payment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  paid finance.payment;
  money bigint;
  before bigint[];
  earlier jsonb;
begin
  perform audit.refuse_too_many('allocations', cardinality(allocations));
  earlier := audit.begin_command(caller, client_key, 'finance.allocate_payment',
    jsonb_build_array(payment_id, (
      select jsonb_agg(jsonb_build_array(l.issue_id, l.item_seq, trim_scale(l.amount)) order by l.place)
      from unnest(allocations) with ordinality as l (issue_id, amount, item_seq, place))));
  select p.* into paid from finance.payment as p where p.id = allocate_payment.payment_id;
  if earlier is not null then
    return paid;
  end if;

  if paid.id is null or not agency.is_mine(paid.agency_id) then
    perform audit.refuse_problems(jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
      'path', 'payment_id', 'value', payment_id::text,
      'reason', case when payment_id is null then 'required' else 'unknown' end))));
  end if;
  perform from agency.agency as a where a.id = paid.agency_id for no key update;
  select p.* into strict paid from finance.payment as p where p.id = allocate_payment.payment_id;
  perform audit.refuse_problems(finance.allocation_problems(paid, allocations));
  perform audit.refuse_problems(finance.allocation_within_payment(paid, allocations)
    || finance.allocation_within_item(paid, allocations));

  money := (
    select c.seq from finance.credit_item as c
    where c.agency_id = paid.agency_id and c.payment_id = paid.id);
  with reversed as (
    update finance.payment_allocation as l
    set amount = 0, reversed_at = clock_timestamp(), reversed_by = caller
    where l.agency_id = paid.agency_id and l.credit_seq = money and l.kind = 'hand'
      and l.reversed_at is null
    returning l.item_seq)
  select array_agg(r.item_seq) into before from reversed as r;
  insert into finance.payment_allocation (
    agency_id, credit_seq, item_seq, kind, told_amount, amount, payment_id, issue_id, created_by)
  select paid.agency_id, money, o.seq, 'hand', sum(l.amount), 0, paid.id, o.issue_id, caller
  from unnest(allocations) as l
  join finance.open_item as o on o.agency_id = paid.agency_id
    and (o.issue_id = l.issue_id or o.seq = l.item_seq)
  group by o.seq, o.issue_id;
  perform finance.settle_anew(paid.agency_id, before, array[money]);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', paid.id::text));
  return paid;
end
$$;
alter function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[])
  owner to sodaily_definer;
comment on function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[]) is
  E'@resultFieldName payment\nSays which slips, or which other open items (itemSeq), a payment settles, amounts in whole đồng, replacing what was said before; no allocations: what is due earliest again. What it leaves is automatic money. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR (also exceeds_payment, exceeds_open), DUPLICATE_REQUEST.';
revoke all on function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[])
  from public;
grant execute on function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[])
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/allocate_payment.sql
--! Included finance/functions/allocation_problems.sql
-- Everything that is wrong with the allocations asked for. A slip of another agency is unknown here.
create or replace function finance.allocation_problems(
  payment finance.payment, allocations finance.allocation_line[])
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with line as (
      select l.issue_id, l.item_seq, l.amount, l.place - 1 as place, o.seq as known_seq
      from unnest(allocations) with ordinality as l (issue_id, amount, item_seq, place)
      left join finance.open_item as o on o.agency_id = payment.agency_id and o.amount > 0
        and (o.issue_id = l.issue_id or l.issue_id is null and o.seq = l.item_seq)),
    problem as (
      select 'payment_id' as path, 'paid_with_its_slip' as reason, payment.id::text as value
      where payment.issue_id is not null
      union all
      select 'payment_id', 'cancelled', payment.id::text where payment.status = 'cancelled'
      union all
      select 'allocations.' || l.place || '.issue_id',
        case when l.issue_id is null and l.item_seq is null then 'required' else 'unknown' end,
        coalesce(l.issue_id::text, l.item_seq::text)
      from line as l where l.known_seq is null
      union all
      select 'allocations.' || l.place || '.amount', m.reason, l.amount::text
      from line as l
      cross join lateral (select case
        when l.amount is null then 'required'
        when l.amount = 'NaN' then 'not_a_number'
        when l.amount <= 0 then 'not_positive'
        when l.amount > 999999999999999 then 'too_large'
        when l.amount <> trunc(l.amount) then 'whole_number_only'
      end as reason) as m
      where m.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function finance.allocation_problems(finance.payment, finance.allocation_line[]) is
  E'@omit\nProblems of the allocations asked for, as JSON [{path, reason, value}].';
revoke all on function finance.allocation_problems(finance.payment, finance.allocation_line[])
  from public;
grant execute on function finance.allocation_problems(finance.payment, finance.allocation_line[])
  to sodaily_definer;
--! EndIncluded finance/functions/allocation_problems.sql
--! Included finance/functions/apply_imported_opening_debts.sql
-- All rows or none: each row of the file is a row of the debt ledger. Months are held before agencies
-- are locked, as everywhere; what moved since the check is found under the locks.
-- Security definer: ledgers are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function finance.apply_imported_opening_debts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
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
  with opened as (
    insert into finance.opening_debt (
      agency_id, document, document_date, due_date, amount, business_date, created_by)
    select r.agency_id, r.document, r.document_date, r.due_date, r.amount, r.business_date, caller
    from finance.imported_opening_debts(apply_imported_opening_debts.import_id) as r
    order by r.row_no
    returning id, agency_id, due_date, amount, business_date),
  posting as (
    select o.*, row_number() over earlier as nth, sum(o.amount) over earlier as raised
    from opened as o
    window earlier as (partition by o.agency_id order by o.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount - s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after, business_date,
    item_seq, due_date, opening_debt_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'opening', p.amount, b.opening + p.raised,
    p.business_date, case when p.amount > 0 then b.last_seq + p.nth end, p.due_date, p.id, caller
  from posting as p
  join balance as b on b.id = p.agency_id;
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
--! Included finance/functions/assign_told_money.sql
-- What items and money came to, from the ledger, and what was said to settle them: what was paid on
-- the spot first, then what was told by hand, oldest first, each as far as the item goes. Automatic
-- money has been taken away from them before.
create or replace function finance.assign_told_money(
  agency_id :ID_TYPE, items bigint[], credits bigint[])
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  with item as (
    select t.item_seq as seq, sum(t.amount) as amount
    from finance.debt_transaction as t
    where t.agency_id = assign_told_money.agency_id and t.seq = any (items)
      and t.item_seq = t.seq
    group by t.item_seq),
  come_to as (
    select i.seq, i.amount + coalesce((
      select sum(t.amount) from finance.debt_transaction as t
      where t.agency_id = assign_told_money.agency_id and t.item_seq = i.seq
        and t.item_seq <> t.seq and t.kind not in ('paid_now', 'payment_cancel')), 0) as amount
    from item as i),
  told as (
    select l.id, l.item_seq, k.amount as room, w.amount as wanted,
      sum(w.amount) over (partition by l.item_seq
        order by l.kind = 'hand', l.created_at, c.business_date, c.seq) as so_far
    from finance.payment_allocation as l
    join come_to as k on k.seq = l.item_seq
    join finance.credit_item as c
      on c.agency_id = assign_told_money.agency_id and c.seq = l.credit_seq
    cross join lateral (
      select case when exists (
        select from finance.debt_transaction as t
        where t.agency_id = assign_told_money.agency_id and t.payment_id = l.payment_id
          and t.kind = 'payment_cancel') then 0 else l.told_amount end as amount) as w
    where l.agency_id = assign_told_money.agency_id and l.kind <> 'automatic'
      and l.reversed_at is null),
  assigned as (
    select t.id, t.item_seq,
      greatest(least(t.wanted, t.room - (t.so_far - t.wanted)), 0) as amount
    from told as t),
  allocation as (
    update finance.payment_allocation as l
    set amount = a.amount
    from assigned as a where l.id = a.id and l.amount <> a.amount)
  update finance.open_item as o
  set amount = k.amount, updated_at = now(),
    assigned_amount = coalesce((
      select sum(a.amount) from assigned as a where a.item_seq = k.seq), 0)
  from come_to as k
  where o.agency_id = assign_told_money.agency_id and o.seq = k.seq;

  update finance.credit_item as c
  set amount = c.amount * s.is_there, assigned_amount = s.assigned, updated_at = now()
  from (
    select k.seq, case when k.is_cancelled then 0 else 1 end as is_there, coalesce((
      select sum(l.amount) from finance.payment_allocation as l
      where l.agency_id = assign_told_money.agency_id and l.credit_seq = k.seq
        and l.kind <> 'automatic'), 0) as assigned
    from (
      select c.seq, c.payment_id is not null and exists (
        select from finance.debt_transaction as t
        where t.agency_id = assign_told_money.agency_id and t.payment_id = c.payment_id
          and t.kind = 'payment_cancel') as is_cancelled
      from finance.credit_item as c
      where c.agency_id = assign_told_money.agency_id and c.seq = any (credits)) as k) as s
  where c.agency_id = assign_told_money.agency_id and c.seq = s.seq;
end
$$;
comment on function finance.assign_told_money(:ID_TYPE, bigint[], bigint[]) is
  E'@omit\nRenews what open items and credit items of an agency come to and what is assigned to them, from its ledger and from what was told.';
revoke all on function finance.assign_told_money(:ID_TYPE, bigint[], bigint[]) from public;
grant execute on function finance.assign_told_money(:ID_TYPE, bigint[], bigint[])
  to sodaily_definer;
--! EndIncluded finance/functions/assign_told_money.sql
--! Included finance/functions/first_due_touched.sql
-- From which due date on automatic money has to be given out anew when these items and this money
-- change: theirs, that of what is open, and that of all that this or later money settles.
create or replace function finance.first_due_touched(
  agency_id :ID_TYPE, items bigint[], credits bigint[])
returns date
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  return least(
    (select min(o.due_date) from finance.open_item as o
     where o.agency_id = first_due_touched.agency_id and o.seq = any (items)),
    (select min(o.due_date) from finance.open_item as o
     where o.agency_id = first_due_touched.agency_id and o.open_amount > 0),
    (select min(o.due_date)
     from (
       select c.business_date, c.seq from finance.credit_item as c
       where c.agency_id = first_due_touched.agency_id and c.seq = any (credits)
       order by c.business_date, c.seq limit 1) as first
     join finance.credit_item as c on c.agency_id = first_due_touched.agency_id
       and (c.business_date, c.seq) >= (first.business_date, first.seq) and c.automatic_amount > 0
     join finance.payment_allocation as l on l.agency_id = first_due_touched.agency_id
       and l.credit_seq = c.seq and l.kind = 'automatic'
     join finance.open_item as o on o.agency_id = first_due_touched.agency_id
       and o.seq = l.item_seq));
end
$$;
comment on function finance.first_due_touched(:ID_TYPE, bigint[], bigint[]) is
  E'@omit\nFrom which due date on the automatic settling of an agency changes when these items and this money do; null when nothing does.';
revoke all on function finance.first_due_touched(:ID_TYPE, bigint[], bigint[]) from public;
grant execute on function finance.first_due_touched(:ID_TYPE, bigint[], bigint[])
  to sodaily_definer;
--! EndIncluded finance/functions/first_due_touched.sql
--! Included finance/functions/imported_opening_debts.sql
-- An agency that the caller may not see is unknown to them: its existence is not told. What is owed
-- without a due date is due its agency's term after the date of its document.
create or replace function finance.imported_opening_debts(import_id :ID_TYPE)
returns table (
  row_no bigint, code text, agency_id :ID_TYPE, status text, has_history boolean, document text,
  document_date date, due_date date, amount numeric, business_date date)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.row_no, r.cells ->> 'code', a.id, a.status, a.debt_seq > 0, r.cells ->> 'document',
    d.document_date, case when (r.cells ->> 'amount')::numeric > 0 then coalesce(
      (r.cells ->> 'due_date')::date,
      d.document_date + coalesce(a.payment_term_days, t.payment_term_days, g.term)) end,
    (r.cells ->> 'amount')::numeric, d.business_date
  from config.import_row as r
  left join agency.agency as a on a.code = upper(r.cells ->> 'code')
    and ((select auth.sees_all_agencies()) or a.id = any ((select agency.my_ids()):::ID_TYPE[]))
  left join agency.agency_type as t on t.id = a.agency_type_id
  cross join (
    select (config.regulation_on('PAYMENT_TERM_DAYS', config.business_date())).value::integer as term
    -- asked once, not once a row
    offset 0) as g
  cross join lateral (
    select b.day as business_date, coalesce((r.cells ->> 'document_date')::date, b.day) as document_date
    from (select coalesce((r.cells ->> 'business_date')::date, config.business_date()) as day) as b) as d
  where r.import_id = imported_opening_debts.import_id
$$;
comment on function finance.imported_opening_debts(:ID_TYPE) is
  E'@omit\nRows of a file of opening debts, with their agencies; without a date the books begin today.';
revoke all on function finance.imported_opening_debts(:ID_TYPE) from public;
grant execute on function finance.imported_opening_debts(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded finance/functions/imported_opening_debts.sql
--! Included finance/functions/open_items_on.sql
-- What was open of an agency at the end of a day, as it was known at a moment: worked out from the
-- ledger and from what was told by hand alone, not from what is kept of today (domain.md §10). An item
-- asks for what it came to less what was paid on the spot and told; what is owed is owed for the items
-- due latest, because all other money meets the earliest first.
create or replace function finance.open_items_on(
  agency_id :ID_TYPE, on_date date, known_at timestamptz default null)
returns table (
  item_seq bigint, kind text, issue_id :ID_TYPE, document_date date, due_date date,
  amount numeric, assigned_amount numeric, open_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  -- of an agency this function does not ask: who may see it is asked by whoever calls
  whose constant :ID_TYPE := agency_id;
begin
  return query
  with entry as (
    select t.seq, t.item_seq, t.kind, t.amount, t.payment_id
    from finance.debt_transaction as t
    where t.agency_id = whose and t.business_date <= on_date
      and (known_at is null or t.recorded_at <= known_at)),
  told as (
    select l.item_seq, sum(l.told_amount) as amount
    from finance.payment_allocation as l
    where l.agency_id = whose and l.kind = 'hand'
      and case when known_at is null then l.reversed_at is null
        else l.created_at <= known_at and (l.reversed_at is null or l.reversed_at > known_at) end
      and exists (select from entry as e where e.seq = l.credit_seq)
      and not exists (
        select from entry as e where e.payment_id = l.payment_id and e.kind = 'payment_cancel')
    group by l.item_seq),
  item as (
    select e.item_seq, greatest(e.asked, 0) as asked,
      least(e.asked, e.on_the_spot + coalesce(d.amount, 0)) as assigned
    from (
      select e.item_seq,
        coalesce(sum(e.amount) filter (where e.kind not in ('paid_now', 'payment_cancel')), 0) as asked,
        -coalesce(sum(e.amount) filter (where e.kind in ('paid_now', 'payment_cancel')), 0)
          as on_the_spot
      from entry as e where e.item_seq is not null
      group by e.item_seq) as e
    left join told as d on d.item_seq = e.item_seq),
  waiting as (
    select i.item_seq, o.kind, o.issue_id, o.document_date, o.due_date, i.asked, i.assigned,
      i.asked - i.assigned as rest,
      sum(i.asked - i.assigned) over (
        order by o.due_date desc, o.document_date desc, o.seq desc) as from_the_latest
    from item as i
    join finance.open_item as o on o.agency_id = whose and o.seq = i.item_seq)
  select w.item_seq, w.kind, w.issue_id, w.document_date, w.due_date, w.asked, w.assigned,
    greatest(least(w.rest, debt.amount - (w.from_the_latest - w.rest)), 0)
  from waiting as w
  cross join (select coalesce(sum(e.amount), 0) as amount from entry as e) as debt
  order by w.due_date, w.document_date, w.item_seq;
end
$$;
comment on function finance.open_items_on(:ID_TYPE, date, timestamptz) is
  E'@omit\nOpen items of an agency at the end of a day, as known at a moment (null: as known now), in the order money meets them: what each asked for, what was assigned to it and what was open, đồng.';
revoke all on function finance.open_items_on(:ID_TYPE, date, timestamptz) from public;
grant execute on function finance.open_items_on(:ID_TYPE, date, timestamptz) to sodaily_definer;
--! EndIncluded finance/functions/open_items_on.sql
--! Included finance/functions/overdue_items.sql
-- Open items that should have been paid by now. Money that is free settles what is due earliest, so
-- this is never more than what is due of the debt.
create or replace function finance.overdue_items(agency_id :ID_TYPE, today date)
returns table (item_seq bigint, kind text, issue_id :ID_TYPE, due_date date, open_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  return query
  select o.seq, o.kind, o.issue_id, o.due_date, o.open_amount::numeric
  from finance.open_item as o
  where o.agency_id = overdue_items.agency_id and o.open_amount > 0
    and o.due_date < overdue_items.today
  order by o.due_date, o.document_date, o.seq;
end
$$;
comment on function finance.overdue_items(:ID_TYPE, date) is
  E'@omit\nOpen items of an agency past their due date, the earliest first, with what is open of each, đồng.';
revoke all on function finance.overdue_items(:ID_TYPE, date) from public;
grant execute on function finance.overdue_items(:ID_TYPE, date) to sodaily_definer;
--! EndIncluded finance/functions/overdue_items.sql
--! Included finance/functions/release_automatic_money.sql
-- Takes automatic money away from the items due from a day on, so that it can be given out anew.
create or replace function finance.release_automatic_money(agency_id :ID_TYPE, from_due date)
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  with released as (
    delete from finance.payment_allocation as l
    using finance.open_item as o
    where o.agency_id = release_automatic_money.agency_id and o.automatic_amount > 0
      and o.due_date >= from_due and l.agency_id = release_automatic_money.agency_id
      and l.item_seq = o.seq and l.kind = 'automatic'
    returning l.credit_seq, l.item_seq, l.amount),
  more_open as (
    update finance.open_item as o
    set automatic_amount = 0, updated_at = now()
    where o.agency_id = release_automatic_money.agency_id
      and o.seq in (select r.item_seq from released as r))
  update finance.credit_item as c
  set automatic_amount = c.automatic_amount - r.amount, updated_at = now()
  from (select r.credit_seq, sum(r.amount) as amount from released as r group by r.credit_seq) as r
  where c.agency_id = release_automatic_money.agency_id and c.seq = r.credit_seq;
end
$$;
comment on function finance.release_automatic_money(:ID_TYPE, date) is
  E'@omit\nTakes automatic money away from the items of an agency due from a day on.';
revoke all on function finance.release_automatic_money(:ID_TYPE, date) from public;
grant execute on function finance.release_automatic_money(:ID_TYPE, date) to sodaily_definer;
--! EndIncluded finance/functions/release_automatic_money.sql
--! Included finance/functions/settle_anew.sql
-- Some items or some money of an agency changed: what settles what is worked out anew from there on.
-- The agency is locked by whoever calls.
create or replace function finance.settle_anew(
  agency_id :ID_TYPE, items bigint[], credits bigint[])
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  told record;
begin
  select array_agg(distinct l.item_seq) as items, array_agg(distinct l.credit_seq) as credits
  into told
  from finance.payment_allocation as l
  where l.agency_id = settle_anew.agency_id and l.kind <> 'automatic' and l.reversed_at is null
    and (l.item_seq = any (settle_anew.items) or l.credit_seq = any (settle_anew.credits));
  items := settle_anew.items || told.items;
  credits := settle_anew.credits || told.credits;

  perform finance.release_automatic_money(
    settle_anew.agency_id,
    finance.first_due_touched(settle_anew.agency_id, settle_anew.items, settle_anew.credits));
  perform finance.assign_told_money(
    settle_anew.agency_id, settle_anew.items, settle_anew.credits);
  perform finance.settle_free_money(settle_anew.agency_id);
end
$$;
comment on function finance.settle_anew(:ID_TYPE, bigint[], bigint[]) is
  E'@omit\nWorks out anew what settles what after some open items or some money of an agency changed, named by their places in its ledger.';
revoke all on function finance.settle_anew(:ID_TYPE, bigint[], bigint[]) from public;
grant execute on function finance.settle_anew(:ID_TYPE, bigint[], bigint[]) to sodaily_definer;
--! EndIncluded finance/functions/settle_anew.sql
--! Included finance/functions/settle_free_money.sql
-- Free money meets what is open: earliest due date first, then document date, then moment; money by
-- its date, then moment. Both lie on one line of đồng; every piece between two cuts belongs to the
-- next item and the next money. The agency is locked by whoever calls.
create or replace function finance.settle_free_money(agency_id :ID_TYPE) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  with item as (
    select o.seq, o.issue_id, row_number() over line as place, sum(o.open_amount) over line as until
    from finance.open_item as o
    where o.agency_id = settle_free_money.agency_id and o.open_amount > 0
    window line as (order by o.due_date, o.document_date, o.seq)),
  credit as (
    select c.seq, c.payment_id, row_number() over line as place, sum(c.free_amount) over line as until
    from finance.credit_item as c
    where c.agency_id = settle_free_money.agency_id and c.free_amount > 0
    window line as (order by c.business_date, c.seq)),
  cut as (
    select i.until, i.place as item, null::bigint as credit from item as i
    union all
    select c.until, null, c.place from credit as c),
  piece as (
    select k.until - coalesce(lag(k.until) over (order by k.until), 0) as amount,
      min(k.item) over ahead as item, min(k.credit) over ahead as credit
    from cut as k
    window ahead as (order by k.until desc)),
  settled as (
    insert into finance.payment_allocation as l (
      agency_id, credit_seq, item_seq, kind, amount, payment_id, issue_id)
    select settle_free_money.agency_id, c.seq, i.seq, 'automatic', p.amount, c.payment_id, i.issue_id
    from piece as p
    join item as i on i.place = p.item
    join credit as c on c.place = p.credit
    where p.amount > 0
    returning l.credit_seq, l.item_seq, l.amount),
  less_open as (
    update finance.open_item as o
    set automatic_amount = o.automatic_amount + s.amount, updated_at = now()
    from (select s.item_seq, sum(s.amount) as amount from settled as s group by s.item_seq) as s
    where o.agency_id = settle_free_money.agency_id and o.seq = s.item_seq)
  update finance.credit_item as c
  set automatic_amount = c.automatic_amount + s.amount, updated_at = now()
  from (select s.credit_seq, sum(s.amount) as amount from settled as s group by s.credit_seq) as s
  where c.agency_id = settle_free_money.agency_id and c.seq = s.credit_seq;
end
$$;
comment on function finance.settle_free_money(:ID_TYPE) is
  E'@omit\nSettles what is open of an agency with its free money, earliest due date first.';
revoke all on function finance.settle_free_money(:ID_TYPE) from public;
grant execute on function finance.settle_free_money(:ID_TYPE) to sodaily_definer;
--! EndIncluded finance/functions/settle_free_money.sql
--! Included inventory/functions/issue_open_amount.sql
-- Null for those without finance:read: row policies hide open items from them, and nothing open would
-- be a wrong answer.
create or replace function inventory.issue_open_amount(issue inventory.issue) returns public.dong
language sql stable
as $$
  select case
    when not (select auth.has_scope('finance:read')) then null
    else coalesce((
      select o.open_amount from finance.open_item as o
      where o.agency_id = issue.agency_id and o.issue_id = issue.id), 0) end
$$;
comment on function inventory.issue_open_amount(inventory.issue) is
  'What is still to be paid of the slip now, đồng; null for those who may not read payments.';
revoke all on function inventory.issue_open_amount(inventory.issue) from public;
grant execute on function inventory.issue_open_amount(inventory.issue)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/issue_open_amount.sql
--! Included notification/functions/remind_overdue.sql
-- Reminds, once a week for an agency, of what is past its due date: those who sell to it, those who
-- collect, and the agency itself by mail. Run by the worker every morning, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.remind_overdue() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  today constant date := config.business_date();
  late record;
  facts jsonb;
  told bigint := 0;
begin
  for late in
    select a.id, a.email, coalesce(a.representative, a.name) as addressee,
      a.id || to_char(today, ' IYYY-IW') as subject,
      count(*) as slips, sum(b.open_amount) as amount, min(b.due_date) as since
    from agency.agency as a
    join lateral finance.overdue_items(a.id, today) as b on true
    where a.debt_amount > 0
    group by a.id
  loop
    facts := notification.agency_facts(late.id) || jsonb_build_object(
      'slips', late.slips::text, 'overdue_amount', late.amount::text,
      'since', to_char(late.since, 'DD/MM/YYYY'));
    told := told + notification.tell('debt_overdue', late.subject, late.id, array(
      select row(h.user_id, facts)::notification.message
      from (
        select s.user_id, s.sees_money from notification.audience('agency:write', late.id) as s
        union
        select c.user_id, c.sees_money from notification.audience('finance:write', late.id) as c) as h
      where h.sees_money));
    if late.email is not null then
      perform notification.queue_email(late.email, 'vi', 'debt_overdue',
        facts || jsonb_build_object('full_name', late.addressee), late.subject);
    end if;
  end loop;
  return told;
end
$$;
alter function notification.remind_overdue() owner to sodaily_definer;
comment on function notification.remind_overdue() is
  E'@omit\nTells of overdue debt, once a week for an agency; returns how many notifications were new. For the worker only.';
revoke all on function notification.remind_overdue() from public;
grant execute on function notification.remind_overdue() to sodaily_worker;
--! EndIncluded notification/functions/remind_overdue.sql
--! Included report/functions/ageing.sql
-- Today's is read from what is open, any other day from running totals. The sums of all rows stand in
-- each, so that a page with its foot is worked out once.
-- Security definer: nobody else reads the totals; the predicate on agencies stands here.
create or replace function report.ageing(on_date date default null, search text default null)
returns setof report.ageing_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  asked constant date := least(on_date, config.business_date());
begin
  perform auth.require_scope('report:read');
  return query
  with aged as (
    select m.agency_id, m.not_due_amount, m.up_to_30_amount, m.up_to_60_amount, m.up_to_90_amount,
      m.over_90_amount, m.advance_amount, m.debt_amount, now() as refreshed_at
    from report.ages_now() as m
    where asked = config.business_date() or asked is null
    union all
    select d.agency_id, d.not_due_amount, d.up_to_30_amount, d.up_to_60_amount, d.up_to_90_amount,
      d.over_90_amount, d.advance_amount, d.debt_amount, now()
    from report.ages_of_debt(asked) as d
    where asked < config.business_date()),
  mine_of_all as (
    select a.* from aged as a
    where (mine is null or a.agency_id = any (mine))
      and (nullif(btrim(search), '') is null
        or a.agency_id in (select g.id from agency.search_agencies(search) as g))),
  total as (
    select row(count(*), sum(a.not_due_amount), sum(a.up_to_30_amount), sum(a.up_to_60_amount),
      sum(a.up_to_90_amount), sum(a.over_90_amount), sum(a.advance_amount), sum(a.debt_amount),
      max(a.refreshed_at))::report.ageing_total as sums
    from mine_of_all as a)
  select a.agency_id, a.not_due_amount::public.dong, a.up_to_30_amount::public.dong,
    a.up_to_60_amount::public.dong, a.up_to_90_amount::public.dong, a.over_90_amount::public.dong,
    a.advance_amount::public.dong, a.debt_amount::public.dong, a.refreshed_at,
    t.sums
  from mine_of_all as a
  cross join total as t
  -- in one key: most have nothing in the oldest ages, and each key more is read out of a wide row
  order by array[a.over_90_amount, a.up_to_90_amount, a.up_to_60_amount, a.up_to_30_amount,
    a.debt_amount]::bigint[] desc, a.agency_id;
end
$$;
alter function report.ageing(date, text) owner to sodaily_definer;
comment on function report.ageing(date, text) is
  'Debt per agency by how long it is overdue (tuổi nợ), the latest first, at the end of a day (today when null): money settles what it was paid or told for, all other money what is due earliest; search narrows by agency. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.ageing(date, text) from public;
grant execute on function report.ageing(date, text) to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/ageing.sql
--! Included report/functions/ages_now.sql
-- Ages of debt of today, from what is open of each item: exact at the moment of asking.
create or replace function report.ages_now()
returns table (agency_id :ID_TYPE, not_due_amount numeric, up_to_30_amount numeric,
  up_to_60_amount numeric, up_to_90_amount numeric, over_90_amount numeric, advance_amount numeric,
  debt_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  today constant date := config.business_date();
begin
  return query
  select a.id, coalesce(o.not_due, 0), coalesce(o.up_to_30, 0), coalesce(o.up_to_60, 0),
    coalesce(o.up_to_90, 0), coalesce(o.over_90, 0), greatest(-a.debt_amount::numeric, 0),
    a.debt_amount::numeric
  from agency.agency as a
  left join (
    select o.agency_id,
      sum(o.open_amount::numeric) filter (where o.due_date >= today) as not_due,
      sum(o.open_amount::numeric) filter (where today - o.due_date between 1 and 30) as up_to_30,
      sum(o.open_amount::numeric) filter (where today - o.due_date between 31 and 60) as up_to_60,
      sum(o.open_amount::numeric) filter (where today - o.due_date between 61 and 90) as up_to_90,
      sum(o.open_amount::numeric) filter (where today - o.due_date > 90) as over_90
    from finance.open_item as o
    where o.open_amount > 0
    group by o.agency_id) as o on o.agency_id = a.id
  where a.debt_amount <> 0;
end
$$;
comment on function report.ages_now() is
  E'@omit\nDebt of each agency now by how long it is overdue, đồng; debt is the sum of the ages less the advance.';
revoke all on function report.ages_now() from public;
grant execute on function report.ages_now() to sodaily_definer;
--! EndIncluded report/functions/ages_now.sql
--! Included report/functions/ages_of_debt.sql
-- Ages of debt of each agency at the end of a day. Other money meets what is due earliest, so what is
-- owed is owed for the items due latest: ages are filled from the newest on, and what they do not
-- explain is older than all of them. They add up to the debt, always.
-- Running totals say what items due by a day asked for, without reading items; a document is never due
-- before its own date, except where that is kept beside (report.open_item_change).
create or replace function report.ages_of_debt(on_date date)
returns table (agency_id :ID_TYPE, not_due_amount numeric, up_to_30_amount numeric,
  up_to_60_amount numeric, up_to_90_amount numeric, over_90_amount numeric, advance_amount numeric,
  debt_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  return query
  with beside as materialized (
    select b.agency_id,
      sum(b.amount) filter (where b.due_date >= on_date) as not_due,
      sum(b.amount) filter (where b.due_date between on_date - 30 and on_date - 1) as up_to_30,
      sum(b.amount) filter (where b.due_date between on_date - 60 and on_date - 31) as up_to_60,
      sum(b.amount) filter (where b.due_date between on_date - 90 and on_date - 61) as up_to_90
    from (
      select c.agency_id, c.due_date, c.amount::numeric as amount
      from report.open_item_change as c
      where c.due_date >= on_date - 90 and c.changed_on <= on_date
      union all
      select n.agency_id, n.due_date, n.credit_amount
      from report.debt_delta as n
      where n.due_date >= on_date - 90 and n.business_date <= on_date) as b
    group by b.agency_id),
  asked as (
    select o.agency_id, o.debt_amount as debt,
      o.folded_credit_amount - d.by_today + coalesce(b.not_due, 0) as not_due,
      d.by_today - d.by_30 + coalesce(b.up_to_30, 0) as up_to_30,
      d.by_30 - d.by_60 + coalesce(b.up_to_60, 0) as up_to_60,
      d.by_60 - d.by_90 + coalesce(b.up_to_90, 0) as up_to_90
    from report.debts_on(on_date) as o
    left join beside as b on b.agency_id = o.agency_id
    cross join lateral (
      select report.asked_before(o.agency_id, on_date) as by_today,
        report.asked_before(o.agency_id, on_date - 30) as by_30,
        report.asked_before(o.agency_id, on_date - 60) as by_60,
        report.asked_before(o.agency_id, on_date - 90) as by_90) as d
    where o.debt_amount <> 0)
  select a.agency_id, n.not_due, f.up_to_30, s.up_to_60, t.up_to_90,
    greatest(a.debt, 0) - n.not_due - f.up_to_30 - s.up_to_60 - t.up_to_90,
    greatest(-a.debt, 0), a.debt
  from asked as a
  cross join lateral (select least(greatest(a.debt, 0), a.not_due) as not_due) as n
  cross join lateral (select least(greatest(a.debt, 0) - n.not_due, a.up_to_30) as up_to_30) as f
  cross join lateral (
    select least(greatest(a.debt, 0) - n.not_due - f.up_to_30, a.up_to_60) as up_to_60) as s
  cross join lateral (
    select least(greatest(a.debt, 0) - n.not_due - f.up_to_30 - s.up_to_60, a.up_to_90)
      as up_to_90) as t;
end
$$;
comment on function report.ages_of_debt(date) is
  E'@omit\nDebt of each agency at the end of a day by how long it is overdue, đồng; debt is the sum of the ages less the advance.';
revoke all on function report.ages_of_debt(date) from public;
grant execute on function report.ages_of_debt(date) to sodaily_definer;
--! EndIncluded report/functions/ages_of_debt.sql
--! Included report/functions/fold_agency_days.sql
-- Adds what postings left into the days of agencies, and hands the deltas on to the months.
create or replace function report.fold_agency_days() returns setof report.debt_delta
language plpgsql volatile rows 10000
set search_path to pg_catalog, pg_temp
as $$
begin
  return query
  with taken as materialized (select t.* from report.take_debt_deltas() as t),
  moved as (
    select t.agency_id, t.business_date, sum(t.moved_amount) as moved, sum(t.credit_amount) as credit
    from taken as t group by t.agency_id, t.business_date),
  -- a posting moves the running totals of its day and of every day after it
  step as (
    select m.agency_id, m.business_date, m.moved, m.credit from moved as m
    union all
    select d.agency_id, d.business_date, 0, 0
    from report.agency_day as d
    join (select m.agency_id, min(m.business_date) as first_day from moved as m group by m.agency_id) as f
      on f.agency_id = d.agency_id and f.first_day < d.business_date),
  -- summed along the days, not joined with them: of deltas that just came in the planner knows no size
  risen as (
    select s.agency_id, s.business_date, sum(sum(s.moved)) over earlier as moved,
      sum(sum(s.credit)) over earlier as credit
    from step as s
    group by s.agency_id, s.business_date
    window earlier as (partition by s.agency_id order by s.business_date)),
  day as (
    insert into report.agency_day as d (agency_id, business_date, debt_amount, credit_to_date_amount)
    select r.agency_id, r.business_date, coalesce(b.debt_amount, 0) + r.moved,
      coalesce(b.credit_to_date_amount, 0) + r.credit
    from risen as r
    left join lateral (
      select b.debt_amount::numeric, b.credit_to_date_amount::numeric from report.agency_day as b
      where b.agency_id = r.agency_id and b.business_date <= r.business_date
      order by b.business_date desc limit 1) as b on true
    on conflict on constraint agency_day_pkey do update set
      debt_amount = excluded.debt_amount, credit_to_date_amount = excluded.credit_to_date_amount,
      updated_at = now())
  select t.* from taken as t;
end
$$;
comment on function report.fold_agency_days() is
  E'@omit\nAdds the deltas of debt to the days of agencies; returns them for the months.';
revoke all on function report.fold_agency_days() from public;
grant execute on function report.fold_agency_days() to sodaily_definer;
--! EndIncluded report/functions/fold_agency_days.sql
--! Included report/functions/fold_debt_deltas.sql
-- Adds what postings left into the days and months of agencies. Called by fold_deltas, one at a time: the
-- deltas are handed from one total to the next, so that all of them add up the same rows.
create or replace function report.fold_debt_deltas() returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  agency_months bigint;
begin
  with taken as materialized (select t.* from report.fold_agency_days() as t)
  insert into report.agency_month as m (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, cancelled_later_slip_count,
    cancelled_later_slip_amount, return_amount, payment_amount, cancelled_payment_amount,
    refund_amount, cancelled_refund_amount, other_increase_amount, other_decrease_amount)
  select t.agency_id, date_trunc('month', t.business_date::timestamp)::date as month,
    sum(t.opening_amount), sum(t.slip_count), sum(t.slip_amount), sum(t.cancelled_slip_count),
    sum(t.cancelled_slip_amount), sum(t.cancelled_later_slip_count),
    sum(t.cancelled_later_slip_amount), sum(t.return_amount), sum(t.payment_amount),
    sum(t.cancelled_payment_amount), sum(t.refund_amount), sum(t.cancelled_refund_amount),
    sum(t.other_increase_amount), sum(t.other_decrease_amount)
  from taken as t group by t.agency_id, date_trunc('month', t.business_date::timestamp)::date
  on conflict on constraint agency_month_pkey do update set
    opening_amount = m.opening_amount + excluded.opening_amount,
    slip_count = m.slip_count + excluded.slip_count,
    slip_amount = m.slip_amount + excluded.slip_amount,
    cancelled_slip_count = m.cancelled_slip_count + excluded.cancelled_slip_count,
    cancelled_slip_amount = m.cancelled_slip_amount + excluded.cancelled_slip_amount,
    cancelled_later_slip_count = m.cancelled_later_slip_count + excluded.cancelled_later_slip_count,
    cancelled_later_slip_amount =
      m.cancelled_later_slip_amount + excluded.cancelled_later_slip_amount,
    return_amount = m.return_amount + excluded.return_amount,
    payment_amount = m.payment_amount + excluded.payment_amount,
    cancelled_payment_amount = m.cancelled_payment_amount + excluded.cancelled_payment_amount,
    refund_amount = m.refund_amount + excluded.refund_amount,
    cancelled_refund_amount = m.cancelled_refund_amount + excluded.cancelled_refund_amount,
    other_increase_amount = m.other_increase_amount + excluded.other_increase_amount,
    other_decrease_amount = m.other_decrease_amount + excluded.other_decrease_amount,
    updated_at = now();
  get diagnostics agency_months = row_count;
  return agency_months;
end
$$;
comment on function report.fold_debt_deltas() is
  E'@omit\nAdds what postings left into the days and months of agencies; returns how many months that touched. For report.fold_deltas only.';
revoke all on function report.fold_debt_deltas() from public;
grant execute on function report.fold_debt_deltas() to sodaily_definer;
--! EndIncluded report/functions/fold_debt_deltas.sql
--! Included report/functions/fold_deltas.sql
-- Adds what postings left into the summaries. Each delta is taken away and added in one transaction,
-- so running twice, or two at once, adds nothing twice. Security definer: the worker reads no figures.
create or replace function report.fold_deltas() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  touched bigint;
begin
  -- one fold at a time
  lock table report.agency_month, report.agency_day, report.agency_due_day, report.item_month, report.item_day
    in share update exclusive mode;
  touched := report.fold_debt_deltas() + report.fold_stock_deltas();
  insert into report.freshness as f (report, refreshed_at) values ('summaries', clock_timestamp())
  on conflict on constraint freshness_pkey do update set refreshed_at = excluded.refreshed_at;
  return touched;
end
$$;
alter function report.fold_deltas() owner to sodaily_definer;
comment on function report.fold_deltas() is
  E'@omit\nAdds what postings left into the summaries; returns how many months of agencies and days of items that touched. For the worker only.';
revoke all on function report.fold_deltas() from public;
grant execute on function report.fold_deltas() to sodaily_worker;
--! EndIncluded report/functions/fold_deltas.sql
--! Included report/functions/keep_open_item_changes.sql
-- Works out anew what changed some open items. It happens to few of them.
create or replace function report.keep_open_item_changes(agency_ids :ID_TYPE[], item_seqs bigint[])
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from report.open_item_change as c
  using unnest(agency_ids, item_seqs) as i (agency_id, seq)
  where c.agency_id = i.agency_id and c.item_seq = i.seq;
  insert into report.open_item_change (agency_id, item_seq, changed_on, due_date, amount)
  select c.agency_id, c.item_seq, c.changed_on, c.due_date, c.amount
  from report.open_item_changes(agency_ids, item_seqs) as c;
end
$$;
comment on function report.keep_open_item_changes(:ID_TYPE[], bigint[]) is
  E'@omit\nKeeps by how much open items ask for more or less than on the day of their documents.';
revoke all on function report.keep_open_item_changes(:ID_TYPE[], bigint[]) from public;
grant execute on function report.keep_open_item_changes(:ID_TYPE[], bigint[]) to sodaily_definer;
--! EndIncluded report/functions/keep_open_item_changes.sql
--! Included report/functions/monthly_debt.sql
-- Debt is money decided on, so these figures are exact at the moment of asking, not refreshed: a closed
-- month is read as it was written down, an open one from the newest closed month and all that was
-- posted since. known_at takes away what was recorded after that moment: the month as it was known. The sums
-- of all rows stand in each, so that a page with its foot is worked out once.
-- Security definer: nobody else reads summaries; the predicate on agencies stands here.
create or replace function report.monthly_debt(
  month date, known_at timestamptz default null, search text default null)
returns setof report.monthly_debt_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  asked constant date := date_trunc('month', monthly_debt.month::timestamp)::date;
  frozen constant date := (
    select max(c.month) from report.closed_agency_month as c where c.month <= asked);
begin
  perform auth.require_scope('report:read');
  return query
  with moved as (
    select c.agency_id, case when c.month = asked then c.opening_amount else c.closing_amount end
        as opening,
      case when c.month = asked then c.increase_amount else 0 end as increase,
      case when c.month = asked then c.decrease_amount else 0 end as decrease
    from report.closed_agency_month as c
    where c.month = frozen
    union all
    select e.agency_id,
      case when e.month < asked then e.increase_amount - e.decrease_amount else 0 end,
      case when e.month = asked then e.increase_amount else 0 end,
      case when e.month = asked then e.decrease_amount else 0 end
    from report.every_agency_month as e
    where e.month <= asked and (frozen is null or e.month > frozen)
    union all
    -- what was not known yet
    select t.agency_id,
      case when t.business_date < asked then -t.amount else 0 end,
      case when t.business_date >= asked and (t.amount > 0 or t.kind in ('opening', 'opening_cancel'))
        then -t.amount else 0 end,
      case when t.business_date >= asked and t.amount < 0 and t.kind not in ('opening', 'opening_cancel')
        then t.amount else 0 end
    from finance.debt_transaction as t
    where known_at is not null and t.recorded_at > known_at
      and t.business_date < asked + interval '1 month'),
  month_of_agency as (
    select m.agency_id, sum(m.opening) as opening, sum(m.increase) as increase,
      sum(m.decrease) as decrease
    from moved as m
    where mine is null or m.agency_id = any (mine)
    group by m.agency_id),
  mine_of_all as (
    select o.* from month_of_agency as o
    where (o.opening, o.increase, o.decrease) is distinct from (0, 0, 0)
      and (nullif(btrim(search), '') is null
        or o.agency_id in (select a.id from agency.search_agencies(search) as a))),
  total as (
    select row(count(*), sum(o.opening), sum(o.increase), sum(o.decrease),
      sum(o.opening + o.increase - o.decrease))::report.monthly_debt_total as sums
    from mine_of_all as o)
  select o.agency_id, o.opening::public.dong, o.increase::public.dong, o.decrease::public.dong,
    (o.opening + o.increase - o.decrease)::public.dong, t.sums
  from mine_of_all as o
  cross join total as t
  order by o.opening + o.increase - o.decrease desc, o.agency_id;
end
$$;
alter function report.monthly_debt(date, timestamptz, text) owner to sodaily_definer;
comment on function report.monthly_debt(date, timestamptz, text) is
  'Debt per agency in the month of a date (công nợ, BM6.2), exact at the moment of asking, the deepest in debt first: closing of a month is opening of the next, and of today the debt. knownAt leaves out what was recorded later; search narrows by agency. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.monthly_debt(date, timestamptz, text) from public;
grant execute on function report.monthly_debt(date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/monthly_debt.sql
--! Included report/functions/open_item_changes.sql
-- What open items were left to ask of automatic money, from the ledger and from what was told by hand:
-- the change of each day against the day of their documents. An item never asks for less than nothing:
-- what is taken off beyond that is free for other items.
create or replace function report.open_item_changes(
  agency_ids :ID_TYPE[] default null, item_seqs bigint[] default null)
returns table (agency_id :ID_TYPE, item_seq bigint, changed_on date, due_date date, amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
set plan_cache_mode to 'force_custom_plan'
as $$
#variable_conflict use_column
begin
  return query
  with item as materialized (
    select o.agency_id, o.seq from unnest(agency_ids, item_seqs) as o (agency_id, seq)
    where agency_ids is not null
    union
    select t.agency_id, t.item_seq
    from finance.debt_transaction as t
    where agency_ids is null and t.item_seq is not null
      and (t.item_seq <> t.seq and t.kind <> 'paid_now' or t.due_date < t.business_date)
    union
    select l.agency_id, l.item_seq
    from finance.payment_allocation as l
    where agency_ids is null and l.kind = 'hand' and l.reversed_at is null),
  entry as (
    select e.agency_id, e.seq, e.business_date, e.amount, e.told, e.at_first
    from item as i
    cross join lateral report.open_item_steps(i.agency_id, i.seq) as e),
  day as (
    select e.agency_id, e.seq, e.business_date, sum(e.amount) as amount, sum(e.told) as told,
      sum(e.at_first) as at_first
    from entry as e
    group by e.agency_id, e.seq, e.business_date),
  left_to_ask as (
    select d.agency_id, d.seq, d.business_date,
      greatest(sum(d.amount) over so_far - sum(d.told) over so_far, 0)
        - sum(d.at_first) over so_far as amount
    from day as d
    window so_far as (partition by d.agency_id, d.seq order by d.business_date)),
  changed as (
    select l.agency_id, l.seq, l.business_date, l.amount - coalesce(lag(l.amount) over (
      partition by l.agency_id, l.seq order by l.business_date), 0) as amount
    from left_to_ask as l)
  select c.agency_id, c.seq, c.business_date, o.due_date, c.amount
  from changed as c
  join finance.open_item as o on o.agency_id = c.agency_id and o.seq = c.seq
  where c.amount <> 0;
end
$$;
comment on function report.open_item_changes(:ID_TYPE[], bigint[]) is
  E'@omit\nBy how much open items (null: all that changed) ask for more or less than on the day of their documents: the change of each day, đồng, negative when it is less.';
revoke all on function report.open_item_changes(:ID_TYPE[], bigint[]) from public;
grant execute on function report.open_item_changes(:ID_TYPE[], bigint[]) to sodaily_definer;
--! EndIncluded report/functions/open_item_changes.sql
--! Included report/functions/open_item_steps.sql
-- Without a search path of its own it becomes part of the query that asks.
create or replace function report.open_item_steps(agency_id :ID_TYPE, item_seq bigint)
returns table (
  agency_id :ID_TYPE, seq bigint, business_date date, amount numeric, told numeric, at_first numeric)
language sql stable
as $$
  select t.agency_id, t.item_seq, t.business_date, t.amount::numeric, 0::numeric,
    case when t.due_date >= t.business_date and (t.item_seq = t.seq or t.kind = 'paid_now')
      then t.amount::numeric else 0 end
  from finance.debt_transaction as t
  where t.agency_id = open_item_steps.agency_id and t.item_seq = open_item_steps.item_seq
  union all
  -- money told to settle it, from the day on which both are there until it is cancelled
  select l.agency_id, l.item_seq, e.business_date, 0, e.sign * l.told_amount, 0
  from finance.payment_allocation as l
  join finance.open_item as o on o.agency_id = l.agency_id and o.seq = l.item_seq
  join finance.credit_item as c on c.agency_id = l.agency_id and c.seq = l.credit_seq
  cross join lateral (
    select 1, greatest(c.business_date, o.business_date)
    union all
    select -1, x.business_date
    from finance.debt_transaction as x
    where x.agency_id = l.agency_id and x.payment_id = l.payment_id and x.kind = 'payment_cancel'
  ) as e (sign, business_date)
  where l.agency_id = open_item_steps.agency_id and l.item_seq = open_item_steps.item_seq
    and l.kind = 'hand' and l.reversed_at is null
$$;
comment on function report.open_item_steps(:ID_TYPE, bigint) is
  E'@omit\nWhat moved an open item, day by day: what it came to with what was paid on the spot, what was told to settle it, and what of this was there on the day of its document, đồng.';
revoke all on function report.open_item_steps(:ID_TYPE, bigint) from public;
grant execute on function report.open_item_steps(:ID_TYPE, bigint) to sodaily_definer;
--! EndIncluded report/functions/open_item_steps.sql
--! Included report/functions/overview.sql
-- What the day begins with, in one row, for the agencies one sees: exact at the moment of asking. What
-- somebody may not know is null.
-- Security definer: nobody else reads summaries; the predicate on agencies stands here.
create or replace function report.overview() returns report.overview_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  this_month constant date := date_trunc('month', config.business_date()::timestamp)::date;
  figures report.overview_row;
begin
  perform auth.require_person();
  if auth.has_scope('finance:read') then
    select coalesce(sum(e.slip_amount - e.cancelled_slip_amount) filter (where e.month = this_month), 0),
      coalesce(sum(e.slip_amount - e.cancelled_slip_amount) filter (where e.month < this_month), 0),
      coalesce(sum(e.payment_amount - e.cancelled_payment_amount - e.refund_amount
        + e.cancelled_refund_amount) filter (where e.month = this_month), 0),
      coalesce(sum(e.payment_amount - e.cancelled_payment_amount - e.refund_amount
        + e.cancelled_refund_amount) filter (where e.month < this_month), 0)
    into figures.sold_amount, figures.sold_before_amount, figures.collected_amount,
      figures.collected_before_amount
    from report.every_agency_month as e
    where e.month >= this_month - interval '1 month' and e.month <= this_month
      and (mine is null or e.agency_id = any (mine));
    figures.debt_amount := (
      select coalesce(sum(a.debt_amount), 0) from agency.agency as a
      where mine is null or a.id = any (mine));
    figures.near_limit_count := (
      select count(*) from agency.agencies_near_limit() as a where mine is null or a.id = any (mine));
    figures.overdue_amount := (
      select coalesce(sum(o.open_amount), 0) from finance.open_item as o
      where o.open_amount > 0 and o.due_date < config.business_date()
        and (mine is null or o.agency_id = any (mine)));
    figures.refreshed_at := now();
  end if;
  if auth.has_scope('inventory:read') then
    figures.waiting_count := (
      select count(*) from inventory.issue as i
      where i.status in ('requested', 'postponed') and (mine is null or i.agency_id = any (mine)));
  end if;
  if auth.has_scope('inventory:write') or auth.has_scope('inventory:adjust')
    or auth.has_scope('report:read') then
    figures.low_stock_count := (select count(*) from inventory.low_stock_items());
  end if;
  return figures;
end
$$;
alter function report.overview() owner to sodaily_definer;
comment on function report.overview() is
  'Figures of this month, of debt and of what waits, for the agencies one sees; null what one may not know. Error: INVALID_TOKEN.';
revoke all on function report.overview() from public;
grant execute on function report.overview()
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/overview.sql
--! Included report/functions/rebuild_debt_summaries.sql
-- Makes the days and months of agencies, and what changed open items, anew from the debt ledger.
create or replace function report.rebuild_debt_summaries() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from report.debt_delta;
  delete from report.agency_month;
  delete from report.agency_day;
  delete from report.agency_due_day;
  delete from report.open_item_change;
  insert into report.agency_day (agency_id, business_date, debt_amount, credit_to_date_amount)
  select t.agency_id, t.business_date, sum(sum(t.amount)) over to_date,
    sum(coalesce(sum(t.amount) filter (
      where t.due_date >= t.business_date and (t.item_seq = t.seq or t.kind = 'paid_now')), 0)) over to_date
  from finance.debt_transaction as t
  group by t.agency_id, t.business_date
  window to_date as (partition by t.agency_id order by t.business_date);
  insert into report.agency_due_day (agency_id, due_date, asked_to_date_amount)
  select t.agency_id, t.due_date, sum(sum(t.amount)) over to_date
  from finance.debt_transaction as t
  where t.due_date >= t.business_date and (t.item_seq = t.seq or t.kind = 'paid_now')
  group by t.agency_id, t.due_date
  window to_date as (partition by t.agency_id order by t.due_date);
  insert into report.open_item_change (agency_id, item_seq, changed_on, due_date, amount)
  select c.agency_id, c.item_seq, c.changed_on, c.due_date, c.amount
  from report.open_item_changes() as c;
  insert into report.agency_month (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, cancelled_later_slip_count,
    cancelled_later_slip_amount, return_amount, payment_amount, cancelled_payment_amount,
    refund_amount, cancelled_refund_amount, other_increase_amount, other_decrease_amount)
  select t.agency_id, t.month,
    coalesce(sum(t.amount) filter (where t.kind in ('opening', 'opening_cancel')), 0),
    count(*) filter (where t.kind = 'issue'),
    coalesce(sum(t.amount) filter (where t.kind = 'issue'), 0),
    count(*) filter (where t.kind = 'issue_cancel'),
    coalesce(-sum(t.amount) filter (where t.kind = 'issue_cancel'), 0),
    count(*) filter (where t.kind = 'cancelled_later'),
    coalesce(sum(t.amount) filter (where t.kind = 'cancelled_later'), 0),
    coalesce(-sum(t.amount) filter (where t.kind = 'return'), 0),
    coalesce(-sum(t.amount) filter (where t.kind in ('payment', 'paid_now')), 0),
    coalesce(sum(t.amount) filter (where t.kind = 'payment_cancel'), 0),
    coalesce(sum(t.amount) filter (where t.kind = 'refund'), 0),
    coalesce(-sum(t.amount) filter (where t.kind = 'refund_cancel'), 0),
    coalesce(sum(t.amount) filter (where t.is_other and t.amount > 0), 0),
    coalesce(-sum(t.amount) filter (where t.is_other and t.amount < 0), 0)
  from (
    select e.agency_id, date_trunc('month', e.business_date::timestamp)::date as month, e.kind,
      e.amount, e.kind in ('return_cancel', 'adjustment', 'adjustment_cancel') as is_other
    from finance.debt_transaction as e
    union all
    select o.agency_id, date_trunc('month', o.business_date::timestamp)::date, 'cancelled_later',
      o.amount, false
    from finance.debt_transaction as e
    join finance.debt_transaction as o on o.id = e.reverses_id
    where e.kind = 'issue_cancel'
      and o.business_date < date_trunc('month', e.business_date::timestamp)::date) as t
  group by t.agency_id, t.month;
end
$$;
comment on function report.rebuild_debt_summaries() is
  E'@omit\nMakes the days and months of agencies anew from the whole debt ledger. For report.rebuild_summaries only.';
revoke all on function report.rebuild_debt_summaries() from public;
grant execute on function report.rebuild_debt_summaries() to sodaily_definer;
--! EndIncluded report/functions/rebuild_debt_summaries.sql
--! Included report/functions/refresh.sql
-- Run by the worker, debounced after slips and on schedule. What postings left is folded first, so the
-- moment of freshness is that of the beginning: everything recorded by then is in.
-- Security definer: only the owner of a materialized view may refresh it.
create or replace function report.refresh(report text) returns timestamptz
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  began constant timestamptz := clock_timestamp();
begin
  if report is null or report not in ('monthly_sales', 'agency_ranking') then
    raise exception 'report % is unknown', report using errcode = 'SDNFD', detail = '{}';
  end if;
  perform report.fold_deltas();
  execute format('refresh materialized view concurrently report.%I', report || '_mv');
  insert into report.freshness as f (report, refreshed_at)
  values (refresh.report, began)
  on conflict on constraint freshness_pkey do update set refreshed_at = excluded.refreshed_at;
  return began;
end
$$;
alter function report.refresh(text) owner to sodaily_definer;
comment on function report.refresh(text) is
  E'@omit\nRefreshes monthly_sales or agency_ranking; returns the moment the figures are from. Error: NOT_FOUND. For the worker only.';
revoke all on function report.refresh(text) from public;
grant execute on function report.refresh(text) to sodaily_worker;
--! EndIncluded report/functions/refresh.sql
--! Included report/functions/sales_by_month.sql
-- Exact at the moment of asking. Months without a slip are there with zeros, so that a chart has no gap.
-- Security definer: nobody else reads summaries; the predicate on agencies stands here.
create or replace function report.sales_by_month(months integer default null)
returns setof report.month_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  last_month constant date := date_trunc('month', config.business_date()::timestamp)::date;
  first_month constant date := (
    last_month - make_interval(months => least(greatest(coalesce(months, 12), 1), 60) - 1))::date;
begin
  perform auth.require_scope('finance:read');
  return query
  select g.month::date, coalesce(sum(e.slip_count - e.cancelled_slip_count), 0)::bigint,
    coalesce(sum(e.slip_amount - e.cancelled_slip_amount), 0)::public.dong,
    coalesce(sum(e.payment_amount - e.cancelled_payment_amount
      - e.refund_amount + e.cancelled_refund_amount), 0)::public.dong
  from generate_series(first_month::timestamp, last_month::timestamp, interval '1 month') as g (month)
  left join report.every_agency_month as e on e.month = g.month::date
    and (mine is null or e.agency_id = any (mine))
  group by g.month
  order by g.month;
end
$$;
alter function report.sales_by_month(integer) owner to sodaily_definer;
comment on function report.sales_by_month(integer) is
  'Sold and collected in each of the last months, this one included, oldest first: 12 when null, at most 60. Of the agencies one sees. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.sales_by_month(integer) from public;
grant execute on function report.sales_by_month(integer)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/sales_by_month.sql
--! Included report/functions/take_debt_deltas.sql
-- Takes away what postings left and adds what it asks for to the running totals by due date, in one
-- statement: what is posted meanwhile waits for the next fold as a whole.
create or replace function report.take_debt_deltas() returns setof report.debt_delta
language plpgsql volatile rows 10000
set search_path to pg_catalog, pg_temp
as $$
begin
  return query
  with taken as (delete from report.debt_delta returning *),
  asked as (
    select t.agency_id, t.due_date, sum(t.credit_amount) as asked
    from taken as t where t.due_date is not null group by t.agency_id, t.due_date),
  -- a posting moves the running totals of its day and of every day after it
  step as (
    select a.agency_id, a.due_date, a.asked from asked as a
    union all
    select d.agency_id, d.due_date, 0
    from report.agency_due_day as d
    join (select a.agency_id, min(a.due_date) as first_day from asked as a group by a.agency_id) as f
      on f.agency_id = d.agency_id and f.first_day < d.due_date),
  -- summed along the days, not joined with them: of deltas that just came in the planner knows no size
  risen as (
    select s.agency_id, s.due_date, sum(sum(s.asked)) over earlier as asked
    from step as s
    group by s.agency_id, s.due_date
    window earlier as (partition by s.agency_id order by s.due_date)),
  day as (
    insert into report.agency_due_day as d (agency_id, due_date, asked_to_date_amount)
    select r.agency_id, r.due_date, coalesce(b.asked_to_date_amount, 0) + r.asked
    from risen as r
    left join lateral (
      select b.asked_to_date_amount::numeric from report.agency_due_day as b
      where b.agency_id = r.agency_id and b.due_date <= r.due_date
      order by b.due_date desc limit 1) as b on true
    on conflict on constraint agency_due_day_pkey do update set
      asked_to_date_amount = excluded.asked_to_date_amount, updated_at = now())
  select t.* from taken as t;
end
$$;
comment on function report.take_debt_deltas() is
  E'@omit\nTakes the deltas of debt away, adding them to the running totals by due date; returns them for the other totals.';
revoke all on function report.take_debt_deltas() from public;
grant execute on function report.take_debt_deltas() to sodaily_definer;
--! EndIncluded report/functions/take_debt_deltas.sql
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
    from (select to_jsonb(r) - 'search_text' as facts from new_row as r offset 0) as n;
  else
    caller := auth.current_user_id();
    insert into audit.change (user_id, database_user, trace_id, table_name, row_key, action, before)
    select caller, case when caller is null then session_user end, trace, name,
      concat_ws('/', o.facts ->> tg_argv[0], o.facts ->> tg_argv[1]), 'delete', o.facts
    from (select to_jsonb(r) - 'search_text' as facts from old_row as r offset 0) as o;
  end if;
  return null;
end
$$;
alter function audit.record_change() owner to sodaily_definer;
comment on function audit.record_change() is
  'Writes the changes of one statement into audit.change. Arguments: the columns of the table''s key.';
revoke all on function audit.record_change() from public;

-- Three triggers a table, named to fire before the steps of confirming, so that the trail has the
-- order of events. A new table of the business joins this list or, with a reason, the README's.
do $$
declare
  audited record;
  verb text;
begin
  for audited in
    select t.name, t.key from (values
      ('agency.agency', 'id'), ('agency.agency_ceiling_change', 'id'),
      ('agency.agency_status_change', 'id'), ('agency.agency_type', 'id'), ('agency.district', 'id'),
      ('auth.permission', 'code'), ('auth.role', 'id'), ('auth.role_permission', 'role_id, permission_code'),
      ('auth."user"', 'id'), ('auth.user_agency', 'user_id, agency_id'),
      ('auth.user_role', 'user_id, role_id'),
      ('config.feature_flag', 'id'), ('config.regulation', 'id'), ('config.regulation_version', 'id'),
      ('finance.opening_debt', 'id'), ('finance.payment', 'id'), ('finance.period', 'month'),
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
        case verb when 'insert' then 'new table as new_row' when 'delete' then 'old table as old_row'
          else 'old table as old_row new table as new_row' end, audited.key);
      execute format('comment on trigger audit_%1$s on %2$s is %3$L', verb, audited.name,
        'Every ' || verb || ' is kept in audit.change.');
    end loop;
  end loop;
end
$$;
--! EndIncluded audit/rules/record_change.sql
--! Included finance/rules/allocation_within_item.sql
-- Rule: what is told to settle an open item is at most what it asks for, less what was paid on the
-- spot and what other money was told before: it takes the place of automatic money only.
-- Nobody may override. Code when refused: VALIDATION_ERROR on allocations, reason exceeds_open.
create or replace function finance.allocation_within_item(
  payment finance.payment, allocations finance.allocation_line[])
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'path', 'allocations', 'reason', 'exceeds_open', 'issue_id', o.issue_id::text,
      'issue_code', i.code, 'item_seq', case when i.id is null then o.seq end,
      'value', asked.amount::text, 'limit', (o.amount - told.amount)::text)) order by o.seq), '[]')
    from (
      select o.seq, sum(l.amount) as amount
      from unnest(allocations) as l
      join finance.open_item as o on o.agency_id = payment.agency_id
        and (o.issue_id = l.issue_id or o.seq = l.item_seq)
      group by o.seq) as asked
    join finance.open_item as o on o.agency_id = payment.agency_id and o.seq = asked.seq
    left join inventory.issue as i on i.id = o.issue_id
    cross join lateral (
      select coalesce(sum(a.amount), 0) as amount
      from finance.payment_allocation as a
      where a.agency_id = o.agency_id and a.item_seq = o.seq and a.kind <> 'automatic'
        and a.payment_id <> payment.id) as told
    where asked.amount > o.amount - told.amount);
end
$$;
comment on function finance.allocation_within_item(finance.payment, finance.allocation_line[]) is
  E'@omit\nItems that would be settled by more than they have for this payment, as JSON [{path, reason, issue_id, issue_code, value, limit}], đồng.';
revoke all on function finance.allocation_within_item(finance.payment, finance.allocation_line[])
  from public;
grant execute on function finance.allocation_within_item(finance.payment, finance.allocation_line[])
  to sodaily_definer;
--! EndIncluded finance/rules/allocation_within_item.sql
--! Included finance/rules/allocation_within_payment.sql
-- Rule: what a payment is told to settle is together at most the payment.
-- Nobody may override. Code when refused: VALIDATION_ERROR on allocations, reason exceeds_payment.
create or replace function finance.allocation_within_payment(
  payment finance.payment, allocations finance.allocation_line[])
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('path', 'allocations', 'reason', 'exceeds_payment',
      'payment_id', payment.id::text, 'payment_code', payment.code,
      'value', asked.amount::text, 'limit', payment.amount::text)), '[]')
    from (select sum(l.amount) as amount from unnest(allocations) as l) as asked
    where asked.amount > payment.amount);
end
$$;
comment on function finance.allocation_within_payment(finance.payment, finance.allocation_line[]) is
  E'@omit\nWhether allocations are more than their payment, as JSON [{path, reason, value, limit}], đồng.';
revoke all on function finance.allocation_within_payment(
  finance.payment, finance.allocation_line[]) from public;
grant execute on function finance.allocation_within_payment(
  finance.payment, finance.allocation_line[]) to sodaily_definer;
--! EndIncluded finance/rules/allocation_within_payment.sql
--! Included finance/rules/cancelled_payment_raises_debt.sql
-- Rule: cancelling a payment raises the debt by what it had lowered it, exactly once, by a row that
-- reverses its row of the ledger. The row is of today: the day it was paid may lie in a closed month.
-- It holds for what was paid on the spot too, when its slip is cancelled. Nobody may override.
create or replace function finance.cancelled_payment_raises_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select t.id, t.agency_id, t.item_seq, t.due_date, t.issue_id, t.payment_id,
      -t.amount as amount, n.cancelled_by,
      row_number() over earlier as nth, sum(-t.amount) over earlier as raised
    from new_payment as n
    join old_payment as o on o.id = n.id
    join finance.debt_transaction as t on t.agency_id = n.agency_id and t.payment_id = n.id
      and t.kind in ('payment', 'paid_now')
    where n.status = 'cancelled' and o.status <> 'cancelled'
    window earlier as (partition by t.agency_id order by t.seq)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount - s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after,
    business_date, item_seq, due_date, issue_id, payment_id, reverses_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'payment_cancel', p.amount, b.opening + p.raised,
    config.business_date(), p.item_seq, p.due_date, p.issue_id, p.payment_id, p.id, p.cancelled_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.cancelled_payment_raises_debt() is
  'Reverses the ledger rows of payments being cancelled and raises the debt, in đồng.';
revoke all on function finance.cancelled_payment_raises_debt() from public;

create or replace trigger cancel_3_cancelled_payment_raises_debt
after update on finance.payment
referencing old table as old_payment new table as new_payment
for each statement execute function finance.cancelled_payment_raises_debt();
comment on trigger cancel_3_cancelled_payment_raises_debt on finance.payment is
  'Cancelling, step 3: debt and debt ledger.';
--! EndIncluded finance/rules/cancelled_payment_raises_debt.sql
--! Included finance/rules/debt_is_reversed_on_cancel.sql
-- Rule: cancelling a slip puts the debt back by new rows: first its payment on the spot is
-- cancelled (finance/rules/cancelled_payment_raises_debt.sql), then the slip's own row is reversed.
-- Under QĐ5 (regulation PAYMENT_NOT_OVER_DEBT) an agency never ends up with less than no debt,
-- which happens when it has paid for the slip since: those payments are cancelled first.
-- Locks the agency (lock order: agency, items by key). Who may override: nobody; an administrator
-- switches the regulation off. Code when refused: HAS_PAYMENTS.
create or replace function finance.debt_is_reversed_on_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
  owner_of_debt agency.agency;
begin
  for slip in
    select n.* from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled'
    order by n.agency_id, n.id
  loop
    select a.* into strict owner_of_debt from agency.agency as a
    where a.id = slip.agency_id for no key update;
    if owner_of_debt.debt_amount - slip.total_amount + slip.paid_now < 0
      and config.regulation_is_on('PAYMENT_NOT_OVER_DEBT', config.business_date()) then
      perform finance.refuse_paid_slip(slip, owner_of_debt);
    end if;

    update finance.payment as p
    set status = 'cancelled', cancelled_at = slip.cancelled_at, cancelled_by = slip.cancelled_by,
      cancel_reason = slip.reason
    where p.agency_id = slip.agency_id and p.issue_id = slip.id;

    with undone as (
      select t.* from finance.debt_transaction as t
      where t.agency_id = slip.agency_id and t.issue_id = slip.id and t.kind = 'issue'),
    balance as (
      update agency.agency as a
      set debt_amount = a.debt_amount - u.amount, debt_seq = a.debt_seq + 1
      from undone as u where a.id = slip.agency_id
      returning a.debt_amount, a.debt_seq)
    insert into finance.debt_transaction (
      agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
      reverses_id, created_by)
    select u.agency_id, b.debt_seq, 'issue_cancel', -u.amount, b.debt_amount,
      config.business_date(), u.item_seq, u.due_date, u.issue_id, u.id, slip.cancelled_by
    from undone as u cross join balance as b;
  end loop;
  return null;
end
$$;
comment on function finance.debt_is_reversed_on_cancel() is
  'Reverses the debt of slips being cancelled and the payments made with them. Error: HAS_PAYMENTS, see finance.refuse_paid_slip.';
revoke all on function finance.debt_is_reversed_on_cancel() from public;

create or replace trigger cancel_1_debt_is_reversed
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function finance.debt_is_reversed_on_cancel();
comment on trigger cancel_1_debt_is_reversed on inventory.issue is
  'Cancelling, step 1: lock the agency, reverse the debt.';
--! EndIncluded finance/rules/debt_is_reversed_on_cancel.sql
--! Included finance/rules/f_lower_debt_on_return.sql
-- Rule: debt falls exactly once when goods come back, by the lines of the return: one ledger row a
-- return, and the agency's balance with it. The agency is locked by step 2. Nobody may override.
create or replace function finance.f_lower_debt_on_return() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select r.id, r.agency_id, r.issue_id, r.return_date, r.created_by, s.amount,
      row_number() over earlier as nth, sum(s.amount) over earlier as lowered
    from (
      select n.issue_return_id, sum(n.line_total) as amount
      from new_line as n group by n.issue_return_id) as s
    join inventory.issue_return as r on r.id = s.issue_return_id
    where s.amount > 0
    window earlier as (partition by r.agency_id order by r.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount + s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    issue_return_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'return', -p.amount, b.opening - p.lowered,
    p.return_date, o.seq, o.due_date, p.issue_id, p.id, p.created_by
  from posting as p
  join finance.open_item as o on o.agency_id = p.agency_id and o.issue_id = p.issue_id
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.f_lower_debt_on_return() is
  'Lowers the debt of the agencies of new returns and writes the debt ledger, in đồng.';
revoke all on function finance.f_lower_debt_on_return() from public;

create or replace trigger return_5_f_lower_debt_on_return
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function finance.f_lower_debt_on_return();
comment on trigger return_5_f_lower_debt_on_return on inventory.issue_return_detail is
  'Returning, step 5: debt and debt ledger.';
--! EndIncluded finance/rules/f_lower_debt_on_return.sql
--! Included finance/rules/f_update_debt_amount.sql
-- Rule: debt rises exactly once, when a slip becomes confirmed: one ledger row a slip, and the
-- agency's balance with it. The agency is locked by step 1. Nobody may override.
create or replace function finance.f_update_debt_amount() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select n.id, n.agency_id, n.issue_date, n.due_date, n.confirmed_by, n.total_amount,
      row_number() over earlier as nth, sum(n.total_amount) over earlier as raised
    from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed' and n.total_amount > 0
    window earlier as (partition by n.agency_id order by n.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.total_amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount - s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    created_by)
  select p.agency_id, b.last_seq + p.nth, 'issue', p.total_amount, b.opening + p.raised,
    p.issue_date, b.last_seq + p.nth, p.due_date, p.id, p.confirmed_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.f_update_debt_amount() is
  'Raises the debt of the agencies of slips being confirmed and writes the debt ledger, in đồng.';
revoke all on function finance.f_update_debt_amount() from public;

create or replace trigger confirm_3_f_update_debt_amount
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function finance.f_update_debt_amount();
comment on trigger confirm_3_f_update_debt_amount on inventory.issue is
  'Confirming, step 3: debt and debt ledger.';
--! EndIncluded finance/rules/f_update_debt_amount.sql
--! Included finance/rules/items_begin_with_the_ledger.sql
-- Rule: a row of the debt ledger that asks for money begins an open item, one that brings money a
-- credit item. What is paid on the spot settles its own slip. Nobody may override.
create or replace function finance.items_begin_with_the_ledger() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with item as (
    insert into finance.open_item (
      agency_id, seq, kind, issue_id, document_date, due_date, business_date, amount)
    select n.agency_id, n.seq, n.kind, n.issue_id, coalesce(d.document_date, n.business_date),
      n.due_date, n.business_date, n.amount
    from new_entry as n
    left join finance.opening_debt as d on d.id = n.opening_debt_id
    where n.item_seq = n.seq),
  -- what is paid on the spot settles its own slip at once, unless free money did that already
  spot as (
    select n.agency_id, n.seq, case when o.automatic_amount = 0 then -n.amount else 0 end as settles
    from new_entry as n
    join finance.open_item as o on o.agency_id = n.agency_id and o.seq = n.item_seq
    where n.kind = 'paid_now'),
  credit as (
    insert into finance.credit_item (
      agency_id, seq, kind, payment_id, business_date, amount, assigned_amount)
    select n.agency_id, n.seq, n.kind, n.payment_id, n.business_date, -n.amount,
      coalesce(s.settles, 0)
    from new_entry as n
    left join spot as s on s.agency_id = n.agency_id and s.seq = n.seq
    where n.kind in ('payment', 'paid_now') or n.kind = 'opening' and n.amount < 0),
  allocation as (
    insert into finance.payment_allocation (
      agency_id, credit_seq, item_seq, kind, told_amount, amount, payment_id, issue_id, created_by)
    select n.agency_id, n.seq, n.item_seq, n.kind, -n.amount, s.settles, n.payment_id, n.issue_id,
      n.created_by
    from new_entry as n
    join spot as s on s.agency_id = n.agency_id and s.seq = n.seq
    returning agency_id, item_seq, amount)
  update finance.open_item as o
  set assigned_amount = o.assigned_amount + a.amount, updated_at = now()
  from allocation as a where o.agency_id = a.agency_id and o.seq = a.item_seq and a.amount > 0;
  return null;
end
$$;
comment on function finance.items_begin_with_the_ledger() is
  'Begins the open items and credit items of new rows of the debt ledger.';
revoke all on function finance.items_begin_with_the_ledger() from public;

create or replace trigger items_begin_with_the_ledger
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function finance.items_begin_with_the_ledger();
comment on trigger items_begin_with_the_ledger on finance.debt_transaction is
  'What asks for money and what brings it.';
--! EndIncluded finance/rules/items_begin_with_the_ledger.sql
--! Included finance/rules/money_settles_earliest_due_first.sql
-- Rule: what was paid on the spot settles its own slip, what was told by hand what it was told, and all
-- other money together what is due earliest, then has the earlier date, then came earlier (domain.md
-- §10). A row of the debt ledger that changes any of it has it worked out anew, from there on.
-- Who may override: finance, with finance.allocate_payment; not for what was paid on the spot.
create or replace function finance.money_settles_earliest_due_first() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  touched record;
begin
  -- most slips change nothing that was settled: no money waits, and nothing due later is paid already
  for touched in
    select e.*
    from (
      select n.agency_id, array_agg(n.item_seq) filter (where n.item_seq is not null) as items,
        array_agg(coalesce(c.seq, n.seq)) filter (where c.seq is not null or n.item_seq is null) as credits,
        bool_or(case n.kind when 'paid_now' then c.assigned_amount = 0
          else n.item_seq <> n.seq or n.kind = 'payment_cancel' end) as is_change,
        min(n.due_date) as first_due, min(n.business_date) filter (where n.item_seq is null) as first_money
      from new_entry as n
      left join finance.credit_item as c
        on n.payment_id is not null and c.agency_id = n.agency_id and c.payment_id = n.payment_id
      group by n.agency_id) as e
    where e.is_change or exists (
      select from finance.credit_item as c where c.agency_id = e.agency_id and c.free_amount > 0)
    or exists (
      select from finance.open_item as o
      where o.agency_id = e.agency_id and o.automatic_amount > 0 and o.due_date >= e.first_due)
    order by e.agency_id
  loop
    if touched.is_change or exists (
      select from finance.open_item as o
      where o.agency_id = touched.agency_id and o.automatic_amount > 0
        and o.due_date >= touched.first_due)
    or exists (
      select from finance.credit_item as c
      where c.agency_id = touched.agency_id and c.automatic_amount > 0
        and c.business_date > touched.first_money) then
      perform finance.settle_anew(touched.agency_id, touched.items, touched.credits);
    else
      perform finance.settle_free_money(touched.agency_id);
    end if;
  end loop;
  return null;
end
$$;
comment on function finance.money_settles_earliest_due_first() is
  'Keeps what settles what, from new rows of the debt ledger.';
revoke all on function finance.money_settles_earliest_due_first() from public;

-- named to fire after items_begin_with_the_ledger
create or replace trigger money_settles_earliest_due_first
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function finance.money_settles_earliest_due_first();
comment on trigger money_settles_earliest_due_first on finance.debt_transaction is
  'Money settles what is due earliest.';
--! EndIncluded finance/rules/money_settles_earliest_due_first.sql
--! Included finance/rules/paid_now_makes_one_payment.sql
-- Rule: what is paid on the spot makes one payment linked to its slip, counted once in the debt
-- ledger right after the slip. Nobody may override.
create or replace function finance.paid_now_makes_one_payment() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  if not exists (
    select from new_slip as n join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed' and n.paid_now > 0) then
    return null;
  end if;
  with paid as (
    insert into finance.payment (code, agency_id, issue_id, amount, payment_date, created_by)
    select config.next_document_code('PT', n.issue_date), n.agency_id, n.id, n.paid_now,
      n.issue_date, n.confirmed_by
    from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed' and n.paid_now > 0
    returning id, agency_id, issue_id, amount, payment_date, created_by),
  posting as (
    select p.*, row_number() over earlier as nth, sum(p.amount) over earlier as lowered
    from paid as p
    window earlier as (partition by p.agency_id order by p.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount + s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    payment_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'paid_now', -p.amount, b.opening - p.lowered,
    p.payment_date, o.seq, o.due_date, p.issue_id, p.id, p.created_by
  from posting as p
  join finance.open_item as o on o.agency_id = p.agency_id and o.issue_id = p.issue_id
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.paid_now_makes_one_payment() is
  'Records the payment made on the spot with slips being confirmed, and lowers the debt, in đồng.';
revoke all on function finance.paid_now_makes_one_payment() from public;

create or replace trigger confirm_6_paid_now_makes_one_payment
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function finance.paid_now_makes_one_payment();
comment on trigger confirm_6_paid_now_makes_one_payment on inventory.issue is
  'Confirming, step 6: the payment on the spot.';
--! EndIncluded finance/rules/paid_now_makes_one_payment.sql
--! Included inventory/rules/issue_is_final_once_confirmed.sql
-- Rule: no slip is edited after confirmation, no line joins it, and none is ever deleted: cancel it
-- and write anew. Its number and ceiling are given once. Nobody may override.
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
comment on function inventory.issue_is_final_once_confirmed() is
  'Refuses to edit a confirmed slip or to delete any. Error: HISTORY_IS_FINAL {table, verb, issue_id}.';
revoke all on function inventory.issue_is_final_once_confirmed() from public;

create or replace trigger issue_is_final_once_confirmed
before update on inventory.issue
for each row when (
  old.status not in ('requested', 'postponed') and (
    (old.agency_id, old.issue_date, old.total_amount, old.paid_now, old.note, old.created_at,
      old.created_by, old.confirmed_at, old.confirmed_by, old.replaces_id, old.term_days,
      old.due_date)
      is distinct from
    (new.agency_id, new.issue_date, new.total_amount, new.paid_now, new.note, new.created_at,
      new.created_by, new.confirmed_at, new.confirmed_by, new.replaces_id, new.term_days,
      new.due_date)
    or (old.code is not null and old.code is distinct from new.code)
    or (old.debt_limit is not null and old.debt_limit is distinct from new.debt_limit)
    -- what says how it ended changes only with its state
    or (old.status = new.status and
      (old.reason, old.delivered_at, old.delivered_by, old.cancelled_at, old.cancelled_by)
        is distinct from
      (new.reason, new.delivered_at, new.delivered_by, new.cancelled_at, new.cancelled_by))))
execute function inventory.issue_is_final_once_confirmed();
comment on trigger issue_is_final_once_confirmed on inventory.issue is 'A confirmed slip is not edited.';

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
  where i.status not in ('requested', 'postponed')
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
comment on function inventory.lines_join_open_slips_only() is
  'Refuses new lines on a confirmed slip. Error: HISTORY_IS_FINAL {table, verb, issue_id}.';
revoke all on function inventory.lines_join_open_slips_only() from public;

-- named to fire before the total is raised
create or replace trigger a_line_joins_open_slips_only
after insert on inventory.issue_detail
referencing new table as new_line
for each statement execute function inventory.lines_join_open_slips_only();
comment on trigger a_line_joins_open_slips_only on inventory.issue_detail is
  'A confirmed slip takes no more lines.';
--! EndIncluded inventory/rules/issue_is_final_once_confirmed.sql
--! Included inventory/rules/issue_keeps_its_term.sql
-- Rule: a slip is due its date and the term of the agency at the moment it becomes confirmed, and
-- stays so: the agency's own term, else its type's, else PAYMENT_TERM_DAYS of the slip's date. A term
-- that changes later leaves it alone (QĐ7). Nobody may override.
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
comment on function inventory.issue_keeps_its_term() is
  'Freezes term and due date of a slip that becomes confirmed.';
revoke all on function inventory.issue_keeps_its_term() from public;

create or replace trigger issue_keeps_its_term
before update on inventory.issue
for each row when (new.status = 'confirmed' and old.status <> 'confirmed')
execute function inventory.issue_keeps_its_term();
comment on trigger issue_keeps_its_term on inventory.issue is
  'A slip keeps the term it was confirmed with.';
--! EndIncluded inventory/rules/issue_keeps_its_term.sql
--! Included report/rules/debt_delta_is_kept.sql
-- Rule: whatever moves the debt also moves the day and the month of its business date in the reports: a
-- statement leaves one row an agency and day, which the worker folds. Appending takes no lock that other
-- postings wait for. A slip cancelled in a later month stays in the figures of its own, which may be
-- printed or closed by then, and is counted there as cancelled later. Nobody may override.
-- Security definer: whoever writes the ledger, nobody else writes the deltas.
create or replace function report.debt_delta_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.debt_delta (agency_id, business_date, due_date, moved_amount, credit_amount, opening_amount,
    slip_count, slip_amount, cancelled_slip_count, cancelled_slip_amount, cancelled_later_slip_count,
    cancelled_later_slip_amount, return_amount, payment_amount, cancelled_payment_amount,
    refund_amount, cancelled_refund_amount, other_increase_amount, other_decrease_amount)
  select n.agency_id, n.business_date, n.asked_for,
    coalesce(sum(n.amount) filter (where n.kind <> 'cancelled_later'), 0),
    coalesce(sum(n.amount) filter (where n.asked_for is not null), 0),
    coalesce(sum(n.amount) filter (where n.kind in ('opening', 'opening_cancel')), 0),
    count(*) filter (where n.kind = 'issue'),
    coalesce(sum(n.amount) filter (where n.kind = 'issue'), 0),
    count(*) filter (where n.kind = 'issue_cancel'),
    coalesce(-sum(n.amount) filter (where n.kind = 'issue_cancel'), 0),
    count(*) filter (where n.kind = 'cancelled_later'),
    coalesce(sum(n.amount) filter (where n.kind = 'cancelled_later'), 0),
    coalesce(-sum(n.amount) filter (where n.kind = 'return'), 0),
    coalesce(-sum(n.amount) filter (where n.kind in ('payment', 'paid_now')), 0),
    coalesce(sum(n.amount) filter (where n.kind = 'payment_cancel'), 0),
    coalesce(sum(n.amount) filter (where n.kind = 'refund'), 0),
    coalesce(-sum(n.amount) filter (where n.kind = 'refund_cancel'), 0),
    coalesce(sum(n.amount) filter (where n.is_other and n.amount > 0), 0),
    coalesce(-sum(n.amount) filter (where n.is_other and n.amount < 0), 0)
  from (
    -- what begins an open item, or is paid on the spot with one, goes by its due date as well
    select e.agency_id, e.business_date, e.kind, e.amount,
      case when e.due_date >= e.business_date and (e.item_seq = e.seq or e.kind = 'paid_now')
        then e.due_date end as asked_for,
      -- returns that were undone, and adjustments
      e.kind in ('return_cancel', 'adjustment', 'adjustment_cancel') as is_other
    from new_entry as e
    union all
    select o.agency_id, o.business_date, 'cancelled_later', o.amount, null, false
    from new_entry as e
    join finance.debt_transaction as o on o.id = e.reverses_id
    where e.kind = 'issue_cancel'
      and o.business_date < date_trunc('month', e.business_date::timestamp)::date) as n
  group by n.agency_id, n.business_date, n.asked_for;
  return null;
end
$$;
alter function report.debt_delta_is_kept() owner to sodaily_definer;
comment on function report.debt_delta_is_kept() is
  'Keeps what new rows of the debt ledger add to the days and months of their agencies, in đồng.';
revoke all on function report.debt_delta_is_kept() from public;

create or replace trigger report_delta_is_kept
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function report.debt_delta_is_kept();
comment on trigger report_delta_is_kept on finance.debt_transaction is
  'What it adds to the days and months of agencies.';
--! EndIncluded report/rules/debt_delta_is_kept.sql
--! Included report/rules/open_item_change_is_kept.sql
-- Rule: what changes an open item after the day of its document, a return, a reversal, money told to
-- settle it, is kept with the day it is due, so that ages of debt of any day need not look at items one
-- by one. Nobody may override.
-- Security definer: whoever writes ledger and allocations, nobody else writes what changes items.
create or replace function report.open_item_change_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  changed record;
begin
  select array_agg(i.agency_id) as agencies, array_agg(i.seq) as seqs into changed
  from (
    select n.agency_id, n.item_seq as seq from new_entry as n
    where n.item_seq <> n.seq and n.kind <> 'paid_now' or n.due_date < n.business_date
    union
    select l.agency_id, l.item_seq
    from new_entry as n
    join finance.payment_allocation as l on l.agency_id = n.agency_id
      and l.payment_id = n.payment_id and l.kind = 'hand' and l.reversed_at is null
    where n.kind = 'payment_cancel') as i;
  if changed.agencies is not null then
    perform report.keep_open_item_changes(changed.agencies, changed.seqs);
  end if;
  return null;
end
$$;
alter function report.open_item_change_is_kept() owner to sodaily_definer;
comment on function report.open_item_change_is_kept() is
  'Keeps by how much new rows of the debt ledger change open items.';
revoke all on function report.open_item_change_is_kept() from public;

create or replace trigger open_item_change_is_kept
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function report.open_item_change_is_kept();
comment on trigger open_item_change_is_kept on finance.debt_transaction is
  'By how much it changes open items.';

create or replace function report.told_money_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform report.keep_open_item_changes(array[new.agency_id], array[new.item_seq]);
  return null;
end
$$;
alter function report.told_money_is_kept() owner to sodaily_definer;
comment on function report.told_money_is_kept() is
  'Keeps by how much money told by hand changes an open item.';
revoke all on function report.told_money_is_kept() from public;

create or replace trigger told_money_is_kept
after insert on finance.payment_allocation
for each row when (new.kind = 'hand') execute function report.told_money_is_kept();
comment on trigger told_money_is_kept on finance.payment_allocation is
  'By how much it changes its open item.';

create or replace trigger reversed_money_is_kept
after update on finance.payment_allocation
for each row when (new.reversed_at is not null and old.reversed_at is null)
execute function report.told_money_is_kept();
comment on trigger reversed_money_is_kept on finance.payment_allocation is
  'Money told otherwise changes its open item back.';
--! EndIncluded report/rules/open_item_change_is_kept.sql
--! Included audit/views/invariant_agency_days_equal_the_ledger.sql
-- Invariant: The days of an agency in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_agency_days_equal_the_ledger;
create view audit.invariant_agency_days_equal_the_ledger with (security_invoker) as
-- one pass: what the running totals moved by less what the ledger says, of each day
select s.agency_id, s.business_date, sum(s.said) as moved_amount, sum(s.posted) as ledger_amount,
  sum(s.credit) as credit_difference
from (
  select d.agency_id, d.business_date,
    d.debt_amount::bigint - coalesce(lag(d.debt_amount::bigint) over day_before, 0) as said, 0::bigint as posted,
    d.credit_to_date_amount::bigint - coalesce(lag(d.credit_to_date_amount::bigint) over day_before, 0) as credit
  from report.agency_day as d
  window day_before as (partition by d.agency_id order by d.business_date)
  union all
  select n.agency_id, n.business_date, n.moved_amount::bigint, 0, n.credit_amount::bigint
  from report.debt_delta as n
  union all
  select t.agency_id, t.business_date, 0, t.amount::bigint,
    case when t.due_date >= t.business_date and (t.item_seq = t.seq or t.kind = 'paid_now')
      then -t.amount::bigint else 0 end
  from finance.debt_transaction as t) as s
group by s.agency_id, s.business_date
having sum(s.credit) <> 0 or sum(s.said) <> sum(s.posted);
comment on view audit.invariant_agency_days_equal_the_ledger is
  'The days of an agency in the reports, with what is not folded yet, are what its ledger says.';
comment on column audit.invariant_agency_days_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_agency_days_equal_the_ledger.business_date is 'The day.';
comment on column audit.invariant_agency_days_equal_the_ledger.moved_amount is
  'What moved its debt, by the reports, đồng.';
comment on column audit.invariant_agency_days_equal_the_ledger.ledger_amount is
  'What moved it, by the ledger, đồng.';
comment on column audit.invariant_agency_days_equal_the_ledger.credit_difference is
  'What its slips were left to pay by the reports, less the same by the ledger, đồng.';
revoke all on audit.invariant_agency_days_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_agency_days_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_agency_days_equal_the_ledger.sql
--! Included audit/views/invariant_agency_due_days_equal_the_ledger.sql
-- Invariant: What an agency is to pay by each day in the reports, with what is not folded yet, is what its ledger says. Rows are breaches.
drop view if exists audit.invariant_agency_due_days_equal_the_ledger;
create view audit.invariant_agency_due_days_equal_the_ledger with (security_invoker) as
select s.agency_id, s.due_date, sum(s.said) as asked_amount, sum(s.posted) as ledger_amount
from (
  select d.agency_id, d.due_date, d.asked_to_date_amount::bigint - coalesce(
    lag(d.asked_to_date_amount::bigint) over day_before, 0) as said, 0::bigint as posted
  from report.agency_due_day as d
  window day_before as (partition by d.agency_id order by d.due_date)
  union all
  select n.agency_id, n.due_date, n.credit_amount::bigint, 0
  from report.debt_delta as n where n.due_date is not null
  union all
  select t.agency_id, t.due_date, 0, t.amount::bigint
  from finance.debt_transaction as t
  where t.due_date >= t.business_date and (t.item_seq = t.seq or t.kind = 'paid_now')) as s
group by s.agency_id, s.due_date
having sum(s.said) <> sum(s.posted);
comment on view audit.invariant_agency_due_days_equal_the_ledger is
  'What an agency is to pay by each day in the reports, with what is not folded yet, is what its ledger says.';
comment on column audit.invariant_agency_due_days_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_agency_due_days_equal_the_ledger.due_date is 'The day.';
comment on column audit.invariant_agency_due_days_equal_the_ledger.asked_amount is 'What the reports say of the day, đồng.';
comment on column audit.invariant_agency_due_days_equal_the_ledger.ledger_amount is 'What the ledger says, đồng.';
revoke all on audit.invariant_agency_due_days_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_agency_due_days_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_agency_due_days_equal_the_ledger.sql
--! Included audit/views/invariant_agency_months_equal_the_ledger.sql
-- Invariant: The months of an agency in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_agency_months_equal_the_ledger;
create view audit.invariant_agency_months_equal_the_ledger with (security_invoker) as
with said as (
  select s.agency_id, s.month, sum(s.slips) as slips, sum(s.slip_amount) as slip_amount,
    sum(s.increase) as increase, sum(s.decrease) as decrease
  from (
    select m.agency_id, m.month, m.slip_count - m.cancelled_slip_count as slips, m.slip_amount,
      m.increase_amount as increase, m.decrease_amount as decrease
    from report.every_agency_month as m) as s
  group by s.agency_id, s.month),
posted as (
  select t.agency_id, t.month,
    count(*) filter (where t.kind = 'issue') - count(*) filter (where t.kind = 'issue_cancel')
      as slips,
    coalesce(sum(t.amount) filter (where t.kind = 'issue'), 0) as slip_amount,
    coalesce(sum(t.amount) filter (where t.is_increase), 0) as increase,
    coalesce(-sum(t.amount) filter (where not t.is_increase), 0) as decrease
  from (
    select t.agency_id, date_trunc('month', t.business_date::timestamp)::date as month, t.kind,
      t.amount, t.amount > 0 or t.kind in ('opening', 'opening_cancel') as is_increase
    from finance.debt_transaction as t) as t
  group by t.agency_id, t.month)
select coalesce(s.agency_id, p.agency_id) as agency_id, coalesce(s.month, p.month) as month,
  s.increase as increase_amount, p.increase as ledger_increase_amount,
  s.decrease as decrease_amount, p.decrease as ledger_decrease_amount
from said as s
full join posted as p on p.agency_id = s.agency_id and p.month = s.month
where (coalesce(s.slips, 0), coalesce(s.slip_amount, 0), coalesce(s.increase, 0),
    coalesce(s.decrease, 0))
  is distinct from (coalesce(p.slips, 0), coalesce(p.slip_amount, 0), coalesce(p.increase, 0),
    coalesce(p.decrease, 0));
comment on view audit.invariant_agency_months_equal_the_ledger is
  'The months of an agency in the reports, with what is not folded yet, are what its ledger says.';
comment on column audit.invariant_agency_months_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_agency_months_equal_the_ledger.month is 'The month.';
comment on column audit.invariant_agency_months_equal_the_ledger.increase_amount is
  'What raised the debt, by the reports, đồng.';
comment on column audit.invariant_agency_months_equal_the_ledger.ledger_increase_amount is
  'What raised it, by the ledger, đồng.';
comment on column audit.invariant_agency_months_equal_the_ledger.decrease_amount is
  'What lowered the debt, by the reports, đồng.';
comment on column audit.invariant_agency_months_equal_the_ledger.ledger_decrease_amount is
  'What lowered it, by the ledger, đồng.';
revoke all on audit.invariant_agency_months_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_agency_months_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_agency_months_equal_the_ledger.sql
--! Included audit/views/invariant_allocations_are_the_settling.sql
-- Invariant: Allocations add up to what their items and their money say, and automatic money is used in the order it came, along the items in the order they are due. Rows are breaches.
drop view if exists audit.invariant_allocations_are_the_settling;
create view audit.invariant_allocations_are_the_settling with (security_invoker) as
select s.agency_id, s.item_seq, s.credit_seq, sum(s.kept) as amount, sum(s.allocated) as allocated_amount
from (
  select o.agency_id, o.seq as item_seq, null::bigint as credit_seq,
    (o.assigned_amount + o.automatic_amount)::bigint as kept, 0::bigint as allocated
  from finance.open_item as o where o.assigned_amount + o.automatic_amount > 0
  union all
  select c.agency_id, null, c.seq, (c.assigned_amount + c.automatic_amount)::bigint, 0
  from finance.credit_item as c where c.assigned_amount + c.automatic_amount > 0
  union all
  select l.agency_id, case e.side when 1 then l.item_seq end,
    case e.side when 2 then l.credit_seq end, 0, l.amount::bigint
  from finance.payment_allocation as l
  cross join (values (1), (2)) as e (side)
  where l.amount > 0) as s
group by s.agency_id, s.item_seq, s.credit_seq
having sum(s.kept) <> sum(s.allocated)
union all
select p.agency_id, p.item_seq, p.credit_seq, p.amount, null
from (
  select l.agency_id, l.item_seq, l.credit_seq, l.amount,
    row_number() over (partition by l.agency_id
      order by o.due_date, o.document_date, o.seq, c.business_date, c.seq) as by_item,
    row_number() over (partition by l.agency_id
      order by c.business_date, c.seq, o.due_date, o.document_date, o.seq) as by_money
  from finance.payment_allocation as l
  join finance.open_item as o on o.agency_id = l.agency_id and o.seq = l.item_seq
  join finance.credit_item as c on c.agency_id = l.agency_id and c.seq = l.credit_seq
  where l.kind = 'automatic') as p
where p.by_item <> p.by_money;
comment on view audit.invariant_allocations_are_the_settling is
  'Allocations say what their items and their money say, and money is used in the order it came.';
comment on column audit.invariant_allocations_are_the_settling.agency_id is 'The agency.';
comment on column audit.invariant_allocations_are_the_settling.item_seq is 'Place of the open item in the ledger.';
comment on column audit.invariant_allocations_are_the_settling.credit_seq is 'Place of the money in the ledger.';
comment on column audit.invariant_allocations_are_the_settling.amount is 'What the item or the money says is settled, đồng.';
comment on column audit.invariant_allocations_are_the_settling.allocated_amount is 'What its allocations say, đồng; null: out of order.';
revoke all on audit.invariant_allocations_are_the_settling from sodaily_definer;
grant select on audit.invariant_allocations_are_the_settling to sodaily_definer;
--! EndIncluded audit/views/invariant_allocations_are_the_settling.sql
--! Included audit/views/invariant_closed_agency_months_equal_the_ledger.sql
-- Invariant: The debt written down for a closed month is what the ledger says by business date: what
-- moved it in the month, and what was owed at its end. Rows are breaches.
drop view if exists audit.invariant_closed_agency_months_equal_the_ledger;
create view audit.invariant_closed_agency_months_equal_the_ledger with (security_invoker) as
with newest as (
  select max(p.month) as month from finance.period as p where p.is_closed),
moved as (
  select t.agency_id, date_trunc('month', t.business_date::timestamp)::date as month,
    coalesce(sum(t.amount) filter (where t.amount > 0 or t.kind in ('opening', 'opening_cancel')), 0)
      as increase,
    sum(t.amount) as amount
  from finance.debt_transaction as t
  group by 1, 2),
posted as (
  select m.agency_id, m.month, m.increase, m.increase - m.amount as decrease,
    sum(m.amount) over (partition by m.agency_id order by m.month) as closing
  from moved as m),
-- months without a row carry on what the last one with one ended with
written as (
  select c.*, coalesce(p.increase, 0) as posted_increase, coalesce(p.decrease, 0) as posted_decrease,
    p.closing as posted_closing,
    lag(c.closing_amount) over of_agency as last_closing,
    lag(c.month) over of_agency = c.month - interval '1 month' as follows
  from report.closed_agency_month as c
  left join posted as p on p.agency_id = c.agency_id and p.month = c.month
  window of_agency as (partition by c.agency_id order by c.month))
select w.agency_id, w.month, w.closing_amount, w.increase_amount, w.posted_increase,
  w.decrease_amount, w.posted_decrease, w.posted_closing
from written as w
where w.increase_amount <> w.posted_increase or w.decrease_amount <> w.posted_decrease
  or w.posted_closing <> w.closing_amount
  or w.opening_amount <> case when w.follows then w.last_closing else 0 end
union all
-- what moved in a closed month and is written down nowhere
select p.agency_id, p.month, null, null, p.increase, null, p.decrease, p.closing
from posted as p
join newest as n on p.month <= n.month
where (p.increase, p.decrease, p.closing) is distinct from (0, 0, 0) and not exists (
  select from report.closed_agency_month as c where c.agency_id = p.agency_id and c.month = p.month)
union all
-- what is written down of a month that is open
select c.agency_id, c.month, c.closing_amount, c.increase_amount, null, c.decrease_amount, null, null
from report.closed_agency_month as c
cross join newest as n
where n.month is null or c.month > n.month;
comment on view audit.invariant_closed_agency_months_equal_the_ledger is
  'The debt written down for a closed month is what the ledger says by business date.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.month is 'The month.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.closing_amount is
  'Debt at its end as written down, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.increase_amount is
  'What raised the debt as written down, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.posted_increase is
  'What raised it by the ledger, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.decrease_amount is
  'What lowered the debt as written down, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.posted_decrease is
  'What lowered it by the ledger, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.posted_closing is
  'Debt at its end by the ledger, đồng; null when nothing moved it in the month.';
revoke all on audit.invariant_closed_agency_months_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_closed_agency_months_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_closed_agency_months_equal_the_ledger.sql
--! Included audit/views/invariant_credit_items_equal_the_ledger.sql
-- Invariant: All money is what the ledger says of it: a payment as long as it is not cancelled. Rows are breaches.
drop view if exists audit.invariant_credit_items_equal_the_ledger;
create view audit.invariant_credit_items_equal_the_ledger with (security_invoker) as
select s.agency_id, s.payment_id, sum(s.kept) as amount, sum(s.posted) as ledger_amount
from (
  select c.agency_id, c.payment_id, coalesce(c.payment_id::text, c.seq::text) as money,
    c.amount::bigint as kept, 0::bigint as posted
  from finance.credit_item as c
  union all
  select t.agency_id, t.payment_id, coalesce(t.payment_id::text, t.seq::text), 0, -t.amount::bigint
  from finance.debt_transaction as t
  where t.payment_id is not null or t.kind = 'opening' and t.item_seq is null) as s
group by s.agency_id, s.payment_id, s.money
having sum(s.kept) <> sum(s.posted);
comment on view audit.invariant_credit_items_equal_the_ledger is
  'All money is what the ledger says of it.';
comment on column audit.invariant_credit_items_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_credit_items_equal_the_ledger.payment_id is 'The payment.';
comment on column audit.invariant_credit_items_equal_the_ledger.amount is 'What there is of it, đồng.';
comment on column audit.invariant_credit_items_equal_the_ledger.ledger_amount is 'What the ledger says, đồng.';
revoke all on audit.invariant_credit_items_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_credit_items_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_credit_items_equal_the_ledger.sql
--! Included audit/views/invariant_items_are_settled_earliest_due_first.sql
-- Invariant: What was paid on the spot settles its own slip first, then what was told by hand, and all other money what is due earliest: worked out anew from the ledger, for every item. Rows are breaches.
drop view if exists audit.invariant_items_are_settled_earliest_due_first;
create view audit.invariant_items_are_settled_earliest_due_first with (security_invoker) as
with told as (
  select l.agency_id, l.item_seq,
    sum(case when c.amount = 0 then 0 else l.told_amount end)::bigint as amount
  from finance.payment_allocation as l
  join finance.credit_item as c on c.agency_id = l.agency_id and c.seq = l.credit_seq
  where l.kind <> 'automatic' and l.reversed_at is null
  group by l.agency_id, l.item_seq),
waiting as (
  select o.agency_id, o.seq, o.assigned_amount::bigint as assigned, o.open_amount::bigint as open,
    least(o.amount::bigint, coalesce(d.amount, 0)) as should_be_assigned,
    greatest(o.amount::bigint - coalesce(d.amount, 0), 0) as rest,
    sum(greatest(o.amount::bigint - coalesce(d.amount, 0), 0)) over (
      partition by o.agency_id order by o.due_date desc, o.document_date desc, o.seq desc)
      as from_the_latest
  from finance.open_item as o
  left join told as d on d.agency_id = o.agency_id and d.item_seq = o.seq)
select w.agency_id, w.seq, w.open as open_amount,
  greatest(least(w.rest, a.debt_amount - (w.from_the_latest - w.rest)), 0) as should_be_open_amount
from waiting as w
join agency.agency as a on a.id = w.agency_id
where w.open <> greatest(least(w.rest, a.debt_amount - (w.from_the_latest - w.rest)), 0)
  or w.assigned <> w.should_be_assigned;
comment on view audit.invariant_items_are_settled_earliest_due_first is
  'What is paid on the spot settles its own slip, told money what it was told, all other money what is due earliest.';
comment on column audit.invariant_items_are_settled_earliest_due_first.agency_id is 'The agency.';
comment on column audit.invariant_items_are_settled_earliest_due_first.seq is 'Place of the item in the ledger.';
comment on column audit.invariant_items_are_settled_earliest_due_first.open_amount is 'What it has open, đồng.';
comment on column audit.invariant_items_are_settled_earliest_due_first.should_be_open_amount is 'What it should have open, đồng.';
revoke all on audit.invariant_items_are_settled_earliest_due_first from sodaily_definer;
grant select on audit.invariant_items_are_settled_earliest_due_first to sodaily_definer;
--! EndIncluded audit/views/invariant_items_are_settled_earliest_due_first.sql
--! Included audit/views/invariant_no_money_is_free_while_something_is_open.sql
-- Invariant: No agency has free money and something open at once. Rows are breaches.
drop view if exists audit.invariant_no_money_is_free_while_something_is_open;
create view audit.invariant_no_money_is_free_while_something_is_open with (security_invoker) as
select c.agency_id, c.seq, c.free_amount
from finance.credit_item as c
where c.free_amount > 0 and exists (
  select from finance.open_item as o where o.agency_id = c.agency_id and o.open_amount > 0);
comment on view audit.invariant_no_money_is_free_while_something_is_open is
  'No agency has free money and something open at once.';
comment on column audit.invariant_no_money_is_free_while_something_is_open.agency_id is 'The agency.';
comment on column audit.invariant_no_money_is_free_while_something_is_open.seq is 'Place of the money in the ledger.';
comment on column audit.invariant_no_money_is_free_while_something_is_open.free_amount is 'What of it settles nothing, đồng.';
revoke all on audit.invariant_no_money_is_free_while_something_is_open from sodaily_definer;
grant select on audit.invariant_no_money_is_free_while_something_is_open to sodaily_definer;
--! EndIncluded audit/views/invariant_no_money_is_free_while_something_is_open.sql
--! Included audit/views/invariant_open_amounts_are_the_debt.sql
-- Invariant: What is open of an agency, less its free money, is its debt. Rows are breaches.
drop view if exists audit.invariant_open_amounts_are_the_debt;
create view audit.invariant_open_amounts_are_the_debt with (security_invoker) as
select a.id as agency_id, a.code, a.debt_amount, o.amount as open_amount, c.amount as free_amount
from agency.agency as a
cross join lateral (
  select coalesce(sum(o.open_amount), 0) as amount
  from finance.open_item as o where o.agency_id = a.id and o.open_amount > 0) as o
cross join lateral (
  select coalesce(sum(c.free_amount), 0) as amount
  from finance.credit_item as c where c.agency_id = a.id and c.free_amount > 0) as c
where o.amount - c.amount <> a.debt_amount;
comment on view audit.invariant_open_amounts_are_the_debt is
  'What is open of an agency, less its free money, is its debt.';
comment on column audit.invariant_open_amounts_are_the_debt.agency_id is 'The agency.';
comment on column audit.invariant_open_amounts_are_the_debt.code is 'Its code.';
comment on column audit.invariant_open_amounts_are_the_debt.debt_amount is 'Debt on the row of the agency, đồng.';
comment on column audit.invariant_open_amounts_are_the_debt.open_amount is 'What its items have open, đồng.';
comment on column audit.invariant_open_amounts_are_the_debt.free_amount is 'What of its money settles nothing, đồng.';
revoke all on audit.invariant_open_amounts_are_the_debt from sodaily_definer;
grant select on audit.invariant_open_amounts_are_the_debt to sodaily_definer;
--! EndIncluded audit/views/invariant_open_amounts_are_the_debt.sql
--! Included audit/views/invariant_open_item_changes_equal_the_ledger.sql
-- Invariant: What is kept of changes of open items after the day of their documents, by which ages of debt go, is what ledger and allocations say. Rows are breaches.
drop view if exists audit.invariant_open_item_changes_equal_the_ledger;
create view audit.invariant_open_item_changes_equal_the_ledger with (security_invoker) as
select s.agency_id, s.item_seq, s.changed_on, sum(s.difference) as difference
from (
  select k.agency_id, k.item_seq, k.changed_on, k.due_date, k.amount::numeric as difference
  from report.open_item_change as k
  union all
  select c.agency_id, c.item_seq, c.changed_on, c.due_date, -c.amount
  from report.open_item_changes() as c) as s
group by s.agency_id, s.item_seq, s.changed_on, s.due_date
having sum(s.difference) <> 0;
comment on view audit.invariant_open_item_changes_equal_the_ledger is
  'What is kept of changes of open items after the day of their documents is what the ledger says.';
comment on column audit.invariant_open_item_changes_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_open_item_changes_equal_the_ledger.item_seq is 'Place of the open item in the ledger.';
comment on column audit.invariant_open_item_changes_equal_the_ledger.changed_on is 'The day.';
comment on column audit.invariant_open_item_changes_equal_the_ledger.difference is 'What is kept less what the ledger says, đồng.';
revoke all on audit.invariant_open_item_changes_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_open_item_changes_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_open_item_changes_equal_the_ledger.sql
--! Included audit/views/invariant_open_items_equal_the_ledger.sql
-- Invariant: Every open item asks for what the ledger says of it, and a slip asks on the day it is due. Rows are breaches.
drop view if exists audit.invariant_open_items_equal_the_ledger;
create view audit.invariant_open_items_equal_the_ledger with (security_invoker) as
select s.agency_id, s.seq, sum(s.kept) as amount, sum(s.posted) as ledger_amount
from (
  select o.agency_id, o.seq, o.due_date, o.amount::bigint as kept, 0::bigint as posted
  from finance.open_item as o
  union all
  select t.agency_id, t.item_seq, t.due_date, 0, t.amount::bigint
  from finance.debt_transaction as t
  where t.item_seq is not null and t.kind not in ('paid_now', 'payment_cancel')) as s
group by s.agency_id, s.seq
having sum(s.kept) <> sum(s.posted) or min(s.due_date) <> max(s.due_date)
union all
select i.agency_id, o.seq, i.total_amount, o.amount
from inventory.issue as i
left join finance.open_item as o on o.agency_id = i.agency_id and o.issue_id = i.id
where i.due_date is not null and i.total_amount > 0 and o.due_date is distinct from i.due_date;
comment on view audit.invariant_open_items_equal_the_ledger is
  'Every open item asks for what the ledger says of it, and is due when its slip is.';
comment on column audit.invariant_open_items_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_open_items_equal_the_ledger.seq is 'Place of the item in the ledger.';
comment on column audit.invariant_open_items_equal_the_ledger.amount is 'What the item asks for, đồng.';
comment on column audit.invariant_open_items_equal_the_ledger.ledger_amount is 'What the ledger says, đồng.';
revoke all on audit.invariant_open_items_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_open_items_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_open_items_equal_the_ledger.sql

--! split: 010-files.sql
-- A file is in the books with all rows that were read, or with none.
drop function if exists config.end_import_check(:ID_TYPE);
--! Included config/functions/check_import_head.sql
-- A file without a column that every row needs cannot be understood: each such column is a fault of the head.
-- Foreign columns (STT, Thành tiền) are nulls in the list, and equal to nothing, not even unequal.
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
  where i.id = check_import_head.import_id and c.is_required
    and array_position(columns, c.code) is null;
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
--! Included config/functions/end_import_check.sql
-- A row that was read and is not kept would be missing in the books without a word.
-- Security definer: the worker writes no table.
create or replace function config.end_import_check(import_id :ID_TYPE, rows_read bigint) returns boolean
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
  if coming.row_count is distinct from rows_read then
    raise exception '% of % rows of import % were kept', coming.row_count, rows_read, import_id
      using errcode = 'SDINC', detail = jsonb_build_object(
        'read', rows_read::text, 'written', coming.row_count::text)::text,
      hint = 'Nothing was written. See what takes rows away.';
  end if;
  return notification.end_long_job(coming.check_job_id, coming.row_count);
end
$$;
alter function config.end_import_check(:ID_TYPE, bigint) owner to sodaily_definer;
comment on function config.end_import_check(:ID_TYPE, bigint) is
  E'@omit\nSays that a file of so many rows is read and checked; false when it was cancelled. Error: IMPORT_INCOMPLETE {read, written}. For the worker only.';
revoke all on function config.end_import_check(:ID_TYPE, bigint) from public;
grant execute on function config.end_import_check(:ID_TYPE, bigint)
  to sodaily_worker;
--! EndIncluded config/functions/end_import_check.sql
--! Included config/functions/end_import.sql
-- In the transaction that put the rows into the books, so that they are there exactly when this says so: all that were
-- read, or none. Whatever lost one, nothing is written, and the file may be tried again.
-- Security definer: the worker writes no table.
create or replace function config.end_import(import_id :ID_TYPE, row_count bigint) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  coming config.import;
begin
  select i.* into strict coming from config.import as i where i.id = end_import.import_id;
  if row_count is distinct from coming.row_count or row_count = 0 then
    raise exception '% of % rows of import % were written', row_count, coming.row_count, import_id
      using errcode = 'SDINC', detail = jsonb_build_object(
        'read', coming.row_count::text, 'written', coalesce(row_count, 0)::text)::text,
      hint = 'Nothing was written. See what takes rows away.';
  end if;
  perform config.refuse_applied_file(coming.what, coming.sha256);
  update config.import as i set applied_at = clock_timestamp() where i.id = coming.id;
  delete from config.import_row as r where r.import_id = coming.id;
  delete from config.import_chunk as c where c.import_id = coming.id;
  return notification.end_long_job(coming.apply_job_id, row_count);
end
$$;
alter function config.end_import(:ID_TYPE, bigint) owner to sodaily_definer;
comment on function config.end_import(:ID_TYPE, bigint) is
  E'@omit\nSays that so many rows of a file are applied; false when it was cancelled, and the transaction is to be rolled back. Errors: IMPORT_INCOMPLETE {read, written}, DUPLICATE_FILE. For the worker only.';
revoke all on function config.end_import(:ID_TYPE, bigint) from public;
grant execute on function config.end_import(:ID_TYPE, bigint)
  to sodaily_worker;
--! EndIncluded config/functions/end_import.sql
--! Included config/functions/say_import_summary.sql
-- Last line of a check. What every row needs and one has not is a fault, whatever the kind and however it was read. How
-- many rows were read is said once: a later check that finds fewer has lost some.
create or replace function config.say_import_summary(import_id :ID_TYPE, summary jsonb) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  faults bigint;
begin
  insert into config.import_fault (import_id, row_no, column_code, reason)
  select r.import_id, r.row_no, c.code, 'required'
  from config.import as i
  join config.import_column as c on c.import_kind_code = i.what and c.is_required
  join config.import_row as r on r.import_id = i.id
  where i.id = say_import_summary.import_id and not r.cells ? c.code
  on conflict on constraint import_fault_pkey do nothing;
  select count(*) into faults
  from config.import_fault as f where f.import_id = say_import_summary.import_id;
  -- rows without a day are of today; who applies the file is told how far back the others go
  summary := summary || jsonb_build_object('first_day', (
    select min(coalesce(r.cells ->> 'business_date', r.cells ->> 'receipt_date'))
    from config.import_row as r where r.import_id = say_import_summary.import_id));
  update config.import as i
  set summary = jsonb_strip_nulls(say_import_summary.summary), fault_count = faults,
    checked_at = coalesce(i.checked_at, clock_timestamp()),
    row_count = coalesce(i.row_count, (
      select count(*) from config.import_row as r where r.import_id = i.id))
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
--! Included inventory/functions/check_imported_receipts.sql
-- Rows of one item of one slip are one line, with one rounding: what is told is what will be written.
-- Security definer: files and what is wrong with them are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.check_imported_receipts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
begin
  perform config.import_to_check(import_id, 'receipts');
  perform config.keep_import_problems(import_id, array(
    select p from inventory.imported_receipt_problems(check_imported_receipts.import_id) as p));
  return config.say_import_summary(import_id, (
    select jsonb_build_object('receipts', count(distinct l.slip)::text, 'lines', count(*)::text,
      'amount', sum(round(l.quantity * l.unit_price))::text)
    from (
      select r.cells ->> 'slip' as slip, sum((r.cells ->> 'quantity')::numeric) as quantity,
        min((r.cells ->> 'unit_price')::numeric) as unit_price
      from config.import_row as r where r.import_id = check_imported_receipts.import_id
      group by r.cells ->> 'slip', r.cells ->> 'sku') as l));
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
-- All receipts or none, heads and lines in one statement; what lines do stands in the rules on
-- inventory.receipt_detail. Months are held first, as everywhere.
-- Security definer: receipts, ledgers and numbers are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function inventory.apply_imported_receipts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
declare
  caller constant :ID_TYPE := config.import_to_check(import_id, 'receipts');
  applied bigint;
begin
  perform finance.hold_open_periods(array(
    select distinct coalesce((r.cells ->> 'receipt_date')::date, config.business_date())
    from config.import_row as r where r.import_id = apply_imported_receipts.import_id));
  if inventory.check_imported_receipts(import_id) > 0 then
    return null;
  end if;
  with line as materialized (
    select l.* from inventory.imported_receipt_lines(apply_imported_receipts.import_id) as l),
  head as (
    insert into inventory.receipt (
      supplier_id, receipt_date, note, import_id, import_row_no, created_by)
    select l.supplier_id, l.receipt_date, l.note, apply_imported_receipts.import_id, l.first_row, caller
    from line as l
    where l.row_no = l.first_row
    order by l.first_row
    returning id, import_row_no),
  -- rows of one item of one receipt are one line
  merged as (
    select h.id as receipt_id, l.item_id, sum(l.quantity) as quantity, min(l.unit_price) as unit_price,
      min(l.row_no) as row_no, count(*) as row_count
    from line as l
    join head as h on h.import_row_no = l.first_row
    group by h.id, l.item_id),
  made as (
    insert into inventory.receipt_detail (
      receipt_id, line_no, item_id, quantity, unit_price, line_total, created_by)
    select m.receipt_id, row_number() over (partition by m.receipt_id order by m.row_no), m.item_id, m.quantity,
      m.unit_price, round(m.quantity * m.unit_price), caller
    from merged as m
    returning receipt_id, item_id)
  select coalesce(sum(m.row_count), 0) into applied
  from made as d
  join merged as m on m.receipt_id = d.receipt_id and m.item_id = d.item_id;
  return applied;
end
$$;
alter function inventory.apply_imported_receipts(:ID_TYPE) owner to sodaily_definer;
comment on function inventory.apply_imported_receipts(:ID_TYPE) is
  E'@omit\nPuts the rows of a checked file of receipts into the books; returns how many of them are in, or null when the check finds faults now. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, PERIOD_CLOSED, ITEM_INACTIVE.';
revoke all on function inventory.apply_imported_receipts(:ID_TYPE) from public;
grant execute on function inventory.apply_imported_receipts(:ID_TYPE)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/apply_imported_receipts.sql

-- The price of a day is that of the latest confirmed receipt by business date. Books of before 0.2.0 are made anew,
-- so nobody waits for these indexes.
-- squawk-ignore require-concurrent-index-creation
create index if not exists stock_movement_receipts_idx
  on inventory.stock_movement (item_id, business_date desc, seq desc) where kind = 'receipt';
-- squawk-ignore require-concurrent-index-creation
create index if not exists item_price_initial_idx
  on inventory.item_price (item_id, seq desc) where kind = 'initial';
--! Included inventory/functions/import_prices_on.sql
-- The one price of a day: that of the latest confirmed receipt by its date, of two of one day the one recorded last;
-- before the first receipt what the item was made with, whatever day that was written. A cancelled receipt sets no price
-- for any day, but as known before its cancelling it did. Sub-selects by key instead of joins: the partial index on
-- movements of receipts ends at the first that counts.
create or replace function inventory.import_prices_on(item_ids :ID_TYPE[], on_date date, known_at timestamptz default null)
returns table (item_id :ID_TYPE, price numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return query
  select i.id, coalesce((
      select (
        select d.unit_price from inventory.receipt_detail as d
        where d.receipt_id = m.receipt_id and d.item_id = m.item_id)
      from inventory.stock_movement as m
      where m.item_id = i.id and m.kind = 'receipt' and m.business_date <= import_prices_on.on_date
        and (import_prices_on.known_at is null or m.recorded_at <= import_prices_on.known_at)
        and (
          select r.status = 'confirmed' or r.cancelled_at > import_prices_on.known_at
          from inventory.receipt as r where r.id = m.receipt_id)
      order by m.business_date desc, m.seq desc
      limit 1), (
      select p.price from inventory.item_price as p
      where p.item_id = i.id and p.kind = 'initial'
      order by p.seq desc
      limit 1), i.import_price)::numeric
  from unnest(item_ids) as k (id)
  join inventory.item as i on i.id = k.id;
end
$$;
comment on function inventory.import_prices_on(:ID_TYPE[], date, timestamptz) is
  E'@omit\nImport price of items at the end of a day, đồng a unit; known_at leaves out what was recorded later.';
revoke all on function inventory.import_prices_on(:ID_TYPE[], date, timestamptz) from public;
grant execute on function inventory.import_prices_on(:ID_TYPE[], date, timestamptz) to sodaily_definer;
--! EndIncluded inventory/functions/import_prices_on.sql
--! Included inventory/functions/add_issue_lines.sql
-- Writes the lines of a slip in one statement: the same item twice is merged, prices are the import
-- price × the ratio, both of the slip's date, or the one that was named (inventory.price_override),
-- with the rule's beside it. The import price of today stands on the item.
create or replace function inventory.add_issue_lines(
  issue inventory.issue, items inventory.issue_line[],
  prices inventory.line_price[] default null) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  ratio config.regulation_version :=
    config.regulation_on('EXPORT_PRICE_RATIO', issue.issue_date);
  dated_ids :ID_TYPE[];
  dated_prices numeric[];
begin
  if issue.issue_date < config.business_date() then
    select array_agg(p.item_id), array_agg(p.price) into dated_ids, dated_prices
    from inventory.import_prices_on(array(
      select distinct w.item_id from unnest(items) as w (item_id, quantity)), issue.issue_date) as p;
  end if;
  insert into inventory.issue_detail (
    agency_id, issue_id, line_no, item_id, quantity, unit_price, line_total,
    list_price, price_reason, price_regulation_version_id, created_by)
  select issue.agency_id, issue.id, row_number() over (order by l.place), l.item_id, l.quantity,
    sold.price, round(l.quantity * sold.price),
    case when named.item_id is not null then rule.price end, btrim(named.reason),
    ratio.id, issue.created_by
  from (
    select w.item_id, sum(w.quantity) as quantity, min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, place)
    group by w.item_id) as l
  join inventory.item as i on i.id = l.item_id
  left join unnest(dated_ids, dated_prices) as dated (item_id, price) on dated.item_id = l.item_id
  cross join lateral (
    select inventory.issue_price(coalesce(dated.price, i.import_price), ratio.value::numeric) as price) as rule
  left join unnest(prices) as named (item_id, unit_price, reason) on named.item_id = l.item_id
  cross join lateral (select coalesce(named.unit_price, rule.price) as price) as sold;
end
$$;
comment on function inventory.add_issue_lines(
  inventory.issue, inventory.issue_line[], inventory.line_price[]) is
  'Inserts the merged and priced lines of a new slip.';
revoke all on function inventory.add_issue_lines(
  inventory.issue, inventory.issue_line[], inventory.line_price[]) from public;
grant execute on function inventory.add_issue_lines(
  inventory.issue, inventory.issue_line[], inventory.line_price[]) to sodaily_definer;
--! EndIncluded inventory/functions/add_issue_lines.sql
--! Included inventory/functions/set_import_prices.sql
-- Import prices of the items of receipts that came or were cancelled: the price of the latest
-- confirmed receipt (by its date, of one day the one recorded last), else what it was before the first one. The
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
    order by v.item_id, r.receipt_date desc, (
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
-- Rule QĐ2: the latest confirmed receipt (by its date, of one day the one recorded last) sets the import price; a
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
--! Included report/functions/stock_between.sql
-- Stock at the end of any day and what moved it since another, exact at the moment of asking. known_at
-- takes away what was recorded after that moment. The worth is at the import price of the last day. For
-- whoever moves stock or reads reports. The sums of all rows stand in each, so that a page with its foot is
-- worked out once; quantities of different items are not added up.
-- Security definer: nobody else reads summaries.
create or replace function report.stock_between(from_date date default null,
  to_date date default null, known_at timestamptz default null, search text default null)
returns setof report.stock_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  last_day constant date := coalesce(to_date, config.business_date());
  first_day constant date := coalesce(
    from_date, date_trunc('month', last_day::timestamp)::date);
begin
  perform auth.require_scope(
    case when auth.has_scope('inventory:adjust') then 'inventory:adjust' else 'report:read' end);
  return query
  with moved as (
    select m.item_id, sum(m.came) as came, sum(m.went) as went, sum(m.found) as found
    from (
      select b.item_id, b.in_quantity as came, b.out_quantity as went, b.adjustment_quantity as found
      from report.stock_moved(first_day, last_day) as b
      union all
      -- what was not known yet
      select t.item_id,
        case when t.kind in ('opening', 'receipt', 'receipt_cancel') then -t.quantity else 0 end,
        case when t.kind in ('issue', 'issue_cancel', 'return', 'return_cancel') then t.quantity else 0 end,
        case when t.kind = 'count' then -t.quantity else 0 end
      from inventory.stock_movement as t
      where known_at is not null and t.recorded_at > known_at
        and t.business_date between first_day and last_day) as m
    group by m.item_id),
  stock as (
    select i as item, coalesce(m.came, 0) as came, coalesce(m.went, 0) as went,
      coalesce(m.found, 0) as found, coalesce(q.quantity, 0) as closing
    from inventory.item as i
    left join report.stock_on(last_day, known_at) as q on q.item_id = i.id
    left join moved as m on m.item_id = i.id)
  select (s.item).id, (s.closing - s.came + s.went - s.found)::public.quantity,
    s.came::public.quantity, s.went::public.quantity, s.found::public.quantity,
    s.closing::public.quantity, w.worth::public.dong,
    row(count(*) over (), sum(w.worth) over ())::report.stock_total
  from stock as s
  join inventory.import_prices_on(array(select i.id from inventory.item as i), last_day, known_at) as p
    on p.item_id = (s.item).id
  cross join lateral (select round(s.closing * p.price) as worth) as w
  where ((s.item).is_active or (s.closing, s.came, s.went, s.found) is distinct from (0, 0, 0, 0))
    and (nullif(btrim(search), '') is null
      or (s.item).id in (select f.id from inventory.search_items(search) as f))
  order by (s.item).item_name, (s.item).id;
end
$$;
alter function report.stock_between(date, date, timestamptz, text) owner to sodaily_definer;
comment on function report.stock_between(date, date, timestamptz, text) is
  'Stock per item between two days (tồn kho), exact at the moment of asking, by name: toDate today when null, fromDate the first of its month. knownAt leaves out what was recorded later; search narrows by item. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.stock_between(date, date, timestamptz, text) from public;
grant execute on function report.stock_between(date, date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/stock_between.sql
--! Included audit/views/invariant_import_price_is_of_the_latest_receipt.sql
-- Invariant: The import price of an item is that of the latest confirmed receipt, and the newest
-- of its history. Rows are breaches.
drop view if exists audit.invariant_import_price_is_of_the_latest_receipt;
create view audit.invariant_import_price_is_of_the_latest_receipt with (security_invoker) as
with latest as (
  select distinct on (d.item_id) d.item_id, d.unit_price, d.receipt_id
  from inventory.receipt_detail as d
  join inventory.receipt as r on r.id = d.receipt_id and r.status = 'confirmed'
  join inventory.stock_movement as m
    on m.receipt_id = d.receipt_id and m.item_id = d.item_id and m.kind = 'receipt'
  order by d.item_id, r.receipt_date desc, m.seq desc),
newest as (
  select distinct on (p.item_id) p.item_id, p.price, p.receipt_id
  from inventory.item_price as p
  order by p.item_id, p.seq desc)
select i.id as item_id, i.sku, i.import_price, latest.unit_price as receipt_price,
  newest.price as newest_price
from inventory.item as i
join newest on newest.item_id = i.id
left join latest on latest.item_id = i.id
where (newest.price, newest.receipt_id) is distinct from (i.import_price, latest.receipt_id)
  or latest.unit_price <> i.import_price;
comment on view audit.invariant_import_price_is_of_the_latest_receipt is
  'The import price of an item is that of the latest confirmed receipt, and the newest of its history.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.item_id is 'The item.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.sku is 'Its sku.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.import_price is
  'Price on the row of the item, đồng.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.receipt_price is
  'Price of the latest confirmed receipt, đồng; null when there is none.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.newest_price is
  'Newest price of the history, đồng.';
revoke all on audit.invariant_import_price_is_of_the_latest_receipt from sodaily_definer;
grant select on audit.invariant_import_price_is_of_the_latest_receipt to sodaily_definer;
--! EndIncluded audit/views/invariant_import_price_is_of_the_latest_receipt.sql
drop function if exists report.stock_prices_on(date, timestamptz);

do $$
begin
  if to_regtype('inventory.item_price_of_day') is null then
    create type inventory.item_price_of_day as (item_id :ID_TYPE, issue_price public.dong);
  end if;
end
$$;
comment on type inventory.item_price_of_day is 'What an item is sold at on a slip of some day.';
comment on column inventory.item_price_of_day.item_id is 'The item.';
comment on column inventory.item_price_of_day.issue_price is 'Price by the rule, đồng a unit.';
--! Included inventory/functions/issue_prices_on.sql
-- What create_issue will charge on a slip of a day, for the form to show before it is sent; at most as many items as a
-- slip has lines.
-- Security definer: who sells reads no receipts.
create or replace function inventory.issue_prices_on(item_ids :ID_TYPE[], on_date date) returns setof inventory.item_price_of_day
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  ratio numeric;
begin
  perform auth.require_scope('inventory:write');
  perform audit.refuse_problems(case
    when on_date is null then jsonb_build_array(jsonb_build_object('path', 'on_date', 'reason', 'required'))
    when on_date not between date '2000-01-01' and config.business_date() then jsonb_build_array(
      jsonb_build_object('path', 'on_date', 'reason',
        case when on_date > config.business_date() then 'in_future' else 'too_early' end, 'value', on_date::text))
    else '[]' end || case
    when cardinality(item_ids) > 100 then jsonb_build_array(jsonb_build_object(
      'path', 'item_ids', 'reason', 'too_many_lines', 'value', cardinality(item_ids)::text))
    else '[]' end);
  ratio := (config.regulation_on('EXPORT_PRICE_RATIO', on_date)).value::numeric;
  return query
  select p.item_id, inventory.issue_price(p.price, ratio)
  from inventory.import_prices_on(array(select distinct k.id from unnest(item_ids) as k (id)), on_date) as p;
end
$$;
alter function inventory.issue_prices_on(:ID_TYPE[], date) owner to sodaily_definer;
comment on function inventory.issue_prices_on(:ID_TYPE[], date) is
  'Prices by the rule on a slip of a day, for at most 100 items; items that are unknown are left out. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR.';
revoke all on function inventory.issue_prices_on(:ID_TYPE[], date) from public;
grant execute on function inventory.issue_prices_on(:ID_TYPE[], date)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/issue_prices_on.sql

--! split: 020-limits.sql
-- Limits of what one request, one refusal and one statement may cost.
--! Included audit/functions/refuse_problems.sql
-- What is told back of a request is short, however long the request was: a problem tells a hundred
-- letters of its value, and more than two hundred problems help nobody.
create or replace function audit.refuse_problems(problems jsonb) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if problems <> '[]' then
    raise exception 'the request is not well formed'
      using errcode = 'SDVAL', hint = 'Correct every field listed.',
        detail = jsonb_build_object('fields', (
          select jsonb_agg(case
            when length(p.problem ->> 'value') > 100
              then p.problem || jsonb_build_object('value', left(p.problem ->> 'value', 99) || '…')
            else p.problem end order by p.place)
          from jsonb_array_elements(problems) with ordinality as p (problem, place)
          where p.place <= 200))::text;
  end if;
end
$$;
comment on function audit.refuse_problems(jsonb) is
  'Refuses a request that has problems. Error: VALIDATION_ERROR {fields: [{path, reason, value}]}, of the first 200, values of at most 100 letters.';
revoke all on function audit.refuse_problems(jsonb) from public;
grant execute on function audit.refuse_problems(jsonb) to sodaily_definer;
--! EndIncluded audit/functions/refuse_problems.sql
--! Included audit/functions/refuse_too_many.sql
-- A list that is too long is refused before anything looks at its lines: neither is it hashed, nor
-- is what is wrong with a line told beside it. Commands ask this first, after who calls.
create or replace function audit.refuse_too_many(
  path text, line_count integer, at_most integer default 100) returns void
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  if line_count > at_most then
    raise exception 'there are more than % lines', at_most
      using errcode = 'SDVAL', hint = 'Send them in parts.',
        detail = jsonb_build_object('fields', jsonb_build_array(jsonb_build_object(
          'path', path, 'reason', 'too_many_lines', 'value', line_count::text)))::text;
  end if;
end
$$;
comment on function audit.refuse_too_many(text, integer, integer) is
  'Refuses a list of more lines than a command takes, for that alone. Error: VALIDATION_ERROR too_many_lines.';
revoke all on function audit.refuse_too_many(text, integer, integer) from public;
grant execute on function audit.refuse_too_many(text, integer, integer) to sodaily_definer;
--! EndIncluded audit/functions/refuse_too_many.sql
--! Included audit/functions/record_refusal.sql
-- The refused command was rolled back with all it did; the server writes its figures afterwards.
-- Whoever is refused all day must not fill the disk: of long lists the first twenty entries are kept,
-- and what is longer than 8 kB even so is kept as its length.
-- Security definer: refusals are written by this function only.
create or replace function audit.record_refusal(
  user_id :ID_TYPE, request_id text, command text, code text, details jsonb) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  most_bytes constant integer := 8000;
  bytes constant integer := octet_length(details::text);
  kept jsonb := coalesce(details, '{}');
begin
  if bytes > most_bytes then
    select jsonb_object_agg(d.key, case jsonb_typeof(d.value)
        when 'array' then jsonb_path_query_array(d.value, '$[0 to 19]') else d.value
      end) || '{"cut": true}' into kept
    from jsonb_each(details) as d;
    if octet_length(kept::text) > most_bytes then
      kept := jsonb_build_object('cut', true, 'bytes', bytes::text);
    end if;
  end if;
  insert into audit.refusal (user_id, request_id, command, code, details)
  values (user_id, left(request_id, 100), left(command, 100), left(code, 50), kept);
end
$$;
alter function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) owner to sodaily_definer;
comment on function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) is
  E'@omit\nRecords a refusal with its figures, at most 8 kB of them: beyond that cut is true. For the server only.';
revoke all on function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) from public;
grant execute on function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) to sodaily_signin;
--! EndIncluded audit/functions/record_refusal.sql
--! Included audit/functions/purge_refusals.sql
-- A refusal changed nothing, so it is no history: it is kept as long as people still ask about it,
-- a year and a month. The trail and the ledgers stay for good.
-- Security definer: refusals are read and deleted by functions only.
create or replace function audit.purge_refusals() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  gone bigint;
begin
  delete from audit.refusal as r where r.created_at < now() - interval '400 days';
  get diagnostics gone = row_count;
  return gone;
end
$$;
alter function audit.purge_refusals() owner to sodaily_definer;
comment on function audit.purge_refusals() is
  E'@omit\nDeletes refusals of more than 400 days ago and says how many. For the worker only.';
revoke all on function audit.purge_refusals() from public;
grant execute on function audit.purge_refusals() to sodaily_worker;
--! EndIncluded audit/functions/purge_refusals.sql
--! Included audit/policies/refusal.sql
-- Written by audit.record_refusal and deleted by audit.purge_refusals only.
alter table audit.refusal enable row level security;
alter table audit.refusal force row level security;

drop policy if exists definer_does_what_functions_do on audit.refusal;
create policy definer_does_what_functions_do on audit.refusal
for all to sodaily_definer using (true) with check (true);

revoke all on audit.refusal from sodaily_definer;
grant select, insert, delete on audit.refusal to sodaily_definer;
--! EndIncluded audit/policies/refusal.sql
--! Included inventory/functions/create_issue.sql
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
  replaces_id :ID_TYPE default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  price_problems jsonb;
  slip inventory.issue;
  earlier jsonb;
begin
  perform audit.refuse_too_many('items', cardinality(items));
  perform audit.refuse_too_many('prices', cardinality(prices));
  price_problems := inventory.price_override(prices, items);
  paid_now := coalesce(paid_now, 0);
  note := nullif(btrim(note), '');
  -- no date stays no date, so that a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue', jsonb_build_array(
    agency_id, issue_date, trim_scale(paid_now), note, inventory.lines_as_meant(items),
    inventory.prices_as_meant(prices), replaces_id));
  if earlier is not null then
    select i.* into strict slip
    from inventory.issue as i where i.id = cast(earlier ->> 'id' as :ID_TYPE);
    return slip;
  end if;

  issue_date := coalesce(issue_date, config.business_date());
  perform audit.refuse_problems(
    inventory.issue_head_problems(agency_id, issue_date, paid_now, note)
    || inventory.issue_line_problems(items) || price_problems
    || inventory.issue_replaces_a_cancelled_slip(agency_id, replaces_id));

  insert into inventory.issue as i (agency_id, issue_date, paid_now, note, replaces_id, created_by)
  values (create_issue.agency_id, create_issue.issue_date, create_issue.paid_now,
    create_issue.note, create_issue.replaces_id, caller)
  returning i.* into strict slip;
  perform inventory.add_issue_lines(slip, items, prices);

  update inventory.issue as i
  set status = 'confirmed', confirmed_at = now(), confirmed_by = caller
  where i.id = slip.id;

  select i.* into strict slip from inventory.issue as i where i.id = slip.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  return slip;
end
$$;
alter function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  owner to sodaily_definer;
comment on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE) is
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. prices only by those with price:override. replacesId names a cancelled slip of the agency that this one stands for. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, ITEM_INACTIVE, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OUT_OF_STOCK, PERIOD_CLOSED.';
revoke all on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  from public;
grant execute on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue.sql
--! Included inventory/functions/request_issue.sql
-- An agency asks for goods: a slip without number, stock or debt, until staff confirm it. An
-- agency's login asks for itself, while agency_requests is on; staff who write slips may note down
-- a request by telephone.
-- Security definer: slips are written by functions only.
create or replace function inventory.request_issue(
  client_key text,
  agency_id :ID_TYPE,
  items inventory.issue_line[],
  note text default null)
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
  note := nullif(btrim(note), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.request_issue',
    jsonb_build_array(agency_id, note, inventory.lines_as_meant(items)));
  if earlier is null then
    if not auth.has_scope('inventory:write') then
      perform config.require_feature('agency_requests');
    end if;
    perform audit.refuse_problems(
      inventory.issue_head_problems(agency_id, config.business_date(), 0, note)
      || inventory.issue_line_problems(items));
    insert into inventory.issue as i (agency_id, issue_date, note, created_by)
    values (request_issue.agency_id, config.business_date(), request_issue.note, caller)
    returning i.* into strict slip;
    perform inventory.add_issue_lines(slip, items);
    perform notification.enqueue(
      'notify_issue_requested', jsonb_build_object('issue_id', slip.id::text));
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text)
  owner to sodaily_definer;
comment on function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text) is
  E'@resultFieldName issue\nAsks for goods: a request that staff confirm, postpone or reject. Prices are today''s. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, FEATURE_OFF, ITEM_INACTIVE.';
revoke all on function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text)
  from public;
grant execute on function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/request_issue.sql
--! Included inventory/functions/create_issue_return.sql
-- Goods of a slip come back, in one transaction. What the lines do stands in the rules on
-- inventory.issue_return_detail, in the order of their triggers.
-- Security definer: returns, ledgers and numbers are written by functions only.
create or replace function inventory.create_issue_return(
  client_key text,
  issue_id :ID_TYPE,
  items inventory.issue_line[],
  return_date date default null,
  reason text default null)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  made inventory.issue_return;
  earlier jsonb;
begin
  perform audit.refuse_too_many('items', cardinality(items));
  reason := nullif(btrim(reason), '');
  -- as meant: 2 and 2.000 are one quantity, and no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue_return',
    jsonb_build_array(issue_id, return_date, reason, (
      select jsonb_agg(jsonb_build_array(l.item_id, trim_scale(l.quantity)) order by l.place)
      from unnest(items) with ordinality as l (item_id, quantity, place))));
  if earlier is not null then
    select r.* into strict made
    from inventory.issue_return as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return made;
  end if;

  return_date := coalesce(return_date, config.business_date());
  perform audit.refuse_problems(
    inventory.issue_return_problems(issue_id, items, return_date, reason));

  perform finance.hold_open_period(return_date);
  insert into inventory.issue_return as r (agency_id, issue_id, return_date, reason, created_by)
  select i.agency_id, i.id, create_issue_return.return_date, create_issue_return.reason, caller
  from inventory.issue as i where i.id = create_issue_return.issue_id
  returning r.* into strict made;
  perform inventory.add_return_lines(made, items);

  select r.* into strict made from inventory.issue_return as r where r.id = made.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  return made;
end
$$;
alter function inventory.create_issue_return(text, :ID_TYPE, inventory.issue_line[], date, text)
  owner to sodaily_definer;
comment on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text) is
  E'@resultFieldName issueReturn\nTakes back goods of a confirmed slip at the prices frozen on it: raises stock, lowers the debt, numbers the return. Quantities in the item''s unit, returnDate today when null, a reason is required. The same clientKey gives the first return again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, AMOUNT_EXCEEDS_DEBT.';
revoke all on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text) from public;
grant execute on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue_return.sql
--! Included inventory/functions/create_receipt.sql
-- Goods come in: a receipt born confirmed, in one transaction. What its lines do stands in the rules
-- on inventory.receipt_detail, in the order of their triggers.
-- Security definer: receipts, ledgers and numbers are written by functions only.
create or replace function inventory.create_receipt(
  client_key text,
  supplier_id :ID_TYPE,
  items inventory.receipt_line[],
  receipt_date date default null,
  note text default null)
returns inventory.receipt
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  receipt inventory.receipt;
  earlier jsonb;
begin
  perform audit.refuse_too_many('items', cardinality(items));
  note := nullif(btrim(note), '');
  -- as meant: 2 and 2.000 are one quantity, and no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_receipt', jsonb_build_array(
    supplier_id, receipt_date, note, (
      select jsonb_agg(jsonb_build_array(
        l.item_id, trim_scale(l.quantity), trim_scale(l.unit_price)) order by l.place)
      from unnest(items) with ordinality as l (item_id, quantity, unit_price, place))));
  if earlier is not null then
    select r.* into strict receipt
    from inventory.receipt as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return receipt;
  end if;

  receipt_date := coalesce(receipt_date, config.business_date());
  perform audit.refuse_problems(
    inventory.receipt_head_problems(supplier_id, receipt_date, note)
    || inventory.receipt_line_problems(items));

  perform finance.hold_open_period(receipt_date);
  insert into inventory.receipt as r (supplier_id, receipt_date, note, created_by)
  values (create_receipt.supplier_id, create_receipt.receipt_date, create_receipt.note, caller)
  returning r.* into strict receipt;
  insert into inventory.receipt_detail (
    receipt_id, line_no, item_id, quantity, unit_price, line_total, created_by)
  select receipt.id, row_number() over (order by l.place), l.item_id, l.quantity, l.unit_price,
    round(l.quantity * l.unit_price), caller
  from (
    select w.item_id, sum(w.quantity) as quantity, min(w.unit_price) as unit_price,
      min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, unit_price, place)
    group by w.item_id) as l;

  select r.* into strict receipt from inventory.receipt as r where r.id = receipt.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', receipt.id::text));
  return receipt;
end
$$;
alter function inventory.create_receipt(text, :ID_TYPE, inventory.receipt_line[], date, text)
  owner to sodaily_definer;
comment on function inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text) is
  E'@resultFieldName receipt\nTakes in goods: raises stock, sets import prices, numbers the receipt. unitPrice in whole đồng a unit, receiptDate today when null. The same item twice is merged at one price. The same clientKey gives the first receipt again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, ITEM_INACTIVE.';
revoke all on function inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text) from public;
grant execute on function inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_receipt.sql
--! Included inventory/functions/create_stock_count.sql
-- A stock count: the books are set to what was counted, in one transaction. What its lines do stands
-- in the rules on inventory.stock_count_detail, in the order of their triggers.
-- Security definer: counts, ledgers and numbers are written by functions only.
create or replace function inventory.create_stock_count(
  client_key text,
  items inventory.count_line[],
  count_date date default null,
  note text default null)
returns inventory.stock_count
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  made inventory.stock_count;
  earlier jsonb;
begin
  perform audit.refuse_too_many('items', cardinality(items));
  note := nullif(btrim(note), '');
  -- as meant: 2 and 2.000 are one quantity, and no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_stock_count',
    jsonb_build_array(count_date, note, (
      select jsonb_agg(jsonb_build_array(l.item_id, trim_scale(l.counted)) order by l.place)
      from unnest(items) with ordinality as l (item_id, counted, place))));
  if earlier is not null then
    select c.* into strict made
    from inventory.stock_count as c where c.id = cast(earlier ->> 'id' as :ID_TYPE);
    return made;
  end if;

  count_date := coalesce(count_date, config.business_date());
  perform audit.refuse_problems(inventory.stock_count_problems(items, count_date, note));

  perform finance.hold_open_period(count_date);
  insert into inventory.stock_count as c (count_date, note, created_by)
  values (create_stock_count.count_date, create_stock_count.note, caller)
  returning c.* into strict made;
  perform inventory.add_count_lines(made, items);

  select c.* into strict made from inventory.stock_count as c where c.id = made.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  return made;
end
$$;
alter function inventory.create_stock_count(text, inventory.count_line[], date, text)
  owner to sodaily_definer;
comment on function inventory.create_stock_count(text, inventory.count_line[], date, text) is
  E'@resultFieldName stockCount\nSets the books to what was counted at the end of countDate (today when null); counted in the item''s unit, each item once. Lines without a difference move nothing. The same clientKey gives the first count again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, OUT_OF_STOCK when less was counted on an earlier day than left since.';
revoke all on function inventory.create_stock_count(text, inventory.count_line[], date, text)
  from public;
grant execute on function inventory.create_stock_count(text, inventory.count_line[], date, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_stock_count.sql
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
  perform audit.refuse_too_many('items', cardinality(items));
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
--! Included finance/functions/allocate_payment.sql
-- Says by hand what a payment settles, in place of what was said before. The debt does not change.
-- What was said before is reversed, not deleted: it was known until now.
-- Security definer: rows are written by functions only.
create or replace function finance.allocate_payment(
  client_key text, payment_id :ID_TYPE, allocations finance.allocation_line[] default null)
returns finance.payment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  paid finance.payment;
  money bigint;
  before bigint[];
  earlier jsonb;
begin
  perform audit.refuse_too_many('allocations', cardinality(allocations));
  earlier := audit.begin_command(caller, client_key, 'finance.allocate_payment',
    jsonb_build_array(payment_id, (
      select jsonb_agg(jsonb_build_array(l.issue_id, l.item_seq, trim_scale(l.amount)) order by l.place)
      from unnest(allocations) with ordinality as l (issue_id, amount, item_seq, place))));
  select p.* into paid from finance.payment as p where p.id = allocate_payment.payment_id;
  if earlier is not null then
    return paid;
  end if;

  if paid.id is null or not agency.is_mine(paid.agency_id) then
    perform audit.refuse_problems(jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
      'path', 'payment_id', 'value', payment_id::text,
      'reason', case when payment_id is null then 'required' else 'unknown' end))));
  end if;
  perform from agency.agency as a where a.id = paid.agency_id for no key update;
  select p.* into strict paid from finance.payment as p where p.id = allocate_payment.payment_id;
  perform audit.refuse_problems(finance.allocation_problems(paid, allocations));
  perform audit.refuse_problems(finance.allocation_within_payment(paid, allocations)
    || finance.allocation_within_item(paid, allocations));

  money := (
    select c.seq from finance.credit_item as c
    where c.agency_id = paid.agency_id and c.payment_id = paid.id);
  with reversed as (
    update finance.payment_allocation as l
    set amount = 0, reversed_at = clock_timestamp(), reversed_by = caller
    where l.agency_id = paid.agency_id and l.credit_seq = money and l.kind = 'hand'
      and l.reversed_at is null
    returning l.item_seq)
  select array_agg(r.item_seq) into before from reversed as r;
  insert into finance.payment_allocation (
    agency_id, credit_seq, item_seq, kind, told_amount, amount, payment_id, issue_id, created_by)
  select paid.agency_id, money, o.seq, 'hand', sum(l.amount), 0, paid.id, o.issue_id, caller
  from unnest(allocations) as l
  join finance.open_item as o on o.agency_id = paid.agency_id
    and (o.issue_id = l.issue_id or o.seq = l.item_seq)
  group by o.seq, o.issue_id;
  perform finance.settle_anew(paid.agency_id, before, array[money]);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', paid.id::text));
  return paid;
end
$$;
alter function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[])
  owner to sodaily_definer;
comment on function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[]) is
  E'@resultFieldName payment\nSays which slips, or which other open items (itemSeq), a payment settles, amounts in whole đồng, replacing what was said before; no allocations: what is due earliest again. What it leaves is automatic money. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR (also exceeds_payment, exceeds_open), DUPLICATE_REQUEST.';
revoke all on function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[])
  from public;
grant execute on function finance.allocate_payment(text, :ID_TYPE, finance.allocation_line[])
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/allocate_payment.sql
--! Included auth/functions/create_role.sql
-- A new set of scopes, for people whose work none of the built-in roles describes. Whoever makes it
-- works as staff and sees every row, so any database role is theirs to choose.
-- Security definer: people and rights are written by functions only.
create or replace function auth.create_role(
  client_key text,
  code text,
  name_vi text,
  name_en text,
  database_role text,
  scopes text[])
returns auth.role_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  made auth.role;
  earlier jsonb;
begin
  perform audit.refuse_too_many('scopes', cardinality(scopes));
  code := nullif(btrim(code), '');
  name_vi := nullif(btrim(name_vi), '');
  name_en := nullif(btrim(name_en), '');
  earlier := audit.begin_command(caller, client_key, 'auth.create_role', jsonb_build_array(
    code, name_vi, name_en, database_role, scopes));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    perform audit.refuse_problems(
      auth.role_code_problems(code, database_role)
      || auth.role_problems(name_vi, name_en, scopes));
    perform auth.grant_only_what_you_hold(scopes);
    insert into auth.role as r (code, name_vi, name_en, database_role, created_by, updated_by)
    values (create_role.code, create_role.name_vi, create_role.name_en,
      create_role.database_role, caller, caller)
    returning r.* into strict made;
    insert into auth.role_permission (role_id, permission_code, created_by)
    select distinct made.id, s.scope, caller from unnest(scopes) as s (scope);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  end if;
  return auth.role_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), made.id));
end
$$;
alter function auth.create_role(text, text, text, text, text, text[]) owner to sodaily_definer;
comment on function auth.create_role(text, text, text, text, text, text[]) is
  E'@resultFieldName role\nAdds a role. databaseRole says what its members see: sodaily_user assigned agencies only, sodaily_staff all, sodaily_warehouse all but agencies'' money, sodaily_auditor all, read only. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, GRANT_BEYOND_OWN, STEP_UP_REQUIRED.';
revoke all on function auth.create_role(text, text, text, text, text, text[]) from public;
grant execute on function auth.create_role(text, text, text, text, text, text[]) to sodaily_staff;
--! EndIncluded auth/functions/create_role.sql
--! Included auth/functions/update_role.sql
-- Renames a role and sets its scopes from now on, for everybody who has it. Its code and what its
-- members see stay. The administrator keeps every scope.
-- Security definer: people and rights are written by functions only.
create or replace function auth.update_role(
  client_key text,
  role_id :ID_TYPE,
  version bigint,
  name_vi text,
  name_en text,
  scopes text[])
returns auth.role_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  role auth.role;
  earlier jsonb;
begin
  perform audit.refuse_too_many('scopes', cardinality(scopes));
  name_vi := nullif(btrim(name_vi), '');
  name_en := nullif(btrim(name_en), '');
  earlier := audit.begin_command(caller, client_key, 'auth.update_role', jsonb_build_array(
    role_id, version, name_vi, name_en, scopes));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    role := auth.role_for_change(role_id, version);
    perform audit.refuse_problems(auth.role_problems(name_vi, name_en, scopes)
      || auth.admin_scope_problems(role, scopes));
    perform auth.grant_only_what_you_hold(array(
      select s.scope from unnest(scopes) as s (scope) where not exists (
        select from auth.role_permission as rp
        where rp.role_id = role.id and rp.permission_code = s.scope)));
    insert into auth.role_permission (role_id, permission_code, created_by)
    select role.id, s.scope, caller from unnest(scopes) as s (scope)
    on conflict on constraint role_permission_pkey do nothing;
    delete from auth.role_permission as rp
    where rp.role_id = role.id and rp.permission_code <> all (scopes);
    update auth.role as r
    set name_vi = update_role.name_vi, name_en = update_role.name_en,
      version = r.version + 1, updated_at = now(), updated_by = caller
    where r.id = role.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', role.id::text));
  end if;
  return auth.role_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), role.id));
end
$$;
alter function auth.update_role(text, :ID_TYPE, bigint, text, text, text[])
  owner to sodaily_definer;
comment on function auth.update_role(text, :ID_TYPE, bigint, text, text, text[]) is
  E'@resultFieldName role\nEdits a role; its members'' rights change at once. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, GRANT_BEYOND_OWN, LAST_ADMIN, STEP_UP_REQUIRED.';
revoke all on function auth.update_role(text, :ID_TYPE, bigint, text, text, text[]) from public;
grant execute on function auth.update_role(text, :ID_TYPE, bigint, text, text, text[])
  to sodaily_staff;
--! EndIncluded auth/functions/update_role.sql
--! Included auth/functions/set_user_roles.sql
-- The roles of a person from now on. Those they have already are not granted anew.
-- Security definer: people and rights are written by functions only.
create or replace function auth.set_user_roles(
  client_key text,
  user_id :ID_TYPE,
  version bigint,
  role_codes text[])
returns auth.user_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  person auth."user";
  earlier jsonb;
begin
  perform audit.refuse_too_many('role_codes', cardinality(role_codes));
  earlier := audit.begin_command(caller, client_key, 'auth.set_user_roles', jsonb_build_array(
    user_id, version, role_codes));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    person := auth.user_for_change(user_id, version);
    perform audit.refuse_problems(auth.membership_problems(role_codes, '{}'));
    perform auth.grant_only_what_you_hold(array(
      select rp.permission_code from auth.role as r
      join auth.role_permission as rp on rp.role_id = r.id
      where r.code = any (role_codes) and not exists (
        select from auth.user_role as ur where ur.user_id = person.id and ur.role_id = r.id)));
    insert into auth.user_role (user_id, role_id, created_by)
    select person.id, r.id, caller from auth.role as r where r.code = any (role_codes)
    on conflict on constraint user_role_pkey do nothing;
    delete from auth.user_role as ur using auth.role as r
    where ur.user_id = person.id and r.id = ur.role_id and r.code <> all (role_codes);
    update auth."user" as u
    set version = u.version + 1, updated_at = now(), updated_by = caller
    where u.id = person.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) owner to sodaily_definer;
comment on function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) is
  E'@resultFieldName user\nSets the roles of a person; what is taken away ends at once. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, GRANT_BEYOND_OWN, LAST_ADMIN, STEP_UP_REQUIRED.';
revoke all on function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) from public;
grant execute on function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) to sodaily_staff;
--! EndIncluded auth/functions/set_user_roles.sql
--! Included auth/functions/create_user.sql
-- A new person, with roles and agencies but without a password: they are mailed a link by which they
-- set one.
-- Security definer: people and rights are written by functions only.
create or replace function auth.create_user(
  client_key text,
  email text,
  full_name text,
  phone text default null,
  locale text default 'vi',
  role_codes text[] default '{}',
  agency_ids :ID_TYPE[] default '{}')
returns auth.user_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  person auth."user";
  earlier jsonb;
begin
  perform audit.refuse_too_many('role_codes', cardinality(role_codes));
  perform audit.refuse_too_many('agency_ids', cardinality(agency_ids), 10000);
  email := nullif(btrim(email), '');
  full_name := nullif(btrim(full_name), '');
  phone := nullif(btrim(phone), '');
  locale := coalesce(locale, 'vi');
  earlier := audit.begin_command(caller, client_key, 'auth.create_user', jsonb_build_array(
    email, full_name, phone, locale, role_codes, agency_ids));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    perform audit.refuse_problems(
      auth.email_problems(email) || auth.user_problems(full_name, phone, locale)
      || auth.membership_problems(role_codes, agency_ids));
    perform auth.grant_only_what_you_hold(array(
      select rp.permission_code from auth.role as r
      join auth.role_permission as rp on rp.role_id = r.id
      where r.code = any (role_codes)));
    insert into auth."user" as u (email, full_name, phone, locale, created_by, updated_by)
    values (create_user.email, create_user.full_name, create_user.phone, create_user.locale,
      caller, caller)
    returning u.* into strict person;
    insert into auth.user_role (user_id, role_id, created_by)
    select person.id, r.id, caller from auth.role as r where r.code = any (role_codes);
    insert into auth.user_agency (user_id, agency_id, created_by)
    select distinct person.id, k.id, caller from unnest(agency_ids) as k (id);
    perform auth.send_link(person, 'invitation', interval '72 hours');
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  owner to sodaily_definer;
comment on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[]) is
  E'@resultFieldName user\nAdds a person and mails them a link to set a password, good for 72 hours. agencyIds are the agencies they work with or are. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, GRANT_BEYOND_OWN, STEP_UP_REQUIRED.';
revoke all on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  from public;
grant execute on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  to sodaily_staff;
--! EndIncluded auth/functions/create_user.sql
--! Included auth/functions/assign_agencies.sql
-- The agencies a person works with, or is, from now on. It has no version: sales people get those
-- they bring while an administrator reads.
-- Security definer: people and rights are written by functions only.
create or replace function auth.assign_agencies(
  client_key text,
  user_id :ID_TYPE,
  agency_ids :ID_TYPE[])
returns auth.user_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  person auth."user";
  earlier jsonb;
begin
  -- whoever works with all dealers of a province
  perform audit.refuse_too_many('agency_ids', cardinality(agency_ids), 10000);
  earlier := audit.begin_command(caller, client_key, 'auth.assign_agencies', jsonb_build_array(
    user_id, agency_ids));
  if earlier is null then
    perform auth.hold_rights();
    select u.* into person from auth."user" as u
    where u.id = assign_agencies.user_id for no key update;
    if not found then
      raise exception 'user % is unknown', user_id using errcode = 'SDNFD',
        detail = jsonb_build_object('user_id', user_id::text)::text;
    end if;
    perform audit.refuse_problems(auth.membership_problems('{}', agency_ids));
    insert into auth.user_agency (user_id, agency_id, created_by)
    select person.id, k.id, caller from unnest(agency_ids) as k (id)
    on conflict on constraint user_agency_pkey do nothing;
    delete from auth.user_agency as ua
    where ua.user_id = person.id and ua.agency_id <> all (agency_ids);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.assign_agencies(text, :ID_TYPE, :ID_TYPE[]) owner to sodaily_definer;
comment on function auth.assign_agencies(text, :ID_TYPE, :ID_TYPE[]) is
  E'@resultFieldName user\nSets the agencies of a person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function auth.assign_agencies(text, :ID_TYPE, :ID_TYPE[]) from public;
grant execute on function auth.assign_agencies(text, :ID_TYPE, :ID_TYPE[]) to sodaily_staff;
--! EndIncluded auth/functions/assign_agencies.sql
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
--! Included inventory/functions/stock_count_problems.sql
-- Everything that is wrong with a stock count, all at once, each with its place. An item counted
-- twice is more likely a slip of the pen than two shelves, so it is refused and not merged.
create or replace function inventory.stock_count_problems(
  items inventory.count_line[], count_date date, note text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with line as (
      select l.item_id, l.counted, l.place - 1 as place, i.id as known_id, u.is_decimal,
        row_number() over (partition by l.item_id order by l.place) as nth
      from unnest(items) with ordinality as l (item_id, counted, place)
      left join inventory.item as i on i.id = l.item_id
      left join inventory.unit as u on u.id = i.unit_id),
    problem as (
      select 'count_date' as path, case
          when stock_count_problems.count_date < date '2000-01-01' then 'too_early' else 'in_future'
        end as reason, stock_count_problems.count_date::text as value
      where stock_count_problems.count_date not between date '2000-01-01' and config.business_date()
      union all
      select 'note', 'too_long', length(stock_count_problems.note)::text
      where length(stock_count_problems.note) > 500
      union all
      select 'items', 'required', null where coalesce(cardinality(items), 0) = 0
      union all
      select 'items.' || l.place || '.item_id', case
          when l.item_id is null then 'required'
          when l.known_id is null then 'unknown' else 'repeated'
        end, l.item_id::text
      from line as l where l.known_id is null or l.nth > 1
      union all
      select 'items.' || l.place || '.counted', q.reason, l.counted::text
      from line as l
      cross join lateral (select case
        when l.counted is null then 'required'
        when l.counted = 'NaN' then 'not_a_number'
        when l.counted < 0 then 'negative'
        when l.counted > 1000000000 then 'too_large'
        when scale(trim_scale(l.counted)) > 3 then 'too_many_decimals'
        when not l.is_decimal and l.counted <> trunc(l.counted) then 'whole_number_only'
      end as reason) as q
      where q.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.stock_count_problems(inventory.count_line[], date, text) is
  'Problems of the lines, date and note of a stock count, as JSON [{path, reason, value}].';
revoke all on function inventory.stock_count_problems(inventory.count_line[], date, text)
  from public;
grant execute on function inventory.stock_count_problems(inventory.count_line[], date, text)
  to sodaily_definer;
--! EndIncluded inventory/functions/stock_count_problems.sql
--! Included finance/functions/allocation_problems.sql
-- Everything that is wrong with the allocations asked for. A slip of another agency is unknown here.
create or replace function finance.allocation_problems(
  payment finance.payment, allocations finance.allocation_line[])
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with line as (
      select l.issue_id, l.item_seq, l.amount, l.place - 1 as place, o.seq as known_seq
      from unnest(allocations) with ordinality as l (issue_id, amount, item_seq, place)
      left join finance.open_item as o on o.agency_id = payment.agency_id and o.amount > 0
        and (o.issue_id = l.issue_id or l.issue_id is null and o.seq = l.item_seq)),
    problem as (
      select 'payment_id' as path, 'paid_with_its_slip' as reason, payment.id::text as value
      where payment.issue_id is not null
      union all
      select 'payment_id', 'cancelled', payment.id::text where payment.status = 'cancelled'
      union all
      select 'allocations.' || l.place || '.issue_id',
        case when l.issue_id is null and l.item_seq is null then 'required' else 'unknown' end,
        coalesce(l.issue_id::text, l.item_seq::text)
      from line as l where l.known_seq is null
      union all
      select 'allocations.' || l.place || '.amount', m.reason, l.amount::text
      from line as l
      cross join lateral (select case
        when l.amount is null then 'required'
        when l.amount = 'NaN' then 'not_a_number'
        when l.amount <= 0 then 'not_positive'
        when l.amount > 999999999999999 then 'too_large'
        when l.amount <> trunc(l.amount) then 'whole_number_only'
      end as reason) as m
      where m.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function finance.allocation_problems(finance.payment, finance.allocation_line[]) is
  E'@omit\nProblems of the allocations asked for, as JSON [{path, reason, value}].';
revoke all on function finance.allocation_problems(finance.payment, finance.allocation_line[])
  from public;
grant execute on function finance.allocation_problems(finance.payment, finance.allocation_line[])
  to sodaily_definer;
--! EndIncluded finance/functions/allocation_problems.sql
--! Included inventory/rules/price_override.sql
-- Rule QĐ3a, its exception: a line may be sold at a price that a person names, with a reason. The
-- price the rule would have set is kept beside it on the line, and the ceiling, the debt and the
-- total count the price that was named. A request keeps the prices of its day: whoever would sell
-- at others rejects it and writes a slip.
-- Who may override: whoever holds price:override. Codes when refused: PERMISSION_DENIED,
-- VALIDATION_ERROR.
create or replace function inventory.price_override(
  prices inventory.line_price[], items inventory.issue_line[]) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if coalesce(cardinality(prices), 0) = 0 then
    return '[]'::jsonb;
  end if;
  perform auth.require_scope('price:override');
  return (
    with named as (
      select w.*, w.place - 1 as index, row_number() over same_item > 1 as is_repeated
      from unnest(prices) with ordinality as w (item_id, unit_price, reason, place)
      window same_item as (partition by w.item_id order by w.place)),
    problem as (
      select 'prices.' || n.index || '.item_id' as path, case
          when n.item_id is null then 'required'
          when n.is_repeated then 'named_twice' else 'not_on_the_slip'
        end as reason, n.item_id::text as value
      from named as n
      where n.item_id is null or n.is_repeated or not exists (
        select from unnest(items) as l (item_id, quantity) where l.item_id = n.item_id)
      union all
      select 'prices.' || n.index || '.unit_price', p.reason, n.unit_price::text
      from named as n
      cross join lateral (select case
        when n.unit_price is null then 'required'
        when n.unit_price = 'NaN' then 'not_a_number'
        when n.unit_price <= 0 then 'not_positive'
        when n.unit_price > 1000000000 then 'too_large'
        when n.unit_price <> trunc(n.unit_price) then 'whole_number_only'
      end as reason) as p
      where p.reason is not null
      union all
      select 'prices.' || n.index || '.reason',
        case when length(n.reason) > 500 then 'too_long' else 'required' end, null
      from named as n
      where coalesce(btrim(n.reason), '') = '' or length(n.reason) > 500)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.price_override(inventory.line_price[], inventory.issue_line[]) is
  E'@omit\nProblems of prices that a person names for lines, as JSON [{path, reason, value}]. Error: PERMISSION_DENIED {scope} when there are any and the caller lacks price:override.';
revoke all on function inventory.price_override(inventory.line_price[], inventory.issue_line[])
  from public;
grant execute on function inventory.price_override(inventory.line_price[], inventory.issue_line[])
  to sodaily_definer;
--! EndIncluded inventory/rules/price_override.sql

--! split: 030-payment-words.sql
-- Words of an amount, for the page that takes money
--! Included config/functions/amount_in_words.sql
-- How an amount is written out on a slip (bằng chữ): linh before a lone unit, mốt and lăm after tens, không
-- trăm in the middle, tỷ again for what is beyond a thousand of them. The one place that knows it.
create or replace function config.amount_in_words(amount numeric) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
declare
  digit constant text[] := array['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
  scale constant text[] := array[null, 'nghìn', 'triệu'];
  digits constant text := trunc(abs(amount))::text;
  padded constant text := lpad(digits, 3 * ((length(digits) + 2) / 3), '0');
  groups constant integer := length(padded) / 3;
  words text := '';
  hundreds integer;
  tens integer;
  units integer;
  place integer;
begin
  -- asked for while an amount is being typed: no amount of a book is longer, and none takes more time
  if amount is null or not abs(amount) < 1e24 then
    return null;
  end if;
  for nth in 1 .. groups loop
    hundreds := substr(padded, nth * 3 - 2, 1)::integer;
    tens := substr(padded, nth * 3 - 1, 1)::integer;
    units := substr(padded, nth * 3, 1)::integer;
    place := groups - nth;
    if hundreds + tens + units > 0 then
      words := concat_ws(' ', nullif(words, ''),
        case when hundreds > 0 or words <> '' then digit[hundreds + 1] || ' trăm' end,
        case when tens = 1 then 'mười' when tens > 1 then digit[tens + 1] || ' mươi'
          when units > 0 and (hundreds > 0 or words <> '') then 'linh' end,
        case when units = 1 and tens > 1 then 'mốt' when units = 5 and tens > 0 then 'lăm'
          when units > 0 then digit[units + 1] end,
        scale[place % 3 + 1]);
    end if;
    -- tỷ closes every third group but the last, also when the group itself is empty
    if place > 0 and place % 3 = 0 and words <> '' then
      words := words || ' tỷ';
    end if;
  end loop;
  words := case when amount < 0 then 'âm ' else '' end || coalesce(nullif(words, ''), digit[1])
    || ' đồng';
  return upper(left(words, 1)) || substr(words, 2);
end
$$;
comment on function config.amount_in_words(numeric) is
  'An amount of đồng in Vietnamese words, such as Một triệu không trăm linh năm nghìn đồng; null beyond 24 digits.';
revoke all on function config.amount_in_words(numeric) from public;
grant execute on function config.amount_in_words(numeric)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/amount_in_words.sql
-- The first day that a file books on
--! Included config/functions/say_import_summary.sql
-- Last line of a check. What every row needs and one has not is a fault, whatever the kind and however it was read. How
-- many rows were read is said once: a later check that finds fewer has lost some.
create or replace function config.say_import_summary(import_id :ID_TYPE, summary jsonb) returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  faults bigint;
begin
  insert into config.import_fault (import_id, row_no, column_code, reason)
  select r.import_id, r.row_no, c.code, 'required'
  from config.import as i
  join config.import_column as c on c.import_kind_code = i.what and c.is_required
  join config.import_row as r on r.import_id = i.id
  where i.id = say_import_summary.import_id and not r.cells ? c.code
  on conflict on constraint import_fault_pkey do nothing;
  select count(*) into faults
  from config.import_fault as f where f.import_id = say_import_summary.import_id;
  -- rows without a day are of today; who applies the file is told how far back the others go
  summary := summary || jsonb_build_object('first_day', (
    select min(coalesce(r.cells ->> 'business_date', r.cells ->> 'receipt_date'))
    from config.import_row as r where r.import_id = say_import_summary.import_id));
  update config.import as i
  set summary = jsonb_strip_nulls(say_import_summary.summary), fault_count = faults,
    checked_at = coalesce(i.checked_at, clock_timestamp()),
    row_count = coalesce(i.row_count, (
      select count(*) from config.import_row as r where r.import_id = i.id))
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

--! split: 050-returns.sql
-- A return that was mistyped is undone, and returns are not judged by the debt.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation
alter table inventory.issue_return
  add column if not exists status text not null default 'confirmed',
  add column if not exists cancelled_at timestamptz,
  add column if not exists cancelled_by :ID_TYPE references auth."user",
  add column if not exists cancel_reason text,
  drop constraint if exists issue_return_status_is_known,
  drop constraint if exists cancelled_return_says_when_and_why;
alter table inventory.issue_return
  add constraint issue_return_status_is_known check (status in ('confirmed', 'cancelled')),
  add constraint cancelled_return_says_when_and_why check (
    (status = 'cancelled') = (cancelled_at is not null)
    and (status = 'cancelled') = (cancelled_by is not null)
    and (status = 'cancelled') = (length(btrim(cancel_reason)) between 1 and 500));
create index if not exists issue_return_cancelled_by_idx on inventory.issue_return (cancelled_by);
comment on column inventory.issue_return.status is 'confirmed or cancelled.';
comment on column inventory.issue_return.cancelled_at is 'Moment it was undone.';
comment on column inventory.issue_return.cancelled_by is 'User who undid it.';
comment on column inventory.issue_return.cancel_reason is 'Why it was undone, at most 500 characters.';

alter table finance.debt_transaction
  drop constraint if exists debt_transaction_of_a_return_names_it;
alter table finance.debt_transaction
  add constraint debt_transaction_of_a_return_names_it check (
    (kind in ('return', 'return_cancel')) = (issue_return_id is not null)
    and (issue_return_id is null or issue_id is not null));

alter table inventory.stock_movement
  drop constraint if exists stock_movement_kind_is_known,
  drop constraint if exists stock_movement_of_a_return_names_it;
alter table inventory.stock_movement
  add constraint stock_movement_kind_is_known check (kind in ('opening', 'issue', 'issue_cancel',
    'receipt', 'receipt_cancel', 'return', 'return_cancel', 'count')),
  add constraint stock_movement_of_a_return_names_it check (
    (kind in ('return', 'return_cancel')) = (issue_return_id is not null)
    and (issue_return_id is null or agency_id is not null));
comment on column inventory.stock_movement.kind is
  'opening, issue, issue_cancel, receipt, receipt_cancel, return, return_cancel, count.';

drop trigger if exists return_4_return_within_debt on inventory.issue_return_detail;
drop function if exists finance.return_within_debt();
drop function if exists inventory.refuse_negative_stock_on_cancel(inventory.receipt);
--! Included inventory/policies/issue_return.sql
-- Assigned people see returns of their agencies, staff all; the warehouse sees no money.
alter table inventory.issue_return enable row level security;
alter table inventory.issue_return force row level security;

drop policy if exists definer_does_what_functions_do on inventory.issue_return;
create policy definer_does_what_functions_do on inventory.issue_return
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on inventory.issue_return;
create policy user_reads_own_agencies on inventory.issue_return
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on inventory.issue_return;
create policy staff_reads_all on inventory.issue_return
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.issue_return;
create policy warehouse_reads_all on inventory.issue_return
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.issue_return;
create policy auditor_reads_all on inventory.issue_return
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.issue_return;
create policy readers_need_the_scope on inventory.issue_return
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.issue_return from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on inventory.issue_return to sodaily_definer;
grant select on inventory.issue_return
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, code, agency_id, issue_id, status, return_date, reason, created_at, created_by, cancelled_at,
  cancelled_by, cancel_reason
) on inventory.issue_return to sodaily_warehouse;
--! EndIncluded inventory/policies/issue_return.sql
--! Included inventory/functions/add_return_lines.sql
-- Writes the lines of a return at the prices frozen on its slip: the same item twice is merged. Under
-- the lock on the agency, so that what was returned before is known; each line is rounded such that
-- all returns of a line of the slip together make its total, to the đồng.
create or replace function inventory.add_return_lines(
  made inventory.issue_return, items inventory.issue_line[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from agency.agency as a where a.id = made.agency_id for no key update;

  insert into inventory.issue_return_detail (
    agency_id, issue_return_id, issue_id, line_no, item_id, quantity, unit_price, line_total,
    created_by)
  select made.agency_id, made.id, made.issue_id, row_number() over (order by l.place), l.item_id,
    l.quantity, d.unit_price, round((b.quantity + l.quantity) * d.unit_price) - b.total,
    made.created_by
  from (
    select w.item_id, sum(w.quantity) as quantity, min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, place)
    group by w.item_id) as l
  join inventory.issue_detail as d on d.issue_id = made.issue_id and d.item_id = l.item_id
  cross join lateral (
    select coalesce(sum(r.quantity), 0) as quantity, coalesce(sum(r.line_total), 0) as total
    from inventory.issue_return_detail as r
    join inventory.issue_return as t on t.id = r.issue_return_id and t.status = 'confirmed'
    where r.issue_id = made.issue_id and r.item_id = l.item_id) as b;
end
$$;
comment on function inventory.add_return_lines(inventory.issue_return, inventory.issue_line[]) is
  'Locks the agency and inserts the merged and priced lines of a new return.';
revoke all on function inventory.add_return_lines(inventory.issue_return, inventory.issue_line[])
  from public;
grant execute on function inventory.add_return_lines(inventory.issue_return, inventory.issue_line[])
  to sodaily_definer;
--! EndIncluded inventory/functions/add_return_lines.sql
--! Included inventory/functions/cancel_issue_return.sql
-- A return that should not have been: its goods leave again and the debt rises again, today. What
-- cancelling does stands in the rules on inventory.issue_return, in the order of their triggers. It may
-- pass the debt limit, as cancelling a payment may: the goods are with the agency.
-- Security definer: returns and ledgers are written by functions only.
create or replace function inventory.cancel_issue_return(
  client_key text, issue_return_id :ID_TYPE, reason text)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('slip:cancel');
  undone inventory.issue_return;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.cancel_issue_return',
    jsonb_build_array(issue_return_id, reason));
  select r.* into undone
  from inventory.issue_return as r where r.id = cancel_issue_return.issue_return_id;
  if earlier is not null then
    return undone;
  end if;

  perform audit.refuse_problems(case
    when undone.id is null or not agency.is_mine(undone.agency_id) then
      jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('path', 'issue_return_id',
        'reason', case when issue_return_id is null then 'required' else 'unknown' end,
        'value', issue_return_id::text)))
    else '[]' end || case
    when reason is null then
      jsonb_build_array(jsonb_build_object('path', 'reason', 'reason', 'required'))
    when length(reason) > 500 then jsonb_build_array(jsonb_build_object(
      'path', 'reason', 'reason', 'too_long', 'value', length(reason)::text))
    else '[]' end);

  perform finance.hold_open_period(config.business_date());
  perform from agency.agency as a where a.id = undone.agency_id for no key update;
  update inventory.issue_return as r
  set status = 'cancelled', cancelled_at = now(), cancelled_by = caller,
    cancel_reason = cancel_issue_return.reason
  where r.id = undone.id
  returning r.* into strict undone;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', undone.id::text));
  return undone;
end
$$;
alter function inventory.cancel_issue_return(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function inventory.cancel_issue_return(text, :ID_TYPE, text) is
  E'@resultFieldName issueReturn\nUndoes a return, with a reason: its goods leave stock again and the debt rises again, by reversing rows of today. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, NEGATIVE_STOCK_ON_CANCEL.';
revoke all on function inventory.cancel_issue_return(text, :ID_TYPE, text) from public;
grant execute on function inventory.cancel_issue_return(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/cancel_issue_return.sql
--! Included inventory/functions/issue_kept_amount.sql
-- What the agency kept of a slip: its total less what came back at the prices of the slip.
create or replace function inventory.issue_kept_amount(issue inventory.issue) returns public.dong
language sql stable
as $$
  select issue.total_amount - coalesce((
    select sum(r.total_amount) from inventory.issue_return as r
    where r.agency_id = issue.agency_id and r.issue_id = issue.id and r.status = 'confirmed'), 0)
$$;
comment on function inventory.issue_kept_amount(inventory.issue) is
  'Total of the slip less its returns, đồng.';
revoke all on function inventory.issue_kept_amount(inventory.issue) from public;
grant execute on function inventory.issue_kept_amount(inventory.issue)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/issue_kept_amount.sql
--! Included inventory/functions/refuse_negative_stock_on_cancel.sql
-- Without the goods of a receipt or a return, stock must stay ≥ 0 today and at the end of every later day. Runs
-- under the locks on the items, before the reversal. Names every item that would be short, and its
-- first short day. All that moved before today counts as moved today.
create or replace function inventory.refuse_negative_stock_on_cancel(
  document text, document_id text, document_code text, lines inventory.issue_line[])
returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  short jsonb;
begin
  with line as (
    select l.item_id, sum(l.quantity) as quantity, min(l.place) as line_no
    from unnest(lines) with ordinality as l (item_id, quantity, place)
    group by l.item_id),
  day as (
    select l.item_id, l.quantity, t.business_date,
      sum(sum(m.quantity)) over (partition by l.item_id order by t.business_date) as closing
    from line as l
    join inventory.stock_movement as m on m.item_id = l.item_id
    cross join lateral (
      select greatest(m.business_date, config.business_date()) as business_date) as t
    group by l.item_id, l.quantity, t.business_date),
  lowest as (
    select y.item_id, min(y.closing) as closing,
      min(y.business_date) filter (where y.closing < y.quantity) as first_day
    from day as y
    group by y.item_id)
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
    'available', trim_scale(w.closing)::text,
    'needed', trim_scale(l.quantity)::text,
    'shortage', trim_scale(l.quantity - w.closing)::text,
    'first_day', w.first_day) order by l.line_no)
  into short
  from line as l
  join lowest as w on w.item_id = l.item_id
  join inventory.item as i on i.id = l.item_id
  join inventory.unit as u on u.id = i.unit_id
  where w.closing < l.quantity;
  if short is not null then
    raise exception 'goods of % have left already', document_code
      using errcode = 'SDNEG', detail = jsonb_build_object(
        'document', document, 'document_id', document_id, 'document_code', document_code,
        'items', short)::text,
      hint = 'Cancel the slips that took them first, or take in the right goods.';
  end if;
end
$$;
comment on function inventory.refuse_negative_stock_on_cancel(
  text, text, text, inventory.issue_line[]) is
  E'@omit\nRefuses when the goods of a document (receipt or return) cannot leave stock again. Error: NEGATIVE_STOCK_ON_CANCEL {document, document_id, document_code, items: [{item_id, sku, item_name, unit, available, needed, shortage, first_day}]}.';
revoke all on function inventory.refuse_negative_stock_on_cancel(
  text, text, text, inventory.issue_line[]) from public;
grant execute on function inventory.refuse_negative_stock_on_cancel(
  text, text, text, inventory.issue_line[]) to sodaily_definer;
--! EndIncluded inventory/functions/refuse_negative_stock_on_cancel.sql
--! Included report/functions/rebuild_stock_summaries.sql
-- Makes the days and months of items anew from the stock ledger.
create or replace function report.rebuild_stock_summaries() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from report.stock_delta;
  delete from report.item_day;
  delete from report.item_month;
  insert into report.item_day (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select m.item_id, m.business_date,
    coalesce(sum(m.quantity) filter (
      where m.kind in ('opening', 'receipt', 'receipt_cancel')), 0),
    coalesce(-sum(m.quantity) filter (where m.kind in ('issue', 'issue_cancel', 'return', 'return_cancel')), 0),
    coalesce(sum(m.quantity) filter (where m.kind = 'count'), 0)
  from inventory.stock_movement as m
  group by m.item_id, m.business_date;
  insert into report.item_month (item_id, month, in_quantity, out_quantity, adjustment_quantity)
  select d.item_id, date_trunc('month', d.business_date::timestamp)::date as month,
    sum(d.in_quantity), sum(d.out_quantity), sum(d.adjustment_quantity)
  from report.item_day as d
  group by d.item_id, month;
end
$$;
comment on function report.rebuild_stock_summaries() is
  E'@omit\nMakes the days and months of items anew from the whole stock ledger. For report.rebuild_summaries only.';
revoke all on function report.rebuild_stock_summaries() from public;
grant execute on function report.rebuild_stock_summaries() to sodaily_definer;
--! EndIncluded report/functions/rebuild_stock_summaries.sql
--! Included report/functions/stock_between.sql
-- Stock at the end of any day and what moved it since another, exact at the moment of asking. known_at
-- takes away what was recorded after that moment. The worth is at the import price of the last day. For
-- whoever moves stock or reads reports. The sums of all rows stand in each, so that a page with its foot is
-- worked out once; quantities of different items are not added up.
-- Security definer: nobody else reads summaries.
create or replace function report.stock_between(from_date date default null,
  to_date date default null, known_at timestamptz default null, search text default null)
returns setof report.stock_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  last_day constant date := coalesce(to_date, config.business_date());
  first_day constant date := coalesce(
    from_date, date_trunc('month', last_day::timestamp)::date);
begin
  perform auth.require_scope(
    case when auth.has_scope('inventory:adjust') then 'inventory:adjust' else 'report:read' end);
  return query
  with moved as (
    select m.item_id, sum(m.came) as came, sum(m.went) as went, sum(m.found) as found
    from (
      select b.item_id, b.in_quantity as came, b.out_quantity as went, b.adjustment_quantity as found
      from report.stock_moved(first_day, last_day) as b
      union all
      -- what was not known yet
      select t.item_id,
        case when t.kind in ('opening', 'receipt', 'receipt_cancel') then -t.quantity else 0 end,
        case when t.kind in ('issue', 'issue_cancel', 'return', 'return_cancel') then t.quantity else 0 end,
        case when t.kind = 'count' then -t.quantity else 0 end
      from inventory.stock_movement as t
      where known_at is not null and t.recorded_at > known_at
        and t.business_date between first_day and last_day) as m
    group by m.item_id),
  stock as (
    select i as item, coalesce(m.came, 0) as came, coalesce(m.went, 0) as went,
      coalesce(m.found, 0) as found, coalesce(q.quantity, 0) as closing
    from inventory.item as i
    left join report.stock_on(last_day, known_at) as q on q.item_id = i.id
    left join moved as m on m.item_id = i.id)
  select (s.item).id, (s.closing - s.came + s.went - s.found)::public.quantity,
    s.came::public.quantity, s.went::public.quantity, s.found::public.quantity,
    s.closing::public.quantity, w.worth::public.dong,
    row(count(*) over (), sum(w.worth) over ())::report.stock_total
  from stock as s
  join inventory.import_prices_on(array(select i.id from inventory.item as i), last_day, known_at) as p
    on p.item_id = (s.item).id
  cross join lateral (select round(s.closing * p.price) as worth) as w
  where ((s.item).is_active or (s.closing, s.came, s.went, s.found) is distinct from (0, 0, 0, 0))
    and (nullif(btrim(search), '') is null
      or (s.item).id in (select f.id from inventory.search_items(search) as f))
  order by (s.item).item_name, (s.item).id;
end
$$;
alter function report.stock_between(date, date, timestamptz, text) owner to sodaily_definer;
comment on function report.stock_between(date, date, timestamptz, text) is
  'Stock per item between two days (tồn kho), exact at the moment of asking, by name: toDate today when null, fromDate the first of its month. knownAt leaves out what was recorded later; search narrows by item. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.stock_between(date, date, timestamptz, text) from public;
grant execute on function report.stock_between(date, date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/stock_between.sql
--! Included finance/rules/cancelled_return_raises_debt.sql
-- Rule: cancelling a return raises the debt by what it had lowered it, exactly once, by a row of today
-- that reverses its row of the ledger: the slip asks for it again. Nobody may override.
create or replace function finance.cancelled_return_raises_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select t.id, t.agency_id, t.item_seq, t.due_date, t.issue_id, t.issue_return_id,
      -t.amount as amount, n.cancelled_by,
      row_number() over earlier as nth, sum(-t.amount) over earlier as raised
    from new_return as n
    join old_return as o on o.id = n.id
    join finance.debt_transaction as t on t.agency_id = n.agency_id
      and t.issue_return_id = n.id and t.kind = 'return'
    where n.status = 'cancelled' and o.status <> 'cancelled'
    window earlier as (partition by t.agency_id order by t.seq)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount - s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after, business_date,
    item_seq, due_date, issue_id, issue_return_id, reverses_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'return_cancel', p.amount, b.opening + p.raised,
    config.business_date(), p.item_seq, p.due_date, p.issue_id, p.issue_return_id, p.id,
    p.cancelled_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.cancelled_return_raises_debt() is
  'Posts the rows of the debt ledger that reverse cancelled returns.';
revoke all on function finance.cancelled_return_raises_debt() from public;

create or replace trigger cancel_1_cancelled_return_raises_debt
after update on inventory.issue_return
referencing old table as old_return new table as new_return
for each statement execute function finance.cancelled_return_raises_debt();
comment on trigger cancel_1_cancelled_return_raises_debt on inventory.issue_return is
  'Step 1 of undoing a return: the debt rises again.';
--! EndIncluded finance/rules/cancelled_return_raises_debt.sql
--! Included inventory/rules/f_lower_stock_on_receipt_cancel.sql
-- Rule: cancelling a receipt takes its goods from stock again, by reversing rows of today, each
-- exactly once, and never leaves stock below zero today or at the end of any later day. What past
-- days closed with stays as it was. Nobody may override.
-- Code when refused: NEGATIVE_STOCK_ON_CANCEL.
create or replace function inventory.f_lower_stock_on_receipt_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  receipt inventory.receipt;
begin
  for receipt in
    select n.* from new_receipt as n
    join old_receipt as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled'
    order by n.id
  loop
    perform from inventory.item as i
    where i.id in (
      select d.item_id from inventory.receipt_detail as d where d.receipt_id = receipt.id)
    order by i.id
    for no key update;
    perform inventory.refuse_negative_stock_on_cancel('receipt', receipt.id::text, receipt.code, array(
      select row(d.item_id, d.quantity)::inventory.issue_line
      from inventory.receipt_detail as d where d.receipt_id = receipt.id order by d.line_no));

    with came as (
      select m.id, m.item_id, m.quantity from inventory.stock_movement as m
      where m.receipt_id = receipt.id and m.kind = 'receipt'),
    balance as (
      update inventory.item as i
      set stock_quantity = i.stock_quantity - c.quantity, stock_seq = i.stock_seq + 1
      from came as c where i.id = c.item_id
      returning i.id, i.stock_quantity, i.stock_seq)
    insert into inventory.stock_movement (
      item_id, seq, kind, quantity, balance_after, business_date, receipt_id, reverses_id,
      created_by)
    select b.id, b.stock_seq, 'receipt_cancel', -c.quantity, b.stock_quantity,
      config.business_date(), receipt.id, c.id, receipt.cancelled_by
    from balance as b
    join came as c on c.item_id = b.id;
  end loop;
  return null;
end
$$;
comment on function inventory.f_lower_stock_on_receipt_cancel() is
  'Reverses the movements of receipts being cancelled. Error: NEGATIVE_STOCK_ON_CANCEL, see inventory.refuse_negative_stock_on_cancel.';
revoke all on function inventory.f_lower_stock_on_receipt_cancel() from public;

create or replace trigger cancel_1_f_lower_stock_on_receipt_cancel
after update on inventory.receipt
referencing old table as old_receipt new table as new_receipt
for each statement execute function inventory.f_lower_stock_on_receipt_cancel();
comment on trigger cancel_1_f_lower_stock_on_receipt_cancel on inventory.receipt is
  'Cancelling, step 1: stock and stock ledger.';
--! EndIncluded inventory/rules/f_lower_stock_on_receipt_cancel.sql
--! Included inventory/rules/f_lower_stock_on_return_cancel.sql
-- Rule: cancelling a return takes its goods from stock again, by reversing rows of today, each exactly
-- once, and never leaves stock below zero today or at the end of any later day. What past days closed
-- with stays as it was. Nobody may override. Code when refused: NEGATIVE_STOCK_ON_CANCEL.
create or replace function inventory.f_lower_stock_on_return_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  undone inventory.issue_return;
begin
  for undone in
    select n.* from new_return as n
    join old_return as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled'
    order by n.id
  loop
    perform from inventory.item as i
    where i.id in (
      select d.item_id from inventory.issue_return_detail as d where d.issue_return_id = undone.id)
    order by i.id
    for no key update;
    perform inventory.refuse_negative_stock_on_cancel('return', undone.id::text, undone.code, array(
      select row(d.item_id, d.quantity)::inventory.issue_line
      from inventory.issue_return_detail as d where d.issue_return_id = undone.id
      order by d.line_no));

    with came as (
      select m.id, m.item_id, m.quantity from inventory.stock_movement as m
      where m.agency_id = undone.agency_id and m.issue_return_id = undone.id and m.kind = 'return'),
    balance as (
      update inventory.item as i
      set stock_quantity = i.stock_quantity - c.quantity, stock_seq = i.stock_seq + 1
      from came as c where i.id = c.item_id
      returning i.id, i.stock_quantity, i.stock_seq)
    insert into inventory.stock_movement (
      item_id, seq, kind, quantity, balance_after, business_date, agency_id, issue_return_id,
      reverses_id, created_by)
    select b.id, b.stock_seq, 'return_cancel', -c.quantity, b.stock_quantity,
      config.business_date(), undone.agency_id, undone.id, c.id, undone.cancelled_by
    from balance as b
    join came as c on c.item_id = b.id;
  end loop;
  return null;
end
$$;
comment on function inventory.f_lower_stock_on_return_cancel() is
  'Takes the goods of cancelled returns from stock again. Error: NEGATIVE_STOCK_ON_CANCEL.';
revoke all on function inventory.f_lower_stock_on_return_cancel() from public;

create or replace trigger cancel_2_f_lower_stock_on_return_cancel
after update on inventory.issue_return
referencing old table as old_return new table as new_return
for each statement execute function inventory.f_lower_stock_on_return_cancel();
comment on trigger cancel_2_f_lower_stock_on_return_cancel on inventory.issue_return is
  'Step 2 of undoing a return: its goods leave stock again.';
--! EndIncluded inventory/rules/f_lower_stock_on_return_cancel.sql
--! Included inventory/rules/issue_has_no_returns_when_cancelled.sql
-- Rule: a slip of which goods came back is not cancelled, or they would come back twice: return the
-- rest instead. Asked under the lock on the agency, which returning takes too. Nobody may override.
-- Code when refused: HAS_RETURNS.
create or replace function inventory.issue_has_no_returns_when_cancelled() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  return_codes text;
begin
  perform from agency.agency as a where a.id = old.agency_id for no key update;

  select string_agg(r.code, ', ' order by r.code) into return_codes
  from inventory.issue_return as r
  where r.agency_id = old.agency_id and r.issue_id = old.id and r.status = 'confirmed';
  if return_codes is not null then
    raise exception 'slip % has returns', old.code
      using errcode = 'SDRTN', detail = jsonb_build_object(
        'issue_id', old.id::text, 'issue_code', old.code, 'return_codes', return_codes)::text,
      hint = 'Return what is left of it.';
  end if;
  return new;
end
$$;
comment on function inventory.issue_has_no_returns_when_cancelled() is
  'Refuses to cancel a slip that has returns. Error: HAS_RETURNS {issue_id, issue_code, return_codes}.';
revoke all on function inventory.issue_has_no_returns_when_cancelled() from public;

create or replace trigger issue_has_no_returns_when_cancelled
before update on inventory.issue
for each row when (old.status <> 'cancelled' and new.status = 'cancelled')
execute function inventory.issue_has_no_returns_when_cancelled();
comment on trigger issue_has_no_returns_when_cancelled on inventory.issue is
  'A slip with returns is not cancelled.';
--! EndIncluded inventory/rules/issue_has_no_returns_when_cancelled.sql
--! Included inventory/rules/issue_return_is_final.sql
-- Rule: a return that has its number is not edited, takes no more lines and is never deleted:
-- cancel it and write another. Nobody may override. Code when refused: HISTORY_IS_FINAL.
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
comment on function inventory.issue_return_is_final() is
  'Refuses to edit a numbered return or to delete any. Error: HISTORY_IS_FINAL {table, verb, issue_return_id}.';
revoke all on function inventory.issue_return_is_final() from public;

create or replace trigger issue_return_is_final
before update on inventory.issue_return
for each row when (
  old.code is not null and (
    (old.code, old.agency_id, old.issue_id, old.return_date, old.total_amount, old.reason,
      old.created_at, old.created_by)
      is distinct from
    (new.code, new.agency_id, new.issue_id, new.return_date, new.total_amount, new.reason,
      new.created_at, new.created_by)
    -- what says how it ended changes only with its state
    or (old.status = new.status and
      (old.cancelled_at, old.cancelled_by, old.cancel_reason)
        is distinct from (new.cancelled_at, new.cancelled_by, new.cancel_reason))))
execute function inventory.issue_return_is_final();
comment on trigger issue_return_is_final on inventory.issue_return is
  'A numbered return is not edited.';

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
  from new_line as n
  join inventory.issue_return as r on r.id = n.issue_return_id
  where r.code is not null
  limit 1;
  if found then
    raise exception 'return % is final', final.code
      using errcode = 'SDHIS', detail = jsonb_build_object(
        'table', 'inventory.issue_return_detail', 'verb', tg_op,
        'issue_return_id', final.id::text)::text,
      hint = 'Cancel it and write another.';
  end if;
  return null;
end
$$;
comment on function inventory.return_takes_lines_once() is
  'Refuses new lines on a numbered return. Error: HISTORY_IS_FINAL {table, verb, issue_return_id}.';
revoke all on function inventory.return_takes_lines_once() from public;

create or replace trigger return_1_return_takes_lines_once
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.return_takes_lines_once();
comment on trigger return_1_return_takes_lines_once on inventory.issue_return_detail is
  'Returning, step 1: a numbered return takes no more lines.';
--! EndIncluded inventory/rules/issue_return_is_final.sql
--! Included inventory/rules/issue_return_transition.sql
-- Rule: a return is born confirmed and goes to cancelled, once. While FOUR_EYES is true nobody cancels
-- a return that they wrote themselves. Who may override: nobody; an admin sets the regulation.
-- Codes when refused: INVALID_TRANSITION, FOUR_EYES.
create or replace function inventory.issue_return_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  if (old.status, new.status) <> ('confirmed', 'cancelled') then
    raise exception 'a return cannot go from % to %', old.status, new.status
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'issue_return_id', new.id::text, 'issue_return_code', new.code, 'from', old.status,
        'to', new.status)::text,
      hint = 'Reload it to see its present state.';
  end if;
  perform config.four_eyes(old.created_by, new.cancelled_by);
  return new;
end
$$;
comment on function inventory.issue_return_transition() is
  'Refuses to cancel a return twice, or one of one''s own under FOUR_EYES. Errors: INVALID_TRANSITION {issue_return_id, issue_return_code, from, to}, FOUR_EYES.';
revoke all on function inventory.issue_return_transition() from public;

-- named to fire before the rule that a return is final
create or replace trigger cancel_0_issue_return_transition
before update on inventory.issue_return
for each row when (old.status is distinct from new.status or old.status = 'cancelled')
execute function inventory.issue_return_transition();
comment on trigger cancel_0_issue_return_transition on inventory.issue_return is 'A return is cancelled once.';
--! EndIncluded inventory/rules/issue_return_transition.sql
--! Included inventory/rules/return_within_issue.sql
-- Rule: of each line of a slip no more comes back than was issued, over all its returns together.
-- Asked under the lock on the agency; all lines that ask for too much are named at once. Nobody may
-- override. Code when refused: RETURN_EXCEEDS_ISSUE.
create or replace function inventory.return_within_issue() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  exceeding jsonb;
begin
  with line as (
    select n.issue_id, n.item_id, sum(n.quantity) as requested, min(n.line_no) as line_no
    from new_line as n
    group by n.issue_id, n.item_id),
  sum_of as (
    select l.*, d.quantity as issued, (
      select sum(r.quantity) from inventory.issue_return_detail as r
      join inventory.issue_return as t on t.id = r.issue_return_id and t.status = 'confirmed'
      where r.issue_id = l.issue_id and r.item_id = l.item_id) - l.requested as returned
    from line as l
    join inventory.issue_detail as d on d.issue_id = l.issue_id and d.item_id = l.item_id)
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
    'issued', trim_scale(s.issued)::text,
    'returned', trim_scale(s.returned)::text,
    'available', trim_scale(s.issued - s.returned)::text,
    'requested', trim_scale(s.requested)::text,
    'excess', trim_scale(s.returned + s.requested - s.issued)::text) order by s.line_no)
  into exceeding
  from sum_of as s
  join inventory.item as i on i.id = s.item_id
  join inventory.unit as u on u.id = i.unit_id
  where s.returned + s.requested > s.issued;
  if exceeding is not null then
    raise exception 'more would come back than was issued'
      using errcode = 'SDRET', detail = jsonb_build_object('items', exceeding)::text,
        hint = 'Lower the quantities to what is available.';
  end if;
  return null;
end
$$;
comment on function inventory.return_within_issue() is
  'Refuses returns beyond what was issued. Error: RETURN_EXCEEDS_ISSUE {items: [{item_id, sku, item_name, unit, issued, returned, available, requested, excess}]}, quantities in the item''s unit as text.';
revoke all on function inventory.return_within_issue() from public;

create or replace trigger return_3_return_within_issue
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.return_within_issue();
comment on trigger return_3_return_within_issue on inventory.issue_return_detail is
  'Returning, step 3: no more than was issued.';
--! EndIncluded inventory/rules/return_within_issue.sql
--! Included report/rules/stock_delta_is_kept.sql
-- Rule: whatever moves stock also moves the day and the month of its business date in the reports: a statement
-- leaves one row an item and day, which the worker folds. Nobody may override.
-- Security definer: whoever writes the ledger, nobody else writes the deltas.
create or replace function report.stock_delta_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.stock_delta (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select n.item_id, n.business_date,
    coalesce(sum(n.quantity) filter (
      where n.kind in ('opening', 'receipt', 'receipt_cancel')), 0),
    coalesce(-sum(n.quantity) filter (where n.kind in ('issue', 'issue_cancel', 'return', 'return_cancel')), 0),
    coalesce(sum(n.quantity) filter (where n.kind = 'count'), 0)
  from new_entry as n
  group by n.item_id, n.business_date;
  return null;
end
$$;
alter function report.stock_delta_is_kept() owner to sodaily_definer;
comment on function report.stock_delta_is_kept() is
  'Keeps what new rows of the stock ledger add to the days and months of their items.';
revoke all on function report.stock_delta_is_kept() from public;

create or replace trigger report_delta_is_kept
after insert on inventory.stock_movement
referencing new table as new_entry
for each statement execute function report.stock_delta_is_kept();
comment on trigger report_delta_is_kept on inventory.stock_movement is
  'What it adds to the days and months of items.';
--! EndIncluded report/rules/stock_delta_is_kept.sql
--! Included audit/views/invariant_cancelled_return_is_reversed_once.sql
-- Invariant: A cancelled return took its goods back and raised the debt again exactly once, and no other
-- return did. Rows are breaches.
drop view if exists audit.invariant_cancelled_return_is_reversed_once;
create view audit.invariant_cancelled_return_is_reversed_once with (security_invoker) as
select coalesce(r.id, went.issue_return_id) as issue_return_id, r.code, r.status,
  came.quantity as came_quantity, went.quantity as went_quantity
from inventory.issue_return as r
join inventory.stock_movement as came on came.issue_return_id = r.id and came.kind = 'return'
full join (
  select m.reverses_id, m.issue_return_id, m.quantity, m.business_date
  from inventory.stock_movement as m
  where m.kind = 'return_cancel') as went on went.reverses_id = came.id
where went.business_date < came.business_date
  or (went.quantity, went.issue_return_id) is distinct from (
    case when r.status = 'cancelled' then -came.quantity end,
    case when r.status = 'cancelled' then r.id end)
union all
select coalesce(r.id, went.issue_return_id), r.code, r.status, fell.amount, went.amount
from inventory.issue_return as r
join finance.debt_transaction as fell on fell.issue_return_id = r.id and fell.kind = 'return'
full join (
  select t.reverses_id, t.issue_return_id, t.amount, t.business_date
  from finance.debt_transaction as t
  where t.kind = 'return_cancel') as went on went.reverses_id = fell.id
where went.business_date < fell.business_date
  or (went.amount, went.issue_return_id) is distinct from (
    case when r.status = 'cancelled' then -fell.amount end,
    case when r.status = 'cancelled' then r.id end);
comment on view audit.invariant_cancelled_return_is_reversed_once is
  'A cancelled return took its goods back and raised the debt again exactly once, and no other return did.';
comment on column audit.invariant_cancelled_return_is_reversed_once.issue_return_id is 'The return.';
comment on column audit.invariant_cancelled_return_is_reversed_once.code is 'Its number.';
comment on column audit.invariant_cancelled_return_is_reversed_once.status is 'Its state.';
comment on column audit.invariant_cancelled_return_is_reversed_once.came_quantity is
  'What the return moved: goods, or đồng of the debt.';
comment on column audit.invariant_cancelled_return_is_reversed_once.went_quantity is
  'What its cancelling moved.';
revoke all on audit.invariant_cancelled_return_is_reversed_once from sodaily_definer;
grant select on audit.invariant_cancelled_return_is_reversed_once to sodaily_definer;
--! EndIncluded audit/views/invariant_cancelled_return_is_reversed_once.sql
--! Included audit/views/invariant_item_days_equal_the_ledger.sql
-- Invariant: The days of an item in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_item_days_equal_the_ledger;
create view audit.invariant_item_days_equal_the_ledger with (security_invoker) as
-- one pass: what the reports say less what the ledger says, of each day and side; one sum a group and not
-- three, because sums of numeric are what fills the memory
select s.item_id, s.business_date, s.side, sum(s.quantity) as difference
from (
  select d.item_id, d.business_date, 'in' as side, d.in_quantity as quantity
  from report.every_item_day as d where d.in_quantity <> 0
  union all
  select d.item_id, d.business_date, 'out', d.out_quantity
  from report.every_item_day as d where d.out_quantity <> 0
  union all
  select d.item_id, d.business_date, 'adjustment', d.adjustment_quantity
  from report.every_item_day as d where d.adjustment_quantity <> 0
  union all
  select m.item_id, m.business_date,
    case when m.kind in ('opening', 'receipt', 'receipt_cancel') then 'in'
      when m.kind = 'count' then 'adjustment' else 'out' end,
    case when m.kind in ('issue', 'issue_cancel', 'return', 'return_cancel') then m.quantity else -m.quantity end
  from inventory.stock_movement as m) as s
group by s.item_id, s.business_date, s.side
having sum(s.quantity) <> 0;
comment on view audit.invariant_item_days_equal_the_ledger is
  'The days of an item in the reports, with what is not folded yet, are what its ledger says.';
comment on column audit.invariant_item_days_equal_the_ledger.item_id is 'The item.';
comment on column audit.invariant_item_days_equal_the_ledger.business_date is 'The day.';
comment on column audit.invariant_item_days_equal_the_ledger.side is
  'What came in, went out or was adjusted: in, out, adjustment.';
comment on column audit.invariant_item_days_equal_the_ledger.difference is
  'What the reports say less what the ledger says.';
revoke all on audit.invariant_item_days_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_item_days_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_item_days_equal_the_ledger.sql
--! Included audit/views/invariant_return_is_at_most_what_was_issued.sql
-- Invariant: Of no line of a slip comes back more than was issued, and for what it was
-- worth: to one đồng a return while goods are out, exactly when all came back.
-- Rows are breaches.
drop view if exists audit.invariant_return_is_at_most_what_was_issued;
create view audit.invariant_return_is_at_most_what_was_issued with (security_invoker) as
select d.issue_id, d.item_id, d.quantity, r.quantity as returned_quantity,
  r.amount as returned_amount
from inventory.issue_detail as d
join (
  select r.issue_id, r.item_id, sum(r.quantity) as quantity, sum(r.line_total) as amount,
    min(r.unit_price) as lowest_price, max(r.unit_price) as highest_price, count(*) as returns
  from inventory.issue_return_detail as r
  join inventory.issue_return as t on t.id = r.issue_return_id and t.status = 'confirmed'
  group by r.issue_id, r.item_id) as r on r.issue_id = d.issue_id and r.item_id = d.item_id
where r.quantity > d.quantity or r.lowest_price <> d.unit_price or r.highest_price <> d.unit_price
  or abs(r.amount - round(r.quantity * d.unit_price)) > r.returns
  or r.quantity = d.quantity and r.amount <> d.line_total;
comment on view audit.invariant_return_is_at_most_what_was_issued is
  'Of no line of a slip comes back more than was issued, and for what it was worth.';
comment on column audit.invariant_return_is_at_most_what_was_issued.issue_id is 'The slip.';
comment on column audit.invariant_return_is_at_most_what_was_issued.item_id is 'The item.';
comment on column audit.invariant_return_is_at_most_what_was_issued.quantity is 'What was issued.';
comment on column audit.invariant_return_is_at_most_what_was_issued.returned_quantity is
  'What came back.';
comment on column audit.invariant_return_is_at_most_what_was_issued.returned_amount is
  'What it counted for, đồng.';
revoke all on audit.invariant_return_is_at_most_what_was_issued from sodaily_definer;
grant select on audit.invariant_return_is_at_most_what_was_issued to sodaily_definer;
--! EndIncluded audit/views/invariant_return_is_at_most_what_was_issued.sql
--! Included audit/views/invariant_return_total_is_the_sum_of_its_lines.sql
-- Invariant: A return has a number, lines, and their sum as its total, and no cancelled slip has
-- one that counts. Rows are breaches.
drop view if exists audit.invariant_return_total_is_the_sum_of_its_lines;
create view audit.invariant_return_total_is_the_sum_of_its_lines with (security_invoker) as
select r.id as issue_return_id, r.code, r.total_amount, d.amount as line_amount, i.status
from inventory.issue_return as r
join inventory.issue as i on i.id = r.issue_id
left join (
  select d.issue_return_id, sum(d.line_total) as amount
  from inventory.issue_return_detail as d group by d.issue_return_id) as d
  on d.issue_return_id = r.id
where r.code is null or i.code is null or i.status = 'cancelled' and r.status = 'confirmed'
  or r.total_amount is distinct from d.amount;
comment on view audit.invariant_return_total_is_the_sum_of_its_lines is
  'A return has a number, lines, and their sum as its total, and no cancelled slip has one.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.issue_return_id is
  'The return.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.code is
  'Number of the document.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.total_amount is
  'Total on the return, đồng.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.line_amount is
  'Sum of its lines, đồng; null when it has none.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.status is
  'State of the slip.';
revoke all on audit.invariant_return_total_is_the_sum_of_its_lines from sodaily_definer;
grant select on audit.invariant_return_total_is_the_sum_of_its_lines to sodaily_definer;
--! EndIncluded audit/views/invariant_return_total_is_the_sum_of_its_lines.sql
