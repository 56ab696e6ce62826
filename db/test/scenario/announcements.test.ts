// A morning in which much is written before the worker looks: what each person finds then.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../tools/prepare.ts';
import type { Person } from '../support/actor.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { paymentMaker } from '../support/payment.ts';
import { slipMaker, type Slip } from '../support/slip.ts';

let db: TestDatabase;
const made: Record<string, Slip> = {};
let payment = '';

beforeAll(async () => {
  db = await testDatabase();
  await db.query(`update agency.agency set email = 'co.ba@example.com' where code = 'DL0001'`);
  await db.commitAs('warehouse', (me) =>
    me.query(`select from notification.set_preference($1, 'issue_created', true, true)`, [
      randomUUID(),
    ]),
  );
  await db.commitAs('manager', (me) =>
    me.query(`select from notification.set_preference($1, 'issue_created', false, false)`, [
      randomUUID(),
    ]),
  );
  const slips = await slipMaker(db);
  const sell = (person: Person, agency: string, quantity: number) =>
    db.commitAs(person, (me) => slips.create(me, { agency, lines: [['LE', quantity]] }));

  // eight o'clock: sales and the office sell, one slip is taken back, money comes in
  made['ofSales'] = await sell('sales', 'DL0001', 2);
  made['ofOffice'] = await sell('manager', 'DL0001', 3);
  made['ofNobody'] = await sell('manager', 'DL0004', 1);
  made['takenBack'] = await sell('sales', 'DL0002', 1);
  await db.commitAs('manager', (me) =>
    me.query('select from inventory.cancel_issue($1, $2, $3)', [
      randomUUID(),
      made['takenBack']?.id,
      'Ghi nhầm đại lý',
    ]),
  );
  payment = (
    await db.commitAs('accountant', (me) =>
      paymentMaker(slips.agencyId).create(me, { agency: 'DL0001', amount: 10_000 }),
    )
  ).code;
  // the worker comes
  await withClient(db.workerUrl, (worker) =>
    worker.query('select from notification.announce_waiting()'),
  );
});
afterAll(() => db.close());

/** What somebody finds under the bell, the oldest first. */
const bellOf = (person: Person) =>
  db.as(person, async (me) =>
    (
      await me.query<{ line: string }>(
        `select concat_ws(' ', n.kind,
           coalesce(n.payload ->> 'issue_code', n.payload ->> 'payment_code'),
           n.payload ->> 'total_amount') as line
         from notification.notification as n order by n.created_at`,
      )
    ).map(({ line }) => line),
  );
const slip = (name: string) => made[name] as Slip;

describe('a morning told of at once', () => {
  test('tells the office and the author of each slip, with its amount', async () => {
    expect(await bellOf('admin')).toEqual(
      ['ofSales', 'ofOffice', 'ofNobody', 'takenBack'].map(
        (name) => `issue_created ${slip(name).code} ${slip(name).total_amount}`,
      ),
    );
    expect(await bellOf('sales')).toEqual([
      `issue_announced ${slip('ofSales').code}`,
      `issue_created ${slip('ofOffice').code} ${slip('ofOffice').total_amount}`,
      `issue_announced ${slip('takenBack').code}`,
      `payment_received ${payment}`,
    ]);
  });

  test('tells an agency of its own slips and money, and of nobody else', async () => {
    expect(await bellOf('agency')).toEqual([
      `issue_created ${slip('ofSales').code} ${slip('ofSales').total_amount}`,
      `issue_created ${slip('ofOffice').code} ${slip('ofOffice').total_amount}`,
      `payment_received ${payment}`,
    ]);
  });

  test('tells the warehouse which goods leave, and no amounts', async () => {
    expect(await bellOf('warehouse')).toEqual(
      ['ofSales', 'ofOffice', 'ofNobody', 'takenBack'].map(
        (name) => `issue_created ${slip(name).code}`,
      ),
    );
  });

  test('follows what each person wants: in the application, by mail, not at all', async () => {
    // of new slips the manager wants to hear nothing, of their own they hear that it was told
    expect(await bellOf('manager')).toEqual([
      `issue_announced ${slip('ofOffice').code}`,
      `issue_announced ${slip('ofNobody').code}`,
    ]);
    const mails = await db.query<{ recipient: string; about: string }>(
      `select o.recipient, coalesce(o.payload ->> 'issue_code', o.payload ->> 'payment_code')
         as about
       from notification.outbox as o where o.template in ('issue_created', 'payment_received')
       order by 1, 2`,
    );
    expect(mails).toEqual([
      { recipient: 'co.ba@example.com', about: payment },
      ...['ofSales', 'ofOffice'].map((name) => ({
        recipient: 'co.ba@example.com',
        about: slip(name).code,
      })),
      ...['ofSales', 'ofOffice', 'ofNobody', 'takenBack'].map((name) => ({
        recipient: 'warehouse@sodaily.test',
        about: slip(name).code,
      })),
    ]);
  });
});
