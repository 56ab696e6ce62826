// npm run codegen: server/schema.graphql from the database as its migrations make it, and the typed
// documents of the web application from that.
import { spawnSync } from 'node:child_process';
import { prepareDatabase } from '../db/tools/prepare.ts';
import { repositoryRoot } from '../db/tools/env.ts';
import { openWorkplace } from '../db/tools/workplace.ts';

const workplace = await openWorkplace();
try {
  const { adminUrl, env, secrets } = workplace;
  const urls = await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
  run('node', ['server/print_schema.ts'], { AUTHENTICATOR_DATABASE_URL: urls.authenticator });
  run('graphql-codegen', ['--config', 'web/codegen.ts']);
} finally {
  await workplace.leave();
}

function run(program: string, args: string[], settings: Record<string, string> = {}): void {
  const { status } = spawnSync(program, args, {
    cwd: repositoryRoot, stdio: 'inherit', env: { ...process.env, ...settings },
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed`);
}
