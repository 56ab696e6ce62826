import { afterAll, beforeAll, expect, test } from 'vitest';
import { debtLedger } from '../../support/books.ts';
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

test('the debt rises by a row of today that reverses the one of the return, for its slip', async () => {
  await db.as('manager', async (me) => {
    await returns.cancel(me, made.id);

    expect((await debtLedger(me, 'DL0001')).slice(-2)).toMatchObject([
      { kind: 'return', amount: '-3000000', balance_after: '2000000', issue_code: slip.code },
      { kind: 'return_cancel', amount: '3000000', balance_after: '5000000', issue_code: slip.code },
    ]);
  });
});

test('the debt limit does not judge it: the goods are with the agency', async () => {
  await db.commitOwner((owner) =>
    owner.query(
      `update agency.agency set own_debt_limit = 0, own_debt_limit_until = date '2100-01-01',
        own_debt_limit_reason = 'Siết nợ' where code = 'DL0001'`,
    ),
  );
  await db.as('manager', async (me) => {
    expect(await returns.cancel(me, made.id)).toMatchObject({ status: 'cancelled' });
  });
});
