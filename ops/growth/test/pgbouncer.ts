// Debian's PgBouncer before a PostgreSQL of this machine, handing out connections by transaction.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { embeddedPlace } from '../../../db/tools/embedded_place.ts';

const PROGRAM = '/usr/sbin/pgbouncer';
const PATIENCE_MS = 5_000;

export type PgBouncer = Readonly<{
  /** The same login by way of PgBouncer. */
  through(url: string): string;
  stop(): Promise<void>;
}>;

/** `size` connections to PostgreSQL for each login, however many there are before it. */
export async function startPgBouncer(urls: readonly string[], size: number): Promise<PgBouncer> {
  if (!existsSync(PROGRAM))
    throw new Error("This needs Debian's PgBouncer: apt-get install pgbouncer");
  const folder = mkdtempSync(join(tmpdir(), 'sodaily-pgbouncer-'));
  chmodSync(folder, 0o755);
  const [port = 0] = await freePorts(1);
  const target = new URL(urls[0] ?? '');
  const users = urls.map((url) => {
    const { username, password } = new URL(url);
    return `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`;
  });
  const write = (name: string, lines: readonly string[]): string => {
    const file = join(folder, name);
    writeFileSync(file, lines.join(''));
    return file;
  };
  const settings = write('pgbouncer.ini', [
    '[databases]\n',
    `* = host=${target.hostname} port=${target.port}\n`,
    '[pgbouncer]\n',
    'listen_addr = 127.0.0.1\n',
    `listen_port = ${port}\n`,
    'unix_socket_dir =\n',
    'auth_type = scram-sha-256\n',
    `auth_file = ${write('users.txt', users)}\n`,
    'pool_mode = transaction\n',
    `default_pool_size = ${size}\n`,
    'max_client_conn = 200\n',
  ]);
  // it does not run as root
  const { runAs } = embeddedPlace({ dataDir: join(folder, 'nobody') });
  const child = spawn(PROGRAM, ['--quiet', settings], {
    ...runAs,
    cwd: '/',
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  for (const until = Date.now() + PATIENCE_MS; !(await answers(port)); await pause(50))
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error('PgBouncer did not start; its messages stand above');
    }
  return {
    through(url) {
      const there = new URL(url);
      there.hostname = '127.0.0.1';
      there.port = String(port);
      return there.href;
    },
    stop,
  };
}

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const probe = connect(port, '127.0.0.1');
  probe.once('connect', () => resolve(true));
  probe.once('error', () => resolve(false));
  return promise.finally(() => probe.destroy());
}
