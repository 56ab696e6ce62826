// The files under db/fixtures: everything that makes a database, as SQL.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const fixtureFolder = join(import.meta.dirname, '..', 'db', 'fixtures');

/** Every file under `folder`, as `<schema>/<folder>/<name>.sql`. */
export function fixturePaths(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.sql'))
    .toSorted();
}
