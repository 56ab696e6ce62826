import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { request, take } from '../../support/life.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let first: string;
let second: string;
let foreign: string;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  const ask = (quantity: number) =>
    db.commitAs('agency', (me) =>
      request(me, slips, { agency: 'DL0001', lines: [['TRON', quantity]] }),
    );
  first = (await ask(3)).id;
  second = (await ask(8)).id;
  // an agency that is not the one of the seller
  const [row] = await db.query<{ id: string }>(
    `insert into inventory.issue (agency_id, issue_date, created_by)
     select a.id, config.business_date(), u.id from agency.agency as a cross join auth."user" as u
     where a.code = 'DL0004' and u.email = 'manager@sodaily.test' returning id::text`,
  );
  foreign = row?.id ?? '';
});
afterAll(() => db.close());

const waiting = async (me: Actor, isPostponed = false) =>
  (
    await me.query<{ id: string }>('select r.id::text from inventory.requests_to_decide($1) as r', [
      isPostponed,
    ])
  ).map(({ id }) => id);

const roomOf = (me: Actor, id: string) =>
  me.one<{ would_be: string | null; short_by: string | null; available: string | null }>(
    `select (inventory.issue_room(i)).would_be::text, (inventory.issue_room(i)).short_by::text,
       (inventory.issue_room(i)).available::text
     from inventory.issue as i where i.id::text = $1`,
    [id],
  );

test('who waits longest comes first, of the agencies that one sees', async () => {
  await db.as('sales', async (me) => {
    expect(await waiting(me)).toEqual([first, second]);
  });
  await db.as('manager', async (me) => {
    expect(await waiting(me)).toEqual([first, second, foreign]);
  });
  await db.as('agency', async (me) => {
    expect(await waiting(me)).toEqual([first, second]);
  });
});

test('what was postponed waits by itself until it is taken up again', async () => {
  await db.as('manager', async (me) => {
    await take(me, 'postpone_issue', first);
    expect(await waiting(me)).toEqual([second, foreign]);
    expect(await waiting(me, true)).toEqual([first]);

    await take(me, 'resume_issue', first);
    expect(await waiting(me)).toEqual([first, second, foreign]);
    expect(await waiting(me, true)).toEqual([]);
  });
});

test('what was decided on waits no longer', async () => {
  await db.as('manager', async (me) => {
    await take(me, 'confirm_issue', first);
    await take(me, 'reject_issue', second);
    expect(await waiting(me)).toEqual([foreign]);
  });
});

test('a request says what confirming it would lead to, and nothing once it is decided on', async () => {
  await db.as('manager', async (me) => {
    expect(await roomOf(me, second)).toEqual({
      would_be: '8000000',
      short_by: '0',
      available: '10000000',
    });

    await take(me, 'confirm_issue', first);

    expect(await roomOf(me, second)).toEqual({
      would_be: '11000000',
      short_by: '1000000',
      available: '7000000',
    });
    expect(await roomOf(me, first)).toEqual({ would_be: null, short_by: null, available: null });
  });
});

test.each<Person>(['warehouse'])('%s sees no money and has no such list', async (person) => {
  await db.as(person, async (me) => {
    const refusals = [
      await me.refusal('select r.id from inventory.requests_to_decide() as r'),
      await me.refusalOf(() => roomOf(me, first)),
    ];

    expect(refusals.map(({ code }) => code)).toEqual(['42501', '42501']);
  });
});

test('who may not read slips is shown none', async () => {
  await db.query(
    `delete from auth.role_permission using auth.role as r
     where r.id = role_id and r.code = 'accountant' and permission_code = 'inventory:read'`,
  );
  await db.as('accountant', async (me) => {
    expect(await waiting(me)).toEqual([]);
  });
});
