import { Kind, visit, type ASTNode, type DocumentNode } from 'grafast/graphql';
import { Refusal } from './errors.ts';

/** How PostgreSQL says that a text is no key, number or moment; the text stands in quotes. */
const UNREADABLE = [
  /^invalid input syntax for type [\w ]+: "(.*)"$/s,
  /^value "(.*)" is out of range for type [\w ]+$/s,
];

/**
 * Names the field in which the database found a value that it cannot read. PostgreSQL tells the
 * value only, so it is looked for in what was sent; a refusal without such a value stays as it is.
 */
export function withPathOfValue(
  refusal: Refusal,
  input: unknown,
  document?: DocumentNode,
): Refusal {
  const { cause } = refusal;
  if (refusal.code !== 'VALIDATION_ERROR' || !(cause instanceof Error)) return refusal;
  const value = UNREADABLE.map((pattern) => pattern.exec(cause.message)?.[1]).find(
    (text) => text !== undefined,
  );
  if (value === undefined) return refusal;
  const path = pathOf(input, value) ?? (document && pathInDocument(document, value));
  if (path === undefined || path.length === 0) return refusal;
  return new Refusal(
    'VALIDATION_ERROR',
    { fields: [{ path: named(path), reason: 'malformed' }] },
    { cause },
  );
}

/** As rules name fields: without the word around them, in snake case. */
const named = (path: readonly string[]): string =>
  (path[0] === 'input' && path.length > 1 ? path.slice(1) : path)
    .join('.')
    .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function pathOf(input: unknown, value: string): string[] | undefined {
  if (typeof input === 'string' || typeof input === 'number')
    return String(input) === value ? [] : undefined;
  if (typeof input !== 'object' || input === null) return undefined;
  for (const [name, inner] of Object.entries(input)) {
    const path = pathOf(inner, value);
    if (path) return [name, ...path];
  }
  return undefined;
}

/** A value that stands in the document itself: the names of the arguments and fields around it. */
function pathInDocument(document: DocumentNode, value: string): string[] | undefined {
  let path: string[] | undefined;
  visit(document, {
    enter(node, _key, _parent, _path, ancestors) {
      if (path || !('value' in node) || node.value !== value) return;
      path = ancestors
        .flat()
        .filter(
          (ancestor: ASTNode) =>
            ancestor.kind === Kind.ARGUMENT || ancestor.kind === Kind.OBJECT_FIELD,
        )
        .map((ancestor) =>
          'name' in ancestor && ancestor.name
            ? String((ancestor.name as { value: string }).value)
            : '',
        );
    },
  });
  return path;
}
