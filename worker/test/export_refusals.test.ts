// What is no export, and who makes none.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { slipMaker } from '../../db/test/support/slip.ts';
import { exporterOf } from './support/export_file.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test.each([
  [null, 'csv', 'required'],
  ['dreams', 'csv', 'unknown'],
  ['agencies', 'docx', 'unknown'],
  ['agencies', null, 'required'],
])('what cannot be exported is refused in words: %s as %s', async (what, format, reason) => {
  await db.as('manager', async (me) => {
    const refusal = await me.refusal('select file.start_export($1, $2, $3)', [
      randomUUID(),
      what,
      format,
    ]);
    expect(refusal).toMatchObject({ code: 'SDVAL', details: { fields: [{ reason }] } });
  });
});

test.each([
  [{ to: '-infinity' }],
  [{ from: 'infinity' }],
  [{ to: '294276-12-31' }],
  [{ to: '1999-12-31' }],
  [{ month: '2101-01-01' }],
  [{ to: '2026-02-30' }],
  [{ knownAt: '-infinity' }],
  [{ knownAt: '294276-01-01T00:00:00Z' }],
])('days that no business has are asked for in vain: %j', async (parameters) => {
  const pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  const exporter = exporterOf(db, pgPool);
  const asked = await exporter.ask('manager', 'ageing', 'csv', parameters);
  await exporter.runQueue();
  expect(await exporter.stateOf(asked)).toMatchObject({
    status: 'failed',
    problem: 'VALIDATION_ERROR',
  });
  await pgPool.end();
});

test('only the worker makes files', async () => {
  const slips = await slipMaker(db);
  await db.as('admin', async (me) => {
    for (const statement of [
      'select file.begin_export($1)',
      `select file.add_export_chunk($1, 0, 'x', 1, 1)`,
      'select file.end_export($1, 1)',
      `select file.fail_export($1, 'INTERNAL')`,
      'select 1 from file.export_chunk where export_id = $1',
    ])
      expect((await me.refusal(statement, [slips.agencyId('DL0001')])).code).toBe('42501');
  });
});

test('a file is given to nobody who lost rights since it was made, nor to somebody who left', async () => {
  const pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  const exporter = exporterOf(db, pgPool);
  const asked = await exporter.ask('sales', 'agencies');
  await exporter.runQueue();
  expect((await exporter.bytesOf(asked, 'sales')).length).toBeGreaterThan(0);

  const lost = await db.query<{ agency_id: string }>(
    `delete from auth.user_agency as ua using auth."user" as u, agency.agency as a
     where u.id = ua.user_id and a.id = ua.agency_id and u.email = 'sales@sodaily.test'
       and a.code = 'DL0001' returning ua.agency_id::text`,
  );
  expect(lost).toHaveLength(1);
  await expect(exporter.bytesOf(asked, 'sales')).rejects.toMatchObject({ code: 'SDRCH' });

  // a file that is being made stops
  const running = await exporter.ask('sales', 'agencies');
  await pgPool.query('select file.begin_export($1)', [running.id]);
  await db.query(
    `delete from auth.user_role as ur using auth."user" as u
     where u.id = ur.user_id and u.email = 'sales@sodaily.test'`,
  );
  const {
    rows: [chunk],
  } = await pgPool.query<{ goes_on: boolean }>(
    `select file.add_export_chunk($1, 0, 'x', 1, 9) as goes_on`,
    [running.id],
  );
  expect(chunk?.goes_on).toBe(false);
  expect(await exporter.stateOf(running)).toMatchObject({
    status: 'failed',
    problem: 'RIGHTS_CHANGED',
  });
  await pgPool.end();
});

test('one person begins at most twenty files an hour that are not uploaded to their end', async () => {
  await db.as('admin', async (me) => {
    const start = () =>
      [`select file.start_import($1, 'items', 'hang.csv')`, [randomUUID()]] as const;
    for (let n = 0; n < 20; n += 1) await me.query(start()[0], [...start()[1]]);
    expect(await me.refusal(start()[0], [...start()[1]])).toMatchObject({
      code: 'SDQUO',
      details: { open: '20', limit: '20' },
    });
  });
});
