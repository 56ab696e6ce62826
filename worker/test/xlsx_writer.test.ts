// Workbooks that every program opens without an offer to repair them.
import { Readable } from 'node:stream';
import readExcel from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import type { Column } from '../../platform/sheets/column.ts';
import { sources } from '../file/exports/sources/index.ts';
import { exportTitle } from '../../platform/words.ts';
import { sheetName } from '../../platform/sheets/sheet_name.ts';
import { MOST_XLSX_ROWS, writeXlsx } from '../../platform/sheets/xlsx.ts';

const column: Column = { key: 'a', vi: 'Cột', en: 'Column', kind: 'text', width: 10 };

async function workbook(title: string, cells: string[] = []) {
  const pieces: Buffer[] = [];
  const batches = Readable.from([cells.map((cell) => [cell])]);
  for await (const piece of writeXlsx({
    title,
    subtitle: '',
    columns: [column],
    language: 'vi',
    total: cells.length,
    batches,
  }))
    pieces.push(piece);
  const [sheet] = await readExcel(Buffer.concat(pieces));
  return sheet;
}

/** What Excel asks of the name of a sheet. */
function expectName(name: string | undefined): void {
  expect(name).toMatch(/^[^:\\/?*[\]\p{Cc}]{1,31}$/u);
  expect(name).not.toMatch(/^'|'$|^\s|\s$|^history$/i);
  expect(name?.isWellFormed()).toBe(true);
}

const titles = Object.keys(sources).flatMap((what) => {
  const { vi, en } = exportTitle(what);
  return [
    [what, 'vi', vi],
    [what, 'en', en],
  ] as const;
});

test.each(titles)('the sheet of %s in %s is called %s', async (_what, _language, title) => {
  const sheet = await workbook(title);

  expect(sheet?.sheet).toBe(title);
  expectName(sheet?.sheet);
  expect(sheet?.data[0]).toEqual([title]);
});

describe('a sheet', () => {
  test.each([
    ['Mẫu nhập: Mặt hàng', 'Mẫu nhập Mặt hàng'],
    ['Nhập/xuất', 'Nhập xuất'],
    ['a:b\\c/d?e*f[g]h', 'a b c d e f g h'],
    ["'Cô Ba'", 'Cô Ba'],
    ['Đại lý "Cô Ba" & <con>', 'Đại lý "Cô Ba" & <con>'],
    ['một\u0000 hai\n\tba\u0007', 'một hai ba'],
    ['  ', 'Sheet1'],
    ['', 'Sheet1'],
    [':*?', 'Sheet1'],
    ['History', 'History 1'],
    ['Báo cáo công nợ theo tháng của các đại lý', 'Báo cáo công nợ theo tháng của'],
    // the last letter that fits is an apostrophe, or half of one that takes two places
    [`${'a'.repeat(30)}'b`, 'a'.repeat(30)],
    [`${'a'.repeat(30)}😀`, 'a'.repeat(30)],
    ['lẻ \uD83D nửa', 'lẻ nửa'],
  ])('of %j is called %j', async (title, name) => {
    expect(sheetName(title)).toBe(name);
    expectName(name);
    expect((await workbook(title))?.sheet).toBe(name);
  });

  test('has no cell longer than Excel takes', async () => {
    const sheet = await workbook('Dài', ['x'.repeat(40_000), `${'y'.repeat(32_766)}😀`]);

    expect(sheet?.data.slice(4)).toEqual([['x'.repeat(32_767)], ['y'.repeat(32_766)]]);
  });

  test('has no more rows than Excel shows, heads, titles and totals counted', () => {
    expect(MOST_XLSX_ROWS + 4 + 1).toBe(1_048_576);
  });
});
