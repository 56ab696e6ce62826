// npm run new on a copy of the repository: what it writes passes whatever would complain, apart
// from what only people can say.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { repositoryRoot } from '../../db/tools/env.ts';
import { workingCopy, type WorkingCopy } from './support/working_copy.ts';

let copy: WorkingCopy;
/** Each starts a program that reads the whole repository. */
const SLOW_MS = 240_000;

beforeAll(async () => {
  copy = workingCopy(inject('cluster').secrets, [
    'server',
    'worker',
    'scripts',
    'web',
    'ops',
    'docs',
    'CHANGELOG.md',
    'tsconfig.json',
    '.oxlintrc.json',
    '.prettierrc.json',
    '.prettierignore',
  ]);
  for (const words of [
    ['rule', 'inventory/supplier_rests', 'inventory.supplier'],
    ['table', 'inventory/pallet'],
    ['regulation', 'SHELF_DAYS', '14'],
    ['task', 'shelf_emptied'],
    ['page', 'inventory/shelf'],
  ]) {
    const made = copy.run('scripts/new/index.ts', words);
    if ((await made.ended) !== 0) throw new Error(made.said());
  }
});
afterAll(() => copy.remove());

/** A program of node_modules, in the copy; what it said when it failed. */
function failure(program: string, ...args: string[]): string {
  try {
    execFileSync(join(repositoryRoot, 'node_modules', '.bin', program), args, {
      cwd: copy.folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

describe('what npm run new writes', () => {
  test(
    'makes a database: codegen shows the new rights, and accepts them',
    async () => {
      const settings = { DATABASE_URL: inject('cluster').adminUrl, DATABASE_NAME: 'new_things' };
      const codegen = copy.run('scripts/codegen.ts', ['--accept'], { ...settings, DEMO: 'true' });
      expect(await codegen.ended, codegen.said()).toBe(0);
      expect(codegen.said()).toMatch(/^\+ {2}inventory\.supplier_rests\(\): nobody$/m);
      expect(codegen.said()).toMatch(/^\+inventory\.pallet$/m);
      expect(
        readFileSync(join(copy.folder, 'db', 'test', 'permission', 'matrix.txt'), 'utf8'),
      ).toContain('\ninventory.pallet\n  definer    select insert update\n');
    },
    SLOW_MS,
  );

  test(
    'passes the checks of types, and is formatted',
    () => {
      expect(failure('tsc', '-p', 'tsconfig.json')).toBe('');
      expect(failure('tsc', '-p', 'web/tsconfig.json')).toBe('');
      expect(failure('prettier', '--check', 'worker', 'web/src', 'db/test/rule')).toBe('');
    },
    SLOW_MS,
  );

  test(
    'passes the tests of catalog, rights and its own; they ask for words, and for a rule that reads the regulation',
    async () => {
      const run = copy.run('node_modules/vitest/vitest.mjs', [
        'run',
        '--project=db',
        '--reporter=json',
        '--outputFile=result.json',
        'db/test/catalog',
        'db/test/permission/matrix.test.ts',
        'db/test/rule/inventory/supplier_rests.test.ts',
        'db/test/rule/audit/record_change.test.ts',
        'db/test/rule/notification/notify_shelf_emptied.test.ts',
      ]);
      await run.ended;
      const { testResults } = JSON.parse(
        readFileSync(join(copy.folder, 'result.json'), 'utf8'),
      ) as {
        testResults: { assertionResults: { status: string; fullName: string }[] }[];
      };
      const red = testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .filter(({ status }) => status === 'failed')
        .map(({ fullName }) => fullName);
      expect(red.toSorted(), run.said()).toEqual([
        'every kind of notice has a sentence on the page and a mail in both languages',
        'every regulation is read by a function, and functions read no other',
        'words of the audit trail are those of the tables and columns it keeps',
      ]);
    },
    SLOW_MS,
  );
});

test('what is there already is never written over', async () => {
  const again = copy.run('scripts/new/index.ts', ['table', 'inventory/pallet']);

  expect(await again.ended).toBe(1);
  expect(again.said()).toBe('db/fixtures/inventory/tables/pallet.sql is there already.\n');
});

test('no blank of npm run new is left in the repository', () => {
  const { stdout, status } = spawnSync(
    'git',
    ['grep', '-lE', '‹[^›]*›', '--', ':!scripts/new', ':!scripts/test', ':!CONTRIBUTING.md'],
    { cwd: repositoryRoot, encoding: 'utf8' },
  );
  expect(stdout).toBe('');
  // grep found nothing; 2 would be that it did not look
  expect(status).toBe(1);
});
