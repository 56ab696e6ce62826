import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

/** What is kept of a refusal, written as the server does it. */
async function kept(details: unknown): Promise<Record<string, unknown>> {
  return db.asOwner(async (owner) => {
    await owner.query(
      "select audit.record_refusal(null, 'trace', 'createIssue', 'OUT_OF_STOCK', $1)",
      [JSON.stringify(details)],
    );
    return (
      await owner.one<{ details: Record<string, unknown> }>(
        'select details from audit.refusal where request_id = $1',
        ['trace'],
      )
    ).details;
  });
}

test('a refusal of ordinary size is kept as it is', async () => {
  const details = {
    items: Array.from({ length: 30 }, (_, nth) => ({
      sku: `MH${nth}`,
      requested: '5',
      available: '2',
      shortage: '3',
    })),
  };
  expect(await kept(details)).toEqual(details);
});

test('of one with a long list the first twenty entries are kept', async () => {
  const details = {
    agency: 'DL0001',
    items: Array.from({ length: 5_000 }, (_, nth) => ({ sku: `MH${nth}`, shortage: '3' })),
  };
  expect(await kept(details)).toEqual({
    agency: 'DL0001',
    items: details.items.slice(0, 20),
    cut: true,
  });
});

test('of a monster it is kept how long it was', async () => {
  const details = { fields: [{ path: 'x', value: '1'.repeat(1_000_000) }] };
  expect(await kept(details)).toEqual({ cut: true, bytes: '1000040' });
});
