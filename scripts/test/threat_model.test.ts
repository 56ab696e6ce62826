// docs/threat-model.md says of each stolen secret what it can do; each line of it is proved.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../db/tools/env.ts';

const page = readFileSync(join(repositoryRoot, 'docs', 'threat-model.md'), 'utf8');
const folder = join(repositoryRoot, 'db', 'test', 'permission', 'threat_model');

/** `section: line`, a line being a bullet with its continuations. */
const lines = page.split(/^## /m).flatMap((section) => {
  const [heading = '', ...rest] = section.split('\n');
  return [...rest.join('\n').matchAll(/^- (.*(?:\n {2}.*)*)/gm)].map(
    ([, text = '']) => `${heading.toLowerCase()}: ${text.replace(/\n {2}/g, ' ')}`,
  );
});

/** `describe: test` of every test of the threat model. */
const tests = readdirSync(folder)
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split(/^describe\('/m)
      .slice(1)
      .flatMap((part) => {
        const heading = part.slice(0, part.indexOf("', ")).toLowerCase();
        return [...part.matchAll(/^ {2}test(?:\.each\([^;]*?\))?\(\s*'([^']+)'/gm)].map(
          ([, name = '']) => `${heading}: ${name.replace(/: %s$/, '')}`,
        );
      }),
  );

const filesOf = (line: string): string[] =>
  [...line.matchAll(/`((?:db|server|worker|platform)\/[\w./-]+\.\w+)`/g)].map(
    ([, file]) => file ?? '',
  );

test('every line of the page is a test of its section, or names the file that proves it', () => {
  expect(lines.length).toBeGreaterThan(25);
  expect(lines.filter((line) => filesOf(line).length === 0 && !tests.includes(line))).toEqual([]);
  expect(lines.flatMap(filesOf).filter((file) => !existsSync(join(repositoryRoot, file)))).toEqual(
    [],
  );
});

test('every test of the threat model is a line of the page', () => {
  expect(tests.filter((name) => !lines.includes(name))).toEqual([]);
});

test('every login of roles.sql has its section', () => {
  const roles = readFileSync(join(repositoryRoot, 'db', 'roles.sql'), 'utf8');
  const logins = [...new Set(roles.match(/sodaily_\w+/g))].filter((name) =>
    ['authenticator', 'signin', 'worker', 'metrics', 'backup', 'migrator'].includes(
      name.slice('sodaily_'.length),
    ),
  );
  expect(logins).toHaveLength(6);
  for (const login of logins) expect(page).toMatch(new RegExp(`^## .*\`${login}\``, 'm'));
});
