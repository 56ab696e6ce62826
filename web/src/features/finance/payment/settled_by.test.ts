import { describe, expect, it } from 'vitest';
import { settledBy } from './settled_by.ts';

const slip = (seq: string, openAmount: string, dueDate: string, documentDate = '2026-10-01') => ({
  seq,
  name: `PX-${seq}`,
  openAmount,
  documentDate,
  dueDate,
});
const told = (amount: string, ...documents: ReturnType<typeof slip>[]) => {
  const { settled, advance } = settledBy(amount, documents);
  return [...settled.map(({ document, left }) => [document.name, left]), advance];
};

describe('what a payment settles', () => {
  it('is what is due earliest, whole, and then a part of the next', () => {
    expect(told('150', slip('3', '100', '2026-12-20'), slip('1', '100', '2026-11-19'))).toEqual([
      ['PX-1', '0'],
      ['PX-3', '50'],
      '0',
    ]);
  });

  it('is of two that are due the same day the one with the earlier date, then the earlier one', () => {
    expect(
      told(
        '10',
        slip('10', '100', '2026-12-01', '2026-11-01'),
        slip('9', '100', '2026-12-01', '2026-11-01'),
      ),
    ).toEqual([['PX-9', '90'], '0']);
    expect(
      told('10', slip('1', '100', '2026-12-01', '2026-11-02'), slip('2', '100', '2026-12-01')),
    ).toEqual([['PX-2', '90'], '0']);
  });

  it('leaves an advance when it is more than everything', () => {
    expect(told('150', slip('1', '100', '2026-12-01'))).toEqual([['PX-1', '0'], '50']);
    expect(told('', slip('1', '100', '2026-12-01'))).toEqual(['0']);
  });
});
