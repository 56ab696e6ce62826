// Goods coming in, going back and being counted in tests: items by sku, so that a test reads like
// the paper.
import { randomUUID } from 'node:crypto';
import type { Actor, Refusal } from './actor.ts';
import type { TestDatabase } from './database.ts';
import { countedOf, keyType, keysBy, type Counted } from './slip.ts';

export interface ReceiptWish {
  /** Name of the supplier, or the key itself when none has that name. */
  supplier?: string | null;
  /** sku, quantity, price a unit, and whether it is free; null stands for a missing value. */
  lines: [
    sku: string | null,
    quantity: number | string | null,
    price: number | string | null,
    gift?: 'free',
  ][];
  date?: string;
  note?: string;
  clientKey?: string | null;
  counted?: Counted;
  /** Prices that are right although they jump: sku and price. */
  acceptJumps?: [sku: string, price: number | null][];
}

export interface Receipt {
  id: string;
  code: string;
  status: string;
  receipt_date: string;
  total_amount: string;
}

export const supplierName = 'Công ty Acecook';

/** Takes in goods in one test database, from one supplier that it records. */
export async function receiptMaker(db: TestDatabase) {
  await db.commitAs('admin', (me) =>
    me.query('select inventory.create_supplier($1, $2)', ['the supplier of tests', supplierName]),
  );
  const items = await keysBy(db, 'inventory.item', 'sku');
  const suppliers = await keysBy(db, 'inventory.supplier', 'name');
  const statement = `
    select r.id::text, r.code, r.status, r.receipt_date::text, r.total_amount::text
    from inventory.create_receipt($1, $2,
      array(select row(l.item, l.quantity, l.price, l.is_free)::inventory.receipt_line
        from unnest($3::${await keyType(db)}[], $4::numeric[], $5::numeric[], $9::boolean[])
          with ordinality as l (item, quantity, price, is_free, place)
        order by l.place),
      $6, $7, counted => $8, accept_jumps => $10) as r`;
  const supplierOf = (wish: ReceiptWish): string | null => {
    const asked = wish.supplier === undefined ? supplierName : wish.supplier;
    return asked === null ? null : (suppliers.get(asked) ?? asked);
  };
  const values = (wish: ReceiptWish): unknown[] => [
    wish.clientKey === undefined ? randomUUID() : wish.clientKey,
    supplierOf(wish),
    wish.lines.map(([sku]) => (sku === null ? null : (items.get(sku) ?? sku))),
    wish.lines.map(([, quantity]) => quantity),
    wish.lines.map(([, , price]) => price),
    wish.date ?? null,
    wish.note ?? null,
    countedOf(items, wish.counted),
    wish.lines.map(([, , , gift]) => gift === 'free'),
    wish.acceptJumps === undefined
      ? null
      : `{${wish.acceptJumps.map(([sku, price]) => `"(${items.get(sku) ?? sku},${price ?? ''})"`).join(',')}}`,
  ];
  const cancellation = `
    select r.id::text, r.code, r.status, r.receipt_date::text, r.total_amount::text
    from inventory.cancel_receipt($1, $2, $3, counted => $4) as r`;
  const cancelled = (
    id: string,
    reason: string | null,
    clientKey: string,
    counted?: Counted,
  ): unknown[] => [clientKey, id, reason, countedOf(items, counted)];
  return {
    cancel: (
      me: Actor,
      id: string,
      reason: string | null = 'Nhập nhầm',
      clientKey: string = randomUUID(),
      counted?: Counted,
    ): Promise<Receipt> => me.one<Receipt>(cancellation, cancelled(id, reason, clientKey, counted)),
    cancelRefused: (
      me: Actor,
      id: string,
      reason: string | null = 'Nhập nhầm',
      clientKey: string = randomUUID(),
      counted?: Counted,
    ): Promise<Refusal> => me.refusal(cancellation, cancelled(id, reason, clientKey, counted)),
    create: (me: Actor, wish: ReceiptWish): Promise<Receipt> =>
      me.one<Receipt>(statement, values(wish)),
    refused: (me: Actor, wish: ReceiptWish): Promise<Refusal> =>
      me.refusal(statement, values(wish)),
  };
}

export type ReceiptMaker = Awaited<ReturnType<typeof receiptMaker>>;

export interface CountWish {
  /**
   * sku, what was counted, what was seen of the books (they themselves unless told); null stands
   * for a missing value.
   */
  lines: [sku: string | null, counted: number | string | null, seen?: number | string | null][];
  date?: string;
  note?: string;
  clientKey?: string;
  counted?: Counted;
}

export interface StockCount {
  id: string;
  code: string;
  count_date: string;
}

/** Counts stock in one test database. */
export async function countMaker(db: TestDatabase) {
  const items = await keysBy(db, 'inventory.item', 'sku');
  const statement = `
    select c.id::text, c.code, c.count_date::text
    from inventory.create_stock_count($1,
      array(select row(l.item, l.counted, case when l.is_told then l.seen else coalesce((
          select i.stock_quantity - coalesce((
            select sum(m.quantity) from inventory.stock_movement as m
            where m.item_id = i.id and m.business_date > $4::date), 0)
          from inventory.item as i where i.id = l.item), 0) end)::inventory.count_line
        from unnest($2::${await keyType(db)}[], $3::numeric[], $6::numeric[], $7::boolean[])
          with ordinality as l (item, counted, seen, is_told, place)
        order by l.place),
      $4, $5, $8) as c`;
  const values = (wish: CountWish): unknown[] => [
    wish.clientKey ?? randomUUID(),
    wish.lines.map(([sku]) => (sku === null ? null : (items.get(sku) ?? sku))),
    wish.lines.map(([, counted]) => counted),
    wish.date ?? null,
    wish.note ?? null,
    wish.lines.map(([, , seen]) => seen ?? null),
    wish.lines.map(([, , seen]) => seen !== undefined),
    countedOf(items, wish.counted),
  ];
  return {
    create: (me: Actor, wish: CountWish): Promise<StockCount> =>
      me.one<StockCount>(statement, values(wish)),
    refused: (me: Actor, wish: CountWish): Promise<Refusal> => me.refusal(statement, values(wish)),
  };
}

export type CountMaker = Awaited<ReturnType<typeof countMaker>>;

export interface ReturnWish {
  /** Key of the slip. */
  slip: string | null;
  lines: [sku: string | null, quantity: number | string | null, gift?: 'free'][];
  date?: string;
  reason?: string | null;
  clientKey?: string;
  counted?: Counted;
}

export interface IssueReturn {
  id: string;
  code: string | null;
  status: string;
  agency_id: string;
  issue_id: string;
  return_date: string | null;
  total_amount: string | null;
  reject_reason: string | null;
}

const returned = `r.id::text, r.code, r.status, r.agency_id::text, r.issue_id::text, r.return_date::text,
  r.total_amount::text, r.reject_reason`;
const cancelling =
  'select r.id::text, r.status from inventory.cancel_issue_return($1, $2, $3, $4) as r';
const confirming = `select ${returned} from inventory.confirm_issue_return($1, $2, $3, $4) as r`;
const rejecting = `select ${returned} from inventory.reject_issue_return($1, $2, $3) as r`;

/** Takes back goods in one test database. */
export async function returnMaker(db: TestDatabase) {
  const items = await keysBy(db, 'inventory.item', 'sku');
  const key = await keyType(db);
  const statement = (command: string, more = ''): string => `
    select ${returned} from inventory.${command}($1, $2,
      array(select row(l.item, l.quantity, l.is_free)::inventory.issue_line
        from unnest($3::${key}[], $4::numeric[], $7::boolean[])
          with ordinality as l (item, quantity, is_free, place)
        order by l.place),
      $5, $6${more}) as r`;
  const [creating, requesting] = [
    statement('create_issue_return', ', $8'),
    statement('request_issue_return'),
  ];
  const values = (wish: ReturnWish): unknown[] => [
    wish.clientKey ?? randomUUID(),
    wish.slip,
    wish.lines.map(([sku]) => (sku === null ? null : (items.get(sku) ?? sku))),
    wish.lines.map(([, quantity]) => quantity),
    wish.date ?? null,
    wish.reason === undefined ? 'Hàng móp' : wish.reason,
    wish.lines.map(([, , gift]) => gift === 'free'),
  ];
  return {
    create: (me: Actor, wish: ReturnWish): Promise<IssueReturn> =>
      me.one<IssueReturn>(creating, [...values(wish), countedOf(items, wish.counted)]),
    refused: (me: Actor, wish: ReturnWish): Promise<Refusal> =>
      me.refusal(creating, [...values(wish), countedOf(items, wish.counted)]),
    request: (me: Actor, wish: ReturnWish): Promise<IssueReturn> =>
      me.one<IssueReturn>(requesting, values(wish)),
    requestRefused: (me: Actor, wish: ReturnWish): Promise<Refusal> =>
      me.refusal(requesting, values(wish)),
    confirm: (
      me: Actor,
      id: string,
      date: string | null = null,
      clientKey: string = randomUUID(),
      counted?: Counted,
    ): Promise<IssueReturn> =>
      me.one<IssueReturn>(confirming, [clientKey, id, date, countedOf(items, counted)]),
    confirmRefused: (me: Actor, id: string | null, date: string | null = null): Promise<Refusal> =>
      me.refusal(confirming, [randomUUID(), id, date, null]),
    reject: (
      me: Actor,
      id: string,
      reason: string | null = 'Không có hàng',
      clientKey: string = randomUUID(),
    ): Promise<IssueReturn> => me.one<IssueReturn>(rejecting, [clientKey, id, reason]),
    rejectRefused: (
      me: Actor,
      id: string | null,
      reason: string | null = 'Không có hàng',
    ): Promise<Refusal> => me.refusal(rejecting, [randomUUID(), id, reason]),
    cancel: (
      me: Actor,
      id: string | null,
      reason: string | null = 'Gõ nhầm',
      clientKey: string = randomUUID(),
      counted?: Counted,
    ): Promise<{ id: string; status: string }> =>
      me.one(cancelling, [clientKey, id, reason, countedOf(items, counted)]),
    cancelRefused: (
      me: Actor,
      id: string | null,
      reason: string | null = 'Gõ nhầm',
    ): Promise<Refusal> => me.refusal(cancelling, [randomUUID(), id, reason, null]),
  };
}

export type ReturnMaker = Awaited<ReturnType<typeof returnMaker>>;
