// The dry run of a migration: on a copy that was restored from the backup, with the time it takes
// and the locks by which people would have waited.
import { join } from 'node:path';
import pg from 'pg';
import { placesOf } from '../backup/places.ts';
import { restore, sweepCopies } from '../backup/restore.ts';
import type { Installation } from '../installation.ts';
import type { Driver } from './driver.ts';
import type { Release } from './release.ts';

/** Requests wait for two seconds for a lock (db/roles.sql); a page is shown as busy after that. */
export const LONGEST_LOCK_MS = 2_000;
const LOOK_EVERY_MS = 25;
const COPY = 'rehearsal-';

export type Rehearsal = Readonly<{
  restoreSeconds: number;
  migrateSeconds: number;
  locks: readonly Lock[];
}>;
export type Lock = Readonly<{ table: string; mode: string; milliseconds: number }>;

/** Error: what the migrations said, or which table they would keep from people for too long. */
export async function rehearse(
  installation: Installation,
  driver: Pick<Driver, 'migrate'>,
  release: Release,
): Promise<Rehearsal> {
  const { archive, script, copies } = await placesOf(installation);
  sweepCopies(copies, COPY);
  const copy = await restore(archive, {
    into: join(copies, `${COPY}${Date.now()}`),
    script,
    adminPassword: decodeURIComponent(new URL(installation.adminUrl).password),
    isTemporary: true,
    port: installation.env.COPY_PORT,
    binaries: installation.database.POSTGRES_BINARIES,
  });
  try {
    const watching = await watchLocks(copy.adminUrl, installation.database.DATABASE_NAME);
    const began = performance.now();
    try {
      await driver.migrate(release, copy.adminUrl);
    } finally {
      await watching.stop();
    }
    const locks = watching.locks();
    const longest = locks.find(({ milliseconds }) => milliseconds > LONGEST_LOCK_MS);
    if (longest)
      throw new Error(
        `The migrations keep ${longest.table} from people for ${longest.milliseconds} ms `
          + `(${longest.mode}); ${LONGEST_LOCK_MS} ms are allowed.`,
      );
    return {
      restoreSeconds: copy.seconds,
      migrateSeconds: (performance.now() - began) / 1000,
      locks,
    };
  } finally {
    copy.remove();
  }
}

/** Locks that keep readers or writers away, looked at again and again. */
async function watchLocks(adminUrl: string, databaseName: string) {
  const url = new URL(adminUrl);
  url.pathname = `/${databaseName}`;
  const held = new Map<string, { table: string; mode: string; first: number; last: number }>();
  // before the first deploy there is no database yet
  const client = new pg.Client({ connectionString: url.href });
  client.on('error', () => undefined);
  const isThere = await client.connect().then(
    () => true,
    () => false,
  );
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    if (isThere) looking = looking.then(look).catch(() => undefined);
  }, LOOK_EVERY_MS);

  async function look(): Promise<void> {
    const { rows } = await client.query<{ table: string; mode: string }>(
      `select l.relation::regclass::text as table, l.mode
       from pg_locks as l
       join pg_class as c on c.oid = l.relation
       join pg_stat_activity as a on a.pid = l.pid
       where a.usename = 'sodaily_migrator' and l.granted and c.relkind in ('r', 'p', 'm')
         and c.relnamespace <> 'pg_catalog'::regnamespace
         and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
           'AccessExclusiveLock')`,
    );
    const now = performance.now();
    for (const { table, mode } of rows) {
      const key = `${table} ${mode}`;
      const known = held.get(key);
      held.set(key, { table, mode, first: known?.first ?? now, last: now });
    }
  }

  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await looking;
      if (isThere) await client.end();
    },
    locks: (): Lock[] =>
      [...held.values()]
        .map(({ table, mode, first, last }) => ({
          table,
          mode,
          milliseconds: Math.round(last - first),
        }))
        .toSorted((a, b) => b.milliseconds - a.milliseconds),
  };
}
