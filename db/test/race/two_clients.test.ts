import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debtOf, stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { addAgency, addItem } from '../support/master.ts';
import { atOnce, outcomeOf, refusedCodes, successes, untilSomebodyWaits } from '../support/race.ts';
import { slipMaker, type Slip, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
const rounds = [1, 2, 3, 4, 5, 6, 7, 8];

beforeAll(async () => {
  db = await testDatabase();
  for (const round of rounds) {
    await addItem(db, { sku: `LAST${round}`, importPrice: 1000, stock: 1 });
    await addAgency(db, { code: `DL100${round}` });
    await addAgency(db, { code: `DL200${round}` });
  }
  await addItem(db, { sku: 'MANY', importPrice: 1000, stock: 10_000 });
  slips = await slipMaker(db);
});
afterAll(() => db.close());

describe('two clients at the same moment', () => {
  test('for the last unit: one gets it, the other is told there is none', async () => {
    const outcomes = await atOnce(db, [
      {
        person: 'sales',
        act: (me) => slips.create(me, { agency: 'DL0001', lines: [['CUOI', 1]] }),
      },
      {
        person: 'manager',
        act: (me) => slips.create(me, { agency: 'DL0004', lines: [['CUOI', 1]] }),
      },
    ]);

    expect(refusedCodes(outcomes)).toEqual(['SDSTK']);
    expect(outcomes).toContainEqual({
      code: 'SDSTK',
      details: {
        items: [
          expect.objectContaining({ sku: 'CUOI', requested: '1', available: '0', shortage: '1' }),
        ],
      },
    });
    expect(await stockOf(db, 'CUOI')).toBe('0');
  });

  test.each(rounds)('for the last unit, once more (%i)', async (round) => {
    const take = (agency: string) => ({
      person: 'manager' as const,
      act: (me: Parameters<typeof slips.create>[0]) =>
        slips.create(me, { agency, lines: [[`LAST${round}`, 1]] }),
    });

    const outcomes = await atOnce(db, ['DL1001', 'DL2001', 'DL0004', 'DL0002'].map(take));

    expect(refusedCodes(outcomes)).toEqual(['SDSTK', 'SDSTK', 'SDSTK']);
  });

  test.each(rounds)(
    'with slips that pass the limit together only: one gets through (%i)',
    async (round) => {
      const agency = `DL100${round}`;
      const sixMillion = {
        person: 'manager' as const,
        act: (me: Parameters<typeof slips.create>[0]) =>
          slips.create(me, { agency, lines: [['TRON', 6]] }),
      };

      const outcomes = await atOnce(db, [sixMillion, sixMillion]);

      expect(refusedCodes(outcomes)).toEqual(['SDDBT']);
      expect(outcomes).toContainEqual({
        code: 'SDDBT',
        details: expect.objectContaining({
          current_debt: expect.stringMatching(/^[67]/),
          short_by: expect.stringMatching(/^[23]/),
        }),
      });
      expect(Number(await debtOf(db, agency))).toBeLessThanOrEqual(10_000_000);
    },
  );

  test.each(rounds)(
    'with the same items in opposite order: both get through (%i)',
    async (round) => {
      const outcomes = await atOnce(db, [
        {
          person: 'manager',
          act: (me) =>
            slips.create(me, {
              agency: `DL100${round}`,
              lines: [
                ['MANY', 1],
                ['LE', 1],
              ],
            }),
        },
        {
          person: 'admin',
          act: (me) =>
            slips.create(me, {
              agency: `DL200${round}`,
              lines: [
                ['LE', 1],
                ['MANY', 1],
              ],
            }),
        },
      ]);

      expect(refusedCodes(outcomes)).toEqual([]);
    },
  );
});

describe.each([
  ['in', 1],
  ['against', -1],
])('a slip whose lines stand %s the order of keys', (_order, direction) => {
  const isFree = async (sku: string): Promise<boolean> =>
    'value'
    in (await outcomeOf(
      db.asOwner((owner) =>
        owner.query('select from inventory.item where sku = $1 for no key update nowait', [sku]),
      ),
    ));

  test.each([0, 1])(
    'locks its items by key: while it waits for item %i it has locked those before',
    async (held) => {
      const pair = await db.query<{ sku: string }>(
        `select sku from inventory.item where sku in ('MANY', 'LE') order by id`,
      );
      const [first = '', second = ''] = pair.map(({ sku }) => sku);
      const lines = [first, second].map((sku): [string, number] => [sku, 1]);

      let slip: Promise<unknown> = Promise.resolve();
      const free = await db.asOwner(async (owner) => {
        await owner.query('select from inventory.item where sku = $1 for no key update', [
          held === 0 ? first : second,
        ]);
        slip = outcomeOf(
          db.commitAs('manager', (me) =>
            slips.create(me, {
              agency: 'DL0004',
              lines: direction === 1 ? lines : lines.toReversed(),
            }),
          ),
        );
        await untilSomebodyWaits(db);
        return isFree(held === 0 ? second : first);
      });

      expect(free).toBe(held === 0);
      expect(await slip).toHaveProperty('value');
    },
  );
});

describe('one client waits for the other', () => {
  test('and gets the last unit when the other gives up', async () => {
    await addItem(db, { sku: 'ONE', importPrice: 1000, stock: 1 });
    const local = await slipMaker(db);
    const wish = { lines: [['ONE', 1]] as [string, number][] };

    let second: Promise<unknown> = Promise.resolve();
    await db.as('manager', async (me) => {
      await local.create(me, { agency: 'DL0001', ...wish });
      second = outcomeOf(
        db.commitAs('admin', (other) => local.create(other, { agency: 'DL0004', ...wish })),
      );
      await untilSomebodyWaits(db);
    });

    expect(await second).toMatchObject({ value: { status: 'confirmed' } });
    expect(await stockOf(db, 'ONE')).toBe('0');
  });

  test('and draws the next number when the other gives up, so that no gap is left', async () => {
    let second: Promise<Slip> | undefined;
    const lost = await db.as('manager', async (me) => {
      const slip = await slips.create(me, { agency: 'DL0001', lines: [['LE', 1]] });
      second = db.commitAs('admin', (other) =>
        slips.create(other, { agency: 'DL0004', lines: [['MANY', 1]] }),
      );
      await untilSomebodyWaits(db);
      return slip.code;
    });

    expect((await second)?.code).toBe(lost);
  });

  test('a slip waits while its agency is being blocked, and is then refused', async () => {
    let slip: Promise<unknown> = Promise.resolve();
    await db.commitOwner(async (owner) => {
      await owner.query(
        `update agency.agency set status = 'blocked', status_reason = 'Nợ quá hạn'
          where code = 'DL1002'`,
      );
      slip = outcomeOf(
        db.commitAs('manager', (me) => slips.create(me, { agency: 'DL1002', lines: [['LE', 1]] })),
      );
      await untilSomebodyWaits(db);
    });

    expect(await slip).toMatchObject({ code: 'SDAGN', details: { status: 'blocked' } });
  });

  test('a slip waits for another of its agency, and is measured against the debt that one left', async () => {
    let second: Promise<unknown> = Promise.resolve();
    await db.commitAs('manager', async (me) => {
      await slips.create(me, { agency: 'DL2001', lines: [['TRON', 9]] });
      second = outcomeOf(
        db.commitAs('admin', (other) =>
          slips.create(other, { agency: 'DL2001', lines: [['TRON', 2]] }),
        ),
      );
      await untilSomebodyWaits(db);
    });

    const debt = Number(await debtOf(db, 'DL2001'));
    expect(await second).toMatchObject({ code: 'SDDBT', details: { current_debt: String(debt) } });
  });
});

test('the work above was not all refused', async () => {
  const made = successes(
    await atOnce(
      db,
      rounds.map((round) => ({
        person: 'manager',
        act: (me) => slips.create(me, { agency: `DL200${round}`, lines: [['MANY', round]] }),
      })),
    ),
  );

  expect(made).toHaveLength(rounds.length);
  expect(new Set(made.map((slip) => slip.code)).size).toBe(rounds.length);
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
