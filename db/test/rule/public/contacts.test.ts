import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const ask = async <Answer>(called: string, written: string): Promise<Answer | undefined> => {
  const [row] = await db.query<{ answer: Answer }>(`select public.${called}($1) as answer`, [
    written,
  ]);
  return row?.answer;
};

describe('phones', () => {
  test.each([
    ['0900 000 001', ['0900000001']],
    ['0900.000.001', ['0900000001']],
    ['+84 900 000 001', ['0900000001']],
    ['+84 (0)900 000 001', ['0900000001']],
    ['0084900000001', ['0900000001']],
    ['84900000001', ['0900000001']],
    ['(028) 3822-1234', ['02838221234']],
    ['1900 1234', ['19001234']],
    ['0900000001 / 0900000002', ['0900000001', '0900000002']],
    ['0900000001 - 02838221234', ['0900000001', '02838221234']],
    ['0900000001,+84900000002', ['0900000001', '0900000002']],
  ])('are compared by their digits: %s', async (written, numbers) => {
    expect(await ask('phone_numbers', written)).toEqual(numbers);
    expect(await ask('is_phone', written)).toBe(true);
  });

  test.each(['gọi chị Lan', '1234567', '0'.repeat(16), '0900 000 001 hoặc 002', '++84900000001'])(
    'are none: %s',
    async (written) => {
      expect(await ask('is_phone', written)).toBe(false);
    },
  );
});

describe('tax codes', () => {
  test.each(['0312345678', '0312345678-001', '079085001234'])('are %s', async (written) => {
    expect(await ask('is_tax_code', written)).toBe(true);
  });

  test.each(['031234567', '03123456789', '0312345678-01', '0312345678001', 'MST0312345678'])(
    'are not %s',
    async (written) => {
      expect(await ask('is_tax_code', written)).toBe(false);
    },
  );
});
