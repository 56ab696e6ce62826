// npm run new <kind> <name>: every file that a new thing needs, with ‹blanks› for what only you
// know.
import { spawnSync } from 'node:child_process';
import { repositoryRoot } from '../../db/tools/env.ts';
import { openTree, type Tree } from './files.ts';
import { newPage } from './page.ts';
import { newRegulation } from './regulation.ts';
import { newRule } from './rule.ts';
import { newTable } from './table.ts';
import { newTask } from './task.ts';

export const KINDS: Readonly<
  Record<string, { form: string; make: (tree: Tree, name: string, more: string[]) => void }>
> = {
  rule: {
    form: '<context>/<rule> <schema>.<table>',
    make: (tree, name, [table]) => newRule(tree, name, table),
  },
  table: { form: '<context>/<table>', make: (tree, name) => newTable(tree, name) },
  regulation: { form: '<KEY> <first value> [lowest highest]', make: newRegulation },
  task: { form: '<kind of notification>', make: (tree, name) => newTask(tree, name) },
  page: { form: '<context>/<name>', make: (tree, name) => newPage(tree, name) },
};

if (import.meta.main) main(process.argv.slice(2));

function main([kind = '', name, ...more]: string[]): void {
  const found = KINDS[kind];
  if (found === undefined || name === undefined) {
    console.error('Say what to make:');
    for (const [known, { form }] of Object.entries(KINDS))
      console.error(`  npm run new ${known} ${form}`);
    process.exit(2);
  }
  const tree = openTree(repositoryRoot);
  try {
    found.make(tree, name, more);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    return;
  }
  const code = tree.touched().filter((path) => /\.(?:tsx?|json)$/.test(path));
  // without a file it would wait for one to be typed
  if (code.length > 0)
    spawnSync('prettier', ['--write', '--log-level=warn', ...code], {
      cwd: repositoryRoot,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
  for (const path of tree.touched()) {
    const blanks = tree.read(path).match(/‹[^›]*›/g) ?? [];
    console.log(
      `${path}${blanks.length === 0 ? '' : `  ${blanks.length} to fill: ${blanks[0]} …`}`,
    );
  }
  console.log(
    '\nFill the ‹blanks›, and db/words.json with the words of what people see; a test '
      + 'names what is '
      + 'missing. Then npm run codegen: it shows what changed of the rights.',
  );
}
