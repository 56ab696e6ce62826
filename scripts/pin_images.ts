// npm run pin-images: writes the images of docker-compose.yml with the digests that their tags have
// today into .env, where docker compose reads them. Needs docker and the registry; run it again to
// take over a newer image, and look at what changed.
//   npm run pin-images -- --into=/srv/so-dai-ly/compose/images.env      those of ops/compose
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../db/tools/env.ts';

/**
 * Settings of a file for compose, or arguments of a Dockerfile, that name an image, with the tag
 * that they have by default.
 */
export const imagesIn = (text: string): [setting: string, tag: string][] =>
  [
    ...text.matchAll(/\$\{(\w+_IMAGE):-([\w./-]+:[\w.-]+)\}/g),
    ...text.matchAll(/^ARG (\w+_IMAGE)=([\w./-]+:[\w.-]+)$/gm),
  ].map(([, setting = '', tag = '']) => [setting, tag]);

/** The lines of .env with these settings, in place of earlier ones. */
export function withSettings(env: string, settings: readonly [string, string][]): string {
  const names = settings.map(([name]) => name);
  const kept = env
    .split('\n')
    .filter((line) => line !== '' && !names.some((name) => line.startsWith(`${name}=`)));
  return [...kept, ...settings.map(([name, value]) => `${name}=${value}`), ''].join('\n');
}

function digestOf(tag: string): string {
  const { stdout, status } = spawnSync(
    'docker',
    ['buildx', 'imagetools', 'inspect', tag, '--format', '{{.Manifest.Digest}}'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const digest = stdout?.trim() ?? '';
  if (status !== 0 || !/^sha256:[0-9a-f]{64}$/.test(digest))
    throw new Error(`docker did not tell the digest of ${tag}; see its messages above`);
  return digest;
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { into: { type: 'string' } } });
  const sources =
    values.into === undefined
      ? ['docker-compose.yml']
      : ['ops/compose/compose.yml', 'ops/compose/Dockerfile'];
  const pinned = sources
    .flatMap((source) => imagesIn(readFileSync(join(repositoryRoot, source), 'utf8')))
    .map(([setting, tag]): [string, string] => [setting, `${tag}@${digestOf(tag)}`]);
  const file = values.into ?? join(repositoryRoot, '.env');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  writeFileSync(file, withSettings(before, pinned), { mode: 0o600 });
  for (const [setting, image] of pinned) console.log(`${setting}=${image}`);
}
