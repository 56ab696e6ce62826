create table audit.command (
  user_id :ID_TYPE not null references auth."user",
  client_key text not null constraint client_key_is_short check (length(client_key) between 1 and 100),
  command text not null,
  request_hash bytea not null,
  result jsonb,
  created_at timestamptz not null default now(),
  primary key (user_id, client_key)
);
comment on table audit.command is 'Commands done, by client key: the same key gives the first result again.';
comment on column audit.command.user_id is 'Who gave the command.';
comment on column audit.command.client_key is 'Key chosen by the client, one per intention.';
comment on column audit.command.command is 'schema.function of the command.';
comment on column audit.command.request_hash is 'SHA-256 of the request, to tell a retry from another request.';
comment on column audit.command.result is 'Keys of what it made; null only inside its own transaction.';
comment on column audit.command.created_at is 'Moment of the command.';

create table audit.refusal (
  id :ID_TYPE primary key :ID_DEFAULT,
  user_id :ID_TYPE references auth."user",
  request_id text,
  command text not null,
  code text not null,
  details jsonb not null,
  created_at timestamptz not null default now()
);
create index refusal_user_id_idx on audit.refusal (user_id);
create index refusal_created_at_idx on audit.refusal (created_at);
comment on table audit.refusal is 'Every command the rules refused, with its numbers.';
comment on column audit.refusal.id is 'Opaque key.';
comment on column audit.refusal.user_id is 'Who was refused; null when not signed in.';
comment on column audit.refusal.request_id is 'Trace id, as in the logs and on the screen.';
comment on column audit.refusal.command is 'What was asked for.';
comment on column audit.refusal.code is 'Code of the error catalogue.';
comment on column audit.refusal.details is 'The figures of the refusal.';
comment on column audit.refusal.created_at is 'Moment of the refusal.';
