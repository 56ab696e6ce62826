import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const ask = `select i.id::text from inventory.request_issue($1, $2,
  array[row($3, 1, false)::inventory.issue_line]) as i`;
const wish = () => [randomUUID(), slips.agencyId('DL0001'), slips.itemId('MI')];
const request = (me: Actor) => me.one<{ id: string }>(ask, wish());
const withdraw = (me: Actor, { id }: { id: string }) =>
  me.query('select inventory.withdraw_request($1, $2)', [randomUUID(), id]);

test('a dealer has fifty requests that wait, and a withdrawn one counts for an hour', async () => {
  await db.as('agency', async (me) => {
    for (let n = 0; n < 25; n += 1) {
      await request(me);
      await withdraw(me, await request(me));
    }

    expect(await me.refusal(ask, wish())).toMatchObject({
      code: 'SDQUO',
      details: { what: 'request', open: '50', limit: '50' },
    });
  });
});

test('what was withdrawn more than an hour ago counts no more', async () => {
  const made = await db.commitAs('agency', async (me) => {
    const first = await request(me);
    for (let n = 1; n < 50; n += 1) await withdraw(me, await request(me));
    return first;
  });
  expect((await db.as('agency', (me) => me.refusal(ask, wish()))).code).toBe('SDQUO');

  // no rule lets anybody write another moment
  await withClient(db.admin, async (superuser) => {
    await superuser.query('set session_replication_role = replica');
    await superuser.query(
      `update inventory.issue set withdrawn_at = withdrawn_at - interval '61 minutes'
       where withdrawn_at is not null`,
    );
  });
  await db.commitAs('agency', async (me) => {
    await request(me);
    await withdraw(me, made);
  });
});
