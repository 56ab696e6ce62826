// Names like `schema.name` that a file of tests brings to the database, by itself or by what it
// imports. Of a module only the declarations that are used count: support files serve many tests.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const NAME = /\b[a-z]\w*\.(?:"\w+"|\w+)/g;
const DECLARATION = /^(?:export )?(?:async )?(?:function\*?|const|let|class) (\w+)/;
const IMPORT = /^import \{([^}]*)\} from '(\.\.?\/[^']+\.ts)';/gm;

interface Module {
  /** Text of each declaration on the first level. */
  parts: ReadonlyMap<string, string>;
  /** The rest, which runs in any case. */
  rest: string;
  /** Name → module that it comes from. */
  imported: ReadonlyMap<string, string>;
}

function readModule(file: string): Module {
  const text = readFileSync(file, 'utf8');
  const imported = new Map<string, string>();
  for (const [, names = '', path = ''] of text.matchAll(IMPORT)) {
    const target = resolve(dirname(file), path);
    if (!existsSync(target)) continue;
    for (const name of names.split(',')) imported.set(name.trim(), target);
  }
  const parts = new Map<string, string>();
  let current = '';
  let rest = '';
  for (const line of text.replaceAll(IMPORT, '').split('\n')) {
    const declared = DECLARATION.exec(line)?.[1];
    if (declared !== undefined) current = declared;
    // what begins at the margin ends the declaration before it
    else if (/^[\w/]/.test(line)) current = '';
    if (current === '') rest += `${line}\n`;
    else parts.set(current, `${parts.get(current) ?? ''}${line}\n`);
  }
  return { parts, rest, imported };
}

/** A function from a file to the names; what was read once is kept. */
export function sqlNames(): (file: string) => ReadonlySet<string> {
  const modules = new Map<string, Module>();
  const moduleOf = (file: string): Module => {
    const known = modules.get(file) ?? readModule(file);
    modules.set(file, known);
    return known;
  };
  return (file) => {
    const names = new Set<string>();
    const seen = new Set<string>();
    const read = (where: string, text: string): void => {
      const { parts, imported } = moduleOf(where);
      for (const [name] of text.matchAll(NAME)) names.add(name);
      for (const [word] of text.matchAll(/\b[A-Za-z_]\w*\b/g)) {
        const home = parts.has(word) ? where : imported.get(word);
        if (home === undefined || seen.has(`${home} ${word}`)) continue;
        seen.add(`${home} ${word}`);
        read(home, moduleOf(home).parts.get(word) ?? '');
      }
    };
    const { parts, rest } = moduleOf(file);
    read(file, [rest, ...parts.values()].join('\n'));
    return names;
  };
}
