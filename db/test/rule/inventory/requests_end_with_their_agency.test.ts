import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { lead, request, take } from '../../support/life.ts';
import { paymentMaker } from '../../support/payment.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { returnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const statusOf = async (table: string, id: string) =>
  (
    await db.query<{ status: string; reason: string | null }>(
      `select status, ${table === 'issue' ? 'reason' : 'reject_reason'} as reason
        from inventory.${table} where id::text = $1`,
      [id],
    )
  )[0];

test('slips and returns that wait are rejected with the agency that leaves, and no others', async () => {
  const returns = await returnMaker(db);
  const waiting = await db.commitAs('sales', (me) =>
    request(me, slips, { agency: 'DL0001', lines: [['LE', 1]] }),
  );
  const postponed = await db.commitAs('sales', (me) =>
    request(me, slips, { agency: 'DL0001', lines: [['LE', 2]] }),
  );
  await db.commitAs('manager', (me) =>
    take(me, 'postpone_issue', postponed.id, { reason: 'Chờ hàng' }),
  );
  const other = await db.commitAs('sales', (me) =>
    request(me, slips, { agency: 'DL0002', lines: [['LE', 1]] }),
  );
  const sold = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['LE', 3]] }),
  );
  const asked = await db.commitAs('sales', (me) =>
    returns.request(me, { slip: sold.id, lines: [['LE', 1]] }),
  );
  await db.commitAs('accountant', (me) =>
    paymentMaker(slips.agencyId).create(me, {
      agency: 'DL0001',
      amount: sold.total_amount,
    }),
  );

  await db.commitAs('manager', (me) =>
    lead(me, 'terminate_agency', slips.agencyId('DL0001'), { reason: 'Nghỉ bán' }),
  );

  const gone = { status: 'rejected', reason: 'Đã ngừng hợp tác với đại lý' };
  expect(await statusOf('issue', waiting.id)).toEqual(gone);
  expect(await statusOf('issue', postponed.id)).toEqual(gone);
  expect(await statusOf('issue_return', asked.id)).toEqual(gone);
  expect(await statusOf('issue', other.id)).toMatchObject({ status: 'requested' });
  expect(await statusOf('issue', sold.id)).toMatchObject({ status: 'confirmed' });
  expect(await brokenInvariants(db)).toEqual({});
});
