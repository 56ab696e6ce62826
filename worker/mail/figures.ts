import { z } from 'zod';

type Language = 'vi' | 'en';

const formats = {
  vi: new Intl.NumberFormat('vi-VN', { style: 'currency', currency: 'VND' }),
  en: new Intl.NumberFormat('en', { style: 'currency', currency: 'VND' }),
};

/** Whole đồng as people read them. */
export const dong = (amount: string, language: Language): string =>
  formats[language].format(BigInt(amount));

/** Where an agency stands: credit is told as such, never as a debt below nothing. */
export function balanceInWords(balance: string, language: Language): string {
  if (/^-?0+$/.test(balance)) return language === 'vi' ? 'không còn nợ' : 'owes nothing';
  const figure = dong(balance.replace('-', ''), language);
  if (balance.startsWith('-'))
    return language === 'vi' ? `có dư ${figure}` : `has a credit of ${figure}`;
  return language === 'vi' ? `còn nợ ${figure}` : `owes ${figure}`;
}

const documentsShape = z.array(
  z.object({
    kind: z.string(),
    document: z.string().optional(),
    due: z.string(),
    amount: z.string(),
  }),
);

const kinds: Readonly<Record<string, Record<Language, string>>> = {
  issue: { vi: 'Phiếu xuất', en: 'Slip' },
  opening: { vi: 'Nợ đầu kỳ', en: 'Opening debt' },
  adjustment: { vi: 'Điều chỉnh công nợ', en: 'Adjustment' },
  refund: { vi: 'Phiếu chi', en: 'Refund' },
};

/** A line a document, by what it is; how many more there are when not all are named. */
export function documentLines(written: string, total: number, language: Language): string {
  const documents = documentsShape.parse(JSON.parse(written));
  const isVietnamese = language === 'vi';
  const lines = documents.map(({ kind, document, due, amount }) => {
    const name = [kinds[kind]?.[language] ?? kind, document].filter(Boolean).join(' ');
    return isVietnamese
      ? `- ${name}: đến hạn ${due}, còn ${dong(amount, language)}`
      : `- ${name}: due ${due}, ${dong(amount, language)} open`;
  });
  const more = total - documents.length;
  return [
    ...lines,
    ...(more > 0 ? [isVietnamese ? `- và ${more} chứng từ khác` : `- and ${more} more`] : []),
  ].join('\n');
}
