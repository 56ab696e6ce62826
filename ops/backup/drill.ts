// The proof that a backup is one: it is restored, brought to this release, proven, and compared.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseUrls, prepareDatabase, withClient } from '../../db/tools/prepare.ts';
import type { Secrets } from '../../db/tools/secrets.ts';
import { baseFor, type Archive } from './archive.ts';
import { differing, figuresUntil, newestChange } from './figures.ts';
import { clientProgram, connectionOf, run } from './programs.ts';
import { restore, sweepCopies, type Wish } from './restore.ts';

export type Drill = Readonly<{
  base: string;
  /** RTO: seconds until the copy took writes. */
  rtoSeconds: number;
  /** RPO: seconds of the newest work that the archive did not have. */
  rpoSeconds: number;
  /** How many figures were compared. */
  compared: number;
  /** What is wrong, as sentences; none is right. */
  problems: readonly string[];
}>;

const COPY = 'drill-';
/** Work that is under way has a moment that may come into view later. */
const UNDER_WAY_MS = 5 * 60_000;
/** graphile-migrate keeps a connection for a moment after its work. */
const MIGRATE_KEEPALIVE_MS = 400;

export type Books = Readonly<{
  adminUrl: string;
  databaseName: string;
  secrets: Secrets;
  /** Bounds what is compared; tests leave out nothing. */
  underWayMs?: number;
}>;

/** Restores the newest backup beside what runs, and says what is wrong with it. */
export async function drill(
  archive: Archive,
  books: Books,
  wish: Omit<Wish, 'adminPassword' | 'until'>,
): Promise<Drill> {
  const { adminUrl, databaseName, secrets } = books;
  const runs = databaseUrls(adminUrl, databaseName, secrets);
  const newest = await newestChange(runs.admin);
  const base = baseFor(await archive.bases());
  const gaps = await archive.problems(base);
  // a restore would end at the first of them, or not begin
  if (gaps.length > 0) throw new Error(`The log since ${base.label}: ${gaps.join('; ')}`);
  const problems: string[] = [];
  sweepCopies(wish.into, COPY);
  const copy = await restore(archive, {
    ...wish,
    into: join(wish.into, `${COPY}${Date.now()}`),
    adminPassword: decodeURIComponent(new URL(adminUrl).password),
    isTemporary: true,
  });
  try {
    const restored = databaseUrls(copy.adminUrl, databaseName, secrets);
    const reached = await newestChange(restored.admin);
    await prepareDatabase(copy.adminUrl, databaseName, secrets);
    await pause(MIGRATE_KEEPALIVE_MS);
    problems.push(...(await brokenInvariants(restored.admin)));
    problems.push(...(await damagedTables(restored.admin, base.version)));
    const until = new Date((reached?.getTime() ?? 0) - (books.underWayMs ?? UNDER_WAY_MS));
    const figures = await figuresUntil(runs.admin, until);
    problems.push(...differing(figures, await figuresUntil(restored.admin, until)));
    return {
      base: base.label,
      rtoSeconds: copy.seconds,
      rpoSeconds: Math.max(0, ((newest?.getTime() ?? 0) - (reached?.getTime() ?? 0)) / 1000),
      compared: Object.keys(figures).length,
      problems,
    };
  } finally {
    copy.remove();
  }
}

const brokenInvariants = (url: string): Promise<string[]> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string; breaches: string }>(
      'select r.name, r.breaches::text from audit.invariant_results() as r where r.breaches > 0',
    );
    return rows.map(({ name, breaches }) => `${name} does not hold: ${breaches} rows`);
  });

/** Every table and index, page by page: pg_amcheck finds what a checksum of the backup cannot. */
async function damagedTables(url: string, version: number): Promise<string[]> {
  const { PGDATABASE = '', ...connection } = connectionOf(url);
  try {
    await run(
      clientProgram(version, 'pg_amcheck'),
      ['--install-missing', '--heapallindexed', '--jobs=2', '--no-password', PGDATABASE],
      connection,
    );
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
