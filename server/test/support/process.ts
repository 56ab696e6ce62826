import { once } from 'node:events';
import { fork, type ChildProcess } from 'node:child_process';
import type { TestDatabase } from '../../../db/test/support/database.ts';

/** A real server process, and its address once it is ready. */
export async function startProcess(
  db: TestDatabase,
  settings: Record<string, string> = {},
): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(new URL('../../index.ts', import.meta.url).pathname, [], {
    execArgv: [],
    env: {
      AUTHENTICATOR_DATABASE_URL: db.authenticatorUrl,
      SIGN_IN_DATABASE_URL: db.signin,
      PORT: '0',
      METRICS_PORT: '0',
      JWT_SECRET: 'a secret of the tests, longer than 32 characters',
      SECOND_FACTOR_KEY: 'a key of the tests, longer than 32 characters',
      COOKIE_SECURE: 'false',
      DEMO: 'true',
      LOG_LEVEL: 'silent',
      DATABASE_POOL_SIZE: '4',
      ...settings,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [message] = (await once(child, 'message')) as [{ type: string; url: string }];
  if (message.type !== 'ready') throw new Error('the server is not ready');
  return { child, url: message.url };
}
