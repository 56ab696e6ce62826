import { describe, expect, it } from 'vitest';
import { addDays, dateToType, daysBetween, isDay, readTypedDate } from './typed_date.ts';

const today = '2026-11-29';
const read = (text: string, bounds: { min?: string; max?: string } = {}) =>
  readTypedDate(text, { today, ...bounds });

describe('a typed date', () => {
  it.each([
    ['2911', '2026-11-29'],
    ['3011', '2025-11-30'],
    ['0102', '2026-02-01'],
    ['291126', '2026-11-29'],
    ['29112026', '2026-11-29'],
    ['29/11', '2026-11-29'],
    ['30/11', '2025-11-30'],
    ['1/2', '2026-02-01'],
    ['9/1/26', '2026-01-09'],
    ['29/11/2026', '2026-11-29'],
    ['29.11.2026', '2026-11-29'],
    ['29-11', '2026-11-29'],
    ['2026-11-29', '2026-11-29'],
    ['29022024', '2024-02-29'],
    ['h', today],
    ['H', today],
    [' h ', today],
    ['-1', '2026-11-28'],
    ['-30', '2026-10-30'],
    ['-0', today],
  ])('%s is %s', (text, day) => {
    expect(read(text)).toEqual({ day, problem: null });
  });

  it.each([
    // what a scanner of items or a person in the wrong field brings
    ['MH009', 'letters'],
    ['29/11/2026MH009', 'letters'],
    ['hôm nay', 'letters'],
    ['t', 'letters'],
    ['đ', 'letters'],
    ['1e3', 'letters'],
    ['8934588012228', 'tooManyDigits'],
    ['29/11/2026 1', 'tooManyDigits'],
    ['291120261', 'tooManyDigits'],
    ['2', 'unfinished'],
    ['291', 'unfinished'],
    ['29112', 'unfinished'],
    ['2911202', 'unfinished'],
    ['29/', 'unfinished'],
    ['29/11/202', 'unfinished'],
    ['-', 'unfinished'],
    ['#', 'unfinished'],
    ['+1', 'unfinished'],
    ['10152026', 'noSuchDay'],
    ['3102', 'noSuchDay'],
    ['2902', 'noSuchDay'],
    ['0011', 'noSuchDay'],
    ['29/13', 'noSuchDay'],
    ['01011999', 'noSuchDay'],
    ['29110026', 'noSuchDay'],
  ])('%s is refused: %s', (text, problem) => {
    expect(read(text)).toEqual({ day: '', problem });
  });

  it('left empty is no date and no problem', () => {
    expect(read('  ')).toEqual({ day: '', problem: null });
  });

  it('keeps to the bounds of its field', () => {
    expect(read('30112026', { max: today })).toEqual({ day: '', problem: 'tooLate' });
    expect(read('28112026', { min: today })).toEqual({ day: '', problem: 'tooEarly' });
  });

  it('without a year is the next such day where only days to come make sense', () => {
    expect(read('0101', { min: today })).toEqual({ day: '2027-01-01', problem: null });
    expect(read('2911', { min: today })).toEqual({ day: today, problem: null });
    expect(read('3112', { min: today })).toEqual({ day: '2026-12-31', problem: null });
    // the 29th of February of the year before is the nearest one that there is
    expect(readTypedDate('2902', { today: '2025-06-01' })).toEqual({
      day: '2024-02-29',
      problem: null,
    });
  });
});

describe('days', () => {
  it('are counted and added without a time zone', () => {
    expect(daysBetween('2026-10-15', today)).toBe(45);
    expect(daysBetween(today, '2026-11-28')).toBe(-1);
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect([isDay('2026-02-29'), isDay('2024-02-29'), isDay('2026-1-1'), isDay('')]).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it('are written to be typed over', () => {
    expect([dateToType(today), dateToType(''), dateToType('abc')]).toEqual(['29/11/2026', '', '']);
  });
});
