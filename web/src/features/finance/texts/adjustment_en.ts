import type { vi } from './adjustment_vi.ts';

export const en: typeof vi = {
  one: 'Adjustment of debt',
  many: 'Adjustments of debt',
  new: 'New adjustment of debt',
  make: 'New adjustment',
  unnumbered: 'No number yet',
  date: 'Posted on',
  direction: 'Direction',
  corrects: 'Corrects',
  noDocument: 'No document',
  due: 'Due',
  reason: 'Reason',
  opening: 'Opening debt of {{date}}',
  list: {
    search: 'Number, such as DC-2026-000012 or 12',
    all: 'All',
    waiting: 'Waiting to be confirmed',
    rest: 'Decided',
    empty: 'There are no adjustments yet.',
    noneFound: 'No adjustment matches.',
    first: 'Make the first adjustment',
  },
  form: {
    choose: 'Choose an agency to see its debt.',
    debtNow: 'Debt now',
    open: '{{open}} open',
    free: '{{free}} free',
    settled: 'settled',
    failed: 'The documents of the agency did not load.',
    dueHint: 'Left empty, it is due on the day it is posted.',
    final:
      'An adjustment does not change the old document; the ledger gets another row. A '
      + 'wrong adjustment is cancelled.',
    takeMost: 'Lower by {{limit}}',
  },
  queue: {
    none: 'No adjustment waits to be confirmed.',
    own: 'Yours, a colleague confirms it',
    up: 'Raises the debt',
    down: 'Lowers the debt',
  },
  confirm: {
    title: { down: 'Lower the debt by {{amount}}', up: 'Raise the debt by {{amount}}' },
    now: 'It is numbered and posted at once.',
    later:
      'The four-eyes rule is on: it waits for a colleague to confirm it, and the debt '
      + 'does not change until then.',
    maybe:
      'If the four-eyes rule is on, it waits for a colleague to confirm it, and the debt '
      + 'does not change until then.',
    dueOwn: 'The day it is posted',
  },
  done: {
    confirmed: '{{code}} is posted',
    requested: 'The adjustment is requested',
    waits: 'It waits for a colleague to confirm it; the debt has not changed.',
  },
  show: {
    facts: 'About the adjustment',
    own: 'You asked for it, so a colleague has to confirm it.',
    nothingYet: 'Nothing is written to the debt ledger yet.',
    never: 'It was not confirmed, so nothing was written to the debt ledger.',
    rejectedAt: 'Rejected at',
    rejectReason: 'Why rejected',
    confirmedAt: 'Confirmed at',
    notFound: 'There is no such adjustment, or you may not see it.',
    back: 'To the list of adjustments',
  },
  acts: {
    confirm: {
      verb: 'Confirm',
      title: 'Confirm the adjustment of {{amount}}?',
      done: '{{code}} is posted',
      text: 'It is numbered and posted at once.',
    },
    reject: {
      verb: 'Reject',
      title: 'Reject the adjustment of {{amount}}?',
      done: 'The adjustment is rejected',
      text: 'It is kept with the reason; the debt does not change.',
    },
    withdraw: {
      verb: 'Withdraw',
      title: 'Withdraw the adjustment of {{amount}}?',
      done: 'The adjustment is withdrawn',
      text: 'It is kept with the reason; the debt does not change.',
    },
    cancel: {
      verb: 'Cancel adjustment',
      title: 'Cancel {{code}}?',
      done: '{{code}} is cancelled',
      text:
        'From today on the debt is as if it had not been made. A cancelled adjustment '
        + 'cannot be reopened; the ledger keeps its row and gets a reversing one.',
    },
    rises: 'Debt rises by',
    falls: 'Debt falls by',
  },
  field: {
    required: 'Not filled in.',
    unknown: 'Not found.',
    in_future: 'The date must not be after today.',
    too_far_back: 'You can date it back to {{limit}} at the earliest.',
    before_reception: 'The date must not be before the agency was received.',
    before_document: 'Not before the date of the document ({{limit}}).',
    before_adjustment: 'It must not be due before it is posted.',
    not_for_this: 'Only an adjustment up that corrects no document has a due date of its own.',
    cancelled: 'This document is cancelled.',
    exceeds_item: 'More than what the document still comes to: at most {{limit}} less.',
    not_positive: 'Must be more than 0.',
    too_large: 'Too large.',
    too_long: 'Too long.',
    other: 'This value is not accepted.',
  },
};
