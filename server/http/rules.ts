import type pg from 'pg';
import { rulesState, type RulesState } from '../../platform/rules_state.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from './metrics.ts';

/**
 * Says whether the database runs the rules of this release, as of the last look; each question
 * after
 * `seconds` begins a new look, for which nobody waits. A hot-fix, or two releases beside each
 * other, is
 * news for whoever watches and no reason to send requests elsewhere.
 */
export function watchRules(
  pool: pg.Pool,
  metrics: Metrics,
  log: Log,
  seconds: number,
): () => RulesState['rules'] {
  let known: RulesState = { rules: 'unknown', objects: [] };
  let looked = -Infinity;
  let isLooking = false;
  const look = async (): Promise<void> => {
    isLooking = true;
    const before = known.rules;
    known = await stateOf(pool);
    isLooking = false;
    metrics.driftedRules.set(known.objects.length);
    if (known.rules === 'drifted' && before !== 'drifted') {
      log.warn(
        { objects: known.objects.slice(0, 20) },
        'the database runs other rules than this release',
      );
    }
  };
  return () => {
    if (!isLooking && performance.now() - looked > seconds * 1000) {
      looked = performance.now();
      void look();
    }
    return known.rules;
  };
}

async function stateOf(pool: pg.Pool): Promise<RulesState> {
  const unknown: RulesState = { rules: 'unknown', objects: [] };
  const client = await pool.connect().catch(() => undefined);
  if (client === undefined) return unknown;
  try {
    const state = await rulesState(client);
    client.release();
    return state;
  } catch {
    client.release(true);
    return unknown;
  }
}
