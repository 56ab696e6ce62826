import { join } from 'node:path';
import { z } from 'zod';
import { followFile } from './followed_file.ts';

const entryShape = z.object({
  sqlstate: z.string().length(5),
  status: z.number().int(),
  vi: z.string(),
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

function parse(text: string): Known {
  const entries = catalogueShape.parse(JSON.parse(text));
  return {
    entries,
    codes: new Map(Object.entries(entries).map(([code, { sqlstate }]) => [sqlstate, code])),
  };
}

/**
 * Codes and sentences of refusals. A rule may be changed while the system runs, so each answer has
 * the words that stand in the file at that moment.
 */
function openCatalogue(path: string) {
  const file = followFile(path, parse);
  return {
    entry: (code: string): Entry | undefined => file.current().entries[code],
    codeOf: (sqlstate: string): string | undefined => file.current().codes.get(sqlstate),
    /** Another file from now on. */
    follow: file.follow,
  };
}

export const catalogue = openCatalogue(catalogueFile);

/** Class of the refusals of our rules; a code of it that nobody wrote down is a refusal still. */
export const isOwnClass = (sqlstate: string): boolean => /^SD[A-Z0-9]{3}$/.test(sqlstate);
