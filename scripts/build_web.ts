// npm run build, and npm start when the sources changed: web/dist from web/src.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../db/tools/env.ts';
import { compressAssets } from './compress_assets.ts';

const mark = join(repositoryRoot, 'web', 'dist', '.built-from');
const sources = [
  'web/src',
  'web/public',
  'web/index.html',
  'web/vite.config.ts',
  'db/errors.json',
  'db/words',
  'scripts/compress_assets.ts',
  'package-lock.json',
];

/**
 * Builds unless what was built last time came from the same sources; true when it built. The
 * bundler takes some 400 MB, so it runs in a process that ends with it.
 */
export function buildChangedWeb(): boolean {
  if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint()) return false;
  const { status } = spawnSync(process.execPath, [import.meta.filename], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The page could not be built; the messages stand above.');
  return true;
}

async function buildWeb(): Promise<void> {
  const built = fingerprint();
  const { build } = await import('vite');
  await build({ configFile: join(repositoryRoot, 'web', 'vite.config.ts'), logLevel: 'warn' });
  compressAssets(join(repositoryRoot, 'web', 'dist', 'assets'));
  writeFileSync(mark, built);
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(join(repositoryRoot, source))) {
      hash.update(file.slice(repositoryRoot.length)).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

if (import.meta.main) await buildWeb();
