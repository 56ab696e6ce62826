// What the comparison of `npm run bench -- --peers` stands on: answers are compared by what they
// say, a slip in code does what ours does, and the page keeps both of its parts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { saidBy } from '../bench/peers/answers.ts';
import { makeSlip } from '../bench/peers/code_slip.ts';
import { makeCodeTables } from '../bench/peers/code_tables.ts';
import { cpuOf } from '../bench/peers/cpu.ts';
import { sideBySideOf, writeSideBySide, type Measured } from '../bench/peers/report.ts';

describe('two answers say the same', () => {
  test('however figures, moments and keys are written and ordered', () => {
    const one = {
      __typename: 'Agency',
      debt: '1000',
      at: '2026-11-30T08:00:00+07:00',
      nodes: [{ id: '1' }, { id: '2' }],
      pageInfo: { endCursor: 'x', hasNextPage: false },
    };
    const other = {
      pageInfo: { hasNextPage: false },
      nodes: [{ id: 2 }, { id: 1 }],
      at: '2026-11-30T01:00:00.000Z',
      debt: 1000,
    };

    expect(saidBy(one)).toBe(saidBy(other));
  });

  test.each([
    ['another figure', { debt: 1 }, { debt: 2 }],
    ['a row more', { nodes: [{ id: 1 }] }, { nodes: [{ id: 1 }, { id: 2 }] }],
    ['nothing instead of a word', { note: null }, { note: '' }],
    ['a field less', { id: 1, note: 'x' }, { id: 1 }],
  ])('but not with %s', (_what, one, other) => {
    expect(saidBy(one)).not.toBe(saidBy(other));
  });
});

describe('a slip in code', () => {
  let db: TestDatabase;
  let client: pg.Client;
  const order = { clientKey: 'one', agencyId: '', items: [{ item_id: '', quantity: '2' }] };
  const author = { userId: '7', traceId: 'test' };
  const make = async (isDutiful: boolean, clientKey: string) => {
    await client.query('begin');
    try {
      const made = await makeSlip(client, { ...order, clientKey }, author, isDutiful);
      await client.query('commit');
      return made;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  };
  const count = async (table: string): Promise<number> =>
    Number((await client.query(`select count(*)::int as many from peers.${table}`)).rows[0]?.many);

  beforeAll(async () => {
    db = await testDatabase();
    client = new pg.Client({ connectionString: db.ownerUrl, options: '-c role=none' });
    await client.connect();
    await makeCodeTables(client);
    const { rows } = await client.query<{ agency: string; item: string }>(
      `select (select a.id from peers.agency as a where a.code = 'DL0001') as agency,
         (select i.id from peers.item as i where i.sku = 'LE') as item`,
    );
    order.agencyId = rows[0]?.agency ?? '';
    order.items = [{ item_id: rows[0]?.item ?? '', quantity: '2' }];
  });
  afterAll(async () => {
    await client.end();
    await db.close();
  });

  test('that is naive keeps balance, stock and lines, and nothing else', async () => {
    const made = await make(false, 'naive');

    expect(made).toMatchObject({ code: null, totalAmount: '25184', debtAfter: '25184' });
    expect([await count('slip_line'), await count('change'), await count('debt_entry')]).toEqual([
      1, 0, 0,
    ]);
  });

  test('with equal duties keeps trail, ledgers, days, number, key and notice', async () => {
    const made = await make(true, 'dutiful');

    expect(made.code).toMatch(/^PX-\d{4}-000001$/);
    for (const [table, many] of [
      ['change', 2],
      ['debt_entry', 1],
      ['stock_entry', 1],
      ['debt_day', 1],
      ['stock_day', 1],
      ['notice', 1],
      ['command', 1],
    ] as const)
      expect([table, await count(table)]).toEqual([table, many]);
    const { rows } = await client.query(
      `select e.balance_after::text as debt, s.balance_after = i.stock_quantity as is_stock
       from peers.debt_entry as e join peers.stock_entry as s on s.slip_id = e.slip_id
       join peers.item as i on i.id = s.item_id`,
    );
    expect(rows).toEqual([{ debt: made.debtAfter, is_stock: true }]);
  });

  test('has one effect a key, and a refused one draws no number', async () => {
    await expect(make(true, 'dutiful')).rejects.toThrow('DUPLICATE_REQUEST');
    expect((await make(true, 'another')).code).toMatch(/-000002$/);
  });
});

test('CPU time of a process is told by /proc', () => {
  const before = cpuOf(process.pid);
  const until = performance.now() + 60;
  while (performance.now() < until) Math.sqrt(until);

  expect(cpuOf(process.pid) - before).toBeGreaterThanOrEqual(20);
});

describe('the page', () => {
  const measured = (rate: number): Measured[] => [
    {
      peer: 'graphql',
      work: 'make',
      clients: 16,
      rate,
      p50: 1,
      p95: 2,
      serverCpu: 0.5,
      databaseCpu: 4,
      wrong: 0,
    },
  ];

  test('has the newest comparison once, after what else stands there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'page-'));
    const file = join(folder, 'benchmarks.md');
    writeFileSync(file, '# Benchmarks\n\nPages.\n');
    writeSideBySide(file, measured(90), 'Before.');
    writeSideBySide(file, measured(120), 'Now.');
    const text = readFileSync(file, 'utf8');

    expect(text).toContain('# Benchmarks\n\nPages.\n');
    expect(text.match(/## Side by side/g)).toHaveLength(1);
    expect(text).toContain('| 120 |');
    expect(text).not.toContain('Before.');
    expect(sideBySideOf(file)).toContain('Now.');
    rmSync(folder, { recursive: true });
  });
});
