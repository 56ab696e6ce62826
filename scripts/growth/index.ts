// npm run growth [-- --small 10000 --large 100000]
//
// Measures books of two sizes (rows, bytes, a dump, the log of slips that are sold) and writes what
// they mean for businesses up to 10 million slips and 1,000 agencies into docs/growth.md. Books are
// those of npm run bench, generated when they are missing: DATA_DIR=.bench npm run growth.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../db/tools/env.ts';
import { openWorkplace } from '../../db/tools/workplace.ts';
import { openBooks, type Books } from '../bench/books.ts';
import { asManager, postSlips } from '../bench/database.ts';
import { growthOf, type Basis, type Business, type Measured } from './model.ts';
import { pageOf } from './page.ts';

const SOLD = 200;
const WARM_UP = 50;
const BUSINESSES: readonly Business[] = [
  { agencies: 100, people: 20, slipsPerDay: 300 },
  { agencies: 300, people: 600, slipsPerDay: 1_500 },
  { agencies: 1_000, people: 5_000, slipsPerDay: 5_000 },
  { agencies: 1_000, people: 100_000, slipsPerDay: 13_700 },
];

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { small: text, large: text } });
const sizes = [Number(values.small ?? 10_000), Number(values.large ?? 100_000)] as const;

const workplace = await openWorkplace();
const opened: Books[] = [];
try {
  for (const size of sizes) opened.push(await openBooks(workplace, size));
  const [small, large] = opened as [Books, Books];
  const basis: Basis = {
    small: await measure(small),
    large: await measure(large),
    ...(await sell(large)),
  };
  const grown = BUSINESSES.map((business) => growthOf(basis, business));
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(repositoryRoot, 'docs', 'growth.md'), pageOf(basis, grown, machine, day));
} finally {
  for (const book of opened) await book.close();
  await workplace.leave();
}

async function measure({ dba, size, urls }: Books): Promise<Measured> {
  await dba.query('analyze');
  const {
    rows: [found],
  } = await dba.query<{ rows: number; bytes: number }>(
    `select sum(c.reltuples) filter (where c.reltuples > 0)::float8 as rows,
       pg_database_size(current_database())::float8 as bytes
     from pg_class as c where c.relkind = 'r'`,
  );
  return { slips: size, rows: found?.rows ?? 0, bytes: found?.bytes ?? 0, ...dump(urls.admin) };
}

/** As the nightly backup does it. */
function dump(url: string): Pick<Measured, 'dumpBytes' | 'dumpSeconds'> {
  const folder = mkdtempSync(join(tmpdir(), 'sodaily-growth-'));
  const file = join(folder, 'dump');
  const began = performance.now();
  const program = process.env['PG_DUMP'] ?? '/usr/lib/postgresql/15/bin/pg_dump';
  const { status, stderr, error } = spawnSync(program, ['--format=custom', `--file=${file}`, url], {
    encoding: 'utf8',
  });
  if (error || status !== 0) throw new Error(`pg_dump failed: ${stderr}`, { cause: error });
  const dumpSeconds = (performance.now() - began) / 1_000;
  const dumpBytes = statSync(file).size;
  rmSync(folder, { recursive: true });
  return { dumpBytes, dumpSeconds };
}

/** Slips that are sold one after the other on one connection, in one transaction. */
async function sell(books: Books): Promise<Pick<Basis, 'walBytesPerSlip' | 'slipsPerSecond'>> {
  const position = async (): Promise<string> =>
    (await books.dba.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn')).rows[0]
      ?.lsn ?? '';
  const before = await position();
  const milliseconds = await asManager(books, async (client) => {
    // the first ones read catalog and plans, which a server has read long ago
    for (let nth = 0; nth < WARM_UP; nth += 1) await postSlips(client, 1);
    const began = performance.now();
    for (let nth = 0; nth < SOLD; nth += 1) await postSlips(client, 1);
    return performance.now() - began;
  });
  const { rows } = await books.dba.query<{ bytes: number }>(
    'select pg_wal_lsn_diff($1, $2)::float8 as bytes',
    [await position(), before],
  );
  return {
    walBytesPerSlip: (rows[0]?.bytes ?? 0) / (WARM_UP + SOLD),
    slipsPerSecond: SOLD / (milliseconds / 1_000),
  };
}
