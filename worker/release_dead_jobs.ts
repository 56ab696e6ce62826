import type pg from 'pg';
import { HEARTBEAT } from './heartbeat.ts';

/** Name of every connection of every worker, for people who look at pg_stat_activity. */
export const APPLICATION_NAME = 'sodaily-worker';

/**
 * A killed worker leaves its jobs locked for four hours. A job is taken to belong to a dead worker
 * when no heartbeat is left under the name that locked it; every task bears to be run twice.
 * Returns the names of the dead.
 */
export async function releaseDeadJobs(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ dead: string }>(
    `with living as (
      select l.objid as name
      from pg_locks as l
      where l.locktype = 'advisory' and l.granted and l.classid = $1 and l.objsubid = 2
        and l.database = (select d.oid from pg_database as d where d.datname = current_database())),
    dead as materialized (
      select distinct j.locked_by as worker
      from graphile_worker.jobs as j
      -- whoever has just begun may not have shown a sign yet
      where j.locked_by is not null and j.locked_at < now() - interval '5 seconds' and not exists (
        select from living as l
        where l.name = cast(hashtext(j.locked_by)::bigint & x'ffffffff'::bigint as oid))),
    released as materialized (
      select graphile_worker.force_unlock_workers(array(select d.worker from dead as d))
      where exists (select from dead))
    select d.worker as dead from dead as d, released`,
    [HEARTBEAT],
  );
  return rows.map((row) => row.dead);
}
