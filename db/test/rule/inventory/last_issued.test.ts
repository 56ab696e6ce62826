import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take } from '../../support/life.ts';
import { keyType, slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let type: string;
let yesterday: string;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  [type, yesterday] = [await keyType(db), await dayFromToday(db, -1)];
  await db.commitAs('manager', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['MI', 7]] });
    await slips.create(me, { agency: 'DL0001', lines: [['MI', 3]], date: yesterday });
    await slips.create(me, { agency: 'DL0004', lines: [['LE', 9]] });
    const cancelled = await slips.create(me, { agency: 'DL0001', lines: [['LE', 5]] });
    await take(me, 'cancel_issue', cancelled.id);
  });
});
afterAll(() => db.close());

const last = (me: Actor, agency: string, skus: string[]) =>
  me.query<{ sku: string; quantity: string; day: string }>(
    `select i.sku, trim_scale(l.quantity)::text as quantity, l.issue_date::text as day
     from inventory.last_issued($1, $2::${type}[]) as l
     join inventory.item as i on i.id = l.item_id order by i.sku`,
    [slips.agencyId(agency), skus.map(slips.itemId)],
  );

test('it is the slip of the latest day, and none that was cancelled', async () => {
  await db.as('sales', async (me) => {
    expect(await last(me, 'DL0001', ['MI', 'LE'])).toEqual([
      { sku: 'MI', quantity: '7', day: await dayFromToday(db, 0) },
    ]);
  });
});

test('what another agency took is no answer, and that of somebody else is not told', async () => {
  await db.as('manager', async (me) => {
    expect(await last(me, 'DL0004', ['MI', 'LE'])).toMatchObject([{ sku: 'LE', quantity: '9' }]);
  });
  await db.as('sales', async (me) => {
    expect(await last(me, 'DL0004', ['LE'])).toEqual([]);
  });
});

test('the warehouse asks no such thing', async () => {
  await db.as('warehouse', async (me) => {
    expect((await me.refusalOf(() => last(me, 'DL0001', ['MI']))).code).toBe('42501');
  });
});
