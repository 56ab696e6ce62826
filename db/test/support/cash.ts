// Cash in hand in tests: payments by their slips, people by the name before the @.
import { randomUUID } from 'node:crypto';
import type { Actor, Hand, Refusal } from './actor.ts';

export interface HandedOver {
  id: string;
  code: string;
  status: string;
  handed_over_by: string | null;
  is_handed_over: boolean;
}

// the keys travel as one text, so that a test needs not know of what type they are
const handing = `select p.id::text, p.code, p.status, p.handed_over_by::text,
  p.handed_over_at is not null as is_handed_over
  from finance.hand_over_cash($1, $2::text::{type}[]) as p`;

const statement = async (me: Hand): Promise<string> => {
  const { type } = await me.one<{ type: string }>(
    `select format_type(a.atttypid, null) as type from pg_attribute as a
     where a.attrelid = 'finance.payment'::regclass and a.attname = 'id'`,
  );
  return handing.replace('{type}', type);
};

const written = (ids: (string | null)[] | null) =>
  ids === null ? null : `{${ids.map((id) => id ?? 'null').join(',')}}`;

/** Marks payments as handed over. */
export const handOver = async (
  me: Actor,
  ids: (string | null)[] | null,
  clientKey: string = randomUUID(),
): Promise<HandedOver[]> => me.query<HandedOver>(await statement(me), [clientKey, written(ids)]);

export const handOverRefused = async (me: Actor, ids: (string | null)[] | null): Promise<Refusal> =>
  me.refusal(await statement(me), [randomUUID(), written(ids)]);

/** The board as somebody sees it: name, đồng, payments, oldest day. */
export const cashInHand = (me: Actor) =>
  me.query<{ name: string; amount: string; payments: string; oldest: string }>(
    `select c.user_name as name, c.amount::text, c.payment_count::text as payments,
      c.oldest_date::text as oldest
   from finance.cash_in_hand() as c`,
  );

/** What was paid on the spot with a slip. */
export const paidWith = (
  reader: Pick<Hand, 'query'>,
  slipId: string,
): Promise<{ id: string; code: string; status: string }> =>
  reader
    .query<{ id: string; code: string; status: string }>(
      'select p.id::text, p.code, p.status from finance.payment as p where p.issue_id::text = $1',
      [slipId],
    )
    .then(([row]) => row ?? { id: '', code: '', status: 'none' });
