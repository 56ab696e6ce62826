import type { vi } from './vi.ts';

/** English has a singular that Vietnamese lacks. */
type Plurals = { backDating: typeof vi['backDating'] & { hint_one: string; note_one: string } };

export const en: typeof vi & Plurals = {
  save: 'Save',
  change: 'Change',
  edit: 'Edit',
  takeNew: 'Take the new version, keep what I typed',
  editedBy: 'Edited by {{name}} at {{moment}}.',
  newer: 'New version: {{value}}',
  empty: 'empty',
  from: 'In force from',
  noRight: 'Your account cannot open this page.',
  confirm: {
    back: 'Go back',
    debtBefore: 'Debt before',
    debtAfter: 'Debt after',
    creditBefore: 'Credit before',
    creditAfter: 'Credit after',
  },
  credit: { has: 'Credit of {{credit}}', short: 'credit {{credit}}' },
  backDating: {
    hint_one: 'Back-dated {{count}} day',
    hint_other: 'Back-dated {{count}} days',
    note_one: 'Back-dated {{count}} day: {{date}}',
    note_other: 'Back-dated {{count}} days: {{date}}',
    text: 'It goes into the books of that day, not of today.',
  },
  date: {
    calendar: 'Open the calendar',
    letters: 'Digits only, such as 2911 or 29/11; h is today.',
    tooManyDigits: 'More than 8 digits: this is no date.',
    unfinished: 'Not a date yet. Type 2911 or 29/11/2026.',
    noSuchDay: 'There is no such day. The day comes first, then the month.',
    tooEarly: 'Not before {{min}}.',
    tooLate: 'Not after {{max}}.',
  },
  reason: {
    required: 'Nothing entered yet.',
    unknown: 'Not found.',
    malformed: 'Not in the right form.',
    too_long: 'Too long.',
    taken: 'There is one already.',
    too_small: 'At least {{limit}}.',
    too_large: 'At most {{limit}}.',
    beyond: 'Too large.',
    not_a_number: 'Enter a number.',
    whole_number_only: 'Enter a whole number.',
    not_positive: 'Enter a number above 0.',
    in_past: 'This day has passed.',
    admin_keeps_it: 'Administrators always need two-step verification.',
    negative: 'Not below 0.',
    cannot_be_combined: 'These roles cannot be given together: one hides what the other needs.',
    admin_keeps_all: 'The administrator keeps every right.',
    other: 'This value is not accepted.',
  },
};
