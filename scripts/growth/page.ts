// docs/growth.md: what was measured, and what it means.
import { DAYS, type Basis, type Growth } from './model.ts';

const number = (value: number): string => Math.round(value).toLocaleString('en');
const megabytes = (bytes: number): string =>
  bytes < 2 ** 30 ? `${number(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;
const minutes = (seconds: number): string =>
  seconds < 120 ? `${number(seconds)} s` : `${number(seconds / 60)} min`;
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const HEADS = [
  'Agencies',
  'People',
  'Slips a day',
  'Slips',
  'Rows',
  'Database',
  'Log a day',
  'Dump',
  'Dump takes',
  'Three months',
  'Busiest hour',
  'What it needs',
];

export function pageOf(
  basis: Basis,
  grown: readonly Growth[],
  machine: string,
  day: string,
): string {
  const { small, large, walBytesPerSlip, slipsPerSecond } = basis;
  const rows = grown.map((one) =>
    row([
      number(one.agencies),
      number(one.people),
      number(one.slipsPerDay),
      number(one.slips),
      number(one.rows),
      megabytes(one.bytes),
      megabytes(one.walBytesPerDay),
      megabytes(one.dumpBytes),
      minutes(one.dumpSeconds),
      megabytes(one.hotBytes),
      `${(one.share * 100).toFixed(1)} %`,
      one.steps.length === 0 ? 'one machine' : one.steps.join(', '),
    ]),
  );
  return `<!-- Written by \`npm run growth\`; change scripts/growth instead. -->

# Growth

What a business means for a machine after ${DAYS} days, counted from books of
${number(small.slips)} and ${number(large.slips)} slips (about three lines each) that were measured
on ${machine}, ${day}: a slip is ${number(walBytesPerSlip)} bytes of log, and one connection sells
${number(slipsPerSecond)} of them a second.

${row(HEADS)}
|${'---|'.repeat(HEADS.length)}
${rows.join('\n')}

- **Three months**: what is read and written every day, and should fit into memory.
- **Busiest hour**: of what one connection can sell; four times a usual hour of eight.
- What each step brings is told in [ADR 18](adr/0018-how-it-grows.md), how it is taken in
  [the how-to](how-to/grow-past-one-machine.md).
`;
}
