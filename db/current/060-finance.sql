create table finance.payment (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text not null constraint payment_code_is_unique unique,
  agency_id :ID_TYPE not null references agency.agency,
  issue_id :ID_TYPE,
  status text not null default 'confirmed' constraint payment_status_is_known check (
    status in ('confirmed', 'cancelled')),
  method text not null default 'cash' constraint payment_method_is_known check (
    method in ('cash', 'bank', 'other')),
  reference text,
  amount public.dong not null constraint payment_amount_is_positive check (amount > 0),
  payment_date date not null,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  constraint payment_belongs_to_one_agency unique (agency_id, id),
  constraint payment_on_the_spot_is_of_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id),
  constraint payment_on_the_spot_is_made_once unique (issue_id)
);
create index payment_agency_id_payment_date_idx on finance.payment (agency_id, payment_date);
create index payment_agency_id_issue_id_idx on finance.payment (agency_id, issue_id);
create index payment_created_by_idx on finance.payment (created_by);
comment on table finance.payment is 'Money received from an agency (phiếu thu), PT-2026-000123.';
comment on column finance.payment.id is 'Opaque key.';
comment on column finance.payment.code is 'PT-year-number without gaps.';
comment on column finance.payment.agency_id is 'Who paid.';
comment on column finance.payment.issue_id is 'The slip it was paid with on the spot, if so.';
comment on column finance.payment.status is 'confirmed or cancelled.';
comment on column finance.payment.method is 'cash, bank or other.';
comment on column finance.payment.reference is 'Bank reference or receipt book number.';
comment on column finance.payment.amount is 'How much, đồng.';
comment on column finance.payment.payment_date is 'Business date in Asia/Ho_Chi_Minh.';
comment on column finance.payment.created_at is 'Moment of recording.';
comment on column finance.payment.created_by is 'User who recorded it.';

create table finance.debt_transaction (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null references agency.agency,
  seq bigint not null,
  kind text not null constraint debt_transaction_kind_is_known check (
    kind in ('opening', 'issue', 'paid_now', 'payment', 'issue_cancel', 'payment_cancel')),
  amount public.dong not null
    constraint debt_transaction_moves_something check (amount <> 0),
  balance_after public.dong not null,
  business_date date not null,
  recorded_at timestamptz not null default now(),
  issue_id :ID_TYPE,
  payment_id :ID_TYPE,
  reverses_id :ID_TYPE references finance.debt_transaction
    constraint debt_transaction_is_reversed_once unique,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  constraint debt_transaction_numbers_are_dense_per_agency unique (agency_id, seq),
  constraint debt_transaction_of_a_slip_names_it check (
    kind not in ('issue', 'paid_now', 'issue_cancel') or issue_id is not null),
  constraint debt_transaction_of_a_payment_names_it check (
    kind not in ('paid_now', 'payment', 'payment_cancel') or payment_id is not null),
  constraint debt_transaction_belongs_to_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id),
  constraint debt_transaction_belongs_to_a_payment_of_its_agency
    foreign key (agency_id, payment_id) references finance.payment (agency_id, id)
);
create index debt_transaction_agency_id_business_date_idx
  on finance.debt_transaction (agency_id, business_date);
create index debt_transaction_agency_id_issue_id_idx
  on finance.debt_transaction (agency_id, issue_id);
create index debt_transaction_agency_id_payment_id_idx
  on finance.debt_transaction (agency_id, payment_id);
comment on table finance.debt_transaction is 'Debt ledger (sổ công nợ): append-only, corrections are new rows.';
comment on column finance.debt_transaction.id is 'Opaque key.';
comment on column finance.debt_transaction.agency_id is 'Whose debt.';
comment on column finance.debt_transaction.seq is 'Place in the agency''s ledger, dense from 1.';
comment on column finance.debt_transaction.kind is 'opening, issue, paid_now, payment, issue_cancel, payment_cancel.';
comment on column finance.debt_transaction.amount is 'Signed đồng: positive raises the debt.';
comment on column finance.debt_transaction.balance_after is 'Debt of the agency after this row, by seq, đồng.';
comment on column finance.debt_transaction.business_date is 'Date it counts for, Asia/Ho_Chi_Minh.';
comment on column finance.debt_transaction.recorded_at is 'Moment it was known.';
comment on column finance.debt_transaction.issue_id is 'The slip behind it.';
comment on column finance.debt_transaction.payment_id is 'The payment behind it.';
comment on column finance.debt_transaction.reverses_id is 'The row this one undoes.';
comment on column finance.debt_transaction.created_at is 'Moment of recording.';
comment on column finance.debt_transaction.created_by is 'User who caused it.';
