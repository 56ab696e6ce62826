// A note in the data folder that says where this clone's system answers, so that a second
// `npm start` does not share (and later stop) the first one's database. Asking the address tells a
// living system from the note of a killed one; a process number would not.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPortFree } from '../db/tools/free_port.ts';

const fileIn = (dataDir: string): string => join(dataDir, 'running');

/** Throws a sentence for people when this clone already runs or the port is another program's. */
export async function claimAddress(dataDir: string, host: string, port: number): Promise<void> {
  const noted = read(dataDir);
  if (noted !== undefined && (await answers(noted))) {
    throw new Error(`Sổ Đại Lý of this folder is already running: ${noted}`);
  }
  if (!(await isPortFree(port, host))) {
    throw new Error(
      `Port ${port} is taken by another program. Stop it, or choose another port: `
        + `PORT=${port + 1} npm start`,
    );
  }
  writeFileSync(fileIn(dataDir), `http://localhost:${port}`);
}

export function releaseAddress(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

function read(dataDir: string): string | undefined {
  try {
    return readFileSync(fileIn(dataDir), 'utf8');
  } catch {
    return undefined;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) });
    return response.ok;
  } catch {
    return false;
  }
}
