// Processes of an installation that outlive whoever started them. A note in run/<name>.json says
// that one is wanted, and which process it is; without the note it is not wanted.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { foldersOf } from '../installation.ts';
import type { Release } from './release.ts';

export type Program = Readonly<{
  name: string;
  command: string;
  args: readonly string[];
  release: Release;
  settings: Readonly<Record<string, string>>;
}>;

const noteShape = z.object({
  pid: z.number(),
  /** When the process began, in ticks since the machine did: numbers of processes come again. */
  began: z.string(),
  release: z.object({ name: z.string(), folder: z.string() }),
});
export type Note = z.infer<typeof noteShape>;

const noteFile = (home: string, name: string): string => join(foldersOf(home).run, `${name}.json`);
export const logFile = (home: string, name: string): string =>
  join(foldersOf(home).log, `${name}.log`);

/** Starts a program, and notes it. */
export function launch(home: string, program: Program): Note {
  const { name, command, args, release, settings } = program;
  const { log, run } = foldersOf(home);
  for (const folder of [log, run]) mkdirSync(folder, { recursive: true });
  const output = openSync(logFile(home, name), 'a', 0o640);
  const { PATH = '', HOME = '/', TZ } = process.env;
  const child = spawn(command, args, {
    cwd: release.folder,
    detached: true,
    stdio: ['ignore', output, output],
    env: { PATH, HOME, ...(TZ === undefined ? {} : { TZ }), ...settings },
  });
  closeSync(output);
  child.unref();
  // what cannot be started at all has no number; whoever waits for it sees that it is not there
  child.on('error', () => undefined);
  const pid = child.pid ?? 0;
  const note: Note = { pid, began: beginningOf(pid) ?? '', release };
  const file = noteFile(home, name);
  writeFileSync(`${file}.new`, JSON.stringify(note));
  renameSync(`${file}.new`, file);
  return note;
}

/** What was noted of a program; undefined when it is not wanted. */
export function noteOf(home: string, name: string): Note | undefined {
  const file = noteFile(home, name);
  if (!existsSync(file)) return undefined;
  const parsed = noteShape.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.data : undefined;
}

/** Whether that process still runs, and is not another one with its number. */
export const isAlive = ({ pid, began }: Note): boolean =>
  pid > 0 && began !== '' && beginningOf(pid) === began;

/** The 22nd field of /proc/<pid>/stat; of a process that has ended and was not buried, nothing. */
function beginningOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name of a program, in brackets, may hold blanks
    const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : rest[18];
  } catch {
    return undefined;
  }
}

/** Asks a program to stop, and kills it when it takes too long; it is not wanted from here on. */
export async function end(home: string, name: string, patienceMs: number): Promise<void> {
  const note = noteOf(home, name);
  rmSync(noteFile(home, name), { force: true });
  if (!note || !isAlive(note)) return;
  process.kill(note.pid, 'SIGTERM');
  for (const until = Date.now() + patienceMs; Date.now() < until; await pause(50))
    if (!isAlive(note)) return;
  process.kill(note.pid, 'SIGKILL');
}

/** The last lines that a program wrote. */
export function lastLines(home: string, name: string, count = 12): string {
  const file = logFile(home, name);
  if (!existsSync(file)) return '(nothing)';
  return readFileSync(file, 'utf8').trim().split('\n').slice(-count).join('\n');
}
