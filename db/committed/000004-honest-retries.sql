--! Previous: sha1:69acfc60943c7d9f864bdad28ae938ca0c5b46ac
--! Hash: sha1:3c457ace4fbd6846625c55a7be2f08e2e45503cf
--! Message: honest retries

--! split: 1-current.sql
-- Every refresh token that was ever exchanged, so that an old one seen again is known as stolen.
create table if not exists auth.spent_refresh_token (
  token_hash bytea primary key,
  session_id uuid not null references auth.session,
  created_at timestamptz not null default now()
);
create index if not exists spent_refresh_token_session_id_idx on auth.spent_refresh_token (session_id);
comment on table auth.spent_refresh_token is
  'Refresh tokens before a session''s last two: whoever shows one has stolen it.';
comment on column auth.spent_refresh_token.token_hash is 'SHA-256 of the token.';
comment on column auth.spent_refresh_token.session_id is 'The session it belonged to.';
comment on column auth.spent_refresh_token.created_at is 'Moment it was put aside.';
--! Included auth/policies/spent_refresh_token.sql
-- Spent refresh tokens: no role of the API, ever.
alter table auth.spent_refresh_token enable row level security;
alter table auth.spent_refresh_token force row level security;

drop policy if exists definer_does_what_functions_do on auth.spent_refresh_token;
create policy definer_does_what_functions_do on auth.spent_refresh_token
for all to sodaily_definer using (true) with check (true);

revoke all on auth.spent_refresh_token from sodaily_definer;
grant select, insert on auth.spent_refresh_token to sodaily_definer;
--! EndIncluded auth/policies/spent_refresh_token.sql
--! Included auth/functions/rotate_session.sql
-- A refresh token is used once. The last one seen again within ten seconds is a second tab or a
-- retry: the session goes on, the successor stays. Any other seen again is a theft: it ends.
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
    and s.ended_at is null and s.expires_at > now() and u.is_active
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
  end if;
end
$$;
alter function auth.rotate_session(bytea, bytea) owner to sodaily_definer;
comment on function auth.rotate_session(bytea, bytea) is
  'Exchanges a refresh token: rotated, grace (same token within 10 s), or no row when it is dead or stolen.';
revoke all on function auth.rotate_session(bytea, bytea) from public;
grant execute on function auth.rotate_session(bytea, bytea) to sodaily_signin;
--! EndIncluded auth/functions/rotate_session.sql
--! Included inventory/functions/create_issue.sql
-- Stock-out slip made by staff: born confirmed, in one transaction.
-- What confirming does stands in the rules on inventory.issue, in the order of their triggers.
-- Security definer: slips, ledgers and numbers are written by functions only.
create or replace function inventory.create_issue(
  client_key text,
  agency_id :ID_TYPE,
  items inventory.issue_line[],
  issue_date date default null,
  paid_now numeric default 0,
  note text default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  paid_now := coalesce(paid_now, 0);
  note := nullif(btrim(note), '');
  -- the request as it was meant: 2 and 2.000 are one quantity, and no date stays no date, so that
  -- a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue', jsonb_build_array(
    agency_id, issue_date, trim_scale(paid_now), note, (
      select jsonb_agg(jsonb_build_array(l.item_id, trim_scale(l.quantity)) order by l.place)
      from unnest(items) with ordinality as l (item_id, quantity, place))));
  if earlier is not null then
    select i.* into strict slip
    from inventory.issue as i where i.id = cast(earlier ->> 'id' as :ID_TYPE);
    return slip;
  end if;

  issue_date := coalesce(issue_date, config.business_date());
  perform inventory.refuse_problems(
    inventory.issue_head_problems(agency_id, issue_date, paid_now, note)
    || inventory.issue_line_problems(items));

  insert into inventory.issue as i (agency_id, issue_date, paid_now, note, created_by)
  values (create_issue.agency_id, create_issue.issue_date, create_issue.paid_now,
    create_issue.note, caller)
  returning i.* into strict slip;
  perform inventory.add_issue_lines(slip, items);

  update inventory.issue as i
  set status = 'confirmed', confirmed_at = now(), confirmed_by = caller
  where i.id = slip.id;

  select i.* into strict slip from inventory.issue as i where i.id = slip.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  return slip;
end
$$;
alter function inventory.create_issue(text, :ID_TYPE, inventory.issue_line[], date, numeric, text)
  owner to sodaily_definer;
comment on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text) is
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, ITEM_INACTIVE, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OUT_OF_STOCK.';
revoke all on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text) from public;
grant execute on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue.sql
