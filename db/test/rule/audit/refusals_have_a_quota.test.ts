import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const record = (email: string, times: number) =>
  db.query(
    `select audit.record_refusal(u.id, 'trace', 'createIssue', 'OUT_OF_STOCK', '{}')
     from auth."user" as u cross join generate_series(1, $2) where u.email = $1`,
    [email, times],
  );
const kept = async (email: string) =>
  (
    await db.query<{ count: number }>(
      `select count(*)::int as count from audit.refusal as r
        join auth."user" as u on u.id = r.user_id where u.email = $1`,
      [email],
    )
  )[0]?.count;

test('a person leaves a thousand refusals an hour and no more, another person as many', async () => {
  await record('sales@sodaily.test', 1_000);
  await record('sales@sodaily.test', 5);
  await record('agency@sodaily.test', 3);

  expect([await kept('sales@sodaily.test'), await kept('agency@sodaily.test')]).toEqual([1_000, 3]);

  await db.query(`update audit.refusal set created_at = created_at - interval '61 minutes'`);
  await record('sales@sodaily.test', 2);
  expect(await kept('sales@sodaily.test')).toBe(1_002);
});
