// The page that tells what restore drills reached: how long until the books take writes again
// (RTO), and how much of the newest work the archive did not have (RPO).
import { writeFileSync } from 'node:fs';
import { historyOf, type Entry } from './history.ts';

/** What is promised; a drill that misses it is told on the page. */
export const OBJECTIVES = {
  /** The log is handed over each minute, and once more is allowed. */
  rpoSeconds: 120,
  rtoSeconds: 30 * 60,
} as const;

const SHOWN = 30;

type Drill = Entry & Readonly<{ rtoSeconds: number; rpoSeconds: number }>;
const isMeasured = (entry: Entry): entry is Drill =>
  entry.kind === 'drill' && entry.rtoSeconds !== undefined && entry.rpoSeconds !== undefined;

const seconds = (value: number): string => `${value.toFixed(1)} s`;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/** One line of the page: what was measured, what is promised, and whether it was kept. */
function measured(name: string, values: readonly number[], promised: number): string {
  const worst = Math.max(...values);
  const verdict = worst <= promised ? 'kept' : 'NOT KEPT';
  return (
    `| ${name} | ${seconds(median(values))} | ${seconds(worst)} | ${seconds(promised)} `
    + `| ${verdict} |`
  );
}

/** The page as Markdown, from the history of an installation. */
export function recoveryPage(history: readonly Entry[]): string {
  const drills = history.filter(({ kind }) => kind === 'drill').slice(-SHOWN);
  if (drills.length === 0) return '# Recovery\n\nThere was no restore drill yet.\n';
  const good = drills.filter(({ isGood }) => isGood).length;
  const known = drills.filter(isMeasured);
  const figures =
    known.length === 0
      ? []
      : [
          '',
          '| Figure | Median | Worst | Promised | Verdict |',
          '| --- | --- | --- | --- | --- |',
          measured(
            'RTO: until the copy took writes',
            known.map(({ rtoSeconds }) => rtoSeconds),
            OBJECTIVES.rtoSeconds,
          ),
          measured(
            'RPO: newest work not archived',
            known.map(({ rpoSeconds }) => rpoSeconds),
            OBJECTIVES.rpoSeconds,
          ),
        ];
  const rows = drills
    .toReversed()
    .map(
      ({ at, isGood, rtoSeconds, rpoSeconds, said }) =>
        `| ${at.slice(0, 16).replace('T', ' ')} | ${isGood ? 'good' : 'FAILED'} `
        + `| ${rtoSeconds === undefined ? '' : seconds(rtoSeconds)} `
        + `| ${rpoSeconds === undefined ? '' : seconds(rpoSeconds)} `
        + `| ${said.replaceAll('|', '\\|').replaceAll('\n', ' ')} |`,
    );
  return [
    '# Recovery',
    '',
    `${good} of the last ${drills.length} restore drills were good.`,
    ...figures,
    '',
    '| Drill (UTC) | Result | RTO | RPO | What was said |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** Writes the page beside the history, and gives its path. */
export function writeRecoveryPage(historyFile: string): string {
  const file = historyFile.replace(/history\.jsonl$/, 'recovery.md');
  writeFileSync(file, recoveryPage(historyOf(historyFile)), { mode: 0o644 });
  return file;
}
