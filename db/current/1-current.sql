-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- a name of a file may stand for one that is in the catalogue
alter table file.import_change drop constraint if exists import_change_way_is_known;
alter table file.import_change add constraint import_change_way_is_known
  check (way in ('update', 'round', 'cut', 'thousand', 'nought', 'leave_out', 'skip', 'assign'))
  not valid;
alter table file.import_change validate constraint import_change_way_is_known;

-- a mail says in which session it was caused: what is attached is read with its rights. A nullable
-- column without a default rewrites nothing
alter table notification.outbox add column if not exists session_id uuid;
-- without a mail server a mail is kept instead of tried again
alter table notification.outbox drop constraint if exists outbox_status_is_known;
alter table notification.outbox add constraint outbox_status_is_known
  check (status in ('queued', 'sent', 'failed', 'bounced', 'unsent')) not valid;
alter table notification.outbox validate constraint outbox_status_is_known;
-- the function answers two columns more
drop function if exists notification.email_to_send(:ID_TYPE);
