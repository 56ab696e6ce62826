// Lists of settings as files: what the screen says, in its words.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { exporterOf, linesOf, type Exporter } from './support/export_file.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let made: Exporter['made'];
beforeAll(async () => {
  db = await testDatabase();
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  ({ made } = exporterOf(db, pgPool));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});

test('regulations are written as the screen says them, every version with who set it and why', async () => {
  await db.commitAs('admin', (me) =>
    me.query(
      `select config.set_regulation($1, 'FOUR_EYES', 'true', config.business_date() + 1,
        'Kiểm soát nội bộ')`,
      [randomUUID()],
    ),
  );
  const [tomorrow] = await db.query<{ day: string }>(
    'select (config.business_date() + 1)::text as day',
  );
  const rows = linesOf(await made('manager', 'regulations')).filter((line) =>
    line.includes('FOUR_EYES'),
  );

  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatch(new RegExp(`,FOUR_EYES,Bật,${tomorrow?.day},[^,]+,Kiểm soát nội bộ,$`));
  expect(rows[1]).toContain(',FOUR_EYES,Tắt,');
});

test('months come as on screen, newest first: those closed with a later one too, and why one was reopened', async () => {
  const ago = (months: number) =>
    `(date_trunc('month', config.business_date()) - interval '${months} months')::date`;
  for (const months of [3, 2])
    await db.commitAs('admin', (me) =>
      me.query(`select finance.close_period($1, ${ago(months)})`, [randomUUID()]),
    );
  await db.commitAs('admin', (me) =>
    me.query(`select finance.reopen_period($1, ${ago(2)}, 'Ghi sót phiếu')`, [randomUUID()]),
  );
  const [said] = await db.query<{ months: string[] }>(
    `select array(select to_char(${ago(0)} - n * interval '1 month', 'MM/YYYY')
      from generate_series(0, 11) as n) as months`,
  );
  const rows = linesOf(await made('manager', 'periods'))
    .slice(1, 13)
    .map((row) => row.split(','));

  expect(rows.map(([month]) => month)).toEqual(said?.months);
  expect(rows.map(([, state]) => state)).toEqual([
    'Tháng này',
    'Đang mở',
    'Đang mở',
    ...Array<string>(9).fill('Đã khóa'),
  ]);
  expect(
    rows.map(([, , closed, reopened, why]) => [closed !== '', reopened !== '', why]).slice(2, 5),
  ).toEqual([
    [true, true, 'Ghi sót phiếu'],
    [true, false, ''],
    [false, false, ''],
  ]);
});

test('people come with their roles in the language of the file, found as on screen', async () => {
  const rows = linesOf(
    await made('admin', 'users', 'csv', { search: 'warehouse@', language: 'en' }),
  );

  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatch(/,warehouse@sodaily\.test,.*,Warehouse[^,]*,0,Off,Active,/);
});

test('files that came in are told with who brought them and what became of them', async () => {
  await db.commitAs('warehouse', (me) =>
    me.query(`select file.start_import($1, 'items', 'hang.csv')`, [randomUUID()]),
  );

  expect(linesOf(await made('auditor', 'imports')).slice(1)).toEqual([
    expect.stringMatching(/,hang\.csv,Mặt hàng,,,Chưa gửi xong,$/),
  ]);
});

test('refusals are the own ones, of a manager all of them, and follows the code that is filtered by', async () => {
  await db.query(`select audit.record_refusal(u.id, 'trace', 'createIssue', 'DEBT_LIMIT',
    '{"excess": "5000"}') from auth."user" as u
    where u.email in ('sales@sodaily.test', 'warehouse@sodaily.test')`);

  expect(linesOf(await made('sales', 'refusals'))).toHaveLength(2);
  expect(
    linesOf(await made('manager', 'refusals', 'csv', { code: 'DEBT_LIMIT', language: 'en' })),
  ).toHaveLength(3);
  expect(linesOf(await made('manager', 'refusals', 'csv', { code: 'OUT_OF_STOCK' }))).toHaveLength(
    1,
  );
});

test('a refusal is told as whoever met it read it, in the language of the file', async () => {
  await db.query(`select audit.record_refusal(u.id, 'trace', 'createPayment', 'AMOUNT_EXCEEDS_DEBT',
    '{"amount": "1250000", "payable": "250000", "excess": "1000000",
      "agency_name": "Tạp hóa Cô Ba"}') from auth."user" as u
    where u.email = 'sales@sodaily.test'`);
  const told = async (language: string) =>
    (
      await made('manager', 'refusals', 'csv', { code: 'AMOUNT_EXCEEDS_DEBT', language })
    ).toString();

  expect(await told('vi')).toContain(',Lập phiếu thu,');
  expect(await told('en')).toContain(',Write a payment,');
  expect(await told('vi')).toContain(
    'Số tiền 1.250.000 ₫ lớn hơn số Tạp hóa Cô Ba còn nợ (250.000 ₫), thừa 1.000.000 ₫.',
  );
  expect(await told('en')).toContain(
    'Tạp hóa Cô Ba owes ₫250,000; ₫1,250,000 is more than that by ₫1,000,000.',
  );
});
