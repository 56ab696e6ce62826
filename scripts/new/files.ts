// Writing into a tree: new files, and lines at their place in those that are there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Tree = ReturnType<typeof openTree>;

/** A tree at `root`; it remembers what was written, for people to look at. */
export function openTree(root: string) {
  const touched = new Set<string>();
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    touched.add(path);
  }
  return {
    read,
    touched: (): string[] => [...touched],
    has: (path: string): boolean => existsSync(join(root, path)),
    /** Error: the file is there already. */
    create(path: string, text: string): void {
      if (existsSync(join(root, path))) throw new Error(`${path} is there already.`);
      write(path, text);
    },
    /** Puts text before the last place where `mark` stands. Error: it stands nowhere. */
    insertBefore(path: string, mark: string, text: string): void {
      const whole = read(path);
      const at = whole.lastIndexOf(mark);
      if (at === -1) throw new Error(`${path} has no place for it: "${mark}" is missing.`);
      write(path, whole.slice(0, at) + text + whole.slice(at));
    },
    /** Puts text behind the first place where `mark` stands. Error: it stands nowhere. */
    insertAfter(path: string, mark: string, text: string): void {
      const whole = read(path);
      const at = whole.indexOf(mark);
      if (at === -1) throw new Error(`${path} has no place for it: "${mark}" is missing.`);
      write(path, whole.slice(0, at + mark.length) + text + whole.slice(at + mark.length));
    },
    /** Puts a line into the list under a heading of Markdown, in the order of its lines. */
    insertIntoList(path: string, heading: string, line: string): void {
      const whole = read(path);
      const begin = whole.indexOf(`${heading}\n`);
      if (begin === -1) throw new Error(`${path} has no ${heading}.`);
      const next = whole.indexOf('\n## ', begin);
      const end = next === -1 ? whole.length : next;
      const section = whole.slice(begin, end);
      const items = section.split('\n').filter((item) => item.startsWith('- '));
      // as the names are sorted, whatever marks stand around them
      const name = (item: string): string => item.replaceAll('`', '');
      const sorted = [...new Set([...items, line])].toSorted((a, b) =>
        name(a) < name(b) ? -1 : 1,
      );
      write(
        path,
        whole.slice(0, begin) + `${heading}\n\n${sorted.join('\n')}\n` + whole.slice(end),
      );
    },
    /** Takes out the lines that are the same as one of these. */
    drop(path: string, lines: readonly string[]): void {
      const kept = read(path)
        .split('\n')
        .filter((line) => !lines.includes(line));
      write(path, kept.join('\n'));
    },
    append: (path: string, text: string): void => write(path, `${read(path).trimEnd()}\n${text}`),
  };
}

/** A blank to fill; a test finds those that were left. */
export const blank = (what: string): string => `‹${what}›`;

/** issue_price, issuePrice, IssuePrice, ISSUE_PRICE of any of them. */
export function wordsOf(name: string) {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_\s-]+/)
    .filter(Boolean);
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  return {
    snake: words.join('_'),
    pascal,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    upper: words.join('_').toUpperCase(),
    plain: words.join(' '),
  };
}

/** `inventory/shelf` → its context and its name. Error: another form, or no such context. */
export function inContext(tree: Tree, place: string): { schema: string; name: string } {
  const [schema = '', name = '', ...rest] = place.split('/');
  if (name === '' || rest.length > 0) throw new Error(`Say <context>/<name>, not ${place}.`);
  if (!tree.has(`db/fixtures/${schema}/schema.sql`))
    throw new Error(`There is no context ${schema} under db/fixtures.`);
  return { schema, name: wordsOf(name).snake };
}

/**
 * Lines of the open migration, by which a running database gets the files. One that it includes
 * already moves to the end, behind what it needs now.
 */
export function include(tree: Tree, ...paths: string[]): void {
  const lines = paths.map((path) => `--! include ${path}`);
  tree.drop('db/current/1-current.sql', lines);
  tree.append('db/current/1-current.sql', lines.map((line) => `${line}\n`).join(''));
}
