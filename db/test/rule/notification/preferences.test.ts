import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  for (const table of [
    'notification.preference',
    'notification.notification',
    'notification.outbox',
  ])
    await db.query(`delete from ${table}`);
});

interface Entry {
  kind: string;
  is_optional: boolean;
  is_in_app: boolean;
  is_by_mail: boolean;
}
const list = (me: Actor) => me.query<Entry>('select * from notification.list_preferences()');
const set =
  (kind: string | null, isInApp: boolean | null, isByMail: boolean | null) => (me: Actor) =>
    me.one<Entry>('select * from notification.set_preference($1, $2, $3, $4)', [
      randomUUID(),
      kind,
      isInApp,
      isByMail,
    ]);
/** Sales and the manager are told of something about an agency. */
const tell = (kind: string, subject: string, agency: string | null = null) =>
  db.commitOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    return (
      await owner.one<{ told: string }>(
        `select notification.notify($1, $2, (select id from agency.agency where code = $3), array(
       select row(u.id, '{"items": "1", "names": "Mì"}')::notification.message from auth."user" as u
       where u.email in ('sales@sodaily.test', 'manager@sodaily.test')))::text as told`,
        [kind, subject, agency],
      )
    ).told;
  });
const told = () =>
  db.query<{ email: string }>(
    `select u.email from notification.notification as n join auth."user" as u on u.id = n.user_id
      order by 1`,
  );
const mailed = () =>
  db.query('select o.recipient, o.template, o.about from notification.outbox as o');

describe('what a person wants to hear', () => {
  test('is everything in the application and nothing by mail, until they say otherwise', async () => {
    const entries = await db.as('sales', list);
    expect(entries.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['issue_created', 'payment_received', 'debt_overdue', 'low_stock']),
    );
    expect(
      new Set(entries.map(({ is_in_app: app, is_by_mail: mail }) => `${app} ${mail}`)),
    ).toEqual(new Set(['true false']));
  });

  test('is followed: switched off it is not written, by mail it is mailed, and others hear as before', async () => {
    await db.commitAs('sales', set('low_stock', false, true));
    expect(await tell('low_stock', 'today')).toBe('1');

    expect(await told()).toEqual([{ email: 'manager@sodaily.test' }]);
    expect(await mailed()).toEqual([
      { recipient: 'sales@sodaily.test', template: 'low_stock', about: 'today' },
    ]);
  });

  test('is told once of a thing, in the application and by mail, however often', async () => {
    await db.commitAs('sales', set('low_stock', true, true));
    expect(await tell('low_stock', 'today')).toBe('2');
    expect(await tell('low_stock', 'today')).toBe('0');
    expect(await tell('low_stock', 'tomorrow')).toBe('2');

    expect(await told()).toHaveLength(4);
    expect(await mailed()).toHaveLength(2);
  });

  test('is of one person, and can be taken back', async () => {
    await db.commitAs('sales', set('low_stock', false, false));
    expect(await db.commitAs('sales', set('low_stock', true, false))).toMatchObject({
      kind: 'low_stock',
      is_in_app: true,
    });
    expect((await db.as('manager', list)).find(({ kind }) => kind === 'low_stock')).toMatchObject({
      is_in_app: true,
    });
  });

  test('cannot leave out what everybody concerned must know', async () => {
    await db.as('admin', async (me) => {
      expect(await me.refusalOf(() => set('sign_in_attack', false, false)(me))).toMatchObject({
        code: 'SDVAL',
        details: { fields: [{ path: 'kind', reason: 'not_optional', value: 'sign_in_attack' }] },
      });
      expect(await set('sign_in_attack', true, true)(me)).toMatchObject({ is_by_mail: true });
    });
  });

  test('is asked for in full, of a kind that there is', async () => {
    await db.as('admin', async (me) => {
      expect(await me.refusalOf(() => set('no_such_thing', null, null)(me))).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'is_in_app', reason: 'required' },
            { path: 'is_by_mail', reason: 'required' },
            { path: 'kind', reason: 'unknown', value: 'no_such_thing' },
          ],
        },
      });
      expect((await me.refusalOf(() => set(null, true, true)(me))).code).toBe('SDVAL');
    });
  });
});

describe('a notification about an agency', () => {
  const read = (person: Person) =>
    db.as(person, (me) => me.query('select from notification.notification'));

  test('is lost with the assignment, and comes back with it; staff keep theirs', async () => {
    await tell('near_limit', 'DL0001', 'DL0001');
    expect([(await read('sales')).length, (await read('manager')).length]).toEqual([1, 1]);

    const [gone] = await db.query<{ row: unknown }>(
      `delete from auth.user_agency as ua using auth."user" as u, agency.agency as a
       where u.id = ua.user_id and a.id = ua.agency_id and u.email = 'sales@sodaily.test'
         and a.code = 'DL0001' returning to_jsonb(ua) as row`,
    );
    expect([(await read('sales')).length, (await read('manager')).length]).toEqual([0, 1]);

    await db.query(
      `insert into auth.user_agency select *
        from jsonb_populate_record(null::auth.user_agency, $1)`,
      [gone?.row],
    );
    expect(await read('sales')).toHaveLength(1);
  });
});
