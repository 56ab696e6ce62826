// What is killed while people work: nothing that was acknowledged is lost, nothing is done twice,
// and the keeper brings it back without anybody.
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../db/tools/prepare.ts';
import { noteOf } from '../../deploy/processes.ts';
import { processDriver } from '../../deploy/process_driver.ts';
import { openOffice, PATIENT, type Office } from './office.ts';
import { makeResults } from './results.ts';

const results = makeResults('kills');
let office: Office;
beforeAll(async () => {
  office = await openOffice({
    // outside of the ports that the kernel gives to connections, and of those that other tests try
    // first: while PostgreSQL is dead nobody else shall take its own
    port: 25_200,
    // what was written outlives a kill -9, whoever syncs: only a power cut would lose it. Syncing
    // every file before the log is read takes minutes on a busy disk.
    postgres: ['fsync = off'],
  });
}, 120_000);
afterAll(async () => {
  await office?.close();
  results.print();
}, 120_000);

/** kill -9 of the postmaster, which would start others, and of all its processes. */
const killPostgres = (): Promise<void> =>
  withClient(office.installation.adminUrl, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select p.pid from (
         select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid, 1 as turn
         union all select a.pid, 2 from pg_stat_activity as a) as p
       order by p.turn`,
    );
    for (const { pid } of rows) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it left by itself meanwhile
      }
    }
  }).catch(() => undefined);

const kill = async (name: string): Promise<void> => {
  process.kill(noteOf(office.installation.home, name)?.pid ?? 0, 'SIGKILL');
};

describe('while people sell', () => {
  test('PostgreSQL is killed: what was acknowledged is there once, and the page comes back', async () => {
    const answers = await office.sellThrough(killPostgres);

    expect(answers.unanswered).toBeGreaterThan(0);
    await office.nothingIsLost(answers);
    expect(office.said()).toContain('"name":"postgres"');
    const { adminUrl } = office.installation;
    await withClient(adminUrl, async (client) => {
      const { rows } = await client.query("select current_setting('port')::int as port");
      expect(rows).toEqual([{ port: Number(new URL(adminUrl).port) }]);
    });
    results.tell('kill -9 of PostgreSQL', answers);
  }, 180_000);

  test('the server is killed: what was acknowledged is there once, and the page comes back', async () => {
    const answers = await office.sellThrough(() => kill('blue'));

    expect(answers.unanswered).toBeGreaterThan(0);
    await office.nothingIsLost(answers);
    results.tell('kill -9 of the server', answers);
  }, 180_000);

  test('the worker is killed: its jobs are done by the next one', async () => {
    const answers = await office.sellThrough(() => kill('worker'));

    await office.nothingIsLost(answers);
    await expect
      .poll(() => office.place.db.query('select from notification.announcement'), PATIENT)
      .toEqual([]);
    results.tell('kill -9 of the worker', answers);
  }, 180_000);
});

test('a port of the figures that another program has keeps a release from starting, and says so', async () => {
  const { installation, release } = office;
  const taken = createServer();
  await new Promise<void>((done) =>
    taken.listen(installation.env.GREEN_METRICS_PORT, '127.0.0.1', done),
  );
  try {
    await expect(processDriver(installation).start('green', release)).rejects.toThrow('EADDRINUSE');
    expect(await office.page()).toBe(200);
  } finally {
    taken.close();
  }
}, 120_000);
