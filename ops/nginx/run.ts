// Debian's nginx with the configuration beside this file, in front of two servers of this machine,
// for tests and for the scan.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

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
}>;

const TEMPLATE = join(import.meta.dirname, 'so-dai-ly.conf');
const PATIENCE_MS = 5_000;

/** Starts nginx on a port, before servers at `host:port` each, and waits until it answers. */
export async function startNginx(port: number, servers: readonly [string, string]): Promise<Nginx> {
  requireNginx();
  const folder = mkdtempSync(join(tmpdir(), 'sodaily-nginx-'));
  // started by root, its workers are somebody else
  chmodSync(folder, 0o755);
  const settings = join(folder, 'nginx.conf');
  writeFileSync(
    settings,
    filledIn({ PORT: `127.0.0.1:${port}`, SERVER_A: servers[0], SERVER_B: servers[1] }),
  );
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
    url: `http://127.0.0.1:${port}`,
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

const filledIn = (values: Readonly<Record<string, string>>): string =>
  readFileSync(TEMPLATE, 'utf8').replaceAll(
    /\$\{(\w+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = connect(port, '127.0.0.1');
  probe.once('connect', () => resolve(true));
  probe.once('error', () => resolve(false));
  return promise.finally(() => probe.destroy());
}
