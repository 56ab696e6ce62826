import { browserStore } from '../../lib/browser_store.ts';

const KEPT = 3;
const keyOf = (what: string) => `sodaily.reasons.${what}`;

/** The reasons that were given last for such an act on this browser, the newest first. */
export function lastReasons(what: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(browserStore.get(keyOf(what)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function keepReason(what: string, reason: string) {
  const reasons = [reason, ...lastReasons(what).filter((one) => one !== reason)];
  browserStore.set(keyOf(what), JSON.stringify(reasons.slice(0, KEPT)));
}
