// Releases for drills: copies of the parts that a release changes, links to the rest.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../db/tools/env.ts';
import type { Release } from '../release.ts';

const COPIED = ['server', 'worker', 'platform', 'db', 'ops/nginx', 'package.json', '.gmrc'];
const isLeftOut = /[\\/](?:test|node_modules)$/;

/**
 * A folder with a whole release under `folder`, of which anything may be changed; it goes on from
 * another one, or from this repository.
 */
export function makeRelease(folder: string, name: string, from?: Release): Release {
  const source = from?.folder ?? repositoryRoot;
  const release = join(folder, name);
  for (const path of COPIED) {
    mkdirSync(join(release, path, '..'), { recursive: true });
    cpSync(join(source, path), join(release, path), {
      recursive: true,
      filter: (file) => !isLeftOut.test(file),
    });
  }
  symlinkSync(join(repositoryRoot, 'node_modules'), join(release, 'node_modules'));
  makePage(release, name);
  chmodSync(release, 0o755);
  return { name, folder: release };
}

/** A page that loads one script, so that a drill needs no build. */
function makePage(release: string, name: string): void {
  const dist = join(release, 'web', 'dist');
  mkdirSync(join(dist, 'assets'), { recursive: true });
  const script = `index-${name.replaceAll('.', '')}.js`;
  writeFileSync(
    join(dist, 'index.html'),
    '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__">'
      + `<script type="module" src="/assets/${script}"></script>`,
  );
  writeFileSync(join(dist, 'assets', script), `export const release = '${name}';\n`);
}

/** Puts something before a file of a release. */
export function prepend({ folder }: Release, file: string, text: string): void {
  const path = join(folder, file);
  writeFileSync(path, text + readFileSync(path, 'utf8'));
}

/** The open migration of this repository becomes one of the release, as db:commit does it. */
export function commitOpenMigration(release: Release): void {
  const { folder } = release;
  const file = join(folder, 'db', 'current', '1-current.sql');
  const sql = readFileSync(file, 'utf8').replaceAll(
    /^--! include (\S+)$/gm,
    (_line, path: string) => readFileSync(join(folder, 'db', 'fixtures', path), 'utf8'),
  );
  addMigration(release, 'open', sql);
  writeFileSync(file, '');
}

/** A committed migration, as graphile-migrate writes them. */
export function addMigration({ folder }: Release, name: string, sql: string): void {
  const committed = join(folder, 'db', 'committed');
  const last = readdirSync(committed).toSorted().at(-1) ?? '';
  const previous = /^--! Hash: (\S+)$/m.exec(readFileSync(join(committed, last), 'utf8'))?.[1];
  const number = String(Number(last.slice(0, 6)) + 1).padStart(6, '0');
  const body = sql.trim();
  const hash = createHash('sha1').update(`${previous}\n${body}\n`).digest('hex');
  const head = [`Previous: ${previous}`, `Hash: sha1:${hash}`, `Message: ${name}`];
  writeFileSync(
    join(committed, `${number}-${name}.sql`),
    `${head.map((line) => `--! ${line}`).join('\n')}\n\n${body}\n`,
  );
}
