// Who may import whom, types included: the arrows of docs/architecture.md.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot as root } from '../../db/tools/env.ts';

/** Rooms, by the beginning of a path, and the rooms that each may import from. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  'db/tools': ['platform'],
  'db/seed': ['platform', 'db/tools'],
  server: ['platform'],
  worker: ['platform'],
  scripts: ['platform', 'db/tools', 'server', 'worker'],
  ops: ['platform', 'db/tools', 'scripts'],
  'web/src/gql': [],
  'web/src/lib': ['web/src/gql'],
  'web/src/components': ['web/src/lib', 'web/src/gql'],
  'web/src/features': ['web/src/components', 'web/src/lib', 'web/src/gql'],
  'web/src/app': ['web/src/features', 'web/src/components', 'web/src/lib', 'web/src/gql'],
};

const isTest = (file: string): boolean =>
  /(^|\/)(test|e2e)\/|\.test\.tsx?$|\/test_\w+\.tsx?$|^db\/test\//.test(file);
// what is new and not yet committed counts, too
const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => file !== '' && !isTest(file));
const known = new Set(files);
const roomOf = (file: string): string | undefined =>
  Object.keys(mayImport).find((room) => file.startsWith(`${room}/`));

/** Files of the repository that a file imports, for their types too. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.\.?\/[^'?]+)'/g)]
    .map(([, path = '']) => relative(root, resolve(root, dirname(file), path)))
    .filter((target) => known.has(target));
}
const graph = new Map(files.map((file) => [file, importsOf(file)]));

describe('imports', () => {
  test('run from room to room in one direction', () => {
    const wrong = files.flatMap((file) =>
      (graph.get(file) ?? [])
        .filter((target) => {
          const [from, to] = [roomOf(file), roomOf(target)];
          return from !== undefined && to !== from && !mayImport[from]?.includes(to ?? '');
        })
        .map((target) => `${file} imports ${target}`),
    );

    expect(wrong).toEqual([]);
  });

  test('of one feature of the page never reach into another', () => {
    const featureOf = (file: string): string | undefined =>
      /^web\/src\/features\/(\w+)\//.exec(file)?.[1];
    const wrong = files
      .filter(featureOf)
      .flatMap((file) =>
        (graph.get(file) ?? [])
          .filter(
            (target) => featureOf(target) !== undefined && featureOf(target) !== featureOf(file),
          )
          .map((target) => `${file} imports ${target}`),
      );

    expect(wrong).toEqual([]);
  });

  test('form no circles, not of types either', () => {
    expect(circles()).toEqual([]);
  });
});

/**
 * Files that import each other, however far around: what is left once those without imports are
 * taken away, again and again.
 */
function circles(): string[] {
  const left = new Map([...graph].map(([file, targets]) => [file, new Set(targets)]));
  for (;;) {
    const ends = [...left].filter(([, targets]) => targets.size === 0).map(([file]) => file);
    if (ends.length === 0) break;
    for (const file of ends) left.delete(file);
    for (const targets of left.values()) for (const file of ends) targets.delete(file);
  }
  // whoever only imports from a circle is in none
  for (;;) {
    const wanted = new Set([...left.values()].flatMap((targets) => [...targets]));
    const starts = [...left.keys()].filter((file) => !wanted.has(file));
    if (starts.length === 0) return [...left.keys()].toSorted();
    for (const file of starts) left.delete(file);
  }
}
