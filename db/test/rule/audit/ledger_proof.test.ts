import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { invariantNames } from '../../support/invariants.ts';
import { withClient } from '../../../tools/prepare.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

interface Proof {
  ran_at: number | null;
  invariants: number;
  broken_invariants: number;
}
const ask = <T>(sql: string): Promise<T | undefined> =>
  withClient(db.workerUrl, async (worker) => {
    const { rows } = await worker.query<{ answer: T }>(`select ${sql} as answer`);
    return rows[0]?.answer;
  });

test('before the first night nothing is proven, and nothing broken', async () => {
  expect(await ask<Proof>('audit.ledger_proof()')).toMatchObject({
    ran_at: null,
    invariants: 0,
    broken_invariants: 0,
  });
});

test('after a night it says when that was and how many invariants did not hold', async () => {
  await ask('(select count(*) from audit.verify_ledgers())');

  const proof = await ask<Proof>('audit.ledger_proof()');
  expect(proof?.broken_invariants).toBe(0);
  expect(proof?.invariants).toBe(invariantNames.length);
  expect(Math.abs(Date.now() / 1000 - (proof?.ran_at ?? 0))).toBeLessThan(60);
});

test('nobody asks for it but the worker', async () => {
  await db.as('admin', async (me) => {
    expect((await me.refusal('select audit.ledger_proof()')).code).toBe('42501');
  });
});
