// The order in which the files under db/fixtures can be run on an empty database: what a file needs
// comes before it. A function's body in plpgsql is not read before it is called, so it needs
// nothing.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixturePaths } from '../../platform/fixtures.ts';

/** Without a need of each other, files run in this order of their folders. */
const folders = [
  'schema.sql',
  'types',
  'tables',
  'functions',
  'views',
  'rules',
  'policies',
  'data',
];

interface Source {
  path: string;
  makes: string[];
  needs: string;
}

/** Every file under `folder` in an order that runs; files that need each other are an error. */
export function inOrder(folder: string): string[] {
  const sources = fixturePaths(folder)
    .map((path) => readSource(path, readFileSync(join(folder, path), 'utf8')))
    .toSorted((a, b) => phase(a.path) - phase(b.path) || (a.path < b.path ? -1 : 1));
  const makers = new Map<string, Source[]>();
  for (const source of sources) {
    for (const name of source.makes) makers.set(name, [...(makers.get(name) ?? []), source]);
  }
  const done = new Set<Source>();
  const visit = (source: Source, under: Source[]): void => {
    if (done.has(source)) return;
    if (under.includes(source)) {
      const circle = [...under.slice(under.indexOf(source)), source].map(({ path }) => path);
      throw new Error(`These files need each other: ${circle.join(' → ')}`);
    }
    for (const needed of neededBy(source, makers)) visit(needed, [...under, source]);
    done.add(source);
  };
  for (const source of sources) visit(source, []);
  return rowsAsTheirTables([...done].map(({ path }) => path));
}

/** Rows refer to rows as their tables refer to tables. */
function rowsAsTheirTables(paths: string[]): string[] {
  const isData = (path: string): boolean => path.includes('/data/');
  const place = (path: string): number => {
    const found = paths.indexOf(path.replace('/data/', '/tables/'));
    return found === -1 ? paths.length : found;
  };
  return [
    ...paths.filter((path) => !isData(path)),
    ...paths.filter(isData).toSorted((a, b) => place(a) - place(b)),
  ];
}

function phase(path: string): number {
  return folders.findIndex((folder) => path.split('/')[1] === folder);
}

/** Makers of what a file names; its own objects are no need. */
function neededBy(source: Source, makers: ReadonlyMap<string, Source[]>): Set<Source> {
  const named = [...source.needs.matchAll(/\b[a-z]\w*\.(?:"\w+"|\w+)/g)].map(([name]) => name);
  return new Set(
    named.flatMap((name) => makers.get(name) ?? []).filter((maker) => maker !== source),
  );
}

const made =
  /^\s*create (?:or replace )?(?:unique )?(?:materialized )?(?:function|table|view|type|domain)\s+(?:if not exists )?([a-z]\w*\.(?:"\w+"|\w+))/gm;

function readSource(path: string, text: string): Source {
  const code = text.replaceAll(/--.*$/gm, '');
  return { path, makes: [...code.matchAll(made)].map(([, name = '']) => name), needs: needs(code) };
}

/** What PostgreSQL looks at when it runs a file: not comments on things, and no body in plpgsql. */
function needs(code: string): string {
  return code
    .replaceAll(/^comment on [\s\S]*?'(?:[^']|'')*';/gm, '')
    .replaceAll(/(language plpgsql[^$]*?)\$(\w*)\$[\s\S]*?\$\2\$/g, (_all, head: string) => head);
}
