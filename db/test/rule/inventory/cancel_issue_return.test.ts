import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { debtOf, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { slipMaker, unknownKey, type Slip, type SlipMaker } from '../../support/slip.ts';
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
    slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['TRON', 5],
        ['MI', 2],
      ],
    }),
  );
  made = await db.commitAs('admin', (me) =>
    returns.create(me, {
      slip: slip.id,
      lines: [
        ['TRON', 3],
        ['MI', 1],
      ],
    }),
  );
});
afterAll(() => db.close());

test('a manager undoes a return: goods leave again, the debt rises again', async () => {
  await db.as('manager', async (me) => {
    const before = {
      debt: Number(await debtOf(me, 'DL0001')),
      stock: Number(await stockOf(me, 'TRON')),
    };

    expect(await returns.cancel(me, made.id, ' Gõ 3 thay vì 1 ')).toEqual({
      id: made.id,
      status: 'cancelled',
    });

    expect(Number(await debtOf(me, 'DL0001')) - before.debt).toBe(
      Number(slips.worth('TRON', 3)) + Number(slips.worth('MI')),
    );
    expect(Number(await stockOf(me, 'TRON')) - before.stock).toBe(-3);
    expect(
      await me.query(
        `select r.cancel_reason, r.cancelled_by::text from inventory.issue_return as r
          where r.id::text = $1`,
        [made.id],
      ),
    ).toEqual([{ cancel_reason: 'Gõ 3 thay vì 1', cancelled_by: me.userId }]);
  });
});

test.each<Person>(['accountant', 'sales', 'agency'])('%s may not', async (person) => {
  await db.as(person, async (me) => {
    expect(await returns.cancelRefused(me, made.id)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'slip:cancel' },
    });
  });
});

test.each<Person>(['warehouse', 'auditor'])('%s cannot even call it', async (person) => {
  await db.as(person, async (me) => {
    expect((await returns.cancelRefused(me, made.id)).code).toBe('42501');
  });
});

test('what is wrong is told, all at once', async () => {
  const nobody = await unknownKey(db);
  await db.as('manager', async (me) => {
    expect((await returns.cancelRefused(me, null, ' ')).details['fields']).toEqual([
      { path: 'issue_return_id', reason: 'required' },
      { path: 'reason', reason: 'required' },
    ]);
    expect((await returns.cancelRefused(me, nobody, 'x'.repeat(501))).details['fields']).toEqual([
      { path: 'issue_return_id', reason: 'unknown', value: nobody },
      { path: 'reason', reason: 'too_long', value: '501' },
    ]);
  });
});

test('sent twice with the same key it is undone once', async () => {
  await db.as('manager', async (me) => {
    const first = await returns.cancel(me, made.id, 'Gõ nhầm', 'once');
    const debt = await debtOf(me, 'DL0001');

    expect(await returns.cancel(me, made.id, 'Gõ nhầm', 'once')).toEqual(first);
    expect(await debtOf(me, 'DL0001')).toBe(debt);
  });
});

test('what came back can be returned again, and then the slip is as before', async () => {
  await db.as('manager', async (me) => {
    await returns.cancel(me, made.id);

    expect(
      (await returns.refused(me, { slip: slip.id, lines: [['TRON', 6]] })).details['items'],
    ).toMatchObject([{ returned: '0', available: '5', requested: '6' }]);
    expect((await returns.create(me, { slip: slip.id, lines: [['TRON', 5]] })).total_amount).toBe(
      '5000000',
    );
  });
});

test('a slip whose returns were all undone can be cancelled', async () => {
  await db.as('manager', async (me) => {
    await returns.cancel(me, made.id);

    await me.query("select inventory.cancel_issue('k', $1, 'Lập nhầm')", [slip.id]);
    expect(await debtOf(me, 'DL0001')).toBe('0');
  });
});

test('R8: parts of a line are worth what the whole is worth, whichever part is undone', async () => {
  await db.commitOwner((owner) =>
    owner.query(
      `insert into inventory.item (sku, item_name, unit_id, import_price)
     select 'LECAN', 'Hàng cân bán 24.991', id, 24501 from inventory.unit where name = 'Kg'`,
    ),
  );
  const made2 = await db.commitAs('admin', async (me) => {
    await me.query(`select inventory.open_stock(array[row(i.id, 10, false)::inventory.issue_line],
      date '2024-01-01')
      from inventory.item as i where i.sku = 'LECAN'`);
    const sold = await (
      await slipMaker(db)
    ).create(me, { agency: 'DL0004', lines: [['LECAN', '1.5']] });
    expect(sold.total_amount).toBe('37487');
    const back = await returnMaker(db);
    const half = () => back.create(me, { slip: sold.id, lines: [['LECAN', '0.5']] });
    const parts = [await half(), await half(), await half()];
    expect(parts.map((part) => part.total_amount)).toEqual(['12496', '12495', '12496']);

    await back.cancel(me, parts[1]?.id ?? null);
    const again = await half();
    return {
      again,
      worth: await me.one<{ worth: string }>(
        `select sum(total_amount)::text as worth from inventory.issue_return
       where issue_id::text = $1 and status = 'confirmed'`,
        [sold.id],
      ),
    };
  });

  expect([made2.again.total_amount, made2.worth.worth]).toEqual(['12495', '37487']);
  expect(await brokenInvariants(db)).toEqual({});
});
