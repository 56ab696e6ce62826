-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- a name of a file may stand for one that is in the catalogue, and new agencies may begin as
-- active ones. The rows of a file go with it, so that there are few to look through
alter table file.import_change drop constraint if exists import_change_way_is_known;
-- squawk-ignore constraint-missing-not-valid
alter table file.import_change add constraint import_change_way_is_known
  check (way in ('update', 'round', 'cut', 'thousand', 'nought', 'leave_out', 'skip', 'assign',
    'activate'));

-- heads that lists of other programs have; nobody changes these rows otherwise
grant update (aliases) on file.import_column to sodaily_definer;
set local role sodaily_definer;
update file.import_column as c
set aliases = c.aliases || string_to_array(n.heads, ';')
from (values
  ('agencies', 'agency_type', 'Loại KH;Nhóm KH;Hạng khách hàng'),
  ('items', 'sku', 'Mã hàng hóa;Mã vật tư hàng hóa'),
  ('items', 'item_name', 'Tên vật tư hàng hóa;Tên hàng hóa dịch vụ;Tên hàng hóa vật tư'),
  ('opening_stock', 'sku', 'Mã hàng hóa;Mã vật tư hàng hóa'),
  ('opening_debt', 'due_date', 'Hạn TT'),
  ('opening_debt', 'amount', 'Số dư cuối kỳ;Dư nợ cuối kỳ'),
  ('receipts', 'sku', 'Mã hàng hóa;Mã vật tư hàng hóa'))
  as n (import_kind_code, code, heads)
where c.import_kind_code = n.import_kind_code and c.code = n.code
  and not c.aliases @> string_to_array(n.heads, ';');
set local role sodaily_owner;
revoke update (aliases) on file.import_column from sodaily_definer;

-- a mail says in which session it was caused: what is attached is read with its rights. A nullable
-- column without a default rewrites nothing
alter table notification.outbox add column if not exists session_id uuid;
-- without a mail server a mail is kept instead of tried again. Old mails are deleted every night, so
-- that there are few to look through
alter table notification.outbox drop constraint if exists outbox_status_is_known;
-- squawk-ignore constraint-missing-not-valid
alter table notification.outbox add constraint outbox_status_is_known
  check (status in ('queued', 'sent', 'failed', 'bounced', 'unsent'));
-- the function takes what its column is used for, too
drop function if exists file.lacks_nought(text);
-- the function answers two columns more
drop function if exists notification.email_to_send(:ID_TYPE);

-- a job for each of many payloads: one argument list less
drop function if exists notification.enqueue(text, jsonb);
-- what was asked of one slip is asked of many
drop function if exists notification.issue_audience(inventory.issue);
drop function if exists notification.notify_near_limit(:ID_TYPE);
-- what these take or return changed
drop function if exists agency.lock_debt_limit(agency.agency);
drop function if exists inventory.price_return_lines(:ID_TYPE);

-- -- objects
--! include file/types/assigned_name.sql
--! include inventory/types/item_last_issued.sql
--! include notification/types/email.sql
--! include notification/types/notice.sql
--! include agency/tables/agency.sql
--! include file/tables/import.sql
--! include file/tables/import_change.sql
--! include inventory/tables/issue.sql
--! include finance/tables/payment.sql
--! include notification/tables/announcement.sql
--! include notification/tables/outbox.sql
--! include agency/functions/imports/activate_imported_agencies.sql
--! include agency/functions/imports/check_imported_agencies.sql
--! include auth/functions/queries/has_scope.sql
--! include agency/functions/inner/lock_debt_limit.sql
--! include agency/functions/queries/agencies_to_approve.sql
--! include agency/functions/queries/search_agencies.sql
--! include auth/functions/queries/current_user_id.sql
--! include auth/functions/checks/require_scope.sql
--! include auth/functions/inner/database_role_of.sql
--! include auth/functions/inner/holds_scope.sql
--! include auth/functions/inner/request_role.sql
--! include auth/functions/queries/resume_session.sql
--! include file/functions/checks/assigned_name_problems.sql
--! include file/functions/checks/import_choice_problems.sql
--! include file/functions/commands/assign_import_names.sql
--! include file/functions/commands/choose_for_import.sql
--! include file/functions/inner/change_cells.sql
--! include file/functions/inner/choices_with_names.sql
--! include file/functions/inner/column_uses.sql
--! include file/functions/inner/lacks_nought.sql
--! include file/functions/inner/column_doubts.sql
--! include file/functions/inner/is_old_word.sql
--! include file/functions/inner/is_old_writing.sql
--! include file/functions/inner/settle_assigned_names.sql
--! include file/functions/inner/settle_import.sql
--! include file/functions/inner/settled_cells.sql
--! include file/functions/queries/import_fault_groups.sql
--! include finance/functions/queries/letter_asker.sql
--! include inventory/functions/commands/create_issue.sql
--! include inventory/functions/commands/create_issue_return.sql
--! include inventory/functions/commands/create_receipt.sql
--! include inventory/functions/imports/check_imported_items.sql
--! include inventory/functions/inner/add_return_lines.sql
--! include inventory/functions/inner/confirm_asked_return.sql
--! include inventory/functions/inner/normalized_prices.sql
--! include inventory/functions/inner/price_return_lines.sql
--! include inventory/functions/queries/issue_room.sql
--! include inventory/functions/queries/last_issued.sql
--! include inventory/functions/queries/requests_to_decide.sql
--! include notification/functions/commands/announce_waiting.sql
--! include notification/functions/commands/email_to_send.sql
--! include notification/functions/commands/email_unsent.sql
--! include notification/functions/commands/notify_issue_created.sql
--! include notification/functions/inner/notify.sql
--! include notification/functions/inner/agency_facts.sql
--! include notification/functions/inner/audience.sql
--! include notification/functions/commands/notify_payment_received.sql
--! include notification/functions/commands/notify_refund_paid.sql
--! include notification/functions/commands/queue_unsent_emails.sql
--! include notification/functions/commands/remind_agency.sql
--! include notification/functions/commands/remind_overdue.sql
--! include notification/functions/inner/announce.sql
--! include notification/functions/inner/facts_of_agency.sql
--! include notification/functions/inner/announced_issues.sql
--! include notification/functions/inner/enqueue.sql
--! include notification/functions/inner/holders.sql
--! include notification/functions/inner/issue_audiences.sql
--! include notification/functions/inner/notify_many.sql
--! include notification/functions/inner/notify_near_limits.sql
--! include notification/functions/inner/notify_of_batch.sql
--! include notification/functions/inner/notify_of_issues.sql
--! include notification/functions/inner/notify_of_payments.sql
--! include notification/functions/inner/notify_of_refunds.sql
--! include notification/functions/inner/notify_overdue.sql
--! include notification/functions/inner/queue_email.sql
--! include notification/functions/inner/queue_emails.sql
--! include notification/functions/queries/mail_problems.sql
--! include notification/functions/queries/waiting_announcements.sql
--! include finance/rules/cancelled_return_raises_debt.sql
--! include finance/rules/f_lower_debt_on_return.sql
--! include finance/rules/payment_is_announced.sql
--! include finance/rules/period_is_open.sql
--! include finance/rules/refund_is_announced.sql
--! include inventory/rules/cancelled_receipt_sets_no_price.sql
--! include inventory/rules/debt_limit.sql
--! include inventory/rules/f_lower_stock_on_receipt_cancel.sql
--! include inventory/rules/f_lower_stock_on_return_cancel.sql
--! include inventory/rules/f_raise_stock_on_return.sql
--! include inventory/rules/issue_is_announced.sql
--! include inventory/rules/issue_is_numbered_last.sql
--! include inventory/rules/issue_return_is_final.sql
--! include inventory/rules/issue_return_is_numbered_last.sql
--! include inventory/rules/issue_return_is_priced.sql
--! include inventory/rules/return_within_issue.sql
--! include inventory/rules/undoing_a_slip_asks_slip_cancel.sql
--! include notification/policies/announcement.sql
--! include file/data/import_column.sql
