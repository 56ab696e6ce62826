-- Roles of Sổ Đại Lý. Cluster-wide and idempotent: run by a superuser, inside the target database,
-- before every migration. Holds no password: the migrate tool sets those of the login roles.
--
--   owner, definer        own things, never log in
--   anonymous … auditor   what a request becomes (SET LOCAL ROLE), by what the person may see
--   authenticator         login of the server: may become what a request becomes; asks by itself
--                         as whom a session works, and which refusal to keep
--   signin                login of the sign-in routes: their functions, no table, no other role
--   migrator worker metrics backup   logins of their own

do $$
declare
  role_name text;
begin
  foreach role_name in array array[
    'sodaily_owner', 'sodaily_definer', 'sodaily_anonymous', 'sodaily_user', 'sodaily_staff',
    'sodaily_warehouse', 'sodaily_auditor'
  ] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
      execute format('create role %I nologin', role_name);
    end if;
  end loop;
  foreach role_name in array array[
    'sodaily_migrator', 'sodaily_worker', 'sodaily_metrics', 'sodaily_backup'
  ] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
      execute format('create role %I login', role_name);
    end if;
  end loop;
  -- NOINHERIT: a request without a role is answered by a login that may read nothing (fails closed)
  foreach role_name in array array['sodaily_authenticator', 'sodaily_signin'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = role_name) then
      execute format('create role %I login noinherit', role_name);
    end if;
  end loop;
end
$$;

grant sodaily_anonymous, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
  to sodaily_authenticator;

-- Signing in reads hashes of passwords and begins sessions: whoever has the password of the API's
-- login must not. It was a role of that login before.
do $$
begin
  if exists (
    select from pg_catalog.pg_roles
    where rolname = 'sodaily_signin' and (rolinherit or not rolcanlogin)) then
    alter role sodaily_signin login noinherit;
  end if;
  if pg_catalog.pg_has_role('sodaily_authenticator', 'sodaily_signin', 'member') then
    revoke sodaily_signin from sodaily_authenticator;
  end if;
end
$$;

-- The migrator works as the owner from its first statement, so the owner owns whatever it makes.
grant sodaily_owner to sodaily_migrator;
alter role sodaily_migrator set role to 'sodaily_owner';
-- Row-level security binds the owner as well. A DBA who proves a figure must see every row: the
-- migrator does after `set role none`, which is how `npm run db:url` connects.
alter role sodaily_migrator bypassrls;
-- and sees what the server and the worker run: pg_stat_activity, pg_stat_statements
grant pg_monitor to sodaily_migrator;

-- One function ends what those two logins of the server run for too long.
grant sodaily_authenticator, sodaily_signin to sodaily_definer;

-- Business functions are handed to the definer by the migrator acting as the owner.
grant sodaily_definer to sodaily_owner;

-- A command queues its job in its own transaction; the queue's tables belong to the worker.
grant sodaily_worker to sodaily_definer;

-- An export is read with the rights of the user who asked for it: the worker may become the roles
-- of requests, in a transaction that only reads (ADR 10), and inherits nothing from them.
alter role sodaily_worker noinherit;
grant sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor to sodaily_worker;

grant pg_monitor to sodaily_metrics;
grant pg_read_all_data to sodaily_backup;
alter role sodaily_backup bypassrls;

-- SET ROLE ignores a role's own settings, so limits live on the login role.
alter role sodaily_authenticator set statement_timeout to '10s';
alter role sodaily_authenticator set lock_timeout to '2s';
alter role sodaily_authenticator set idle_in_transaction_session_timeout to '15s';
alter role sodaily_authenticator set temp_file_limit to '256MB';
alter role sodaily_signin set statement_timeout to '10s';
alter role sodaily_signin set lock_timeout to '2s';
alter role sodaily_signin set idle_in_transaction_session_timeout to '15s';
alter role sodaily_signin set temp_file_limit to '16MB';
alter role sodaily_migrator set lock_timeout to '5s';
-- A statement of a job may check every ledger or book a file of a hundred thousand rows: a minute
-- of work on two cores at a million slips. What takes ten is lost.
alter role sodaily_worker set statement_timeout to '10min';
alter role sodaily_worker set idle_in_transaction_session_timeout to '5min';
alter role sodaily_worker set temp_file_limit to '4GB';
alter role sodaily_metrics set statement_timeout to '10s';
alter role sodaily_metrics set idle_in_transaction_session_timeout to '10s';
alter role sodaily_metrics set temp_file_limit to '64MB';

do $$
declare
  this_database text := pg_catalog.current_database();
begin
  execute format('revoke all on database %I from public', this_database);
  execute format(
    'grant connect on database %I to sodaily_authenticator, sodaily_signin, sodaily_migrator, '
    'sodaily_worker, sodaily_metrics, sodaily_backup', this_database);
  execute format('grant create on database %I to sodaily_owner', this_database);
  -- refreshing a materialized view concurrently builds a temporary table; nobody can log in as
  -- definer
  execute format('grant temporary on database %I to sodaily_definer', this_database);
  -- business dates are those of the country, whatever the machine says
  execute format('alter database %I set timezone to %L', this_database, 'Asia/Ho_Chi_Minh');
end
$$;

-- the global form: the per-schema form does nothing against the default grant to PUBLIC
alter default privileges for role sodaily_owner revoke execute on functions from public;
alter default privileges for role sodaily_definer revoke execute on functions from public;
alter default privileges for role sodaily_owner revoke usage on types from public;

-- Large objects know no rows and no quota, and everybody may write them by default. Nothing here
-- uses them. Where an administrator is no superuser, PostgreSQL warns and leaves them as they are.
do $$
declare
  large_object_function regprocedure;
begin
  for large_object_function in
    select p.oid from pg_catalog.pg_proc as p
    where p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ '^(lo_|loread$|lowrite$)'
      and pg_catalog.has_function_privilege('sodaily_authenticator', p.oid, 'execute')
  loop
    execute format('revoke execute on function %s from public', large_object_function);
  end loop;
end
$$;

-- Trusted extensions and the shared domains live in public; nobody else makes anything there.
revoke all on schema public from public;
grant usage, create on schema public to sodaily_owner;
grant usage on schema public to public;
create extension if not exists unaccent with schema public;
create extension if not exists pg_trgm with schema public;

-- What statements cost, for DBAs; counts where the server preloads it, as the embedded one does.
do $$
begin
  if exists (select from pg_catalog.pg_available_extensions where name = 'pg_stat_statements') then
    create extension if not exists pg_stat_statements with schema public;
    revoke all on public.pg_stat_statements, public.pg_stat_statements_info from public;
    grant select on public.pg_stat_statements, public.pg_stat_statements_info to pg_monitor;
  end if;
end
$$;
