// The pages show the type of keys that is in use, so this file runs with int keys only
// (vitest.config.ts).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { referenceFolder, referencePages } from '../../tools/reference/reference.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let pages: Map<string, string>;

beforeAll(async () => {
  db = await testDatabase();
  pages = await referencePages(db);
});
afterAll(() => db.close());

test('docs/db says what the database is; npm run codegen writes it anew', () => {
  const written = (file: string): string => readFileSync(join(referenceFolder, file), 'utf8');

  expect([...pages].filter(([file, text]) => written(file) !== text).map(([file]) => file)).toEqual(
    [],
  );
  expect(readdirSync(referenceFolder).toSorted()).toEqual([...pages.keys()].toSorted());
});

test('a page names commands, tables, sentences that hold, rules with their files, and rights', () => {
  const page = pages.get('inventory.md');

  for (const line of [
    '### inventory.create_issue',
    '### inventory.issue_detail',
    '| issue has a number exactly when',
    '[debt_limit](../../db/fixtures/inventory/rules/debt_limit.sql)',
    '| user | select |',
  ])
    expect(page).toContain(line);
});
