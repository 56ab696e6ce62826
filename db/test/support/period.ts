// Months of the books in tests, counted from the present one: 0 is this month, -1 the last.
import { randomUUID } from 'node:crypto';
import type { Actor, Refusal } from './actor.ts';
import type { Reader } from './books.ts';

export interface Period {
  month: string;
  is_closed: boolean;
  closed_by: string | null;
  reopened_by: string | null;
  reason: string | null;
}

const columns = 'p.month::text, p.is_closed, p.closed_by::text, p.reopened_by::text, p.reason';
const closing = `select ${columns} from finance.close_period($1, $2) as p`;
const reopening = `select ${columns} from finance.reopen_period($1, $2, $3) as p`;

export const closePeriod = (
  me: Actor,
  month: string | null,
  key: string = randomUUID(),
): Promise<Period> => me.one<Period>(closing, [key, month]);

export const closingRefused = (me: Actor, month: string | null): Promise<Refusal> =>
  me.refusal(closing, [randomUUID(), month]);

export const reopenPeriod = (
  me: Actor,
  month: string | null,
  reason: string | null = 'Bổ sung phiếu thu',
  key: string = randomUUID(),
): Promise<Period> => me.one<Period>(reopening, [key, month, reason]);

export const reopeningRefused = (
  me: Actor,
  month: string | null,
  reason: string | null = 'Bổ sung phiếu thu',
): Promise<Refusal> => me.refusal(reopening, [randomUUID(), month, reason]);

/** The first day of a month, so many months from the present one. */
export async function monthFromNow(reader: Reader, months: number): Promise<string> {
  const [row] = await reader.query<{ day: string }>(
    `select (date_trunc('month', config.business_date()::timestamp) + make_interval(
      months => $1))::date::text as day`,
    [months],
  );
  return row?.day ?? 'no month';
}
