import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixtures } from '../support/contexts.ts';

const sqlFiles = readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.sql')).toSorted();
const rules = sqlFiles.filter((file) => file.includes('/rules/'));
const read = (file: string): string => readFileSync(join(fixtures, file), 'utf8');

describe('every rule', () => {
  test.each(rules)('%s has a test of the same name', (file) => {
    const tests = join(import.meta.dirname, '..', 'rule', `${basename(file, '.sql')}.test.ts`);

    expect(existsSync(tests)).toBe(true);
  });

  test.each(rules)('%s begins with the rule in business words', (file) => {
    expect(read(file)).toMatch(/^-- Rule\b.*: /);
  });
});

describe('every file', () => {
  test.each(sqlFiles)('%s names no key type: that stands in one place', (file) => {
    const code = read(file).replace(/--.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");

    // a session's key is random whatever the others are
    expect(code.replace(/\bsession_id uuid\b|auth\.\w+\((?:uuid)\b|::uuid\b/g, ''))
      .not.toMatch(/\b(?:int|int4|serial|uuid)\b(?!\s*\()/);
  });
});
