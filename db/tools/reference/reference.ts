// The generated reference in docs/db: a page for each context and one for the errors.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../env.ts';
import { relationsOf, routinesOf, type Reader } from './catalog.ts';
import { readUsage } from '../usage.ts';
import { contextPage, generatedNote } from './page.ts';

const contexts = [
  'auth',
  'agency',
  'inventory',
  'finance',
  'config',
  'report',
  'audit',
  'notification',
  'file',
  'public',
];

export const referenceFolder = join(repositoryRoot, 'docs', 'db');

/** File name → text of every page, as the database of `reader` has it. */
export async function referencePages(reader: Reader): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const index: string[] = [];
  const usage = readUsage();
  for (const schema of contexts) {
    const relations = await relationsOf(reader, schema);
    const routines = await routinesOf(reader, schema);
    pages.set(`${schema}.md`, contextPage(schema, relations, routines, usage));
    index.push(
      `- [${schema}](${schema}.md): ${relations.length} tables and views, `
        + `${routines.length} functions`,
    );
  }
  pages.set('errors.md', errorsPage());
  pages.set(
    'README.md',
    [
      generatedNote,
      '# The database, object by object',
      'Roles are written without their prefix `sodaily_`. Key columns are `integer` here; '
        + 'see [ADR 3](../adr/0003-opaque-ids-of-one-type.md).',
      index.join('\n'),
      '- [errors](errors.md): every refusal, its code, status and sentences',
    ]
      .join('\n\n')
      .concat('\n'),
  );
  return pages;
}

interface Entry {
  sqlstate: string;
  status: number;
  vi: string;
  en: string;
  action_vi: string;
  action_en: string;
}

function errorsPage(): string {
  const catalogue: Record<string, Entry> = JSON.parse(
    readFileSync(join(repositoryRoot, 'db', 'errors.json'), 'utf8'),
  );
  const entries = Object.entries(catalogue).map(([code, entry]) =>
    [
      `## ${code}`,
      `HTTP ${entry.status}, SQLSTATE \`${entry.sqlstate}\`.`,
      `- ${entry.vi} ${entry.action_vi}\n- ${entry.en} ${entry.action_en}`,
    ].join('\n\n'),
  );
  return [generatedNote, '# Errors', 'Figures in braces come in `details`.', ...entries]
    .join('\n\n')
    .concat('\n');
}
