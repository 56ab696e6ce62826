import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixtures } from '../support/contexts.ts';

interface Entry {
  sqlstate: string;
  status: number;
  vi: string;
  en: string;
  action_vi: string;
  action_en: string;
}

const root = join(import.meta.dirname, '..', '..', '..');
const catalogue: Record<string, Entry> = JSON.parse(
  readFileSync(join(root, 'db', 'errors.json'), 'utf8'),
);
const entries = Object.entries(catalogue);
const codeOf = new Map(entries.map(([code, entry]) => [entry.sqlstate, code]));

function filesUnder(folder: string, ending: RegExp): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

const sql = filesUnder(fixtures, /\.sql$/);
const raised = sql.flatMap(({ file, text }) =>
  [...text.matchAll(/errcode = '(\w+)'/g)].map(([, sqlstate]) => ({
    file,
    sqlstate: sqlstate ?? '',
  })),
);

describe('the catalogue of errors', () => {
  test('knows every SQLSTATE that SQL raises', () => {
    expect(raised.filter(({ sqlstate }) => !codeOf.has(sqlstate))).toEqual([]);
    expect(raised.length).toBeGreaterThan(10);
  });

  test('holds no code that neither SQL nor server nor worker uses', () => {
    const written = ['server', 'worker']
      .flatMap((part) => filesUnder(join(root, part), /(?<!test)\.ts$/))
      .map(({ text }) => text)
      .join('\n');
    const inSql = new Set(raised.map(({ sqlstate }) => sqlstate));

    const unused = entries.filter(
      ([name, entry]) => !inSql.has(entry.sqlstate) && !written.includes(`'${name}'`),
    );

    expect(unused.map(([code]) => code)).toEqual([]);
  });

  test('gives each code a SQLSTATE of its own, of five letters', () => {
    const states = entries.map(([, entry]) => entry.sqlstate);

    expect(new Set(states).size).toBe(states.length);
    expect(states.filter((state) => !/^SD[A-Z]{3}$/.test(state))).toEqual([]);
  });

  test('is what the server answers with: no code in it is unknown to the catalogue', () => {
    const used = filesUnder(join(root, 'server'), /\.ts$/).flatMap(({ file, text }) =>
      [...text.matchAll(/new Refusal\('([A-Z_]+)'/g)].map(([, code]) => ({
        file,
        code: code ?? '',
      })),
    );

    expect(used.filter(({ code }) => !(code in catalogue))).toEqual([]);
  });

  test.each(entries)(
    'says %s in both languages, what to do, and with an HTTP status',
    (_code, entry) => {
      for (const sentence of [entry.vi, entry.en, entry.action_vi, entry.action_en]) {
        expect(sentence).toMatch(/^[\p{Lu}{].*\.$/u);
      }
      expect(entry.status).toBeGreaterThanOrEqual(400);
    },
  );

  test.each(entries)(
    'promises in %s only figures that its refusal carries, the same in both languages',
    (code, entry) => {
      const figures = (text: string) =>
        [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();
      expect(figures(entry.vi)).toEqual(figures(entry.en));
      expect(figures(entry.action_vi)).toEqual(figures(entry.action_en));

      const raisers = sql.filter(({ text }) => text.includes(`errcode = '${entry.sqlstate}'`));
      const missing = figures(entry.vi + entry.action_vi)
        .filter((name) => name !== 'trace_id')
        // a debt told in words is the figure before the ending
        .map((name) => name.replace(/_in_words$/, ''))
        .filter((name) => raisers.some(({ text }) => !text.includes(`'${name}'`)));
      expect({ code, missing }).toEqual({ code, missing: [] });
    },
  );
});

test('comments of functions promise only errors of the catalogue', () => {
  const promised = sql.flatMap(({ file, text }) =>
    [...text.matchAll(/Errors?: ([^']*)/g)].flatMap(([, list]) =>
      [...(list ?? '').matchAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g)].map(([code]) => ({ file, code })),
    ),
  );

  expect(promised.filter(({ code }) => !(code in catalogue))).toEqual([]);
  expect(promised.length).toBeGreaterThan(10);
});

test('a rule names the code that it refuses with', () => {
  const silent = sql
    .filter(({ file }) => /\/rules\//.test(file))
    .filter(({ text }) => {
      const [header = ''] = text.split('create or replace', 1);
      const promised = new Set(header.match(/\b[A-Z]+(?:_[A-Z]+)*\b/g));
      return [...text.matchAll(/errcode = '(\w+)'/g)].some(
        ([, sqlstate]) => !promised.has(codeOf.get(sqlstate ?? '') ?? 'no code'),
      );
    });

  expect(silent.map(({ file }) => file)).toEqual([]);
});
