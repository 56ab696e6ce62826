// Files that come after a count of their goods: they ask what a form asks, and applying them
// answers.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../../db/test/support/books.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { brokenInvariants } from '../../db/test/support/invariants.ts';
import { addItem } from '../../db/test/support/master.ts';
import {
  countMaker,
  receiptMaker,
  supplierName,
  type CountMaker,
  type ReceiptMaker,
} from '../../db/test/support/stock.ts';
import {
  applyImport,
  importerOf,
  importState,
  type Import,
  type Importer,
} from './support/import_file.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let importer: Importer;
let counts: CountMaker;
let receipts: ReceiptMaker;
const shelves = ['KEM', 'SUA', 'TRA', 'NEN'];
const many = Array.from({ length: 120 }, (_, nth) => `NHIEU${nth}`);
/** Days before today, as the books write them: [0] is today. */
const days: string[] = [];

beforeAll(async () => {
  db = await testDatabase();
  for (const sku of [...shelves, ...many]) await addItem(db, { sku, importPrice: 10_000 });
  [receipts, counts] = [await receiptMaker(db), await countMaker(db)];
  for (let ago = 0; ago < 5; ago += 1) days.push(await dayFromToday(db, -ago));
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

/** A checked file of receipts: number, days ago, item, quantity. */
const fileOf = (
  rows: [slip: string, ago: number, sku: string, quantity: number][],
): Promise<Import> =>
  importer.checked(
    'warehouse',
    'receipts',
    [
      'Số chứng từ,Nhà cung cấp,Ngày nhập,Mã hàng,Số lượng,Đơn giá',
      ...rows.map(([slip, ago, sku, quantity]) =>
        [
          slip,
          supplierName,
          days[ago]?.split('-').toReversed().join('/'),
          sku,
          quantity,
          10_000,
        ].join(','),
      ),
    ].join('\n'),
  );
const count = (sku: string, counted: number, ago: number) =>
  db.commitAs('warehouse', (me) =>
    counts.create(me, { lines: [[sku, counted]], date: days[ago] ?? '' }),
  );
const refusalOf = async (brought: Import, counted?: Record<string, boolean>) => {
  const error = await applyImport(db, 'warehouse', brought, counted).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'SDCFM' });
  return JSON.parse((error as { detail: string }).detail) as {
    count: number;
    questions: { code: string; figures: Record<string, string> }[];
  };
};
const questionCount = async ({ id }: Import) =>
  (
    await db.query<{ count: string }>(
      'select question_count::text as count from file.import where id::text = $1',
      [id],
    )
  )[0]?.count;
const signs = async (sku: string) =>
  (await stockLedger(db, sku)).map(
    ({ kind, quantity, balance_after: balance, business_date: day }) => [
      kind,
      quantity,
      balance,
      day,
    ],
  );

test('are asked about each item once, whatever rows of it came too late', async () => {
  const { code } = await count('KEM', 20, 2);
  const brought = await fileOf([
    ['A', 3, 'KEM', 5],
    ['B', 2, 'KEM', 3],
    ['C', 1, 'KEM', 2],
    ['A', 3, 'SUA', 1],
  ]);

  expect(await questionCount(brought)).toBe('1');
  const { questions } = await refusalOf(brought);
  expect(questions).toMatchObject([
    {
      code: 'COUNTED_SINCE',
      figures: {
        sku: 'KEM',
        stock_count_code: code,
        count_date: days[2],
        counted: '20',
        book: '28',
        quantity: '8',
      },
    },
  ]);
  expect(await importState(db, brought)).toMatchObject({ status: 'checked' });

  await applyImport(db, 'warehouse', brought, { KEM: true });
  await importer.runQueue();
  expect(await importState(db, brought)).toMatchObject({ status: 'applied', problem: null });
  // what came after the count comes on top
  expect(await signs('KEM')).toEqual([
    ['count', '20', '20', days[2]],
    ['receipt', '5', '25', days[3]],
    ['receipt', '3', '28', days[2]],
    ['receipt', '2', '30', days[1]],
    ['count_kept', '-5', '25', days[2]],
    ['count_kept', '-3', '22', days[2]],
  ]);
  expect(await stockOf(db, 'SUA')).toBe('1');
  expect(await brokenInvariants(db)).toEqual({});

  const [receipt] = await db.query<{ id: string }>(
    `select r.id::text from inventory.receipt as r where r.supplier_document = 'A'`,
  );
  await db.commitAs('admin', (me) =>
    receipts.cancel(me, receipt?.id ?? '', 'Nhập trùng', randomUUID()),
  );
  expect(await stockOf(db, 'KEM')).toBe('22');
  expect(await brokenInvariants(db)).toEqual({});
});

test('come on top when the count had not seen them', async () => {
  await count('TRA', 4, 1);
  const brought = await fileOf([['D', 2, 'TRA', 6]]);

  await applyImport(db, 'warehouse', brought, { TRA: false });
  await importer.runQueue();
  expect(await signs('TRA')).toEqual([
    ['count', '4', '4', days[1]],
    ['receipt', '6', '10', days[2]],
  ]);
});

test('are not applied when goods were counted after the answer, and ask then', async () => {
  const brought = await fileOf([['E', 2, 'NEN', 6]]);
  expect(await questionCount(brought)).toBe('0');
  await applyImport(db, 'warehouse', brought);
  await count('NEN', 4, 1);
  await importer.runQueue();

  expect(await importState(db, brought)).toMatchObject({
    status: 'checked',
    problem: 'IMPORT_OUTDATED',
  });
  expect(await stockOf(db, 'NEN')).toBe('4');
  expect((await refusalOf(brought)).questions).toHaveLength(1);
  await applyImport(db, 'warehouse', brought, { NEN: true });
  await importer.runQueue();
  expect(await stockOf(db, 'NEN')).toBe('4');
  expect(await brokenInvariants(db)).toEqual({});
});

test('ask a hundred things at most at a time', async () => {
  for (const part of [many.slice(0, 60), many.slice(60)]) {
    await db.commitAs('warehouse', (me) =>
      counts.create(me, { lines: part.map((sku) => [sku, 1]), date: days[1] ?? '' }),
    );
  }
  const brought = await fileOf(many.map((sku, nth) => [`F${nth % 3}`, 2, sku, 2]));
  const first = await refusalOf(brought);
  expect([await questionCount(brought), first.count]).toEqual(['120', 100]);

  const answered = Object.fromEntries(
    first.questions.map(({ figures }) => [figures['sku'] ?? '', true]),
  );
  const second = await refusalOf(brought, answered);
  expect(second.questions.map(({ figures }) => figures['sku'])).toEqual(many.slice(100));
  await applyImport(db, 'warehouse', brought, Object.fromEntries(many.map((sku) => [sku, true])));
  await importer.runQueue();
  expect(await importState(db, brought)).toMatchObject({ status: 'applied' });
  expect([await stockOf(db, 'NHIEU0'), await stockOf(db, 'NHIEU119')]).toEqual(['1', '1']);
});

test('are asked about each price that jumps, once, and applied when it is said to be right', async () => {
  // the preset of tests asks about no price
  await db.query(`insert into config.regulation_version (regulation_id, value, valid_from, reason)
    select r.id, '20', date '2000-01-03', 'Thử' from config.regulation as r
    where r.key = 'PRICE_JUMP_PERCENT'`);
  await addItem(db, { sku: 'GIA', importPrice: 10_000 });
  const day = days[1]?.split('-').toReversed().join('/');
  const brought = await importer.checked(
    'warehouse',
    'receipts',
    [
      'Số chứng từ,Nhà cung cấp,Ngày nhập,Mã hàng,Số lượng,Đơn giá',
      `P1,${supplierName},${day},GIA,1,15000`,
      `P2,${supplierName},${day},GIA,2,15000`,
      `P3,${supplierName},${day},GIA,1,12000`,
    ].join('\n'),
  );

  const { count: open, questions } = await refusalOf(brought);
  expect(open).toBe(1);
  expect(questions).toMatchObject([
    {
      code: 'PRICE_JUMP',
      figures: { sku: 'GIA', old_price: '10000', new_price: '15000', percent: '50', allowed: '20' },
    },
  ]);
  const apply = (price: number) =>
    db.commitAs('warehouse', (me) =>
      me.query(
        `select from file.apply_import($1, $2, accept_jumps => (
       select array_agg(row(i.id, $3)::inventory.accepted_jump) from inventory.item as i
       where i.sku = 'GIA'))`,
        [randomUUID(), brought.id, price],
      ),
    );
  await expect(apply(14_000)).rejects.toMatchObject({ code: 'SDCFM' });
  await apply(15_000);
  await importer.runQueue();

  expect(await importState(db, brought)).toMatchObject({ status: 'applied', problem: null });
  expect(
    await db.query(
      `select d.unit_price::text as price from inventory.receipt_detail as d
        join inventory.item as i on i.id = d.item_id where i.sku = 'GIA' order by d.unit_price`,
    ),
  ).toEqual([{ price: '12000' }, { price: '15000' }, { price: '15000' }]);
});
