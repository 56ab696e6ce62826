// What makes a command: who gives it, how often, and its arguments.
import type { Person } from '../support/actor.ts';
import { pick, type PoolName, type World } from './world.ts';

export type Arguments = Record<string, unknown>;

export interface Maker {
  /** How often it is chosen, against the others. */
  weight: number;
  people: readonly Person[];
  /** Nothing when there is nothing to do it with yet. */
  make: (world: World) => Arguments | undefined;
  /** Refused whenever it is given, because the day has no such thing: it says why. */
  onlyRefused?: string;
  /** Where its answer is remembered for later commands. */
  remember?: PoolName[];
}

export const leaders = ['manager', 'admin'] as const;
const reasons = ['Khách đổi ý', 'Lập nhầm', 'Theo yêu cầu của đại lý'] as const;

export const reasonFor = (world: World): Arguments => ({ reason: pick(world, reasons) });

/** A command about one of the things made last. */
export function about(
  pool: PoolName,
  argument: string,
  more: (world: World) => Arguments = () => ({}),
  howMany?: number,
): Maker['make'] {
  return (world) => {
    const thing = world.pools[pool].recent(world.random, howMany);
    return thing && { [argument]: thing.id, ...more(world) };
  };
}

/** An edit of one of the things made last, with the version that was read of it. */
export function edit(
  pool: PoolName,
  argument: string,
  more: (world: World) => Arguments = () => ({}),
): Maker['make'] {
  return (world) => {
    const known = world.pools[pool];
    const thing = known.recent(world.random, 12);
    return thing && { [argument]: thing.id, version: known.versionOf(thing), ...more(world) };
  };
}
