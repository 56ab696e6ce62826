--! Previous: sha1:b701c64503ee450ad3a63672e7a9503868c4c73d
--! Hash: sha1:80ae5888e4768478a173fa6efbdf3758ddea08cc
--! Message: idle sessions

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! split: 050-idle-sessions.sql
-- Sessions end when nobody uses them.
--! Included auth/functions/rotate_session.sql
-- A refresh token is used once. The last one seen again within ten seconds is a second tab or a
-- retry: the session goes on, the successor stays. Any other seen again is a theft: it ends, and its
-- owner is told by mail. A session that nobody used for three days is over.
-- Security definer: sessions are written by functions only.
create or replace function auth.rotate_session(
  refresh_token_hash bytea, next_refresh_token_hash bytea)
returns table (session_id uuid, user_id :ID_TYPE, outcome text)
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  family auth.session;
begin
  select s.* into family
  from auth.session as s
  join auth."user" as u on u.id = s.user_id
  where (rotate_session.refresh_token_hash in (s.refresh_token_hash, s.previous_token_hash)
      or s.id = (select t.session_id from auth.spent_refresh_token as t
        where t.token_hash = rotate_session.refresh_token_hash))
    and s.ended_at is null and s.expires_at > now() and s.rotated_at > now() - interval '3 days'
    and u.is_active
  for no key update of s;
  if not found then
    return;
  end if;
  if family.refresh_token_hash = rotate_session.refresh_token_hash then
    insert into auth.spent_refresh_token (token_hash, session_id)
    select family.previous_token_hash, family.id where family.previous_token_hash is not null;
    update auth.session as s
    set refresh_token_hash = rotate_session.next_refresh_token_hash,
      previous_token_hash = rotate_session.refresh_token_hash,
      rotated_at = now()
    where s.id = family.id;
    return query select family.id, family.user_id, 'rotated';
  elsif family.previous_token_hash = rotate_session.refresh_token_hash
    and family.rotated_at > now() - interval '10 seconds' then
    return query select family.id, family.user_id, 'grace';
  else
    update auth.session as s set ended_at = now() where s.id = family.id;
    perform auth.tell_by_mail(family.user_id, 'session_stolen');
  end if;
end
$$;
alter function auth.rotate_session(bytea, bytea) owner to sodaily_definer;
comment on function auth.rotate_session(bytea, bytea) is
  E'@omit\nExchanges a refresh token: rotated, grace (same token within 10 s), or no row when it is dead or stolen.';
revoke all on function auth.rotate_session(bytea, bytea) from public;
grant execute on function auth.rotate_session(bytea, bytea) to sodaily_signin;
--! EndIncluded auth/functions/rotate_session.sql
