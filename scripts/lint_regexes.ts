// npm run lint:regexes: no regular expression of what runs in production takes a time that grows
// faster than its text. recheck looks for the text that hurts; what cannot be judged is told as
// well.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';
import { parseAst } from 'vite';
import { repositoryRoot } from '../db/tools/env.ts';

const LOOKED_AT = /^(?:platform|server|worker|web\/src|db\/tools)\/.{1,200}\.tsx?$/;
/** Run by ourselves, on texts of our own. */
const LEFT_OUT = /\/test\/|\.test\.|\/gql\//;
/**
 * With the reason why they may stay: a pattern, a file that makes patterns of texts, or a whole
 * file.
 */
const ALLOWED: Readonly<Record<string, string>> = {
  'db/tools/drift.ts: /^--! Included (\\S+)\\n([\\s\\S]*?)^--! EndIncluded \\1$/gm':
    'reads the migrations of this repository',
  'db/tools/file_order.ts': 'reads the rules of this repository',
  'db/tools/sql_names.ts': 'reads the code of this repository',
  'db/tools/usage.ts': 'reads the rules of this repository',
  'db/tools/rule_tests.ts: new RegExp': 'made of names of our own files',
};

export type Finding = Readonly<{ file: string; line: number; pattern: string; why: string }>;
type Pattern = Readonly<
  { line: number; source: string; flags: string } | { line: number; source: null }
>;
type Node = {
  type?: string;
  start?: number;
  regex?: { pattern: string; flags: string };
  callee?: { name?: string };
};

/** Every pattern of a file; null where one is made of something else than a literal. */
function patternsOf(text: string, isJsx: boolean): Pattern[] {
  const found: Pattern[] = [];
  const lineAt = (start = 0) => text.slice(0, start).split('\n').length;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    if (node.type === 'Literal' && node.regex)
      found.push({ line: lineAt(node.start), source: node.regex.pattern, flags: node.regex.flags });
    if (
      (node.type === 'NewExpression' || node.type === 'CallExpression')
      && node.callee?.name === 'RegExp'
    ) {
      found.push({ line: lineAt(node.start), source: null });
    }
    for (const part of Object.values(value)) visit(part);
  };
  visit(parseAst(text, { lang: isJsx ? 'tsx' : 'ts' }));
  return found;
}

export async function findSlow(
  files: readonly string[],
  folder = repositoryRoot,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const file of files) {
    for (const pattern of patternsOf(
      readFileSync(join(folder, file), 'utf8'),
      file.endsWith('x'),
    )) {
      const name = pattern.source === null ? 'new RegExp' : `/${pattern.source}/${pattern.flags}`;
      const why =
        pattern.source === null
          ? 'is made of a text, which may be anybody’s'
          : await problemOf(pattern.source, pattern.flags);
      if (why !== null && (ALLOWED[file] ?? ALLOWED[`${file}: ${name}`]) === undefined)
        findings.push({ file, line: pattern.line, pattern: name, why });
    }
  }
  return findings;
}

async function problemOf(source: string, flags: string): Promise<string | null> {
  const judged = await check(source, flags, { timeout: 20_000 });
  if (judged.status === 'safe') return null;
  if (judged.status === 'unknown') return `cannot be judged: ${judged.error.kind}`;
  return `is slow (${judged.complexity.summary}) with ${judged.attack.pattern.slice(0, 80)}`;
}

if (import.meta.main) {
  const known = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
  });
  const files = known.split('\n').filter((file) => LOOKED_AT.test(file) && !LEFT_OUT.test(file));
  const findings = await findSlow(files);
  for (const { file, line, pattern, why } of findings)
    console.error(`${file}:${line}: ${pattern} ${why}`);
  if (findings.length === 0) console.log(`No slow regular expression in ${files.length} files.`);
  process.exit(findings.length === 0 ? 0 : 1);
}
