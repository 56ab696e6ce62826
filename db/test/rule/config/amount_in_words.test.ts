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

/** Reads Vietnamese words back, by a way of its own: groups of three, then tỷ as 10^9. */
function readVietnamese(words: string): bigint {
  const digit = new Map(
    'không một hai ba bốn năm sáu bảy tám chín'
      .split(' ')
      .map((word, value) => [word, BigInt(value)] as const),
  );
  const units = new Map<string, bigint>([...digit, ['mốt', 1n], ['lăm', 5n]]);
  let [billions, thousands, group, last] = [0n, 0n, 0n, 0n];
  for (const word of words
    .toLowerCase()
    .replace(/ đồng$/, '')
    .split(' ')) {
    if (word === 'trăm') [group, last] = [group + last * 100n, 0n];
    else if (word === 'mươi') [group, last] = [group + last * 10n, 0n];
    else if (word === 'mười') group += 10n;
    else if (word === 'nghìn' || word === 'triệu') {
      thousands += (group + last) * (word === 'nghìn' ? 1000n : 1_000_000n);
      [group, last] = [0n, 0n];
    } else if (word === 'tỷ') {
      billions = (billions + thousands + group + last) * 1_000_000_000n;
      [thousands, group, last] = [0n, 0n, 0n];
    } else if (word !== 'linh') last = units.get(word) ?? 0n;
  }
  return billions + thousands + group + last;
}

/** Reads English words back. */
function readEnglish(words: string): bigint {
  const small =
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen '
    + 'fifteen sixteen seventeen eighteen nineteen';
  const value = new Map(small.split(' ').map((word, index) => [word, BigInt(index)] as const));
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .forEach((word, index) => value.set(word, BigInt(index + 2) * 10n));
  const scales = ['thousand', 'million', 'billion', 'trillion', 'quadrillion'];
  let [sum, group] = [0n, 0n];
  for (const word of words
    .toLowerCase()
    .replace(/ dong$/, '')
    .split(/[ -]/)) {
    if (word === 'hundred') group *= 100n;
    else if (scales.includes(word)) {
      sum += group * 1000n ** BigInt(scales.indexOf(word) + 1);
      group = 0n;
    } else group += value.get(word) ?? 0n;
  }
  return sum + group;
}

/** Amounts up to 10^15 that are hard: few digits other than nought, and every length. */
const hardAmounts = (): string[] => {
  const amounts = new Set<string>(['0', '1000000000000000', '999999999999999']);
  let seed = 7;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let length = 1; length <= 15; length += 1) {
    for (let nth = 0; nth < 60; nth += 1) {
      const digits = Array.from({ length }, () =>
        random() < nth / 60 ? Math.floor(random() * 10) : 0,
      );
      amounts.add(String(BigInt(digits.join(''))));
    }
  }
  return [...amounts];
};

test('what is written is read back as the same amount, in both languages, up to 10^15', async () => {
  const rows = await db.query<{ amount: string; vi: string; en: string }>(
    `select a.amount::text, config.amount_in_words(a.amount) as vi,
       config.amount_in_english_words(a.amount) as en
     from unnest($1::numeric[]) as a (amount)`,
    [hardAmounts()],
  );

  expect(rows.length).toBeGreaterThan(400);
  expect(rows.filter(({ amount, vi }) => readVietnamese(vi) !== BigInt(amount))).toEqual([]);
  expect(rows.filter(({ amount, en }) => readEnglish(en) !== BigInt(amount))).toEqual([]);
});

test.each([
  ['0', 'Zero dong'],
  ['1', 'One dong'],
  ['15', 'Fifteen dong'],
  ['20', 'Twenty dong'],
  ['21', 'Twenty-one dong'],
  ['100', 'One hundred dong'],
  ['110160', 'One hundred ten thousand one hundred sixty dong'],
  ['1005000', 'One million five thousand dong'],
  ['60588000', 'Sixty million five hundred eighty-eight thousand dong'],
  ['1000000000000000', 'One quadrillion dong'],
  ['-500000', 'Minus five hundred thousand dong'],
])('%s is written in English as %s', async (amount, words) => {
  expect(await db.query('select config.amount_in_english_words($1) as words', [amount])).toEqual([
    { words },
  ]);
});

test.each([null, 'NaN', '1000000000000000000000000'])(
  '%s is no amount and has no English words',
  async (amount) => {
    expect(await db.query('select config.amount_in_english_words($1) as words', [amount])).toEqual([
      { words: null },
    ]);
  },
);
