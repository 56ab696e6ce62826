// What an agency does with its own request, and staff who confirm less of it.
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Actor, Refusal } from './actor.ts';
import type { SlipMaker, SlipWish } from './slip.ts';

export interface Asked {
  id: string;
  code: string | null;
  request_code: string | null;
  status: string;
  version: string;
  total_amount: string;
  wanted_date: string | null;
  reason: string | null;
  is_withdrawn: boolean;
}

const shown = `s.id::text, s.code, s.request_code, s.status, s.version::text, s.total_amount::text,
  s.wanted_date::text, s.reason, s.withdrawn_at is not null as is_withdrawn`;
const lines = (
  place: number,
) => `(select array_agg(row(l.item, l.quantity, l.is_free)::inventory.issue_line)
  from jsonb_to_recordset($${place}) as l (item ${inject('keyType')}, quantity numeric,
    is_free boolean))`;

/** Lines with sku, quantity and whether they are free, as JSON for the commands above. */
export const linesOf = (
  keys: Pick<SlipMaker, 'itemId'>,
  wish: SlipWish['lines'] | null,
): string | null =>
  wish === null
    ? null
    : JSON.stringify(
        wish.map(([sku, quantity, gift]) => ({
          item: sku === null ? null : keys.itemId(sku),
          quantity,
          is_free: gift === 'free',
        })),
      );

export interface Revision {
  lines: SlipWish['lines'];
  version: number | string | null;
  note?: string;
  wanted?: string | null;
  clientKey?: string;
}

const revising = () =>
  `select ${shown} from inventory.revise_request($1, $2, $3, ${lines(4)}, $5, $6) as s`;
const revised = (keys: Pick<SlipMaker, 'itemId'>, id: string, wish: Revision): unknown[] => [
  wish.clientKey ?? randomUUID(),
  id,
  wish.version,
  linesOf(keys, wish.lines),
  wish.note ?? null,
  wish.wanted ?? null,
];
export const revise = (
  me: Actor,
  keys: Pick<SlipMaker, 'itemId'>,
  id: string,
  wish: Revision,
): Promise<Asked> => me.one<Asked>(revising(), revised(keys, id, wish));
export const reviseRefused = (
  me: Actor,
  keys: Pick<SlipMaker, 'itemId'>,
  id: string,
  wish: Revision,
): Promise<Refusal> => me.refusal(revising(), revised(keys, id, wish));

const withdrawing = `select ${shown} from inventory.withdraw_request($1, $2, $3) as s`;
export const withdraw = (
  me: Actor,
  id: string,
  reason: string | null = null,
  clientKey: string = randomUUID(),
): Promise<Asked> => me.one<Asked>(withdrawing, [clientKey, id, reason]);
export const withdrawRefused = (
  me: Actor,
  id: string,
  reason: string | null = null,
): Promise<Refusal> => me.refusal(withdrawing, [randomUUID(), id, reason]);

const cutting = () =>
  `select ${shown} from inventory.confirm_issue($1, $2, items => ${lines(3)}, version => $4) as s`;
export const confirmLess = (
  me: Actor,
  keys: Pick<SlipMaker, 'itemId'>,
  id: string,
  less: SlipWish['lines'] | null,
  version: number | null = null,
): Promise<Asked> => me.one<Asked>(cutting(), [randomUUID(), id, linesOf(keys, less), version]);
export const confirmLessRefused = (
  me: Actor,
  keys: Pick<SlipMaker, 'itemId'>,
  id: string,
  less: SlipWish['lines'] | null,
  version: number | null = null,
): Promise<Refusal> => me.refusal(cutting(), [randomUUID(), id, linesOf(keys, less), version]);
