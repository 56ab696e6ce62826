// Adjustments of debt in tests: agencies by code, opening rows by the number on their paper.
import { randomUUID } from 'node:crypto';
import type { Actor, Refusal } from './actor.ts';

export interface AdjustmentWish {
  agency: string | null;
  direction: string | null;
  amount: number | string | null;
  reason?: string | null;
  date?: string | null;
  due?: string;
  /** Key of the slip that it corrects. */
  slip?: string;
  /** Document of the opening row that it corrects. */
  opening?: string;
  clientKey?: string;
}

export interface Adjustment {
  id: string;
  code: string | null;
  status: string;
  amount: string;
  adjustment_date: string | null;
  reject_reason: string | null;
  cancel_reason: string | null;
}

const columns = `a.id::text, a.code, a.status, a.amount::text, a.adjustment_date::text, a.reject_reason,
  a.cancel_reason`;
const asking = `select ${columns} from finance.create_adjustment($1, $2, $3, $4, $5, $6, $7, $8, (
  select o.id from finance.opening_debt as o
  where o.agency_id::text = $10 and o.document = $9)) as a`;
const step = (name: string, more: string) =>
  `select ${columns} from finance.${name}($1, $2${more}) as a`;

/** Adjusts debts in one test database. */
export function adjustmentMaker(keyOf: (code: string) => string) {
  const values = (wish: AdjustmentWish): unknown[] => [
    wish.clientKey ?? randomUUID(),
    wish.agency === null ? null : keyOf(wish.agency),
    wish.direction,
    wish.amount,
    wish.reason === undefined ? 'Sai số' : wish.reason,
    wish.date ?? null,
    wish.due ?? null,
    wish.slip ?? null,
    wish.opening ?? null,
    wish.agency === null ? null : keyOf(wish.agency),
  ];
  const confirming = step('confirm_adjustment', ', $3');
  const rejecting = step('reject_adjustment', ', $3');
  const cancelling = step('cancel_adjustment', ', $3');
  return {
    create: (me: Actor, wish: AdjustmentWish): Promise<Adjustment> =>
      me.one<Adjustment>(asking, values(wish)),
    refused: (me: Actor, wish: AdjustmentWish): Promise<Refusal> =>
      me.refusal(asking, values(wish)),
    confirm: (me: Actor, id: string, date: string | null = null): Promise<Adjustment> =>
      me.one<Adjustment>(confirming, [randomUUID(), id, date]),
    confirmRefused: (me: Actor, id: string | null, date: string | null = null): Promise<Refusal> =>
      me.refusal(confirming, [randomUUID(), id, date]),
    reject: (me: Actor, id: string, reason: string | null = 'Không đúng'): Promise<Adjustment> =>
      me.one<Adjustment>(rejecting, [randomUUID(), id, reason]),
    rejectRefused: (
      me: Actor,
      id: string | null,
      reason: string | null = 'Không đúng',
    ): Promise<Refusal> => me.refusal(rejecting, [randomUUID(), id, reason]),
    cancel: (me: Actor, id: string, reason: string | null = 'Nhầm'): Promise<Adjustment> =>
      me.one<Adjustment>(cancelling, [randomUUID(), id, reason]),
    cancelRefused: (
      me: Actor,
      id: string | null,
      reason: string | null = 'Nhầm',
    ): Promise<Refusal> => me.refusal(cancelling, [randomUUID(), id, reason]),
  };
}

export type AdjustmentMaker = ReturnType<typeof adjustmentMaker>;
