import { z } from 'zod';
import type { Column, Language } from '../../../platform/sheets/column.ts';
import { wordOf, type Vocabulary } from '../../../platform/words.ts';
import { dayProblem, momentProblem } from '../../../platform/dates.ts';

/** A column of a file and where its value comes from; its head stands in db/words. */
export interface SourceColumn extends Omit<Column, 'vi' | 'en'> {
  /** The value; the builder makes text of it. */
  sql: string;
  /** For a state or a kind: whose words the file says instead of the value. */
  words?: Vocabulary;
  /** How a reader is told what the value is, where no word stands for it. */
  say?(cell: string, language: Language): string;
  /** Whether its figures are added up under the table. */
  isSummed?: boolean;
  /** True for what a program needs and a reader knows from the title. */
  isForPrograms?: boolean;
  /**
   * SQL condition: whether whoever asks may read the column. Row policies decide about rows alone.
   */
  readable?: string;
}

const day = z.string().refine((written) => dayProblem(written) === null);
const moment = z.string().refine((written) => momentProblem(written) === null);

/** What the page shows when somebody exports it. What a source does not know it leaves out. */
export const parametersShape = z.object({
  language: z.enum(['vi', 'en']).default('vi'),
  search: z.string().max(100).optional(),
  from: day.optional(),
  to: day.optional(),
  month: day.optional(),
  knownAt: moment.optional(),
  status: z.string().max(40).optional(),
  agencyId: z.string().max(40).optional(),
  itemId: z.string().max(40).optional(),
  /** Of slips on paper: which one or which ones, and how large the paper is. */
  id: z.string().max(40).optional(),
  ids: z.array(z.string().max(40)).min(1).max(200).optional(),
  paper: z.enum(['A4', 'A5']).default('A4'),
  supplierId: z.string().max(40).optional(),
  /** Of items: the group that they are listed under. */
  itemGroup: z.string().max(100).optional(),
  /** Of the audit trail and of refusals: which table, which of its rows, and who. */
  table: z.string().max(100).optional(),
  rowKey: z.string().max(100).optional(),
  userId: z.string().max(40).optional(),
  /** Of refusals: which code of the catalogue. */
  code: z.string().max(50).optional(),
});
export type Parameters = z.infer<typeof parametersShape>;

/** A list or a report as a file: where its rows come from, in which order, and what is in a row. */
export interface Source {
  columns: readonly SourceColumn[];
  /** States in the column `status` that are shown and do not count in the sums. */
  notCounted?: readonly string[];
  /** Whether it is of one agency, who signs it with the company. */
  isOfAgency?: boolean;
  /**
   * FROM and what follows it; parameters are asked for with `value`, which gives their placeholder.
   */
  from(parameters: Parameters, value: (given: unknown) => string): string;
}

export const readableColumn = (table: string, column: string): string =>
  `has_column_privilege('${table}', '${column}', 'select')`;

/** The moment at which a business date begins. */
export const startOfDay = (date: string): string =>
  `(cast(${date} as date)::timestamp at time zone 'Asia/Ho_Chi_Minh')`;

/** Only conditions whose parameter was given. */
export const where = (...conditions: (string | false | undefined)[]): string => {
  const given = conditions.filter(Boolean);
  return given.length === 0 ? '' : `where ${given.join(' and ')}`;
};

const asText = ({ kind, sql }: SourceColumn): string => {
  if (kind === 'quantity') return `trim_scale(${sql})::text`;
  if (kind === 'moment')
    return `to_char(${sql} at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI:SS')`;
  return `(${sql})::text`;
};

/** One array of texts a row: exact, and the same for every format. */
export function rowsQuery(
  source: Source,
  columns: readonly SourceColumn[],
  parameters: Parameters,
) {
  const values: unknown[] = [];
  const from = source.from(parameters, (given) => `$${values.push(given)}`);
  return {
    text: `select array[${columns.map(asText).join(', ')}]::text[] as cells ${from}`,
    values,
  };
}

/** The cells of a row as people read them: states and kinds in words. */
export const inWords = (
  columns: readonly SourceColumn[],
  cells: readonly (string | null)[],
  language: Language,
): (string | null)[] =>
  cells.map((cell, index) => {
    const { words, say } = columns[index] ?? {};
    if (cell === null) return null;
    if (say) return say(cell, language);
    return words ? wordOf(words, cell, language) : cell;
  });
