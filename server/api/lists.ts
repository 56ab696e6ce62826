import type { Request, Response } from 'express';
import type pg from 'pg';
import { asUser, type Caller } from '../database/transactions.ts';
import { listQuery, parseBody } from '../http/shapes.ts';
import { deadlineOf } from '../http/time_budget.ts';
import type { Services } from '../services.ts';

type Statement = Readonly<{ name: string; text: string }>;
type Page = { count: string; results: unknown };

/** $1 words to look for, $2 rows of a page, $3 rows before it. */
const page = (name: string, search: string, row: string): Statement => ({
  name,
  text: `with found as materialized (
      select f as entry, row_number() over () as place from ${search}($1) as f),
    page as (select * from found order by place limit $2 offset $3)
    select (select count(*) from found) as count,
      (select coalesce(json_agg(${row} order by p.place), '[]') from page as p) as results`,
});

const ITEMS = page(
  'list_items',
  'inventory.search_items',
  `(
  select json_build_object(
    'id', (p.entry).id::text,
    'sku', (p.entry).sku,
    'item_name', (p.entry).item_name,
    'unit', u.name,
    'issue_price', inventory.item_issue_price(p.entry)::text,
    'stock_quantity', trim_scale((p.entry).stock_quantity)::text,
    'is_active', (p.entry).is_active)
  from inventory.unit as u where u.id = (p.entry).unit_id)`,
);

const AGENCIES = page(
  'list_agencies',
  'agency.search_agencies',
  `json_build_object(
  'id', (p.entry).id::text,
  'code', (p.entry).code,
  'name', (p.entry).name,
  'status', (p.entry).status,
  'phone', (p.entry).phone,
  'debt_amount', (p.entry).debt_amount::text,
  'debt_limit', agency.agency_debt_limit(p.entry)::text)`,
);

type Handler = (
  services: Services,
  caller: Caller,
  request: Request,
  response: Response,
) => Promise<void>;

const list =
  (statement: Statement): Handler =>
  async ({ pool }, caller, request, response) => {
    const { q, limit, offset } = parseBody(listQuery, request.query);
    const read = async (client: pg.ClientBase) => {
      const { rows } = await client.query<Page>({ ...statement, values: [q, limit, offset] });
      return rows[0];
    };
    const found = await asUser(pool, caller, read, deadlineOf(response));
    response.json({ count: Number(found?.count ?? 0), results: found?.results ?? [] });
  };

export const listItems = list(ITEMS);
export const listAgencies = list(AGENCIES);
