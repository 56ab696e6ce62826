import type { PoolClient } from 'pg';
import type { Language } from '../../../platform/sheets/column.ts';
import { exportHead, isInvalidity, paperOf, wordOf } from '../../../platform/words.ts';
import { inWords, readableColumn } from './source.ts';
import type { Debts, Ending, Slip, SlipSource } from './slip.ts';

type Values = Record<string, string | null>;

/** Reads one slip with the rights of whoever asks; null when that person sees none. */
export async function readSlip(
  client: PoolClient,
  what: string,
  source: SlipSource,
  id: string,
  language: Language,
): Promise<Slip | null> {
  const {
    rows: [head],
  } = await client.query<Values>(
    `select to_jsonb(h) ->> 'code' as code, to_char(h.day, 'DD/MM/YYYY') as shown_day, h.*
      from (${source.head}) as h`,
    [id],
  );
  if (!head) return null;
  const may = await rightsOn(client, source);
  const {
    rows: [more],
  } =
    source.more && may.more
      ? await client.query<Values>(source.more.sql, [id])
      : { rows: [undefined] };
  const values = { ...head, ...more };
  const invalid = endingOf(values);
  const { title, signatures } = paperOf(what);
  return {
    title: title[language],
    code: head['code'] ?? '',
    date: head['shown_day'] ?? '',
    due: source.facts.some(({ key }) => key === 'due') ? null : (values['due'] ?? null),
    ...(await readLines(client, what, source, id, may.columns, language)),
    facts: source.facts.flatMap(({ key, words }) => {
      const value = values[key];
      if (!value) return [];
      const said = words ? wordOf(words, value, language) : value;
      return [[exportHead(what, key)[language], said, key] as const];
    }),
    ...(await readTotal(client, source, id, may.total, language)),
    debts: invalid || !may.debts ? null : await readDebts(client, source, id),
    invalid,
    signatures: signatures.map(({ signer, words }) => ({ signer, title: words[language] })),
  };
}

/** What of a slip the person may read. */
async function rightsOn(client: PoolClient, source: SlipSource) {
  const columns = source.columns.map(({ readable }) => readable ?? 'true').join(', ') || 'true';
  const {
    rows: [may],
  } = await client.query<{ columns: boolean[]; total: boolean; more: boolean; debts: boolean }>(
    `select array[${columns}] as columns, ${source.total?.readable ?? 'false'} as total,
      ${source.more?.readable ?? 'false'} as more,
      ${source.debts ? readableColumn('finance.debt_transaction', 'amount') : 'false'} as debts`,
  );
  return may ?? { columns: [], total: false, more: false, debts: false };
}

/** The lines as people read them; a column that says what is free is there when something is. */
async function readLines(
  client: PoolClient,
  what: string,
  source: SlipSource,
  id: string,
  may: readonly boolean[],
  language: Language,
): Promise<Pick<Slip, 'columns' | 'rows'>> {
  const columns = source.columns.filter((_column, index) => may[index]);
  if (columns.length === 0) return { columns: [], rows: [] };
  const written = columns.map(({ kind, sql }) =>
    kind === 'quantity' ? `trim_scale(${sql})::text` : `(${sql})::text`,
  );
  const { rows } = await client.query<{ cells: (string | null)[] }>(
    `select array[${written.join(', ')}]::text[] as cells ${source.lines}`,
    [id],
  );
  const stays = (index: number): boolean =>
    columns[index]?.key !== 'gift' || rows.some(({ cells }) => cells[index] !== null);
  return {
    columns: columns
      .filter((_column, index) => stays(index))
      .map((column) => ({ ...column, ...exportHead(what, column.key) })),
    rows: rows.map(({ cells }) =>
      inWords(columns, cells, language).filter((_cell, index) => stays(index)),
    ),
  };
}

async function readTotal(
  client: PoolClient,
  source: SlipSource,
  id: string,
  may: boolean,
  language: Language,
): Promise<Pick<Slip, 'total' | 'totalName' | 'inWords'>> {
  const none = { total: null, totalName: 'total', inWords: null } as const;
  if (!source.total || !may) return none;
  const words = language === 'vi' ? 'amount_in_words' : 'amount_in_english_words';
  const {
    rows: [sum],
  } = await client.query<{ total: string | null; words: string | null }>(
    `select t.total::text, config.${words}(t.total) as words from (${source.total.sql}) as t`,
    [id],
  );
  if (!sum) return none;
  return { total: sum.total, totalName: source.total.name, inWords: sum.words };
}

async function readDebts(
  client: PoolClient,
  source: SlipSource,
  id: string,
): Promise<Debts | null> {
  if (source.debts === undefined) return null;
  const {
    rows: [row],
  } = await client.query<{ old: string; paid: string | null; new: string; is_open: boolean }>(
    source.debts,
    [id],
  );
  return row ? { old: row.old, paid: row.paid, new: row.new, isOpen: row.is_open } : null;
}

function endingOf(values: Values): Ending | null {
  const state = values['state'] ?? 'valid';
  if (!isInvalidity(state)) return null;
  return {
    state,
    on: values['ended_on'] ?? null,
    by: values['ended_by'] ?? null,
    why: values['ended_why'] ?? null,
  };
}
