// A disk of its own for a folder, which a test may fill. Needs the right to mount.
import { spawnSync } from 'node:child_process';
import { rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

function run(program: string, ...words: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
  if (error || status !== 0)
    throw new Error(`${program} ${words.join(' ')} failed: ${stderr}`, { cause: error });
}

export const mountDisk = (folder: string, megabytes: number): void =>
  run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder);

/** Also while somebody still looks at it. */
export const unmountDisk = (folder: string): void => run('umount', '--lazy', folder);

/** Takes all the room that is left, and gives what gives it back. */
export function fill(folder: string): () => void {
  const { bavail, bsize } = statfsSync(folder);
  const file = join(folder, 'filler');
  run('fallocate', '--length', String(bavail * bsize), file);
  return () => rmSync(file);
}
