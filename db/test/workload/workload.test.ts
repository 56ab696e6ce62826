// Everybody works at once, on every command, while PostgreSQL is killed under them.
// WORKLOAD_COMMANDS=200000 npm run test:workload for a long day.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Person } from '../support/actor.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { breachesOf, invariantNames } from '../support/invariants.ts';
import { addCheckedImport, addDeadJob, addLongJob } from '../support/jobs.ts';
import { addAgency, addItem } from '../support/master.ts';
import { addColleague } from '../support/people.ts';
import { giveApp } from '../support/second_factor.ts';
import { signInAll, TirelessClient, type Answer, type Command } from './client.ts';
import { makers, nextCommand, remember } from './commands.ts';
import { mortalCluster, type MortalCluster } from './mortal_cluster.ts';
import { worldOf, type World } from './world.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    workloadCommands: number;
  }
}

const clients = 16;
const wanted = inject('workloadCommands');
const seed = 20_261_123;
const people: Person[] = ['admin', 'manager', 'sales', 'warehouse', 'accountant', 'agency'];

let cluster: MortalCluster;
let db: TestDatabase;
const progress = { sent: 0 };
const acknowledged = new Map<string, { command: Command; answer: Answer }>();
const refused = new Map<string, number>();
const differing: string[] = [];
let repeated = 0;
let retries: Map<string, number>[] = [];

beforeAll(
  async () => {
    cluster = await mortalCluster();
    db = await testDatabase({ where: cluster.where });
    for (let nth = 0; nth < 12; nth += 1) {
      await addItem(db, { sku: `HANG${nth}`, importPrice: 1000 * (nth + 1), stock: 2000 });
      await addAgency(db, { code: `DL${1001 + nth}` });
      await addColleague(db, `bao.ve${nth}@example.com`);
      await giveApp(db, `bao.ve${nth}@example.com`);
      await addDeadJob(db);
      await addLongJob(db, 'manager@sodaily.test');
      await addCheckedImport(db, 'warehouse@sodaily.test', `NHAP-${nth}`);
    }
    await cluster.settle();
    const world = await worldOf(db, seed);
    const workers = await crew();
    const killing = killNowAndThen();
    const proving = setInterval(() => void proveAnew(), 60_000);
    await Promise.all(workers.map((worker) => work(world, worker)));
    clearInterval(proving);
    await killing;
    retries = workers.map((worker) => worker.retries);
    await Promise.all(workers.map((worker) => worker.end()));
  },
  60_000 + wanted * 30,
);
afterAll(async () => {
  await db?.close();
  cluster?.remove();
}, 120_000);

/**
 * In a long day a proof of identity grows old, and the page has people prove who they are again.
 */
const proveAnew = () =>
  db.query('update auth.session set proved_at = now()').catch(() => undefined);

async function crew(): Promise<TirelessClient[]> {
  const identities = await signInAll(db.signin, people);
  return Array.from({ length: clients }, () => new TirelessClient(db.authenticatorUrl, identities));
}

/** Three deaths: of a backend, of the whole server, of a backend again. */
async function killNowAndThen(): Promise<void> {
  const until = async (share: number): Promise<void> => {
    const due = wanted * share;
    while (progress.sent < due) await pause(20);
  };
  await until(0.25);
  await cluster.killBackend();
  await until(0.5);
  await cluster.killServer();
  await until(0.75);
  await cluster.killBackend();
}

/** One client: a command after the other, some of them sent twice. */
async function work(world: World, worker: TirelessClient): Promise<void> {
  while (progress.sent < wanted) {
    const next = nextCommand(world);
    if (next === undefined) continue;
    progress.sent += 1;
    const command = { ...next, clientKey: `work-${progress.sent}` };
    const outcome = await worker.send(command);
    if ('code' in outcome) {
      const what = `${command.name} ${outcome.code}`;
      refused.set(what, (refused.get(what) ?? 0) + 1);
      continue;
    }
    acknowledged.set(command.clientKey, { command, answer: outcome.value });
    remember(world, command, outcome.value);
    if (world.random() < 0.03) await repeat(worker, command, outcome.value);
  }
}

async function repeat(worker: TirelessClient, command: Command, answer: Answer): Promise<void> {
  repeated += 1;
  const again = await worker.send(command);
  if (!('value' in again) || again.value.id !== answer.id) differing.push(command.name);
}

const succeeded = (name: string): number =>
  [...acknowledged.values()].filter(({ command }) => command.name === name).length;

describe(`after ${clients} clients sent ${wanted} commands through three crashes`, () => {
  test('every command of the system took part, and each succeeded', async () => {
    console.log(
      `${acknowledged.size} acknowledged, ${progress.sent - acknowledged.size} refused, `
        + `${repeated} repeated:`
        + [...refused]
          .toSorted((a, b) => b[1] - a[1])
          .map(([what, many]) => `\n  ${many} ${what}`)
          .join(''),
    );
    const commands = await db.query<{ name: string }>(
      `select distinct n.nspname || '.' || p.proname as name
       from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
       where p.proargnames[1] = 'client_key' and p.prosecdef and p.provolatile = 'v' order by 1`,
    );

    expect(Object.keys(makers).toSorted()).toEqual(commands.map(({ name }) => name));
    expect(
      Object.keys(makers).filter(
        (name) => succeeded(name) === 0 && makers[name]?.onlyRefused === undefined,
      ),
    ).toEqual([]);
  });

  test('most commands succeeded, and the others were refused for business reasons', () => {
    const business = new Set([
      'SDSTK',
      'SDDBT',
      'SDAGN',
      'SDTRN',
      'SDLJB',
      'SDEXC',
      'SDPCL',
      'SDVAL',
      'SDPRM',
      'SDNFD',
      'SDPAY',
      'SDRET',
      'SDRTN',
      'SDNRT',
      'SDNEG',
      'SDDIS',
      'SDOWE',
      'SDITM',
      'SDSTA',
      'SDTLB',
      'SDCLO',
      'SDFEA',
      'SDOVD',
      'SDRFX',
      'SDCRE',
      'SDADJ',
      'SDMOV',
      'SDCFM',
      'SDQUO',
    ]);

    expect([...refused.keys()].filter((what) => !business.has(what.slice(-5)))).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(wanted * 0.4);
    expect(refused.size).toBeGreaterThan(10);
  });

  test('papers came after counts that had seen their goods, and some of them were undone', async () => {
    const kinds = await db.query<{ kind: string }>(
      "select distinct kind from inventory.stock_movement where kind like 'count%' order by 1",
    );

    expect(kinds.map(({ kind }) => kind)).toEqual(['count', 'count_kept', 'count_kept_cancel']);
  });

  test('people lost their connection and came back, and nobody waited in a circle', () => {
    const codes = retries.flatMap((of) => [...of.keys()]);

    expect(codes).toContain('gone');
    expect(codes.filter((code) => code === '40P01' || code === '40001')).toEqual([]);
  });

  test('no acknowledged command is lost, none was done that nobody asked for, none twice', async () => {
    const stored = await db.query<{ key: string; command: string; id: string | null }>(
      `select client_key as key, command, result ->> 'id' as id from audit.command
       where client_key like 'work-%'`,
    );

    expect(stored).toHaveLength(acknowledged.size);
    expect(
      stored.filter(({ key, command, id }) => {
        const known = acknowledged.get(key);
        return (
          known?.command.name !== command
          || (id !== null && known.answer.id !== undefined && String(known.answer.id) !== id)
        );
      }),
    ).toEqual([]);
  });

  test('the same key gave the same answer again', () => {
    expect(repeated).toBeGreaterThan(wanted * 0.01);
    expect(differing).toEqual([]);
  });

  test('every slip, payment and refund asks once to be told of, and nothing else does', async () => {
    const wrong = await db.query(
      `with document as (
         select 'issue_created' as kind, i.id from inventory.issue as i where i.code is not null
         union all
         select 'payment_received', p.id from finance.payment as p where p.issue_id is null
         union all
         select 'refund_paid', r.id from finance.refund as r),
       waiting as (
         select a.kind, a.document_id as id, count(*) as times
         from notification.announcement as a group by a.kind, a.document_id)
       select kind, id::text, w.times::int
       from document as d full join waiting as w using (kind, id)
       where d.id is null or w.times is distinct from 1`,
    );

    expect(wrong).toEqual([]);
  });

  test.each(invariantNames)('%s', async (invariant) => {
    expect(await breachesOf(db, invariant)).toEqual([]);
  });
});
