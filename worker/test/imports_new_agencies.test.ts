// Agencies of a list wait for approval, unless who may approve them says that they are active.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../db/test/support/actor.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import {
  applyImport,
  faultsOf,
  importerOf,
  type Import,
  type Importer,
} from './support/import_file.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let importer: Importer;
beforeAll(async () => {
  db = await testDatabase();
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  importer = importerOf(db, pgPool);
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});
beforeEach(() => pgPool.query('delete from graphile_worker._private_jobs'));

async function choose(person: Person, { id }: Import, choice: string, way: string) {
  await db.commitAs(person, (me) =>
    me.query('select from file.choose_for_import($1, $2, $3, $4)', [randomUUID(), id, choice, way]),
  );
  await importer.runQueue();
}
async function apply(person: Person, brought: Import) {
  await applyImport(db, person, brought);
  await importer.runQueue();
}
const changesOf = async ({ id }: Import): Promise<string[]> =>
  (
    await db.query<{ told: string }>(
      `select concat_ws(' ', c.row_no, c.column_code, c.way, c.before, '→', c.after) as told
       from file.import_change as c where c.import_id::text = $1`,
      [id],
    )
  ).map(({ told }) => told);

describe('new agencies', () => {
  const lines = ['Tên KH;Loại;Địa bàn;Tình trạng', 'Cửa hàng Mới;Loại 1;Quận 2;'];
  const stateOf = (name: string) =>
    db.query('select status from agency.agency where name = $1', [name]);

  test('are active at once when whoever may approve them says so of the list', async () => {
    const brought = await importer.checked('manager', 'agencies', lines.join('\n'));
    await choose('manager', brought, 'new_agencies', 'activate');

    expect(await changesOf(brought)).toEqual(['2 status activate → Hoạt động']);
    await apply('manager', brought);
    expect(await stateOf('Cửa hàng Mới')).toEqual([{ status: 'active' }]);
  });

  test('stay pending where the file says so', async () => {
    const waiting = [lines[0], 'Cửa hàng Chờ;Loại 1;Quận 2;Chờ duyệt'].join('\n');
    const brought = await importer.checked('manager', 'agencies', waiting);
    await choose('manager', brought, 'new_agencies', 'activate');

    expect(await changesOf(brought)).toEqual([]);
    await apply('manager', brought);
    expect(await stateOf('Cửa hàng Chờ')).toEqual([{ status: 'pending' }]);
  });

  test('are not made active by who may not approve them', async () => {
    const brought = await importer.checked(
      'sales',
      'agencies',
      [lines[0], 'Cửa hàng Khác;Loại 1;Quận 2;'].join('\n'),
    );
    await choose('sales', brought, 'new_agencies', 'activate');

    expect(await faultsOf(db, brought)).toContain('2 status not_yours_to_approve');
  });
});
