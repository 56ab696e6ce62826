import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { slipMaker } from '../../support/slip.ts';
import { countMaker } from '../../support/stock.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('numbers follow each other by the year of the count, and a refused count leaves no gap', async () => {
  const counts = await countMaker(db);
  const slips = await slipMaker(db);
  const [today, yesterday] = [await dayFromToday(db, 0), await dayFromToday(db, -1)];
  const count = (counted: number, date: string) =>
    db.commitAs('warehouse', (me) => counts.create(me, { lines: [['MI', counted]], date }));
  await db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 5]] }));

  expect((await count(44, today)).code).toBe(`KK-${today.slice(0, 4)}-000001`);
  await expect(count(0, yesterday)).rejects.toMatchObject({ code: 'SDSTK' });
  expect((await count(43, today)).code).toBe(`KK-${today.slice(0, 4)}-000002`);
  expect((await count(60, '2025-05-05')).code).toBe('KK-2025-000001');
  expect(await brokenInvariants(db)).toEqual({});
});
