import { MAX_LINES } from '../http/shapes.ts';

const text = { type: 'string' } as const;
const id = { ...text, description: 'Opaque key' } as const;
const money = { ...text, pattern: '^-?[0-9]+$', description: 'đồng, decimal as text' } as const;
const quantity = {
  ...text,
  description: 'In the unit of the item, at most three decimals, as text',
} as const;
const day = { ...text, format: 'date' } as const;
const amount = {
  oneOf: [text, { type: 'number' }],
  description: 'Decimal as text, or a number that is exact',
} as const;

const line = {
  type: 'object',
  required: ['item_id', 'quantity', 'is_free', 'unit_price', 'line_total'],
  properties: {
    item_id: id,
    quantity,
    is_free: { type: 'boolean' },
    unit_price: money,
    line_total: money,
  },
} as const;

const issue = {
  type: 'object',
  required: [
    'id',
    'code',
    'status',
    'agency_id',
    'issue_date',
    'total_amount',
    'debt_after',
    'items',
  ],
  properties: {
    id,
    code: text,
    status: text,
    agency_id: id,
    issue_date: day,
    total_amount: money,
    paid_now: money,
    debt_after: money,
    note: { type: ['string', 'null'] },
    items: { type: 'array', items: line },
  },
} as const;

const newIssue = {
  type: 'object',
  required: ['client_key', 'agency_id', 'items'],
  additionalProperties: false,
  properties: {
    client_key: {
      ...text,
      minLength: 1,
      maxLength: 100,
      description: 'One per intention: sent again, it answers the same slip',
    },
    agency_id: id,
    issue_date: { ...day, description: 'Today when left out' },
    paid_now: amount,
    note: { ...text, maxLength: 500 },
    items: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_LINES,
      items: {
        type: 'object',
        required: ['item_id', 'quantity'],
        additionalProperties: false,
        properties: { item_id: id, quantity: amount, is_free: { type: 'boolean' } },
      },
    },
  },
} as const;

const item = {
  type: 'object',
  properties: {
    id,
    sku: text,
    item_name: text,
    unit: text,
    issue_price: money,
    stock_quantity: quantity,
    is_active: { type: 'boolean' },
  },
} as const;

const agency = {
  type: 'object',
  properties: {
    id,
    code: text,
    name: text,
    status: text,
    phone: { type: ['string', 'null'] },
    debt_amount: money,
    debt_limit: money,
  },
} as const;

const envelope = {
  type: 'object',
  required: ['code', 'message', 'details', 'trace_id'],
  properties: { code: text, message: text, details: { type: 'object' }, trace_id: text },
} as const;

const json = (schema: object) => ({ 'application/json': { schema } });
const refusals = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      String(status),
      { description: 'Refused', content: json({ $ref: '#/components/schemas/Error' }) },
    ]),
  );
const parameter = (name: string, where: 'query' | 'path', schema: object) => ({
  name,
  in: where,
  required: where === 'path',
  schema,
});
const paging = [
  parameter('q', 'query', { ...text, maxLength: 200, default: '' }),
  parameter('limit', 'query', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
  parameter('offset', 'query', { type: 'integer', minimum: 0, default: 0 }),
];
const list = (summary: string, schema: string) => ({
  summary,
  parameters: paging,
  responses: {
    200: {
      description: 'One page',
      content: json({
        type: 'object',
        required: ['count', 'results'],
        properties: {
          count: { type: 'integer' },
          results: { type: 'array', items: { $ref: `#/components/schemas/${schema}` } },
        },
      }),
    },
    ...refusals(400, 401, 403),
  },
});

/** The REST contract. A test compares its paths with the routes, and answers with its schemas. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'Sổ Đại Lý', version: '1', description: 'Stock-out slips, items and agencies.' },
  servers: [{ url: '/api/v1' }],
  security: [{ session: [] }],
  paths: {
    '/inventory/issues': {
      post: {
        summary: 'Make and confirm a stock-out slip',
        parameters: [{ name: 'X-Sodaily-CSRF', in: 'header', required: true, schema: text }],
        requestBody: { required: true, content: json(newIssue) },
        responses: {
          201: { description: 'The slip', content: json({ $ref: '#/components/schemas/Issue' }) },
          ...refusals(400, 401, 403, 409, 503),
        },
      },
    },
    '/inventory/issues/{id}': {
      get: {
        summary: 'One slip',
        parameters: [parameter('id', 'path', id)],
        responses: {
          200: { description: 'The slip', content: json({ $ref: '#/components/schemas/Issue' }) },
          ...refusals(400, 401, 403, 404),
        },
      },
    },
    '/inventory/items': { get: list('Items, those that start with the words first', 'Item') },
    '/agency/agencies': { get: list('Agencies by name', 'Agency') },
    '/exports/{id}': {
      get: {
        summary: 'A file that the caller had made (mutation startExport), for a day',
        parameters: [parameter('id', 'path', id)],
        responses: {
          200: {
            description: 'The file',
            content: {
              'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {},
              'text/csv': {},
              'application/pdf': {},
            },
          },
          ...refusals(400, 401, 403, 404, 410),
        },
      },
    },
    '/imports/templates/{what}': {
      get: {
        summary: 'An empty spreadsheet with the heads of a file that may come in',
        parameters: [
          parameter('what', 'path', {
            ...text,
            description: 'A code of importKinds, such as items',
          }),
          parameter('language', 'query', { ...text, enum: ['vi', 'en'], default: 'vi' }),
        ],
        responses: {
          200: {
            description: 'The spreadsheet',
            content: { 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {} },
          },
          ...refusals(400, 401, 404),
        },
      },
    },
    '/imports/{id}/bytes/{seq}': {
      put: {
        summary:
          'A piece of a file that comes in, between the mutations startImport and endImportUpload',
        parameters: [
          parameter('id', 'path', id),
          parameter('seq', 'path', {
            type: 'integer',
            minimum: 0,
            description: 'Place of the piece, from 0; sent again it replaces itself',
          }),
          { name: 'X-Sodaily-CSRF', in: 'header', required: true, schema: text },
        ],
        requestBody: { required: true, content: { 'application/octet-stream': {} } },
        responses: { 204: { description: 'Kept' }, ...refusals(400, 401, 404, 409, 413, 415) },
      },
    },
  },
  components: {
    schemas: { Issue: issue, Item: item, Agency: agency, Error: envelope },
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: '__Host-sodaily_access' },
    },
  },
} as const;
