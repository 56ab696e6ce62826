import type { Column, Language } from '../../../platform/sheets/column.ts';
import { purposeOf, vietQr } from '../../../platform/vietqr.ts';
import { paperText, stampOf, wordOf, type PaperText } from '../../../platform/words.ts';
import type { Amount, Letter } from '../exports/letters.ts';
import type { Block, Paper, Run, TableBlock } from './paper.ts';
import { inDong } from './slip_paper.ts';

const shownDay = (iso: string): string =>
  `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;

/** DL0030 · 11/2026: a letter has no series of numbers. */
export const letterCode = ({ agency, month }: Letter): string =>
  `${agency.code} · ${month.slice(5, 7)}/${month.slice(0, 4)}`;

/** The letter that both sides sign. */
export function letterPaper(letter: Letter, printed: string, language: Language): Paper {
  const text = (key: PaperText, figures: Record<string, string> = {}) =>
    paperText(key, language, figures);
  const code = letterCode(letter);
  const { company } = letter;
  return {
    title: text('letterTitle'),
    subtitle: text('letterPeriod', {
      code,
      from: shownDay(letter.month),
      to: shownDay(letter.lastDay),
    }),
    code,
    letterhead: company.letterhead,
    head: [],
    qr: null,
    motto: mottoOf(letter, language),
    blocks: [
      ...partiesOf(letter, language),
      { kind: 'text', text: text('letterIntro') },
      figuresOf(letter, language),
      {
        kind: 'lines',
        lines: [
          {
            left: [
              { text: `${text('inWords')}: ` },
              { text: `${letter.inWords}.`, font: 'italic' },
            ],
          },
        ],
      },
      ...documentsOf(letter, language),
      { kind: 'text', text: text('letterAgree') },
      { kind: 'dots', count: 2 },
      { kind: 'text', text: text('copies') },
    ],
    closing: {
      lines: [],
      sums: [],
      transfer: letter.isDraft ? null : transferOf(letter, language),
      signatures: letter.isDraft
        ? []
        : [
            { title: text('sideA'), hint: text('signAndStamp') },
            { title: text('sideB'), hint: text('sign') },
          ],
    },
    invalid: letter.isDraft
      ? {
          stamp: stampOf('draft', language).stamp,
          sentence: [{ text: `${stampOf('draft', language).text}.`, font: 'bold' }],
        }
      : null,
    printed: `${text('figuresOf', { moment: letter.knownAt })} · ${printed}`,
  };
}

function mottoOf({ company, writtenOn }: Letter, language: Language): Run[] {
  const [year = '', month = '', day = ''] = writtenOn.split('-');
  return [
    { text: paperText('country', language), font: 'bold' },
    { text: paperText('motto', language), font: 'bold' },
    ...(company.place
      ? [
          {
            text: paperText('placeAndDay', language, { place: company.place, day, month, year }),
            font: 'italic' as const,
          },
        ]
      : []),
  ];
}

function partiesOf({ agency, company }: Letter, language: Language): Block[] {
  const party = (
    key: 'seller' | 'buyer',
    name: string,
    lines: readonly string[],
    representative: string | null,
  ): Block => {
    const said = [
      name,
      ...lines,
      ...(representative ? [paperText('represented', language, { name: representative })] : []),
    ];
    return {
      kind: 'lines',
      lines: said.map((text, index) => ({
        label: index === 0 ? paperText(key, language) : '',
        left: [{ text }],
      })),
    };
  };
  return [
    party('seller', company.letterhead?.name ?? '', company.lines, company.representative),
    party('buyer', `${agency.name} (${agency.code})`, agency.lines, agency.representative),
  ];
}

/** Both languages at once, as heads of columns are. */
const column = (key: string, word: PaperText, kind: Column['kind'], width: number): Column => ({
  key,
  kind,
  width,
  vi: paperText(word, 'vi'),
  en: paperText(word, 'en'),
});

const withoutSign = (amount: string): string => amount.replace('-', '');

/** Rows that are nothing are left out, but for both ends, what was bought and what was paid. */
function figuresOf(letter: Letter, language: Language): TableBlock {
  const { amounts } = letter;
  const always = new Set<Amount>(['opening', 'bought', 'paid', 'closing']);
  const end = (name: 'opening' | 'closing', day: string): string =>
    paperText(amounts[name].startsWith('-') ? (`${name}Credit` as const) : name, language, {
      date: shownDay(day),
    });
  const words: Record<Amount, string> = {
    opening: end('opening', letter.month),
    brought: paperText('brought', language),
    bought: paperText('bought', language, { count: letter.issueCount }),
    returned: paperText('returned', language),
    adjusted: paperText('adjusted', language),
    paid: paperText('settled', language, { count: letter.paymentCount }),
    refunded: paperText('refunded', language),
    closing: end('closing', letter.lastDay),
  };
  /** Goods that came back and money lower the debt, and are said so by their sign. */
  const lowers = new Set<Amount>(['returned', 'paid']);
  const said = (name: Amount): string => {
    const amount = amounts[name];
    if (name === 'opening' || name === 'closing') return withoutSign(amount);
    if (!lowers.has(name) || amount === '0') return amount;
    return amount.startsWith('-') ? withoutSign(amount) : `-${amount}`;
  };
  const names = (Object.keys(words) as Amount[]).filter(
    (name) => always.has(name) || amounts[name] !== '0',
  );
  return {
    kind: 'table',
    columns: [
      column('subject', 'subject', 'text', 60),
      column('amount', 'amountInDong', 'dong', 20),
    ],
    rows: names.map((name) => [words[name], said(name)]),
    isNumbered: true,
    strong: new Set([names.length - 1]),
  };
}

function documentsOf(letter: Letter, language: Language): Block[] {
  if (letter.documents.length === 0) return [];
  const days = (due: string): number =>
    Math.round((Date.parse(letter.lastDay) - Date.parse(due)) / 86_400_000);
  const open = letter.documents.reduce((sum, each) => sum + BigInt(each.open), 0n);
  return [
    { kind: 'heading', text: paperText('openDocuments', language) },
    {
      kind: 'table',
      isNumbered: false,
      columns: [
        column('document', 'document', 'text', 26),
        column('date', 'documentDate', 'date', 13),
        column('due', 'due', 'date', 13),
        column('state', 'state', 'text', 18),
        column('amount', 'documentTotal', 'dong', 16),
        column('open', 'openAmount', 'dong', 16),
      ],
      rows: letter.documents.map(({ kind, document, date, due, amount, open: left }) => [
        document ?? wordOf('open_item_kind', kind, language),
        date,
        due,
        days(due) > 0
          ? paperText('late', language, { days: days(due) })
          : paperText('inTime', language),
        amount,
        left,
      ]),
      sums: {
        document: paperText('total', language),
        open: inDong(String(open), language).replace(' ₫', ''),
      },
    },
  ];
}

function transferOf(letter: Letter, language: Language): Paper['closing']['transfer'] {
  const { account } = letter.company;
  if (!account) return null;
  const { closing } = letter.amounts;
  const text = vietQr({
    bin: account.bin,
    account: account.number,
    amount: closing,
    purpose: purposeOf(letterCode(letter)),
  });
  if (text === null) return null;
  return {
    text,
    caption: paperText('payBalance', language, { amount: inDong(closing, language) }),
  };
}
