import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lintSecrets } from '../lint_secrets.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-secretlint-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

// in two parts, or this file would be found
const planted: [what: string, text: string][] = [
  [
    'a private key',
    `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${'MIIEpAIBAAKCAQEA'.repeat(8)}\n-----END RSA `
      + `${'PRIVATE'} KEY-----\n`,
  ],
  ['a key of a cloud', `AWS_SECRET_ACCESS_KEY=${'wJalrXUtnFEMI/K7MDENG'}/bPxRfiCYzKQ2pLmNoT\n`],
  ['the password of a database', `url: postgres://app:${'hunter2-hunter2'}@db.internal:5432/app\n`],
];

test.each(planted)('%s that somebody left in a file is found', (what, text) => {
  const name = `${what.replaceAll(' ', '_')}.txt`;
  writeFileSync(join(folder, name), text);
  expect(lintSecrets([name], folder)).toBe(1);
});

test('a file without secrets passes', () => {
  writeFileSync(join(folder, 'plain.md'), 'JWT_SECRET is made with openssl rand.\n');
  expect(lintSecrets(['plain.md'], folder)).toBe(0);
});
