import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take } from '../../support/life.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;

beforeAll(async () => {
  db = await testDatabase();
  [slips, returns] = [await slipMaker(db), await returnMaker(db)];
});
afterAll(() => db.close());

test('a slip that is cancelled takes the returns that wait of it along, and no other', async () => {
  const issue = () =>
    db.commitAs('manager', (me) => slips.create(me, { agency: 'DL0001', lines: [['LE', 3]] }));
  const [cancelled, kept] = [await issue(), await issue()];
  const ask = (slip: string) =>
    db.commitAs('sales', (me) => returns.request(me, { slip, lines: [['LE', 1]] }));
  const [first, second, other] = [
    await ask(cancelled.id),
    await ask(cancelled.id),
    await ask(kept.id),
  ];
  await db.commitAs('sales', (me) => returns.reject(me, second.id, 'Khách giữ lại'));

  await db.commitAs('admin', (me) => take(me, 'cancel_issue', cancelled.id));

  const now = await db.query<{ id: string; status: string; reject_reason: string | null }>(
    'select id::text, status, reject_reason from inventory.issue_return',
  );
  const of = (id: string) => now.find((row) => row.id === id);
  expect(of(first.id)).toMatchObject({
    status: 'rejected',
    reject_reason: `Hủy phiếu ${cancelled.code}`,
  });
  expect(of(second.id)?.reject_reason).toBe('Khách giữ lại');
  expect(of(other.id)?.status).toBe('requested');
});
