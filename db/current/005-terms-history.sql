-- Before all else, because the list of audited tables names it.
create table if not exists agency.agency_terms_change (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null references agency.agency,
  payment_term_days smallint
    constraint changed_payment_term_is_within_a_year check (payment_term_days between 0 and 365),
  block_overdue_days smallint
    constraint changed_block_overdue_is_within_a_year check (block_overdue_days between 0 and 365),
  max_open_slips smallint
    constraint changed_max_open_slips_is_at_least_one check (max_open_slips between 1 and 9999),
  reason text not null
    constraint terms_change_needs_a_reason check (btrim(reason) <> ''),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE
);
create index if not exists agency_terms_change_agency_id_created_at_idx
  on agency.agency_terms_change (agency_id, created_at);
comment on table agency.agency_terms_change is 'History of the terms of payment of an agency''s own.';
comment on column agency.agency_terms_change.id is 'Opaque key.';
comment on column agency.agency_terms_change.agency_id is 'The agency.';
comment on column agency.agency_terms_change.payment_term_days is
  'Days to pay a slip from then on; null: those of its type.';
comment on column agency.agency_terms_change.block_overdue_days is
  'Days past due before it gets no goods on credit, from then on; null: the regulation''s.';
comment on column agency.agency_terms_change.max_open_slips is
  'Open slips at which it gets no goods on credit, from then on; null: the regulation''s.';
comment on column agency.agency_terms_change.reason is 'Why.';
comment on column agency.agency_terms_change.created_at is 'Moment of the change.';
comment on column agency.agency_terms_change.created_by is 'User who changed it.';
