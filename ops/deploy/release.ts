import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder with the code of one release, its packages, and its built page. */
export type Release = Readonly<{ name: string; folder: string }>;

/** Two servers stand side by side while one release replaces another. */
export const COLOURS = ['blue', 'green'] as const;
export type Colour = (typeof COLOURS)[number];

export const otherThan = (colour: Colour | undefined): Colour =>
  colour === 'blue' ? 'green' : 'blue';

/** The Node that a release pins, else the one that runs this. */
export function nodeOf({ folder }: Release): string {
  const pinned = join(folder, 'node_modules', 'node', 'bin', 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

/** What a folder lacks to be a release, as sentences. */
export function missingIn({ folder }: Release): string[] {
  const wanted: Readonly<Record<string, string>> = {
    'server/index.ts': 'the server',
    'worker/index.ts': 'the worker',
    'db/tools/migrate.ts': 'the migrations',
    node_modules: 'its packages; run npm ci there',
    'web/dist/index.html': 'the built page; run npm run build there',
  };
  const missing = Object.entries(wanted)
    .filter(([path]) => !existsSync(join(folder, path)))
    .map(([path, what]) => `${path} is missing: ${what}`);
  return hasOpenMigration(folder)
    ? [...missing, `${OPEN} is not empty: npm run db:commit makes it part of the release`]
    : missing;
}

const OPEN = 'db/current/1-current.sql';

/** The open migration is for development; npm run migrate runs the committed ones only. */
function hasOpenMigration(folder: string): boolean {
  const file = join(folder, OPEN);
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.some((line) => line.startsWith('--!') || !/^(?:\s*$|--)/.test(line));
}
