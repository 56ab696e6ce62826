// The text of a VietQR, against examples of the specification and a reader of its own.
import { describe, expect, test } from 'vitest';
import { crcOf, purposeOf, vietQr } from '../../platform/vietqr.ts';
import { readVietQr } from './support/read_viet_qr.ts';

describe('a VietQR', () => {
  test('is written as the examples of the specification are', () => {
    expect(vietQr({ bin: '970403', account: '0011012345678', amount: null, purpose: '' })).toBe(
      '00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN'
        + '63049E6F',
    );
    expect(
      crcOf(
        '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA5303704540618'
          + '00005802VN62340107NPS68690819thanh toan don hang6304',
      ),
    ).toBe('2E2E');
  });

  test.each([
    { bin: '970436', account: '0071000123456', amount: '92454840', purpose: 'PX2026000591' },
    { bin: '970405', account: '1600205123456', amount: '1', purpose: 'DL0030 112026' },
    { bin: '970422', account: 'VQRQ0001ABCD', amount: '9999999999999', purpose: 'A'.repeat(25) },
    { bin: '422589', account: '1234', amount: null, purpose: '' },
  ])('of %o is read back as it was meant', (transfer) => {
    expect(readVietQr(vietQr(transfer) ?? '')).toEqual({
      bin: transfer.bin,
      account: transfer.account,
      amount: transfer.amount ?? undefined,
      purpose: transfer.purpose || undefined,
      currency: '704',
      country: 'VN',
    });
  });

  test('is none for an amount that no transfer can have', () => {
    const transfer = { bin: '970436', account: '0071000123456', purpose: 'PX' };
    for (const amount of ['0', '-5', '1.5', '', '10000000000000'])
      expect(vietQr({ ...transfer, amount })).toBeNull();
  });

  test('is refused by a reader when a digit was changed', () => {
    const text =
      vietQr({ bin: '970436', account: '0071000123456', amount: '5000', purpose: 'PX' }) ?? '';
    expect(() => readVietQr(text.replace('5000', '5001'))).toThrow('the checksum is wrong');
  });

  test('has a purpose of plain letters and digits, as some banks take no others', () => {
    expect(purposeOf('PX-2026-000591')).toBe('PX2026000591');
    expect(purposeOf('DL0030 · 11/2026')).toBe('DL0030 112026');
    expect(purposeOf('X'.repeat(40))).toHaveLength(25);
  });
});
