import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../support/actor.ts';
import { testDatabase, type Regular, type TestDatabase } from '../support/database.ts';
import { breachesOf, invariantNames } from '../support/invariants.ts';
import { addAgency, addItem } from '../support/master.ts';
import { outcomeOf, seededRandom, type Outcome } from '../support/race.ts';
import { slipMaker, type Slip, type SlipMaker, type SlipWish } from '../support/slip.ts';

const clients = 16;
const commandsPerClient = 125;
const seed = 20_260_722;

let db: TestDatabase;
let slips: SlipMaker;

/** What the clients saw. */
const seen = { acknowledged: new Map<string, Slip>(), refused: new Map<string, number>(), retries: [] as string[], repeats: 0 };

const agencies = ['DL0001', 'DL0002', 'DL0004', 'DL1001', 'DL1002', 'DL1003', 'DL1004', 'DL1005'];
const goods = Array.from({ length: 12 }, (_, nth) => ({
  sku: `HANG${nth}`, importPrice: 1000 * (nth + 1), stock: 700 + nth * 150,
}));

beforeAll(async () => {
  db = await testDatabase();
  for (const item of goods) await addItem(db, item);
  for (const code of agencies.filter((known) => known >= 'DL1001')) await addAgency(db, { code });
  slips = await slipMaker(db);
  await Promise.all(Array.from({ length: clients }, (_, nth) => {
    const person = (['manager', 'admin', 'sales'] as const)[nth % 3] ?? 'manager';
    return db.withRegular(person, (regular) => work(nth, person, regular));
  }));
}, 120_000);
afterAll(() => db.close());

/** One client: slips one after the other, some of them sent twice. */
async function work(nth: number, person: Person, regular: Regular): Promise<void> {
  const random = seededRandom(seed + nth);
  for (let turn = 0; turn < commandsPerClient; turn += 1) {
    const wish = randomWish(random, person, `${nth}/${turn}`);
    const outcome = await sendAsTheServerDoes(regular, wish);
    if ('code' in outcome) {
      seen.refused.set(outcome.code, (seen.refused.get(outcome.code) ?? 0) + 1);
      continue;
    }
    seen.acknowledged.set(outcome.value.id, outcome.value);
    if (random() < 0.05) {
      seen.repeats += 1;
      expect(await sendAsTheServerDoes(regular, wish)).toEqual(outcome);
    }
  }
}

function randomWish(random: () => number, person: Person, clientKey: string): SlipWish {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const lines = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const item = pick(goods);
    return { item, quantity: 1 + Math.floor(random() * 5) };
  });
  const worth = lines.reduce(
    (sum, { item, quantity }) => sum + quantity * item.importPrice * 1.02, 0);
  return {
    agency: pick(person === 'sales' ? agencies.slice(0, 2) : agencies),
    lines: lines.map(({ item, quantity }) => [item.sku, quantity]),
    paidNow: Math.floor(worth * pick([0, 0.5, 0.9, 1])),
    clientKey,
  };
}

const worthRetrying = new Set(['40001', '40P01', '55P03']);

async function sendAsTheServerDoes(regular: Regular, wish: SlipWish): Promise<Outcome<Slip>> {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await outcomeOf(regular.commit((me) => slips.create(me, wish)));
    if (!('code' in outcome) || !worthRetrying.has(outcome.code) || attempt === 3) return outcome;
    seen.retries.push(outcome.code);
    await pause(5 + attempt * 20);
  }
}

describe(`after ${clients} clients sent ${clients * commandsPerClient} slips at random`, () => {
  test('most were made, some were refused, and all for business reasons', () => {
    expect([...seen.refused.keys()].filter((code) => !['SDSTK', 'SDDBT'].includes(code))).toEqual([]);
    expect(seen.refused.size).toBeGreaterThan(0);
    expect(seen.acknowledged.size).toBeGreaterThan(1000);
    expect(seen.repeats).toBeGreaterThan(20);
    const refused = [...seen.refused.values()].reduce((sum, many) => sum + many, 0);
    expect(seen.acknowledged.size + refused).toBe(clients * commandsPerClient);
  });

  test('nobody waited in a circle, for locks are taken in one order', () => {
    expect(seen.retries.filter((code) => code !== '55P03')).toEqual([]);
  });

  test('every acknowledged slip exists exactly once, as it was acknowledged, and no other does', async () => {
    const stored = await db.query<Slip>(
      `select id::text, code, agency_id::text, status, issue_date::text, total_amount::text, paid_now::text
       from inventory.issue`);

    expect(stored).toHaveLength(seen.acknowledged.size);
    expect(stored.filter((slip) => {
      const told = seen.acknowledged.get(slip.id);
      return told === undefined || JSON.stringify(told) !== JSON.stringify(slip);
    })).toEqual([]);
  });

  test('every slip is announced by exactly one job', async () => {
    const jobs = await db.query<{ slip: string }>(
      "select payload ->> 'issue_id' as slip from graphile_worker._private_jobs");

    expect(jobs.map((job) => job.slip).toSorted()).toEqual([...seen.acknowledged.keys()].toSorted());
  });

  test.each(invariantNames)('%s', async (invariant) => {
    expect(await breachesOf(db, invariant)).toEqual([]);
  });
});
