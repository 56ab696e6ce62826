// What is done every night: a base backup with a dump, and the drill that proves it.
import { foldersOf, type Installation } from '../installation.ts';
import { drill, type Drill } from './drill.ts';
import { dump } from './dump.ts';
import { remembered } from './history.ts';
import { placesOf } from './places.ts';
import { writeRecoveryPage } from './report.ts';
import { switchArchiveOn } from './source.ts';

/** Has PostgreSQL archive from now on. Returns whether it must be restarted for that. */
export async function setUpBackup(installation: Installation): Promise<boolean> {
  const { script } = await placesOf(installation);
  return switchArchiveOn(installation.adminUrl, script);
}

/** A base backup and a dump; gives the label of the base backup. */
export async function backUp(installation: Installation): Promise<string> {
  const label = await makeBase(installation);
  await makeDump(installation);
  return label;
}

export async function makeBase(installation: Installation): Promise<string> {
  const { archive, history } = await placesOf(installation);
  const base = await remembered(
    history,
    'base',
    async () => {
      const made = await archive.base();
      await archive.expire(installation.env.KEEP_BASES);
      return made;
    },
    ({ label, bytes }) => ({ isGood: true, said: label, bytes }),
  );
  return base.label;
}

export async function makeDump(installation: Installation): Promise<void> {
  const { source, dumps, history } = await placesOf(installation);
  await remembered(
    history,
    'dump',
    () => dump(installation.urls.admin, source.version, dumps, installation.env.KEEP_BASES),
    ({ file, bytes, tables }) => ({ isGood: true, said: `${file}, ${tables} tables`, bytes }),
  );
}

/** The restore drill. Error: what is wrong with the backup. */
export async function proveBackup(
  installation: Installation,
  options: { underWayMs?: number } = {},
): Promise<Drill> {
  const { archive, script, copies, history } = await placesOf(installation);
  const { adminUrl, secrets, database, env } = installation;
  const proven = await remembered(
    history,
    'drill',
    () =>
      drill(
        archive,
        { adminUrl, databaseName: database.DATABASE_NAME, secrets, ...options },
        {
          into: copies,
          script,
          port: env.COPY_PORT,
          binaries: database.POSTGRES_BINARIES,
        },
      ),
    (result) => ({
      isGood: result.problems.length === 0,
      said: result.problems.length === 0 ? `${result.base} is good` : result.problems.join('; '),
      rtoSeconds: result.rtoSeconds,
      rpoSeconds: result.rpoSeconds,
    }),
  ).finally(() => writeRecoveryPage(history));
  if (proven.problems.length > 0)
    throw new Error(`The backup is not good:\n  ${proven.problems.join('\n  ')}`);
  return proven;
}

export const historyFileOf = (installation: Pick<Installation, 'home'>): string =>
  `${foldersOf(installation.home).backup}/history.jsonl`;
