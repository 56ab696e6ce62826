// Stock-out slips in tests: agencies by code, items by sku, so that a test reads like a slip.
import { randomUUID } from 'node:crypto';
import type { Actor, Refusal } from './actor.ts';
import type { TestDatabase } from './database.ts';
import { issuePrices } from './issue_price.ts';

/** What a later count had seen already: sku, and whether; null stands for a missing value. */
export type Counted = [sku: string | null, included: boolean | null][];

/** As an argument of a command. */
export const countedOf = (items: Map<string, string>, counted?: Counted): string | null =>
  counted === undefined
    ? null
    : `{${counted.map(([sku, included]) => `"(${sku === null ? '' : (items.get(sku) ?? sku)},${included ?? ''})"`).join(',')}}`;

export interface SlipWish {
  /** Code, or the key itself when no agency has that code. */
  agency: string | null;
  /** sku, quantity, and whether it is free; null stands for a missing value. */
  lines: [sku: string | null, quantity: number | string | null, gift?: 'free'][];
  paidNow?: number | string | null;
  date?: string;
  note?: string;
  clientKey?: string | null;
  /** Prices that are named: sku, đồng a unit, why. */
  prices?: [sku: string | null, price: number | string | null, reason: string | null][];
  /** Key of the cancelled slip that it is written for. */
  replaces?: string;
  counted?: Counted;
}

export interface Slip {
  id: string;
  code: string;
  agency_id: string;
  status: string;
  issue_date: string;
  total_amount: string;
  paid_now: string;
}

/** Makes slips in one test database; knows the keys behind codes. */
export async function slipMaker(db: TestDatabase) {
  const agencies = await keysBy(db, 'agency.agency', 'code');
  const items = await keysBy(db, 'inventory.item', 'sku');
  const worth = await issuePrices(db);
  const statement = `
    select s.id::text, s.code, s.agency_id::text, s.status, s.issue_date::text,
      s.total_amount::text, s.paid_now::text
    from inventory.create_issue($1, $2,
      array(select row(l.item, l.quantity, l.is_free)::inventory.issue_line
        from unnest($3::${await keyType(db)}[], $4::numeric[], $13::boolean[])
          with ordinality as l (item, quantity, is_free, place)
        order by l.place),
      $5, $6, $7,
      prices => array(select row(p.item, p.price, p.reason)::inventory.line_price
        from unnest($8::${await keyType(db)}[], $9::numeric[], $10::text[])
          with ordinality as p (item, price, reason, place)
        order by p.place),
      replaces_id => $11, counted => $12) as s`;
  const values = (wish: SlipWish): unknown[] => [
    wish.clientKey === undefined ? randomUUID() : wish.clientKey,
    wish.agency === null ? null : (agencies.get(wish.agency) ?? wish.agency),
    wish.lines.map(([sku]) => (sku === null ? null : (items.get(sku) ?? sku))),
    wish.lines.map(([, quantity]) => quantity),
    wish.date ?? null,
    wish.paidNow === undefined ? 0 : wish.paidNow,
    wish.note ?? null,
    (wish.prices ?? []).map(([sku]) => (sku === null ? null : (items.get(sku) ?? sku))),
    (wish.prices ?? []).map(([, price]) => price),
    (wish.prices ?? []).map(([, , reason]) => reason),
    wish.replaces ?? null,
    countedOf(items, wish.counted),
    wish.lines.map(([, , gift]) => gift === 'free'),
  ];
  return {
    agencyId: (code: string): string => agencies.get(code) ?? missing(code),
    itemId: (sku: string): string => items.get(sku) ?? missing(sku),
    /** What goods come to at the price of the rule. */
    worth,
    create: (me: Actor, wish: SlipWish): Promise<Slip> => me.one<Slip>(statement, values(wish)),
    refused: (me: Actor, wish: SlipWish): Promise<Refusal> => me.refusal(statement, values(wish)),
  };
}

export type SlipMaker = Awaited<ReturnType<typeof slipMaker>>;

/** A key of the right type that belongs to nothing. */
export async function unknownKey(db: TestDatabase): Promise<string> {
  return (await keyType(db)) === 'uuid' ? randomUUID() : '2147483647';
}

export async function keyType(db: TestDatabase): Promise<'int' | 'uuid'> {
  const [row] = await db.query<{ type: 'int' | 'uuid' }>(
    `select case atttypid when 'uuid'::regtype then 'uuid' else 'int' end as type
     from pg_attribute where attrelid = 'inventory.item'::regclass and attname = 'id'`,
  );
  return row?.type ?? missing('inventory.item.id');
}

export async function keysBy(
  db: TestDatabase,
  table: string,
  column: string,
): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; word: string }>(
    `select id::text, ${column} as word from ${table}`,
  );
  return new Map(rows.map((row) => [row.word, row.id]));
}

function missing(word: string): never {
  throw new Error(`${word} is not in this database`);
}
