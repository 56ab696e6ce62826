// Files of Excel before 2007 and of LibreOffice, and texts of old Windows: read as newer ones are.
import { read, utils, write, type WorkSheet } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { openSheet } from '../file/imports/open_sheet.ts';
import { Unreadable, type SheetRow } from '../file/imports/sheet.ts';

type Kind = 'biff8' | 'ods';

const bookOf = (bookType: Kind, sheets: Readonly<Record<string, WorkSheet>>): Buffer => {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, sheet, name);
  return write(book, { type: 'buffer', bookType }) as Buffer;
};
const list = utils.aoa_to_sheet([
  ['Mã hàng', 'Tên hàng', 'ĐVT', 'Giá vốn'],
  ['00123', 'Bánh quy bơ', 'Hộp', 116_640.000_000_000_01],
  [],
  ['00124', 'Kẹo dừa', null, true],
]);

async function rowsOf(bytes: Buffer, wanted?: string): Promise<SheetRow[]> {
  const found: SheetRow[] = [];
  for await (const row of (await openSheet([bytes], wanted)).rows) found.push(row);
  return found;
}

describe.each<Kind>(['biff8', 'ods'])('a book that is kept as %s', (kind) => {
  test('is read as people see it', async () => {
    expect(await rowsOf(bookOf(kind, { Hàng: list }))).toEqual([
      { rowNo: 1, cells: ['Mã hàng', 'Tên hàng', 'ĐVT', 'Giá vốn'] },
      { rowNo: 2, cells: ['00123', 'Bánh quy bơ', 'Hộp', 116_640] },
      { rowNo: 4, cells: ['00124', 'Kẹo dừa', null, 'TRUE'] },
    ]);
  });

  test('names its sheets, and is read of the one that is asked for', async () => {
    const bytes = bookOf(kind, { Một: list, Hai: utils.aoa_to_sheet([['x']]) });

    expect((await openSheet([bytes])).names).toEqual(['Một', 'Hai']);
    expect((await openSheet([bytes])).name).toBe('Một');
    expect(await rowsOf(bytes, 'Hai')).toEqual([{ rowNo: 1, cells: ['x'] }]);
  });

  test('fills cells that were made one', async () => {
    const sheet = utils.aoa_to_sheet([
      ['HD-1', 'MI'],
      [null, 'GAO'],
    ]);
    sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 1, c: 0 } }];

    expect(await rowsOf(bookOf(kind, { Phiếu: sheet }))).toEqual([
      { rowNo: 1, cells: ['HD-1', 'MI'] },
      { rowNo: 2, cells: ['HD-1', 'GAO'], merged: [0] },
    ]);
  });
});

describe('a book that cannot be read', () => {
  const problemOf = (bytes: Buffer): Promise<unknown> =>
    rowsOf(bytes).then(
      () => 'read',
      (error: unknown) => (error instanceof Unreadable ? error.code : error),
    );

  test('says what to do about it', async () => {
    const old = bookOf('biff8', { Hàng: list });
    const open = bookOf('ods', { Hàng: list });

    expect(await problemOf(old.subarray(0, 600))).toBe('FILE_OLD_EXCEL');
    expect(await problemOf(Buffer.concat([old, Buffer.alloc(11 * 1024 * 1024)]))).toBe(
      'FILE_OLD_EXCEL',
    );
    expect(['FILE_OPEN_DOCUMENT', 'FILE_UNREADABLE']).toContain(
      await problemOf(open.subarray(0, open.length / 2)),
    );
  });

  test('of before 1997 is not guessed at', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, list, 'Hang');
    const bytes = write(book, { type: 'buffer', bookType: 'biff5' }) as Buffer;

    expect(read(bytes, { type: 'buffer' }).SheetNames).toEqual(['Hang']);
    expect(await problemOf(bytes)).toBe('FILE_OLD_EXCEL');
  });
});

describe('a text without a mark of its encoding', () => {
  const written = 'Mã hàng;Tên hàng\nSP1;Bánh quy bơ\nSP2;Đường ướt\n';
  const rows = [
    { rowNo: 1, cells: ['Mã hàng', 'Tên hàng'] },
    { rowNo: 2, cells: ['SP1', 'Bánh quy bơ'] },
    { rowNo: 3, cells: ['SP2', 'Đường ướt'] },
  ];
  /** As Windows-1258 has it: the vowel, then its tone. */
  const windows = (text: string): Buffer => {
    const letters = new Map(
      Array.from({ length: 256 }, (_, byte) => [
        new TextDecoder('windows-1258').decode(Buffer.from([byte])),
        byte,
      ]),
    );
    const apart = text
      .normalize('NFD')
      .replaceAll(/([a-z])([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031B])/gi, '$1$3$2')
      .replaceAll(/[a-z][\u0302\u0306\u031B]/gi, (vowel) => vowel.normalize('NFC'));
    return Buffer.from([...apart].map((letter) => letters.get(letter) ?? 0x3f));
  };

  test.each([
    ['UTF-8', Buffer.from(written)],
    ['UTF-16, the lower byte first', Buffer.from(written, 'utf16le')],
    ['UTF-16, the higher byte first', Buffer.from(written, 'utf16le').swap16()],
    ['Windows-1258', windows(written)],
  ])('is known for what it is: %s', async (_name, bytes) => {
    expect(await rowsOf(bytes)).toEqual(rows);
  });

  test.each([
    ['of western Europe', Buffer.from('M\u00E3 h\u00E0ng;T\u00EAn\n', 'latin1')],
    ['of an old font', Buffer.from('C\u00ABng ty;Th\u00ADng m\u00B9i \u00CC\n', 'latin1')],
  ])('is not guessed at when its letters are %s', async (_name, bytes) => {
    await expect(rowsOf(bytes)).rejects.toMatchObject({ code: 'FILE_ENCODING' });
  });
});
