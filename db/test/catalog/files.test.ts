import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixtures } from '../support/contexts.ts';

const sqlFiles = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.sql'))
  .toSorted();
const rules = sqlFiles.filter((file) => file.includes('/rules/'));
const read = (file: string): string => readFileSync(join(fixtures, file), 'utf8');

describe('every rule', () => {
  test.each(rules)('%s has a test of the same name', (file) => {
    const tests = join(
      import.meta.dirname,
      '..',
      'rule',
      file.split('/')[0] ?? '',
      `${basename(file, '.sql')}.test.ts`,
    );

    expect(existsSync(tests)).toBe(true);
  });

  test.each(rules)('%s begins with the rule in business words', (file) => {
    expect(read(file)).toMatch(/^-- Rule\b.*: /);
  });
});

describe('every file', () => {
  test.each(sqlFiles)('%s names no key type: that stands in one place', (file) => {
    const code = read(file)
      .replace(/--.*$/gm, '')
      .replace(/'(?:[^']|'')*'/g, "''");

    // a session's key is random whatever the others are; requests and mails have theirs from the
    // server
    expect(
      code.replace(
        /\b(?:session_id|trace_id|request_id|message_key) uuid\b|auth\.\w+\((?:uuid)\b|::uuid\b|\bid uuid primary key default gen_random_uuid\(\)/g,
        '',
      ),
    ).not.toMatch(/\b(?:int|int4|serial|uuid)\b(?!\s*\()/);
  });
});

test('no list of states is written in two files: what it stands for has a name', () => {
  const filesOf = new Map<string, Set<string>>();
  // invariants work things out anew on purpose; what a row changes from and to is a step, not a
  // state and a table says which states it may hold at all
  for (const file of sqlFiles.filter((name) => !/^audit\/views\/|\/tables\//.test(name))) {
    for (const [, list = ''] of read(file).matchAll(
      /(?<!new\.|old\.)\bstatus (?:not )?in \(([^)]+)\)/g,
    )) {
      const states = list
        .split(',')
        .map((state) => state.trim())
        .toSorted()
        .join(', ');
      filesOf.set(states, (filesOf.get(states) ?? new Set()).add(file));
    }
  }

  expect(filesOf.size).toBeGreaterThan(5);
  expect(
    [...filesOf].filter(([, files]) => files.size > 1).map(([states, files]) => [states, ...files]),
  ).toEqual([]);
});
