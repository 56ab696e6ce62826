import type { Column } from '../../../platform/sheets/column.ts';

/** A piece of a line. */
export interface Run {
  text: string;
  font?: 'bold' | 'italic';
}

/** A line of what is said before or after a table; right stands at the right border. */
export interface Line {
  /** Of whom or what it is, in a column of its own; "" for the lines below that say more of it. */
  label?: string;
  left: readonly Run[];
  right?: string;
}

/** Rows under heads that come again on every page. */
export interface TableBlock {
  kind: 'table';
  columns: readonly Column[];
  rows: readonly (readonly (string | null)[])[];
  /** Whether rows are counted in a first column. */
  isNumbered: boolean;
  /** Places of the rows that are decided figures. */
  strong?: ReadonlySet<number>;
  /** What stands under the columns, by their key. */
  sums?: Readonly<Record<string, string>>;
}

/** What stands between head and closing, in its order. */
export type Block =
  | { kind: 'lines'; lines: readonly Line[] }
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  /** Room to write by hand. */
  | { kind: 'dots'; count: number }
  | TableBlock;

/** A figure that sums up, with its sign. */
export interface Sum {
  label: string;
  amount: string;
  isStrong: boolean;
}

/** A transfer as a code for banking apps. */
export interface TransferCode {
  text: string;
  caption: string;
}

/** What stays together at the end of a paper, with the last lines of its table. */
export interface Closing {
  lines: readonly Line[];
  sums: readonly Sum[];
  transfer: TransferCode | null;
  signatures: readonly { title: string; hint: string }[];
}

/** Whose paper it is, for the corner above. */
export interface Letterhead {
  name: string;
  /** Address, phone, tax code: a line each. */
  lines: readonly string[];
  /** A JPEG; null for none. */
  logo: Buffer | null;
}

/** A paper that people sign: the same for the printer and for the screen. */
export interface Paper {
  title: string;
  subtitle?: string;
  /** The number; stands on every page. */
  code: string;
  letterhead: Letterhead | null;
  /** Beside the number: the day, until when to pay. */
  head: readonly Run[];
  /** The number as a code for a scanner; null for papers without one. */
  qr: string | null;
  /** Country, motto, place and day of letters, instead of number and code. */
  motto?: readonly Run[];
  blocks: readonly Block[];
  closing: Closing;
  /** Across the paper and in a box, when it is not valid. */
  invalid: { stamp: string; sentence: Run[] } | null;
  /** At the foot of every page, after the number. */
  printed: string;
}
