// npm run db:lint: squawk reads every migration, the open one too, and refuses statements that
// would stop a filled database or break the release that still runs beside the new one.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { repositoryRoot } from './env.ts';
import { migrateSettings } from './migrate_settings.ts';

/** The migration that makes everything has only ever met empty tables. */
const makesEverything = 1;

const neverAsked = {
  'prefer-bigint-over-int': 'the type of keys is one placeholder (ADR 3); other integers count',
  'prefer-bigint-over-smallint': 'years and line numbers',
  'require-statement-timeout': 'the migrator may take its time once it has its locks',
  'require-lock-timeout': "the migrator's role has one (roles.sql)",
};
const notAskedOfEmptyTables = {
  'require-concurrent-index-creation': 'nobody waits for an empty table',
  'require-concurrent-index-deletion': 'nobody reads an empty table',
  'adding-foreign-key-constraint': 'nothing to scan',
  'constraint-missing-not-valid': 'nothing to scan',
  'ban-drop-column': 'no older release reads it',
  'adding-required-field': 'no rows',
  'disallowed-unique-constraint': 'nothing to scan',
};

const { placeholders = {} } = migrateSettings({
  migratorUrl: '',
  adminUrl: 'postgres://nobody@localhost/',
});
const folder = mkdtempSync(join(tmpdir(), 'sodaily-lint-'));
try {
  const migrations = ['committed', 'current'].flatMap((kind) =>
    readdirSync(join(repositoryRoot, 'db', kind))
      .filter((name) => name.endsWith('.sql'))
      .toSorted()
      .map((name) => ({ kind, name })),
  );
  const open = readdirSync(join(repositoryRoot, 'db', 'committed')).length + 1;
  const copies = migrations.map(({ kind, name }) => {
    const copy = join(folder, `${kind}-${name}`);
    writeFileSync(copy, filledIn(readFileSync(join(repositoryRoot, 'db', kind, name), 'utf8')));
    return { copy, place: kind === 'current' ? open : Number(name.slice(0, 6)) };
  });
  const isFirst = ({ place }: { place: number }): boolean => place === makesEverything;
  const isClean = [
    lint(copies.filter(isFirst), { ...neverAsked, ...notAskedOfEmptyTables }),
    lint(
      copies.filter((copy) => !isFirst(copy)),
      neverAsked,
    ),
  ].every(Boolean);
  process.exitCode = isClean ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The migration as PostgreSQL gets it. */
function filledIn(text: string): string {
  return Object.entries(placeholders).reduce(
    (filled, [name, value]) => filled.replaceAll(name, String(value)),
    text,
  );
}

function lint(copies: { copy: string }[], exceptions: Record<string, string>): boolean {
  if (copies.length === 0) return true;
  const { status, stdout, stderr, error } = spawnSync(
    'squawk',
    [
      '--pg-version',
      '15',
      '--assume-in-transaction',
      '--reporter',
      'gcc',
      '--exclude',
      Object.keys(exceptions).join(','),
      ...copies.map(({ copy }) => copy),
    ],
    { encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (error !== undefined) throw new Error('squawk does not start; run npm ci', { cause: error });
  console.log(`${stdout}${stderr}`.replaceAll(`${folder}/`, '').trim());
  console.log(`squawk: ${copies.map(({ copy }) => basename(copy)).join(', ')}`);
  return status === 0;
}
