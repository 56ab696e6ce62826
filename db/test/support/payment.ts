// Payments in tests: agencies by code, so that a test reads like a receipt book.
import { randomUUID } from 'node:crypto';
import type { Actor, Hand, Refusal } from './actor.ts';

export interface PaymentWish {
  /** Code, or the key itself when no agency has that code. */
  agency: string | null;
  amount: number | string | null;
  date?: string;
  method?: string | null;
  reference?: string;
  note?: string;
  clientKey?: string | null;
}

export interface Payment {
  id: string;
  code: string;
  agency_id: string;
  issue_id: string | null;
  status: string;
  method: string;
  reference: string | null;
  amount: string;
  payment_date: string;
  note: string | null;
}

const columns = `p.id::text, p.code, p.agency_id::text, p.issue_id::text, p.status, p.method,
  p.reference, p.amount::text, p.payment_date::text, p.note`;

const recording = `select ${columns} from finance.create_payment($1, $2, $3, $4, $5, $6, $7) as p`;

const cancelling = `select ${columns}, p.cancel_reason, p.cancelled_by::text,
  p.cancelled_at is not null as is_stamped from finance.cancel_payment($1, $2, $3) as p`;

/** Key of a slip, and how much of it a payment is to settle. */
export type Allocation = [issue: string | null, amount: number | string | null];

// the lines travel as one text, so that a test needs not know of what type keys are
const allocating = `select ${columns}
  from finance.allocate_payment($1, $2, $3::text::finance.allocation_line[]) as p`;

function allocationValues(
  clientKey: string,
  id: string | null,
  lines: Allocation[] | null,
): unknown[] {
  const words = lines?.map(([issue, amount]) => `"(${issue ?? ''},${amount ?? ''},)"`);
  return [clientKey, id, words === undefined ? null : `{${words.join(',')}}`];
}

export interface Cancellation extends Payment {
  cancel_reason: string;
  cancelled_by: string;
  is_stamped: boolean;
}

/** The key behind a code, whoever may see the agency; an unknown code stands for itself. */
type KeyOf = (code: string) => string;

/** Records payments in one test database. */
export function paymentMaker(keyOf: KeyOf) {
  const values = (wish: PaymentWish): unknown[] => [
    wish.clientKey === undefined ? randomUUID() : wish.clientKey,
    wish.agency === null ? null : keyOf(wish.agency),
    wish.amount,
    wish.date ?? null,
    wish.method === undefined ? 'cash' : wish.method,
    wish.reference ?? null,
    wish.note ?? null,
  ];
  return {
    create: (me: Actor, wish: PaymentWish): Promise<Payment> =>
      me.one<Payment>(recording, values(wish)),
    refused: (me: Actor, wish: PaymentWish): Promise<Refusal> =>
      me.refusal(recording, values(wish)),
    allocate: (
      me: Actor,
      id: string | null,
      lines: Allocation[] | null,
      clientKey: string = randomUUID(),
    ): Promise<Payment> => me.one<Payment>(allocating, allocationValues(clientKey, id, lines)),
    allocateRefused: (me: Actor, id: string | null, lines: Allocation[] | null): Promise<Refusal> =>
      me.refusal(allocating, allocationValues(randomUUID(), id, lines)),
    cancel: (
      me: Actor,
      id: string | null,
      reason: string | null = 'Ghi nhầm',
      clientKey: string = randomUUID(),
    ): Promise<Cancellation> => me.one<Cancellation>(cancelling, [clientKey, id, reason]),
    cancelRefused: (
      me: Actor,
      id: string | null,
      reason: string | null = 'Ghi nhầm',
    ): Promise<Refusal> => me.refusal(cancelling, [randomUUID(), id, reason]),
  };
}

export type PaymentMaker = ReturnType<typeof paymentMaker>;

/** What settles what, by number: payment, slip, amount. */
export async function allocationsOf(
  reader: Pick<Hand, 'query'>,
): Promise<[string, string, string][]> {
  const rows = await reader.query<{ payment: string; slip: string; amount: string }>(
    `select p.code as payment, i.code as slip, l.amount::text
     from finance.payment_allocation as l
     join finance.payment as p on p.id = l.payment_id
     join inventory.issue as i on i.id = l.issue_id
     where l.amount > 0
     order by p.code, i.issue_date, i.code, l.amount`,
  );
  return rows.map(({ payment, slip, amount }) => [payment, slip, amount]);
}

/** What each slip has open, by number. */
export async function openAmounts(reader: Pick<Hand, 'query'>): Promise<Record<string, string>> {
  const rows = await reader.query<{ code: string; open: string }>(
    `select i.code, inventory.issue_open_amount(i)::text as open from inventory.issue as i
      order by i.code`,
  );
  return Object.fromEntries(rows.map(({ code, open }) => [code, open]));
}

/** Sets a regulation from today on, for the rest of the transaction. */
export async function regulate(owner: Hand, key: string, value: string): Promise<void> {
  await owner.query(
    `insert into config.regulation_version (regulation_id, value, valid_from, reason)
     select r.id, $2, config.business_date(), 'Thử' from config.regulation as r where r.key = $1`,
    [key, value],
  );
}
