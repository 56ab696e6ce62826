import type pg from 'pg';
import type { Log } from '../platform/log.ts';
import { shipTrail } from './trail_log.ts';

const EVERY_MS = 60_000;

/**
 * What a worker does every minute beside its jobs: ends statements that no limit ended, and writes
 * the audit trail into the log. Several workers do it in turn. A round that fails is told and tried
 * again a minute later.
 */
export function startRounds(pool: pg.Pool, log: Log, shipsTrail: boolean): { stop(): void } {
  const round = async (): Promise<void> => {
    const { rows } = await pool.query<{ ended: string }>(
      'select audit.end_overlong_statements()::text as ended',
    );
    const [{ ended } = { ended: '0' }] = rows;
    if (ended !== '0')
      log.warn({ ended }, 'statements of the server that took too long were ended');
    if (shipsTrail) await shipTrail(pool, log);
  };
  const safely = () =>
    round().catch((error: unknown) => log.warn({ err: error }, 'the round of a minute failed'));
  void safely();
  const timer = setInterval(safely, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
