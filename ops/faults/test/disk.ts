// A disk of its own for a folder, which a test may fill. Needs the right to mount.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MEGABYTE = 1024 * 1024;
const PAGE = 4096;

function run(program: string, ...words: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
  if (error || status !== 0)
    throw new Error(`${program} ${words.join(' ')} failed: ${stderr}`, { cause: error });
}

export const mountDisk = (folder: string, megabytes: number): void =>
  run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder);

/** Also while somebody still looks at it. */
export const unmountDisk = (folder: string): void => run('umount', '--lazy', folder);

/** Takes all the room that is left, to the last page, and gives what gives it back. */
export function fill(folder: string): () => void {
  const file = join(folder, 'filler');
  const opened = openSync(file, 'w');
  try {
    for (const bytes of [MEGABYTE, PAGE]) writeUntilFull(opened, Buffer.alloc(bytes));
  } finally {
    closeSync(opened);
  }
  return () => rmSync(file);
}

function writeUntilFull(opened: number, piece: Buffer): void {
  for (;;) {
    try {
      writeSync(opened, piece);
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ENOSPC') return;
      throw error;
    }
  }
}
