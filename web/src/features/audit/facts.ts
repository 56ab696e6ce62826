type Facts = Record<string, unknown>;

/** A row of the trail as an object; JSON may come as text. */
export function factsOf(value: unknown): Facts {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)
    ? (parsed as Facts)
    : {};
}

/** A list that may come as text. */
export function rowsOf(value: unknown): unknown[] {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return Array.isArray(parsed) ? parsed : [];
}

export interface Difference {
  column: string;
  before: unknown;
  after: unknown;
}

/** Every column that either side names, in the order of the row. */
export function differencesOf(before: unknown, after: unknown): Difference[] {
  const [was, is] = [factsOf(before), factsOf(after)];
  const columns = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return columns.map((column) => ({ column, before: was[column], after: is[column] }));
}
