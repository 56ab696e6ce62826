import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { Listener } from '../platform/listener.ts';
import type { Log } from '../platform/log.ts';
import { APPLICATION_NAME } from './release_dead_jobs.ts';

/** What `notification.announce` says when a transaction that made documents is committed. */
const CHANNEL = 'announcement';
/** Documents that come within this time are told of together. */
const PAUSE_MS = 250;
const EVERY_MS = 60_000;

/** What came of asking for the job; while it runs it may have looked already: ask again. */
export type Asked = 'queued' | 'runs' | 'nothing';

/**
 * Queues the one job that tells of all documents that wait. Not while it runs: the queue would
 * take from the running job the right to be tried again, and were it killed, it would be dead.
 */
export async function queueAnnouncing(pool: Pick<pg.Pool, 'query'>): Promise<Asked> {
  const {
    rows: [answer],
  } = await pool.query<{ asked: Asked }>(
    `select case
      when exists (
        select from graphile_worker.jobs as j where j.key = 'announce' and j.locked_at is not null)
        then 'runs'
      when exists (
        select from notification.waiting_announcements() as w where w.documents = 0)
        then 'nothing'
      else (
        select 'queued'
        from graphile_worker.add_job('announce', job_key => 'announce', max_attempts => 5))
      end as asked`,
  );
  return answer?.asked ?? 'nothing';
}

/**
 * Looks for documents that people are to be told of: when the database says that there are some,
 * when it is heard again after it was away, and each minute. Several workers may do it; the job is
 * one.
 */
export function startAnnouncer(url: string, pool: pg.Pool, log: Log): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const look = lookerOf(pool, log, stopped.signal);
  let heard: AsyncIterableIterator<string> | undefined;
  const listener = new Listener(url, APPLICATION_NAME, log, () => {
    void heard?.return?.();
    void hear();
  });
  async function hear(): Promise<void> {
    try {
      const words = await listener.subscribe(CHANNEL);
      heard = words;
      // what was said while nobody listened
      look();
      while (!(await words.next()).done) look();
    } catch (error) {
      if (!stopped.signal.aborted) log.warn({ err: error }, 'nobody listens for documents');
    }
  }
  void hear();
  const timer = setInterval(look, EVERY_MS);
  return {
    async stop() {
      stopped.abort();
      clearInterval(timer);
      await heard?.return?.();
      await listener.release();
    },
  };
}

/** Asks for the job at once, and while more is heard once a pause. */
function lookerOf(pool: pg.Pool, log: Log, signal: AbortSignal): () => void {
  let isLooking = false;
  let isWanted = false;
  const ask = (): Promise<Asked> =>
    queueAnnouncing(pool).catch((error: unknown) => {
      log.warn({ err: error }, 'documents to be told of were not looked for');
      return 'nothing';
    });
  const goOn = async (): Promise<void> => {
    isLooking = true;
    while (isWanted && !signal.aborted) {
      isWanted = false;
      if ((await ask()) === 'runs') isWanted = true;
      // ended by `stop`
      await wait(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
    isLooking = false;
  };
  return () => {
    isWanted = true;
    if (!isLooking) void goOn();
  };
}
