-- Refunds, adjustments and opening debt where people see them: lists, files, papers
-- squawk-ignore-file require-concurrent-index-creation
create index if not exists refund_refund_date_id_idx on finance.refund (refund_date, id);
create index if not exists adjustment_created_at_idx on finance.adjustment (created_at);
create index if not exists adjustment_status_created_at_idx on finance.adjustment (status, created_at);
-- their indexes leave out the rows of all other documents, which the API does not see by itself
comment on constraint debt_transaction_belongs_to_a_refund_of_its_agency on finance.debt_transaction is
  E'@isIndexed';
comment on constraint debt_transaction_belongs_to_an_adjustment_of_its_agency on finance.debt_transaction is
  E'@isIndexed';
comment on column finance.open_item.open_amount is
  E'@isIndexed\nWhat is still to be paid of it, đồng.';

insert into report.export_kind (code, scope, is_slip) values
  ('refunds', 'finance:read', false), ('adjustments', 'finance:read', false),
  ('opening_debts', 'finance:read', false),
  ('refund_slip', 'finance:read', true), ('adjustment_slip', 'finance:read', true)
on conflict on constraint export_kind_pkey do nothing;

set local role sodaily_definer;
insert into notification.notification_kind (code, name_vi, name_en, is_optional) values
  ('refund_paid', 'Phiếu chi mới', 'New refund', true),
  ('return_confirmed', 'Hàng được trả lại', 'Goods came back', true)
on conflict (code) do nothing;
set local role sodaily_owner;

-- -- objects
--! include finance/functions/opening_debt_open_amount.sql
--! include finance/functions/overdue_documents.sql
--! include notification/functions/enqueue.sql
--! include notification/functions/notify_refund_paid.sql
--! include notification/functions/notify_return_confirmed.sql
--! include notification/functions/remind_overdue.sql
--! include finance/rules/refund_is_announced.sql
--! include inventory/rules/return_is_announced.sql
