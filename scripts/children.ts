// The processes of a running system: forked, so that they notice when their parent is killed.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '../db/tools/env.ts';

export interface Child {
  name: string;
  process: ChildProcess;
}

/**
 * A worker that makes files throws away much that is young; with little room for it, it is
 * collected at once: 100,000 rows take 150 MB instead of 250, and no more time (npm run bench).
 * With all else a worker does, a spreadsheet still took 202 MB, because V8 lets the old grow as it
 * likes: 138 with a bound. Also in package.json.
 */
const FLAGS = { server: [], worker: ['--max-semi-space-size=4', '--max-old-space-size=400'] };

/**
 * Starts server/index.ts or worker/index.ts and waits until it says that it is ready; what else it
 * says goes to `onMessage`.
 */
export async function startChild(
  name: 'server' | 'worker',
  settings: Record<string, string>,
  output: 'inherit' | 'ignore' | 'pipe' = 'inherit',
  onMessage: (message: unknown) => void = () => undefined,
): Promise<Child> {
  const child = fork(join(repositoryRoot, name, 'index.ts'), [], {
    cwd: repositoryRoot,
    execArgv: [...process.execArgv, ...FLAGS[name]],
    env: { ...withoutFilesOf(settings), ...settings },
    stdio: ['ignore', output, output === 'pipe' ? 'inherit' : output, 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if (isReady(message)) resolve();
      else onMessage(message);
    });
    child.once('exit', (code) => {
      reject(
        new Error(`${name} ended with code ${code} while starting; its messages stand above.`),
      );
    });
  });
  return { name, process: child };
}

const isReady = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';

/** What we hand over ourselves was read from its file by us, and is not to be read again. */
function withoutFilesOf(settings: Record<string, string>): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !(name.endsWith('_FILE') && name.slice(0, -'_FILE'.length) in settings),
    ),
  );
}

/** Asks all to finish what they are doing, and waits for them. */
export async function stopChildren(children: Child[]): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      if (child.process.exitCode !== null || child.process.signalCode !== null) return;
      const gone = once(child.process, 'exit');
      child.process.kill('SIGTERM');
      await gone;
    }),
  );
}
