import type pg from 'pg';

/** Name of every connection of every worker, by which they find each other. */
export const APPLICATION_NAME = 'sodaily-worker';

/**
 * A killed worker leaves its jobs locked for four hours. A job is taken to belong to a dead worker
 * when it was locked before the oldest connection of any living one was made, for a worker listens
 * on one connection from its start on. Should a living worker have lost that connection while a job
 * of its own ran, the job runs twice, and every task bears that.
 */
export async function releaseDeadJobs(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ dead: string }>(
    `with living as (
      select min(a.backend_start) as since
      from pg_stat_activity as a
      where a.datname = current_database() and a.application_name = $1),
    dead as materialized (
      select j.locked_by as worker
      from graphile_worker.jobs as j
      where j.locked_by is not null
      group by j.locked_by
      having max(j.locked_at) < (select l.since from living as l)),
    released as materialized (
      select graphile_worker.force_unlock_workers(array(select d.worker from dead as d))
      where exists (select from dead))
    select d.worker as dead from dead as d, released`, [APPLICATION_NAME]);
  return rows.map((row) => row.dead);
}
