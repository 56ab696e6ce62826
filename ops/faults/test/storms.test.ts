// While people sell the disk is slow, everybody wants a connection at once, or a worker is lost in
// the middle of files: what was acknowledged is there once, and every file arrives whole.
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../db/tools/prepare.ts';
import { exporterOf, linesOf, type Export } from '../../../worker/test/support/export_file.ts';
import { noteOf } from '../../deploy/processes.ts';
import { openOffice, PATIENT, type Office } from './office.ts';
import { makeResults } from './results.ts';

/** As many as one person may have under way. */
const FILES = 3;
/** PostgreSQL takes no longer delay than this, microseconds. */
const SLOW_COMMIT = 100_000;

const results = makeResults('storms');
let office: Office;
beforeAll(async () => {
  office = await openOffice({
    // outside of the ports that the kernel gives to connections, and of those of other tests
    port: 25_600,
    // as it comes: PostgreSQL delays no commit whose log it does not sync
  });
}, 120_000);
afterAll(async () => {
  await office?.close();
  results.print();
}, 120_000);

/** Settings of PostgreSQL from now on; without a value it is that of its file again. */
const setPostgres = (values: Readonly<Record<string, string | undefined>>): Promise<void> =>
  withClient(office.installation.adminUrl, async (client) => {
    for (const [name, value] of Object.entries(values))
      await client.query(
        value === undefined
          ? `alter system reset ${name}`
          : `alter system set ${name} to ${client.escapeLiteral(value)}`,
      );
    await client.query('select pg_reload_conf()');
  });

/** All the connections that there are, of a login that is no superuser. */
async function takeEveryConnection(): Promise<pg.Client[]> {
  const taken: pg.Client[] = [];
  for (;;) {
    const client = new pg.Client({ connectionString: office.place.db.authenticatorUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      taken.push(client);
    } catch (error) {
      if ((error as { code?: unknown }).code !== '53300') throw error;
      return taken;
    }
  }
}

describe('while people sell', () => {
  test('the disk of the log is slow: every slip takes longer, and none fails', async () => {
    const answers = await office.sellThrough(async () => {
      await setPostgres({ commit_delay: String(SLOW_COMMIT), commit_siblings: '0' });
      await pause(5_000);
      await setPostgres({ commit_delay: undefined, commit_siblings: undefined });
    });

    expect(answers.unanswered).toBe(0);
    expect(answers.longestMs).toBeGreaterThan(SLOW_COMMIT / 1_000);
    await office.nothingIsLost(answers);
    results.tell('log 100 ms late at each commit', answers);
  }, 120_000);

  test('all connections are taken: who has one sells on, and afterwards everybody does', async () => {
    let taken = 0;
    const answers = await office.sellThrough(async () => {
      const clients = await takeEveryConnection();
      taken = clients.length;
      await pause(5_000);
      await Promise.all(clients.map((client) => client.end()));
    });

    expect(taken).toBeGreaterThan(30);
    await office.nothingIsLost(answers);
    results.tell('every connection of PostgreSQL taken for 5 s', answers);
  }, 120_000);

  test('a worker is lost in the middle of files: each is made whole, once, by the next', async () => {
    const { db } = office.place;
    const pool = new pg.Pool({ connectionString: db.workerUrl, max: 1 });
    const exporter = exporterOf(db, pool);
    const asked: Export[] = [];
    const statesNow = async (): Promise<string[]> => {
      const states = [];
      for (const one of asked) states.push((await exporter.stateOf(one)).status);
      return states;
    };
    const first = noteOf(office.installation.home, 'worker')?.pid;
    const answers = await office.sellThrough(async () => {
      await withClient(db.admin, async (client) => {
        // every list bears the name of the company: while nobody reads it, files stay under way
        await client.query('begin; lock table config.company_profile in access exclusive mode');
        for (let nth = 0; nth < FILES; nth += 1)
          asked.push(await exporter.ask('manager', 'issues'));
        await expect.poll(statesNow, PATIENT).toContain('running');
        process.kill(first ?? 0, 'SIGKILL');
        await expect
          .poll(() => noteOf(office.installation.home, 'worker')?.pid, PATIENT)
          .not.toBe(first);
        await client.query('rollback');
      });
      await expect.poll(statesNow, PATIENT).toEqual(asked.map(() => 'done'));
    });
    await pool.end();

    await office.nothingIsLost(answers);
    for (const one of asked) {
      const { rows } = await exporter.stateOf(one);
      // the heads are a line, too
      expect(linesOf(await exporter.bytesOf(one, 'manager'))).toHaveLength(Number(rows) + 1);
    }
    expect(
      await db.query(`select from graphile_worker.jobs where task_identifier = 'export_report'`),
    ).toEqual([]);
    results.tell('kill -9 of a worker with files under way', answers);
  }, 240_000);
});
