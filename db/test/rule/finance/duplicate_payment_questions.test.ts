import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { order, orderRefused, type Given } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let one: string;
let other: string;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  [one, other] = [slips.agencyId('DL0001'), slips.agencyId('DL0002')];
  await db.commitAs('manager', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]] });
    await slips.create(me, { agency: 'DL0002', lines: [['TRON', 1]] });
  });
});
afterAll(() => db.close());

const bank = (agency_id: string, reference: string | null, more: Given = {}): Given => ({
  agency_id,
  amount: 1000,
  method: 'bank',
  reference,
  ...more,
});
const pay = (me: Actor, given: Given) => order(me, 'finance.create_payment', given);

test('a bank reference that another payment has is asked about, and taken on purpose', async () => {
  await db.as('accountant', async (me) => {
    const first = await pay(me, bank(one, 'FT26001'));

    expect(await orderRefused(me, 'finance.create_payment', bank(other, ' ft26001'))).toMatchObject(
      {
        code: 'SDCFM',
        details: {
          questions: [
            {
              code: 'POSSIBLE_DUPLICATE',
              figures: {
                of: 'payment',
                same: ['reference'],
                id: first.id,
                document: first['code'],
                amount: '1000',
              },
            },
          ],
        },
      },
    );

    expect(first['is_no_duplicate']).toBe(false);
    expect(await pay(me, bank(other, 'ft26001', { despite_duplicate: true }))).toMatchObject({
      is_no_duplicate: true,
    });
  });
});

test('no reference, a receipt book and a cancelled payment are no duplicates', async () => {
  await db.as('accountant', async (me) => {
    await pay(me, bank(one, null));
    await pay(me, bank(one, null));
    await pay(me, bank(one, '0012', { method: 'cash' }));
    await pay(me, bank(one, '0012', { method: 'cash' }));
    const first = await pay(me, bank(one, 'FT26002'));
    await me.query('select finance.cancel_payment($1, $2, $3)', ['c', first.id, 'Nhầm']);

    expect(await pay(me, bank(one, 'FT26002'))).toMatchObject({ is_no_duplicate: false });
  });
});
