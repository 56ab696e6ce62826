// People are told of many documents at once, and hear the same as if each had been told alone.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import type { Reader } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { paymentMaker, type Payment } from '../../support/payment.ts';
import { refundMaker } from '../../support/refund.ts';
import { slipMaker, type Slip, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await db.query(`update agency.agency set email = 'co.ba@example.com' where code = 'DL0001'`);
});
afterAll(() => db.close());
beforeEach(async () => {
  for (const table of ['announcement', 'notification', 'outbox'])
    await db.query(`delete from notification.${table}`);
  await db.query('delete from graphile_worker._private_jobs');
});

interface Batch {
  taken: number;
  slips: number;
  told: number;
  queued_alone: number;
}
const ANNOUNCE = `select a.taken::int, a.slips::int, a.told::int, a.queued_alone::int
  from notification.announce_waiting($1) as a`;
/** As the worker does, of so many documents at most. */
const announce = (most = 200): Promise<Batch | undefined> =>
  withClient(db.workerUrl, async (worker) => (await worker.query<Batch>(ANNOUNCE, [most])).rows[0]);
const waiting = (reader: Reader = db) =>
  reader.query<{ kind: string; id: string }>(
    `select a.kind, a.document_id::text as id from notification.announcement as a
     order by a.created_at, a.id`,
  );
const notices = (reader: Reader = db) =>
  reader.query<{ kind: string; subject: string; person: string; payload: object }>(
    `select n.kind, n.subject, split_part(u.email, '@', 1) as person, n.payload,
       n.about_agency_id::text as agency
     from notification.notification as n join auth."user" as u on u.id = n.user_id
     order by n.kind, n.subject, person`,
  );
const mails = (reader: Reader = db) =>
  reader.query<{ recipient: string; template: string; payload: object; about: string }>(
    `select o.recipient, o.template, o.locale, o.payload, o.about from notification.outbox as o
     order by o.template, o.recipient, o.about`,
  );
const jobs = () =>
  db.query<{ task: string; payload: object }>(
    `select t.identifier as task, j.payload from graphile_worker._private_jobs as j
     join graphile_worker._private_tasks as t on t.id = j.task_id
     order by t.identifier, j.payload::text`,
  );

const sell = (agency: string, quantity = 1): Promise<Slip> =>
  db.commitAs('sales', (me) => slips.create(me, { agency, lines: [['LE', quantity]] }));
const pay = (agency: string, amount: number): Promise<Payment> =>
  db.commitAs('accountant', (me) => paymentMaker(slips.agencyId).create(me, { agency, amount }));
const giveBack = (agency: string, amount: number) =>
  db.commitAs('accountant', (me) => refundMaker(slips.agencyId).create(me, { agency, amount }));
/** What an agency asked for goes out in part. */
async function sellLessThanAsked(): Promise<void> {
  const line = (quantity: number) =>
    `array[row('${slips.itemId('DUONG')}', ${quantity}, false)::inventory.issue_line]`;
  const { id } = await db.commitAs('agency', (me) =>
    me.one<{ id: string }>(
      `select i.id::text from inventory.request_issue($1, $2, ${line(2)}) as i`,
      [randomUUID(), slips.agencyId('DL0001')],
    ),
  );
  await db.commitAs('manager', (me) =>
    me.query(`select from inventory.confirm_issue($1, $2, items => ${line(1)})`, [
      randomUUID(),
      id,
    ]),
  );
}

/** The function that tells of one document, by what it is. */
const alone: Record<string, string> = {
  issue_created: 'notify_issue_created',
  payment_received: 'notify_payment_received',
  refund_paid: 'notify_refund_paid',
};

describe('documents of several kinds', () => {
  test('are told of together as each is told of alone: the same people, words and mails', async () => {
    await sell('DL0001', 3);
    await sell('DL0002');
    // near its limit of ten million
    await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0004', lines: [['TRON', 9]] }),
    );
    await sellLessThanAsked();
    await pay('DL0001', 20_000_000);
    await pay('DL0004', 1000);
    await giveBack('DL0001', 2000);
    const documents = await waiting();
    expect(documents.map(({ kind }) => kind)).toEqual([
      'issue_created',
      'issue_created',
      'issue_created',
      'issue_created',
      'payment_received',
      'payment_received',
      'refund_paid',
    ]);

    const [together, oneByOne] = [
      await db.asOwner(async (owner) => {
        const batch = await owner.one<{ told: number }>(ANNOUNCE, [200]);
        return { batch, notices: await notices(owner), mails: await mails(owner) };
      }),
      await db.asOwner(async (owner) => {
        for (const { kind, id } of documents)
          await owner.query(`select notification.${alone[kind]}($1)`, [id]);
        return { notices: await notices(owner), mails: await mails(owner) };
      }),
    ];

    expect({ notices: together.notices, mails: together.mails }).toEqual(oneByOne);
    expect(new Set(together.notices.map(({ kind }) => kind))).toEqual(
      new Set([
        'issue_announced',
        'issue_created',
        'near_limit',
        'payment_received',
        'refund_paid',
      ]),
    );
    expect(together.mails.map(({ template }) => template)).toEqual([
      'issue_created',
      'issue_created',
      'payment_received',
      'refund_paid',
    ]);
    expect(together.batch).toMatchObject({ taken: 7, slips: 4, queued_alone: 0 });
  });

  test('leave the list when they are told of, and are told of once', async () => {
    await sell('DL0001');
    await pay('DL0001', 1000);

    expect(await announce()).toMatchObject({ taken: 2, slips: 1, queued_alone: 0 });
    const told = await notices();
    expect(await waiting()).toEqual([]);
    expect(await announce()).toEqual({ taken: 0, slips: 0, told: 0, queued_alone: 0 });
    expect(await notices()).toEqual(told);
  });

  test('queue no job but the mails they ask for', async () => {
    await sell('DL0001');
    await sell('DL0002');
    await announce();

    const [mail] = await db.query<{ id: string }>('select id::text from notification.outbox');
    expect(await jobs()).toEqual([{ task: 'send_email', payload: { outbox_id: mail?.id } }]);
  });

  test('are listed in the order in which they were made', async () => {
    const made = [await sell('DL0001'), await sell('DL0002'), await sell('DL0001')];
    await announce();

    const listed = await db.as('warehouse', (me) =>
      me.query<{ subject: string }>(
        'select n.subject from notification.notification as n order by n.created_at',
      ),
    );
    expect(listed.map(({ subject }) => subject)).toEqual(made.map(({ id }) => id));
  });

  test('are taken the oldest first, and no more than asked for', async () => {
    const [first, second, third] = [
      await sell('DL0001'),
      await sell('DL0002'),
      await sell('DL0001'),
    ];
    expect(await announce(2)).toMatchObject({ taken: 2 });

    expect(await waiting()).toEqual([{ kind: 'issue_created', id: third?.id }]);
    expect(new Set((await notices()).map(({ subject }) => subject))).toEqual(
      new Set([first?.id, second?.id]),
    );
  });
});

describe('nobody is told, and nothing is queued', () => {
  test('of a payment whose agency has neither people nor a mailbox', async () => {
    await pay('DL0004', 1000);

    expect(await announce()).toEqual({ taken: 1, slips: 0, told: 0, queued_alone: 0 });
    expect([await waiting(), await notices(), await mails(), await jobs()]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  test('of a payment that was cancelled before anybody heard of it', async () => {
    const payment = await pay('DL0001', 1000);
    await db.commitAs('admin', (me) =>
      me.query('select from finance.cancel_payment($1, $2, $3)', [
        randomUUID(),
        payment.id,
        'Nhập nhầm',
      ]),
    );

    expect(await announce()).toMatchObject({ taken: 1, told: 0 });
    expect([await waiting(), await notices(), await mails()]).toEqual([[], [], []]);
  });
});

describe('two workers', () => {
  test('take different documents', async () => {
    const [first, second] = [await sell('DL0001'), await sell('DL0002')];
    await withClient(db.workerUrl, async (worker) => {
      await worker.query('begin');
      expect((await worker.query<Batch>(ANNOUNCE, [1])).rows).toMatchObject([{ taken: 1 }]);

      expect(await announce()).toMatchObject({ taken: 1 });
      expect((await notices()).map(({ subject }) => subject)).not.toContain(first.id);
      await worker.query('commit');
    });

    expect(new Set((await notices()).map(({ subject }) => subject))).toEqual(
      new Set([first.id, second.id]),
    );
  });

  test('leave what one of them did not finish to the other', async () => {
    const slip = await sell('DL0001');
    const worker = new pg.Client({ connectionString: db.workerUrl });
    await worker.connect();
    await worker.query('begin');
    await worker.query(ANNOUNCE, [200]);
    await worker.query('rollback');
    await worker.end();
    expect([await notices(), await mails()]).toEqual([[], []]);

    expect(await announce()).toMatchObject({ taken: 1 });
    expect((await notices()).map(({ subject }) => subject)).toContain(slip.id);
  });
});

describe('a document that cannot be told of', () => {
  test('has all of its batch queued one by one, so that the others are told', async () => {
    const [bad, good] = [await sell('DL0001'), await sell('DL0002')];
    const payment = await pay('DL0001', 1000);
    await db.query(
      `alter table notification.notification add constraint nobody_hears_of_it
        check (subject <> '${bad.id}' or kind <> 'issue_created') not valid`,
    );

    expect(await announce()).toEqual({ taken: 3, slips: 2, told: 0, queued_alone: 3 });

    expect([await waiting(), await notices(), await mails()]).toEqual([[], [], []]);
    expect((await jobs()).map(({ task, payload }) => [task, payload])).toEqual(
      expect.arrayContaining([
        ['notify_issue_created', { issue_id: bad.id }],
        ['notify_issue_created', { issue_id: good.id }],
        ['notify_payment_received', { payment_id: payment.id }],
      ]),
    );
    await db.query('alter table notification.notification drop constraint nobody_hears_of_it');
  });
});

test('how many documents wait, and since when, is known to the worker only', async () => {
  await sell('DL0001');
  await sell('DL0002');
  const question = `select w.documents::int, w.oldest_at <= now() as is_past
    from notification.waiting_announcements() as w`;

  const { rows } = await withClient(db.workerUrl, (worker) => worker.query(question));
  expect(rows).toEqual([{ documents: 2, is_past: true }]);
  const refusal = await db.as('admin', (me) => me.refusal(question));
  expect(refusal.code).toBe('42501');
});
