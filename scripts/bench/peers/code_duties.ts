// The duties of a slip whose rules stand in code: what a naive one leaves out (code_slip.ts).
import { createHash } from 'node:crypto';
import type pg from 'pg';
import {
  CodeRefusal,
  rowsOf,
  type Agency,
  type Author,
  type Line,
  type Order,
} from './code_types.ts';

/** The second of two requests with one key waits here, and is told. */
export async function beginCommand(
  client: pg.ClientBase,
  order: Order,
  { userId }: Author,
): Promise<void> {
  const hash = createHash('sha256').update(JSON.stringify(order)).digest();
  const { rowCount } = await client.query({
    name: 'command',
    text: `insert into peers.command (user_id, client_key, request_hash) values ($1, $2, $3)
      on conflict do nothing`,
    values: [userId, order.clientKey, hash],
  });
  if (rowCount !== 1) throw new CodeRefusal('DUPLICATE_REQUEST');
}

export async function nextCode(client: pg.ClientBase): Promise<string> {
  const year = new Date().getFullYear();
  const [drawn] = await rowsOf<{ number: string }>(
    client,
    'counter',
    `insert into peers.counter (year, last_number) values ($1, 1)
      on conflict (year) do update set last_number = peers.counter.last_number + 1
      returning last_number::text as number`,
    [year],
  );
  return `PX-${year}-${(drawn?.number ?? '').padStart(6, '0')}`;
}

export interface Written {
  id: string;
  code: string | null;
  agency: Agency;
  lines: readonly Line[];
  total: number;
  debtAfter: number;
}

/** Ledgers, days, trail, notice, and what the command made: a statement each, of all its rows. */
export async function keepDuties(
  client: pg.ClientBase,
  { id, code, agency, lines, total, debtAfter }: Written,
  { userId, traceId }: Author,
): Promise<void> {
  await client.query({
    name: 'debt_entry',
    text: `insert into peers.debt_entry
      (agency_id, seq, slip_id, amount, balance_after, business_date, created_by)
      values ($1, $2, $3, $4, $5, current_date, $6)`,
    values: [agency.id, Number(agency.debt_seq) + 1, id, total, debtAfter, userId],
  });
  await client.query({
    name: 'stock_entry',
    text: `insert into peers.stock_entry
      (item_id, seq, slip_id, quantity, balance_after, business_date, created_by)
      select l.item, l.seq, $1, -l.quantity, l.balance, current_date, $2
      from unnest($3::text[], $4::bigint[], $5::numeric[], $6::numeric[])
        as l (item, seq, quantity, balance)`,
    values: [
      id,
      userId,
      lines.map(({ item }) => item.id),
      lines.map(({ item }) => Number(item.stock_seq) + 1),
      lines.map(({ quantity }) => quantity),
      lines.map(({ item, quantity }) => Number(item.stock_quantity) - quantity),
    ],
  });
  await keepDays(client, agency, lines, total);
  const changes = [
    ['slip', id, 'insert', { id, code, agency: agency.id, total, created_by: userId }],
    ...lines.map((line, index) => [
      'slip_line',
      `${id}/${index + 1}`,
      'insert',
      { slip: id, item: line.item.id, quantity: line.quantity, price: line.unitPrice },
    ]),
  ];
  await client.query({
    name: 'change',
    text: `insert into peers.change (table_name, row_key, action, after, user_id, trace_id)
      select c ->> 0, c ->> 1, c ->> 2, c -> 3, $2, $3 from jsonb_array_elements($1) as c`,
    values: [JSON.stringify(changes), userId, traceId],
  });
  await client.query({
    name: 'notice',
    text: 'insert into peers.notice (slip_id) values ($1)',
    values: [id],
  });
  await client.query({
    name: 'command_done',
    text: `update peers.command as c set slip_id = $2
      from peers.slip as s
      where s.id = $2 and c.client_key = s.client_key and c.user_id = $1`,
    values: [userId, id],
  });
}

async function keepDays(
  client: pg.ClientBase,
  agency: Agency,
  lines: readonly Line[],
  total: number,
): Promise<void> {
  await client.query({
    name: 'debt_day',
    text: `insert into peers.debt_day as d (agency_id, business_date, slip_count, slip_amount)
      values ($1, current_date, 1, $2)
      on conflict (agency_id, business_date) do update
      set slip_count = d.slip_count + 1, slip_amount = d.slip_amount + excluded.slip_amount`,
    values: [agency.id, total],
  });
  await client.query({
    name: 'stock_day',
    text: `insert into peers.stock_day as d (item_id, business_date, out_quantity)
      select l.item, current_date, l.quantity
      from unnest($1::text[], $2::numeric[]) as l (item, quantity) order by l.item
      on conflict (item_id, business_date) do update
      set out_quantity = d.out_quantity + excluded.out_quantity`,
    values: [lines.map(({ item }) => item.id), lines.map(({ quantity }) => quantity)],
  });
}
