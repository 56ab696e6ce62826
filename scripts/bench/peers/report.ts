// The comparison as a page: a table a piece of work.
import { readFileSync, writeFileSync } from 'node:fs';
import { peers, type PeerName } from './peers.ts';
import { WORKS, type Work } from './works.ts';

export interface Measured {
  peer: PeerName;
  work: Work;
  clients: number;
  /** Right answers a second, the middle of the rounds. */
  rate: number;
  p50: number;
  p95: number;
  /** Milliseconds of CPU an answer. */
  serverCpu: number;
  databaseCpu: number;
  wrong: number;
}

const HEAD = '## Side by side';

/** The part of docs/benchmarks.md that a comparison wrote; whoever writes the rest keeps it. */
export function sideBySideOf(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    const at = text.indexOf(`\n${HEAD}\n`);
    return at === -1 ? '' : text.slice(at);
  } catch {
    return '';
  }
}

/** Puts the comparison in the place of the one before, at the end of the page. */
export function writeSideBySide(
  file: string,
  measured: readonly Measured[],
  setting: string,
): void {
  const kept = readFileSync(file, 'utf8');
  const before = sideBySideOf(file);
  const rest = before === '' ? kept : kept.slice(0, kept.length - before.length);
  writeFileSync(file, `${rest.trimEnd()}\n\n${sectionOf(measured, setting)}`);
}

function sectionOf(measured: readonly Measured[], setting: string): string {
  const works = (Object.keys(WORKS) as Work[]).filter((work) =>
    measured.some((one) => one.work === work),
  );
  return `${HEAD}

\`npm run bench -- --peers\` asks this system and others for the same, on one machine, one
PostgreSQL and the same books: one of them at a time, in slices by turns, another one first in each
round. Every answer is checked. Rates are right answers a second, CPU is milliseconds an answer by
/proc; that of the server holds our worker, and that of PostgreSQL the jobs that an answer leaves,
until they are done. ${setting}

${works.map((work) => tableOf(work, measured)).join('\n')}`;
}

function tableOf(work: Work, measured: readonly Measured[]): string {
  const here = measured.filter((one) => one.work === work);
  const clients = [...new Set(here.map((one) => one.clients))].toSorted((a, b) => a - b);
  const middle = clients[Math.floor(clients.length / 2)] ?? 1;
  const heads = [
    'Who',
    'Rules',
    ...clients.map((many) => `a second, ${clientsOf(many)}`),
    `p50 in ms, ${clientsOf(middle)}`,
    `p95 in ms, ${clientsOf(middle)}`,
    `CPU of its server, ${clientsOf(middle)}`,
    `CPU of PostgreSQL, ${clientsOf(middle)}`,
    'Answers',
  ];
  const rows = [...new Set(here.map((one) => one.peer))].map((name) => {
    const own = here.filter((one) => one.peer === name);
    const at = (many: number) => own.find((one) => one.clients === many);
    const wrong = own.reduce((sum, one) => sum + one.wrong, 0);
    return [
      peers[name].label,
      peers[name].rules,
      ...clients.map((many) => figure(at(many)?.rate, 0)),
      figure(at(middle)?.p50, 1),
      figure(at(middle)?.p95, 1),
      figure(at(middle)?.serverCpu, 2),
      figure(at(middle)?.databaseCpu, 2),
      wrong === 0 ? 'right' : `${wrong} wrong`,
    ];
  });
  return `### ${WORKS[work]}

| ${heads.join(' | ')} |
|${'---|'.repeat(heads.length)}
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}

const clientsOf = (many: number): string => (many === 1 ? '1 client' : `${many} clients`);
const figure = (value: number | undefined, digits: number): string =>
  value === undefined ? '–' : value.toFixed(digits);
