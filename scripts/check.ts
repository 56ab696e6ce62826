// npm run check: everything that CI runs, in its order, and a table of what took how long.
import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../db/tools/env.ts';

const vitest = ['vitest', 'run'];
const steps: [name: string, command: string[]][] = [
  ['lint', ['oxlint', '--deny-warnings']],
  ['format', ['prettier', '--check', '.']],
  ['secrets in files', ['node', 'scripts/lint_secrets.ts']],
  ['regular expressions', ['node', 'scripts/lint_regexes.ts']],
  ['types of db, server, worker, scripts', ['tsc', '-p', 'tsconfig.json']],
  ['types of web', ['tsc', '-p', 'web/tsconfig.json']],
  ['drift of rules and migrations', ['node', 'db/tools/drift.ts']],
  ['migrations under squawk', ['node', 'db/tools/lint_migrations.ts']],
  ['functions under plpgsql_check', ['node', 'db/tools/check_functions.ts']],
  ['web build', ['node', 'scripts/build_web.ts']],
  ['bundle budget', ['node', 'web/bundle_budget.ts']],
  ['attack on the production configuration', ['node', 'ops/scan/index.ts']],
  ['tests with coverage', [...vitest, '--project=!e2e', '--coverage']],
  ['rules, API and jobs on the newest PostgreSQL', ['node', 'scripts/test_on_newest.ts']],
  ['journey in Chromium', [...vitest, '--project=e2e']],
];

const report: string[] = [];
for (const [name, [program = '', ...args]] of steps) {
  console.log(`\n── ${name}: ${program} ${args.join(' ')}`);
  const began = performance.now();
  const { status } = spawnSync(program, args, {
    cwd: repositoryRoot,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  report.push(`${status === 0 ? 'ok    ' : 'FAILED'} ${seconds.padStart(4)} s  ${name}`);
  if (status !== 0) break;
}
console.log(`\n${report.join('\n')}`);
if (report.length < steps.length || report.some((line) => line.startsWith('FAILED')))
  process.exit(1);
