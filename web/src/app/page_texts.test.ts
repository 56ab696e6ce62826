// What a page says must be there when it is shown: its texts come with its route, and a part that
// is loaded by itself brings its own.
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { texts } from './texts.ts';

const app = import.meta.dirname;
const read = (file: string) => readFileSync(file, 'utf8');
const within = (file: string, path: string) => resolve(dirname(file), path);

const atOnce = /import (?!type\b)[^;']*?from '(\.[^']+)'|^import '(\.[^']+)'/gm;
const later = /import\(\s*'(\.[^']+)'/g;

/** The files that a file imports so; types say nothing. */
function importsOf(file: string, ...ways: RegExp[]) {
  if (file === `${app}/routes.tsx` || file === `${app}/texts.ts`) return [];
  return ways
    .flatMap((way) => [...read(file).matchAll(way)])
    .map(([, named, bare]) => within(file, named ?? bare ?? ''))
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('/gql/'));
}

function reachedFrom(file: string, ways: RegExp[], files = new Set<string>()) {
  if (files.has(file)) return files;
  files.add(file);
  for (const path of importsOf(file, ...ways)) reachedFrom(path, ways, files);
  return files;
}

const namesIn = (file: string, calls: RegExp) =>
  [...read(file).matchAll(calls)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []);
const said = (file: string) => namesIn(file, /useTranslation\(\[?([^)\]]*)/g);
const brought = (file: string) => namesIn(file, /addTexts\('(\w+)'/g);

/** What a root says and nobody has brought. */
function missingFrom(root: string, given: readonly string[], ...ways: RegExp[]) {
  const files = [...reachedFrom(root, ways)];
  const there = new Set(['common', ...given, ...files.flatMap(brought)]);
  return [...new Set(files.flatMap(said))].filter((name) => !there.has(name));
}

/** The namespaces of each part of `texts.ts`. */
const namespacesOf = Object.fromEntries(
  [...read(`${app}/texts.ts`).matchAll(/(\w+): \(\) => import\('([^']+)'\)/g)].map(
    ([, name = '', path = '']) => [name, brought(within(`${app}/texts.ts`, path))],
  ),
);

/** Every page with the texts of its route. */
const pages = read(`${app}/routes.tsx`)
  .split('...pagesOf(')
  .slice(1)
  .flatMap((group) => {
    const names = group.slice(0, group.indexOf(']')).match(/\w+/g) ?? [];
    return [...group.matchAll(/import\('([^']+)'\)/g)].map(([, path = '']) => ({
      path,
      given: names.flatMap((name) => namespacesOf[name] ?? []),
    }));
  });

it('every part of the texts is known by its namespaces, and every page by its route', () => {
  expect(Object.keys(namespacesOf)).toEqual(Object.keys(texts));
  expect(Object.values(namespacesOf).every((names) => names.length > 0)).toBe(true);
  expect(pages.length).toBeGreaterThan(40);
});

it.each(pages)('$path says nothing that its route did not bring', ({ path, given }) => {
  expect(missingFrom(within(`${app}/routes.tsx`, path), given, atOnce, later)).toEqual([]);
});

/** What is shown around the pages, and before them. */
const frame = reachedFrom(`${app}/App.tsx`, [atOnce]);
const around = [...frame].flatMap((file) => importsOf(file, later));
const entrances = importsOf(resolve(app, '../main.tsx'), later);

it.each([...new Set([...around, ...entrances])].map((path) => [relative(app, path), path]))(
  '%s brings what it says itself',
  (_, path) => {
    expect(missingFrom(path, [], atOnce)).toEqual([]);
  },
);
