// The images: what is in them is there, what they run is what processes run, and nobody is root.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { imagesIn } from '../../../scripts/pin_images.ts';
import type { Installation } from '../../installation.ts';
import { serverProgram, WORKER, workerProgram } from '../../deploy/programs.ts';
import { COMPOSE } from './file.ts';

const FILE = join(repositoryRoot, 'ops', 'compose', 'Dockerfile');
const text = readFileSync(FILE, 'utf8').replaceAll(/\\\n\s*/g, '');

type Line = Readonly<{ word: string; rest: string }>;
type Stage = Readonly<{ name: string; from: string; lines: readonly Line[] }>;

const stages: readonly Stage[] = text
  .split(/^FROM /m)
  .slice(1)
  .map((stage) => {
    const [first = '', ...lines] = stage.split('\n');
    const [from = '', name = ''] = first.split(' AS ');
    return {
      from,
      name,
      lines: lines.flatMap((line) => {
        const [, word, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
        return word === undefined || rest === undefined ? [] : [{ word, rest }];
      }),
    };
  });
const stageOf = (name: string): Stage | undefined => stages.find((stage) => stage.name === name);
/** The lines of a stage, those of the stages before it first. */
const linesOf = (name: string): readonly Line[] => {
  const stage = stageOf(name);
  return stage ? [...linesOf(stage.from), ...stage.lines] : [];
};
const lastOf = (name: string, word: string): string | undefined =>
  linesOf(name).findLast((line) => line.word === word)?.rest;

const named = readFileSync(COMPOSE, 'utf8').matchAll(/\/(\w+):\$\{\w+_RELEASE/g);
const wanted = [...new Set([...named].map(([, name = '']) => name))];

test('every image of compose.yml is made', () => {
  expect(wanted).toEqual(['server', WORKER, 'gateway']);
  expect(wanted.filter((name) => stageOf(name) === undefined)).toEqual([]);
});

test.each(wanted)('%s does not run as root', (name) => {
  expect(['node', 'www-data']).toContain(lastOf(name, 'USER'));
});

test.each(wanted)('%s is made of files that are there', (name) => {
  const copied = linesOf(name)
    .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from='))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1));

  expect(copied.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
});

describe('server and worker', () => {
  const installation = {
    home: '/srv/so-dai-ly',
    env: {},
    database: {},
    secrets: {},
    urls: {},
  } as unknown as Installation;
  const release = { name: '1.0.0', folder: '/srv/so-dai-ly/releases/1.0.0' };
  const runs = (name: string): string[] =>
    (JSON.parse(lastOf(name, 'CMD') ?? '[]') as string[]).slice(1);

  test('run what the processes of an installation run', () => {
    expect(runs('server')).toEqual(serverProgram(installation, 'blue', release).args);
    expect(runs(WORKER)).toEqual(workerProgram(installation, release).args);
  });

  test.each(['server', WORKER])('%s has every file that it imports or reads', (name) => {
    const folders = linesOf(name)
      .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from='))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    const sources = globSync(`{${name},platform}/**/*.ts`, {
      cwd: repositoryRoot,
      exclude: ['**/test/**'],
    });
    const outside = sources.flatMap((source) =>
      [
        ...readFileSync(join(repositoryRoot, source), 'utf8').matchAll(
          /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gm,
        ),
      ]
        .map(([, path = '']) => join(source, '..', path))
        .filter((path) => !folders.some((folder) => path.startsWith(folder))),
    );

    expect(sources.length).toBeGreaterThan(20);
    expect(outside).toEqual([]);
    // what platform reads besides: refusals, words, rules and the files that they come from
    for (const path of ['db/errors.json', 'db/words', 'db/rules.txt', 'db/fixtures'])
      expect(folders).toContain(path);
  });

  test('have no development packages, no tests and no sources of the page', () => {
    const packages = stageOf('packages')
      ?.lines.map(({ rest }) => rest)
      .join('\n');
    const ignored = readFileSync(`${FILE}.dockerignore`, 'utf8').split('\n');

    expect(packages).toContain('npm ci --omit=dev');
    for (const folder of ['**/test', '**/node_modules', '.git', 'secrets'])
      expect(ignored).toContain(folder);
    for (const name of ['server', WORKER])
      expect(linesOf(name).some(({ rest }) => /^web(?:\/src)? /.test(rest))).toBe(false);
  });
});

test('npm run pin-images knows every image of others', () => {
  const found = [COMPOSE, FILE].flatMap((file) => imagesIn(readFileSync(file, 'utf8')));

  expect(found.map(([setting]) => setting)).toEqual([
    'POSTGRES_IMAGE',
    'EXPORTER_IMAGE',
    'PROMETHEUS_IMAGE',
    'ALERTMANAGER_IMAGE',
    'LOKI_IMAGE',
    'ALLOY_IMAGE',
    'GRAFANA_IMAGE',
    'MAIL_IMAGE',
    'NODE_IMAGE',
    'DEBIAN_IMAGE',
  ]);
});
