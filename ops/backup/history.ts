// What backups and drills were made, and how they ended: a line of JSON each.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const entry = z.object({
  kind: z.enum(['base', 'dump', 'drill']),
  at: z.string(),
  seconds: z.number(),
  isGood: z.boolean(),
  /** A sentence for people. */
  said: z.string(),
  bytes: z.number().optional(),
  rtoSeconds: z.number().optional(),
  rpoSeconds: z.number().optional(),
});

export type Entry = z.infer<typeof entry>;
export type Kind = Entry['kind'];
export const KINDS = entry.shape.kind.options;

export function remember(file: string, made: Entry): void {
  appendFileSync(file, `${JSON.stringify(made)}\n`, { mode: 0o640 });
}

/** All entries, oldest first; a line that a full disk cut off is left out. */
export function historyOf(file: string): readonly Entry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const parsed = entry.safeParse(JSON.parse(line));
        return parsed.success ? [parsed.data] : [];
      } catch {
        return [];
      }
    });
}

/** Runs a piece of work and remembers how it ended; its error goes on. */
export async function remembered<T>(
  file: string,
  kind: Kind,
  work: () => Promise<T>,
  tell: (result: T) => Omit<Entry, 'kind' | 'at' | 'seconds'>,
): Promise<T> {
  const began = performance.now();
  const at = new Date().toISOString();
  const seconds = (): number => Math.round(performance.now() - began) / 1000;
  try {
    const result = await work();
    remember(file, { kind, at, seconds: seconds(), ...tell(result) });
    return result;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    remember(file, { kind, at, seconds: seconds(), isGood: false, said });
    throw error;
  }
}
