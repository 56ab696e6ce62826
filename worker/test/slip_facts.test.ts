// What stands on the paper of a slip, by who has it made.
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../db/test/support/actor.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { makeHistory } from '../../db/test/support/eventful.ts';
import { slipMaker, type SlipWish } from '../../db/test/support/slip.ts';
import { readSlip } from '../file/exports/read_slip.ts';
import { slips } from '../file/exports/slip.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await makeHistory(db);
});
afterAll(() => db.close());

test('the paper of an issue says when it is to be paid, to those who see money', async () => {
  const [slip] = await db.query<{ id: string; due: string }>(
    `select id::text, to_char(due_date, 'DD/MM/YYYY') as due from inventory.issue
      where due_date is not null order by id limit 1`,
  );
  const source = slips['issue_slip'];
  if (!slip || !source) throw new Error('there is no slip');
  const factsOf = (person: Person) =>
    db.as(person, (me) =>
      readSlip(
        {
          query: async (text: string, values?: unknown[]) => ({
            rows: await me.query(text, values),
          }),
        } as unknown as pg.PoolClient,
        'issue_slip',
        source,
        slip.id,
        'vi',
      ),
    );

  expect((await factsOf('manager'))?.due).toBe(slip.due);
  const unpriced = await factsOf('warehouse');
  expect(unpriced?.due).toBeNull();
  expect(unpriced?.debts).toBeNull();
  expect(unpriced?.total).toBeNull();
});

test('the paper of an issue marks what is free, and has no such column where nothing is', async () => {
  const maker = await slipMaker(db);
  const made = (lines: SlipWish['lines']) =>
    db.commitAs('manager', (me) => maker.create(me, { agency: 'DL0001', lines }));
  const source = slips['issue_slip'];
  if (!source) throw new Error('there is no source');
  const paperOf = (id: string) =>
    db.as('warehouse', (me) =>
      readSlip(
        {
          query: async (text: string, values?: unknown[]) => ({
            rows: await me.query(text, values),
          }),
        } as unknown as pg.PoolClient,
        'issue_slip',
        source,
        id,
        'vi',
      ),
    );

  const withGift = await paperOf(
    (
      await made([
        ['LE', 10],
        ['LE', 1, 'free'],
      ])
    ).id,
  );
  expect(withGift?.columns.map(({ vi }) => vi)).toEqual([
    'Mã hàng',
    'Tên hàng',
    'ĐVT',
    'Số lượng',
    'Tặng',
  ]);
  expect(withGift?.rows.map((cells) => cells.slice(-2))).toEqual([
    ['10', null],
    ['1', 'Hàng tặng'],
  ]);
  const plain = await paperOf((await made([['LE', 1]])).id);
  expect(plain?.columns.map(({ vi }) => vi)).toEqual(['Mã hàng', 'Tên hàng', 'ĐVT', 'Số lượng']);
  expect(plain?.rows.map((cells) => cells.slice(-1))).toEqual([['1']]);
});
