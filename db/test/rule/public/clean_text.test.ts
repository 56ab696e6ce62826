import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { order, orderRefused } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const cleaned = async (written: string, as = 'clean_text') => {
  const [row] = await db.query<{ kept: string | null }>(`select public.${as}($1) as kept`, [
    written,
  ]);
  return row?.kept;
};

describe('what people type', () => {
  test.each([
    ['Hộp đẹp'.normalize('NFD'), 'Hộp đẹp'],
    ['  Hộp   đẹp ', 'Hộp đẹp'],
    ['Hộp\u00A0\u2003đẹp', 'Hộp đẹp'],
    ['Hộp\r\nđẹp\t', 'Hộp đẹp'],
    ['Hộp\u200B \u202Eđẹp\u2066', 'Hộp đẹp'],
    ['\uFEFFHộp đẹp\u0007', 'Hộp đẹp'],
    ['Cửa hàng 🛒 Ánh', 'Cửa hàng 🛒 Ánh'],
    ['100 % – “A & B” ½', '100 % – “A & B” ½'],
  ])('is kept as one line that looks as it is: %j', async (written, kept) => {
    expect(await cleaned(written)).toBe(kept);
  });

  test.each(['', '   ', '\u200B\u202E', '\r\n\t'])(
    'is nothing when nothing is seen: %j',
    async (written) => {
      expect(await cleaned(written)).toBeNull();
    },
  );

  test('keeps the lines of a note', async () => {
    expect(await cleaned('  Giao sáng \r\n\r\n\r\n\r\ngọi  trước\u202E\r', 'clean_note')).toBe(
      'Giao sáng\n\ngọi trước',
    );
  });

  test('is clean exactly when cleaning leaves it as it is, for every letter', async () => {
    const wrong = await db.query<{ code: number }>(
      `select c.code from generate_series(1, 65535) as c (code)
       cross join lateral (select 'a' || chr(c.code) || 'b' as written) as w
       where c.code not between 55296 and 57343
         and public.is_clean_text(w.written)
           <> (replace(w.written, ' ', '') !~ '[[:cntrl:][:space:]]' and normalize(w.written, nfc) = w.written
             and w.written !~ U&'[\\00AD\\034F\\061C\\115F\\1160\\17B4\\17B5\\180E\\200B-\\200F\\202A-\\202E\\2060-\\2064\\2066-\\206F\\3164\\FEFF\\FFA0]')`,
    );

    expect(wrong).toEqual([]);
  });

  test('makes no second of what looks alike', async () => {
    await db.as('admin', async (me) => {
      await order(me, 'inventory.create_unit', { name: 'Hộp đẹp' });
      for (const name of ['Hộp đẹp'.normalize('NFD'), 'Hộp  đẹp', 'Hộp\u200B đẹp']) {
        expect(await orderRefused(me, 'inventory.create_unit', { name })).toMatchObject({
          details: { fields: [{ path: 'name', reason: 'taken' }] },
        });
      }
    });
  });
});

describe('an address for mail', () => {
  const isAddress = async (written: string) => {
    const [row] = await db.query<{ ok: boolean }>('select public.is_mail_address($1) as ok', [
      written,
    ]);
    return row?.ok;
  };

  test.each(['an@daily.vn', 'le.thi+kho@mail.cong-ty.com.vn', "o'brien@x.co", 'a@b.cd'])(
    'is %s',
    async (written) => {
      expect(await isAddress(written)).toBe(true);
    },
  );

  test.each([
    '<x@y.vn>',
    'An <an@daily.vn>',
    'g:z@example.com;',
    'a@b.vn,c@d.vn',
    'a@b',
    'a b@c.vn',
    '.a@b.vn',
    'a..b@c.vn',
    'a@-b.vn',
    'a@b.vn\r\nBcc: c@d.vn',
    '"a"@b.vn',
    'a@[127.0.0.1]',
    `${'a'.repeat(65)}@b.vn`,
    `a@${'b'.repeat(64)}.vn`,
    'ạ@b.vn',
  ])('is not %j', async (written) => {
    expect(await isAddress(written)).toBe(false);
  });
});
