// Who uses what, read from the files under db/fixtures: a file uses another when it names what that
// one makes. A rule is a trigger: whoever writes its table uses it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureFolder, fixturePaths } from '../../platform/fixtures.ts';

interface Source {
  path: string;
  /** Functions, tables, views and types that the file makes. */
  makes: readonly string[];
  /** Tables that its triggers watch. */
  watches: readonly string[];
  names: ReadonlySet<string>;
  /** Tables that it writes. */
  writes: ReadonlySet<string>;
}

const MADE =
  /^\s*create (?:or replace )?(?:materialized )?(?:function|table|view|type|domain)\s+(?:if not exists )?([a-z]\w*\.(?:"\w+"|\w+))/gm;
const TRIGGER = /^create (?:or replace )?(?:constraint )?trigger [\s\S]*? on ([a-z]\w*\.\w+)/gm;
const NAME = /\b[a-z]\w*\.(?:"\w+"|\w+)/g;
const WRITE = /\b(?:insert into|update|delete from)\s+(?:only )?([a-z]\w*\.\w+)/g;

function readSource(path: string, text: string): Source {
  const code = text
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/^comment on [\s\S]*?'(?:[^']|'')*';/gm, '');
  const all = (form: RegExp): string[] =>
    [...code.matchAll(form)].map(([whole, name]) => name ?? whole);
  return {
    path,
    makes: all(MADE),
    watches: all(TRIGGER),
    names: new Set(all(NAME)),
    writes: new Set(all(WRITE)),
  };
}

export type Usage = ReturnType<typeof readUsage>;

export function readUsage(folder: string = fixtureFolder) {
  // policies and first rows name everything, and run nothing
  const sources = fixturePaths(folder)
    .filter((path) => !/^[^/]+\/(?:policies|data)\//.test(path))
    .map((path) => readSource(path, readFileSync(join(folder, path), 'utf8')));

  // a table may name a function too, and everybody names tables
  const running = sources.filter(({ path }) => /\/(?:functions|rules|views)\//.test(path));
  const callersOf = (used: Source): Source[] =>
    running.filter((user) => user !== used && used.makes.some((name) => user.names.has(name)));
  const writersFor = (rule: Source): Source[] =>
    running.filter((user) => user !== rule && rule.watches.some((table) => user.writes.has(table)));
  return {
    /** Functions whose files use an object directly, in the order of their names. */
    directUsers(name: string): string[] {
      const maker = sources.find(({ makes }) => makes.includes(name));
      if (!maker) return [];
      const functions = callersOf(maker)
        .filter(({ path }) => !path.includes('/views/'))
        .flatMap(({ makes }) => makes);
      return [...new Set(functions)].toSorted();
    },
    /**
     * Names of all that a file makes, and of all that comes to it: by calls, however many, and by
     * writing the table that a rule on the way watches. Of a rule that sets off another one only
     * the callers count: over the balance of an agency everything would reach everything.
     */
    reach(path: string): Set<string> {
      const reached = new Set<Source>();
      const visit = (source: Source, way: 'call' | 'write'): void => {
        if (reached.has(source)) return;
        reached.add(source);
        for (const user of callersOf(source)) visit(user, 'call');
        if (way === 'call') for (const user of writersFor(source)) visit(user, 'write');
      };
      const first = sources.find((source) => source.path === path);
      if (first) visit(first, 'call');
      return new Set([...reached].flatMap(({ makes }) => makes));
    },
  };
}
