// docker compose of an installation.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { composeFolder } from './settings.ts';

/** Name of the project in compose.yml, by which Docker marks its containers. */
export const PROJECT = 'so-dai-ly';

/** Runs docker with these words, and gives what it wrote. Error: with what it said. */
export type Docker = (...words: readonly string[]) => string;

export const docker: Docker = (...words) => {
  const { status, stdout, stderr, error } = spawnSync('docker', words, {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (error) throw new Error('This needs Docker with compose.', { cause: error });
  if (status === 0) return stdout;
  const said = stderr.trim().split('\n').slice(-6).join('\n');
  throw new Error(`docker ${words[0]} failed: ${said}`);
};

/** The words before every command of compose for an installation. */
export function composeWords(home: string): string[] {
  const folder = composeFolder(home);
  const images = join(folder, 'images.env');
  return [
    'compose',
    '--project-name',
    PROJECT,
    '--file',
    join(folder, 'compose.yml'),
    '--env-file',
    join(folder, '.env'),
    ...(existsSync(images) ? ['--env-file', images] : []),
  ];
}
