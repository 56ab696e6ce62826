import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { makeHistory } from '../../support/eventful.ts';
import { damages } from '../../support/invariant_damages.ts';
import { breachesOf, invariantNames } from '../../support/invariants.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await makeHistory(db);
});
afterAll(() => db.close());

test('every invariant is broken on purpose', () => {
  expect(Object.keys(damages).toSorted()).toEqual(invariantNames);
});

test.each(invariantNames)('after an eventful day there is no breach of %s', async (name) => {
  expect(await breachesOf(db, name)).toEqual([]);
});

/** Breaches once a superuser has damaged the books with every trigger off; undone at the end. */
const breachesAfter = (statement: string, name: string): Promise<unknown[]> =>
  withClient(db.admin, async (client) => {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    const { rowCount } = await client.query(statement);
    expect(rowCount).toBeGreaterThan(0);
    const breaches = await breachesOf(
      { query: async (text, values) => (await client.query(text, values)).rows },
      name,
    );
    await client.query('rollback');
    return breaches;
  });

describe.each(Object.entries(damages))('%s finds', (name, statements) => {
  test.each(statements)('%s', async (statement) => {
    expect(await breachesAfter(statement, name)).not.toEqual([]);
  });
});

test('a report is not wrong for what was posted while or after it was made', async () => {
  expect(
    await breachesAfter(
      'update finance.debt_transaction set amount = amount + 1',
      'monthly_sales_equal_the_ledger',
    ),
  ).toEqual([]);
});
