import { describe, expect, it } from 'vitest';
import { sentenceOf } from './catalogue.ts';

const refusal = {
  agency_name: 'Đại lý Hưng Thịnh',
  current_debt: '44500000',
  slip_total: '20380000',
  paid_now: '0',
  limit: '50000000',
  short_by: '14880000',
  available: '5500000',
};

describe('the sentence of a refusal', () => {
  it('says the numbers and the way out in Vietnamese', () => {
    expect(sentenceOf('DEBT_LIMIT', refusal, 'vi')).toEqual({
      what:
        'Vượt hạn mức nợ 14.880.000 ₫. Đại lý Hưng Thịnh đang nợ 44.500.000 ₫, phiếu này '
        + '20.380.000 ₫, trả ngay 0 ₫, hạn mức 50.000.000 ₫.',
      action: 'Giảm phiếu xuống còn 5.500.000 ₫ hoặc thu thêm 14.880.000 ₫.',
    });
  });

  it('tells a debt below nothing as credit', () => {
    expect(sentenceOf('DEBT_LIMIT', { ...refusal, current_debt: '-204000' }, 'vi')?.what).toContain(
      'Đại lý Hưng Thịnh đang có dư 204.000 ₫, phiếu này',
    );
    const paid = {
      agency_name: 'Đại lý Hưng Thịnh',
      current_debt: '-204000',
      issue_code: 'PX-2026-000001',
      slip_total: '1020000',
      excess: '1224000',
    };
    expect(sentenceOf('HAS_PAYMENTS', paid, 'vi')?.what).toBe(
      'Đại lý Hưng Thịnh đang có dư 204.000 ₫; hủy phiếu PX-2026-000001 (1.020.000 ₫) thì '
        + 'thu thừa 1.224.000 ₫.',
    );
    expect(sentenceOf('HAS_PAYMENTS', paid, 'en')?.what).toContain(
      'has a credit of ₫204,000; cancelling',
    );
  });

  it('says the same in English', () => {
    expect(sentenceOf('DEBT_LIMIT', refusal, 'en')?.action).toBe(
      'Cut the slip to ₫5,500,000 or collect ₫14,880,000 more.',
    );
  });

  it('leaves the error id as it is', () => {
    expect(sentenceOf('INTERNAL', { trace_id: '12345' }, 'vi')?.action).toContain(
      'báo mã 12345 cho',
    );
  });

  it('is missing for a code that nobody knows', () => {
    expect(sentenceOf('NO_SUCH_CODE', {}, 'vi')).toBeNull();
  });
});
