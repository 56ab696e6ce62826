import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprints } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { atOnce, outcomeOf, refusedCodes, successes, untilSomebodyWaits } from '../support/race.ts';
import { slipMaker, type Slip, type SlipMaker, type SlipWish } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const send = (wish: SlipWish) => ({
  person: 'sales' as const,
  act: (me: Parameters<SlipMaker['create']>[0]) => slips.create(me, wish),
});

async function slipsOf(clientKey: string): Promise<number> {
  return (await db.query('select from audit.command where client_key = $1', [clientKey])).length;
}

test.each([1, 2, 3, 4, 5])(
  'eight connections with one client key make one slip, and all get it (%i)',
  async (round) => {
    const before = Number(
      (await db.query<{ count: string }>('select count(*) from inventory.issue'))[0]?.count,
    );
    const wish: SlipWish = {
      agency: 'DL0001',
      lines: [['LE', 2]],
      paidNow: 500,
      clientKey: `key ${round}`,
    };

    const outcomes = await atOnce(
      db,
      Array.from({ length: 8 }, () => send(wish)),
    );

    expect(refusedCodes(outcomes)).toEqual([]);
    const made = successes(outcomes);
    expect(made).toHaveLength(8);
    expect(new Set(made.map((slip) => slip.id)).size).toBe(1);
    const after = await db.query<{ count: string }>('select count(*) from inventory.issue');
    expect(Number(after[0]?.count)).toBe(before + 1);
    expect(await brokenInvariants(db)).toEqual({});
  },
);

test('two connections with one client key and different wishes: one slip, the other is refused', async () => {
  const outcomes = await atOnce(
    db,
    [1, 2].map((quantity) =>
      send({
        agency: 'DL0001',
        lines: [['LE', quantity]],
        clientKey: 'contested',
      }),
    ),
  );

  const [made] = successes(outcomes);
  expect(refusedCodes(outcomes)).toEqual(['SDDUP']);
  expect(outcomes).toContainEqual({
    code: 'SDDUP',
    details: expect.objectContaining({ result: { id: made?.id } }),
  });
});

test('when the first gives up, the second with its key makes the slip', async () => {
  const wish: SlipWish = { agency: 'DL0001', lines: [['LE', 3]], clientKey: 'given up' };

  let second: Promise<Slip> | undefined;
  await db.as('sales', async (me) => {
    await slips.create(me, wish);
    second = db.commitAs('sales', (other) => slips.create(other, wish));
    await untilSomebodyWaits(db);
  });

  expect((await second)?.status).toBe('confirmed');
  expect(await slipsOf('given up')).toBe(1);
});

test('when the first is refused, so is the second, and nothing is left of either', async () => {
  const wish: SlipWish = {
    agency: 'DL0001',
    lines: [
      ['LE', 1],
      ['CUOI', 2],
    ],
    clientKey: 'never confirmed',
  };
  const before = await fingerprints(db);

  const outcomes = await atOnce(db, [send(wish), send(wish)]);

  expect(refusedCodes(outcomes)).toEqual(['SDSTK', 'SDSTK']);
  expect(await fingerprints(db)).toEqual(before);
});

test('the same key of different people is no contest', async () => {
  const outcomes = await atOnce(
    db,
    (['sales', 'manager', 'admin'] as const).map((person) => ({
      person,
      act: (me) => slips.create(me, { agency: 'DL0001', lines: [['LE', 1]], clientKey: 'common' }),
    })),
  );

  expect(new Set(successes(outcomes).map((slip) => slip.id)).size).toBe(3);
  expect(await outcomeOf(slipsOf('common'))).toEqual({ value: 3 });
});
