import type { vi } from './vi.ts';

/** English has a singular that Vietnamese lacks. */
type Plurals = {
  settles: (typeof vi)['settles'] & { more_one: string };
  list: (typeof vi)['list'] & { inForce_one: string };
};

export const en: typeof vi & Plurals = {
  one: 'Payment',
  many: 'Payments',
  new: 'New payment',
  make: 'New payment',
  code: 'Payment no.',
  agency: 'Agency',
  date: 'Paid on',
  method: 'Method',
  amount: 'Amount',
  amountColumn: 'Amount (₫)',
  status: 'Status',
  advance: 'Advance',
  onTheSpot: 'Paid now with slip',
  reference: 'Reference',
  note: 'Note',
  createdAt: 'Recorded at',
  cancelledAt: 'Cancelled at',
  cancelReason: 'Reason',
  list: {
    from: 'From',
    to: 'To',
    empty: 'There are no payments yet.',
    noneFound: 'No payment matches.',
    search: 'Payment no.',
    all: 'All',
    inForce_one: 'Total of {{count}} payment in force',
    inForce_other: 'Total of {{count}} payments in force',
    first: 'Record the first payment',
  },
  form: {
    pickAgency: 'Type a code, a name or a phone number',
    owes: 'owes {{debt}}',
    credit: 'credit {{credit}}',
    debtNow: 'Debt now',
    choose: 'Choose an agency to see its debt.',
    all: 'Whole debt',
    takeMost: 'Take {{payable}}',
  },
  final: {
    general: 'A recorded document does not change; a wrong one is cancelled and recorded anew.',
    today:
      'A recorded document does not change. A wrong one you can cancel until the end of today; '
      + 'after that only those who may cancel slips can.',
    others: 'A recorded document does not change. A wrong one is cancelled by those who may.',
  },
  settles: {
    title: 'Pays',
    whole: '{{name}}, due {{due}}: in full',
    part: '{{name}}: {{left}} left',
    more_one: 'and {{count}} more document',
    more_other: 'and {{count}} more documents',
    advance: '{{advance}} is left and becomes an advance',
  },
  confirm: { title: 'Record a payment of {{amount}}' },
  done: {
    title: 'Payment {{code}} is recorded',
    debt: '{{agency}} still owes {{debt}}.',
    credit: '{{agency}} has a credit of {{credit}}.',
  },
  show: {
    facts: 'About the payment',
    proof: 'Proof from the ledger',
    proofText:
      'The rows this payment wrote to the debt ledger. The ledger only grows; nothing in '
      + 'it changes.',
    entry: 'Debt ledger',
    balance: 'Debt after (₫)',
    notFound: 'There is no such payment, or you may not see it.',
    back: 'To the list of payments',
    withSlip: 'It was paid on the spot with a slip, so it is cancelled with that slip only.',
    stays:
      'It was paid on the spot with a slip and handed over: if the slip is cancelled it '
      + 'becomes credit, to be refunded.',
  },
  cancel: {
    verb: 'Cancel payment',
    title: 'Cancel payment {{code}}?',
    debt: 'Debt rises again by',
    text:
      'A cancelled payment cannot be reopened. The ledger keeps its row and gets a '
      + 'reversing one.',
    done: 'Payment {{code}} is cancelled',
  },
  reason: {
    required: 'Not filled in.',
    unknown: 'Not found.',
    in_future: 'The date must not be after today.',
    too_far_back: 'You can date it back to {{value}} at the earliest.',
    before_reception: 'The date must not be before the agency was received.',
    not_positive: 'Must be more than 0.',
    too_large: 'Too large.',
    too_long: 'Too long.',
    other: 'This value is not accepted.',
  },
  cash: {
    many: 'Cash in hand',
    text:
      'Money paid on the spot with slips that who took it has not handed over to the '
      + 'accountants.',
    who: 'Who holds it',
    count: 'Payments',
    oldest: 'Since',
    inHand: 'In hand (₫)',
    empty: 'Nobody has cash in hand.',
    ofPerson: 'What {{name}} has in hand',
    slip: 'Slip',
    pick: 'Choose {{code}}',
    chosen: '{{many}} payments chosen, {{amount}}',
    verb: 'Received in full',
    title: 'Receive {{amount}} from {{name}}?',
    payments: 'Payments',
    final:
      'It cannot be taken back. From then on a cancelled slip leaves the money as credit '
      + 'of the agency.',
    done: '{{amount}} received from {{name}}',
    handedOverAt: 'Handed over at',
    notYet: 'Not yet',
  },
  open: {
    title: 'In this month or before it there is still:',
    looking: 'Looking for what is still open…',
    unknown: 'What is still open in the month could not be read.',
    none: 'Nothing waits for approval, and no cash is in hand.',
    return: '{{many}} returns that wait, {{amount}}, since {{date}}',
    adjustment: '{{many}} adjustments of debt that wait, {{amount}}, since {{date}}',
    cash: '{{many}} payments in hand, {{amount}}, since {{date}}',
    more: 'and {{many}} more',
  },
  period: {
    many: 'Closing months',
    text:
      'Nothing more is posted into a closed month. Months close one after the other; only '
      + 'the newest closed one can be reopened.',
    month: 'Month',
    what: 'Last closed or reopened',
    act: 'Action',
    empty: 'There are no months yet.',
    closedAt: 'Closed at {{at}}',
    closedBefore: 'Closed with a later month',
    reopenedAt: 'Reopened at {{at}}: {{reason}}',
    close: 'Close',
    closeLabel: 'Close {{month}}',
    closeTitle: 'Close the books of {{month}}?',
    closeText:
      'From now on no document dated in {{month}} is made or cancelled. Its closing '
      + 'balances no longer change.',
    closeFirstText:
      'This is the first closing: the books of {{month}} and of all months before it are '
      + 'closed. From now on no document dated in them is made or cancelled.',
    closeDone: 'The books of {{month}} are closed',
    reopen: 'Reopen',
    reopenLabel: 'Reopen {{month}}',
    reopenTitle: 'Reopen the books of {{month}}?',
    reopenText:
      'Documents can be posted into {{month}} again, so figures already reported may '
      + 'change. The reason is kept.',
    reopenDone: 'The books of {{month}} are open again',
  },
};
