import { randomUUID } from 'node:crypto';
import { makeAttacker } from '../attacker.ts';
import { mustBe, type Person } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { command, toldIn } from '../send.ts';
import { PASSWORD } from '../target.ts';

const EMAIL = 'keys@sodaily.test';
const OWN_SCOPES = ['user:read', 'user:write', 'inventory:read'];
const CASES = 700;

type Rights = Readonly<{
  email: string;
  is_active: boolean;
  scopes: readonly string[];
  agencies: string;
  second_factor: string;
}>;

/**
 * Somebody who holds `user:write` and little else tries every command of user administration on
 * everybody. Nobody gains or loses a scope that they do not hold themselves, and nobody who holds
 * one is deactivated, moved to other agencies, or rid of a second factor.
 */
export const userAdministrationAttack: Attack = {
  name: '4 user:write is no master key',
  async run(scan) {
    let clerk = await hire(scan);
    const cases = scan.sample(Array.from({ length: CASES }, (_, nth) => nth));
    for (const nth of cases) {
      const before = await rightsOf(scan);
      const { name, input } = attempt(scan, await everybody(scan));
      const answer = await command(scan, clerk, name, input);
      const after = await rightsOf(scan);
      scan.report.answer(
        `${nth} ${name} ${JSON.stringify(input).slice(40, 160)} → ${toldIn(answer).code ?? 'done'}`,
        answer,
        { status: [200, 400, 401] },
        escalations(before, after),
      );
      // they may end their own work, and then begin it anew
      if (answer.status === 401) clerk = await hire(scan);
    }
  },
};

/** A role and a person of their own, made by the owner of the database. */
async function hire({ target }: Scan): Promise<Person> {
  await target.query(
    `insert into auth.role (code, name_vi, name_en, database_role)
     values ('keys', 'Quản lý tài khoản', 'Keeper of accounts', 'sodaily_staff')
     on conflict do nothing`,
  );
  await target.query(
    `insert into auth.role_permission (role_id, permission_code)
     select r.id, s.scope from auth.role as r, unnest($1::text[]) as s (scope)
     where r.code = 'keys' on conflict do nothing`,
    [OWN_SCOPES],
  );
  await target.query(`update auth.role set is_second_factor_required = false where code = 'keys'`);
  await target.query(
    `insert into auth."user" as u (email, full_name) values ($1, 'Người giữ chìa khóa')
     on conflict (lower(email)) do update set is_active = true, inactive_reason = null`,
    [EMAIL],
  );
  await target.query(
    `insert into auth.user_secret (user_id, password_hash)
     select u.id, s.password_hash from auth."user" as u, auth.user_secret as s
     join auth."user" as o on o.id = s.user_id
     where u.email = $1 and o.email = 'sales@sodaily.test' on conflict do nothing`,
    [EMAIL],
  );
  await target.query(
    `insert into auth.user_role (user_id, role_id)
     select u.id, r.id from auth."user" as u, auth.role as r
     where u.email = $1 and r.code = 'keys' on conflict do nothing`,
    [EMAIL],
  );
  return signIn(target.url);
}

async function signIn(url: string): Promise<Person> {
  const at = makeAttacker(url, '198.51.100.77');
  await mustBe(200, at.signIn(EMAIL, PASSWORD), 'who holds user:write signs in');
  return { role: 'admin', email: EMAIL, at, scopes: OWN_SCOPES };
}

type Known = Readonly<{
  users: readonly { id: string; version: string }[];
  roles: readonly { id: string; code: string; version: string }[];
  scopes: readonly string[];
  agencies: readonly string[];
}>;

async function everybody({ target }: Scan): Promise<Known> {
  return {
    users: await target.query('select id::text, version::text from auth."user"'),
    roles: await target.query('select id::text, code, version::text from auth.role'),
    scopes: (
      await target.query<{ scope: string }>('select code as scope from auth.permission')
    ).map(({ scope }) => scope),
    agencies: (await target.query<{ id: string }>('select id::text from agency.agency')).map(
      ({ id }) => id,
    ),
  };
}

function attempt(
  { random }: Scan,
  { users, roles, scopes, agencies }: Known,
): { name: string; input: object } {
  const some = <T>(from: readonly T[]): T[] =>
    Array.from({ length: random.below(4) }, () => random.pick(from));
  const user = random.pick(users);
  const role = random.pick(roles);
  const clientKey = randomUUID();
  const reason = 'Một lý do đủ dài để được nhận';
  const roleCodes = some(roles.map(({ code }) => code));
  const [userId, roleId] = [user.id, role.id];
  const names = { nameVi: `Vai ${random.below(1e6)}`, nameEn: `Role ${random.below(1e6)}` };
  const databaseRole = random.pick(['sodaily_staff', 'sodaily_user', 'sodaily_auditor']);
  return random.pick<{ name: string; input: object }>([
    { name: 'setUserRoles', input: { clientKey, userId, roleCodes, version: user.version } },
    { name: 'assignAgencies', input: { clientKey, userId, agencyIds: some(agencies) } },
    { name: 'deactivateUser', input: { clientKey, userId, reason, version: user.version } },
    { name: 'reactivateUser', input: { clientKey, userId, version: user.version } },
    { name: 'resetSecondFactor', input: { clientKey, userId, reason, version: user.version } },
    {
      name: 'updateUser',
      input: { clientKey, userId, fullName: 'Kẻ gian', locale: 'vi', version: user.version },
    },
    {
      name: 'createUser',
      input: {
        clientKey,
        email: `k${random.below(1e9)}@sodaily.test`,
        fullName: 'Người mới',
        roleCodes,
        agencyIds: some(agencies),
        locale: 'vi',
      },
    },
    {
      name: 'createRole',
      input: {
        clientKey,
        code: `k_${random.below(1e9)}`,
        ...names,
        databaseRole,
        scopes: some(scopes),
      },
    },
    {
      name: 'updateRole',
      input: { clientKey, roleId, ...names, scopes: some(scopes), version: role.version },
    },
    {
      name: 'setRoleSecondFactor',
      input: { clientKey, roleId, isRequired: random.next() < 0.5, version: role.version },
    },
  ]);
}

const rightsOf = ({ target }: Scan): Promise<Rights[]> =>
  target.query<Rights>(
    `select u.email, u.is_active, u.second_factor_at::text as second_factor,
       coalesce((select array_agg(distinct p.permission_code order by p.permission_code)
         from auth.user_role as ur join auth.role_permission as p on p.role_id = ur.role_id
         where ur.user_id = u.id), '{}') as scopes,
       coalesce((select string_agg(ua.agency_id::text, ',' order by ua.agency_id::text)
         from auth.user_agency as ua where ua.user_id = u.id), '') as agencies
     from auth."user" as u order by u.email`,
  );

/**
 * What was given or taken must be their own to give. Anything else about a person is nothing for
 * somebody who holds less than that person.
 */
function escalations(before: readonly Rights[], after: readonly Rights[]): string[] {
  const earlier = new Map(before.map((rights) => [rights.email, rights]));
  return after.flatMap((rights) => {
    const was = earlier.get(rights.email);
    const moved = symmetric(was?.scopes ?? [], rights.scopes).filter(isBeyond);
    if (moved.length > 0) return [`${rights.email} gained or lost ${moved.join(', ')}`];
    if (!was || aside(was) === aside(rights)) return [];
    const above = was.scopes.filter(isBeyond);
    return above.length > 0 ? [`${rights.email} was changed, who holds ${above.join(', ')}`] : [];
  });
}

const isBeyond = (scope: string): boolean => !OWN_SCOPES.includes(scope);
const symmetric = (one: readonly string[], other: readonly string[]): string[] => [
  ...one.filter((scope) => !other.includes(scope)),
  ...other.filter((scope) => !one.includes(scope)),
];
const aside = ({ is_active, agencies, second_factor }: Rights): string =>
  JSON.stringify([is_active, agencies, second_factor]);
