// Papers as they come out of the printer: read back by other programs, in every state, on both
// sizes, in both languages, from no line to a hundred.
import { describe, expect, test } from 'vitest';
import type { Language } from '../../platform/sheets/column.ts';
import { exportHead, paperOf, stampOf, type Invalidity } from '../../platform/words.ts';
import type { Slip } from '../file/exports/slip.ts';
import type { Frame } from '../file/papers/frame.ts';
import { papersPdf } from '../file/papers/papers_pdf.ts';
import type { PaperSize } from '../file/papers/sizes.ts';
import { slipPaper } from '../file/papers/slip_paper.ts';
import { NUMBER, readPdf, TRANSFER } from './support/read_pdf.ts';
import { readVietQr } from './support/read_viet_qr.ts';

const frame: Frame = {
  letterhead: {
    name: 'Công ty TNHH Phân phối Đại Phát',
    lines: ['128 Kinh Dương Vương, TP. Hồ Chí Minh', 'Điện thoại 028 3750 0000 · MST 0312345670'],
    logo: null,
  },
  account: { bank: 'Vietcombank', bin: '970436', number: '0071000123456' },
  titles: { author: null, keeper: 'Trưởng kho', cashier: null, approver: null },
  printed: 'in lúc 30/11/2026 08:12, Đặng Văn Khôi',
};
const widths = { sku: 12, item: 34, unit: 8, quantity: 10, price: 12, amount: 14 };
const kinds = {
  sku: 'text',
  item: 'text',
  unit: 'text',
  quantity: 'quantity',
  price: 'dong',
  amount: 'dong',
} as const;
const LONG_NAME =
  'Sữa chua uống Probi hương dâu tây thùng 48 chai 65ml khuyến mãi kèm ly thủy tinh';

/** A slip of so many lines; the third one has a name that no cell holds in one line. */
function slip(what: string, language: Language, lines: number, facts: Partial<Slip> = {}): Slip {
  const { title, signatures } = paperOf(what);
  const keys = Object.keys(widths) as (keyof typeof widths)[];
  return {
    title: title[language],
    code: 'PX-2026-000591',
    date: '28/11/2026',
    due: '28/12/2026',
    facts: [
      ['Đại lý', 'Đại lý Hưng Thịnh Phát (DL0003)', 'agency'],
      ['Địa chỉ', '210 Xô Viết Nghệ Tĩnh, Bình Thạnh', 'address'],
      ['Điện thoại', '0900 000 003', 'phone'],
      ['Ghi chú', 'Giao trước 15 giờ', 'note'],
    ],
    columns:
      lines === 0
        ? []
        : keys.map((key) => ({
            key,
            kind: kinds[key],
            width: widths[key],
            ...exportHead(what, key),
          })),
    rows: Array.from({ length: lines }, (_, index) => [
      `MH${String(index + 1).padStart(3, '0')}`,
      index === 2 ? LONG_NAME : `Mặt hàng số ${index + 1}`,
      'Thùng',
      '44',
      '222360',
      '9783840',
    ]),
    total: '60588000',
    totalName: lines === 0 ? 'amount' : 'goodsTotal',
    inWords: 'Sáu mươi triệu năm trăm tám mươi tám nghìn đồng',
    debts: { old: '31866840', paid: '0', new: '92454840', isOpen: true },
    invalid: null,
    signatures: signatures.map(({ signer, words }) => ({ signer, title: words[language] })),
    ...facts,
  };
}
const printed = async (one: Slip, size: PaperSize, language: Language, isPictured = false) =>
  readPdf(await papersPdf([slipPaper(one, frame, language)], size, language), isPictured);
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

const sizes = ['A5', 'A4'] as const;
const languages = ['vi', 'en'] as const;
const everySlip = [
  'issue_slip',
  'return_slip',
  'receipt_slip',
  'payment_slip',
  'refund_slip',
  'adjustment_slip',
];
const all = sizes.flatMap((size) =>
  languages.flatMap((language) => everySlip.map((what) => ({ what, size, language }))),
);

describe.each(all)('$what on $size in $language', ({ what, size, language }) => {
  test('says number, names, total, words, due date, who signs, page and who printed it', async () => {
    const lines = ['issue_slip', 'return_slip', 'receipt_slip'].includes(what) ? 3 : 0;
    const pages = await printed(slip(what, language, lines), size, language);
    const text = oneLine(pages.map((page) => page.text).join(' '));

    expect(pages).toHaveLength(1);
    expect(pages[0]?.width).toBeCloseTo(595.28, 0);
    expect(pages[0]?.height).toBeCloseTo(size === 'A4' ? 841.89 : 419.53, 0);
    for (const said of [
      'CÔNG TY TNHH PHÂN PHỐI ĐẠI PHÁT',
      'PX-2026-000591',
      paperOf(what).title[language],
      'Đại lý Hưng Thịnh Phát (DL0003)',
      language === 'vi' ? '60.588.000 ₫' : '60,588,000 ₫',
      'Sáu mươi triệu năm trăm tám mươi tám nghìn đồng.',
      '28/12/2026',
      language === 'vi' ? 'Trang 1/1' : 'Page 1/1',
      'in lúc 30/11/2026 08:12, Đặng Văn Khôi',
      ...(lines > 0 ? [LONG_NAME] : []),
    ])
      expect(text).toContain(said);
    for (const { signer, words } of paperOf(what).signatures)
      expect(text).toContain(frame.titles[signer] ?? words[language]);
  });

  test.each<Invalidity>(['cancelled', 'waiting', 'rejected'])(
    'says that it is %s, and has no signature, no transfer and no due date',
    async (state) => {
      const invalid = { state, on: '29/11/2026', by: 'Nguyễn Thị Lan', why: 'ghi nhầm đại lý' };
      const [page] = await printed(
        slip(what, language, 3, { invalid, debts: null }),
        size,
        language,
        true,
      );
      const { stamp, text: sentence } = stampOf(state, language);
      const text = oneLine(page?.text ?? '');

      expect(text).toContain(stamp);
      expect(text).toContain(sentence);
      expect(text).toContain('29/11/2026');
      expect(text).toContain('Nguyễn Thị Lan');
      expect(text).toContain('ghi nhầm đại lý');
      expect(text).not.toContain('28/12/2026');
      for (const { words } of paperOf(what).signatures) expect(text).not.toContain(words[language]);
      expect(page?.code(TRANSFER)).toBeNull();
    },
  );
});

describe.each(sizes)('the codes on %s', (size) => {
  test('are the number, and the transfer of what is owed', async () => {
    const [page] = await printed(slip('issue_slip', 'vi', 3), size, 'vi', true);

    expect(page?.code(NUMBER)).toBe('PX-2026-000591');
    expect(readVietQr(page?.code(TRANSFER) ?? '')).toEqual({
      bin: '970436',
      account: '0071000123456',
      amount: '92454840',
      purpose: 'PX2026000591',
      currency: '704',
      country: 'VN',
    });
  });

  test('of a slip that is paid, or of a company without an account, are the number alone', async () => {
    const paid = slip('issue_slip', 'vi', 3, {
      debts: { old: '0', paid: '60588000', new: '0', isOpen: false },
    });
    const [page] = await printed(paid, size, 'vi', true);
    expect(page?.code(NUMBER)).toBe('PX-2026-000591');
    expect(page?.code(TRANSFER)).toBeNull();

    const poor = slipPaper(slip('issue_slip', 'vi', 3), { ...frame, account: null }, 'vi');
    const [other] = await readPdf(await papersPdf([poor], size, 'vi'), true);
    expect(other?.code(TRANSFER)).toBeNull();
    expect(other?.text).not.toContain('VietQR');
  });
});

describe.each(sizes.flatMap((size) => [1, 2, 6, 7, 13, 40, 100].map((lines) => ({ size, lines }))))(
  'a slip of $lines lines on $size',
  ({ size, lines }) => {
    test('has each line once, its number on every page, and signatures with the last lines', async () => {
      const pages = await printed(slip('issue_slip', 'vi', lines), size, 'vi');
      const text = pages.map((page) => page.text).join('\n');

      for (let line = 1; line <= lines; line += 1) {
        const sku = `MH${String(line).padStart(3, '0')}`;
        expect(text.split(sku), sku).toHaveLength(2);
      }
      pages.forEach((page, index) => {
        expect(page.text).toContain('PX-2026-000591');
        expect(page.text).toContain(`Trang ${index + 1}/${pages.length}`);
      });
      const last = pages.at(-1)?.text ?? '';
      expect(last).toContain('Người nhận hàng');
      expect(last).toContain('Nợ mới');
      const kept = Array.from(
        { length: Math.min(2, lines) },
        (_, back) => `MH${String(lines - back).padStart(3, '0')}`,
      );
      for (const sku of kept) expect(last).toContain(sku);
      expect(pages.slice(0, -1).every((page) => !page.text.includes('Người nhận hàng'))).toBe(true);
    });
  },
);

test('six lines fit on A5 with room to sign', async () => {
  const six = slip('issue_slip', 'vi', 6);
  const short = { ...six, rows: six.rows.map((cells, index) => cells.with(1, `Hàng ${index}`)) };

  expect(await printed(short, 'A5', 'vi')).toHaveLength(1);
});

test('several slips are one file, each with pages of its own', async () => {
  const three = [1, 40, 1].map((lines, index) => ({
    ...slip('issue_slip', 'vi', lines),
    code: `PX-2026-00000${index + 1}`,
  }));
  const pages = await readPdf(
    await papersPdf(
      three.map((one) => slipPaper(one, frame, 'vi')),
      'A5',
      'vi',
    ),
  );

  expect(pages.length).toBeGreaterThan(4);
  expect(pages[0]?.text).toContain('Trang 1/1');
  expect(pages[1]?.text).toContain(`Trang 1/${pages.length - 2}`);
  expect(pages[1]?.text).toContain('PX-2026-000002');
  expect(pages.at(-1)?.text).toContain('PX-2026-000003');
  expect(pages.at(-1)?.text).toContain('Trang 1/1');
});

test('credit is called so, and never a debt below nothing', async () => {
  const [page] = await printed(
    slip('payment_slip', 'vi', 0, {
      debts: { old: '-1000', paid: null, new: '-205000', isOpen: false },
    }),
    'A5',
    'vi',
  );

  expect(page?.text).toContain('Dư cũ');
  expect(page?.text).toContain('Dư mới');
  expect(page?.text).toContain('205.000 ₫');
  expect(page?.text).not.toContain('-205.000');
});

test('a paper without a company profile, or with a broken logo, is made all the same', async () => {
  const paper = (letterhead: Frame['letterhead']) =>
    slipPaper(slip('issue_slip', 'vi', 1), { ...frame, letterhead }, 'vi');
  const broken = { name: 'Đại Phát', lines: [], logo: Buffer.from('/9j/AAAA', 'base64') };

  for (const letterhead of [null, broken])
    expect(await readPdf(await papersPdf([paper(letterhead)], 'A5', 'vi'))).toHaveLength(1);
});

test('a slip is drawn well within a second', async () => {
  await printed(slip('issue_slip', 'vi', 1), 'A5', 'vi');
  const began = performance.now();
  await papersPdf([slipPaper(slip('issue_slip', 'vi', 20), frame, 'vi')], 'A5', 'vi');

  expect(performance.now() - began).toBeLessThan(700);
});
