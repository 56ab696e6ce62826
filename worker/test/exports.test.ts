// Files of lists and reports: each has what the person who asked may see, and nothing else.
import pg from 'pg';
import readExcel from 'read-excel-file/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { Person } from '../../db/test/support/actor.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { makeHistory } from '../../db/test/support/eventful.ts';
import { MARKED_IMPORT } from '../file/exports/marked_import.ts';
import { slips as slipSources } from '../file/exports/slip.ts';
import { sources } from '../file/exports/sources/index.ts';
import { exporterOf, linesOf, type Exporter } from './support/export_file.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let runQueue: Exporter['runQueue'];
let ask: Exporter['ask'];
let stateOf: Exporter['stateOf'];
let bytesOf: Exporter['bytesOf'];
let made: Exporter['made'];
beforeAll(async () => {
  db = await testDatabase();
  await makeHistory(db);
  await db.query(
    `update agency.agency set name = '=HYPERLINK("http://x","y"), "Cô Ba"' where code = 'DL0004'`,
  );
  for (const report of ['monthly_sales', 'agency_ranking'])
    await db.query('select report.refresh($1)', [report]);
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  ({ runQueue, ask, stateOf, bytesOf, made } = exporterOf(db, pgPool));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});
beforeEach(() => pgPool.query('delete from graphile_worker._private_jobs'));

const seenBy = (person: Person, query: string) =>
  db.as(person, (me) => me.one<{ n: string }>(`select count(*)::text as n from ${query}`));
// who may not even ask, and who asks for what row policies or functions keep from them
const noReports = {
  monthly_sales: 'SDPRM',
  monthly_debt: 'SDPRM',
  ageing: 'SDPRM',
  agency_ranking: 'SDPRM',
};
const noTrail = { exports: 'SDPRM', changes: 'SDPRM', imports: 'SDPRM' };
const noSettings = {
  agency_types: 'SDPRM',
  districts: 'SDPRM',
  regulations: 'SDPRM',
  users: 'SDPRM',
  periods: 'SDPRM',
};
const noStaff = {
  ...noReports,
  ...noSettings,
  stock: 'failed PERMISSION_DENIED',
  receipts: 'failed PERMISSION_DENIED',
  suppliers: 'failed PERMISSION_DENIED',
  stock_counts: 'failed PERMISSION_DENIED',
  ...noTrail,
};
const outcomes: Partial<Record<Person, Record<string, string>>> = {
  manager: { ...noTrail, users: 'SDPRM' },
  accountant: { ...noTrail, users: 'SDPRM', periods: 'SDPRM' },
  auditor: { periods: 'SDPRM' },
  sales: noStaff,
  agency: noStaff,
  warehouse: {
    ...noReports,
    ...noSettings,
    ...noTrail,
    payments: 'SDPRM',
    refunds: 'SDPRM',
    adjustments: 'SDPRM',
    opening_debts: 'SDPRM',
    debt_ledger: 'SDPRM',
    statement: 'SDPRM',
  },
};

test('every kind there is has a source, and none is made of nothing', async () => {
  const kinds = await db.query<{ code: string }>('select code from file.export_kind order by code');

  const others = ['balance_letters', MARKED_IMPORT];
  expect(kinds.map(({ code }) => code)).toEqual(
    [...Object.keys(sources), ...Object.keys(slipSources), ...others].toSorted(),
  );
});

describe.each<Person>([
  'admin',
  'manager',
  'sales',
  'warehouse',
  'accountant',
  'auditor',
  'agency',
])('%s', (person) => {
  test.each(Object.keys(sources))('exports %s as far as the own rights go', async (what) => {
    const outcome = await ask(person, what).then(
      async (asked) => {
        await runQueue();
        const { status, problem, rows, total } = await stateOf(asked);
        if (status !== 'done') return `${status} ${problem}`;
        const lines = linesOf(await bytesOf(asked, person)).length - 1;
        return lines === Number(rows) && rows === total
          ? 'made'
          : `${lines} lines, ${rows} rows of ${total}`;
      },
      (error: { code?: string }) => error.code,
    );

    expect(outcome).toBe(outcomes[person]?.[what] ?? 'made');
  });

  test('gets the slips that the own list shows, and money only where that is shown', async () => {
    const lines = linesOf(await made(person, 'issues'));

    expect(lines.length - 1).toBe(Number((await seenBy(person, 'inventory.issue')).n));
    expect(lines[0]?.includes('Tổng tiền')).toBe(person !== 'warehouse');
  });
});

describe('a spreadsheet for Excel', () => {
  test('opens, with figures as figures, dates as dates, and Vietnamese as written', async () => {
    const [sheet] = await readExcel(await made('manager', 'issues', 'xlsx', { language: 'vi' }));
    const rows = sheet?.data ?? [];

    expect(rows[0]?.[0]).toBe('Phiếu xuất');
    expect(rows[3]?.slice(0, 6)).toEqual([
      'Số phiếu',
      'Ngày',
      'Mã đại lý',
      'Đại lý',
      'Trạng thái',
      'Tổng tiền (₫)',
    ]);
    const [first] = await db.query<{ code: string; day: string; total: string; name: string }>(
      `select i.code, i.issue_date::text as day, i.total_amount::text as total, a.name
        from inventory.issue as i
       join agency.agency as a on a.id = i.agency_id
       order by i.created_at desc, i.code desc limit 1`,
    );
    const row = rows[4] ?? [];
    expect([
      row[0],
      (row[1] as unknown as Date).toISOString().slice(0, 10),
      row[3],
      row[5],
    ]).toEqual([first?.code, first?.day, first?.name, Number(first?.total)]);
  });

  test('keeps amounts whole that it cannot hold as numbers', async () => {
    await db.query('update agency.agency_type set debt_limit = 123456789012345678');
    const [sheet] = await readExcel(await made('manager', 'agencies', 'xlsx'));

    expect(sheet?.data.flat()).toContain('123456789012345678');
    await db.query('update agency.agency_type set debt_limit = 10000000');
  });
});

describe('a file of comma separated values', () => {
  test('begins with the mark of UTF-8 and is no formula anywhere', async () => {
    const file = await made('manager', 'agencies');

    expect(file.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(file.toString('utf8')).toContain(`"'=HYPERLINK(""http://x"",""y""), ""Cô Ba"""`);
    expect(linesOf(file).some((line) => /(^|,)"?[=+@]/.test(line))).toBe(false);
  });

  test('follows the filters on screen, and the language', async () => {
    const one = linesOf(
      await made('manager', 'issues', 'csv', { search: 'DL0002', language: 'en' }),
    );

    expect(one[0]).toContain('Agency code');
    expect(one.slice(1).every((line) => line.includes('DL0002'))).toBe(true);
    expect(
      linesOf(await made('manager', 'issues', 'csv', { from: '2000-01-01', to: '2000-12-31' })),
    ).toHaveLength(1);
    const days = linesOf(await made('manager', 'issues', 'csv', { from: '2000-01-01' }))
      .slice(1)
      .map((line) => line.split(',')[1] ?? '');
    expect(days).toEqual(days.toSorted().toReversed());
    const returns = await seenBy(
      'manager',
      `inventory.issue_return as r join agency.agency as a on a.id = r.agency_id
        where a.code = 'DL0002'`,
    );
    expect(
      linesOf(await made('manager', 'issue_returns', 'csv', { search: 'DL0002' })),
    ).toHaveLength(1 + Number(returns.n));
    // one that waits has no number and counts on the day it was asked for
    const [waiting = ''] = linesOf(
      await made('manager', 'issue_returns', 'csv', { status: 'requested', from: '2000-01-01' }),
    ).slice(1);
    expect(waiting).toMatch(/^,,.*Chờ xác nhận/);
  });

  test('of receipts follows the number and the supplier that are filtered by', async () => {
    const [one] = await db.query<{ code: string; supplier: string; of_supplier: number }>(
      `select r.code, r.supplier_id::text as supplier,
        (select count(*)::int from inventory.receipt as o
          where o.supplier_id = r.supplier_id) as of_supplier
       from inventory.receipt as r order by r.code limit 1`,
    );

    expect(
      linesOf(await made('manager', 'receipts', 'csv', { search: one?.code.toLowerCase() })).slice(
        1,
      ),
    ).toEqual([expect.stringContaining(one?.code ?? '')]);
    expect(
      linesOf(await made('manager', 'receipts', 'csv', { supplierId: one?.supplier })).length - 1,
    ).toBe(one?.of_supplier);
    expect(
      linesOf(await made('manager', 'receipts', 'csv', { supplierId: '999999' })),
    ).toHaveLength(1);
  });

  test('of refunds, adjustments and opening debt says in words what they are, and follows the filters', async () => {
    await db.query(`insert into finance.opening_debt (agency_id, document, document_date, due_date,
      amount, business_date)
      select id, 'HD-EXPORT', '2020-01-01', '2020-01-31', 700000, '2020-02-01' from agency.agency
      where code = 'DL0002'`);
    const refunds = linesOf(await made('manager', 'refunds', 'csv', { status: 'cancelled' })).slice(
      1,
    );
    const [refunded] = await db.query<{ n: number }>(
      `select count(*)::int as n from finance.refund where status = 'cancelled'`,
    );
    const lowered = linesOf(await made('manager', 'adjustments')).filter((line) =>
      line.includes('Giảm nợ'),
    );
    const [adjusted] = await db.query<{ n: number; code: string }>(
      `select count(*)::int as n, min(code) as code from finance.adjustment
        where direction = 'down'`,
    );
    const opening = linesOf(await made('manager', 'opening_debts', 'csv', { language: 'en' }));

    expect(refunds).toHaveLength(refunded?.n || NaN);
    expect(
      refunds.every(
        (line) => line.startsWith('PC-') && line.includes('Tiền mặt') && line.includes('Đã hủy'),
      ),
    ).toBe(true);
    expect(lowered).toHaveLength(adjusted?.n || NaN);
    expect(
      linesOf(
        await made('manager', 'adjustments', 'csv', { search: adjusted?.code.toLowerCase() }),
      ),
    ).toHaveLength(2);
    expect(opening[0]).toContain('Open now (₫)');
    expect(opening.find((line) => line.includes('HD-EXPORT'))).toMatch(
      /^DL0002,.*,HD-EXPORT,2020-01-01,2020-01-31,700000,,2020-02-01$/,
    );
  });

  test('of the audit trail follows the table that is filtered by', async () => {
    const [counted] = await db.query<{ n: number }>(
      `select count(*)::int as n from audit.change where table_name = 'inventory.issue'`,
    );

    expect(
      linesOf(await made('auditor', 'changes', 'csv', { table: 'inventory.issue' })),
    ).toHaveLength((counted?.n || NaN) + 1);
  });

  test('keeps negative figures figures', async () => {
    expect(linesOf(await made('manager', 'debt_ledger')).some((line) => /,-\d+,/.test(line))).toBe(
      true,
    );
  });
});

test('a PDF has its pages, and its letters with it', async () => {
  const file = (await made('manager', 'refunds', 'pdf')).toString('latin1');

  expect(file.startsWith('%PDF-')).toBe(true);
  expect(file).toContain('/FontFile2');
  expect(file.trimEnd().endsWith('%%EOF')).toBe(true);
  // few rows are one page
  expect(file.match(/\/Type \/Page\n/g)).toHaveLength(1);
});

describe('a slip on paper', () => {
  const tables = {
    issue_slip: 'inventory.issue',
    return_slip: 'inventory.issue_return',
    receipt_slip: 'inventory.receipt',
    count_slip: 'inventory.stock_count',
    payment_slip: 'finance.payment',
    refund_slip: 'finance.refund',
    adjustment_slip: 'finance.adjustment',
  };
  const newest = async (table: string) =>
    (
      await db.query<{ id: string }>(
        `select id::text from ${table} order by created_at desc limit 1`,
      )
    )[0]?.id;

  test.each(
    Object.entries(tables).flatMap(
      ([what, table]) =>
        [
          [what, table, 'A4'],
          [what, table, 'A5'],
        ] as const,
    ),
  )('%s of %s on %s', async (what, table, paper) => {
    const file = (await made('admin', what, 'pdf', { id: await newest(table), paper })).toString(
      'latin1',
    );

    expect(file.match(/\/Type \/Page\n/g)).toHaveLength(1);
    expect(file).toContain(
      paper === 'A4' ? '/MediaBox [0 0 595.28 841.89]' : '/MediaBox [0 0 595.28 419.53]',
    );
  });

  test('is none for whoever does not see the slip, and no spreadsheet', async () => {
    const asked = await ask('agency', 'issue_slip', 'pdf', { id: await newest('inventory.issue') });
    await runQueue();

    expect(await stateOf(asked)).toMatchObject({ status: 'failed', problem: 'NOT_FOUND' });
    await expect(ask('manager', 'issue_slip', 'xlsx')).rejects.toMatchObject({ code: 'SDVAL' });
  });
});

describe('whose file it is', () => {
  test('nobody else fetches it, not even an administrator', async () => {
    const asked = await ask('manager', 'agencies');
    await runQueue();

    await expect(bytesOf(asked, 'admin')).rejects.toMatchObject({ code: 'SDNFD' });
    await db.as('auditor', async (me) => {
      expect(await me.one('select file.export_bytes($1, 0) as bytes', [asked.id])).toEqual({
        bytes: null,
      });
    });
  });

  test('who lost the right gets no file, and cannot fetch the one that was made', async () => {
    const early = await ask('accountant', 'payments');
    await runQueue();
    const late = await ask('accountant', 'payments');
    await db.query(
      `delete from auth.role_permission using auth.role as r
        where r.id = role_id and r.code = 'accountant' and permission_code = 'finance:read'`,
    );

    await runQueue();

    expect(await stateOf(late)).toMatchObject({
      status: 'failed',
      problem: 'PERMISSION_DENIED',
      bytes: null,
    });
    await expect(bytesOf(early, 'accountant')).rejects.toMatchObject({ code: 'SDPRM' });
    await db.query(
      `insert into auth.role_permission (role_id, permission_code) select id, 'finance:read'
        from auth.role where code = 'accountant'`,
    );
  });

  test('a session that has ended is nobody, so nothing is made for it', async () => {
    const asked = await ask('manager', 'agencies');
    await db.query(
      `update auth.session as s set ended_at = now() from file.long_job as j
        where j.session_id = s.id and j.id::text = $1`,
      [asked.long_job_id],
    );

    await runQueue();

    expect(await stateOf(asked)).toMatchObject({
      status: 'failed',
      problem: 'INVALID_TOKEN',
      bytes: null,
    });
  });

  test('a day later it is gone, and the log still has it', async () => {
    const asked = await ask('manager', 'agencies');
    await runQueue();
    await db.query(
      `update file.export set expires_at = now() - interval '1 second' where id::text = $1`,
      [asked.id],
    );

    await expect(bytesOf(asked, 'manager')).rejects.toMatchObject({ code: 'SDFIL' });
    await pgPool.query('select file.purge_exports()');
    expect(
      await db.query('select from file.export_chunk where export_id::text = $1', [asked.id]),
    ).toEqual([]);
    expect(Number((await seenBy('auditor', 'file.export')).n)).toBeGreaterThan(10);
    expect(Number((await seenBy('warehouse', 'file.export')).n)).toBeLessThan(
      Number((await seenBy('auditor', 'file.export')).n),
    );
  });
});

describe('while it is made', () => {
  test('the same click twice makes one file', async () => {
    const key = randomUUID();
    const twice = await db.commitAs('manager', (me) =>
      me.query(
        `select e.id::text from unnest(array[1, 2]) as n
          cross join lateral file.start_export($1, 'agencies', 'csv', '{}') as e`,
        [key],
      ),
    );

    expect(new Set(twice.map(({ id }) => id)).size).toBe(1);
  });

  test('it can be cancelled; then there is no file, and no job that makes one', async () => {
    const asked = await ask('manager', 'issues');
    const cancel = (person: Person) =>
      db.commitAs(person, (me) =>
        me.one<{ status: string }>('select j.status from file.cancel_long_job($1, $2) as j', [
          randomUUID(),
          asked.long_job_id,
        ]),
      );

    await expect(cancel('sales')).rejects.toMatchObject({ code: 'SDNFD' });
    expect(await cancel('manager')).toEqual({ status: 'cancelled' });
    await runQueue();

    expect(await stateOf(asked)).toMatchObject({ status: 'cancelled', bytes: null });
    await expect(bytesOf(asked, 'manager')).rejects.toMatchObject({ code: 'SDNFD' });
    await expect(cancel('manager')).rejects.toMatchObject({ code: 'SDTRN' });
  });

  test('cancelled in the middle, it stops and leaves no bytes', async () => {
    const asked = await ask('manager', 'issues');
    await pgPool.query('select file.begin_export($1)', [asked.id]);
    expect(
      (
        await pgPool.query<{ goes_on: boolean }>(
          `select file.add_export_chunk($1, 0, 'x', 1, 9) as goes_on`,
          [asked.id],
        )
      ).rows,
    ).toEqual([{ goes_on: true }]);
    expect(await stateOf(asked)).toMatchObject({ status: 'running', done: '1', total: '9' });
    await db.commitAs('manager', (me) =>
      me.query('select file.cancel_long_job($1, $2)', [randomUUID(), asked.long_job_id]),
    );

    expect(
      (
        await pgPool.query<{ goes_on: boolean }>(
          `select file.add_export_chunk($1, 1, 'x', 2, 9) as goes_on`,
          [asked.id],
        )
      ).rows,
    ).toEqual([{ goes_on: false }]);
    await pgPool.query(`select file.fail_export($1, 'INTERNAL')`, [asked.id]);
    expect(await stateOf(asked)).toMatchObject({ status: 'cancelled' });
    expect(
      await db.query('select from file.export_chunk where export_id::text = $1', [asked.id]),
    ).toEqual([]);
  });

  test('nobody has more than three at once', async () => {
    await runQueue();
    await db.query(
      `update file.long_job set status = 'cancelled', ended_at = now()
        where status in ('waiting', 'running')`,
    );
    for (let n = 0; n < 3; n += 1) await ask('sales', 'agencies');

    await expect(ask('sales', 'agencies')).rejects.toMatchObject({ code: 'SDLJB' });
    await runQueue();
    await expect(ask('sales', 'agencies')).resolves.toHaveProperty('id');
  });

  test('one that no worker will take up again is said to have failed', async () => {
    const asked = await ask('manager', 'agencies');
    await db.query(
      `update file.long_job set updated_at = now() - interval '2 hours' where id::text = $1`,
      [asked.long_job_id],
    );
    const close = () => pgPool.query('select file.close_lost_long_jobs()');
    await close();
    expect(await stateOf(asked)).toMatchObject({ status: 'waiting' });
    await pgPool.query('delete from graphile_worker._private_jobs');

    await close();

    expect(await stateOf(asked)).toMatchObject({ status: 'failed', problem: 'INTERNAL' });
  });
});
