import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, unknownKey, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  await db.query(`update agency.agency set email = 'co.ba@example.com' where code = 'DL0001'`);
  const day = await dayFromToday(db, -45);
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]], date: day }),
  );
});
afterAll(() => db.close());
beforeEach(async () => {
  for (const table of ['notification.notification', 'notification.outbox'])
    await db.query(`delete from ${table}`);
});

const reminding = 'select a.code from notification.remind_agency($1, $2) as a';
const remind = (me: Actor, code: string, clientKey: string = randomUUID()) =>
  me.one<{ code: string }>(reminding, [clientKey, slips.agencyId(code)]);
const refused = (me: Actor, code: string) =>
  me.refusal(reminding, [randomUUID(), slips.agencyId(code)]);
const mails = () =>
  db.query<{ recipient: string; template: string }>(
    'select o.recipient, o.template from notification.outbox as o',
  );

test('a reminder by hand goes to the agency and to those who sell and collect, as in the morning', async () => {
  await db.commitAs('sales', (me) => remind(me, 'DL0001'));

  expect(await mails()).toEqual([{ recipient: 'co.ba@example.com', template: 'debt_overdue' }]);
  const told = await db.query<{ person: string; slips: string }>(
    `select split_part(u.email, '@', 1) as person, n.payload ->> 'slips' as slips
     from notification.notification as n join auth."user" as u on u.id = n.user_id
     where n.kind = 'debt_overdue' order by 1`,
  );
  expect(told).toEqual(
    ['accountant', 'admin', 'manager', 'sales'].map((person) => ({ person, slips: '1' })),
  );
});

test('one an agency a day; the same command sent again is no second one', async () => {
  const key = randomUUID();
  await db.commitAs('sales', (me) => remind(me, 'DL0001', key));
  await db.commitAs('sales', (me) => remind(me, 'DL0001', key));

  await db.as('manager', async (me) => {
    expect(await refused(me, 'DL0001')).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'agency_id', reason: 'reminded_today' }] },
    });
  });
  expect(await mails()).toHaveLength(1);
});

test('the reminder of the morning is another', async () => {
  await db.query('select notification.remind_overdue()');
  await db.commitAs('sales', (me) => remind(me, 'DL0001'));

  expect(await mails()).toHaveLength(2);
});

test('who owes nothing that is due is not reminded', async () => {
  await db.as('manager', async (me) => {
    expect(await refused(me, 'DL0004')).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'agency_id', reason: 'nothing_overdue' }] },
    });
  });
});

test.each<[Person, string]>([
  ['accountant', 'SDPRM'],
  ['agency', 'SDPRM'],
  ['auditor', '42501'],
  ['warehouse', '42501'],
])('%s may not remind', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await refused(me, 'DL0001')).code).toBe(code);
  });
});

test('an agency of somebody else is as unknown as one that does not exist', async () => {
  const nobody = await unknownKey(db);
  await db.as('sales', async (me) => {
    expect((await refused(me, 'DL0004')).code).toBe('SDNFD');
    expect((await me.refusal(reminding, [randomUUID(), nobody])).code).toBe('SDNFD');
  });
});
