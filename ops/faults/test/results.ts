// The table of what was broken and what people met, printed at the end of a file of tests and kept
// in .data/faults.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../db/tools/env.ts';
import type { Answers } from './selling.ts';

const HEADS = ['Fault', 'Slips acknowledged', 'Lost', 'Asked again', 'Longest wait'] as const;

export type Results = Readonly<{
  /** To be called when all that was acknowledged has been found. */
  tell(fault: string, answers: Answers): void;
  print(): void;
}>;

export function makeResults(name: string): Results {
  const rows: (readonly string[])[] = [];
  return {
    tell(fault, { acknowledged, unanswered, longestMs }) {
      const seconds = `${(longestMs / 1_000).toFixed(1)} s`;
      rows.push([fault, String(acknowledged.size), '0', String(unanswered), seconds]);
    },
    print() {
      const table = [HEADS, HEADS.map(() => '---'), ...rows]
        .map((cells) => `| ${cells.join(' | ')} |`)
        .join('\n');
      const folder = join(repositoryRoot, '.data', 'faults');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}.md`), `${table}\n`);
      console.log(table);
    },
  };
}
