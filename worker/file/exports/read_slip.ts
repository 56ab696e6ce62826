import type { PoolClient } from 'pg';
import type { Language } from '../../../platform/sheets/column.ts';
import { exportHead, paperOf, wordOf } from '../../../platform/words.ts';
import { inWords } from './source.ts';
import type { Slip, SlipSource } from './slip.ts';

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
  } = await client.query<Record<string, string | null>>(
    `select to_jsonb(h) ->> 'code' as code, to_char(h.day, 'DD/MM/YYYY') as shown_day, h.*
      from (${source.head}) as h`,
    [id],
  );
  if (!head) return null;
  const readable = source.columns.map((column) => column.readable ?? 'true');
  const {
    rows: [may],
  } = await client.query<{ columns: boolean[]; total: boolean; more: boolean }>(
    `select array[${readable.join(', ') || 'true'}] as columns,
      ${source.total?.readable ?? 'false'} as total, ${source.more?.readable ?? 'false'} as more`,
  );
  const {
    rows: [more],
  } =
    source.more && may?.more
      ? await client.query<Record<string, string | null>>(source.more.sql, [id])
      : { rows: [undefined] };
  const values = { ...head, ...more };
  const columns = source.columns.filter((_column, index) => may?.columns[index]);
  const written = columns.map(({ kind, sql }) =>
    kind === 'quantity' ? `trim_scale(${sql})::text` : `(${sql})::text`,
  );
  const lines =
    columns.length === 0
      ? []
      : (
          await client.query<{ cells: (string | null)[] }>(
            `select array[${written.join(', ')}]::text[] as cells ${source.lines}`,
            [id],
          )
        ).rows.map(({ cells }) => cells);
  const stays = (index: number): boolean =>
    columns[index]?.key !== 'gift' || lines.some((cells) => cells[index] !== null);
  const {
    rows: [sum],
  } =
    source.total && may?.total
      ? await client.query<{ total: string | null; words: string | null }>(
          `select t.total::text, config.amount_in_words(t.total) as words
            from (${source.total.sql}) as t`,
          [id],
        )
      : { rows: [undefined] };
  const { title, signatures } = paperOf(what);
  return {
    title: title[language],
    code: head.code ?? '',
    date: head.shown_day ?? '',
    columns: columns
      .filter((_column, index) => stays(index))
      .map((column) => ({ ...column, ...exportHead(what, column.key) })),
    rows: lines.map((cells) =>
      inWords(columns, cells, language).filter((_cell, index) => stays(index)),
    ),
    facts: source.facts.flatMap(({ key, words }) => {
      const value = values[key];
      if (!value) return [];
      const said = words ? wordOf(words, value, language) : value;
      return [[exportHead(what, key)[language], said] as const];
    }),
    total: sum?.total ?? null,
    inWords: sum?.words ?? null,
    signatures: signatures.map((signer) => signer[language]),
  };
}
