// What is no export, and who makes none.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { slipMaker } from '../../db/test/support/slip.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test.each([
  [null, 'csv', 'required'], ['dreams', 'csv', 'unknown'], ['agencies', 'docx', 'unknown'], ['agencies', null, 'required'],
])('what cannot be exported is refused in words: %s as %s', async (what, format, reason) => {
  await db.as('manager', async (me) => {
    const refusal = await me.refusal('select report.start_export($1, $2, $3)', [randomUUID(), what, format]);
    expect(refusal).toMatchObject({ code: 'SDVAL', details: { fields: [{ reason }] } });
  });
});

test('only the worker makes files', async () => {
  const slips = await slipMaker(db);
  await db.as('admin', async (me) => {
    for (const statement of [
      'select report.begin_export($1)', `select report.add_export_chunk($1, 0, 'x', 1, 1)`, 'select report.end_export($1, 1)',
      `select report.fail_export($1, 'INTERNAL')`, 'select 1 from report.export_chunk where export_id = $1',
    ]) expect((await me.refusal(statement, [slips.agencyId('DL0001')])).code).toBe('42501');
  });
});
