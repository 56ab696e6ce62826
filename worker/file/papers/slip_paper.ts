import type { Language } from '../../../platform/sheets/column.ts';
import { paperText, stampOf, type PaperText } from '../../../platform/words.ts';
import { purposeOf, vietQr } from '../../../platform/vietqr.ts';
import { shown } from '../exports/shown.ts';
import type { Debts, Ending, Slip } from '../exports/slip.ts';
import type { Frame } from './frame.ts';
import type { Block, Closing, Line, Paper, Run, Sum, TransferCode } from './paper.ts';

/** A slip as it is printed, in its state. */
export function slipPaper(slip: Slip, frame: Frame, language: Language): Paper {
  const text = (key: PaperText) => paperText(key, language);
  const head: Run[] = [
    { text: slip.date && `${text('date')} ${slip.date}` },
    {
      text: slip.due && !slip.invalid ? `${text('due')} ${slip.due}` : '',
      font: 'bold',
    },
  ];
  return {
    title: slip.title,
    code: slip.code,
    letterhead: frame.letterhead,
    head,
    // one that has no number yet cannot be found by it
    qr: /\d/.test(slip.code) ? slip.code : null,
    blocks: [{ kind: 'lines', lines: partyLines(slip) }, ...tableOf(slip)],
    closing: closingOf(slip, frame, language),
    invalid: slip.invalid && invalidityOf(slip.invalid, language),
    printed: frame.printed,
  };
}

const factLine = (
  [label, value]: readonly [string, string, ...unknown[]],
  font?: 'bold',
): Line => ({
  left: [{ text: `${label}: ` }, { text: value, ...(font ? { font } : {}) }],
});

/** Who it is with, in as few lines as they fit into; the note stands below. */
function partyLines({ facts }: Slip): Line[] {
  const elsewhere = new Set(['address', 'phone', 'note']);
  const [party, ...more] = facts.filter(([, , key]) => !elsewhere.has(key));
  if (!party) return [];
  const { left } = factLine(party, 'bold');
  const address = facts.find(([, , key]) => key === 'address')?.[1];
  const phone = facts.find(([, , key]) => key === 'phone');
  return [
    {
      left: [...left, { text: address ? `, ${address}` : '' }],
      ...(phone ? { right: `${phone[0]}: ${phone[1]}` } : {}),
    },
    ...more.map((fact) => factLine(fact)),
  ];
}

const tableOf = ({ columns, rows }: Slip): Block[] =>
  columns.length === 0 ? [] : [{ kind: 'table', columns, rows, isNumbered: true }];

function closingOf(slip: Slip, frame: Frame, language: Language): Closing {
  const transfer = slip.debts && transferOf(slip.code, slip.debts, frame);
  const note = slip.facts.find(([, , key]) => key === 'note');
  const lines: Line[] = [
    ...(slip.inWords
      ? [
          {
            left: [
              { text: `${paperText('inWords', language)}: ` },
              { text: `${slip.inWords}.`, font: 'italic' as const },
            ],
          },
        ]
      : []),
    ...(transfer ? [transferLine(transfer.purpose, frame, language)] : []),
    ...(note ? [factLine(note)] : []),
  ];
  return {
    lines,
    sums: sumsOf(slip, language),
    transfer: transfer && { text: transfer.text, caption: paperText('payNewDebt', language) },
    signatures: slip.invalid
      ? []
      : slip.signatures.map(({ signer, title }) => ({
          title: frame.titles[signer] ?? title,
          hint: paperText('sign', language),
        })),
  };
}

/** How all that is owed is paid; null when nothing is, or there is no account. */
function transferOf(
  code: string,
  debts: Debts,
  { account }: Frame,
): (Pick<TransferCode, 'text'> & { purpose: string }) | null {
  if (!account || !debts.isOpen) return null;
  const purpose = purposeOf(code);
  const text = vietQr({ bin: account.bin, account: account.number, amount: debts.new, purpose });
  return text === null ? null : { text, purpose };
}

const transferLine = (purpose: string, { account }: Frame, language: Language): Line => ({
  left: [
    { text: `${paperText('transfer', language)}: ` },
    {
      text: paperText('transferTo', language, {
        bank: account?.bank ?? '',
        account: account?.number ?? '',
        purpose,
      }),
    },
  ],
});

export const inDong = (amount: string, language: Language): string =>
  `${shown({ key: '', vi: '', en: '', kind: 'dong', width: 1 }, amount, language)} ₫`;

/** Below nothing is credit, and is called so. */
function debtSum(
  amount: string,
  [debt, credit]: readonly [PaperText, PaperText],
  isStrong: boolean,
  language: Language,
): Sum {
  const isCredit = amount.startsWith('-');
  return {
    label: paperText(isCredit ? credit : debt, language),
    amount: inDong(amount.replace('-', ''), language),
    isStrong,
  };
}

function sumsOf({ total, totalName, debts }: Slip, language: Language): Sum[] {
  if (total === null) return [];
  return [
    {
      label: paperText(totalName, language),
      amount: inDong(total, language),
      isStrong: true,
    },
    ...(debts
      ? [
          debtSum(debts.old, ['oldDebt', 'oldCredit'], false, language),
          ...(debts.paid === null ? [] : [debtSum(debts.paid, ['paid', 'paid'], false, language)]),
          debtSum(debts.new, ['newDebt', 'newCredit'], true, language),
        ]
      : []),
  ];
}

/** The stamp, and the sentence that says since when, by whom and why. */
function invalidityOf({ state, on, by, why }: Ending, language: Language): Paper['invalid'] {
  const { stamp, text } = stampOf(state, language);
  const when = [
    on && paperText('endedOn', language, { date: on }),
    by && paperText('endedBy', language, { name: by }),
  ].filter(Boolean);
  const reason = why && ` ${paperText('endedWhy', language, { reason: why })}`;
  return {
    stamp,
    sentence: [
      { text: when.length > 0 ? `${text} ${when.join(' ')}.` : `${text}.`, font: 'bold' },
      { text: reason ?? '' },
    ],
  };
}
