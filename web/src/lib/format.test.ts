import { describe, expect, it } from 'vitest';
import {
  businessToday,
  formatAgo,
  formatDate,
  formatDong,
  formatMoment,
  formatMoney,
  formatQuantity,
} from './format.ts';

describe('money', () => {
  it('groups thousands the Vietnamese and the English way', () => {
    expect(formatMoney('2092800000', 'vi')).toBe('2.092.800.000\u00a0₫');
    expect(formatMoney('2092800000', 'en')).toBe('₫2,092,800,000');
  });

  it('keeps every digit of an amount that no JavaScript number can hold', () => {
    expect(formatDong('123456789012345678', 'vi')).toBe('123.456.789.012.345.678');
  });

  it('writes a debt that fell below zero with a real minus', () => {
    expect(formatMoney('-14880000', 'vi')).toBe('−14.880.000\u00a0₫');
    expect(formatMoney('-14880000', 'en')).toBe('−₫14,880,000');
  });

  it('shows a dash where there is no amount', () => {
    expect(formatMoney(null, 'vi')).toBe('–');
    expect(formatDong(undefined, 'en')).toBe('–');
  });
});

describe('quantities', () => {
  it('show up to three decimals and no empty ones', () => {
    expect(formatQuantity('2.500', 'vi')).toBe('2,5');
    expect(formatQuantity('1438.000', 'vi')).toBe('1.438');
    expect(formatQuantity('0.125', 'en')).toBe('0.125');
  });
});

describe('dates', () => {
  it('read day, month, year in both languages', () => {
    expect(formatDate('2026-11-22')).toBe('22/11/2026');
    expect(formatDate(null)).toBe('–');
  });

  it('are those of Việt Nam, wherever the browser is', () => {
    expect(formatMoment('2026-11-22T17:05:00Z')).toBe('23/11/2026 00:05');
    expect(businessToday(new Date('2026-11-22T17:05:00Z'))).toBe('2026-11-23');
  });

  it('tell how long ago something was, and after a week when it was', () => {
    const now = Date.parse('2026-11-22T10:00:00Z');
    expect(formatAgo('2026-11-22T09:55:00Z', 'vi', now)).toBe('5 phút trước');
    expect(formatAgo('2026-11-22T09:59:50Z', 'vi', now)).toBe('bây giờ');
    expect(formatAgo('2026-11-12T09:55:00Z', 'vi', now)).toBe('12/11/2026 16:55');
  });
});
