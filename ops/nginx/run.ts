// Debian's nginx with the configuration beside this file, in front of servers of this machine, for
// tests and for the scan.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nginxConf, NO_RATES, type Gateway } from './conf.ts';

export type Nginx = Readonly<{
  url: string;
  /** What the access log says so far, a request each. */
  requests(): readonly Logged[];
  stop(): Promise<void>;
}>;
export type Logged = Readonly<{
  trace_id: string;
  address: string;
  method: string;
  path: string;
  status: number;
  server: string;
  protocol: string;
}>;

const PATIENCE_MS = 5_000;

/** nginx on a port, before servers at `host:port` each, with no limits but those of the servers. */
export const startNginx = (port: number, servers: readonly string[]): Promise<Nginx> =>
  startGateway({ listen: `127.0.0.1:${port}`, servers, rates: NO_RATES });

/** Starts nginx and waits until it answers. */
export async function startGateway(gateway: Gateway): Promise<Nginx> {
  requireNginx();
  const port = Number(gateway.listen.split(':').at(-1));
  const folder = mkdtempSync(join(tmpdir(), 'sodaily-nginx-'));
  // started by root, its workers are somebody else
  chmodSync(folder, 0o755);
  const settings = join(folder, 'nginx.conf');
  writeFileSync(settings, nginxConf(gateway));
  const child = spawn('nginx', ['-p', folder, '-c', settings, '-g', 'daemon off;'], {
    // Debian keeps it where only root looks
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (let waited = 0; !(await answers(port)); waited += 50) {
    if (child.exitCode !== null || waited > PATIENCE_MS) {
      await stop();
      throw new Error('nginx did not start; its messages stand above');
    }
    await pause(50);
  }
  return {
    url: `${gateway.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests: () =>
      readFileSync(join(folder, 'access.log'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Logged),
    stop,
  };
}

function requireNginx(): void {
  const { error } = spawnSync('nginx', ['-v'], {
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  });
  if (error) throw new Error("This needs Debian's nginx: apt-get install nginx");
}

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = connect(port, '127.0.0.1');
  probe.once('connect', () => resolve(true));
  probe.once('error', () => resolve(false));
  return promise.finally(() => probe.destroy());
}
