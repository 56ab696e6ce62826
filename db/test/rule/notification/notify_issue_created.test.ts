import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { requestSlip } from '../../support/request.ts';
import { slipMaker, unknownKey, type Slip, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

/** Tells of a slip as the worker does; returns how many notifications are new. */
const tell = (slip: { id: string }): Promise<number> =>
  withClient(db.workerUrl, async (worker) => {
    const { rows } = await worker.query<{ told: number }>(
      'select notification.notify_issue_created($1) as told',
      [slip.id],
    );
    return rows[0]?.told ?? 0;
  });

const told = (slip: Slip) =>
  db.query<{ person: string; kind: string; payload: Record<string, string> }>(
    `select split_part(u.email, '@', 1) as person, n.kind, n.payload
   from notification.notification as n join auth."user" as u on u.id = n.user_id
   where n.subject = $1 order by 1`,
    [slip.id],
  );

const slipBySales = (agency = 'DL0001') =>
  db.commitAs('sales', (me) =>
    slips.create(me, {
      agency,
      lines: [['LE', 1]],
    }),
  );

test('those hear who confirm that goods leave, the agency itself, and the author something else', async () => {
  const slip = await slipBySales();

  await tell(slip);

  expect((await told(slip)).map(({ person, kind }) => `${person}: ${kind}`)).toEqual([
    'admin: issue_created',
    'agency: issue_created',
    'manager: issue_created',
    'sales: issue_announced',
    'warehouse: issue_created',
  ]);
});

test('the message carries the slip, the agency, and money for those who may see it', async () => {
  const slip = await slipBySales();

  await tell(slip);

  const about = {
    issue_id: slip.id,
    issue_code: slip.code,
    agency_id: slips.agencyId('DL0001'),
    agency_code: 'DL0001',
    agency_name: 'Tạp hóa Cô Ba',
  };
  const messages = new Map((await told(slip)).map(({ person, payload }) => [person, payload]));
  expect(messages.get('manager')).toEqual({ ...about, total_amount: slips.worth('LE') });
  expect(messages.get('agency')).toEqual({ ...about, total_amount: slips.worth('LE') });
  expect(messages.get('warehouse')).toEqual(about);
  expect(messages.get('sales')).toEqual({ ...about, told: '4' });
});

test('another agency hears nothing of it', async () => {
  const slip = await slipBySales('DL0002');

  await tell(slip);

  expect((await told(slip)).map(({ person }) => person)).not.toContain('agency');
});

test('the salesperson of the agency hears of a slip that the office wrote', async () => {
  const own = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['LE', 1]] }),
  );
  const foreign = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['LE', 1]] }),
  );

  await tell(own);
  await tell(foreign);

  expect((await told(own)).map(({ person }) => person)).toContain('sales');
  expect((await told(foreign)).map(({ person }) => person)).not.toContain('sales');
});

test('telling twice tells once', async () => {
  const slip = await slipBySales();

  expect(await tell(slip)).toBe(5);
  const before = await told(slip);

  expect(await tell(slip)).toBe(0);
  expect(await told(slip)).toEqual(before);
});

test('telling twice at the same time tells once', async () => {
  const slip = await slipBySales();

  const news = await Promise.all([tell(slip), tell(slip), tell(slip)]);

  expect(news.reduce((sum, one) => sum + one, 0)).toBe(5);
  expect(await told(slip)).toHaveLength(5);
});

test('somebody who may no longer sign in hears nothing', async () => {
  await db.query(`update auth."user" set is_active = false where email = 'warehouse@sodaily.test'`);
  const slip = await slipBySales();

  await tell(slip);

  expect((await told(slip)).map(({ person }) => person)).not.toContain('warehouse');
  await db.query(`update auth."user" set is_active = true where email = 'warehouse@sodaily.test'`);
});

test('a slip that does not exist, or waits for confirmation, is told to nobody', async () => {
  expect(await tell({ id: await unknownKey(db) })).toBe(0);

  await db.asOwner(async (owner) => {
    const waiting = await requestSlip(owner, { agency: 'DL0001', lines: [['LE', 1]] });
    expect(
      await owner.query('select notification.notify_issue_created($1) as told', [waiting]),
    ).toEqual([{ told: 0 }]);
  });
});

test('each person is woken on a channel of their own, with keys and nothing else', async () => {
  const slip = await slipBySales();
  const heard = await hearing(async () => void (await tell(slip)));

  const written = await db.query<{ channel: string; payload: string }>(
    `select 'notification:' || user_id as channel,
      json_build_object('id', id::text)::text as payload
     from notification.notification where subject = $1 order by 1, 2`,
    [slip.id],
  );
  expect(
    heard
      .map(({ channel, payload }) => ({ channel, payload: payload ?? '' }))
      .toSorted((a, b) => (a.channel < b.channel ? -1 : 1)),
  ).toEqual(written);
});

/** What a listener on everybody's channel hears during a task. */
async function hearing(task: () => Promise<void>): Promise<pg.Notification[]> {
  const listener = new pg.Client({ connectionString: db.authenticatorUrl });
  await listener.connect();
  try {
    const heard: pg.Notification[] = [];
    listener.on('notification', (message) => heard.push(message));
    const people = await db.query<{ id: string }>('select id::text from auth."user"');
    for (const { id } of people)
      await listener.query(`listen ${listener.escapeIdentifier(`notification:${id}`)}`);
    await task();
    for (let turn = 0; turn < 40 && heard.length < 5; turn += 1) await pause(25);
    return heard;
  } finally {
    await listener.end();
  }
}

describe('a person', () => {
  test('counts, reads and marks only their own notifications', async () => {
    const slip = await slipBySales();
    await tell(slip);
    const unread = 'select notification.unread_notification_count()::integer as unread';

    await db.as('warehouse', async (me) => {
      const { unread: before } = await me.one<{ unread: number }>(unread);
      const foreign = await db.query<{ id: string }>(
        `select n.id::text from notification.notification as n
         where n.subject = $1 order by (n.user_id::text = $2) desc`,
        [slip.id, me.userId],
      );

      const marked = await me.query(
        'select user_id::text from notification.mark_notifications_read($1)',
        [foreign.map(({ id }) => id)],
      );

      expect(marked).toEqual([{ user_id: me.userId }]);
      expect(await me.one(unread)).toEqual({ unread: before - 1 });
      expect(
        await me.one('select notification.mark_all_notifications_read()::integer as marked'),
      ).toEqual({ marked: before - 1 });
      expect(await me.one(unread)).toEqual({ unread: 0 });
    });
  });

  test('may mark a notification as read and change nothing else of it', async () => {
    await db.as('warehouse', async (me) => {
      const refusal = await me.refusal("update notification.notification set payload = '{}'");

      expect(refusal.code).toBe('42501');
    });
  });
});
