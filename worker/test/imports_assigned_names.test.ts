// Names that no catalogue has, and whoever brought the file says which of the catalogue they stand
// for: for the whole file at once, shown cell by cell, and taken back like every choice.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../db/test/support/actor.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import {
  applyImport,
  faultsOf,
  importerOf,
  importState,
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

type Name = readonly [written: string | null, name: string | null, city?: string];

const ASSIGN = `select from file.assign_import_names($1, $2, $3, array(
  select row(n.entry ->> 0, n.entry ->> 1, n.entry ->> 2)::file.assigned_name
  from jsonb_array_elements($4::jsonb) as n (entry)))`;
const given = ({ id }: Import, column: string | null, names: readonly Name[]) => [
  randomUUID(),
  id,
  column,
  JSON.stringify(names),
];

async function assign(
  person: Person,
  brought: Import,
  column: string,
  ...names: readonly Name[]
): Promise<void> {
  await db.commitAs(person, (me) => me.query(ASSIGN, given(brought, column, names)));
  await importer.runQueue();
}

/** What is stored otherwise than it is written, as sentences. */
const changesOf = async (person: Person, { id }: Import): Promise<string[]> =>
  (
    await db.as(person, (me) =>
      me.query<{ told: string }>(
        `select concat_ws(' ', c.row_no, c.column_code, c.way, c.before, '→', c.after) as told
         from file.import_change as c where c.import_id::text = $1
         order by c.row_no, c.column_code`,
        [id],
      ),
    )
  ).map(({ told }) => told);

async function apply(person: Person, brought: Import): Promise<void> {
  await applyImport(db, person, brought);
  await importer.runQueue();
  expect(await importState(db, brought)).toMatchObject({ status: 'applied', problem: null });
}

const items = (...lines: string[]) =>
  importer.checked('warehouse', 'items', ['Mã hàng;Tên hàng;ĐVT;Giá vốn', ...lines].join('\n'));

describe('a unit that no catalogue has', () => {
  test('stands for one that is there in all rows that say it, whatever their case', async () => {
    const brought = await items(
      'U1;Mì;Thùng carton;1000',
      'U2;Bia;THÙNG CARTON;1000',
      'U3;Gạo;Kg;1000',
      'U4;Áo;Bao tải;1000',
    );
    expect(await faultsOf(db, brought)).toEqual([
      '2 unit unknown Thùng carton',
      '3 unit unknown THÙNG CARTON',
      '5 unit unknown Bao tải',
    ]);

    await assign('warehouse', brought, 'unit', ['thùng carton', 'Thùng']);
    expect(await faultsOf(db, brought)).toEqual(['5 unit unknown Bao tải']);
    // what was assigned before stays
    await assign('warehouse', brought, 'unit', ['Bao tải', 'Kg']);

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('warehouse', brought)).toEqual([
      '2 unit assign Thùng carton → Thùng',
      '3 unit assign THÙNG CARTON → Thùng',
      '5 unit assign Bao tải → Kg',
    ]);
    await apply('warehouse', brought);
    expect(
      await db.query(
        `select i.sku, u.name from inventory.item as i join inventory.unit as u on u.id = i.unit_id
         where i.sku ~ '^U[0-9]$' order by 1`,
      ),
    ).toEqual([
      { sku: 'U1', name: 'Thùng' },
      { sku: 'U2', name: 'Thùng' },
      { sku: 'U3', name: 'Kg' },
      { sku: 'U4', name: 'Kg' },
    ]);
  });

  test('is a fault again when that is taken back', async () => {
    const brought = await items('B1;Áo;Tá;1000', 'B2;Áo;Lố;1000');
    await assign('warehouse', brought, 'unit', ['Tá', 'Thùng'], ['Lố', 'Thùng']);
    expect(await faultsOf(db, brought)).toEqual([]);

    await assign('warehouse', brought, 'unit', ['tá', null]);

    expect(await faultsOf(db, brought)).toEqual(['2 unit unknown Tá']);
    expect(await changesOf('warehouse', brought)).toEqual(['3 unit assign Lố → Thùng']);
    await assign('warehouse', brought, 'unit', ['Lố', null]);
    expect(
      await db.query('select choices from file.import where id::text = $1', [brought.id]),
    ).toEqual([{ choices: {} }]);
  });

  test('stays one when what it stands for is not there either', async () => {
    const brought = await items('K1;Áo;Kiện;1000');
    await assign('warehouse', brought, 'unit', ['Kiện', 'Kiện hàng']);

    expect(await faultsOf(db, brought)).toEqual(['2 unit unknown Kiện hàng']);
  });

  test('that was made meanwhile stays what it is', async () => {
    const brought = await items('M1;Áo;Bó;1000', 'M2;Áo;Chồng;1000');
    await db.commitAs('warehouse', (me) =>
      me.query("select inventory.create_unit($1, 'Bó')", [randomUUID()]),
    );
    await assign('warehouse', brought, 'unit', ['Bó', 'Thùng'], ['Chồng', 'Thùng']);

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('warehouse', brought)).toEqual(['3 unit assign Chồng → Thùng']);
  });
});

describe('a territory that no catalogue has', () => {
  test('stands for one of a city, and rows that were found stay where they are', async () => {
    await db.query(
      `insert into agency.district (city, name) values ('TP. Hồ Chí Minh', 'Thủ Đức'),
         ('Hà Nội', 'Hoàng Mai')`,
    );
    const brought = await importer.checked(
      'manager',
      'agencies',
      [
        'Tên KH;Loại;Địa bàn;Tỉnh thành',
        'Gán Một;Loại 1;Quận 9;TP.HCM',
        'Gán Hai;Loại 1;Hoàng Mai;Nghệ An',
        'Gán Ba;Loại 1;Hoàng Mai;Hà Nội',
      ].join('\n'),
    );
    expect(await faultsOf(db, brought)).toEqual([
      '2 district unknown Quận 9',
      '3 district unknown Hoàng Mai',
    ]);

    await assign(
      'manager',
      brought,
      'district',
      ['Quận 9', 'Thủ Đức', 'TP. Hồ Chí Minh'],
      ['Hoàng Mai', 'Thủ Đức', 'TP. Hồ Chí Minh'],
    );

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('manager', brought)).toEqual([
      '2 city assign TP.HCM → TP. Hồ Chí Minh',
      '2 district assign Quận 9 → Thủ Đức',
      '3 city assign Nghệ An → TP. Hồ Chí Minh',
      '3 district assign Hoàng Mai → Thủ Đức',
    ]);
    await apply('manager', brought);
    expect(
      await db.query(
        `select a.name, d.name as place from agency.agency as a
         join agency.district as d on d.id = a.district_id
         where a.name like 'Gán %' order by 1`,
      ),
    ).toEqual([
      { name: 'Gán Ba', place: 'Hoàng Mai' },
      { name: 'Gán Hai', place: 'Thủ Đức' },
      { name: 'Gán Một', place: 'Thủ Đức' },
    ]);
  });

  test('and a type of agencies, too', async () => {
    const brought = await importer.checked(
      'manager',
      'agencies',
      'Tên KH;Nhóm khách hàng;Địa bàn\nGán Loại;Khách sỉ;Quận 2',
    );
    await assign('manager', brought, 'agency_type', ['Khách sỉ', 'Loại 1']);

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('manager', brought)).toEqual(['2 agency_type assign Khách sỉ → Loại 1']);
  });
});

describe('what a name stands for', () => {
  test('is said by who brought the file, of names in columns of a catalogue', async () => {
    const brought = await items('W1;Áo;Tệp;1000');
    const refusal = (person: Person, column: string | null, ...names: readonly Name[]) =>
      db.as(person, (me) => me.refusal(ASSIGN, given(brought, column, names)));

    expect(await refusal('admin', 'unit', ['Tệp', 'Thùng'])).toMatchObject({ code: 'SDNFD' });
    expect(await refusal('warehouse', 'sku', ['W1', 'W2'])).toMatchObject({ code: 'SDVAL' });
    expect(await refusal('warehouse', 'district', ['W1', 'W2'])).toMatchObject({ code: 'SDVAL' });
    expect(await refusal('warehouse', null, ['Tệp', 'Thùng'])).toMatchObject({ code: 'SDVAL' });
    expect(await refusal('warehouse', 'unit')).toMatchObject({ code: 'SDVAL' });
    expect(await refusal('warehouse', 'unit', [null, 'Thùng'])).toMatchObject({ code: 'SDVAL' });
    expect(await refusal('warehouse', 'unit', ['Tệp', 'Thùng', 'Huế'])).toMatchObject({
      code: 'SDVAL',
    });
    expect(await faultsOf(db, brought)).toEqual(['2 unit unknown Tệp']);
  });

  test('is said once under a key, and not while the file is checked', async () => {
    const brought = await items('X1;Áo;Xâu;1000');
    const once = given(brought, 'unit', [['Xâu', 'Thùng']]);
    await db.commitAs('warehouse', async (me) => {
      await me.query(ASSIGN, once);
      await me.query(ASSIGN, once);
    });
    expect(
      await db.as('warehouse', (me) => me.refusal(ASSIGN, given(brought, 'unit', [['Xâu', 'Kg']]))),
    ).toMatchObject({ code: 'SDTRN' });

    await importer.runQueue();
    expect(await changesOf('warehouse', brought)).toEqual(['2 unit assign Xâu → Thùng']);
  });

  test('is told to who brought the file, and to nobody else', async () => {
    const brought = await items('Y1;Áo;Vỉ;1000');
    await assign('warehouse', brought, 'unit', ['Vỉ', 'Thùng']);

    expect(await changesOf('warehouse', brought)).toHaveLength(1);
    expect(await changesOf('admin', brought)).toEqual([]);
  });
});
