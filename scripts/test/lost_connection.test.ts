import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { withClient } from '../../db/tools/prepare.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('a tool whose connection is lost is told by its next question, and its process goes on', async () => {
  const cut = withClient(db.admin, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const lost = new Promise((resolve) => void client.once('end', () => resolve(undefined)));
    await withClient(db.admin, (other) =>
      other.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
    );
    await lost;
    await client.query('select 1');
  });

  await expect(cut).rejects.toThrow(/not queryable|closed/);
});
