// kubectl for one namespace, and a port of this machine that leads to a server in it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Runs kubectl with these words, and gives what it wrote. Error: with what it said. */
export type Kubectl = (words: readonly string[], input?: string) => string;

export const kubectlIn =
  (namespace: string): Kubectl =>
  (words, input) => {
    const { status, stdout, stderr, error } = spawnSync(
      'kubectl',
      ['--namespace', namespace, ...words],
      { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024, ...(input === undefined ? {} : { input }) },
    );
    if (error) throw new Error('This needs kubectl, with a cluster to talk to.', { cause: error });
    if (status === 0) return stdout;
    const said = stderr.trim().split('\n').slice(-6).join('\n');
    throw new Error(`kubectl ${words[0]} failed: ${said}`);
  };

export type Forward = Readonly<{ port: number; stop(): void }>;
/** Leads to one pod of a Deployment, the same one until it is stopped. */
export type OpenForward = (deployment: string, port: number) => Promise<Forward>;

export const forwardIn =
  (namespace: string): OpenForward =>
  async (deployment, port) => {
    const child = spawn(
      'kubectl',
      ['--namespace', namespace, 'port-forward', `deployment/${deployment}`, `:${port}`],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    const told = Promise.withResolvers<number>();
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
      const given = /127\.0\.0\.1:(\d+) ->/.exec(said)?.[1];
      if (given !== undefined) told.resolve(Number(given));
    });
    void once(child, 'exit').then(() =>
      told.reject(new Error(`kubectl port-forward to ${deployment} ended: ${said}`)),
    );
    child.once('error', told.reject);
    return { port: await told.promise, stop: () => child.kill('SIGTERM') };
  };
