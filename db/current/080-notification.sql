create table notification.notification (
  id :ID_TYPE primary key :ID_DEFAULT,
  user_id :ID_TYPE not null references auth."user",
  kind text not null constraint notification_kind_is_known check (
    kind in ('issue_created', 'issue_announced')),
  subject text not null,
  payload jsonb not null,
  read_at timestamptz,
  created_at timestamptz not null default now(),
  constraint a_person_is_told_once unique (user_id, kind, subject)
);
create index notification_user_id_created_at_idx on notification.notification (user_id, created_at);
create index notification_unread_idx on notification.notification (user_id) where read_at is null;
comment on table notification.notification is 'What one person is told in the application.';
comment on column notification.notification.id is 'Opaque key.';
comment on column notification.notification.user_id is 'Who is told.';
comment on column notification.notification.kind is
  'issue_created: a slip was made; issue_announced: to its author, that others were told.';
comment on column notification.notification.subject is 'Key of what it is about; with kind it makes a retry harmless.';
comment on column notification.notification.payload is 'Figures for the sentence; money only for those who may see it.';
comment on column notification.notification.read_at is 'Moment it was read, null while unread.';
comment on column notification.notification.created_at is 'Moment of telling.';
