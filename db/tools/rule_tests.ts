// Which tests belong to a file of SQL, and which reach it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from './env.ts';
import { sqlNames } from './sql_names.ts';
import { readUsage } from './usage.ts';

const tests = join(repositoryRoot, 'db', 'test');
/** Folders of tests that call functions. */
const CALLING = ['rule', 'scenario', 'race', 'permission'];

/** Files of tests under db/test/<folder>, as `<folder>/…/<name>.test.ts`. */
function filesIn(folder: string): string[] {
  const where = join(tests, folder);
  if (!existsSync(where)) return [];
  return readdirSync(where, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts'))
    .toSorted();
}

export const catalogTests = (): string[] => filesIn('catalog');

/**
 * The test of the same stem, else those that call the function by name. `path` is what was saved
 * under db: a fixture, a test of rules, or errors.json. Paths under db/test come back.
 */
export function ownTests(path: string): string[] {
  if (path === 'errors.json') return ['catalog/errors.test.ts'];
  if (path.endsWith('.test.ts')) return [path.replace(/^test\//, '')];
  const [schema = ''] = path.replace(/^fixtures\//, '').split('/');
  const name = basename(path, '.sql');
  const own = `rule/${schema}/${name}.test.ts`;
  if (existsSync(join(tests, own))) return [own];
  const call = new RegExp(`\\b${schema}\\.${name}\\b`);
  return filesIn('rule').filter((test) => call.test(readFileSync(join(tests, test), 'utf8')));
}

/** Every test whose SQL, or that of the support it imports, reaches one of the saved fixtures. */
export function reachingTests(saved: readonly string[]): string[] {
  const usage = readUsage();
  const reached = new Set(
    saved
      .filter((path) => path.startsWith('fixtures/'))
      .flatMap((path) => [...usage.reach(path.replace(/^fixtures\//, ''))]),
  );
  if (reached.size === 0) return [];
  const names = sqlNames();
  return CALLING.flatMap(filesIn).filter((test) =>
    [...names(join(tests, test))].some((name) => reached.has(name)),
  );
}
