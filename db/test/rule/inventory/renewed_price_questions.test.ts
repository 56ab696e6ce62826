import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { linesOf } from '../../support/books.ts';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem } from '../../support/master.ts';
import { setRegulation } from '../../support/master_edit.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { receiptMaker } from '../../support/stock.ts';

// R23: asked 10 × 102,000; the price is 255,000 by the time it is confirmed.
let db: TestDatabase;
let slips: SlipMaker;
let receipts: Awaited<ReturnType<typeof receiptMaker>>;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'GIA', importPrice: 100_000, stock: 100, stockSince: '2026-01-01' });
  slips = await slipMaker(db);
  receipts = await receiptMaker(db);
});
afterAll(() => db.close());

/** Within a transaction of its own: asked so many days ago, and the price has risen since. */
async function asked<T>(
  person: 'sales' | 'admin',
  daysAgo: number,
  task: (me: Actor, id: string) => Promise<T>,
): Promise<T> {
  const ask = (me: Actor) =>
    me.one<{ id: string }>(
      'select (inventory.request_issue($1, $2, array[row($3, 10, '
        + 'false)::inventory.issue_line])).id::text as id',
      [randomUUID(), slips.agencyId('DL0001'), slips.itemId('GIA')],
    );
  const { id } = await db.commitAs('manager', ask);
  await db.query(
    `update inventory.issue set requested_at = now() - make_interval(days => $2)
      where id::text = $1`,
    [id, daysAgo],
  );
  return db.as(person, (me) => task(me, id));
}
/** A receipt of today sets the price. */
const raise = (me: Actor, price = 250_000) => receipts.create(me, { lines: [['GIA', 1, price]] });
const confirmation = `select s.total_amount::text, s.code
    from inventory.confirm_issue($1, $2, accept_prices => $3, keep_prices => $4) as s`;
const confirm = (
  me: Actor,
  id: string,
  total: number | null = null,
  keeps: boolean | null = null,
) => me.one<{ total_amount: string }>(confirmation, [randomUUID(), id, total, keeps]);
const refused = (
  me: Actor,
  id: string,
  total: number | null = null,
  keeps: boolean | null = null,
) => me.refusal(confirmation, [randomUUID(), id, total, keeps]);
const question = {
  code: 'PRICE_CHANGED',
  figures: {
    lines: [expect.objectContaining({ sku: 'GIA', old_price: '102000', new_price: '255000' })],
    old_total: '1020000',
    new_total: '2550000',
  },
};

describe('a request', () => {
  test('keeps its prices for seven days; then they are those of the day, when the new total was looked at (R23)', async () => {
    await asked('admin', 7, async (me, id) => {
      await raise(me);
      expect(await confirm(me, id)).toMatchObject({ total_amount: '1020000' });
    });
    await asked('admin', 8, async (me, id) => {
      await raise(me);
      expect(await refused(me, id)).toMatchObject({
        code: 'SDCFM',
        details: { count: 1, questions: [question] },
      });
      expect((await refused(me, id, 1_020_000)).details['questions']).toEqual([question]);
      expect(await linesOf(me, id)).toMatchObject([{ unit_price: '102000' }]);

      expect(await confirm(me, id, 2_550_000)).toMatchObject({ total_amount: '2550000' });
      expect(await linesOf(me, id)).toMatchObject([
        { unit_price: '255000', line_total: '2550000' },
      ]);
    });
  });

  test('whose prices are as they were is confirmed without a question', async () => {
    await asked('admin', 30, async (me, id) => {
      expect(await confirm(me, id)).toMatchObject({ total_amount: '1020000' });
    });
  });

  test('keeps the old prices when told so by somebody who sets prices, and by nobody else', async () => {
    await asked('admin', 8, async (me, id) => {
      await raise(me);
      expect(await confirm(me, id, 1_020_000, true)).toMatchObject({ total_amount: '1020000' });
    });
    await asked('sales', 8, async (me, id) => {
      expect(await refused(me, id, null, true)).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'price:override' },
      });
    });
  });

  test('that was looked at with another total is asked about, however young it is', async () => {
    await asked('admin', 0, async (me, id) => {
      expect((await refused(me, id, 999)).details['questions']).toEqual([
        { code: 'PRICE_CHANGED', figures: { lines: [], old_total: '999', new_total: '1020000' } },
      ]);
      expect(await confirm(me, id, 1_020_000)).toMatchObject({ total_amount: '1020000' });
    });
  });

  test('is judged by the debt limit with its new total', async () => {
    await asked('admin', 8, async (me, id) => {
      await raise(me, 1_000_000);
      expect(await refused(me, id, 10_200_000)).toMatchObject({
        code: 'SDDBT',
        details: { slip_total: '10200000', limit: '10000000' },
      });
    });
  });

  test('that is postponed does not keep its prices longer', async () => {
    await asked('admin', 8, async (me, id) => {
      await raise(me);
      await me.query('select inventory.postpone_issue($1, $2, $3)', [randomUUID(), id, 'Chờ xe']);
      await me.query('select inventory.resume_issue($1, $2)', [randomUUID(), id]);
      expect((await refused(me, id)).details['questions']).toEqual([question]);
    });
  });

  test('keeps its prices as long as the regulation says', async () => {
    await asked('admin', 8, async (me, id) => {
      await raise(me);
      await setRegulation(me, { key: 'REQUEST_PRICE_DAYS', value: '8' });
      expect(await confirm(me, id)).toMatchObject({ total_amount: '1020000' });
    });
  });
});

test('the dealer is told both totals, also by mail', async () => {
  const id = await asked('admin', 8, async (_, key) => key);
  await db.commitAs('admin', (me) => raise(me));
  await db.query("update agency.agency set email = 'coba@example.com' where code = 'DL0001'");
  await db.commitAs('manager', (me) => confirm(me, id, 2_550_000));
  await withClient(db.workerUrl, (client) =>
    client.query('select notification.notify_issue_created($1)', [id]),
  );

  expect(
    await db.query(
      `select o.payload ->> 'asked_amount' as asked, o.payload ->> 'total_amount' as total
        from notification.outbox as o where o.template = 'issue_created'`,
    ),
  ).toEqual([{ asked: '1020000', total: '2550000' }]);
});
