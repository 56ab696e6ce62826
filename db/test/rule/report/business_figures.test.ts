import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';
import { withClient } from '../../../tools/prepare.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

interface Figures {
  slips_today: Record<string, number>;
  waiting_issues: number;
  debt_amount: number;
  overdue_amount: number;
  near_limit_agencies: number;
}
const figures = (): Promise<Figures> =>
  withClient(db.workerUrl, async (worker) => {
    const { rows } = await worker.query<{ figures: Figures }>(
      'select report.business_figures() as figures',
    );
    return rows[0]?.figures as Figures;
  });

test('a slip of today raises the slips of today and the debt by what is not paid on the spot', async () => {
  const before = await figures();
  const slips = await slipMaker(db);
  await db.commitAs('sales', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 2]] }));

  const after = await figures();
  expect(after.slips_today['issue']).toBe((before.slips_today['issue'] ?? 0) + 1);
  const [owed] = await db.query<{ debt: string }>(
    'select sum(debt_amount)::text as debt from agency.agency',
  );
  expect(after.debt_amount).toBe(Number(owed?.debt));
  expect(after.debt_amount).toBeGreaterThan(before.debt_amount);
  expect(after.overdue_amount).toBe(before.overdue_amount);
});

test('nobody asks for them but the worker', async () => {
  for (const person of ['admin', 'auditor', 'agency'] as const) {
    await db.as(person, async (me) => {
      expect((await me.refusal('select report.business_figures()')).code).toBe('42501');
    });
  }
});
