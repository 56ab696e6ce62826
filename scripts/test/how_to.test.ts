// docs/how-to names nothing that is not there: scripts of npm, their options and words, settings,
// files, tests, systemd's unit, and objects of Kubernetes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { repositoryRoot } from '../../db/tools/env.ts';

const folder = join(repositoryRoot, 'docs', 'how-to');
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const lines = pages.flatMap((page) =>
  [...readFileSync(join(folder, page), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(
    ([, block = '']) =>
      block
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => ({ page, line })),
  ),
);
const isSetting = (line: string): boolean => /^[A-Z_]+=\S+$/.test(line);
/** Words of a command, without settings before it. */
const wordsOf = (line: string): string[] =>
  line.split(' ').filter((_word, index, all) => {
    const isBefore = all.slice(0, index + 1).every((one) => /^[A-Z_]+=/.test(one));
    return !isBefore;
  });
const commands = lines
  .filter(({ line }) => !isSetting(line))
  .map(({ page, line }) => ({ page, line, words: wordsOf(line) }));
const npm = commands.filter(({ words }) => words[0] === 'npm' && words[1] === 'run');

/** Programs of Debian and of those who keep a cluster. */
const KNOWN = new Set(['cd', 'git', 'kubectl', 'mv', 'npm', 'openssl', 'rm', 'systemctl', 'touch']);

/** Objects that the manifests make, and those that CloudNativePG makes of them. */
const objects = new Set(
  readdirSync(join(repositoryRoot, 'ops/kubernetes/base')).flatMap((file) =>
    parseAllDocuments(read(`ops/kubernetes/base/${file}`)).flatMap((document) => {
      const { kind = '', metadata } = document.toJS() as {
        kind?: string;
        metadata?: { name: string };
      };
      return metadata ? [`${kind.toLowerCase()}/${metadata.name}`] : [];
    }),
  ),
);

test('every page is listed, and every listed page is there', () => {
  const list = readFileSync(join(folder, 'README.md'), 'utf8');
  const listed = [...list.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, name]) => name);

  expect(listed.toSorted()).toEqual(pages.filter((page) => page !== 'README.md').toSorted());
  expect(commands.length).toBeGreaterThan(40);
});

test('every command is of a program that is known', () => {
  expect(commands.filter(({ words }) => !KNOWN.has(words[0] ?? ''))).toEqual([]);
});

describe('npm', () => {
  test('has every script', () => {
    expect(npm.length).toBeGreaterThan(20);
    expect(npm.filter(({ words }) => scripts[words[2] ?? ''] === undefined)).toEqual([]);
  });

  test('scripts know every option and every word that they are given', () => {
    for (const { page, line, words } of npm) {
      const file = scripts[words[2] ?? '']?.split(' ').findLast((word) => word.endsWith('.ts'));
      const source = read(file ?? '');
      for (const word of words.slice(4)) {
        const name = /^--([\w-]+)/.exec(word)?.[1];
        const told =
          name === undefined
            ? new RegExp(`\\b${word}\\b[^\\n]*[({:,]`)
            : new RegExp(`^\\s*'?${name}'?: \\{ type: |\\{ ${name}: \\{ type: `, 'm');
        expect(source, `${page}: ${line}`).toMatch(told);
      }
    }
  });
});

test('every setting is one that an installation reads', () => {
  const known = read('ops/installation.ts') + read('db/tools/env.ts');
  const named = lines.flatMap(({ page, line }) =>
    [...line.matchAll(/(?:^| )([A-Z][A-Z_]+)=/g)].map(([, name = '']) => ({ page, name })),
  );

  expect(named.length).toBeGreaterThan(6);
  expect(
    named.filter(({ name }) => !new RegExp(`^  (?:/\\*\\* )?${name}: `, 'm').test(known)),
  ).toEqual([]);
});

test('every file of the repository is there, in commands and in sentences', () => {
  const text = pages.map((page) => readFileSync(join(folder, page), 'utf8')).join('\n');
  const files = [...text.matchAll(/\b((?:db|ops|docs|scripts|server)\/[\w./-]+\.\w+)/g)].map(
    ([, file = '']) => file,
  );
  const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);

  expect(files.length).toBeGreaterThan(4);
  expect(files.filter((file) => !existsSync(join(repositoryRoot, file)))).toEqual([]);
  expect(links.filter((link) => !existsSync(join(folder, link)))).toEqual([]);
});

test("systemd's unit is the one of the keeper", () => {
  for (const { words } of commands.filter(({ words: [program] }) => program === 'systemctl'))
    expect(existsSync(join(repositoryRoot, 'ops/keeper', `${words.at(-1)}.service`))).toBe(true);
});

test('objects of Kubernetes are those of the manifests', () => {
  const named = commands
    .filter(({ words }) => words[0] === 'kubectl')
    .flatMap(({ words }) => words.filter((word) => /^[a-z]+\/[a-z-]+$/.test(word)));

  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !objects.has(name))).toEqual([]);
});
