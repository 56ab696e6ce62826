-- Jobs that have failed for good: administrators see why, try again, or discard them with a reason.
do $$
begin
  if to_regtype('notification.dead_job') is null then
    create type notification.dead_job as (
      key text, task text, payload jsonb, last_error text, attempts bigint,
      created_at timestamptz, failed_at timestamptz);
  end if;
end
$$;
comment on type notification.dead_job is 'A job that used up its attempts; nobody runs it again by itself.';
comment on column notification.dead_job.key is 'Opaque key of the queue.';
comment on column notification.dead_job.task is 'What was to be done: a file of worker/tasks.';
comment on column notification.dead_job.payload is 'Keys of what it was about.';
comment on column notification.dead_job.last_error is 'Why its last attempt failed.';
comment on column notification.dead_job.attempts is 'How often it was tried.';
comment on column notification.dead_job.created_at is 'Moment it was queued.';
comment on column notification.dead_job.failed_at is 'Moment its last attempt failed.';

create table if not exists notification.discarded_job (
  id :ID_TYPE primary key :ID_DEFAULT,
  task text not null,
  payload jsonb not null,
  last_error text,
  attempts bigint not null,
  reason text not null constraint discarded_job_has_a_short_reason
    check (btrim(reason) <> '' and length(reason) <= 500),
  queued_at timestamptz not null,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user"
);
create index if not exists discarded_job_created_by_idx on notification.discarded_job (created_by);
comment on table notification.discarded_job is
  E'@behavior -*\nJobs that an administrator discarded: what was not done, and why not.';
comment on column notification.discarded_job.id is 'Opaque key.';
comment on column notification.discarded_job.task is 'What was to be done.';
comment on column notification.discarded_job.payload is 'Keys of what it was about.';
comment on column notification.discarded_job.last_error is 'Why its last attempt failed.';
comment on column notification.discarded_job.attempts is 'How often it was tried.';
comment on column notification.discarded_job.reason is 'Why it is not needed any more, at most 500 characters.';
comment on column notification.discarded_job.queued_at is 'Moment it was queued.';
comment on column notification.discarded_job.created_at is 'Moment of discarding.';
comment on column notification.discarded_job.created_by is 'Who discarded it.';

--! include notification/policies/discarded_job.sql
--! include notification/functions/dead_jobs.sql
--! include notification/functions/dead_job_for_change.sql
--! include notification/functions/retry_job.sql
--! include notification/functions/discard_job.sql
