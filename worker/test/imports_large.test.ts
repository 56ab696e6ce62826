// Files of all sizes on one connection: PostgreSQL keeps plans, and those made for a file of two
// rows would go through a file of thousands row by row, each time from the start.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { brokenInvariants } from '../../db/test/support/invariants.ts';
import { receiptMaker, supplierName } from '../../db/test/support/stock.ts';
import { kinds } from '../file/imports/kinds.ts';
import { applyImport, importerOf, importState, type Import } from './support/import_file.ts';

const LARGE = 10_000;

interface File {
  what: string;
  person: 'warehouse' | 'manager' | 'accountant';
  heads: string;
  row(n: number): string;
}

// each stands on what the one before brought in
const files: readonly File[] = [
  {
    what: 'items',
    person: 'warehouse',
    heads: 'Mã hàng,Tên hàng,Đơn vị tính,Giá nhập',
    row: (n) => `H${n},Hàng ${n},Thùng,100000`,
  },
  { what: 'opening_stock', person: 'warehouse', heads: 'Mã hàng,Số lượng', row: (n) => `H${n},5` },
  {
    what: 'receipts',
    person: 'warehouse',
    heads: 'Số chứng từ,Nhà cung cấp,Mã hàng,Số lượng,Đơn giá',
    row: (n) =>
      `${n < 100 ? `S${n}` : `P${Math.floor(n / 10)}`},${supplierName},H${n},2,${90_000 + n}`,
  },
  {
    what: 'agencies',
    person: 'manager',
    heads: 'Mã đại lý,Tên đại lý,Loại,Địa bàn,Điện thoại,Tình trạng',
    row: (n) => `DL${1_000_000 + n},Đại lý ${n},Loại 1,Quận 1,09${10_000_000 + n},Đang hoạt động`,
  },
  {
    what: 'opening_debt',
    person: 'accountant',
    heads: 'Mã đại lý,Số tiền nợ',
    row: (n) => `DL${1_000_000 + n},${1_000 + n}`,
  },
];

let db: TestDatabase;
const pools: pg.Pool[] = [];
beforeAll(async () => {
  db = await testDatabase();
  await receiptMaker(db);
  await db.query('update agency.district set max_agencies = 32000');
  await vacuum();
});
afterAll(async () => {
  for (const pool of pools) await pool.end();
  await db.close();
});

const newImporter = () => {
  const pool = new pg.Pool({ connectionString: db.workerUrl, max: 2 });
  pool.on('error', () => undefined);
  pools.push(pool);
  return importerOf(db, pool);
};

/**
 * A worker whose connections are its own, and have seen nothing yet; reports are folded on others
 * than files are applied on.
 */
const newWorker = () => {
  const folding = newImporter();
  return {
    ...newImporter(),
    async fold() {
      await db.query(`select graphile_worker.add_job('fold_deltas')`);
      await folding.runQueue();
    },
  };
};

type Worker = ReturnType<typeof newWorker>;

/**
 * What autovacuum does in time: the planner knows how little there is, and of tables that were full
 * once, that they are empty.
 */
const vacuum = () => db.query('vacuum (analyze, truncate false)');

const brought = (worker: Worker, { what, person, heads, row }: File, from: number, count: number) =>
  worker.checked(
    person,
    what,
    [heads, ...Array.from({ length: count }, (_none, n) => row(from + n))].join('\n'),
  );

/**
 * Puts a checked file into the books and the books into reports; answers how long that took, in
 * milliseconds.
 */
async function apply(worker: Worker, { person }: File, file: Import): Promise<number> {
  await applyImport(db, person, file);
  const began = performance.now();
  await worker.runQueue();
  await worker.fold();
  const took = performance.now() - began;
  expect(await importState(db, file)).toMatchObject({ status: 'applied', problem: null });
  expect(
    await db.query('select from report.debt_delta union all select from report.stock_delta'),
  ).toEqual([]);
  return took;
}

test('a large file takes as long after small ones, and after it was rolled back, as by itself', async () => {
  const seasoned = newWorker();
  for (const file of files)
    for (let n = 0; n < 4; n += 1)
      await apply(seasoned, file, await brought(seasoned, file, 2 * n, 2));
  for (const file of files) {
    const afterSmall = await apply(seasoned, file, await brought(seasoned, file, 100, LARGE));
    const worker = newWorker();
    const again = await brought(worker, file, 100 + LARGE, LARGE);
    await db.as(file.person, async (me) => {
      // a worker has longer than a request
      await me.query("set local statement_timeout = '60s'");
      await me.query(`select ${kinds[file.what]?.apply ?? ''}($1)`, [again.id]);
    });
    await vacuum();
    const afterRollback = await apply(worker, file, again);
    const other = newWorker();
    const alone = await apply(other, file, await brought(other, file, 100 + 2 * LARGE, LARGE));
    expect(afterSmall, `${file.what} after small ones`).toBeLessThan(3 * alone);
    expect(afterRollback, `${file.what} after it was rolled back`).toBeLessThan(3 * alone);
  }
  expect(await brokenInvariants(db)).toEqual({});
}, 300_000);
