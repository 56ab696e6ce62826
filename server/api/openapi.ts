// The REST contract, made of the shapes by which requests are read (http/shapes.ts) and those of
// the answers (answers.ts). Tests compare its paths with the routes, and answers with its schemas.
import { z } from 'zod';
import { listQuery, opaqueId, textOfJsonSchema } from '../http/shapes.ts';
import { agencyAnswer, errorAnswer, issueAnswer, itemAnswer, pageOf } from './answers.ts';
import { importPlace } from './file/imports.ts';
import { templateQuery } from './file/import_template.ts';
import { newIssue } from './issues.ts';

const json = (schema: object) => ({ 'application/json': { schema } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const input = (shape: z.ZodType) => textOfJsonSchema(shape, 'input');

/** An answer may have more fields one day, and a client must bear that. */
function output(shape: z.ZodType): object {
  return z.toJSONSchema(shape, {
    io: 'output',
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
      delete jsonSchema.$schema;
    },
  });
}

/** What any request may be told, whatever it asks. */
const ALWAYS = [400, 401, 403, 405, 429, 500, 503] as const;
const REFUSED: Readonly<Record<number, string>> = {
  400: 'The request makes no sense: VALIDATION_ERROR names every field',
  401: 'Nobody is signed in, or not any more',
  403: 'The caller may not do this, or comes from another site',
  404: 'There is no such thing, or the caller may not see it',
  405: 'The address takes other methods; Allow names them',
  409: 'A rule of the business said no; code and details say which, with its figures',
  410: 'It was there, and is over',
  413: 'The body is too large',
  415: 'The body is of another type',
  429: 'Too many requests at once; Retry-After says when to come again',
  500: 'The fault is ours; trace_id finds it in the log',
  503: 'The database is busy or away; the same request may be sent again',
};
const refusals = (...more: number[]) =>
  Object.fromEntries(
    [...ALWAYS, ...more].map((status) => [
      String(status),
      { description: REFUSED[status] ?? 'Refused', content: json(ref('Error')) },
    ]),
  );

const parameter = (name: string, where: 'query' | 'path', schema: object) => ({
  name,
  in: where,
  required: where === 'path',
  schema,
});
/** The fields of a shape, each a parameter, with what it is when it is left out. */
function parameters(where: 'query' | 'path', shape: z.ZodObject) {
  const leftOut = shape.safeParse({}).data ?? {};
  return Object.entries(shape.shape).map(([name, schema]) =>
    parameter(name, where, {
      ...input(schema as z.ZodType),
      ...(name in leftOut ? { default: leftOut[name] } : {}),
    }),
  );
}
const csrf = { name: 'X-Sodaily-CSRF', in: 'header', required: true, schema: { type: 'string' } };
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const list = (operationId: string, summary: string, row: string) => ({
  operationId,
  summary,
  parameters: parameters('query', listQuery),
  responses: {
    200: { description: 'One page', content: json(pageOf(row)) },
    ...refusals(),
  },
});
const id = parameter('id', 'path', input(opaqueId));

const issues = {
  post: {
    operationId: 'createIssue',
    summary: 'Make and confirm a stock-out slip',
    parameters: [csrf],
    requestBody: { required: true, content: json(input(newIssue)) },
    responses: {
      201: {
        description: 'The slip; its key alone for whoever may not read it any more',
        content: json({ anyOf: [ref('Issue'), ref('IssueKey')] }),
      },
      ...refusals(409, 413, 415),
    },
  },
};
const issue = {
  get: {
    operationId: 'issue',
    summary: 'One slip',
    parameters: [id],
    responses: {
      200: { description: 'The slip', content: json(ref('Issue')) },
      ...refusals(404),
    },
  },
};
const exported = {
  get: {
    operationId: 'fetchExport',
    summary: 'A file that the caller had made (mutation startExport), for a day',
    parameters: [
      id,
      parameter('view', 'query', {
        type: 'string',
        description: 'Given, a PDF is shown by the browser instead of kept',
      }),
    ],
    responses: {
      200: {
        description: 'The file',
        content: { [XLSX]: {}, 'text/csv': {}, 'application/pdf': {} },
      },
      ...refusals(404, 409, 410),
    },
  },
};
const template = {
  get: {
    operationId: 'fetchImportTemplate',
    summary: 'An empty spreadsheet with the heads of a file that may come in',
    parameters: [
      parameter('what', 'path', {
        type: 'string',
        description: 'A code of importKinds, such as items',
      }),
      ...parameters('query', templateQuery),
    ],
    responses: {
      200: { description: 'The spreadsheet', content: { [XLSX]: {} } },
      ...refusals(404),
    },
  },
};
const importBytes = {
  put: {
    operationId: 'addImportBytes',
    summary:
      'A piece of a file that comes in, between the mutations startImport and endImportUpload; '
      + 'seq is its place from 0, and sent again it replaces itself',
    parameters: [...parameters('path', importPlace), csrf],
    requestBody: { required: true, content: { 'application/octet-stream': {} } },
    responses: { 204: { description: 'Kept' }, ...refusals(404, 409, 413, 415) },
  },
};

export const openapi = {
  openapi: '3.1.0',
  info: { title: 'Sổ Đại Lý', version: '1', description: 'Stock-out slips, items and agencies.' },
  servers: [{ url: '/api/v1' }],
  security: [{ session: [] }],
  paths: {
    '/inventory/issues': issues,
    '/inventory/issues/{id}': issue,
    '/inventory/items': {
      get: list('items', 'Items, those that start with the words first', 'Item'),
    },
    '/agency/agencies': { get: list('agencies', 'Agencies by name', 'Agency') },
    '/exports/{id}': exported,
    '/imports/templates/{what}': template,
    '/imports/{id}/bytes/{seq}': importBytes,
  },
  components: {
    schemas: {
      Issue: output(issueAnswer),
      IssueKey: output(issueAnswer.pick({ id: true })),
      Item: output(itemAnswer),
      Agency: output(agencyAnswer),
      Error: output(errorAnswer),
    },
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: '__Host-sodaily_access' },
    },
  },
};
