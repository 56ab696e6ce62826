import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Reader } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { confirmSlips, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
beforeEach(() => db.query('delete from notification.announcement'));
afterAll(() => db.close());

const announced = (reader: Reader) =>
  reader.query<{ kind: string; document: string }>(
    `select a.kind, a.document_id::text as document from notification.announcement as a
   order by a.document_id`,
  );

test('a confirmed slip leaves word of itself, and queues no job', async () => {
  const slip = await db.commitAs('sales', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }),
  );

  expect(await announced(db)).toEqual([{ kind: 'issue_created', document: slip.id }]);
  expect(
    await db.query(`select from graphile_worker.jobs where task_identifier ~ '^notify_issue'`),
  ).toEqual([]);
});

test('a slip that is rolled back is not announced', async () => {
  await db.as('sales', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }));

  expect(await announced(db)).toEqual([]);
});

test('a refused slip is not announced', async () => {
  await db.commitAs('sales', (me) =>
    slips.refused(me, { agency: 'DL0001', lines: [['MI', 1000]] }),
  );

  expect(await announced(db)).toEqual([]);
});

test('the same command sent again announces nothing new', async () => {
  const wish = { agency: 'DL0001', lines: [['MI', 1]] as [string, number][], clientKey: 'again' };
  await db.commitAs('sales', (me) => slips.create(me, wish));
  await db.commitAs('sales', (me) => slips.create(me, wish));

  expect(await announced(db)).toHaveLength(1);
});

test('a request is not announced before it is confirmed', async () => {
  await db.asOwner(async (owner) => {
    const id = await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] });
    expect(await announced(owner)).toEqual([]);

    await confirmSlips(owner, id);

    expect(await announced(owner)).toHaveLength(1);
  });
});

test('slips confirmed by one statement are announced one by one', async () => {
  await db.asOwner(async (owner) => {
    const ids = [
      await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] }),
      await requestSlip(owner, { agency: 'DL0002', lines: [['MI', 1]] }),
    ];

    await confirmSlips(owner, ...ids);

    const documents = (await announced(owner)).map(({ document }) => document);
    expect(documents.toSorted()).toEqual(ids.toSorted());
  });
});

test('the worker is woken once for all slips of a transaction, when they are committed', async () => {
  const listener = new pg.Client({ connectionString: db.workerUrl });
  await listener.connect();
  const heard: pg.Notification[] = [];
  listener.on('notification', (message) => heard.push(message));
  await listener.query('listen announcement');

  await db.as('sales', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }));
  await db.commitAs('sales', async (me) => {
    for (const agency of ['DL0001', 'DL0002'])
      await slips.create(me, { agency, lines: [['MI', 1]] });
  });
  // what was announced has arrived before a later answer on the same connection
  await listener.query('select 1');
  await listener.end();

  expect(heard.map(({ channel, payload }) => [channel, payload])).toEqual([['announcement', '']]);
});

test('only jobs on the list can be queued', async () => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal("select notification.enqueue('format_disk', '{}')");

    expect(refusal.code).toBe('SDINT');
  });
});
