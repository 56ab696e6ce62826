// A dump besides the base backups: it is read by every later PostgreSQL, and table by table.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { clientProgram, connectionOf, run } from './programs.ts';

export type Dump = Readonly<{ file: string; bytes: number; tables: number }>;

/** Dumps a database, reads the list of what is in it, and keeps the newest dumps. */
export async function dump(
  url: string,
  version: number,
  folder: string,
  keep: number,
): Promise<Dump> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `dump-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}.pgdump`;
  const file = join(folder, name);
  const unfinished = `${file}.unfinished`;
  await run(
    clientProgram(version, 'pg_dump'),
    ['--format=custom', '--no-password', `--file=${unfinished}`],
    connectionOf(url),
  );
  const list = await run(clientProgram(version, 'pg_restore'), ['--list', unfinished]);
  const tables = list.split('\n').filter((line) => line.includes(' TABLE DATA ')).length;
  if (tables === 0) throw new Error(`${unfinished} holds no table.`);
  renameSync(unfinished, file);
  const dumps = readdirSync(folder)
    .filter((one) => one.endsWith('.pgdump'))
    .toSorted();
  for (const old of dumps.slice(0, -keep)) rmSync(join(folder, old));
  return { file, bytes: statSync(file).size, tables };
}
