import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { makeHistory } from '../../support/eventful.ts';
import { invariantNames } from '../../support/invariants.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await makeHistory(db);
});
afterAll(() => db.close());

interface Result {
  name: string;
  sentence: string;
  breaches: string;
  sample: unknown[];
  milliseconds: string;
}

const checked = `select r.name, r.sentence, r.breaches::text, r.sample, r.milliseconds::text
      from unnest(audit.check_invariants()) as r`;
const verify = (): Promise<Result[]> =>
  withClient(
    db.worker,
    async (worker) =>
      (
        await worker.query<Result>(
          'select r.name, r.breaches::text, r.sample from audit.verify_ledgers() as r',
        )
      ).rows,
  );

/** Bends the stock of an item by hand, past every rule. */
const bend = (by: number): Promise<unknown> =>
  withClient(db.admin, async (superuser) => {
    await superuser.query('set session_replication_role = replica');
    await superuser.query(
      "update inventory.item set stock_quantity = stock_quantity + $1 where sku = 'MI'",
      [by],
    );
  });

describe('checking now', () => {
  test.each(['admin', 'auditor'] as const)(
    '%s is told of every invariant by its sentence',
    async (person) => {
      const results = await db.as(person, (me) => me.query<Result>(checked));

      expect(results.map(({ name }) => name)).toEqual(invariantNames);
      for (const { sentence, breaches, sample, milliseconds } of results) {
        expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
        expect({ breaches, sample }).toEqual({ breaches: '0', sample: [] });
        expect(Number(milliseconds)).toBeLessThan(10_000);
      }
    },
  );

  test.each(['manager', 'accountant'] as const)(
    '%s is refused for want of audit:read',
    async (person) => {
      await db.as(person, async (me) => {
        expect(await me.refusal(checked)).toMatchObject({
          code: 'SDPRM',
          details: { scope: 'audit:read' },
        });
      });
    },
  );

  test.each(['sales', 'warehouse', 'agency'] as const)('%s may not even ask', async (person) => {
    await db.as(person, async (me) => {
      expect((await me.refusal(checked)).code).toBe('42501');
    });
  });

  test.each(['admin', 'auditor'] as const)('%s cannot start the nightly run', async (person) => {
    await db.as(person, async (me) => {
      expect((await me.refusal('select audit.verify_ledgers()')).code).toBe('42501');
    });
  });
});

describe('the nightly run', () => {
  const runs = () =>
    db.query<{ runs: string; names: string; broken: string }>(
      `select count(distinct ran_at)::text as runs, count(distinct name)::text as names,
       count(*) filter (where breaches > 0)::text as broken from audit.invariant_run`,
    );
  const warned = () =>
    db.query<{ person: string; names: string }>(
      `select split_part(u.email, '@', 1) as person, n.payload ->> 'invariants' as names
     from notification.notification as n join auth."user" as u on u.id = n.user_id
     where n.kind = 'invariants_broken'`,
    );

  test('keeps one result of each invariant, and tells nobody when all hold', async () => {
    expect(await verify()).toEqual([]);

    expect(await runs()).toEqual([
      { runs: '1', names: String(invariantNames.length), broken: '0' },
    ]);
    expect(await warned()).toEqual([]);
  });

  test('returns what is broken with the rows, and tells administrators once a day', async () => {
    await bend(5);

    const found = await verify();
    await verify();
    await bend(-5);

    expect(found).toMatchObject([
      {
        name: 'stock_is_the_sum_of_its_movements',
        breaches: '1',
        sample: [{ sku: 'MI' }],
      },
    ]);
    expect(await runs()).toMatchObject([{ runs: '3', broken: '2' }]);
    expect(await warned()).toEqual([
      { person: 'admin', names: 'stock_is_the_sum_of_its_movements' },
    ]);
    expect(await verify()).toEqual([]);
  });

  test('is shown to auditors, and to nobody without audit:read', async () => {
    const seen = (person: 'auditor' | 'manager') =>
      db.as(person, (me) => me.query('select name from audit.invariant_run'));

    expect((await seen('auditor')).length).toBeGreaterThan(0);
    expect(await seen('manager')).toEqual([]);
  });
});
