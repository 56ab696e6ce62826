// Refunds in tests: agencies by code, so that a test reads like a book of payments out.
import { randomUUID } from 'node:crypto';
import type { Actor, Refusal } from './actor.ts';

export interface RefundWish {
  agency: string | null;
  amount: number | string | null;
  date?: string;
  method?: string | null;
  reference?: string;
  note?: string;
  clientKey?: string | null;
}

export interface Refund {
  id: string;
  code: string;
  agency_id: string;
  status: string;
  method: string;
  amount: string;
  refund_date: string;
  cancel_reason: string | null;
  cancelled_by: string | null;
}

const columns = `r.id::text, r.code, r.agency_id::text, r.status, r.method, r.amount::text,
  r.refund_date::text, r.cancel_reason, r.cancelled_by::text`;
const recording = `select ${columns} from finance.create_refund($1, $2, $3, $4, $5, $6, $7) as r`;
const cancelling = `select ${columns} from finance.cancel_refund($1, $2, $3) as r`;

/** Records refunds in one test database. */
export function refundMaker(keyOf: (code: string) => string) {
  const values = (wish: RefundWish): unknown[] => [
    wish.clientKey === undefined ? randomUUID() : wish.clientKey,
    wish.agency === null ? null : keyOf(wish.agency),
    wish.amount,
    wish.date ?? null,
    wish.method === undefined ? 'cash' : wish.method,
    wish.reference ?? null,
    wish.note ?? null,
  ];
  return {
    create: (me: Actor, wish: RefundWish): Promise<Refund> =>
      me.one<Refund>(recording, values(wish)),
    refused: (me: Actor, wish: RefundWish): Promise<Refusal> => me.refusal(recording, values(wish)),
    cancel: (
      me: Actor,
      id: string | null,
      reason: string | null = 'Chi nhầm',
      clientKey: string = randomUUID(),
    ): Promise<Refund> => me.one<Refund>(cancelling, [clientKey, id, reason]),
    cancelRefused: (
      me: Actor,
      id: string | null,
      reason: string | null = 'Chi nhầm',
    ): Promise<Refusal> => me.refusal(cancelling, [randomUUID(), id, reason]),
  };
}

export type RefundMaker = ReturnType<typeof refundMaker>;
