// Totals, titles and names of files: read by another program and compared with SQL.
import pg from 'pg';
import readExcel from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { makeHistory } from '../../db/test/support/eventful.ts';
import { order } from '../../db/test/support/catalogue.ts';
import { exporterOf, linesOf, type Exporter } from './support/export_file.ts';
import { readPdf } from './support/read_pdf.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let made: Exporter['made'];
beforeAll(async () => {
  db = await testDatabase();
  await makeHistory(db);
  for (const report of ['monthly_sales', 'agency_ranking'])
    await db.query('select report.refresh($1)', [report]);
  await db.commitAs('admin', (me) =>
    order(me, 'config.update_company_profile', { version: null, name: 'Công ty Đại Phát' }),
  );
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  ({ made } = exporterOf(db, pgPool));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});

type Cell = string | number | boolean | Date | null;
const sheetOf = async (what: string, parameters: object = {}): Promise<Cell[][]> => {
  const [sheet] = await readExcel(await made('manager', what, 'xlsx', parameters));
  return (sheet?.data ?? []) as unknown as Cell[][];
};
/** The last row by the heads of its columns. */
async function totalsOf(what: string, parameters: object = {}): Promise<Record<string, Cell>> {
  const rows = await sheetOf(what, parameters);
  const heads = rows[3] ?? [];
  return Object.fromEntries((rows.at(-1) ?? []).map((cell, place) => [String(heads[place]), cell]));
}
async function sumIn(query: string): Promise<number> {
  const [row] = await db.query<{ sum: string }>(
    `select coalesce(sum(x), 0)::text as sum from (${query}) as q (x)`,
  );
  return Number(row?.sum);
}

describe('the totals of a spreadsheet', () => {
  test.each([
    [
      'issues',
      'Tổng tiền (₫)',
      `select total_amount from inventory.issue where status in ('confirmed', 'delivered')`,
    ],
    [
      'receipts',
      'Tổng tiền (₫)',
      `select total_amount from inventory.receipt where status = 'confirmed'`,
    ],
    ['payments', 'Số tiền (₫)', `select amount from finance.payment where status = 'confirmed'`],
    ['refunds', 'Số tiền (₫)', `select amount from finance.refund where status = 'confirmed'`],
    [
      'issue_returns',
      'Giá trị (₫)',
      `select total_amount from inventory.issue_return where status = 'confirmed'`,
    ],
    ['agencies', 'Công nợ (₫)', 'select debt_amount from agency.agency'],
    ['debt_ledger', 'Số tiền (₫)', 'select amount from finance.debt_transaction'],
  ])('of %s are those of SQL, without what is not valid', async (what, head, query) => {
    const totals = await totalsOf(what);

    expect(Object.values(totals)[0]).toBe('Tổng cộng');
    expect(totals[head]).toBe(await sumIn(query));
  });

  test('of the debt report and of the ages are the debt of all', async () => {
    const debt = await sumIn('select debt_amount from agency.agency');

    expect((await totalsOf('ageing'))['Công nợ (₫)']).toBe(debt);
    const [closing] = Object.entries(await totalsOf('monthly_debt')).slice(-1);
    expect(closing?.[1]).toBe(debt);
  });

  test('are not there where nothing is summed, and not under an empty list', async () => {
    expect((await sheetOf('items')).flat()).not.toContain('Tổng cộng');
    const empty = await sheetOf('payments', { from: '2000-01-01', to: '2000-01-02' });
    expect(empty).toHaveLength(4);
  });
});

describe('a statement', () => {
  test('names its agency in spreadsheet, paper, list of values and the name of the file', async () => {
    const [agency] = await db.query<{ id: string; name: string; code: string }>(
      `select id::text, name, code from agency.agency where code = 'DL0001'`,
    );
    const parameters = { agencyId: agency?.id, from: '2026-01-01', to: '2026-12-31' };

    const [title, subtitle, owner] = await sheetOf('statement', parameters);
    expect(title?.[0]).toBe(`Sổ chi tiết công nợ: ${agency?.name}`);
    expect(subtitle?.[0]).toContain(`Đại lý: ${agency?.name} (DL0001)`);
    expect(subtitle?.[0]).toContain('Từ 01/01/2026 · Đến 31/12/2026');
    expect(owner?.[0]).toBe('Công ty Đại Phát');

    const [line = ''] = linesOf(await made('manager', 'statement', 'csv', parameters)).slice(1);
    expect(line).toMatch(/^DL0001,/);

    const pages = await readPdf(await made('manager', 'statement', 'pdf', parameters));
    const text = pages.map((page) => page.text).join('\n');
    expect(text).toContain('CÔNG TY ĐẠI PHÁT');
    expect(text).toContain(agency?.name);
    expect(text).toContain('Đại diện đại lý');
    expect(text).toContain(`Trang ${pages.length}/${pages.length}`);

    const [newest] = await db.query<{ file_name: string }>(
      'select file_name from file.export order by created_at desc limit 1',
    );
    expect(newest?.file_name).toBe('Sổ chi tiết công nợ DL0001 2026-01-01 2026-12-31');
  });
});

test('filters stand in words, and an English file speaks English', async () => {
  const [title, subtitle] = await sheetOf('payments', { status: 'cancelled', language: 'en' });

  expect(title?.[0]).toBe('Payments');
  expect(subtitle?.[0]).toMatch(
    /^Status: Cancelled · Totals count valid documents only · Figures of /,
  );
});

test('a slip is named by its number, several by their days', async () => {
  const [payment] = await db.query<{ id: string; code: string; day: string }>(
    `select id::text, code, payment_date::text as day from finance.payment
      where status = 'confirmed' order by id limit 1`,
  );
  const nameOf = async (parameters: object): Promise<string | undefined> => {
    await made('manager', 'payment_slip', 'pdf', parameters);
    return (
      await db.query<{ file_name: string }>(
        'select file_name from file.export order by created_at desc limit 1',
      )
    )[0]?.file_name;
  };

  expect(await nameOf({ id: payment?.id })).toBe(`Phiếu thu ${payment?.code}`);
  const all = await db.query<{ id: string }>(
    `select id::text from finance.payment where status = 'confirmed' and payment_date = $1`,
    [payment?.day],
  );
  const day = { from: payment?.day, to: payment?.day };
  const name = await nameOf(day);
  expect(name).toBe(
    all.length === 1 ? `Phiếu thu ${payment?.code}` : `Phiếu thu ${payment?.day} (${all.length})`,
  );
});
