// Files that come in: every fault at once, and all rows or none.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { debtOf, stockLedger, stockOf } from '../../db/test/support/books.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { brokenInvariants } from '../../db/test/support/invariants.ts';
import { receiptMaker, supplierName } from '../../db/test/support/stock.ts';
import faultWords from '../../db/words/import_faults.json' with { type: 'json' };
import {
  applyImport,
  bringIn,
  excelOf,
  faultsOf,
  importerOf,
  importState,
  type Importer,
} from './support/import_file.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let runQueue: Importer['runQueue'];
let checked: Importer['checked'];
let applied: Importer['applied'];
beforeAll(async () => {
  db = await testDatabase();
  await receiptMaker(db);
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  ({ runQueue, checked, applied } = importerOf(db, pgPool));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});
beforeEach(() => pgPool.query('delete from graphile_worker._private_jobs'));

describe('items', () => {
  test('come in from Excel with their first import price', async () => {
    await applied(
      'warehouse',
      'items',
      await excelOf(
        ['Mã hàng *', 'Tên hàng *', 'Đơn vị tính *', 'Giá nhập *', 'Tồn tối thiểu'],
        [
          ['BANH', 'Bánh Danisa', 'Thùng', 250000, 3],
          ['GAO', 'Gạo ST25', 'kg', 32000, 12.5],
        ],
      ),
    );

    expect(
      await db.query(
        `select i.sku, i.item_name, u.name as unit, i.import_price::text as price,
          trim_scale(i.min_stock)::text as least,
         (select count(*)::int from inventory.item_price as p
           where p.item_id = i.id and p.kind = 'initial') as prices
       from inventory.item as i join inventory.unit as u on u.id = i.unit_id
       where i.sku in ('BANH', 'GAO') order by 1`,
      ),
    ).toEqual([
      {
        sku: 'BANH',
        item_name: 'Bánh Danisa',
        unit: 'Thùng',
        price: '250000',
        least: '3',
        prices: 1,
      },
      { sku: 'GAO', item_name: 'Gạo ST25', unit: 'Kg', price: '32000', least: '12.5', prices: 1 },
    ]);
  });

  test('that are wrong are told all at once, and none comes in', async () => {
    const brought = await checked(
      'warehouse',
      'items',
      [
        'Mã hàng;Tên hàng;Đơn vị tính;Giá nhập;Mã vạch;Tồn tối thiểu',
        'A1;Một;Thùng;1.250.000;;2',
        'A1;Hai;Bịch;0;V1;1,5',
        ';Ba;Thùng;abc;V1;1.500',
        'MI;Bốn;Thùng;12,5;;-1',
      ].join('\r\n'),
    );

    expect(await faultsOf(db, brought)).toEqual([
      '3 import_price not_positive 0',
      '3 sku twice_in_file 2',
      '3 unit unknown Bịch',
      '4 barcode twice_in_file 3',
      '4 import_price malformed_number abc',
      '4 min_stock ambiguous_number 1.500',
      '4 sku required',
      '5 import_price whole_number_only 12.5',
      '5 min_stock negative -1',
      '5 sku taken Mì Hảo Hảo thùng 30 gói',
    ]);
    expect(await importState(db, brought)).toMatchObject({ row_count: '4', fault_count: '10' });
    await expect(applyImport(db, 'warehouse', brought)).rejects.toMatchObject({ code: 'SDTRN' });
  });
});

describe('agencies', () => {
  test('come in pending or, from who may approve, active, with codes that follow each other', async () => {
    await applied(
      'manager',
      'agencies',
      [
        'Mã đại lý,Tên đại lý,Loại,Địa bàn,Điện thoại,Tình trạng,Ngày tiếp nhận',
        ',Đại lý Một,LOẠI 1,quận 2,0900 000 101,Đang hoạt động,01/03/2024',
        'DL0099,Đại lý Hai,Loại 2,Quận 2,,,',
        ',Đại lý Ba,Loại 2,Quận 1,,Chờ duyệt,',
      ].join('\n'),
    );

    expect(
      await db.query(
        `select code, name, status, reception_date::text as since,
          approved_at is not null as approved
       from agency.agency where name like 'Đại lý %' and code > 'DL0004' order by code`,
      ),
    ).toMatchObject([
      { code: 'DL0099', name: 'Đại lý Hai', status: 'pending', approved: false },
      { code: 'DL0100', name: 'Đại lý Một', status: 'active', since: '2024-03-01', approved: true },
      { code: 'DL0101', name: 'Đại lý Ba', status: 'pending', approved: false },
    ]);
  });

  test('fill a territory up to its cap and no further', async () => {
    const brought = await checked(
      'manager',
      'agencies',
      [
        'Tên đại lý,Loại,Địa bàn,Tình trạng',
        ...Array.from({ length: 4 }, (_none, index) => `Thêm ${index},Loại 1,Quận 1,active`),
      ].join('\n'),
    );

    expect(await faultsOf(db, brought)).toEqual([
      '4 district district_full Quận 1 4/4',
      '5 district district_full Quận 1 5/4',
    ]);
  });

  test('name their territory as people write it, with its city where two have one name', async () => {
    await db.query(`insert into agency.district (city, name) values ('Cần Thơ', 'Quận 1')`);
    try {
      const brought = await checked(
        'manager',
        'agencies',
        [
          'Tên đại lý,Loại,Địa bàn,Tỉnh thành,Tình trạng',
          'Không rõ,Loại 1,Quận 1,,',
          'Rõ rồi,loai 1,QUAN 1,can tho,',
          'Sai thành phố,Loại 1,Quận 1,Huế,',
          'Sai loại,Loại 9,Quận 2,,lạ',
        ].join('\n'),
      );

      expect(await faultsOf(db, brought)).toEqual([
        '2 district ambiguous Quận 1',
        '4 district unknown Quận 1',
        '5 agency_type unknown Loại 9',
        '5 status unknown lạ',
      ]);
    } finally {
      await db.query(`delete from agency.district where city = 'Cần Thơ'`);
    }
  });

  test('that a seller brings are theirs, and pending', async () => {
    const refused = await checked(
      'sales',
      'agencies',
      'Tên đại lý,Loại,Địa bàn,Tình trạng\nCủa tôi,Loại 1,Quận 1,active',
    );
    expect(await faultsOf(db, refused)).toEqual(['2 status not_yours_to_approve']);

    await applied('sales', 'agencies', 'Tên đại lý,Loại,Địa bàn\nCủa tôi,Loại 1,Quận 1');
    expect(
      await db.as('sales', (me) =>
        me.query(`select status from agency.agency where name = 'Của tôi'`),
      ),
    ).toEqual([{ status: 'pending' }]);
  });
});

describe('opening balances', () => {
  test('of stock begin the books of items', async () => {
    await applied(
      'warehouse',
      'items',
      'sku,item_name,unit,import_price\nMOI1,Mới 1,Thùng,1000\nMOI2,Mới 2,Kg,2000',
    );
    const brought = await applied(
      'warehouse',
      'opening_stock',
      'Mã hàng,Số lượng,Ngày\nMOI1,20,01/02/2024\nMOI2,"2,5",2024-02-03',
    );

    expect(await stockLedger(db, 'MOI2')).toEqual([
      {
        seq: '1',
        kind: 'opening',
        quantity: '2.5',
        balance_after: '2.5',
        business_date: '2024-02-03',
      },
    ]);
    expect(await stockOf(db, 'MOI1')).toBe('20');
    expect((await importState(db, brought)).summary).toEqual({
      items: '2',
      worth: '25000',
      first_day: '2024-02-01',
    });
  });

  test('of stock are refused for what has a history', async () => {
    const brought = await checked(
      'warehouse',
      'opening_stock',
      'Mã hàng,Số lượng,Ngày\nMI,20,\nKHONG,1,\nTRON,0.5,31/02/2024',
    );

    expect(await faultsOf(db, brought)).toEqual([
      '2 sku has_history MI',
      '3 sku unknown KHONG',
      '4 business_date malformed_date 31/02/2024',
      '4 quantity whole_number_only 0.5',
      '4 sku has_history TRON',
    ]);
  });

  test('of debt begin the ledgers of agencies, over the debt limit too', async () => {
    const brought = await applied(
      'accountant',
      'opening_debt',
      'Mã đại lý,Số tiền nợ,Ngày\nDL0002,7.500.000 đ,15/03/2024\ndl0004,1200000,',
    );

    expect(await debtOf(db, 'DL0002')).toBe('7500000');
    expect(
      await db.query(
        `select t.kind, t.amount::text, t.balance_after::text, t.business_date::text as day,
          t.seq::int
       from finance.debt_transaction as t join agency.agency as a on a.id = t.agency_id
       where a.code = 'DL0002'`,
      ),
    ).toEqual([
      { kind: 'opening', amount: '7500000', balance_after: '7500000', day: '2024-03-15', seq: 1 },
    ]);
    expect((await importState(db, brought)).summary).toEqual({
      agencies: '2',
      amount: '8700000',
      over_debt_limit: '1',
      first_day: '2024-03-15',
    });
  });
});

describe('receipts', () => {
  test('come in as slips of several lines, numbered in the order of the file', async () => {
    await applied(
      'warehouse',
      'receipts',
      [
        'Số chứng từ,Nhà cung cấp,Ngày nhập,Mã hàng,Số lượng,Đơn giá,Ghi chú',
        `HD-1,${supplierName},10/10/2024,MI,5,110000,Giao sáng`,
        'HD-1,,,TRON,2,900000,',
        `HD-2,${supplierName.toUpperCase()},11/10/2024,MI,1,112000,`,
        'HD-1,,,MI,1,110000,',
      ].join('\n'),
    );

    expect(
      await db.query(
        `select r.code, r.receipt_date::text as day, r.total_amount::text as total, r.note,
          r.supplier_document as document,
          r.import_row_no::int as row,
         (select count(*)::int from inventory.receipt_detail as d
           where d.receipt_id = r.id) as lines
       from inventory.receipt as r where r.import_id is not null order by r.code`,
      ),
    ).toEqual([
      {
        code: 'PN-2024-000001',
        day: '2024-10-10',
        total: '2460000',
        document: 'HD-1',
        note: 'Giao sáng',
        row: 2,
        lines: 2,
      },
      {
        code: 'PN-2024-000002',
        day: '2024-10-11',
        total: '112000',
        document: 'HD-2',
        note: null,
        row: 4,
        lines: 1,
      },
    ]);
    expect(await stockOf(db, 'MI')).toBe('57');
    expect(
      await db.query(`select import_price::text from inventory.item where sku = 'MI'`),
    ).toEqual([{ import_price: '112000' }]);
  });

  test('that contradict themselves are told with their rows', async () => {
    const brought = await checked(
      'warehouse',
      'receipts',
      [
        'Số chứng từ,Nhà cung cấp,Ngày nhập,Mã hàng,Số lượng,Đơn giá',
        'A,Không có,10/10/2024,MI,5,110000',
        'A,,12/10/2024,MI,1,120000',
        'B,,10/10/2999,NGUNG,1,-5',
      ].join('\n'),
    );

    expect(await faultsOf(db, brought)).toEqual([
      '2 supplier unknown Không có',
      '3 receipt_date differs_from_first_line 2024-10-10',
      '3 unit_price differs_from_first_line 110000',
      '4 receipt_date in_future 2999-10-10',
      '4 sku inactive NGUNG',
      '4 supplier required',
      '4 unit_price not_positive -5',
    ]);
  });
});

const oneItem = (sku: string) =>
  `Mã hàng,Tên hàng,Đơn vị tính,Giá nhập\n${sku},Hàng ${sku},Thùng,1000`;
const cancelJob = (id: string | undefined) =>
  db.commitAs('warehouse', (me) =>
    me.query('select from file.cancel_long_job($1, $2)', [randomUUID(), id]),
  );

describe('a file', () => {
  test('without a column that every row needs is told so, once', async () => {
    const file = await checked('warehouse', 'items', 'Mã hàng,Giá nhập\nX1,1000\nX2,2000');

    expect(await faultsOf(db, file)).toEqual([
      '1 item_name column_missing',
      '1 unit column_missing',
    ]);
    expect(await importState(db, file)).toMatchObject({ row_count: '0', fault_count: '2' });
  });

  test.each([
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe])],
    ['a package that is no workbook', Buffer.from('504b0304140000000000', 'hex')],
    ['of quotes that never end', Buffer.from(`Mã hàng,Tên hàng\n"${'x'.repeat(300_000)}`)],
  ])('that is %s is unreadable, and said to be so', async (_what, bytes) => {
    const file = await bringIn(db, 'warehouse', 'items', bytes);
    await runQueue();

    expect(await importState(db, file)).toMatchObject({
      status: 'failed',
      problem: 'FILE_UNREADABLE',
    });
  });

  const compound = Buffer.from('d0cf11e0a1b11ae1', 'hex');
  test.each([
    [
      'in letters of old Windows',
      Buffer.from('M\u00E3 h\u00E0ng,T\u00EAn h\u00E0ng\n', 'latin1'),
      'FILE_ENCODING',
    ],
    ['an Excel of before 2007', Buffer.concat([compound, Buffer.alloc(600)]), 'FILE_OLD_EXCEL'],
    [
      'locked by a password',
      Buffer.concat([compound, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]),
      'FILE_LOCKED',
    ],
  ])('that is %s is told what to do about it', async (_what, bytes, problem) => {
    const file = await bringIn(db, 'warehouse', 'items', bytes);
    await runQueue();

    expect(await importState(db, file)).toMatchObject({ status: 'failed', problem });
  });

  test('that Excel calls Unicode text is read, quotes, empty rows and all', async () => {
    const text =
      '\uFEFFMã hàng\tTên hàng\tĐơn vị tính\tGiá nhập\r\nUTF16\t"Bánh '
      + '""Que"""\tThùng\t1.000\r\n\r\n';
    await applied('warehouse', 'items', Buffer.from(text, 'utf16le'));

    expect(await db.query(`select item_name from inventory.item where sku = 'UTF16'`)).toEqual([
      { item_name: 'Bánh "Que"' },
    ]);
  });

  test('that is cancelled while it waits leaves nothing', async () => {
    const file = await bringIn(db, 'warehouse', 'items', oneItem('HUY'));
    await cancelJob(file.check_job_id);
    await runQueue();

    expect(await importState(db, file)).toMatchObject({ status: 'cancelled', row_count: null });
  });

  test('whose applying is cancelled is checked still, and may be applied later', async () => {
    const file = await checked('warehouse', 'items', oneItem('SAU'));
    await applyImport(db, 'warehouse', file);
    const [job] = await db.query<{ id: string }>(
      'select apply_job_id::text as id from file.import where id::text = $1',
      [file.id],
    );
    await cancelJob(job?.id);
    await runQueue();
    expect(await importState(db, file)).toMatchObject({ status: 'checked' });
    expect(await db.query(`select from inventory.item where sku = 'SAU'`)).toEqual([]);

    await applyImport(db, 'warehouse', file);
    await runQueue();
    expect(await importState(db, file)).toMatchObject({ status: 'applied' });
  });

  test('that the books overtook is not applied, and its new faults are told', async () => {
    const first = await checked('warehouse', 'items', oneItem('TRUNG'));
    await applied('warehouse', 'items', `${oneItem('TRUNG')}\n`);
    await applyImport(db, 'warehouse', first);
    await runQueue();

    expect(await importState(db, first)).toMatchObject({
      status: 'checked',
      fault_count: '1',
      problem: 'IMPORT_OUTDATED',
    });
    expect(await faultsOf(db, first)).toEqual(['2 sku taken Hàng TRUNG']);
  });

  test('that was checked twice is applied once', async () => {
    const [first, second] = [
      await checked('warehouse', 'items', oneItem('HAI')),
      await checked('warehouse', 'items', oneItem('HAI')),
    ];
    await applyImport(db, 'warehouse', first);
    await runQueue();

    await expect(applyImport(db, 'warehouse', second)).rejects.toMatchObject({ code: 'SDIMP' });
  });

  test('is not applied by whoever lost the right meanwhile', async () => {
    const file = await checked('warehouse', 'items', oneItem('MAT'));
    await applyImport(db, 'warehouse', file);
    await db.query(`delete from auth.role_permission as p using auth.role as r
      where r.id = p.role_id and r.code = 'warehouse' and p.permission_code = 'inventory:adjust'`);
    await runQueue();
    await db.query(`insert into auth.role_permission (role_id, permission_code)
      select r.id, 'inventory:adjust' from auth.role as r where r.code = 'warehouse'`);

    expect(await importState(db, file)).toMatchObject({ problem: 'PERMISSION_DENIED' });
    expect(await db.query(`select from inventory.item where sku = 'MAT'`)).toEqual([]);
  });

  test('is forgotten after a week, but not that it came', async () => {
    const file = await checked('warehouse', 'items', oneItem('CU'));
    await db.query('update file.import set expires_at = now() where id::text = $1', [file.id]);
    await pgPool.query('select file.purge_imports()');

    expect(await importState(db, file)).toMatchObject({ status: 'expired', row_count: '1' });
    expect(
      await db.query(
        `select from file.import_chunk where import_id::text = $1
      union all select from file.import_row where import_id::text = $1`,
        [file.id],
      ),
    ).toEqual([]);
    await expect(applyImport(db, 'warehouse', file)).rejects.toMatchObject({ code: 'SDTRN' });
  });
});

test('whatever came in, the books are right', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});

test('every reason that was met has a sentence', async () => {
  const met = await db.query<{ reason: string }>('select distinct reason from file.import_fault');

  expect(met.length).toBeGreaterThan(10);
  for (const { reason } of met) expect(faultWords, reason).toHaveProperty(reason);
});
