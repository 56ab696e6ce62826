// nginx of an installation: its configuration, and that it runs.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { foldersOf, maintenanceFile, type Installation } from '../installation.ts';
import { nginxConf, type Gateway } from '../nginx/conf.ts';
import type { Release } from './release.ts';

const PARTS = ['proxy.conf', 'headers.conf', 'maintenance.html'];
const PATIENCE_MS = 5_000;

/** The gateway as the settings want it. */
export function gatewayOf({ home, env }: Pick<Installation, 'home' | 'env'>): Gateway {
  const { run, web, nginx } = foldersOf(home);
  const { TLS_CERTIFICATE: certificate, TLS_KEY: key, TLS_HOST: host, TLS_PLAIN: plain } = env;
  const hasTls = certificate !== undefined && key !== undefined && host !== undefined;
  return {
    listen: env.LISTEN,
    servers: [`unix:${join(run, 'active.sock')}`],
    web,
    maintenance: maintenanceFile({ home, env }),
    parts: join(nginx, 'parts'),
    ...(hasTls
      ? { tls: { certificate, key, host, ...(plain === undefined ? {} : { plain }) } }
      : {}),
  };
}

/**
 * Starts nginx when it does not run. A changed configuration is tried first, and then read by the
 * nginx that runs: that alone resets connections that are in use, so it is done only then.
 */
export async function ensureGateway(
  installation: Pick<Installation, 'home' | 'env'>,
  release: Release,
): Promise<void> {
  const gateway = gatewayOf(installation);
  const isNew = writeGatewayConf(installation.home, gateway, release);
  const isRunning = await answers(gateway.listen);
  if (isRunning && !isNew) return;
  control(installation.home, '-t');
  if (isRunning) control(installation.home, '-s', 'reload');
  else control(installation.home);
  for (const until = Date.now() + PATIENCE_MS; !(await answers(gateway.listen)); await pause(50))
    if (Date.now() > until) throw new Error(`nginx does not answer on ${gateway.listen}`);
}

/** Writes what nginx reads, with the parts of a release. Returns whether it was different. */
export function writeGatewayConf(home: string, gateway: Gateway, release: Release): boolean {
  const { nginx } = foldersOf(home);
  const parts = gateway.parts ?? nginx;
  mkdirSync(parts, { recursive: true });
  chmodSync(parts, 0o755);
  for (const part of PARTS)
    copyFileSync(join(release.folder, 'ops', 'nginx', part), join(parts, part));
  const file = join(nginx, 'nginx.conf');
  const wanted = nginxConf(gateway);
  const isNew = !existsSync(file) || readFileSync(file, 'utf8') !== wanted;
  writeFileSync(file, wanted);
  return isNew;
}

/** Starts nginx again, as it was configured, when it has ended. */
export async function reviveGateway({
  home,
  env,
}: Pick<Installation, 'home' | 'env'>): Promise<boolean> {
  if (!existsSync(join(foldersOf(home).nginx, 'nginx.conf'))) return false;
  if (await answers(env.LISTEN)) return false;
  control(home);
  return true;
}

export function stopGateway({ home }: Pick<Installation, 'home'>): void {
  const { nginx } = foldersOf(home);
  if (existsSync(join(nginx, 'nginx.pid'))) control(home, '-s', 'stop');
}

/** What nginx says while it runs goes into log/nginx.log. */
function control(home: string, ...args: readonly string[]): void {
  const { nginx, log } = foldersOf(home);
  mkdirSync(log, { recursive: true });
  const file = join(log, 'nginx.log');
  const output = openSync(file, 'a', 0o640);
  const { status, error } = spawnSync(
    'nginx',
    ['-p', nginx, '-c', join(nginx, 'nginx.conf'), ...args],
    {
      // Debian keeps it where only root looks
      env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
      // a file, because a daemon keeps what it is given
      stdio: ['ignore', output, output],
    },
  );
  closeSync(output);
  if (error) throw new Error("This needs Debian's nginx: apt-get install nginx", { cause: error });
  if (status !== 0)
    throw new Error(
      `nginx ${args.join(' ')} failed: ${readFileSync(file, 'utf8').trim().split('\n').at(-1)}`,
    );
}

function answers(listen: string): Promise<boolean> {
  const [port = '', host = '127.0.0.1'] = listen.split(':').toReversed();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = connect(Number(port), host);
  probe.once('connect', () => resolve(true));
  probe.once('error', () => resolve(false));
  return promise.finally(() => probe.destroy());
}
