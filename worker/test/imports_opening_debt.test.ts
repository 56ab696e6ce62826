// Opening debt that comes in as documents, many an agency.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { debtOf } from '../../db/test/support/books.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { brokenInvariants } from '../../db/test/support/invariants.ts';
import { exampleBooks } from '../../db/test/support/open_items.ts';
import { undoOpening } from '../../db/test/support/opening.ts';
import { faultsOf, importerOf, importState, type Importer } from './support/import_file.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let checked: Importer['checked'];
let applied: Importer['applied'];
beforeAll(async () => {
  db = await testDatabase();
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  ({ checked, applied } = importerOf(db, pgPool));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});

const documents = 'Mã đại lý,Số tiền nợ,Ngày,Số chứng từ,Ngày chứng từ,Hạn trả';

test('of debt come as documents with their dates, money of before is negative', async () => {
  const brought = await applied(
    'accountant',
    'opening_debt',
    [
      documents,
      'DL0001,3000000,01/03/2024,HD01,15/12/2023,14/01/2024',
      'DL0001,2000000,01/03/2024,HD02,01/02/2024,',
      'DL0001,-500000,01/03/2024,TT,05/02/2024,',
    ].join('\n'),
  );

  expect((await importState(db, brought)).summary).toEqual({
    agencies: '1',
    amount: '4500000',
    over_debt_limit: '0',
    first_day: '2024-03-01',
  });
  expect(await debtOf(db, 'DL0001')).toBe('4500000');
  expect(
    await db.query(`select o.document, o.amount::text, o.document_date::text as date,
      o.due_date::text as due
    from finance.opening_debt as o join agency.agency as a on a.id = o.agency_id
    where a.code = 'DL0001'
    order by o.document`),
  ).toEqual([
    { document: 'HD01', amount: '3000000', date: '2023-12-15', due: '2024-01-14' },
    { document: 'HD02', amount: '2000000', date: '2024-02-01', due: '2024-03-02' },
    { document: 'TT', amount: '-500000', date: '2024-02-05', due: null },
  ]);
});

test('of debt are refused for a document said twice and for dates that cannot be', async () => {
  const brought = await checked(
    'accountant',
    'opening_debt',
    [
      documents,
      'DL0003,1000,01/03/2024,HD01,01/02/2024,',
      'DL0003,1000,01/03/2024,hd01,01/02/2024,',
      'DL0003,0,01/03/2024,HD02,02/03/2024,',
      'DL0003,1000,01/03/2024,HD03,01/02/2024,31/01/2024',
      'DL0001,1000,01/03/2024,HD04,01/02/2024,',
    ].join('\n'),
  );

  expect(await faultsOf(db, brought)).toEqual([
    '3 code twice_in_file 2',
    '4 amount not_zero 0',
    '4 document_date after_books_begin 2024-03-02',
    '5 due_date before_document 2024-01-31',
    '6 code has_history DL0001',
  ]);
});

test('R10: a wrong file is undone and the right one comes in; the same file once more too', async () => {
  const { example } = await exampleBooks(db);
  const books = await example();
  const rows = (hd02: number) =>
    [
      documents,
      ...[
        ['3000000', 'HD01', '15/08', '14/09'],
        [String(hd02), 'HD02', '01/10', '31/10'],
        ['-500000', 'TT', '05/10', ''],
      ].map(([amount, document, date, due]) =>
        [
          books.code,
          amount,
          books.on('01/11'),
          document,
          books.on(date ?? ''),
          due ? books.on(due) : '',
        ].join(','),
      ),
    ].join('\n');
  const expectR10 = async () => {
    expect([await books.debt(), await books.free(), await books.open()]).toEqual([
      '4500000',
      '0',
      [
        { name: 'HD01', due: '14/09', open: '2500000' },
        { name: 'HD02', due: '31/10', open: '2000000' },
      ],
    ]);
    expect(await books.ages()).toEqual([0, 2_000_000, 0, 2_500_000, 0, 0]);
    expect([await books.openOn('31/10'), await books.due()]).toEqual([[], '4500000']);
  };
  const undo = ({ id }: { id: string }) => db.commitAs('accountant', (me) => undoOpening(me, id));

  const wrong = await applied('accountant', 'opening_debt', rows(20_000_000));
  await undo(wrong);
  expect([await books.debt(), await books.free(), await books.open()]).toEqual(['0', '0', []]);
  expect((await importState(db, wrong)).status).toBe('undone');
  const before = await books.now();

  const right = await applied('accountant', 'opening_debt', rows(2_000_000));
  await expectR10();
  // no day since the books began knows both files, and none knew the right one before
  expect(await books.openOn('15/11')).toEqual(await books.open());
  expect(await books.openOn('15/11', before)).toEqual([]);

  await undo(right);
  await applied('accountant', 'opening_debt', rows(2_000_000));
  await expectR10();
});

test('the books hold', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
