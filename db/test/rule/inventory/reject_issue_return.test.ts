import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, unknownKey } from '../../support/slip.ts';
import { returnMaker, type IssueReturn, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let returns: ReturnMaker;
let asked: IssueReturn;

beforeAll(async () => {
  db = await testDatabase();
  returns = await returnMaker(db);
  const slips = await slipMaker(db);
  const slip = await db.commitAs('sales', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] }),
  );
  asked = await db.commitAs('sales', (me) =>
    returns.request(me, { slip: slip.id, lines: [['TRON', 2]] }),
  );
});
afterAll(() => db.close());

test.each<[Person, string | null]>([
  ['warehouse', null],
  ['manager', '2000000'],
  ['sales', '2000000'],
])('%s ends it, with a reason: it has no number and moved nothing', async (person, total) => {
  await db.as(person, async (me) => {
    expect(await returns.reject(me, asked.id, ' Hàng không về ')).toMatchObject({
      status: 'rejected',
      code: null,
      reject_reason: 'Hàng không về',
      total_amount: total,
    });
    expect(await me.query("select id from inventory.stock_movement where kind = 'return'")).toEqual(
      [],
    );
  });
});

test('who may not confirm ends only what they asked for', async () => {
  const managers = await db.commitAs('manager', (me) =>
    returns.request(me, { slip: asked.issue_id, lines: [['TRON', 1]] }),
  );
  await db.as('sales', async (me) => {
    expect(await returns.rejectRefused(me, managers.id)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'return:confirm' },
    });
  });
});

test('what is wrong is told, all at once', async () => {
  const nobody = await unknownKey(db);
  await db.as('warehouse', async (me) => {
    expect((await returns.rejectRefused(me, null, ' ')).details['fields']).toEqual([
      { path: 'issue_return_id', reason: 'required' },
      { path: 'reason', reason: 'required' },
    ]);
    expect((await returns.rejectRefused(me, nobody, 'x'.repeat(501))).details['fields']).toEqual([
      { path: 'issue_return_id', reason: 'unknown', value: nobody },
      { path: 'reason', reason: 'too_long', value: '501' },
    ]);
  });
});

test.each<[Person, string]>([
  ['accountant', 'SDPRM'],
  ['agency', 'SDPRM'],
  ['auditor', '42501'],
])('%s may not', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await returns.rejectRefused(me, asked.id)).code).toBe(code);
  });
});
