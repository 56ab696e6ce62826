import type { Request, Response } from 'express';
import type pg from 'pg';
import { z } from 'zod';
import { withRetries } from '../database/retry.ts';
import { asUser, type Caller } from '../database/transactions.ts';
import { Refusal } from '../http/errors.ts';
import { decimal, isoDate, lines, opaqueId, parseBody } from '../http/shapes.ts';
import { deadlineOf } from '../http/time_budget.ts';
import type { Services } from '../services.ts';

export const newIssue = z.strictObject({
  client_key: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: 'One per intention: sent again, it answers the same slip' }),
  agency_id: opaqueId,
  issue_date: isoDate.nullish(),
  paid_now: decimal.optional(),
  note: z.string().max(5_000).nullish(),
  items: lines(
    z.strictObject({ item_id: opaqueId, quantity: decimal, is_free: z.boolean().optional() }),
  ),
});

/** Lines travel as JSON: the database turns them into its own type, whatever keys are made of. */
const CREATE = {
  name: 'create_issue',
  text: `select i.id::text from inventory.create_issue(
    client_key => $1,
    agency_id => $2,
    items => (
      select array_agg(row(l.item_id, l.quantity, l.is_free)::inventory.issue_line order by l.place)
      from rows from (jsonb_populate_recordset(null::inventory.issue_line, $3))
        with ordinality as l (item_id, quantity, is_free, place)),
    issue_date => $4,
    paid_now => $5,
    note => $6) as i`,
};

/** A slip as clients see it: keys are text, money and quantities are decimals as text. */
const SHOW = {
  name: 'show_issue',
  text: `select json_build_object(
    'id', i.id::text,
    'code', i.code,
    'status', i.status,
    'agency_id', i.agency_id::text,
    'issue_date', i.issue_date,
    'total_amount', i.total_amount::text,
    'paid_now', i.paid_now::text,
    'debt_after', inventory.issue_debt_after(i)::text,
    'note', i.note,
    'items', (
      select coalesce(json_agg(json_build_object(
        'item_id', d.item_id::text,
        'quantity', trim_scale(d.quantity)::text,
        'is_free', d.is_free,
        'unit_price', d.unit_price::text,
        'line_total', d.line_total::text) order by d.line_no), '[]')
      from inventory.issue_detail as d
      where d.agency_id = i.agency_id and d.issue_id = i.id)) as slip
  from inventory.issue as i where i.id = $1`,
};

/**
 * POST /api/v1/inventory/issues; sent again with the same client key it answers the same slip, or
 * its key alone to whoever may not read it any more.
 */
export async function createIssue(
  { pool }: Services,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<void> {
  const order = parseBody(newIssue, request.body);
  const values = [
    order.client_key,
    order.agency_id,
    JSON.stringify(order.items),
    order.issue_date ?? null,
    order.paid_now ?? null,
    order.note ?? null,
  ];
  const create = async (client: pg.ClientBase) => {
    const { rows } = await client.query<{ id: string }>({ ...CREATE, values });
    const made = await client.query<{ slip: unknown }>({ ...SHOW, values: [rows[0]?.id] });
    return made.rows[0]?.slip ?? { id: rows[0]?.id };
  };
  const slip = await withRetries(() => asUser(pool, caller, create, deadlineOf(response)));
  response.status(201).json(slip);
}

/** GET /api/v1/inventory/issues/:id. Error: NOT_FOUND, also for a slip the caller may not see. */
export async function showIssue(
  { pool }: Services,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<void> {
  const id = request.params['id'];
  const show = async (client: pg.ClientBase) => {
    const { rows } = await client.query<{ slip: unknown }>({ ...SHOW, values: [id] });
    return rows[0]?.slip;
  };
  const slip = await asUser(pool, caller, show, deadlineOf(response));
  if (!slip) throw new Refusal('NOT_FOUND', { id });
  response.json(slip);
}
