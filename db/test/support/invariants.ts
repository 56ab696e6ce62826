// What must hold whatever happened: views of the schema audit whose rows are breaches. Empty is
// right.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader } from './books.ts';

const views = join(import.meta.dirname, '..', '..', 'fixtures', 'audit', 'views');

/** Every invariant: the name of its view without `audit.invariant_`. */
export const invariantNames = readdirSync(views)
  .flatMap((file) => /^invariant_(\w+)\.sql$/.exec(file)?.[1] ?? [])
  .toSorted();

/** The first rows that break an invariant. */
export async function breachesOf(reader: Reader, name: string): Promise<unknown[]> {
  if (!invariantNames.includes(name)) throw new Error(`${name} is not an invariant`);
  return reader.query(`select * from audit.invariant_${name} limit 5`);
}

/** The rows that break each invariant; {} when all hold. */
export async function brokenInvariants(reader: Reader): Promise<Record<string, unknown[]>> {
  const broken: Record<string, unknown[]> = {};
  for (const name of invariantNames) {
    const breaches = await breachesOf(reader, name);
    if (breaches.length > 0) broken[name] = breaches;
  }
  return broken;
}
