import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf } from '../installation.ts';

/**
 * One deploy at a time. Returns what gives the turn back. Error: somebody else deploys now; of one
 * that was killed the note is taken over.
 */
export function takeTurn(home: string): () => void {
  const { run } = foldersOf(home);
  mkdirSync(run, { recursive: true });
  const file = join(run, 'deploying');
  for (;;) {
    try {
      const opened = openSync(file, 'wx');
      writeSync(opened, String(process.pid));
      closeSync(opened);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(file, 'utf8'));
      if (lives(pid)) throw new Error(`Process ${pid} deploys already.`, { cause: error });
      rmSync(file, { force: true });
    }
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
