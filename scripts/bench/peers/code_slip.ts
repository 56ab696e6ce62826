// A slip whose rules stand in code, statement by statement, as a service behind an ORM makes it. It
// comes twice: `naive` keeps the balance, the stock and the lines, as first versions do; `dutiful`
// keeps what ours keeps as well, so that the two can be compared: each change in a trail with what
// was before and after, both ledgers with their balances, sums by day, numbers without gaps, one
// effect a client key, and a notice for whoever is to hear of it.
import type pg from 'pg';
import { beginCommand, keepDuties, nextCode } from './code_duties.ts';
import {
  CodeRefusal,
  rowsOf,
  type Agency,
  type Author,
  type Item,
  type Line,
  type Made,
  type Order,
} from './code_types.ts';

/** One slip in the transaction of the client, which the caller begins and ends. */
export async function makeSlip(
  client: pg.ClientBase,
  order: Order,
  author: Author,
  isDutiful: boolean,
): Promise<Made> {
  if (isDutiful) await beginCommand(client, order, author);
  const [agency] = await rowsOf<Agency>(
    client,
    'agency',
    `select id, status, debt_amount::text, debt_seq::text, debt_limit::text
      from peers.agency where id = $1 for no key update`,
    [order.agencyId],
  );
  if (agency === undefined || agency.status !== 'active') throw new CodeRefusal('AGENCY');
  const lines = await linesOf(client, order);
  const total = lines.reduce((sum, line) => sum + line.lineTotal, 0);
  const debtAfter = Number(agency.debt_amount) + total;
  if (debtAfter > Number(agency.debt_limit)) throw new CodeRefusal('DEBT_LIMIT');
  const code = isDutiful ? await nextCode(client) : null;
  const [slip] = await rowsOf<{ id: string }>(
    client,
    'slip',
    `insert into peers.slip (client_key, code, agency_id, total_amount, debt_after, created_by)
      values ($1, $2, $3, $4, $5, $6) returning id::text`,
    [order.clientKey, code, agency.id, total, debtAfter, author.userId],
  );
  const id = slip?.id ?? '';
  for (const [index, line] of lines.entries()) {
    await client.query({
      name: 'line',
      text: `insert into peers.slip_line
        (slip_id, line_no, item_id, quantity, unit_price, line_total)
        values ($1, $2, $3, $4, $5, $6)`,
      values: [id, index + 1, line.item.id, line.quantity, line.unitPrice, line.lineTotal],
    });
  }
  await moveStock(client, lines);
  await client.query({
    name: 'debt',
    text: `update peers.agency set debt_amount = $2, debt_seq = debt_seq + 1 where id = $1`,
    values: [agency.id, debtAfter],
  });
  if (isDutiful) await keepDuties(client, { id, code, agency, lines, total, debtAfter }, author);
  return {
    id,
    code,
    totalAmount: String(total),
    debtAfter: String(debtAfter),
    agency: { id: agency.id },
  };
}

/** Items in the order of their keys, locked, with what each line comes to. */
async function linesOf(client: pg.ClientBase, { items }: Order): Promise<Line[]> {
  const found = await rowsOf<Item>(
    client,
    'items',
    `select id, is_active, price::text, stock_quantity::text, stock_seq::text
      from peers.item where id = any ($1::text[]) order by id for no key update`,
    [items.map(({ item_id: id }) => id)],
  );
  const byKey = new Map(found.map((item) => [item.id, item]));
  return items.map(({ item_id: id, quantity: asked }) => {
    const item = byKey.get(id);
    const quantity = Number(asked);
    if (item === undefined || !item.is_active) throw new CodeRefusal('ITEM');
    if (Number(item.stock_quantity) < quantity) throw new CodeRefusal('OUT_OF_STOCK');
    const unitPrice = Number(item.price);
    return { item, quantity, unitPrice, lineTotal: Math.round(quantity * unitPrice) };
  });
}

async function moveStock(client: pg.ClientBase, lines: readonly Line[]): Promise<void> {
  for (const { item, quantity } of lines) {
    await client.query({
      name: 'stock',
      text: `update peers.item
        set stock_quantity = stock_quantity - $2, stock_seq = stock_seq + 1 where id = $1`,
      values: [item.id, quantity],
    });
  }
}
