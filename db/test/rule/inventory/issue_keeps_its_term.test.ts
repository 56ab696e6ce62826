import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { request, take } from '../../support/life.ts';
import { setRegulation } from '../../support/master_edit.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const dueDate = async (me: Actor, id: string) =>
  (
    await me.one<{ due: string | null }>(
      'select i.due_date::text as due from inventory.issue as i where i.id::text = $1',
      [id],
    )
  ).due;

test('a slip is due 30 days after its date; a new term is for slips from its day on', async () => {
  await db.as('admin', async (me) => {
    const old = await slips.create(me, {
      agency: 'DL0001',
      lines: [['MI', 1]],
      date: await dayFromToday(me, -1),
    });
    await setRegulation(me, { key: 'PAYMENT_TERM_DAYS', value: '45' });
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });

    expect([await dueDate(me, old.id), await dueDate(me, slip.id)]).toEqual([
      await dayFromToday(me, 29),
      await dayFromToday(me, 45),
    ]);
  });
});

test('not while it is a request; a request keeps the term of the moment it is confirmed', async () => {
  await db.as('admin', async (me) => {
    const asked = await request(me, slips, { agency: 'DL0001', lines: [['MI', 1]] });
    expect(await dueDate(me, asked.id)).toBe(null);

    await setRegulation(me, { key: 'PAYMENT_TERM_DAYS', value: '7' });
    await take(me, 'confirm_issue', asked.id);

    expect(await dueDate(me, asked.id)).toBe(await dayFromToday(me, 7));
  });
});

test('a cancelled slip still says when it was due', async () => {
  await db.as('admin', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
    await take(me, 'cancel_issue', slip.id);

    expect(await dueDate(me, slip.id)).toBe(await dayFromToday(me, 30));
  });
});

test.each([
  ["the agency's own term", 15, 45, 15],
  ["else its type's", null, 45, 45],
  ['even none at all', 0, 45, 0],
])('%s goes before the regulation', async (_, own, ofType, days) => {
  await db.commitOwner(async (owner) => {
    await owner.query("update agency.agency set payment_term_days = $1 where code = 'DL0004'", [
      own,
    ]);
    await owner.query(
      "update agency.agency_type set payment_term_days = $1 where name = 'Loại 1'",
      [ofType],
    );
  });
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0004', lines: [['MI', 1]] });

    expect(await dueDate(me, slip.id)).toBe(await dayFromToday(me, days));
  });
});
