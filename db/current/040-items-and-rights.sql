-- Items, units and suppliers are edited; why one is out of use is kept.
alter table inventory.item
  add column if not exists inactive_reason text,
  drop constraint if exists item_inactive_reason_is_short,
  drop constraint if exists item_has_an_inactive_reason_only_while_inactive;
alter table inventory.item
  add constraint item_inactive_reason_is_short check (length(inactive_reason) <= 500),
  add constraint item_has_an_inactive_reason_only_while_inactive
    check (not is_active or inactive_reason is null);
comment on column inventory.item.inactive_reason is
  'Why it is no longer sold, at most 500 characters; null while it is, and where nobody said.';

alter table inventory.supplier
  add column if not exists inactive_reason text,
  drop constraint if exists supplier_inactive_reason_is_short,
  drop constraint if exists supplier_has_an_inactive_reason_only_while_inactive;
alter table inventory.supplier
  add constraint supplier_inactive_reason_is_short check (length(inactive_reason) <= 500),
  add constraint supplier_has_an_inactive_reason_only_while_inactive
    check (not is_active or inactive_reason is null);
comment on column inventory.supplier.inactive_reason is
  'Why there are no more receipts from them, at most 500 characters; null while there are.';

-- it now leaves out the supplier that is being edited
drop function if exists inventory.supplier_problems(text, text, text, text);

--! include inventory/functions/item_problems.sql
--! include inventory/functions/import_price_problems.sql
--! include inventory/functions/item_for_change.sql
--! include inventory/rules/item_keeps_its_unit.sql
--! include inventory/functions/create_item.sql
--! include inventory/functions/update_item.sql
--! include inventory/functions/deactivate_item.sql
--! include inventory/functions/activate_item.sql
--! include inventory/functions/unit_problems.sql
--! include inventory/rules/unit_keeps_its_decimals.sql
--! include inventory/functions/create_unit.sql
--! include inventory/functions/update_unit.sql
--! include inventory/functions/supplier_problems.sql
--! include inventory/functions/supplier_for_change.sql
--! include inventory/functions/update_supplier.sql
--! include inventory/functions/deactivate_supplier.sql
--! include inventory/functions/activate_supplier.sql

-- A price that a person names, and what the rule would have set.
do $$
begin
  if to_regtype('inventory.line_price') is null then
    create type inventory.line_price as (item_id :ID_TYPE, unit_price numeric, reason text);
  end if;
end
$$;
comment on type inventory.line_price is 'Price that a person names for an item of a slip, and why.';
comment on column inventory.line_price.item_id is 'An item on the slip.';
comment on column inventory.line_price.unit_price is 'Price to sell it at, whole đồng a unit.';
comment on column inventory.line_price.reason is 'Why not the price of the rule, at most 500 characters.';

alter table inventory.issue_detail
  add column if not exists list_price public.dong,
  add column if not exists price_reason text,
  drop constraint if exists issue_detail_list_price_is_positive,
  drop constraint if exists issue_detail_price_reason_is_short,
  drop constraint if exists issue_detail_has_a_list_price_exactly_when_its_price_was_named;
alter table inventory.issue_detail
  add constraint issue_detail_list_price_is_positive check (list_price > 0),
  add constraint issue_detail_price_reason_is_short check (length(price_reason) <= 500),
  add constraint issue_detail_has_a_list_price_exactly_when_its_price_was_named check (
    (list_price is not null) = (price_reason is not null and btrim(price_reason) <> ''));
comment on column inventory.issue_detail.unit_price is
  'Price at issue, đồng a unit, set by the database or named by somebody with price:override.';
comment on column inventory.issue_detail.list_price is
  'Price the rule would have set, đồng a unit, when its author named another; else null.';
comment on column inventory.issue_detail.price_reason is
  'Why its author named a price; null when the rule set it.';

-- A slip written anew points to the cancelled one.
alter table inventory.issue
  add column if not exists replaces_id :ID_TYPE,
  drop constraint if exists issue_replaces_a_slip_of_its_agency,
  drop constraint if exists issue_has_one_successor;
alter table inventory.issue
  add constraint issue_has_one_successor unique (agency_id, replaces_id),
  add constraint issue_replaces_a_slip_of_its_agency
    foreign key (agency_id, replaces_id) references inventory.issue (agency_id, id);
comment on column inventory.issue.replaces_id is
  'The cancelled slip it was written for anew; null for most.';
comment on constraint issue_replaces_a_slip_of_its_agency on inventory.issue is
  E'@fieldName replaces\n@foreignFieldName replacedBy\nA slip written anew points to the cancelled one.';

-- they now take the prices that were named, and the slip that is replaced
drop function if exists inventory.add_issue_lines(inventory.issue, inventory.issue_line[]);
drop function if exists inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text);

--! include inventory/rules/issue_price.sql
--! include inventory/rules/price_override.sql
--! include inventory/rules/issue_replaces_a_cancelled_slip.sql
--! include inventory/rules/issue_is_final_once_confirmed.sql
--! include inventory/policies/issue.sql
--! include inventory/functions/prices_as_meant.sql
--! include inventory/functions/add_issue_lines.sql
--! include inventory/functions/create_issue.sql

-- People, roles and scopes are managed through commands; GraphQL knows the schema auth by its
-- functions alone, so its tables and what signing in needs have no fields.
alter table auth."user"
  add column if not exists inactive_reason text,
  drop constraint if exists user_inactive_reason_is_short,
  drop constraint if exists user_has_an_inactive_reason_only_while_inactive;
alter table auth."user"
  add constraint user_inactive_reason_is_short check (length(inactive_reason) <= 500),
  add constraint user_has_an_inactive_reason_only_while_inactive
    check (not is_active or inactive_reason is null);
comment on column auth."user".inactive_reason is
  'Why they were deactivated, at most 500 characters; null while they are active.';
alter table auth.role add column if not exists is_builtin boolean not null default false;
comment on column auth.role.is_builtin is 'One of the seven the system came with.';
set local role sodaily_definer;
update auth.role set is_builtin = true
where code in ('admin', 'manager', 'sales', 'warehouse', 'accountant', 'agency', 'auditor')
  and created_by is null and not is_builtin;
set local role sodaily_owner;

comment on table auth."user" is
  E'@behavior -*\nA person who may sign in. Never deleted, only deactivated.';
comment on table auth.user_secret is
  E'@behavior -*\nPassword hashes, apart from the user: no role of the API reads them.';
comment on table auth.permission is
  E'@behavior -*\nA scope, such as inventory:write. Roles are sets of scopes.';
comment on table auth.role is
  E'@behavior -*\nA named set of scopes, and how much its members see.';
comment on table auth.role_permission is E'@behavior -*\nWhich scopes a role holds.';
comment on table auth.user_role is E'@behavior -*\nWhich roles a user has.';
comment on table auth.session is
  E'@behavior -*\nOne sign-in: a family of rotating refresh tokens. Random key, because it travels.';
comment on table auth.spent_refresh_token is
  E'@behavior -*\nRefresh tokens before a session''s last two: whoever shows one has stolen it.';
comment on table auth.user_agency is
  E'@behavior -*\nStaff assigned to an agency, and the agency''s own logins.';

do $$
begin
  if to_regtype('auth.user_entry') is null then
    create type auth.user_entry as (
      id :ID_TYPE, email text, full_name text, phone text, locale text, is_active boolean,
      inactive_reason text, role_codes text[], agency_ids :ID_TYPE[], version bigint,
      created_at timestamptz, updated_at timestamptz);
    create type auth.role_entry as (
      id :ID_TYPE, code text, name_vi text, name_en text, database_role text,
      is_builtin boolean, scopes text[], version bigint, updated_at timestamptz);
    create type auth.permission_entry as (code text, description_vi text, description_en text);
  end if;
end
$$;
comment on type auth.user_entry is 'A person who may sign in, with roles and agencies.';
comment on column auth.user_entry.id is 'Opaque key.';
comment on column auth.user_entry.email is 'Sign-in name, unique without case.';
comment on column auth.user_entry.full_name is 'Name shown on slips and notifications.';
comment on column auth.user_entry.phone is 'Phone number, free text.';
comment on column auth.user_entry.locale is 'Language of the interface and of mails: vi or en.';
comment on column auth.user_entry.is_active is 'False: deactivated, no session lives.';
comment on column auth.user_entry.inactive_reason is 'Why they were deactivated.';
comment on column auth.user_entry.role_codes is 'Codes of their roles.';
comment on column auth.user_entry.agency_ids is 'Agencies they work with, or are, by code.';
comment on column auth.user_entry.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth.user_entry.created_at is 'Moment of recording.';
comment on column auth.user_entry.updated_at is 'Moment of the last change.';
comment on type auth.role_entry is 'A named set of scopes, and how much its members see.';
comment on column auth.role_entry.id is 'Opaque key.';
comment on column auth.role_entry.code is 'admin, manager, sales, warehouse, accountant, agency, auditor, or made by an admin.';
comment on column auth.role_entry.name_vi is 'Name shown, in Vietnamese.';
comment on column auth.role_entry.name_en is 'Name shown, in English.';
comment on column auth.role_entry.database_role is
  'What its members see: sodaily_user assigned agencies only, sodaily_staff all, sodaily_warehouse all but agencies'' money, sodaily_auditor all, read only.';
comment on column auth.role_entry.is_builtin is 'One of the seven the system came with.';
comment on column auth.role_entry.scopes is 'Codes of its scopes.';
comment on column auth.role_entry.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth.role_entry.updated_at is 'Moment of the last change.';
comment on type auth.permission_entry is 'A scope, such as inventory:write.';
comment on column auth.permission_entry.code is 'area:verb, the word that rules ask for.';
comment on column auth.permission_entry.description_vi is 'What it allows, in Vietnamese.';
comment on column auth.permission_entry.description_en is 'What it allows, in English.';

--! include auth/functions/current_user_id.sql
--! include auth/functions/database_role_of.sql
--! include auth/functions/end_session.sql
--! include auth/functions/open_session.sql
--! include auth/functions/resume_session.sql
--! include auth/functions/rotate_session.sql
--! include auth/functions/session_user_profile.sql
--! include auth/functions/set_password.sql
--! include auth/functions/sign_in_candidate.sql
--! include auth/functions/user_entry_of.sql
--! include auth/functions/role_entry_of.sql
--! include auth/functions/search_users.sql
--! include auth/functions/list_roles.sql
--! include auth/functions/list_permissions.sql
--! include auth/rules/grant_only_what_you_hold.sql
--! include auth/rules/last_admin_stays.sql
--! include auth/functions/hold_rights.sql
--! include auth/functions/user_problems.sql
--! include auth/functions/email_problems.sql
--! include auth/functions/membership_problems.sql
--! include auth/functions/user_for_change.sql
--! include auth/functions/create_user.sql
--! include auth/functions/update_user.sql
--! include auth/functions/deactivate_user.sql
--! include auth/functions/reactivate_user.sql
--! include auth/functions/set_user_roles.sql
--! include auth/functions/assign_agencies.sql
--! include auth/functions/role_problems.sql
--! include auth/functions/role_code_problems.sql
--! include auth/functions/role_for_change.sql
--! include auth/functions/admin_scope_problems.sql
--! include auth/functions/create_role.sql
--! include auth/functions/update_role.sql
