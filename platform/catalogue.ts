import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const entryShape = z.object({
  sqlstate: z.string().length(5),
  status: z.number().int(),
  en: z.string(),
});
/** Whatever else is missing, INTERNAL speaks for it. */
const catalogueShape = z.record(z.string(), entryShape).refine((entries) => 'INTERNAL' in entries);

export type Entry = z.infer<typeof entryShape>;
interface Known {
  entries: Readonly<Record<string, Entry>>;
  codes: ReadonlyMap<string, string>;
}

/** The catalogue that the database, the server, the worker and the web client share. */
export const catalogueFile = join(import.meta.dirname, '..', 'db', 'errors.json');

function read(file: string): Known {
  const entries = catalogueShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    entries,
    codes: new Map(Object.entries(entries).map(([code, { sqlstate }]) => [sqlstate, code])),
  };
}

/** What tells one state of a file from another; a file that is away for a moment has none. */
function stateOf(file: string): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : '';
}

/**
 * Codes and sentences of refusals. A rule may be changed while the system runs, so the file is
 * looked at
 * before each answer (some microseconds) and read again when it is another; while somebody writes
 * it,
 * what it said last counts.
 */
function openCatalogue(path: string) {
  let file = path;
  let state = stateOf(file);
  let known = read(file);
  function fresh(): Known {
    const now = stateOf(file);
    if (now === state) return known;
    state = now;
    try {
      known = read(file);
    } catch {
      // half written or away: what it said last counts
    }
    return known;
  }
  return {
    entry: (code: string): Entry | undefined => fresh().entries[code],
    codeOf: (sqlstate: string): string | undefined => fresh().codes.get(sqlstate),
    /** Another file from now on. */
    follow(other: string): void {
      file = other;
      state = stateOf(file);
      known = read(file);
    },
  };
}

export const catalogue = openCatalogue(catalogueFile);

/** Class of the refusals of our rules; a code of it that nobody wrote down is a refusal still. */
export const isOwnClass = (sqlstate: string): boolean => /^SD[A-Z0-9]{3}$/.test(sqlstate);
