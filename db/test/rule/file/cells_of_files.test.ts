import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const read = async (cell: string | number, form: string): Promise<string> =>
  (
    await db.asOwner((owner) =>
      owner.one<{ read: string }>('select file.cell_read($1::jsonb, $2) as read', [
        JSON.stringify(cell),
        form,
      ]),
    )
  ).read;

describe('a number in a file', () => {
  test.each<[string | number, string, string]>([
    ['1.250.000', 'dong', '1250000'],
    ['1,250,000', 'dong', '1250000'],
    ['1 250 000 đ', 'dong', '1250000'],
    ['12.500 ₫', 'dong', '12500'],
    ['1.500', 'dong', '1500'],
    ['-7.500.000VNĐ', 'dong', '-7500000'],
    ['1.250.000,00', 'dong', '1250000.00'],
    [1250000, 'dong', '1250000'],
    ['2,5', 'quantity', '2.5'],
    ['2.5', 'quantity', '2.5'],
    ['0,125', 'quantity', '0.125'],
    ['0.125', 'quantity', '0.125'],
    ['0.000', 'quantity', '0.000'],
    ['1.234.567', 'quantity', '1234567'],
    ['1,234.5', 'quantity', '1234.5'],
    [0.125, 'quantity', '0.125'],
    [1.5, 'quantity', '1.5'],
  ])('%s as %s is %s', async (cell, form, number) => {
    expect(await read(cell, form)).toBe(number);
  });

  test.each(['1.500', '12,345', '999.000'])(
    '%s as a quantity may be thousands or thousandths: nobody guesses',
    async (cell) => {
      expect(await read(cell, 'quantity')).toBe('ambiguous_number');
    },
  );

  test.each([
    'mười',
    '1.2.3',
    '1.25.000',
    '12..5',
    '1e5',
    '--1',
    '5 thùng',
    'NaN',
    '1.250.000.0',
    '9'.repeat(16),
  ])('%s is none', async (cell) => {
    expect(await read(cell, 'dong')).toBe('malformed_number');
  });
});

describe('a date in a file', () => {
  test.each<[string | number, string]>([
    ['25/11/2026', '2026-11-25'],
    ['5-1-2026', '2026-01-05'],
    ['05.01.2026', '2026-01-05'],
    ['2026-11-25', '2026-11-25'],
    ['29/02/2024', '2024-02-29'],
    // days since the day that spreadsheets count from, hours left out
    [46351, '2026-11-25'],
    [46351.75, '2026-11-25'],
    [1, '1899-12-31'],
  ])('%s is %s', async (cell, day) => {
    expect(await read(cell, 'date')).toBe(day);
  });

  test.each([
    '31/02/2026',
    '29/02/2025',
    '11/25/2026',
    '25/11/26',
    'hôm qua',
    '0/1/2026',
    -5,
    3_000_000,
  ])('%s is none', async (cell) => {
    expect(await read(cell, 'date')).toBe('malformed_date');
  });
});

describe('words in a file', () => {
  test('lose what nobody sees, and numbers are what they look like', async () => {
    expect(await read('  Tạp hóa \t Cô  Ba\n', 'text')).toBe('Tạp hóa Cô Ba');
    expect(await read(8934563138164, 'text')).toBe('8934563138164');
  });

  test.each([
    // TCVN3
    'C«ng ty Th¬ng m¹i',
    '®­êng tr¾ng',
    'Th¬ng hiÖu',
    // VNI
    'Coâng ty',
    'Baùnh quy',
    'Nöôùc maém',
    'Ñöôøng traéng',
    'Keïo döøa',
    // a word alone
    'Thïng',
    'Cöa',
    'hép viÖt',
    'lÞch',
    'Kü',
    'Goùi',
    'Keïo',
  ])('%s was typed for an old font', async (cell) => {
    expect(await read(cell, 'text')).toBe('old_letters');
  });

  test.each([
    'Công ty Thương mại',
    'Bánh quy khoái châu',
    'Thuê khoán, khoá, hoà, thuở, quên',
    'Nestlé Häagen-Dazs Señorita',
    'Coca-Cola® 2 lít',
    '«Bánh» · kẹo',
    'Kẹo 15 µg, 2 m²',
    'Bia Tuborg Rød',
    'Noël, crème brûlée',
    'Võ Văn Võ, cõng rõ tõm',
    'Köln',
    'KÖLN',
    'Müller Möt Björn',
    'Citroën Zoë',
    'Curaçao',
    'Thaï',
    'Maß',
    'Tấm lợp 2m×3m',
    'Ống Ø21',
    'Kẹo Søt Đà Lạt',
    'cafeïne',
    'Gü',
    'Moët & Chandon, Loïc',
    'Băng keo 5m÷10m',
    'Bóng 5m÷10m, dây 2t÷3t',
    'Café, thé, Maïzena',
  ])('%s was not', async (cell) => {
    expect(await read(cell, 'text')).toBe(cell);
  });
});

test('heads are known with and without accents, capitals and stars', async () => {
  const heads = await db.asOwner((owner) =>
    owner.query<{ head: string }>(
      `select file.head_text(w) as head
        from unnest(array['Đơn vị tính *', 'don vi tinh', ' ĐƠN  VỊ TÍNH*']) as w`,
    ),
  );

  expect(new Set(heads.map(({ head }) => head))).toEqual(new Set(['don vi tinh']));
});
