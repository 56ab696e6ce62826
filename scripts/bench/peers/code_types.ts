// What a slip in code is made of.
import type pg from 'pg';

export interface Order {
  clientKey: string;
  agencyId: string;
  items: { item_id: string; quantity: string }[];
}
export interface Author {
  userId: string;
  traceId: string;
}
export interface Made {
  id: string;
  code: string | null;
  totalAmount: string;
  debtAfter: string;
  agency: { id: string };
}

export interface Agency {
  id: string;
  status: string;
  debt_amount: string;
  debt_seq: string;
  debt_limit: string;
}
export interface Item {
  id: string;
  is_active: boolean;
  price: string;
  stock_quantity: string;
  stock_seq: string;
}
export interface Line {
  item: Item;
  quantity: number;
  unitPrice: number;
  lineTotal: number;
}

export class CodeRefusal extends Error {}

export const rowsOf = async <Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  name: string,
  text: string,
  values: unknown[],
): Promise<Row[]> => (await client.query<Row>({ name, text, values })).rows;
