// Who reads what the rules refused: everybody the own, managers and auditors all of them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../support/actor.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const everybody: Person[] = [
  'admin',
  'manager',
  'sales',
  'warehouse',
  'accountant',
  'auditor',
  'agency',
];
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await db.query(
    `select audit.record_refusal(u.id, 'trace-' || split_part(u.email, '@', 1), 'createIssue',
      'DEBT_LIMIT', '{"excess": "5000"}')
    from auth."user" as u where split_part(u.email, '@', 1) = any ($1)`,
    [everybody],
  );
  await db.query(
    `select audit.record_refusal(null, 'trace-nobody', 'POST /auth/register', 'VALIDATION_ERROR',
      '{}')`,
  );
});
afterAll(() => db.close());

const readBy = (person: Person) =>
  db.as(person, async (me) =>
    (
      await me.query<{ trace: string; name: string | null }>(
        `select r.request_id as trace, audit.refusal_user_name(r) as name from audit.refusal as r
          order by r.request_id`,
      )
    ).map(({ trace }) => trace),
  );

test.each<Person>(['admin', 'manager', 'auditor'])(
  '%s reads the refusals of all, also of somebody who had not signed in',
  async (person) => {
    expect(await readBy(person)).toEqual(
      [...everybody, 'nobody'].map((name) => `trace-${name}`).toSorted(),
    );
  },
);

test.each<Person>(['sales', 'warehouse', 'accountant', 'agency'])(
  '%s reads what they were refused themselves, and nothing else',
  async (person) => {
    expect(await readBy(person)).toEqual([`trace-${person}`]);
  },
);

test.each(everybody)('%s neither writes nor takes away a refusal', async (person) => {
  for (const sql of [
    "insert into audit.refusal (command, code, details) values ('x', 'X', '{}')",
    'delete from audit.refusal',
    "update audit.refusal set code = 'X'",
  ]) {
    await expect(db.as(person, (me) => me.query(sql))).rejects.toMatchObject({ code: '42501' });
  }
});

test('who is refused names the person, of nobody nobody', async () => {
  const names = await db.as('auditor', (me) =>
    me.query<{ name: string | null }>(
      `select audit.refusal_user_name(r) as name from audit.refusal as r
        where r.request_id in ('trace-sales', 'trace-nobody') order by r.request_id`,
    ),
  );

  expect(names[0]?.name).toBeNull();
  expect(names[1]?.name).toMatch(/\p{L}/u);
});
