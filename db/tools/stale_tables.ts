// Tables, columns, constraints and types of the running database that are not what the files say:
// what `create … if not exists` did not change, and npm run db:repair does not.
import { compareCatalogs, describe } from './catalog/compare.ts';
import { catalogOfFiles, catalogOfRunning, type Where } from './three_ways.ts';

const KEPT = /^(?:table|column|constraint|index|type|domain|sequence) /;

/** Sentences, such as `column inventory.item.shelf differs: text in the files, …`. */
export async function staleTables(where: Where): Promise<string[]> {
  const found = await catalogOfRunning(where);
  if (found === undefined) return [];
  return compareCatalogs(await catalogOfFiles(where), found)
    .filter(({ object }) => KEPT.test(object))
    .map((difference) => describe(difference, 'the files', 'the running database'));
}
