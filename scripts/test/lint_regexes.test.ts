import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSlow } from '../lint_regexes.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-regexes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function foundIn(text: string): Promise<string[]> {
  writeFileSync(join(folder, 'planted.tsx'), text);
  return (await findSlow(['planted.tsx'], folder)).map(
    ({ line, why }) => `${line} ${why.split(' (')[0]}`,
  );
}

// as text, or this file would hold them
test.each<[what: string, pattern: string]>([
  [
    'the password of an address, as the log once looked for it',
    String.raw`/(\w+:\/\/[^\s:/@"]*:)[^\s@"]+@/g`,
  ],
  ['a token, as the log once looked for it', String.raw`/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g`],
  ['the last row of a workbook, as it once was read', String.raw`/\d+$/`],
  ['hints of a schema, as they once were taken out', String.raw`/ ?Did you mean [^?]*\?/g`],
  ['an old acquaintance', String.raw`/^(a+)+$/`],
])('%s is found', async (_what, pattern) => {
  expect(
    await foundIn(`type A = string;\nexport const page = <p>{text.replace(${pattern}, '')}</p>;\n`),
  ).toEqual(['2 is slow']);
});

test('a pattern that is made of a text is found', async () => {
  expect(await foundIn('const find = (word: string) => new RegExp(word);')).toEqual([
    '1 is made of a text, which may be anybody’s',
  ]);
});

test('patterns that are done with every letter at once pass', async () => {
  expect(
    await foundIn(
      String.raw`const day = /^\d{4}-\d{2}-\d{2}$/; const words = / +/; const half = 4 / 2 / 1;`,
    ),
  ).toEqual([]);
});
