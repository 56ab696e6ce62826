import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday, fingerprints, linesOf } from '../../support/books.ts';
import type { Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, type SlipMaker, type SlipWish } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let today: string;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  today = await dayFromToday(db, 0);
});
afterAll(() => db.close());

test('a slip is born confirmed, dated today, and written by who asked', async () => {
  await db.as('sales', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [['MI', 2]],
      note: '  giao sáng ',
    });

    expect(slip).toMatchObject({
      status: 'confirmed',
      agency_id: slips.agencyId('DL0001'),
      issue_date: today,
      total_amount: slips.worth('MI', 2),
      paid_now: '0',
    });
    const written = await me.one(
      `select note, created_by::text, confirmed_by::text, confirmed_at is not null as is_confirmed,
         inventory.issue_created_by_name(i) as author
       from inventory.issue as i where id::text = $1`,
      [slip.id],
    );
    expect(written).toEqual({
      note: 'giao sáng',
      created_by: me.userId,
      confirmed_by: me.userId,
      is_confirmed: true,
      author: 'Nguyễn Văn Bán',
    });
  });
});

test('the same item twice is one line, at the place where it came first', async () => {
  await db.as('sales', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['LE', 1],
        ['MI', 2],
        ['LE', 3],
      ],
    });

    expect(await linesOf(me, slip.id)).toMatchObject([
      { sku: 'LE', quantity: '4' },
      { sku: 'MI', quantity: '2' },
    ]);
  });
});

describe('the same client key', () => {
  const wish: SlipWish = {
    agency: 'DL0001',
    lines: [
      ['MI', 2],
      ['LE', 1],
    ],
    paidNow: 1000,
    note: 'giao sáng',
    clientKey: 'k1',
  };

  test('gives the first slip again, and nothing happens a second time', async () => {
    await db.as('sales', async (me) => {
      const first = await slips.create(me, wish);
      const after = await me.query('select stock_quantity from inventory.item order by sku');

      const second = await slips.create(me, wish);

      expect(second).toEqual(first);
      expect(await me.query('select stock_quantity from inventory.item order by sku')).toEqual(
        after,
      );
      expect(await me.query('select id from inventory.issue')).toHaveLength(1);
    });
  });

  test.each<[string, Partial<SlipWish>]>([
    ['agency', { agency: 'DL0002' }],
    [
      'item',
      {
        lines: [
          ['MI', 2],
          ['DUONG', 1],
        ],
      },
    ],
    [
      'quantity',
      {
        lines: [
          ['MI', 3],
          ['LE', 1],
        ],
      },
    ],
    ['number of lines', { lines: [['MI', 2]] }],
    ['payment', { paidNow: 1001 }],
    ['date', { date: '2024-06-01' }],
    ['note', { note: 'giao chiều' }],
  ])('with another %s is refused, and told what it was used for', async (_what, change) => {
    await db.as('sales', async (me) => {
      const first = await slips.create(me, wish);

      const refusal = await slips.refused(me, { ...wish, ...change });

      expect(refusal).toMatchObject({
        code: 'SDDUP',
        details: {
          client_key: 'k1',
          command: 'create_issue',
          result: { id: first.id },
        },
      });
      expect(refusal.details['first_used_at']).toEqual(expect.any(String));
    });
  });

  test.each<[string, Partial<SlipWish>]>([
    ['spaces around the note', { note: ' giao sáng  ' }],
    ['zeros behind the payment', { paidNow: '1000.00' }],
    [
      'zeros behind a quantity',
      {
        lines: [
          ['MI', '2.0'],
          ['LE', '1.000'],
        ],
      },
    ],
  ])('with %s is the same slip', async (_what, change) => {
    await db.as('sales', async (me) => {
      const first = await slips.create(me, wish);

      const second = await slips.create(me, { ...wish, ...change });

      expect(second.id).toBe(first.id);
    });
  });

  test('of another person is another key', async () => {
    const first = await db.commitAs('sales', (me) =>
      slips.create(me, { ...wish, clientKey: 'shared' }),
    );
    const second = await db.commitAs('manager', (me) =>
      slips.create(me, { ...wish, clientKey: 'shared' }),
    );
    const other = await db.commitAs('admin', (me) =>
      slips.create(me, {
        agency: 'DL0004',
        lines: [['MI', 1]],
        clientKey: 'shared',
      }),
    );

    expect(new Set([first.id, second.id, other.id]).size).toBe(3);
  });

  test('is free again after a refusal', async () => {
    await db.as('sales', async (me) => {
      await slips.refused(me, { ...wish, lines: [['MI', 51]] });

      const slip = await slips.create(me, wish);

      expect(slip.status).toBe('confirmed');
    });
  });

  test('gives the first slip also after its agency was blocked', async () => {
    const first = await db.commitAs('sales', (me) =>
      slips.create(me, { ...wish, agency: 'DL0002', clientKey: 'k2' }),
    );
    await db.query(
      `update agency.agency set status = 'blocked', status_reason = 'Nợ quá hạn'
        where code = 'DL0002'`,
    );

    const second = await db.as('sales', (me) =>
      slips.create(me, { ...wish, agency: 'DL0002', clientKey: 'k2' }),
    );

    expect(second).toEqual(first);
    await db.query("update agency.agency set status = 'active' where code = 'DL0002'");
  });

  test('gives the first slip also when it is sent again after midnight', async () => {
    const first = await db.commitAs('sales', (me) =>
      slips.create(me, { ...wish, clientKey: 'late' }),
    );
    await midnightPasses(1);

    try {
      const second = await db.as('sales', (me) => slips.create(me, { ...wish, clientKey: 'late' }));
      expect(second).toEqual(first);
    } finally {
      await midnightPasses(0);
    }
  });

  test.each([null, '', 'k'.repeat(101)])(
    'is needed, of 1 to 100 characters: not %j',
    async (clientKey) => {
      await db.as('sales', async (me) => {
        const refusal = await slips.refused(me, { ...wish, clientKey });

        expect(refusal).toMatchObject({
          code: 'SDVAL',
          details: { fields: [{ path: 'client_key' }] },
        });
      });
    },
  );
});

/** Moves the business date by whole days. */
async function midnightPasses(days: number): Promise<void> {
  await db.query(
    `create or replace function config.business_date() returns date language sql stable
     as $$ select (now() at time zone 'Asia/Ho_Chi_Minh')::date + ${days} $$`,
  );
}

describe('who may write a slip', () => {
  test.each<[Person, string]>([
    ['admin', 'DL0004'],
    ['manager', 'DL0004'],
    ['sales', 'DL0001'],
  ])('%s may', async (person, agency) => {
    await db.as(person, async (me) => {
      const slip = await slips.create(me, { agency, lines: [['MI', 1]] });

      expect(slip.status).toBe('confirmed');
    });
  });

  test.each<[Person, string, object]>([
    ['accountant', 'SDPRM', { scope: 'inventory:write' }],
    ['agency', 'SDPRM', { scope: 'inventory:write' }],
    ['warehouse', '42501', {}],
    ['auditor', '42501', {}],
  ])('%s may not', async (person, code, details) => {
    await db.as(person, async (me) => {
      const refusal = await slips.refused(me, { agency: 'DL0001', lines: [['MI', 1]] });

      expect(refusal).toMatchObject({ code, details });
    });
  });
});

test.each<[string, string, SlipWish]>([
  ['a malformed request', 'SDVAL', { agency: 'DL0001', lines: [['MI', -1]] }],
  [
    'an inactive item',
    'SDITM',
    {
      agency: 'DL0001',
      lines: [
        ['MI', 1],
        ['NGUNG', 1],
      ],
    },
  ],
  ['a blocked agency', 'SDAGN', { agency: 'DL0003', lines: [['MI', 1]] }],
  ['the debt limit', 'SDDBT', { agency: 'DL0001', lines: [['TRON', 11]], paidNow: 5 }],
  [
    'short stock',
    'SDSTK',
    {
      agency: 'DL0001',
      lines: [
        ['LE', 1],
        ['CUOI', 2],
      ],
      paidNow: 5,
    },
  ],
  ['too much paid', 'SDVAL', { agency: 'DL0001', lines: [['MI', 1]], paidNow: 999_999 }],
])('a refusal for %s leaves no trace in any table', async (_what, code, wish) => {
  const before = await fingerprints(db);

  await expect(db.commitAs('sales', (me) => slips.create(me, wish))).rejects.toMatchObject({
    code,
  });

  expect(await fingerprints(db)).toEqual(before);
});
