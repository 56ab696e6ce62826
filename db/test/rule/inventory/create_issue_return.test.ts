import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { dayFromToday, debtOf, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { slipMaker, unknownKey, type Slip, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;
let slip: Slip;
let foreign: Slip;
let today = '';

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  returns = await returnMaker(db);
  today = await dayFromToday(db, 0);
  slip = await db.commitAs('sales', (me) =>
    slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['MI', 4],
        ['DUONG', '2.5'],
        ['LE', 3],
      ],
    }),
  );
  foreign = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['MI', 4]] }),
  );
});
afterAll(() => db.close());

const linesOf = (me: Actor, id: string) =>
  me.query(
    `select i.sku, trim_scale(d.quantity)::text as quantity, d.unit_price::text, d.line_total::text
   from inventory.issue_return_detail as d join inventory.item as i on i.id = d.item_id
   where d.issue_return_id::text = $1 order by d.line_no`,
    [id],
  );

describe('a return', () => {
  test('takes goods back at the prices of the slip, whatever they cost today', async () => {
    await db.query("update inventory.item set import_price = 1 where sku = 'MI'");
    await db.as('manager', async (me) => {
      const back = await returns.create(me, {
        slip: slip.id,
        lines: [
          ['DUONG', '0.5'],
          ['MI', 1],
          ['MI', '2.000'],
        ],
      });

      const worth = Number(slips.worth('DUONG', 0.5)) + Number(slips.worth('MI', 3));
      expect(back).toMatchObject({
        code: `TH-${today.slice(0, 4)}-000001`,
        issue_id: slip.id,
        agency_id: slip.agency_id,
        return_date: today,
        total_amount: String(worth),
      });
      expect(await linesOf(me, back.id)).toEqual([
        {
          sku: 'DUONG',
          quantity: '0.5',
          unit_price: slips.worth('DUONG'),
          line_total: slips.worth('DUONG', 0.5),
        },
        {
          sku: 'MI',
          quantity: '3',
          unit_price: slips.worth('MI'),
          line_total: slips.worth('MI', 3),
        },
      ]);
      expect(await debtOf(me, 'DL0001')).toBe(String(Number(slip.total_amount) - worth));
      expect(await stockOf(me, 'DUONG')).toBe('18.5');
    });
    await db.query("update inventory.item set import_price = 108000 where sku = 'MI'");
  });

  test('is made once however often it is sent with one key, and other content is refused', async () => {
    await db.as('manager', async (me) => {
      const first = await returns.create(me, { clientKey: 'k', slip: slip.id, lines: [['MI', 1]] });

      expect(
        await returns.create(me, { clientKey: 'k', slip: slip.id, lines: [['MI', '1.0']] }),
      ).toEqual(first);
      expect(
        (await returns.refused(me, { clientKey: 'k', slip: slip.id, lines: [['MI', 2]] })).code,
      ).toBe('SDDUP');
    });
  });

  test('is taken from a blocked agency too, for it only lowers the debt', async () => {
    await db.commitOwner((owner) =>
      owner.query(
        `update agency.agency set status = 'blocked', status_reason = 'Nợ quá hạn'
          where code = 'DL0004'`,
      ),
    );
    await db.as('manager', async (me) => {
      expect(await returns.create(me, { slip: foreign.id, lines: [['MI', 1]] })).toMatchObject({
        total_amount: slips.worth('MI'),
      });
    });
    await db.commitOwner((owner) =>
      owner.query("update agency.agency set status = 'active' where code = 'DL0004'"),
    );
  });
});

describe('a request that is not well formed is refused', () => {
  test('with every problem at once', async () => {
    await db.as('manager', async (me) => {
      const refusal = await returns.refused(me, {
        slip: slip.id,
        date: await dayFromToday(db, 1),
        reason: ' ',
        lines: [
          ['TRON', 1],
          ['MI', 0],
          ['LE', '0.5'],
          [null, 1],
        ],
      });

      const fields = refusal.details['fields'] as { path: string; reason: string }[];
      expect(refusal.code).toBe('SDVAL');
      expect(fields.map(({ path, reason }) => `${path} ${reason}`).toSorted()).toEqual([
        'items.0.item_id not_on_slip',
        'items.1.quantity not_positive',
        'items.2.quantity whole_number_only',
        'items.3.item_id required',
        'reason required',
        'return_date in_future',
      ]);
    });
  });

  test.each([
    ['a date before the slip', { date: '2024-02-01' }, 'return_date', 'before_issue'],
    ['a reason that is too long', { reason: 'x'.repeat(501) }, 'reason', 'too_long'],
    ['no slip', { slip: null }, 'issue_id', 'required'],
    ['no lines', { lines: [] }, 'items', 'required'],
  ])('with %s', async (_what, wish, path, reason) => {
    await db.as('manager', async (me) => {
      expect(
        (await returns.refused(me, { slip: slip.id, lines: [['MI', 1]], ...wish })).details,
      ).toMatchObject({ fields: [{ path, reason }] });
    });
  });

  test('on a slip of an agency of somebody else, as if there were none', async () => {
    const nobody = await unknownKey(db);
    await db.as('sales', async (me) => {
      for (const key of [foreign.id, nobody]) {
        expect(
          (await returns.requestRefused(me, { slip: key, lines: [['TRON', 1]] })).details,
        ).toEqual({ fields: [{ path: 'issue_id', reason: 'unknown', value: key }] });
      }
    });
  });
});

test.each<[Person, string]>([
  ['accountant', 'SDPRM'],
  ['agency', 'SDPRM'],
  ['sales', 'SDPRM'],
  ['warehouse', '42501'],
  ['auditor', '42501'],
])('%s may not take goods back', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await returns.refused(me, { slip: slip.id, lines: [['MI', 1]] })).code).toBe(code);
  });
});

describe('who sees returns', () => {
  beforeAll(async () => {
    await db.commitAs('manager', async (me) => {
      await returns.create(me, { slip: slip.id, lines: [['LE', 1]] });
      await returns.create(me, { slip: foreign.id, lines: [['MI', 1]] });
    });
  });

  test.each<[Person, number]>([
    ['manager', 2],
    ['auditor', 2],
    ['accountant', 2],
    ['sales', 1],
    ['agency', 1],
  ])('%s sees %i with its money', async (person, many) => {
    await db.as(person, async (me) => {
      expect(await me.query('select total_amount from inventory.issue_return')).toHaveLength(many);
      expect(
        await me.query('select unit_price, line_total from inventory.issue_return_detail'),
      ).toHaveLength(many);
      expect(
        await me.query("select id from inventory.stock_movement where kind = 'return'"),
      ).toHaveLength(many);
      expect(
        await me.query("select id from finance.debt_transaction where kind = 'return'"),
      ).toHaveLength(many);
    });
  });

  test('the warehouse sees the goods and no money', async () => {
    await db.as('warehouse', async (me) => {
      expect(await me.query('select code, reason from inventory.issue_return')).toHaveLength(2);
      expect(
        await me.query('select item_id, quantity from inventory.issue_return_detail'),
      ).toHaveLength(2);
      for (const column of [
        'issue_return.total_amount',
        'issue_return_detail.unit_price',
        'issue_return_detail.line_total',
      ]) {
        const [table, name] = column.split('.');
        expect((await me.refusal(`select ${name} from inventory.${table}`)).code).toBe('42501');
      }
    });
  });
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
