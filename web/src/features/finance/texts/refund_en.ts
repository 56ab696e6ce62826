import type { vi } from './refund_vi.ts';

export const en: typeof vi = {
  one: 'Refund',
  many: 'Refunds',
  new: 'New refund',
  make: 'New refund',
  date: 'Refunded on',
  list: {
    search: 'Number, such as PC-2026-000012 or 12',
    empty: 'There are no refunds yet. A refund gives money back to an agency that has a credit.',
    noneFound: 'No refund matches.',
    first: 'Record the first refund',
  },
  form: {
    whole: 'Whole credit',
    creditNow: 'Credit now',
    choose: 'Choose an agency to see its credit.',
    has: 'has a credit of {{credit}}',
    hasNone: 'There is no credit to give back.',
    lowers: 'A refund lowers the credit by what is given back.',
    takeMost: 'Give back {{credit}}',
  },
  confirm: { title: 'Record a refund of {{amount}}' },
  done: {
    title: 'Refund {{code}} is recorded',
    credit: '{{agency}} still has a credit of {{credit}}.',
    none: '{{agency}} has no credit left.',
  },
  show: {
    facts: 'About the refund',
    notFound: 'There is no such refund, or you may not see it.',
    back: 'To the list of refunds',
  },
  cancel: {
    verb: 'Cancel refund',
    title: 'Cancel refund {{code}}?',
    credit: 'Debt falls again by',
    text:
      'What was given back becomes credit of the agency again, so cancel it only when the '
      + 'money was not handed over or came back. A cancelled refund cannot be reopened; the '
      + 'ledger keeps its row and gets a reversing one.',
    done: 'Refund {{code}} is cancelled',
  },
};
