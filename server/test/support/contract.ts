// Every answer of the REST face that a test gets is held against its description.
import { z } from 'zod';
import { openapi } from '../../api/openapi.ts';

type Described = { responses: Record<string, { content?: Record<string, { schema?: object }> }> };

const patterns = Object.entries(openapi.paths).map(([path, methods]) => ({
  path,
  methods: methods as Record<string, Described>,
  matches: new RegExp(`^/api/v1${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** In the tests a field that nobody described is a mistake, too. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const whole = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, strict(value)]),
  );
  return 'properties' in whole && !('additionalProperties' in whole)
    ? { ...whole, additionalProperties: false }
    : whole;
}

const schemas = Object.fromEntries(
  Object.entries(openapi.components.schemas).map(([name, schema]) => [name, strict(schema)]),
);
const shapes = new Map<object, z.ZodType>();

function shapeOf(schema: object): z.ZodType {
  const known = shapes.get(schema);
  if (known) return known;
  const text = JSON.stringify(strict(schema)).replaceAll('#/components/schemas/', '#/$defs/');
  const shape = z.fromJSONSchema({ ...JSON.parse(text), $defs: schemas });
  shapes.set(schema, shape);
  return shape;
}

/** Error: an answer that the contract does not describe, with what is wrong in it. */
export function checkAnswer(method: string, path: string, response: Response, body: unknown): void {
  const [address = ''] = path.split('?');
  const found = patterns.find(({ matches }) => matches.test(address));
  const operation = found?.methods[method.toLowerCase()];
  if (!found || !operation) return;
  const name = `${method} ${found.path} → ${response.status}`;
  const described = operation.responses[String(response.status)];
  if (!described) throw new Error(`the contract does not describe ${name}`);
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
  if (!described.content) {
    if (body !== undefined) throw new Error(`${name} has a body that is not described`);
    return;
  }
  const content = described.content[type];
  if (!content) throw new Error(`${name} is ${type}, which is not described`);
  if (!content.schema) return;
  const { error } = shapeOf(content.schema).safeParse(body);
  if (error) throw new Error(`${name} is not as described: ${z.prettifyError(error)}`);
}
