// Running tests while a DBA edits, and remembering how they ended: db:commit asks.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fixtureFolder, fixturePaths } from '../../platform/fixtures.ts';
import { repositoryRoot } from './env.ts';
import { catalogTests, ownTests, reachingTests } from './rule_tests.ts';

const resultShape = z.object({ files: z.string(), red: z.array(z.string()) });
/** How the tests of the files as they stand ended: paths of the red ones under db/test. */
export type Result = z.infer<typeof resultShape>;

const resultFile = (dataDir: string): string => join(dataDir, 'rule_tests.json');

/** Tells one state of the rules and of the open migration from another. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const open = join(repositoryRoot, 'db', 'current', '1-current.sql');
  for (const path of [...fixturePaths(fixtureFolder).map((f) => join(fixtureFolder, f)), open])
    hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

/** What is known of the files as they stand now; undefined when they were not tested. */
export function lastResult(dataDir: string): Result | undefined {
  const file = resultFile(dataDir);
  if (!existsSync(file)) return undefined;
  const { data } = resultShape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return data?.files === fingerprint() ? data : undefined;
}

/**
 * Runs the tests of what was saved and, when they hold, the catalog's and those of whatever reaches
 * it; remembers the end. Paths are those under db.
 */
export async function testSaved(saved: readonly string[], dataDir: string): Promise<Result> {
  const files = fingerprint();
  const own = [...new Set(saved.flatMap(ownTests))];
  const others = new Set([...catalogTests(), ...reachingTests(saved)]);
  for (const test of own) others.delete(test);
  if (own.length === 0) console.log(`No test of rules names ${saved.join(', ')}`);
  else console.log(`\nTesting ${own.join(', ')}`);
  let red = own.length === 0 ? [] : await vitest(own, dataDir);
  // its own tests say what the rule means; the others are asked when that is clear
  if (red.length === 0) {
    console.log(`\nTesting the catalog and what else reaches it: ${others.size} files`);
    red = await vitest([...others], dataDir);
  }
  const result = { files, red };
  writeFileSync(resultFile(dataDir), JSON.stringify(result));
  console.log(
    red.length === 0
      ? 'All of them hold.'
      : `Broken, db:commit will ask about it:\n  `
          + `${red.map((test) => `db/test/${test}`).join('\n  ')}`,
  );
  return result;
}

/** Runs files of tests; the red ones come back. */
async function vitest(paths: readonly string[], dataDir: string): Promise<string[]> {
  const report = join(dataDir, `rule_tests-${process.pid}.json`);
  mkdirSync(dataDir, { recursive: true });
  rmSync(report, { force: true });
  const program = join(repositoryRoot, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['dot', 'json', './db/test/support/tally_reporter.ts'];
  const child = spawn(
    process.execPath,
    [
      program,
      'run',
      '--project=db',
      ...reporters.map((reporter) => `--reporter=${reporter}`),
      `--outputFile.json=${report}`,
      ...paths.map((path) => `db/test/${path}`),
    ],
    { cwd: repositoryRoot, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  if (!existsSync(report)) return [...paths];
  const { testResults } = z
    .object({ testResults: z.array(z.object({ name: z.string(), status: z.string() })) })
    .parse(JSON.parse(readFileSync(report, 'utf8')));
  rmSync(report);
  return testResults
    .filter(({ status }) => status !== 'passed')
    .map(({ name }) => name.slice(name.replaceAll('\\', '/').lastIndexOf('db/test/') + 8));
}
