// The files under db/fixtures are the whole truth: a database built from them alone is the one that
// the migrations make, the open one too.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watch } from 'graphile-migrate';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { buildFromFiles } from '../../tools/build_from_files.ts';
import { compareCatalogs } from '../../tools/catalog/compare.ts';
import { readCatalog } from '../../../platform/catalog/read.ts';
import { sentence } from '../../tools/catalog/sentence.ts';
import { inOrder } from '../../tools/file_order.ts';
import { firstRows } from '../../tools/first_rows.ts';
import { migrateSettings } from '../../tools/migrate_settings.ts';
import { prepareDatabase, withClient, type DatabaseUrls } from '../../tools/prepare.ts';

const { adminUrl, secrets } = inject('cluster');
const keyType = inject('keyType');
const names = {
  files: `built_from_files_${keyType}`,
  migrations: `built_from_migrations_${keyType}`,
};
let files: DatabaseUrls;
let migrations: DatabaseUrls;

beforeAll(async () => {
  migrations = await prepareDatabase(adminUrl, names.migrations, secrets, keyType);
  await watch(migrateSettings({ migratorUrl: migrations.migrator, adminUrl, keyType }), true);
  files = await buildFromFiles(adminUrl, names.files, secrets, { keyType });
});
afterAll(() =>
  withClient(adminUrl, async (client) => {
    for (const name of Object.values(names))
      await client.query(`drop database if exists ${name} with (force)`);
  }),
);

test('every object is the same, whether files or migrations made it', async () => {
  const [expected, found] = [
    await withClient(files.admin, readCatalog),
    await withClient(migrations.admin, readCatalog),
  ];

  expect(expected.size).toBeGreaterThan(5000);
  expect(
    compareCatalogs(expected, found).map((difference) =>
      sentence(difference, 'files', 'migrations'),
    ),
  ).toEqual([]);
});

test('a new database begins with the same rows: scopes, roles, regulations, kinds of files', async () => {
  const [expected, found] = [
    await withClient(files.admin, firstRows),
    await withClient(migrations.admin, firstRows),
  ];

  expect([...expected.keys()]).toEqual(
    expect.arrayContaining(['auth.role_permission', 'config.regulation_version']),
  );
  // a row that is only in one of them belongs into db/fixtures/<schema>/data/<table>.sql as well
  expect(Object.fromEntries(expected)).toEqual(Object.fromEntries(found));
});

describe('the order of files', () => {
  const ordered = (sources: Record<string, string>): string[] => {
    const folder = mkdtempSync(join(tmpdir(), 'sodaily-order-'));
    try {
      for (const [path, text] of Object.entries(sources)) {
        mkdirSync(join(folder, path, '..'), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return inOrder(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const body = (name: string, language: string, needs: string): string =>
    `create or replace function shop.${name}() returns int\nlanguage ${language}\nas $$ `
    + `${needs} $$;\n`;

  test('is that of their folders, but for what a file needs', () => {
    expect(
      ordered({
        'shop/policies/a.sql': 'create policy p on shop.a using (shop.f());',
        'shop/functions/f.sql': body('f', 'sql', 'select shop.g()'),
        'shop/rules/g.sql': body('g', 'sql', 'select 1'),
        'shop/tables/a.sql': 'create table if not exists shop.a (id int references shop.b);',
        'shop/tables/b.sql': 'create table if not exists shop.b (id int primary key);',
        'shop/schema.sql': 'create schema if not exists shop;',
      }),
    ).toEqual([
      'shop/schema.sql',
      'shop/tables/b.sql',
      'shop/tables/a.sql',
      'shop/rules/g.sql',
      'shop/functions/f.sql',
      'shop/policies/a.sql',
    ]);
  });

  test('asks nothing of a body in plpgsql, nor of a comment', () => {
    expect(
      ordered({
        'shop/functions/a.sql':
          `${body('a', 'plpgsql', 'begin perform shop.b(); end')}comment on function `
          + `shop.a() is 'See shop.c().';\n`,
        'shop/functions/b.sql': body('b', 'plpgsql', 'begin perform shop.a(); end'),
        'shop/functions/c.sql': body('c', 'sql', 'select shop.a()'),
      }),
    ).toEqual(['shop/functions/a.sql', 'shop/functions/b.sql', 'shop/functions/c.sql']);
  });

  test('puts rows after the rows they refer to', () => {
    expect(
      ordered({
        'shop/data/a.sql': 'insert into shop.a select 1;',
        'shop/data/b.sql': 'insert into shop.b select 1;',
        'shop/tables/a.sql': 'create table if not exists shop.a (id int references shop.b);',
        'shop/tables/b.sql': 'create table if not exists shop.b (id int primary key);',
      }).slice(2),
    ).toEqual(['shop/data/b.sql', 'shop/data/a.sql']);
  });

  test('names the files that need each other', () => {
    expect(() =>
      ordered({
        'shop/functions/a.sql': body('a', 'sql', 'select shop.b()'),
        'shop/functions/b.sql': body('b', 'sql', 'select shop.a()'),
      }),
    ).toThrow(
      'These files need each other: shop/functions/a.sql → shop/functions/b.sql → '
        + 'shop/functions/a.sql',
    );
  });
});
