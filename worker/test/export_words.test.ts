// The heads of files and the words in them, all from db/words.
import { describe, expect, test } from 'vitest';
import heads from '../../db/words/export_heads.json' with { type: 'json' };
import kinds from '../../db/words/kinds.json' with { type: 'json' };
import papers from '../../db/words/papers.json' with { type: 'json' };
import states from '../../db/words/states.json' with { type: 'json' };
import { exportHead, paperOf, wordOf } from '../../platform/words.ts';
import { slips } from '../file/exports/slip.ts';
import { sources } from '../file/exports/sources/index.ts';

type Words = Readonly<Record<string, { vi: string; en: string }>>;
const { any, ...own } = heads as Readonly<Record<string, Words>> & { any: Words };

const columns = [
  ...Object.entries(sources).flatMap(([what, source]) =>
    source.columns.map((column) => ({ what, ...column })),
  ),
  ...Object.entries(slips).flatMap(([what, slip]) =>
    [...slip.columns, ...slip.facts].map((column) => ({ what, sql: '', ...column })),
  ),
];

describe('every column of a file', () => {
  test.each(columns)('has a head: $what, $key', ({ what, key }) => {
    const { vi, en } = exportHead(what, key);

    expect(vi.trim()).not.toBe('');
    expect(en.trim()).not.toBe('');
  });

  test('is asked for by some file; an own head differs from the usual one', () => {
    const specialHeads = Object.entries(own).flatMap(([what, words]) =>
      Object.keys(words).map((key) => ({ what, key })),
    );
    const asked = (what: string, key: string) =>
      columns.some((column) => column.what === what && column.key === key);

    expect(specialHeads.filter(({ what, key }) => !asked(what, key))).toEqual([]);
    expect(
      Object.keys(any).filter(
        (key) => !columns.some((column) => column.key === key && !own[column.what]?.[key]),
      ),
    ).toEqual([]);
    expect(
      specialHeads.filter(({ what, key }) => {
        const [special, usual] = [own[what]?.[key], any[key]];
        return special?.vi === usual?.vi && special?.en === usual?.en;
      }),
    ).toEqual([]);
  });

  test('that works a state out says one that has a word', () => {
    const vocabularies: Readonly<Record<string, Words>> = { ...states, ...kinds };
    const workedOut = columns.flatMap(({ what, key, sql, words }) =>
      [...sql.matchAll(/(?:then|else) '(\w+)'/g)].map(([, value = '']) => ({
        column: `${what}.${key}`,
        value,
        word: vocabularies[words ?? '']?.[value],
      })),
    );

    expect(workedOut.length).toBeGreaterThan(3);
    expect(workedOut.filter(({ word }) => word === undefined)).toEqual([]);
  });
});

test('every slip has a title on paper and people who sign', () => {
  expect(Object.keys(papers.titles).toSorted()).toEqual(Object.keys(slips).toSorted());
  for (const slip of Object.keys(slips)) expect(paperOf(slip).signatures.length).toBeGreaterThan(1);
  expect(new Set(Object.values(papers.signatures).flat())).toEqual(
    new Set(Object.keys(papers.signers)),
  );
});

test('a file says of a slip what the page says of it', () => {
  expect(wordOf('issue_status', 'confirmed', 'vi')).toBe('Đã xác nhận');
  expect(wordOf('receipt_status', 'confirmed', 'vi')).toBe('Đã nhập');
});
