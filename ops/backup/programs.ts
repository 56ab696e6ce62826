// PostgreSQL's programs for backups, which the embedded packages do not have: Debian's
// postgresql-client of the same version, or a folder of one's own.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const started = promisify(execFile);
const MEGABYTES = 1024 * 1024;

/** Path of a program such as pg_basebackup. Error: a sentence that says what to install. */
export function clientProgram(version: number, name: string): string {
  const folder =
    process.env['POSTGRES_CLIENT_BINARIES'] ?? `/usr/lib/postgresql/${String(version)}/bin`;
  const path = join(folder, name);
  if (existsSync(path)) return path;
  throw new Error(
    `${path} is missing: apt-get install postgresql-client-${String(version)}, or say in `
      + 'POSTGRES_CLIENT_BINARIES where the programs are.',
  );
}

/** How a program is to connect; the password is in the environment, where nobody lists it. */
export function connectionOf(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    PGHOST: hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  };
}

/** Runs a program to its end, and gives what it wrote. Error: with what it said. */
export async function run(
  program: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    const { stdout } = await started(program, args, {
      env: { ...process.env, LC_ALL: 'C', ...settings },
      maxBuffer: 64 * MEGABYTES,
      cwd: '/',
    });
    return stdout;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const said = (stderr ?? '').trim().split('\n').slice(-8).join('\n');
    throw new Error(`${program} failed: ${said === '' ? message : said}`, { cause: error });
  }
}
