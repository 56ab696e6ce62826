import type { vi } from './vi.ts';

export const en: typeof vi = {
  save: 'Save',
  change: 'Change',
  edit: 'Edit',
  takeNew: 'Take the new version, keep what I typed',
  editedBy: 'Edited by {{name}} at {{moment}}.',
  newer: 'New version: {{value}}',
  empty: 'empty',
  from: 'In force from',
  noRight: 'Your account cannot open this page.',
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
    admin_keeps_all: 'The administrator keeps every right.',
    other: 'This value is not accepted.',
  },
};
