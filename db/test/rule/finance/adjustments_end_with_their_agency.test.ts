import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjustmentMaker } from '../../support/adjustment.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { lead, regulate } from '../../support/life.ts';

import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('adjustments that wait are rejected with the agency that leaves, and no others', async () => {
  const slips = await slipMaker(db);
  const adjustments = adjustmentMaker(slips.agencyId);
  await regulate(db, 'FOUR_EYES', 'true');
  const ask = (agency: string) =>
    db.commitAs('accountant', (me) =>
      adjustments.create(me, { agency, direction: 'up', amount: 50_000 }),
    );
  const [asked, other] = [await ask('DL0001'), await ask('DL0002')];

  await db.commitAs('manager', (me) =>
    lead(me, 'terminate_agency', slips.agencyId('DL0001'), { reason: 'Nghỉ bán' }),
  );

  const now = new Map(
    (
      await db.query<{ id: string; status: string; reason: string | null }>(
        'select id::text, status, reject_reason as reason from finance.adjustment',
      )
    ).map((row) => [row.id, row]),
  );
  expect(now.get(asked.id)).toMatchObject({
    status: 'rejected',
    reason: 'Đã ngừng hợp tác với đại lý',
  });
  expect(now.get(other.id)).toMatchObject({ status: 'requested', reason: null });
});
