// 100 columns, for what no formatter breaks: SQL, SQL in code, comments and texts.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot as root } from '../../db/tools/env.ts';

const LIMIT = 100;
/** What nobody writes by hand, and addresses. */
const generated = /^(db\/(committed|current)\/|web\/src\/gql\/)/;
const address = /https?:\/\//;
/** A line of SQL in code: a clause of it, not a word of a sentence. */
const clause =
  /\b(select .* from|from \w+\.\w+ as|join \w+\.\w+|where \w+\.\w+|insert into|delete from) /;

const comment = /^\s*(\/\/|\*|\/\*)/;

const longLines = (pattern: string, isMeant: (line: string) => boolean): string[] =>
  execFileSync('git', ['ls-files', pattern], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && !generated.test(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .map((line, index) => ({ line, place: `${file}:${index + 1}` })),
    )
    .filter(({ line }) => line.length > LIMIT && !address.test(line) && isMeant(line))
    .map(({ place }) => place);

test('no line of SQL is longer than 100 columns', () => {
  expect(longLines('*.sql', () => true)).toEqual([]);
});

test('no comment is longer than 100 columns', () => {
  for (const pattern of ['*.ts', '*.tsx', '*.js'])
    expect(longLines(pattern, (line) => comment.test(line))).toEqual([]);
});

test('no line of SQL in code is longer than 100 columns', () => {
  expect(longLines('*.ts', (line) => clause.test(line))).toEqual([]);
});

/** One expression that cannot be broken: a pattern or a selector. */
const whole = /^\s*(\/.*\/[a-z]*[,;.)]*|'(\^|& ).*'[:;])$/;
const isTest = (file: string): boolean => /(^|\/)(test|e2e)\/|\.test\.tsx?$/.test(file);

test('no line of code is longer than 100 columns, but for patterns', () => {
  for (const pattern of ['*.ts', '*.tsx', '*.js']) {
    const long = longLines(pattern, (line) => !whole.test(line));
    expect(long.filter((place) => !isTest(place.split(':', 1)[0] ?? ''))).toEqual([]);
  }
});
