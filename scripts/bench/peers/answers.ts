// Whether two answers say the same, whoever gave them: the order of keys, how a figure is written
// and the form of a moment are no difference.

type Json = unknown;

const FIGURE = /^-?\d+(\.\d+)?$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** What an answer says, as one text. Rows with keys are compared whatever their order. */
export const saidBy = (answer: Json): string => JSON.stringify(plain(answer));

function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain).toSorted(byKey);
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return plainText(value);
  if (value === null || typeof value !== 'object') return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      // where a page ends each says in its own way
      .filter(([name]) => name !== '__typename' && name !== 'endCursor')
      .map(([name, part]) => [name, plain(part)] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

function plainText(text: string): Json {
  if (FIGURE.test(text)) return Number(text);
  return MOMENT.test(text) ? Date.parse(text) : text;
}

const keyOf = (value: Json): string => JSON.stringify(value);
const byKey = (one: Json, other: Json): number => (keyOf(one) < keyOf(other) ? -1 : 1);
