// What the clients know of the business so far: things they may name in their next command.
import type { TestDatabase } from '../support/database.ts';
import { seededRandom } from '../support/race.ts';
import type { Answer } from './client.ts';

export interface Item {
  id: string;
  price: number;
  isDecimal: boolean;
}
export interface Known {
  id: string;
  /** Items on the lines it was made with. */
  itemIds: string[];
}

/** Things made so far; the newest are named most often, because that is where people collide. */
export class Pool {
  readonly #things: Known[] = [];
  readonly #places = new Map<string, number>();
  readonly #versions: Map<string, number>;

  /** Pools of the same kind of thing share the versions that were seen of them. */
  constructor(versions: Map<string, number>) {
    this.#versions = versions;
  }

  see(answer: Answer, itemIds: string[] = []): void {
    const id = String(answer.id);
    this.#versions.set(id, Number(answer['version'] ?? 1));
    if (!this.#places.has(id)) this.#places.set(id, this.#things.push({ id, itemIds }) - 1);
  }

  versionOf({ id }: Known): number {
    return this.#versions.get(id) ?? 1;
  }

  find(id: string): Known | undefined {
    return this.#things[this.#places.get(id) ?? -1];
  }

  recent(random: () => number, howMany = 60): Known | undefined {
    const from = Math.max(0, this.#things.length - howMany);
    return this.#things[from + Math.floor(random() * (this.#things.length - from))];
  }

  any(random: () => number): Known | undefined {
    return this.recent(random, this.#things.length);
  }
}

export interface World {
  random: () => number;
  items: Item[];
  pools: Record<PoolName, Pool>;
  today: Date;
}

export const poolNames = [
  'agency',
  'customer',
  'blocked',
  'issue',
  'request',
  'receipt',
  'payment',
  'refund',
  'adjustment',
  'creditor',
  'supplier',
  'type',
  'district',
  'item',
  'unit',
  'user',
  'protected',
  'role',
  'flag',
  'regulation',
  'profile',
  'deadJob',
  'longJob',
  'import',
  'issueReturn',
  'askedReturn',
  'paidSlip',
] as const;
export type PoolName = (typeof poolNames)[number];

const sources: Partial<Record<PoolName, string>> = {
  agency: 'agency.agency',
  customer: "(select * from agency.agency where status = 'active')",
  type: 'agency.agency_type',
  district: 'agency.district',
  flag: 'config.feature_flag',
  protected: '(select * from auth."user" where second_factor_at is not null)',
  longJob: 'file.long_job',
  import: 'file.import',
  deadJob: '(select * from graphile_worker.jobs where attempts >= max_attempts)',
};

/** The world as the seed leaves it, before the clients change it. */
export async function worldOf(db: TestDatabase, seed: number): Promise<World> {
  const agencies = new Map<string, number>();
  const pools = Object.fromEntries(
    poolNames.map((name) => [
      name,
      new Pool(['agency', 'customer', 'blocked'].includes(name) ? agencies : new Map()),
    ]),
  ) as Record<PoolName, Pool>;
  for (const [name, table] of Object.entries(sources)) {
    const rows = await db.query<Answer>(
      `select to_jsonb(t) as answer from ${table} as t order by t.created_at, to_jsonb(t)::text`,
    );
    for (const { answer } of rows as unknown as { answer: Answer }[])
      pools[name as PoolName].see(answer);
  }
  const items = await db.query<Item>(
    `select i.id::text as id, i.import_price::float8 as price, u.is_decimal as "isDecimal"
     from inventory.item as i join inventory.unit as u on u.id = i.unit_id
     where i.is_active order by i.sku`,
  );
  const [now] = await db.query<{ today: string }>('select config.business_date()::text as today');
  return { random: seededRandom(seed), items, pools, today: new Date(`${now?.today}T00:00:00Z`) };
}

export function pick<T>(world: World, from: readonly T[]): T {
  return from[Math.floor(world.random() * from.length)] as T;
}

export function whole(world: World, from: number, to: number): number {
  return from + Math.floor(world.random() * (to - from + 1));
}

/** Mostly today, sometimes a day of the last weeks: null lets the database say today. */
export function someDate(world: World): string | null {
  if (world.random() < 0.85) return null;
  return daysAgo(world, whole(world, 1, 40));
}

export function daysAgo(world: World, days: number): string {
  return new Date(world.today.getTime() - days * 86_400_000).toISOString().slice(0, 10);
}
