// All rows of one database into another one that the same migrations made: by COPY, because the
// embedded PostgreSQL brings no pg_dump.
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { emptied } from './load.ts';
import { fingerprintsOf, refreshViews, sequencesOf, tablesOf } from './tables.ts';

/**
 * Both clients are superusers. All is read in one snapshot and written in one transaction, which
 * ends only when every table holds the same on both sides. Error: one does not.
 */
export async function copyRows(
  source: pg.Client,
  target: pg.Client,
  say: (line: string) => void = () => undefined,
): Promise<void> {
  await source.query('begin transaction isolation level repeatable read read only');
  await emptied(target, async () => {
    for (const { name, columns } of await tablesOf(source)) {
      await pipeline(
        source.query(copyTo(`copy ${name} (${columns}) to stdout`)),
        target.query(copyFrom(`copy ${name} (${columns}) from stdin`)),
      );
    }
    for (const statement of await sequencesOf(source)) await target.query(statement);
    say('Comparing every row …');
    await refuseDifference(source, target);
    await refreshViews(target);
  });
  await source.query('commit');
}

async function refuseDifference(source: pg.Client, target: pg.Client): Promise<void> {
  const [there, here] = [await fingerprintsOf(source), await fingerprintsOf(target)];
  const different = [...there].filter(([name, print]) => here.get(name) !== print);
  if (different.length === 0) return;
  throw new Error(
    `These tables came out otherwise:\n  ${different
      .map(([name, print]) => `${name}: ${print}; copied: ${here.get(name)}`)
      .join('\n  ')}`,
  );
}
