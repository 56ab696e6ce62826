/** A whole copy of the database's files, from which a restore begins. */
export type Base = Readonly<{
  label: string;
  startedAt: string;
  endedAt: string;
  /** First file of the write-ahead log that a restore needs. */
  startSegment: string;
  bytes: number;
  /** Major version of PostgreSQL that made the files. */
  version: number;
}>;

/**
 * Where backups are kept. Each driver does the same drill; what differs is who keeps the files.
 */
export type Archive = Readonly<{
  name: string;
  /** What archive.sh is told, for archive.conf. */
  conf: string;
  /** Makes a base backup of the running database. */
  base(): Promise<Base>;
  /** Oldest first. */
  bases(): Promise<readonly Base[]>;
  /** Puts the files of a base backup into an empty folder. Error: it is damaged or not whole. */
  unpack(base: Base, folder: string): Promise<void>;
  /** What is wrong with the log since a base backup: a gap, a damaged file. */
  problems(base: Base): Promise<readonly string[]>;
  /** Deletes base backups but the newest ones, and the log that nobody needs any more. */
  expire(keep: number): Promise<void>;
}>;

/** The newest base backup that ended before a moment; the newest of all without one. */
export function baseFor(bases: readonly Base[], moment?: Date): Base {
  const found = bases.findLast(
    ({ endedAt }) => moment === undefined || new Date(endedAt) <= moment,
  );
  if (found) return found;
  throw new Error(
    bases.length === 0
      ? 'There is no base backup yet; npm run backup -- base makes one.'
      : `The oldest base backup is from ${bases[0]?.endedAt}: nothing earlier can be restored.`,
  );
}
