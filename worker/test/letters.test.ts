// Letters of a month on paper: one file to print, read back and compared with the books.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { makeHistory } from '../../db/test/support/eventful.ts';
import { order } from '../../db/test/support/catalogue.ts';
import { exporterOf, type Exporter } from './support/export_file.ts';
import { readPdf } from './support/read_pdf.ts';
import { readVietQr } from './support/read_viet_qr.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let made: Exporter['made'];
let letters: { id: string; code: string; closing: string }[];
beforeAll(async () => {
  db = await testDatabase();
  await makeHistory(db);
  await db.commitAs('admin', (me) =>
    order(me, 'config.update_company_profile', {
      version: null,
      name: 'Công ty Đại Phát',
      bank_bin: '970436',
      bank_account: '0071000123456',
    }),
  );
  // of the month before, so that none is a draft
  await db.commitAs('accountant', (me) =>
    me.query(
      `select finance.create_letters('letters',
         (date_trunc('month', config.business_date()::timestamp) - interval '1 day')::date)`,
    ),
  );
  letters = await db.query(
    `select l.id::text, a.code, l.closing_amount::text as closing from finance.balance_letter as l
     join agency.agency as a on a.id = l.agency_id order by a.code`,
  );
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  ({ made } = exporterOf(db, pgPool));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});

test('all letters of a month are one file, each with its agency and its balance', async () => {
  const [month] = await db.query<{ month: string }>(
    'select month::text from finance.balance_letter limit 1',
  );
  const pages = await readPdf(
    await made('accountant', 'balance_letters', 'pdf', { month: month?.month }),
  );
  const text = pages.map((page) => page.text).join('\n');

  expect(letters.length).toBeGreaterThan(0);
  for (const { code, closing } of letters) {
    expect(text).toContain(`(${code})`);
    const figure = closing.replace('-', '').replaceAll(/\B(?=(\d{3})+(?!\d))/g, '.');
    expect(text).toContain(figure);
  }
  expect(text.match(/ĐẠI DIỆN BÊN B/g)).toHaveLength(letters.length);
});

test('the code of a letter pays its balance', async () => {
  const owing = letters.find(({ closing }) => BigInt(closing) > 0n);
  if (!owing) throw new Error('nobody owes anything');
  const pages = await readPdf(
    await made('accountant', 'balance_letters', 'pdf', { id: owing.id }),
    true,
  );
  const code = pages.at(-1)?.code({ left: 0.5, top: 0.2, right: 1, bottom: 1 });

  expect(readVietQr(code ?? '')).toMatchObject({ amount: owing.closing, bin: '970436' });
});

test('a letter of a month that goes on is a draft, which nobody signs', async () => {
  await db.commitAs('accountant', (me) =>
    me.query(`select finance.create_letters('now', config.business_date())`),
  );
  const [now] = await db.query<{ id: string; is_draft: boolean }>(
    `select l.id::text,
       config.business_date() < (l.month + interval '1 month - 1 day')::date as is_draft
     from finance.balance_letter as l order by l.month desc, l.id limit 1`,
  );
  const [page] = await readPdf(await made('accountant', 'balance_letters', 'pdf', { id: now?.id }));

  expect(page?.text.includes('BẢN NHÁP')).toBe(now?.is_draft);
  expect(page?.text.includes('ĐẠI DIỆN BÊN A')).toBe(!now?.is_draft);
});
