// The API as the committed schema describes it: cases are generated from it, so that a new query or
// command is attacked without anybody thinking of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  getNullableType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLObjectType,
} from 'grafast/graphql';

export const schema = buildSchema(
  readFileSync(new URL('../../server/schema.graphql', import.meta.url), 'utf8'),
);

export type Field = GraphQLField<unknown, unknown>;
export const queries: readonly Field[] = Object.values(schema.getQueryType()?.getFields() ?? {});
export const mutations: readonly Field[] = Object.values(
  schema.getMutationType()?.getFields() ?? {},
);

export const snake = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/^_/, '');

const fieldsOf = (type: GraphQLObjectType): Field[] =>
  Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));

/** Names of the fields of a type that hold a value and need no argument. */
export const leavesOf = (type: GraphQLObjectType): string[] =>
  fieldsOf(type)
    .filter((field) => isLeafType(getNamedType(field.type)))
    .map(({ name }) => name);

/** The type of one row of a list, undefined for what is no list. */
export function rowType(field: Field): GraphQLObjectType | undefined {
  const type = getNamedType(field.type);
  const nodes = isObjectType(type) ? type.getFields()['nodes'] : undefined;
  const row = nodes && getNamedType(nodes.type);
  return isObjectType(row) ? row : undefined;
}

/** One level of what a row leads to, each as a selection of all its values. */
export function relationsOf(type: GraphQLObjectType): string[] {
  return fieldsOf(type).flatMap((field) => {
    const row = rowType(field);
    const target = getNamedType(field.type);
    if (row) return [`${field.name}(first: 50) { nodes { ${leavesOf(row).join(' ')} } }`];
    return isObjectType(target) && leavesOf(target).length > 0
      ? [`${field.name} { ${leavesOf(target).join(' ')} }`]
      : [];
  });
}

export function inputOf(mutation: Field): GraphQLInputObjectType {
  const type = getNullableType(mutation.args.find(({ name }) => name === 'input')?.type);
  if (!isInputObjectType(type)) throw new Error(`${mutation.name} has no input`);
  return type;
}

export type Fill = (name: string, type: string) => unknown;

/** A value for every field of an input, by `fill`, lists with one entry; no filter in a filter. */
export function filled(type: GraphQLInputType, name: string, fill: Fill): unknown {
  const plain = getNullableType(type);
  if (isListType(plain)) return [filled(plain.ofType, name, fill)];
  if (isInputObjectType(plain)) {
    return Object.fromEntries(
      Object.values(plain.getFields())
        .filter((field) => field.name !== 'clientMutationId' && getNamedType(field.type) !== plain)
        .map((field) => [field.name, filled(field.type, field.name, fill)]),
    );
  }
  if (isEnumType(plain)) return plain.getValues()[0]?.name;
  return fill(name, getNamedType(plain).name);
}

const fixtures = join(import.meta.dirname, '..', '..', 'db', 'fixtures');

/** The SQL of a command; nothing when it has no file of its own. */
function sqlOf(mutation: string): string {
  const found = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).find(
    (path) => path.includes('/functions/') && path.endsWith(`/${snake(mutation)}.sql`),
  );
  return found === undefined ? '' : readFileSync(join(fixtures, found), 'utf8');
}

/** Scopes of which a command asks for one; empty when it asks in another way. */
export const scopesOf = (mutation: string): string[] =>
  [...sqlOf(mutation).matchAll(/require_scope\(([^;]{1,200})\);/g)].flatMap(([, asked = '']) =>
    [...asked.matchAll(/'(\w+:\w+)'/g)].map(([, scope]) => scope ?? ''),
  );

/** Whether a command wants a proof of identity of the last minutes. */
export const wantsProof = (mutation: string): boolean =>
  sqlOf(mutation).includes('auth.recent_proof()');
