import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test.each([
  ['0', 'Không đồng'],
  ['1', 'Một đồng'],
  ['10', 'Mười đồng'],
  ['11', 'Mười một đồng'],
  ['15', 'Mười lăm đồng'],
  ['21', 'Hai mươi mốt đồng'],
  ['24', 'Hai mươi bốn đồng'],
  ['25', 'Hai mươi lăm đồng'],
  ['55', 'Năm mươi lăm đồng'],
  ['101', 'Một trăm linh một đồng'],
  ['105', 'Một trăm linh năm đồng'],
  ['110', 'Một trăm mười đồng'],
  ['115', 'Một trăm mười lăm đồng'],
  ['1000', 'Một nghìn đồng'],
  ['1005', 'Một nghìn không trăm linh năm đồng'],
  ['1050', 'Một nghìn không trăm năm mươi đồng'],
  ['110160', 'Một trăm mười nghìn một trăm sáu mươi đồng'],
  ['1005000', 'Một triệu không trăm linh năm nghìn đồng'],
  ['2092800000', 'Hai tỷ không trăm chín mươi hai triệu tám trăm nghìn đồng'],
  ['1000000000', 'Một tỷ đồng'],
  ['1000000001', 'Một tỷ không trăm linh một đồng'],
  ['15000000000000', 'Mười lăm nghìn tỷ đồng'],
  ['1000000000000000', 'Một triệu tỷ đồng'],
  ['1000000001000000000', 'Một tỷ không trăm linh một tỷ đồng'],
  ['-500000', 'Âm năm trăm nghìn đồng'],
])('%s is written as %s', async (amount, words) => {
  expect(await db.query('select config.amount_in_words($1) as words', [amount])).toEqual([
    { words },
  ]);
});

test.each([
  null,
  'NaN',
  'Infinity',
  '-Infinity',
  '1000000000000000000000000',
  '-1000000000000000000000000',
  '1e131000',
])('%s is no amount and has no words', async (amount) => {
  expect(await db.query('select config.amount_in_words($1) as words', [amount])).toEqual([
    { words: null },
  ]);
});

test('an amount of 24 digits still has words', async () => {
  const [row] = await db.query<{ words: string }>(
    'select config.amount_in_words(1e24 - 1) as words',
  );
  expect(row?.words).toMatch(/^Chín trăm chín mươi chín nghìn .* đồng$/);
});
