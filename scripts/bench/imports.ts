import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import pg from 'pg';
import { prepareDatabase, withClient, type DatabaseUrls } from '../../db/tools/prepare.ts';
import { countNoStatements } from './books.ts';
import { seedDemo } from '../../db/tools/seed.ts';
import type { Workplace } from '../../db/tools/workplace.ts';
import { writeXlsx } from '../../platform/sheets/xlsx.ts';
import type { Figure } from './database.ts';

const ROWS = 100_000;
const DISTRICTS = 500;
const CHUNK_BYTES = 256 * 1024;

interface File {
  what: string;
  person: string;
  heads: string[];
  row(n: number): (string | number)[];
}

const sku = (n: number) => `BENCH-${n}`;
const agency = (n: number) => `DL9${String(n).padStart(6, '0')}`;

/**
 * A house that moves here: what it sells, what lies there, to whom it sells, what these owe, and
 * what came in.
 */
const files: readonly File[] = [
  {
    what: 'items',
    person: 'warehouse',
    heads: ['Mã hàng', 'Tên hàng', 'Đơn vị tính', 'Giá nhập', 'Mã vạch', 'Tồn tối thiểu'],
    row: (n) => [
      sku(n),
      `Bánh kẹo Hải Hà số ${n}`,
      'Thùng',
      125_000 + n,
      `89${String(n).padStart(11, '0')}`,
      n % 50,
    ],
  },
  {
    what: 'opening_stock',
    person: 'warehouse',
    heads: ['Mã hàng', 'Số lượng', 'Ngày'],
    row: (n) => [sku(n), 1 + (n % 100), `0${1 + (n % 9)}/02/2024`],
  },
  {
    what: 'agencies',
    person: 'manager',
    heads: ['Mã đại lý', 'Tên đại lý', 'Loại', 'Địa bàn', 'Điện thoại', 'Tình trạng'],
    row: (n) => [
      agency(n),
      `Đại lý số ${n}`,
      'Loại 1',
      `Địa bàn ${n % DISTRICTS}`,
      '0900 000 001',
      'Đang hoạt động',
    ],
  },
  {
    what: 'opening_debt',
    person: 'accountant',
    heads: ['Mã đại lý', 'Số tiền nợ', 'Ngày'],
    row: (n) => [agency(n), 1_000_000 + n, `0${1 + (n % 9)}/02/2024`],
  },
  {
    what: 'receipts',
    person: 'warehouse',
    heads: ['Số chứng từ', 'Nhà cung cấp', 'Ngày nhập', 'Mã hàng', 'Số lượng', 'Đơn giá'],
    row: (n) => [
      `HD-${Math.floor(n / 10)}`,
      'Công ty Bánh kẹo',
      '10/03/2024',
      sku((n * 7919) % ROWS),
      3,
      120_000 + n,
    ],
  },
];

/**
 * Files of a hundred thousand rows of every kind, each checked and applied by a worker of its own,
 * into books that are made for it.
 */
export async function measureImports({ adminUrl, secrets }: Workplace): Promise<Figure[]> {
  const name = 'bench_imports';
  await withClient(adminUrl, (client) =>
    client.query(`drop database if exists ${name} with (force)`),
  );
  const urls = await prepareDatabase(adminUrl, name, secrets);
  await countNoStatements(urls);
  await seedDemo(urls.migrator, 'books of the benchmark', 'classic');
  const dba = new pg.Client({ connectionString: urls.migrator });
  await dba.connect();
  try {
    await dba.query('set role none');
    await dba.query(
      `insert into agency.district (name, city, max_agencies) select 'Địa bàn ' || n, 'Cần Thơ',
        1000 from generate_series(0, $1::int - 1) as n`,
      [DISTRICTS],
    );
    await asUser('warehouse', urls, dba, (client) =>
      client.query('select inventory.create_supplier($1, $2)', [randomUUID(), 'Công ty Bánh kẹo']),
    );
    const figures: Figure[] = [];
    for (const file of files) figures.push(await measure(file, urls, dba));
    return figures;
  } finally {
    await dba.end();
  }
}

async function measure(file: File, urls: DatabaseUrls, dba: pg.Client): Promise<Figure> {
  const bytes = await excelOf(file);
  const id = await asUser(file.person, urls, dba, async (client) => {
    const {
      rows: [begun],
    } = await client.query<{ id: string }>('select id::text from file.start_import($1, $2, $3)', [
      randomUUID(),
      file.what,
      `${file.what}.xlsx`,
    ]);
    for (let seq = 0; seq * CHUNK_BYTES < bytes.length; seq += 1) {
      await client.query('select file.add_import_chunk($1, $2, $3)', [
        begun?.id,
        seq,
        bytes.subarray(seq * CHUNK_BYTES, (seq + 1) * CHUNK_BYTES),
      ]);
    }
    await client.query('select file.end_import_upload($1)', [begun?.id]);
    return begun?.id ?? '';
  });
  const check = await work(urls);
  await expectState(dba, id, 'checked');
  await asUser(file.person, urls, dba, (client) =>
    client.query('select file.apply_import($1, $2)', [randomUUID(), id]),
  );
  const apply = await work(urls);
  await expectState(dba, id, 'applied');
  await dba.query('analyze');
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  const megabytes = Math.round(Math.max(check.megabytes, apply.megabytes));
  console.log(
    `${file.what}: checked in ${seconds(check.milliseconds)}, applied in `
      + `${seconds(apply.milliseconds)}, ${megabytes} MB`,
  );
  return {
    name:
      `A file of ${ROWS.toLocaleString('en')} rows comes in: ${file.what.replace('_', ' ')} `
      + `(xlsx, ${(bytes.length / 1e6).toFixed(1)} MB)`,
    small: null,
    large:
      `checked in ${seconds(check.milliseconds)}, applied in `
      + `${seconds(apply.milliseconds)}, ${megabytes} MB of memory`,
    budget: '60 s',
    isKept: check.milliseconds <= 60_000 && apply.milliseconds <= 60_000,
  };
}

async function work({
  worker,
}: DatabaseUrls): Promise<{ milliseconds: number; megabytes: number }> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--max-semi-space-size=4',
      '--max-old-space-size=400',
      join(import.meta.dirname, 'import_child.ts'),
    ],
    { env: { ...process.env, WORKER_DATABASE_URL: worker } },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as {
    milliseconds: number;
    megabytes: number;
  };
}

async function expectState(dba: pg.Client, id: string, status: string): Promise<void> {
  const {
    rows: [found],
  } = await dba.query<{ status: string; rows: string; faults: string }>(
    `select file.import_status(i) as status, i.row_count::text as rows,
      i.fault_count::text as faults from file.import as i where i.id::text = $1`,
    [id],
  );
  if (found?.status !== status || found.rows !== String(ROWS) || found.faults !== '0')
    throw new Error(`the file is not ${status}: ${JSON.stringify(found)}`);
}

/** As somebody who signed in, past the server. */
async function asUser<T>(
  person: string,
  urls: DatabaseUrls,
  dba: pg.Client,
  task: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const {
    rows: [session],
  } = await dba.query<{ id: string; user_id: string; role: string }>(
    `insert into auth.session (user_id, refresh_token_hash, expires_at)
     select u.id, sha256(convert_to(gen_random_uuid()::text, 'UTF8')), now() + interval '1 hour'
     from auth."user" as u where u.email = $1
     returning id::text, user_id::text, auth.database_role_of(user_id) as role`,
    [`${person}@sodaily.test`],
  );
  return withClient(urls.authenticator, async (client) => {
    await client.query('set statement_timeout = 0; begin');
    await client.query(
      `select set_config('app.session_id', $1, true), set_config('app.current_user_id', $2, true),
        set_config('role', $3, true)`,
      [session?.id, session?.user_id, session?.role],
    );
    const result = await task(client);
    await client.query('commit');
    return result;
  });
}

async function excelOf({ heads, row }: File): Promise<Buffer> {
  const columns = heads.map((head, place) => ({
    key: `c${place}`,
    vi: head,
    en: head,
    width: 12,
    sql: '',
    kind: typeof row(0)[place] === 'number' ? ('quantity' as const) : ('text' as const),
  }));
  function* batches() {
    for (let from = 0; from < ROWS; from += 1_000)
      yield Array.from({ length: 1_000 }, (_none, index) => row(from + index).map(String));
  }
  const pieces: Buffer[] = [];
  for await (const piece of writeXlsx({
    title: 'Mẫu',
    subtitle: '',
    columns,
    language: 'vi',
    total: ROWS,
    batches: Readable.from(batches()),
  }))
    pieces.push(piece);
  return Buffer.concat(pieces);
}
