// Worked example R24: goods given free, on a receipt, on a slip and when they come back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { debtOf, stockLedger, stockOf, type Reader } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { breachesOf, invariantNames } from '../../support/invariants.ts';
import { request } from '../../support/life.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import {
  countMaker,
  receiptMaker,
  returnMaker,
  type CountMaker,
  type ReceiptMaker,
  type ReturnMaker,
} from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let receipts: ReceiptMaker;
let returns: ReturnMaker;
let counts: CountMaker;
let bought: { id: string; total_amount: string };

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'TANG', importPrice: 80_000 });
  await addItem(db, { sku: 'CAN', importPrice: 10_000, unit: 'Kg' });
  [slips, receipts, returns, counts] = [
    await slipMaker(db),
    await receiptMaker(db),
    await returnMaker(db),
    await countMaker(db),
  ];
  bought = await db.commitAs('warehouse', (me) =>
    receipts.create(me, {
      lines: [
        ['TANG', 100, 100_000],
        ['TANG', 10, null, 'free'],
      ],
    }),
  );
  await db.commitAs('warehouse', (me) => receipts.create(me, { lines: [['CAN', 100, 10_000]] }));
});
afterAll(() => db.close());

const priceOf = async (reader: Reader, sku: string) =>
  (
    await reader.query<{ price: string }>(
      'select import_price::text as price from inventory.item where sku = $1',
      [sku],
    )
  )[0]?.price;
const linesOf = (reader: Reader, id: string) =>
  reader.query(
    `select i.sku, trim_scale(d.quantity)::text as quantity, d.is_free, d.unit_price::text as price,
      d.line_total::text as total
   from inventory.issue_detail as d join inventory.item as i on i.id = d.item_id
   where d.issue_id::text = $1 order by d.line_no`,
    [id],
  );
/** From one more day of 2020 on, so that each stands above those before it. */
let versions = 0;
const percent = (value: string) =>
  db.commitOwner((owner) =>
    owner.query(
      `insert into config.regulation_version (regulation_id, value, valid_from, reason)
   select r.id, $1, date '2020-01-01' + $2::integer, 'Thử nghiệm' from config.regulation as r
   where r.key = 'FREE_GOODS_PERCENT'`,
      [value, (versions += 1)],
    ),
  );

describe('a receipt of 100 at 100.000 ₫ with 10 free', () => {
  test('costs 10.000.000 ₫, raises stock by 110 in one movement, and its price is 100.000 ₫', async () => {
    expect(bought.total_amount).toBe('10000000');
    expect(await stockOf(db, 'TANG')).toBe('110');
    expect(await stockLedger(db, 'TANG')).toMatchObject([
      { kind: 'receipt', quantity: '110', balance_after: '110' },
    ]);
    expect(await priceOf(db, 'TANG')).toBe('100000');
  });

  test('a receipt of nothing but free goods leaves the price, of today and of its day', async () => {
    await db.as('warehouse', async (me) => {
      const gift = await receipts.create(me, { lines: [['TANG', 5, null, 'free']] });
      expect(gift.total_amount).toBe('0');
      expect(await stockOf(me, 'TANG')).toBe('115');
      expect(await priceOf(me, 'TANG')).toBe('100000');
    });
    await db.asOwner(async (owner) => {
      expect(
        await owner.query(`select p.price::text from inventory.import_prices_on(
        array(select i.id from inventory.item as i where i.sku = 'TANG'),
        config.business_date()) as p`),
      ).toEqual([{ price: '100000' }]);
    });
  });

  test('cancelled it takes all 110 away and its price with it', async () => {
    await db.as('admin', async (me) => {
      await receipts.cancel(me, bought.id);
      expect(await stockOf(me, 'TANG')).toBe('0');
      expect(await priceOf(me, 'TANG')).toBe('80000');
    });
  });

  test('a free line that names a price is refused, and one that is not free without a price', async () => {
    await db.as('warehouse', async (me) => {
      expect(
        await receipts.refused(me, {
          lines: [
            ['TANG', 5, 1000, 'free'],
            ['TANG', 5, null],
            ['TANG', 5, 0],
          ],
        }),
      ).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'items.1.unit_price', reason: 'required' },
            { path: 'items.2.unit_price', reason: 'not_positive' },
            { path: 'items.0.unit_price', reason: 'free_has_no_price', value: '1000' },
          ],
        },
      });
    });
  });
});

describe('free goods on a slip', () => {
  test('nobody gives any while FREE_GOODS_PERCENT is empty, but for those who set prices', async () => {
    await percent('');
    await db.as('sales', async (me) => {
      expect(
        await slips.refused(me, {
          agency: 'DL0001',
          lines: [
            ['TANG', 10],
            ['TANG', 1, 'free'],
          ],
        }),
      ).toMatchObject({
        code: 'SDPRM',
        details: {
          scope: 'price:override',
          items: [{ sku: 'TANG', paid: '10', free: '1', allowed: '0' }],
        },
      });
    });
    await db.as('manager', async (me) => {
      expect(
        await slips.create(me, {
          agency: 'DL0001',
          lines: [
            ['TANG', 10],
            ['TANG', 1, 'free'],
          ],
        }),
      ).toMatchObject({ total_amount: '1020000', status: 'confirmed' });
    });
  });

  test('with 10 %, ten bought and one free cost 1.020.000 ₫ and eleven leave the shelf', async () => {
    await percent('10');
    await db.as('sales', async (me) => {
      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['TANG', 10],
          ['TANG', 1, 'free'],
        ],
      });

      expect(slip.total_amount).toBe('1020000');
      expect(await debtOf(me, 'DL0001')).toBe('1020000');
      expect(await stockOf(me, 'TANG')).toBe('99');
      expect((await stockLedger(me, 'TANG')).at(-1)).toMatchObject({
        kind: 'issue',
        quantity: '-11',
        balance_after: '99',
      });
      expect(await linesOf(me, slip.id)).toEqual([
        { sku: 'TANG', quantity: '10', is_free: false, price: '102000', total: '1020000' },
        { sku: 'TANG', quantity: '1', is_free: true, price: '0', total: '0' },
      ]);
    });
  });

  test('two free with ten, and one free with nine, are too many; of goods that are weighed a part may be free', async () => {
    await percent('10');
    await db.as('sales', async (me) => {
      expect(
        await slips.refused(me, {
          agency: 'DL0001',
          lines: [
            ['TANG', 10],
            ['TANG', 2, 'free'],
            ['CAN', 5],
            ['CAN', 0.6, 'free'],
            ['LE', 1, 'free'],
          ],
        }),
      ).toMatchObject({
        code: 'SDPRM',
        details: {
          items: [
            { sku: 'TANG', paid: '10', free: '2', allowed: '1' },
            { sku: 'CAN', paid: '5', free: '0.6', allowed: '0.5' },
            { sku: 'LE', paid: '0', free: '1', allowed: '0' },
          ],
        },
      });
      expect(
        await slips.refused(me, {
          agency: 'DL0001',
          lines: [
            ['TANG', 9],
            ['TANG', 1, 'free'],
          ],
        }),
      ).toMatchObject({ details: { items: [{ allowed: '0' }] } });
      expect(
        (
          await slips.create(me, {
            agency: 'DL0001',
            lines: [
              ['CAN', 5],
              ['CAN', 0.5, 'free'],
            ],
          })
        ).total_amount,
      ).toBe('51000');
    });
  });

  test('a shelf of ten is short of one, told as the sum of both lines', async () => {
    await percent('10');
    await db.as('admin', async (me) => {
      await counts.create(me, { lines: [['TANG', 10]] });
      expect(
        await slips.refused(me, {
          agency: 'DL0001',
          lines: [
            ['TANG', 10],
            ['TANG', 1, 'free'],
          ],
        }),
      ).toMatchObject({
        code: 'SDSTK',
        details: { items: [{ sku: 'TANG', requested: '11', available: '10', shortage: '1' }] },
      });
    });
  });

  test('a price named for an item names that of its paid line, and none when all of it is free', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['TANG', 10],
          ['TANG', 1, 'free'],
        ],
        prices: [['TANG', 90_000, 'Hàng cận hạn']],
      });
      expect(await linesOf(me, slip.id)).toMatchObject([{ price: '90000' }, { price: '0' }]);
      expect(
        await slips.refused(me, {
          agency: 'DL0001',
          lines: [['TANG', 1, 'free']],
          prices: [['TANG', 90_000, 'Hàng cận hạn']],
        }),
      ).toMatchObject({
        code: 'SDVAL',
        details: { fields: [{ path: 'prices.0.item_id', reason: 'not_on_the_slip' }] },
      });
    });
  });

  test('a slip of nothing but free goods makes no debt, and is cancelled like any other', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, { agency: 'DL0001', lines: [['TANG', 3, 'free']] });
      expect(slip.total_amount).toBe('0');
      expect(await debtOf(me, 'DL0001')).toBe('0');
      await me.query('select inventory.cancel_issue($1, $2, $3)', [
        randomUUID(),
        slip.id,
        'Tặng nhầm',
      ]);
      expect(await stockOf(me, 'TANG')).toBe('110');
    });
  });

  test('sent again it is the same slip only when the same goods are free', async () => {
    const clientKey = randomUUID();
    await db.as('manager', async (me) => {
      const wish = {
        agency: 'DL0001',
        lines: [
          ['TANG', 10],
          ['TANG', 1, 'free'],
        ] as [string, number, 'free'?][],
        clientKey,
      };
      const slip = await slips.create(me, wish);
      expect((await slips.create(me, wish)).id).toBe(slip.id);
      expect(
        (
          await slips.refused(me, {
            ...wish,
            lines: [
              ['TANG', 10],
              ['TANG', 1],
            ],
          })
        ).code,
      ).toBe('SDDUP');
    });
  });

  test('are judged again when a request is confirmed, by the regulation of that day', async () => {
    await percent('10');
    const asked = await db.commitAs('agency', (me) =>
      request(me, slips, {
        agency: 'DL0001',
        lines: [
          ['TANG', 10],
          ['TANG', 1, 'free'],
        ],
      }),
    );
    await percent('');
    await db.as('sales', async (me) => {
      expect(
        await me.refusal('select inventory.confirm_issue($1, $2)', [randomUUID(), asked.id]),
      ).toMatchObject({ code: 'SDPRM', details: { items: [{ free: '1', allowed: '0' }] } });
    });
    await db.as('manager', async (me) => {
      await me.query('select inventory.confirm_issue($1, $2)', [randomUUID(), asked.id]);
      expect(await stockOf(me, 'TANG')).toBe('99');
    });
  });
});

describe('free goods that come back', () => {
  test('ten and one free lower the debt by 1.020.000 ₫ and raise stock by eleven', async () => {
    await db.as('admin', async (me) => {
      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['TANG', 10],
          ['TANG', 1, 'free'],
        ],
      });
      const back = await returns.create(me, {
        slip: slip.id,
        lines: [
          ['TANG', 10],
          ['TANG', 1, 'free'],
        ],
      });

      expect(back.total_amount).toBe('1020000');
      expect(await debtOf(me, 'DL0001')).toBe('0');
      expect(await stockOf(me, 'TANG')).toBe('110');
      expect((await stockLedger(me, 'TANG')).at(-1)).toMatchObject({
        kind: 'return',
        quantity: '11',
      });
    });
  });

  test('the free one alone lowers nothing, and comes back once', async () => {
    await db.as('admin', async (me) => {
      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['TANG', 10],
          ['TANG', 1, 'free'],
        ],
      });
      const back = await returns.create(me, { slip: slip.id, lines: [['TANG', 1, 'free']] });
      expect(back.total_amount).toBe('0');
      expect(await debtOf(me, 'DL0001')).toBe('1020000');
      expect(
        await returns.refused(me, { slip: slip.id, lines: [['TANG', 1, 'free']] }),
      ).toMatchObject({
        code: 'SDRET',
        details: {
          items: [
            { sku: 'TANG', is_free: true, issued: '1', returned: '1', available: '0', excess: '1' },
          ],
        },
      });
      await returns.cancel(me, back.id);
      expect(await stockOf(me, 'TANG')).toBe('99');
    });
  });

  test('what was not given free does not come back as free', async () => {
    await db.as('admin', async (me) => {
      const slip = await slips.create(me, { agency: 'DL0001', lines: [['TANG', 10]] });
      expect(
        await returns.refused(me, { slip: slip.id, lines: [['TANG', 1, 'free']] }),
      ).toMatchObject({
        code: 'SDVAL',
        details: { fields: [{ path: 'items.0.item_id', reason: 'not_on_slip' }] },
      });
    });
  });
});

test('the books hold after all of it: given, taken back, cancelled, and a slip that cost nothing', async () => {
  await db.commitAs('admin', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['TANG', 10],
        ['TANG', 1, 'free'],
        ['CAN', 2],
      ],
    });
    await returns.create(me, {
      slip: slip.id,
      lines: [
        ['TANG', 5],
        ['TANG', 1, 'free'],
      ],
    });
    const gone = await slips.create(me, {
      agency: 'DL0002',
      lines: [
        ['TANG', 2],
        ['TANG', 1, 'free'],
      ],
    });
    await me.query('select inventory.cancel_issue($1, $2, $3)', [
      randomUUID(),
      gone.id,
      'Lập nhầm',
    ]);
    const gift = await slips.create(me, { agency: 'DL0002', lines: [['CAN', 1, 'free']] });
    await me.query('select inventory.cancel_issue($1, $2, $3)', [
      randomUUID(),
      gift.id,
      'Tặng nhầm',
    ]);
    await slips.create(me, { agency: 'DL0002', lines: [['CAN', 1, 'free']] });
    await receipts.cancel(
      me,
      (
        await receipts.create(me, {
          lines: [
            ['CAN', 5, 20_000],
            ['CAN', 5, null, 'free'],
            ['LE', 1, null, 'free'],
          ],
        })
      ).id,
    );
  });
  const broken = [];
  for (const name of invariantNames) if ((await breachesOf(db, name)).length > 0) broken.push(name);
  expect(broken).toEqual([]);
});
