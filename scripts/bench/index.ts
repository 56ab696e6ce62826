// npm run bench [-- --small 10000 --large 1000000 --rounds 200]
// npm run bench -- --peers: this system beside others, see peers/index.ts
//
// What pages of the web application take when the books are small and when they are large: the same
// documents, asked over HTTP of the real server as the real people, turn by turn on both databases,
// so that a noisy machine is noisy for both. Every answer is checked against the books. Writes
// docs/benchmarks.md. Databases are generated when they are missing (about five minutes for a
// million slips on two idle cores) and kept: DATA_DIR=.bench npm run bench.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../db/tools/env.ts';
import { openWorkplace } from '../../db/tools/workplace.ts';
import { openBooks, type Books } from './books.ts';
import {
  measureDeltas,
  measureExport,
  measureInvariants,
  measureRefresh,
  type Figure,
} from './database.ts';
import { measureImports } from './imports.ts';
import { measurePages, type Timing } from './pages.ts';
import { benchPeers } from './peers/index.ts';
import { sideBySideOf } from './peers/report.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    peers: { type: 'boolean' },
    small: text,
    large: text,
    rounds: text,
    slips: text,
    seconds: text,
    clients: text,
  },
});
const sizes = [Number(values.small ?? 10_000), Number(values.large ?? 1_000_000)] as const;
const rounds = Number(values.rounds ?? (values.peers ? 3 : 200));
const file = join(repositoryRoot, 'docs', 'benchmarks.md');

const workplace = await openWorkplace();
const books: Books[] = [];
const loops = [secondsOfALoop()];
try {
  if (values.peers) {
    await benchPeers(workplace, Number(values.slips ?? 20_000), {
      rounds,
      seconds: Number(values.seconds ?? 2),
      clients: (values.clients ?? '1,16,64').split(',').map(Number),
    });
  } else {
    await benchPages();
  }
} finally {
  for (const book of books) await book.close();
  await workplace.leave();
}

async function benchPages(): Promise<void> {
  for (const size of sizes) books.push(await openBooks(workplace, size));
  const [small, large] = books as [Books, Books];
  const invariants = await measureInvariants(small, large);
  console.log(JSON.stringify(invariants));
  const pages = await measurePages(small, large, rounds);
  const figures = [
    ...(await measureRefresh(small, large)),
    ...(await measureExport(large)),
    ...(await measureImports(workplace)),
    ...(await measureDeltas(large)),
    ...invariants,
  ];
  loops.push(secondsOfALoop());
  // what the comparison wrote stays
  writeFileSync(file, pageOf(pages, figures) + sideBySideOf(file));
  const wrong = pages.filter(({ problem }) => problem !== null);
  for (const { name, problem } of wrong) console.log(`WRONG  ${name}: ${problem}`);
  if (wrong.length > 0) process.exitCode = 1;
}

/** How fast the machine is now: rented ones differ by half from hour to hour. */
function secondsOfALoop(): number {
  const began = performance.now();
  let sum = 0;
  for (let n = 0; n < 1e9; n += 1) sum = (sum + n * 7) | 0;
  return (performance.now() - began) / 1000 + 0 * sum;
}

function pageOf(pages: readonly Timing[], figures: readonly Figure[]): string {
  const [small = '', large = ''] = sizes.map((size) => size.toLocaleString('en'));
  const ms = (figure: number) => figure.toFixed(figure < 10 ? 1 : 0);
  const ratio = ([few, many]: readonly [number, number]) => many / few;
  const verdict = ({ p95, rows, problem }: Timing) =>
    problem
    ?? (p95[1] > 200
      ? 'over 200 ms'
      : ratio(p95) <= 1.5
        ? 'ok'
        : rows[1] > rows[0]
          ? `ok, ${(rows[1] / rows[0]).toFixed(1)} × the rows`
          : 'over 1.5 ×');
  const rows = pages.map((page) =>
    [
      page.name,
      page.person,
      page.rows[0],
      ms(page.p50[0]),
      ms(page.p95[0]),
      page.rows[1],
      ms(page.p50[1]),
      ms(page.p95[1]),
      ratio(page.p50).toFixed(2),
      ratio(page.p95).toFixed(2),
      verdict(page),
    ].join(' | '),
  );
  const [before, after] = loops.map((took) => took.toFixed(1));
  return `<!-- Written by \`npm run bench\`; change scripts/bench instead. -->

# Benchmarks

\`npm run bench\` asks the real server for what the pages of the web application ask for, as the
person named, ${rounds} times, turn by turn on books of ${small} and of ${large} slips (about three
lines a slip, two years, 1,000 agencies, 2,000 items), and checks every answer against the books.
Milliseconds over HTTP on ${machine()}, ${new Date().toISOString().slice(0, 10)}; adding up a
billion integers in JavaScript took it ${before} s before and ${after} s after. The budget of a page
is a p95 of 200 ms at ${large} slips, and 1.5 times that of ${small}; a page that answers more rows
says so.

${headOfPages(small, large)}
${rows.map((row) => `| ${row} |`).join('\n')}

## In the database

| What | ${small} | ${large} | Budget | |
|---|---|---|---|---|
${figures.map(figureRow).join('\n')}
`;
}

function figureRow({ name, small: few, large: many, budget, isKept }: Figure): string {
  return `| ${name} | ${few ?? '–'} | ${many} | ${budget} | ${isKept ? 'ok' : 'missed'} |`;
}

function headOfPages(small: string, large: string): string {
  const heads = ['Page', 'Person'];
  for (const size of [small, large]) heads.push(`rows, ${size}`, 'p50', 'p95');
  heads.push('p50 ratio', 'p95 ratio', '');
  return `| ${heads.join(' | ')} |\n|${'---|'.repeat(heads.length)}`;
}

function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const [core] = cpus();
  return `one machine with ${cpus().length} cores (${core?.model ?? 'unknown'}), ${gigabytes} GB`;
}
