import type { Problem } from './problem.ts';

/** What is wrong with one field: a reason, with the figures that its sentence names. */
export interface FieldProblem {
  reason: string;
  value?: string | undefined;
  limit?: string | undefined;
}

/** A field that was refused; `path` is its place in the command's input: `items.1.itemId`. */
interface RefusedField extends FieldProblem {
  path: string;
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The fields of a VALIDATION_ERROR by the names of the API; none of another refusal. */
export function refusedFields({ code, details }: Problem): RefusedField[] {
  if (code !== 'VALIDATION_ERROR' || !Array.isArray(details['fields'])) return [];
  return (details['fields'] as RefusedField[]).map((field) => ({
    ...field,
    path: camel(field.path),
  }));
}
