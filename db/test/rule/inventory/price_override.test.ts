import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, unknownKey, type SlipMaker, type SlipWish } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const cheap = (changes: Partial<SlipWish> = {}): SlipWish => ({
  agency: 'DL0001',
  lines: [
    ['MI', 2],
    ['LE', 1],
  ],
  prices: [['MI', 100_000, ' Hàng móp thùng ']],
  ...changes,
});

const linesWithPrices = (me: Actor, slipId: string) =>
  me.query(
    `select i.sku, d.unit_price::text, d.line_total::text, d.list_price::text, d.price_reason,
      d.created_by::text
   from inventory.issue_detail as d join inventory.item as i on i.id = d.item_id
   where d.issue_id::text = $1 order by d.line_no`,
    [slipId],
  );

describe('a price of one’s own', () => {
  test('is refused to those without price:override, naming the scope, and leaves no trace', async () => {
    await db.as('sales', async (me) => {
      expect(await slips.refused(me, cheap())).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'price:override' },
      });
      expect(await me.query('select from inventory.issue')).toEqual([]);
    });
  });

  test.each<[Person, string]>([
    ['accountant', 'SDPRM'],
    ['agency', 'SDPRM'],
    ['warehouse', '42501'],
    ['auditor', '42501'],
  ])('is refused to %s', async (person, code) => {
    await db.as(person, async (me) => {
      expect((await slips.refused(me, cheap())).code).toBe(code);
    });
  });

  test('is refused from the moment the scope is taken away', async () => {
    await db.as('manager', async (me) => {
      expect((await slips.create(me, cheap())).status).toBe('confirmed');
      const taken = await db.query(
        `delete from auth.role_permission using auth.role as r
         where r.id = role_id and r.code = 'manager' and permission_code = 'price:override'
         returning role_id`,
      );

      const refusal = await slips.refused(me, cheap());

      await db.query(
        "insert into auth.role_permission (role_id, permission_code) values ($1, 'price:override')",
        [taken[0]?.['role_id']],
      );
      expect(refusal).toMatchObject({ code: 'SDPRM', details: { scope: 'price:override' } });
    });
  });

  test('is not needed for a slip at the prices of the rule: sales may send an empty list', async () => {
    await db.as('sales', async (me) => {
      const slip = await slips.create(me, cheap({ prices: [] }));

      expect(await linesWithPrices(me, slip.id)).toMatchObject([
        { sku: 'MI', unit_price: slips.worth('MI'), list_price: null, price_reason: null },
        { sku: 'LE', unit_price: slips.worth('LE'), list_price: null, price_reason: null },
      ]);
    });
  });
});

describe('a manager', () => {
  test('names a price: the line keeps it, the price of the rule, the reason and who', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, cheap());

      expect(slip.total_amount).toBe(String(200_000 + Number(slips.worth('LE'))));
      expect(await linesWithPrices(me, slip.id)).toEqual([
        {
          sku: 'MI',
          unit_price: '100000',
          line_total: '200000',
          list_price: slips.worth('MI'),
          price_reason: 'Hàng móp thùng',
          created_by: me.userId,
        },
        {
          sku: 'LE',
          unit_price: slips.worth('LE'),
          line_total: slips.worth('LE'),
          list_price: null,
          price_reason: null,
          created_by: me.userId,
        },
      ]);
    });
  });

  test('names one price for an item that stands on two lines', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(
        me,
        cheap({
          lines: [
            ['MI', 1],
            ['MI', 2],
          ],
        }),
      );

      expect(await linesWithPrices(me, slip.id)).toMatchObject([
        { sku: 'MI', line_total: '300000', list_price: slips.worth('MI') },
      ]);
    });
  });

  test('raises the debt by the price that was named, and meets the debt limit with it', async () => {
    await db.as('manager', async (me) => {
      const wish = (price: number): SlipWish => ({
        agency: 'DL0001',
        lines: [['TRON', 9]],
        prices: [['TRON', price, 'Theo hợp đồng']],
      });

      expect(await slips.refused(me, wish(1_200_000))).toMatchObject({
        code: 'SDDBT',
        details: {
          slip_total: '10800000',
          limit: '10000000',
          short_by: '800000',
        },
      });
      await slips.create(me, wish(500_000));

      expect(await debtOf(me, 'DL0001')).toBe('4500000');
    });
  });

  test('sends the same prices twice and makes one slip; other prices are another request', async () => {
    await db.as('manager', async (me) => {
      const first = await slips.create(me, cheap({ clientKey: 'once' }));

      expect(
        (
          await slips.create(
            me,
            cheap({ clientKey: 'once', prices: [['MI', '100000.0', 'Hàng móp thùng']] }),
          )
        ).id,
      ).toBe(first.id);
      for (const prices of [
        [['MI', 99_000, 'Hàng móp thùng']],
        [['MI', 100_000, 'Khác']],
        [],
      ] as SlipWish['prices'][]) {
        expect(
          (await slips.refused(me, cheap({ clientKey: 'once', ...(prices ? { prices } : {}) })))
            .code,
        ).toBe('SDDUP');
      }
    });
  });
});

describe('a price that makes no sense is refused with its place', () => {
  test.each<[string, NonNullable<SlipWish['prices']>, Record<string, string>[]]>([
    ['no price', [['MI', null, 'Vì']], [{ path: 'prices.0.unit_price', reason: 'required' }]],
    [
      'nothing',
      [['MI', 0, 'Vì']],
      [{ path: 'prices.0.unit_price', reason: 'not_positive', value: '0' }],
    ],
    [
      'less than nothing',
      [['MI', -1, 'Vì']],
      [{ path: 'prices.0.unit_price', reason: 'not_positive', value: '-1' }],
    ],
    [
      'no number',
      [['MI', 'NaN', 'Vì']],
      [{ path: 'prices.0.unit_price', reason: 'not_a_number', value: 'NaN' }],
    ],
    [
      'half a đồng',
      [['MI', '0.5', 'Vì']],
      [{ path: 'prices.0.unit_price', reason: 'whole_number_only', value: '0.5' }],
    ],
    [
      'more than a thousand million',
      [['MI', '1000000001', 'Vì']],
      [{ path: 'prices.0.unit_price', reason: 'too_large', value: '1000000001' }],
    ],
    ['no reason', [['MI', 1, ' ']], [{ path: 'prices.0.reason', reason: 'required' }]],
    [
      'a long reason',
      [['MI', 1, 'x'.repeat(501)]],
      [{ path: 'prices.0.reason', reason: 'too_long' }],
    ],
    ['no item', [[null, 1, 'Vì']], [{ path: 'prices.0.item_id', reason: 'required' }]],
  ])('%s', async (_what, prices, fields) => {
    await db.as('manager', async (me) => {
      expect(await slips.refused(me, cheap({ prices }))).toMatchObject({
        code: 'SDVAL',
        details: { fields },
      });
    });
  });

  test('an item twice, one that is not on the slip, and one nobody knows, all at once with a bad line', async () => {
    const nobody = await unknownKey(db);
    await db.as('manager', async (me) => {
      const refusal = await slips.refused(
        me,
        cheap({
          lines: [['MI', 0]],
          prices: [
            ['MI', 1, 'Vì'],
            ['MI', 2, 'Vì'],
            ['LE', 1, 'Vì'],
            [nobody, 1, 'Vì'],
          ],
        }),
      );

      expect(refusal.details).toEqual({
        fields: expect.arrayContaining([
          { path: 'items.0.quantity', reason: 'not_positive', value: '0' },
          { path: 'prices.1.item_id', reason: 'named_twice', value: slips.itemId('MI') },
          { path: 'prices.2.item_id', reason: 'not_on_the_slip', value: slips.itemId('LE') },
          { path: 'prices.3.item_id', reason: 'not_on_the_slip', value: nobody },
        ]),
      });
      expect(refusal.details['fields']).toHaveLength(4);
    });
  });
});

test('the warehouse sees neither price, and no line says a reason without the price of the rule', async () => {
  await db.as('warehouse', async (me) => {
    expect((await me.refusal('select list_price from inventory.issue_detail')).code).toBe('42501');
    expect((await me.refusal('select price_reason from inventory.issue_detail')).code).toBe(
      '42501',
    );
  });
});
