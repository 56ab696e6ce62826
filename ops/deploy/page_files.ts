import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf } from '../installation.ts';
import type { Release } from './release.ts';

/** Puts the files of a release's page where nginx reads them, beside those of before. */
export function keepPageFiles(home: string, { folder }: Release): void {
  const assets = join(foldersOf(home).web, 'assets');
  mkdirSync(assets, { recursive: true });
  // names carry a hash, so what is there already is the same
  cpSync(join(folder, 'web', 'dist', 'assets'), assets, { recursive: true, force: false });
}
