// npm run test:newest: the tests of rules, API and jobs once more, on the newest PostgreSQL instead
// of the oldest one we support. Further arguments go to the runner.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../db/tools/env.ts';
import { NEWEST, shippedPrograms } from '../db/tools/programs.ts';

const binaries = shippedPrograms(NEWEST);
const { stdout: version } = spawnSync(join(binaries, 'postgres'), ['--version'], {
  encoding: 'utf8',
});
console.log(`On ${version.trim()}`);

const wanted = process.argv.slice(2);
const { status } = spawnSync(
  'vitest',
  ['run', ...(wanted.length > 0 ? wanted : ['--project=db', '--project=db-uuid', '--project=api'])],
  {
    cwd: repositoryRoot,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, POSTGRES_BINARIES: binaries },
  },
);
process.exit(status ?? 1);
