import { describe, expect, it } from 'vitest';
import { mergedLines, meantItem, readPasted } from './pasted_lines.ts';
import type { PickedItem } from './issue_values.ts';

const item = (id: string, itemName: string, more: Partial<PickedItem> = {}): PickedItem => ({
  id,
  sku: `MH00${id}`,
  itemName,
  stockQuantity: '100',
  isActive: true,
  issuePrice: '1000',
  unit: { id: '1', name: 'Thùng', isDecimal: false },
  ...more,
});
const read = (text: string) => readPasted(text).map(({ words, quantity }) => [words, quantity]);

describe('pasted lines', () => {
  it('of a spreadsheet are an item and the figure behind it', () => {
    expect(read('MH001\t20\nMì Hảo Hảo\t50\t5.508.000\n\n')).toEqual([
      ['MH001', '20'],
      ['Mì Hảo Hảo', '50'],
    ]);
  });

  it.each([
    ['bia sg 24: 20 thùng', 'bia sg 24', '20'],
    ['mi hao hao x50', 'mi hao hao', '50'],
    ['20 thùng bia tiger', 'bia tiger', '20'],
    ['dau an 12', 'dau an', '12'],
    ['gạo st25 1,5 kg', 'gạo st25', '1.5'],
    ['nước mắm 1.000', 'nước mắm', '1000'],
    ['sting đỏ 330ml x 5', 'sting đỏ 330ml', '5'],
  ])('of a message: %s', (text, words, quantity) => {
    expect(read(text)).toEqual([[words, quantity]]);
  });

  it('without a figure may be a note', () => {
    expect(read('giao sáng thứ ba')).toEqual([['giao sáng thứ ba', null]]);
  });

  it('mean an item by its code, its whole name, or when no other fits', () => {
    const tiger = item('1', 'Bia Tiger');
    const silver = item('2', 'Bia Tiger Bạc');
    expect(meantItem('mh001', [tiger, silver])).toBe(tiger);
    expect(meantItem('bia tiger', [tiger, silver])).toBe(tiger);
    expect(meantItem('tiger', [tiger, silver])).toBeNull();
    expect(meantItem('bac', [silver])).toBe(silver);
    expect(meantItem('bac', [{ ...silver, isActive: false }])).toBeNull();
  });

  it('are added to what is there: more of an item counts up its line, free goods stay apart', () => {
    const tiger = item('1', 'Bia Tiger');
    expect(
      mergedLines(
        [
          { item: tiger, quantity: '3' },
          { item: tiger, quantity: '1', isFree: true },
          { item: null, quantity: '' },
        ],
        [
          { item: tiger, quantity: '20' },
          { item: item('2', 'Gạo'), quantity: '1.5' },
        ],
      ).map((line) => [line.item?.id, line.quantity, line.isFree]),
    ).toEqual([
      ['1', '23', undefined],
      ['1', '1', true],
      ['2', '1.5', undefined],
    ]);
  });
});
