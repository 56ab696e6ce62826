import type { PoolClient } from 'pg';
import type { Language } from '../../../platform/sheets/column.ts';
import { fileText, wordOf, type FileText } from '../../../platform/words.ts';
import type { Parameters, Source } from './source.ts';

/** Whose a file is, or of which goods: what its name and its title say. */
export interface Subject {
  /** What it is, such as an agency. */
  label: string;
  name: string;
  code: string;
}

/** Where a filter by key is written out; $1 is the key. */
const subjects = {
  agencyId: {
    word: 'agency',
    sql: 'select a.name, a.code from agency.agency as a where a.id::text = $1',
  },
  itemId: {
    word: 'item',
    sql: 'select i.item_name as name, i.sku as code from inventory.item as i where i.id::text = $1',
  },
  supplierId: {
    word: 'supplier',
    sql: 'select s.name, s.code from inventory.supplier as s where s.id::text = $1',
  },
} as const;

/** Read with the rights of whoever asks: who may not know it gets a file without its name. */
export async function subjectOf(
  client: PoolClient,
  parameters: Parameters,
): Promise<Subject | null> {
  for (const [parameter, { word, sql }] of Object.entries(subjects)) {
    const key = parameters[parameter as keyof typeof subjects];
    if (key === undefined) continue;
    const {
      rows: [row],
    } = await client.query<{ name: string; code: string }>(sql, [key]);
    if (row) return { label: fileText(word, parameters.language), ...row };
  }
  return null;
}

/** The filters of a file that was made, as its log keeps them; what is no filter is left out. */
export function loggedFilters(cell: string, language: Language): string {
  const given = JSON.parse(cell) as Parameters;
  return filtersInWords({ columns: [] }, { ...given, language }, null);
}

const shownDay = (iso: string): string =>
  `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;

/** Everything that decided what is in the file, in words, and of when its figures are. */
export function filtersInWords(
  source: Pick<Source, 'columns'>,
  {
    language,
    from,
    to,
    month,
    knownAt,
    search,
    itemGroup,
    status,
    table,
    rowKey,
    code,
  }: Parameters,
  made: { subject: Subject | null; now: string; hasNotCounted: boolean } | null,
): string {
  const { subject = null, now = '', hasNotCounted = false } = made ?? {};
  const text = (key: FileText, figures: Record<string, string> = {}) =>
    fileText(key, language, figures);
  const states = source.columns.find(({ key }) => key === 'status')?.words;
  return [
    subject && `${subject.label}: ${subject.name} (${subject.code})`,
    month && text('month', { month: `${month.slice(5, 7)}/${month.slice(0, 4)}` }),
    from && text('from', { date: shownDay(from) }),
    to && text('to', { date: shownDay(to) }),
    status && text('status', { status: states ? wordOf(states, status, language) : status }),
    table && text('table', { table: wordOf('table', table, language) }),
    rowKey && text('row', { key: rowKey }),
    code && text('code', { code }),
    itemGroup && text('group', { group: itemGroup }),
    search && text('search', { search }),
    knownAt && text('knownAt', { moment: knownAt }),
    hasNotCounted && text('validOnly'),
    now && text('now', { moment: now }),
  ]
    .filter(Boolean)
    .join(' · ');
}
