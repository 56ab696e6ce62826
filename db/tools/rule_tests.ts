// Which tests belong to a file of SQL, and running them while a DBA edits.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from './env.ts';

const ruleTests = join(repositoryRoot, 'db', 'test', 'rule');
/** Every test of rules, as `<context>/<rule>.test.ts`. */
const allTests = (): string[] =>
  readdirSync(ruleTests, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.test.ts'));

/**
 * The test of the same stem, else those that call the function by name. `path` is a fixture
 * (`<schema>/<folder>/…/<name>.sql`) or a test of rules (`<schema>/<rule>.test.ts`); paths of tests
 * come back.
 */
export function testsOf(path: string): string[] {
  if (path.endsWith('.test.ts')) return allTests().filter((test) => path.endsWith(test));
  const [schema = ''] = path.split('/');
  const name = basename(path, '.sql');
  const own = `${schema}/${name}.test.ts`;
  if (existsSync(join(ruleTests, own))) return [own];
  const call = new RegExp(`\\b${schema}\\.${name}\\b`);
  return allTests().filter((test) => call.test(readFileSync(join(ruleTests, test), 'utf8')));
}

/** Collects what was saved and runs its tests, one run after the other. */
export class RuleTestRunner {
  #wanted = new Set<string>();
  #isRunning = false;

  /** Asks for the tests of a saved file; those asked for during a run follow in the next one. */
  saved(path: string): void {
    const tests = testsOf(path);
    if (tests.length === 0) console.log(`No test of rules names ${path}`);
    for (const test of tests) this.#wanted.add(test);
    if (!this.#isRunning) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#wanted.size > 0) {
      const tests = [...this.#wanted];
      this.#wanted.clear();
      console.log(`\nTesting ${tests.join(', ')}`);
      await vitest(tests.map((test) => join('db', 'test', 'rule', test)));
    }
    this.#isRunning = false;
  }
}

function vitest(files: string[]): Promise<void> {
  return new Promise((resolve) => {
    const program = join(repositoryRoot, 'node_modules', 'vitest', 'vitest.mjs');
    const child = spawn(process.execPath, [program, 'run', '--project=db', ...files], {
      cwd: repositoryRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', (error) => {
      console.error(`The tests did not start: ${error.message}`);
      resolve();
    });
    child.once('exit', () => resolve());
  });
}
