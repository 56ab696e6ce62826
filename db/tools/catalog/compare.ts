// Names in words what two databases do not have in common.
import type { Catalog } from '../../../platform/catalog/read.ts';

export interface Difference {
  /** What differs, such as `policy staff_reads_all on inventory.issue`. */
  object: string;
  /** What it is here and there; undefined where it is missing. */
  expected: string | undefined;
  found: string | undefined;
}

export function compareCatalogs(expected: Catalog, found: Catalog): Difference[] {
  const differences: Difference[] = [];
  for (const object of new Set([...expected.keys(), ...found.keys()])) {
    const difference = { object, expected: expected.get(object), found: found.get(object) };
    if (difference.expected !== difference.found && !isOnlyLonger(difference))
      differences.push(difference);
  }
  const missing = new Set(
    differences
      .filter((d) => d.expected === undefined || d.found === undefined)
      .map(({ object }) => object),
  );
  return differences
    .filter(({ object }) => !goesWithItsObject(object, missing))
    .toSorted((a, b) => (a.object < b.object ? -1 : 1));
}

/** A column more or less is told of the column; the order counts among those of both sides. */
function isOnlyLonger({ object, expected, found }: Difference): boolean {
  if (!object.startsWith('order of columns in ') || expected === undefined || found === undefined)
    return false;
  const [here, there] = [expected.split(', '), found.split(', ')];
  return (
    here.filter((name) => there.includes(name)).join()
    === there.filter((name) => here.includes(name)).join()
  );
}

const parts = [
  /^(?:comment|grant) on (.+?)(?: to \w+)?$/,
  /^(?:constraint|index|trigger|policy|rewrite rule|sequence) .+ on (\S+)$/,
  /^order of columns in (\S+)$/,
  /^column (.+)\.(?:\w+|"[^"]+")$/,
];

/** Whether its object is missing as a whole, so that nobody needs to be told of the part. */
function goesWithItsObject(part: string, missing: ReadonlySet<string>): boolean {
  const whole = parts.map((form) => form.exec(part)?.[1]).find((name) => name !== undefined);
  return (
    whole !== undefined
    && ['', 'table ', 'type ', 'domain ', 'view ', 'materialized view ']
      .map((kind) => `${kind}${whole}`)
      .some((name) => missing.has(name) || goesWithItsObject(name, missing))
  );
}

/** One sentence for people; `here` is where it was expected and `there` where it was looked for. */
export function describe(
  { object, expected, found }: Difference,
  here: string,
  there: string,
): string {
  if (found === undefined) return `${object} is missing in ${there}`;
  if (expected === undefined) return `${object} is in ${there} only`;
  // the figures of these fit into a sentence
  return /^(?:column|grant|setting) /.test(object)
    ? `${object} differs: ${expected} in ${here}, ${found} in ${there}`
    : `${object} differs`;
}
