import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addDeadJob } from '../../support/jobs.ts';
import { atOnce, refusedCodes } from '../../support/race.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.query('delete from graphile_worker._private_jobs'));

const deadJob = (error?: string): Promise<string> => addDeadJob(db, error);

interface Job {
  key: string;
  task: string;
  payload: unknown;
  last_error: string;
  attempts: string;
}
const list = (me: Actor) => me.query<Job>('select * from notification.dead_jobs()');
const retry =
  (id: string, key: string = randomUUID()) =>
  (me: Actor) =>
    me.one<Job>('select * from notification.retry_job($1, $2)', [key, id]);
const discard =
  (id: string, reason: string | null = 'Đã gửi tay', key: string = randomUUID()) =>
  (me: Actor) =>
    me.one<Job>('select * from notification.discard_job($1, $2, $3)', [key, id, reason]);
const queue = () =>
  db.query<{ attempts: number; is_due: boolean }>(
    'select attempts, run_at <= now() as is_due from graphile_worker.jobs',
  );

describe('jobs that used up their attempts', () => {
  test('are listed with why they failed; those that will be tried again are not', async () => {
    const id = await deadJob();
    await db.query(`select graphile_worker.add_job('send_email', '{"outbox_id": "8"}')`);

    expect(await db.as('admin', list)).toMatchObject([
      {
        key: id,
        task: 'send_email',
        payload: { outbox_id: '7' },
        last_error: 'the mailbox is full',
        attempts: '3',
      },
    ]);
  });

  test('are tried again at once, from the beginning, and leave the list', async () => {
    const id = await deadJob();
    expect(await db.commitAs('admin', retry(id))).toMatchObject({
      key: id,
      last_error: 'the mailbox is full',
    });

    expect(await queue()).toEqual([{ attempts: 0, is_due: true }]);
    expect(await db.as('admin', list)).toEqual([]);
  });

  test('are discarded with a reason, and what was not done is kept', async () => {
    const id = await deadJob();
    await db.commitAs('admin', discard(id));

    expect(await queue()).toEqual([]);
    expect(
      await db.query(
        `select d.task, d.payload, d.last_error, d.reason, u.email
          from notification.discarded_job as d
       join auth."user" as u on u.id = d.created_by`,
      ),
    ).toEqual([
      {
        task: 'send_email',
        payload: { outbox_id: '7' },
        last_error: 'the mailbox is full',
        reason: 'Đã gửi tay',
        email: 'admin@sodaily.test',
      },
    ]);
  });

  test('need a reason to be discarded, and a second decision finds nothing', async () => {
    const id = await deadJob();
    await db.as('admin', async (me) => {
      expect((await me.refusalOf(() => discard(id, '  ')(me))).code).toBe('SDVAL');
      await retry(id)(me);
      expect(await me.refusalOf(() => discard(id)(me))).toMatchObject({
        code: 'SDNFD',
        details: { job_key: id },
      });
      expect((await me.refusalOf(() => retry('no number')(me))).code).toBe('SDNFD');
    });
  });

  test('give the same answer to the same key, and are decided about by one of two', async () => {
    const id = await deadJob();
    const first = await db.commitAs('admin', discard(id, 'Đã gửi tay', 'once'));
    expect(await db.commitAs('admin', discard(id, 'Đã gửi tay', 'once'))).toEqual(first);

    const other = await deadJob();
    const outcomes = await atOnce(db, [
      { person: 'admin', act: retry(other) },
      { person: 'admin', act: discard(other) },
    ]);
    expect(refusedCodes(outcomes)).toEqual(['SDNFD']);
  });

  test.each<[Person, string]>([
    ['manager', 'SDPRM'],
    ['accountant', 'SDPRM'],
    ['sales', '42501'],
    ['warehouse', '42501'],
    ['agency', '42501'],
    ['auditor', '42501'],
  ])('%s neither sees nor touches them', async (person, code) => {
    const id = await deadJob();
    await db.as(person, async (me) => {
      for (const act of [list, retry(id), discard(id)])
        expect((await me.refusalOf(() => act(me))).code).toBe(code);
    });
  });
});
