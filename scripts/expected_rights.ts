// Who may do what, as the tests expect it (db/test/permission). Codegen knows what the files give
// now; whether that is meant is for people to say: npm run codegen -- --accept.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../db/tools/env.ts';
import type { Reader } from '../db/tools/reference/catalog.ts';
import { functionMatrix, tableMatrix } from '../db/tools/rights.ts';

const folder = join('db', 'test', 'permission');

/** Shows what differs, line by line; with `isAccepted` the tests expect it from then on. */
export async function expectRights(reader: Reader, isAccepted: boolean): Promise<void> {
  const found = {
    'matrix.txt': await tableMatrix(reader),
    'functions.txt': await functionMatrix(reader),
  };
  const changed = Object.entries(found).filter(
    ([file, text]) => readFileSync(join(repositoryRoot, folder, file), 'utf8') !== text,
  );
  for (const [file, text] of changed) {
    show(join(folder, file), text);
    if (isAccepted) writeFileSync(join(repositoryRoot, folder, file), text);
  }
  if (changed.length > 0 && !isAccepted)
    console.warn(
      'Rights are others than the tests expect; the lines stand above. If each of them is meant: '
        + 'npm run codegen -- --accept',
    );
}

function show(file: string, text: string): void {
  const proposed = `${file}.proposed`;
  writeFileSync(join(repositoryRoot, proposed), text);
  spawnSync('git', ['--no-pager', 'diff', '--no-index', '--unified=1', '--', file, proposed], {
    cwd: repositoryRoot,
    stdio: 'inherit',
  });
  rmSync(join(repositoryRoot, proposed));
}
