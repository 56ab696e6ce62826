// People and roles in tests, as those who manage them see them.
import type { Actor, Person } from './actor.ts';
import { order, type Given } from './catalogue.ts';
import type { TestDatabase } from './database.ts';

export interface Entry {
  id: string;
  version: number;
  [column: string]: unknown;
}

export interface Account extends Entry {
  email: string;
  role_codes: string[];
  agency_ids: unknown[];
  is_active: boolean;
}

/** A person by the name before the @. */
export const personOf = async (me: Actor, name: string): Promise<Account> =>
  (
    await me.one<{ row: Account }>(
      `select to_jsonb(u) || jsonb_build_object('id', u.id::text) as row
        from auth.search_users() as u where u.email = $1`,
      [name.includes('@') ? name : `${name}@sodaily.test`],
    )
  ).row;

/** A role by its code. */
export const roleOf = async (me: Actor, code: string): Promise<Entry & { scopes: string[] }> =>
  (
    await me.one<{ row: Entry & { scopes: string[] } }>(
      `select to_jsonb(r) || jsonb_build_object('id', r.id::text) as row from auth.list_roles() as r
        where r.code = $1`,
      [code],
    )
  ).row;

/** What names a person in the version read. */
export const named = ({ id, version }: Entry, changes: Given = {}): Given => ({
  user_id: id,
  version,
  ...changes,
});

/** What edits a role in the version read. */
export const roleEdit = (role: Entry, changes: Given = {}): Given => ({
  role_id: role.id,
  version: role.version,
  name_vi: role['name_vi'],
  name_en: role['name_en'],
  scopes: role['scopes'],
  ...changes,
});

/** Lets a role of the test's database do more. */
export const allow = (db: TestDatabase, role: Person, ...scopes: string[]) =>
  db.query(
    `insert into auth.role_permission (role_id, permission_code)
   select r.id, s.scope from auth.role as r cross join unnest($2::text[]) as s (scope)
   where r.code = $1 on conflict do nothing`,
    [role, scopes],
  );

/** One more person of the house, without any right. */
export const addColleague = (db: TestDatabase, email: string) =>
  db.commitAs('admin', (me) => order(me, 'auth.create_user', { email, full_name: 'Bảo Vệ' }));

/** Gives somebody a password, the one that everybody in the presets has. */
export const givePassword = (db: TestDatabase, email: string) =>
  db.query(
    `insert into auth.user_secret (user_id, password_hash)
   select u.id, (select password_hash from auth.user_secret limit 1) from auth."user" as u
   where u.email = $1
   on conflict do nothing`,
    [email],
  );
