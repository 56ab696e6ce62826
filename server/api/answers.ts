// What the REST face answers, for its description: keys are text, money and quantities decimals as
// text. A test holds every answer of the tests against these.
import { z } from 'zod';

const id = z.string().min(1).max(64).meta({ description: 'Opaque key' });
const money = z
  .string()
  .regex(/^-?[0-9]{1,15}$/)
  .meta({ description: 'đồng, a whole number as text' });
const quantity = z
  .string()
  .regex(/^-?[0-9]{1,12}(\.[0-9]{1,3})?$/)
  .meta({ description: 'In the unit of the item, at most three decimals, as text' });
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ format: 'date' });

export const issueAnswer = z.object({
  id,
  code: z.string().nullable().meta({ description: 'PX-2026-000123; none before it is confirmed' }),
  status: z.string(),
  agency_id: id,
  issue_date: day,
  total_amount: money,
  paid_now: money,
  debt_after: money.nullable(),
  note: z.string().nullable(),
  items: z.array(
    z.object({
      item_id: id,
      quantity,
      is_free: z.boolean(),
      unit_price: money,
      line_total: money,
    }),
  ),
});

export const itemAnswer = z.object({
  id,
  sku: z.string(),
  item_name: z.string(),
  unit: z.string(),
  issue_price: money.nullable(),
  stock_quantity: quantity,
  is_active: z.boolean(),
});

export const agencyAnswer = z.object({
  id,
  code: z.string(),
  name: z.string(),
  status: z.string(),
  phone: z.string().nullable(),
  debt_amount: money,
  debt_limit: money.nullable().meta({ description: 'đồng, the most it may owe now' }),
});

export const errorAnswer = z.object({
  code: z.string().meta({ description: 'A code of the catalogue, such as DEBT_LIMIT' }),
  message: z.string().meta({ description: 'An English sentence with the figures' }),
  details: z
    .record(z.string(), z.unknown())
    .meta({ description: 'The figures; of a VALIDATION_ERROR its fields' }),
  trace_id: z.string(),
});

export const pageOf = (row: string): object => ({
  type: 'object',
  required: ['count', 'results'],
  properties: {
    count: { type: 'integer', minimum: 0, description: 'Rows on all pages' },
    results: { type: 'array', items: { $ref: `#/components/schemas/${row}` } },
  },
});
