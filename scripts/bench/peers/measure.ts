// Slices by turns: everybody is loaded alone, another one first in each round.
import { setTimeout as wait } from 'node:timers/promises';
import type { Books } from '../books.ts';
import { cpuOf } from './cpu.ts';
import { runSlice, type Outcome, type Slice } from './load.ts';
import type { Machines } from './machines.ts';
import type { PeerName } from './peers.ts';
import type { Measured } from './report.ts';
import { isRead, type Work } from './works.ts';

export interface Wish {
  rounds: number;
  seconds: number;
  clients: readonly number[];
}
export interface Place {
  name: PeerName;
  work: Work;
  slice: Slice;
}
type Round = Outcome & { serverCpu: number; databaseCpu: number };
type Dba = Pick<Books, 'dba'>;

export async function measure(
  books: Dba,
  machines: Machines,
  wish: Wish,
  places: readonly Place[],
): Promise<Measured[]> {
  for (const { slice } of places) await runSlice(slice, 16, 1);
  const rounds = new Map<string, Round[]>();
  const nameOf = ({ name, work }: Place, clients: number) => `${name} ${work} ${clients}`;
  for (let round = 0; round < wish.rounds; round += 1) {
    for (const clients of wish.clients) {
      for (let turn = 0; turn < places.length; turn += 1) {
        // another one begins each round
        const place = places[(turn + round * 2) % places.length];
        if (place === undefined) continue;
        const result = await oneSlice(books, machines, place, clients, wish.seconds);
        const of = nameOf(place, clients);
        rounds.set(of, [...(rounds.get(of) ?? []), result]);
        if (result.wrong > 0) console.log(`WRONG  ${of}: ${result.wrong}, ${result.sample}`);
      }
    }
    console.log(`round ${round + 1} of ${wish.rounds}`);
  }
  return places.flatMap((place) =>
    wish.clients.map((clients) =>
      summary(place, clients, rounds.get(nameOf(place, clients)) ?? []),
    ),
  );
}

/** CPU is counted until the jobs of the slice are done. */
async function oneSlice(
  books: Dba,
  { of, postmaster, worker }: Machines,
  { name, work, slice }: Place,
  clients: number,
  seconds: number,
): Promise<Round> {
  await untilQuiet(books);
  const [server, database] = [of[name].pid, postmaster];
  const before = { server: cpuOf(server), database: cpuOf(database), worker: cpuOf(worker) };
  const outcome = await runSlice(slice, clients, seconds);
  const serverCpu = cpuOf(server) - before.server;
  if (!isRead(work)) await untilQuiet(books);
  return {
    ...outcome,
    serverCpu: serverCpu + cpuOf(worker) - before.worker,
    databaseCpu: cpuOf(database) - before.database,
  };
}

/** Nobody is to be told of anything, and no job is due. */
async function untilQuiet({ dba }: Dba): Promise<void> {
  for (;;) {
    const { rowCount } = await dba.query(
      `select from notification.announcement
       union all
       select from graphile_worker.jobs where run_at <= now() and attempts < max_attempts limit 1`,
    );
    if (rowCount === 0) return;
    await wait(100);
  }
}

const middleOf = (figures: number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
const share = (times: readonly number[], part: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;

function summary({ name, work }: Place, clients: number, rounds: readonly Round[]): Measured {
  const each = (of: (round: Round) => number) => middleOf(rounds.map(of));
  return {
    peer: name,
    work,
    clients,
    rate: each(({ answers, seconds }) => answers / seconds),
    p50: each(({ times }) => share(times, 0.5)),
    p95: each(({ times }) => share(times, 0.95)),
    serverCpu: each(({ serverCpu, answers }) => serverCpu / Math.max(1, answers)),
    databaseCpu: each(({ databaseCpu, answers }) => databaseCpu / Math.max(1, answers)),
    wrong: rounds.reduce((sum, { wrong }) => sum + wrong, 0),
  };
}
