import { describe, expect, it } from 'vitest';
import {
  asTyped,
  digitsOf,
  isZero,
  lineTotal,
  millionsOf,
  percentOf,
  quantityOf,
  sumDong,
  sumQuantity,
  wholePercent,
} from './dong.ts';

describe('a typed amount', () => {
  it('is taken with dots, commas and the sign of the currency', () => {
    expect(digitsOf('1.234.567')).toBe('1234567');
    expect(digitsOf('₫1,234,567')).toBe('1234567');
    expect(digitsOf('007')).toBe('7');
    expect(digitsOf('abc')).toBe('');
  });
});

describe('a typed quantity', () => {
  it('is shown as somebody would type it', () => {
    expect(['3.000', '2.50', '10', '100.010', '0.000', ''].map(asTyped)).toEqual([
      '3',
      '2.5',
      '10',
      '100.01',
      '0',
      '',
    ]);
  });

  it('may have a decimal comma or point', () => {
    expect(quantityOf('2,5')).toBe('2.5');
    expect(quantityOf(' 2.125 ')).toBe('2.125');
  });

  it('is none when it is not a number', () => {
    expect(quantityOf('2,5,1')).toBeNull();
    expect(quantityOf('-3')).toBeNull();
    expect(quantityOf('')).toBeNull();
  });
});

describe('the live total', () => {
  it('multiplies and rounds half up like the database', () => {
    expect(lineTotal('40', '195000')).toBe('7800000');
    expect(lineTotal('0,5', '24501')).toBe('12251');
    expect(lineTotal('0.333', '10')).toBe('3');
  });

  it('adds amounts that no JavaScript number can hold', () => {
    expect(sumDong(['999999999999999999', '1', null])).toBe('1000000000000000000');
  });

  it('is unknown for a line without quantity or price', () => {
    expect(lineTotal('', '195000')).toBeNull();
    expect(lineTotal('3', null)).toBeNull();
  });
});

describe('quantities', () => {
  it('are added with their decimals', () => {
    expect(sumQuantity(['1.500', '2', '0.25'])).toBe('3.750');
    expect(sumQuantity([])).toBe('0.000');
  });
});

describe('shares', () => {
  it('are exact and stay between nothing and all', () => {
    expect(percentOf('1', '3')).toBe('33.3%');
    expect(percentOf('5', '3')).toBe('100%');
    expect(percentOf('-5', '3')).toBe('0%');
    expect(wholePercent('189949500', '200000000')).toBe(95n);
    expect(wholePercent('1', '0')).toBe(0n);
  });

  it('are told in millions with one decimal', () => {
    expect(millionsOf('421261100')).toBe('421.3');
    expect(millionsOf('50000')).toBe('0.1');
    expect(millionsOf('-7200000')).toBe('-7.2');
  });

  it('know nothing in any spelling', () => {
    expect(isZero('0.000')).toBe(true);
    expect(isZero('0.001')).toBe(false);
  });
});
