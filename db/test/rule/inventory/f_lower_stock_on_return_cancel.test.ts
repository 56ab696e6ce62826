import { afterAll, beforeAll, expect, test } from 'vitest';
import { stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, type Slip, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type IssueReturn, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;
let slip: Slip;
let made: IssueReturn;

beforeAll(async () => {
  db = await testDatabase();
  [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] }),
  );
  made = await db.commitAs('admin', (me) =>
    returns.create(me, { slip: slip.id, lines: [['TRON', 3]] }),
  );
});
afterAll(() => db.close());

test('goods leave by a row of today that reverses the one of the return', async () => {
  await db.as('manager', async (me) => {
    await returns.cancel(me, made.id);

    expect((await stockLedger(me, 'TRON')).slice(-2)).toMatchObject([
      { kind: 'return', quantity: '3', balance_after: '98' },
      { kind: 'return_cancel', quantity: '-3', balance_after: '95' },
    ]);
  });
});

test('goods that were sold meanwhile cannot leave twice: the return is named with what is short', async () => {
  await db.commitOwner((owner) =>
    owner.query('update agency.agency_type set debt_limit = 900000000000'),
  );
  await db.as('manager', async (me) => {
    await slips.create(me, {
      agency: 'DL0004',
      lines: [['TRON', Number(await stockOf(me, 'TRON')) - 1]],
    });

    expect(await returns.cancelRefused(me, made.id)).toMatchObject({
      code: 'SDNEG',
      details: {
        document: 'return',
        document_id: made.id,
        document_code: made.code,
        items: [{ sku: 'TRON', available: '1', needed: '3', shortage: '2' }],
      },
    });
  });
});
