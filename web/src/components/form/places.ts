import { get } from 'react-hook-form';

/** Where the places of a command's input are in the form that sends it. */
export interface Places {
  /** Fields that the form calls otherwise: `agencyId` is picked in `agency`. */
  names?: Readonly<Record<string, string>>;
  /** Lists of the input by name. */
  lists?: Readonly<Record<string, ListPlaces>>;
}

interface ListPlaces {
  /** The list in the form. */
  name: string;
  /** Indexes of the lines that are sent, in their order: the server counts only these. */
  sent(lines: readonly never[]): readonly number[];
  /** Fields of a line that the form calls otherwise. */
  names: Readonly<Record<string, string>>;
  /** The field of a line that is marked when none of its own is meant. */
  first: string;
}

/**
 * `items.1.quantity` of a refusal → `lines.2.quantity` of the form that sent it; null when the form
 * has no such place.
 */
export function placeOf(path: string, { names, lists }: Places, values: object): string | null {
  const [head = '', index, ...rest] = path.split('.');
  const list = lists?.[head];
  if (!list) return names?.[head] ?? head;
  const lines = get(values, list.name) as readonly never[];
  const line = index === undefined ? 0 : list.sent(lines)[Number(index)];
  if (line === undefined) return null;
  return `${list.name}.${line}.${list.names[rest.join('.')] ?? list.first}`;
}
