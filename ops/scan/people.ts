// One person of each role, signed in as people are: the administrator with a second factor.
import { codeOf } from '../../server/test/support/second_factor.ts';
import { makeAttacker, type Attacker } from './attacker.ts';
import { PASSWORD, type Target } from './target.ts';

export const ROLES = [
  'admin',
  'manager',
  'sales',
  'warehouse',
  'accountant',
  'auditor',
  'agency',
] as const;
export type Role = (typeof ROLES)[number];

export type Person = Readonly<{
  role: Role;
  email: string;
  at: Attacker;
  scopes: readonly string[];
  secret?: string;
}>;
export type People = Readonly<Record<Role, Person>>;

export const emailOf = (role: Role): string => `${role}@sodaily.test`;

export async function signEverybodyIn(target: Target): Promise<People> {
  const people: Partial<Record<Role, Person>> = {};
  for (const [nth, role] of ROLES.entries())
    people[role] = await signIn(target, role, `198.51.100.${nth + 1}`);
  return people as People;
}

/**
 * An access token lives for ten minutes, and the scan may take longer. Whoever was signed out by an
 * attack on sessions signs in again.
 */
export async function refreshEverybody(people: People, before: string): Promise<void> {
  for (const { role, email, at } of Object.values(people)) {
    const { status } = await at.post('/auth/refresh');
    if (status !== 200)
      await mustBe(200, at.signIn(email, PASSWORD), `before "${before}": ${role} goes on`);
  }
}

async function signIn(target: Target, role: Role, address: string): Promise<Person> {
  const at = makeAttacker(target.url, address);
  await mustBe(200, at.signIn(emailOf(role), PASSWORD), `${role} signs in`);
  const secret = role === 'admin' ? await enrol(at) : undefined;
  const { body } = await mustBe(200, at.get('/auth/me'), `${role} is told who they are`);
  const { user } = JSON.parse(body) as { user: { scopes: string[] } };
  return {
    role,
    email: emailOf(role),
    at,
    scopes: user.scopes,
    ...(secret === undefined ? {} : { secret }),
  };
}

/**
 * Switches the second factor on, by a code of the step before, so that the present one is unused.
 */
export async function enrol(at: Attacker): Promise<string> {
  const { body } = await mustBe(200, at.post('/auth/second-factor/enrol'), 'enrolment');
  const { secret } = JSON.parse(body) as { secret: string };
  await mustBe(
    200,
    at.post('/auth/second-factor/confirm', { code: codeOf(secret, -1) }),
    'confirmation',
  );
  return secret;
}

export async function mustBe<T extends { status: number; body: string }>(
  status: number,
  answer: Promise<T>,
  what: string,
): Promise<T> {
  const given = await answer;
  if (given.status !== status) throw new Error(`${what}: ${given.status} ${given.body}`);
  return given;
}
