import type { vi } from './letter_vi.ts';

export const en: typeof vi = {
  many: 'Letters of balance',
  text: 'They confirm the debt at the end of a month. Their figures stay as they were known.',
  empty: 'No letter was written for this month yet.',
  month: 'Month',
  agency: 'Agency',
  opening: 'Debt before (₫)',
  closing: 'Debt at the end (₫)',
  knownAt: 'Figures of',
  mailedTo: 'Mailed to',
  notMailed: 'No e-mail',
  answer: 'Answer',
  waiting: 'No answer yet',
  agreed: 'Agreed {{date}}',
  disagreed: 'Disagreed {{date}}',
  printAll: 'Print the month',
  make: 'Write and send',
  makeTitle: 'Write the letters of {{month}}?',
  makeText:
    'Each agency with a balance or a movement in the month gets one; who has an '
    + 'e-mail gets it at once. No second one is written where the figures are the same.',
  made: '{{count}} letters written',
  madeNone: 'All letters of the month have the newest figures',
  record: 'Record the answer',
  recordOf: 'Record the answer of {{name}}',
  signedOn: 'Signed on',
  isAgreed: 'The agency',
  yes: 'agrees with the balance',
  no: 'disagrees',
  note: 'What it wrote',
  recorded: 'Answer of {{name}} recorded',
};
