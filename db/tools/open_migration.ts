// The open migration: running it, and saying where in the files it went wrong.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, watch, type Settings } from 'graphile-migrate';
import { repositoryRoot } from './env.ts';

export const openMigrationFile = join(repositoryRoot, 'db', 'current', '1-current.sql');

/**
 * Runs what is committed and not yet run, and then the open migration. Error: one with its place.
 */
export async function runOpenMigration(settings: Settings): Promise<void> {
  try {
    await watch(settings, true);
  } catch (error) {
    const place = await placeOf(settings, error);
    if (place === undefined) throw error;
    throw new Error(`${place}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/**
 * File and line of an error of PostgreSQL, such as db/fixtures/inventory/rules/debt_limit.sql:12.
 */
async function placeOf(settings: Settings, error: unknown): Promise<string | undefined> {
  const { position } = Object(error) as { position?: unknown };
  if (typeof position !== 'string') return undefined;
  const text = await compile(settings, readFileSync(openMigrationFile, 'utf8'));
  return lineIn(`--! split: 1-current.sql\n${text.trim()}\n`, Number(position) - 1);
}

/** `at` is a place in the text of a migration with its includes. */
export function lineIn(text: string, at: number): string {
  let file = 'db/current/1-current.sql';
  let line = 0;
  for (const written of text.slice(0, at).split('\n')) {
    const included = /^--! Included (\S+)$/.exec(written)?.[1];
    if (included !== undefined) [file, line] = [`db/fixtures/${included}`, 0];
    // after an include the lines of the migration itself are not counted on: it names its file
    else if (written.startsWith('--! EndIncluded ')) [file, line] = ['db/current/1-current.sql', 0];
    else line += 1;
  }
  return file.startsWith('db/fixtures/') ? `${file}:${Math.max(line, 1)}` : file;
}
