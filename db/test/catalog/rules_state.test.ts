// db/rules.txt is of int keys and of the embedded version; elsewhere it claims less.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { rulesFile, rulesState, rulesText, sayDrift } from '../../../platform/rules_state.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  client = new pg.Client({ connectionString: db.admin });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await db.close();
});

test('db/rules.txt says what the files make; npm run codegen writes it anew', async () => {
  const written = readFileSync(rulesFile, 'utf8');
  const made = await rulesText(client);
  const heading = (text: string): string => text.split('\n').slice(0, 3).join('\n');

  // of other keys or another major version it says less, and nothing that is wrong
  expect(heading(made) === heading(written) ? made : written).toBe(written);
  expect(await rulesState(client, written)).toEqual({
    rules: inject('keyType') === 'int' ? 'agree' : 'unknown',
    objects: [],
  });
});

test('a rule, a right, a policy and a trigger that were changed by hand are named', async () => {
  const written = await rulesText(client);
  expect(await rulesState(client, written)).toEqual({ rules: 'agree', objects: [] });
  await client.query(`alter function inventory.debt_limit() cost 7;
    grant select (total_amount) on inventory.issue to sodaily_warehouse;
    alter policy staff_reads_all on inventory.receipt using (false);
    drop trigger confirm_2_overdue_block on inventory.issue`);

  const state = await rulesState(client, written);

  expect(state).toEqual({
    rules: 'drifted',
    objects: [
      'function inventory.debt_limit()',
      'policy staff_reads_all on inventory.receipt',
      'table inventory.issue',
      'trigger confirm_2_overdue_block on inventory.issue',
    ],
  });
  expect(sayDrift(state)).toBe(
    'The database runs other rules than these files: 4 objects differ, such as function '
      + 'inventory.debt_limit(). '
      + 'npm run db:drift names all of it; npm run db:repair makes the database what the '
      + 'files say.',
  );
});

test('a guard that its owner switched off is named', async () => {
  const written = await rulesText(client);
  await client.query(`begin;
    alter table inventory.receipt disable trigger audit_update;
    alter table finance.refund no force row level security;
    drop policy readers_need_the_scope on audit.change;
    alter table agency.district owner to sodaily_migrator; commit`);

  const { rules, objects } = await rulesState(client, written);

  expect(rules).toBe('drifted');
  expect(objects).toEqual(
    expect.arrayContaining([
      'policy readers_need_the_scope on audit.change',
      'table agency.district',
      'table finance.refund',
      'trigger audit_update on inventory.receipt',
    ]),
  );
});

test('a list that is older than the files claims nothing', async () => {
  const older = (await rulesText(client)).replace(/^# files .*$/m, '# files 0123456789abcdef');

  expect(await rulesState(client, older)).toEqual({ rules: 'unknown', objects: [] });
  expect(sayDrift({ rules: 'unknown', objects: [] })).toBeUndefined();
});
