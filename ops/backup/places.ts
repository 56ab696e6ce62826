// Where an installation keeps its backups, and the archive that its settings name.
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf, type Installation } from '../installation.ts';
import type { Archive } from './archive.ts';
import { fileArchive } from './file_archive.ts';
import { installScript, sourceOf, type Source } from './source.ts';
import { walgArchive } from './walg_archive.ts';

export type Places = Readonly<{
  archive: Archive;
  source: Source;
  /** archive.sh, as PostgreSQL calls it. */
  script: string;
  /** Where copies are restored. */
  copies: string;
  dumps: string;
  history: string;
}>;

/** Makes the folders, installs the script, and gives what backup commands work with. */
export async function placesOf({ home, env, adminUrl }: Installation): Promise<Places> {
  const folder = foldersOf(home).backup;
  const copies = join(folder, 'copies');
  mkdirSync(copies, { recursive: true });
  chmodSync(folder, 0o755);
  chmodSync(copies, 0o755);
  const source = await sourceOf(adminUrl);
  const archive =
    env.ARCHIVE_DRIVER === 'walg' ? walgArchive(folder, source) : fileArchive(folder, source);
  return {
    archive,
    source,
    script: installScript(folder, archive, source),
    copies,
    dumps: join(folder, 'dump'),
    history: join(folder, 'history.jsonl'),
  };
}
