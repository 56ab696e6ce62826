import type { vi } from './vi.ts';

/** English has singulars that Vietnamese lacks. */
type Texts = typeof vi & { unit: { renamed_one: string } };

export const en: Texts = {
  title: 'Stock catalogue',
  acts: 'Actions',
  state: 'State',
  saved: '{{name}} is saved',
  supplier: {
    many: 'Suppliers',
    none: 'There are no suppliers yet.',
    name: 'Name of the supplier',
    code: 'Code',
    phone: 'Phone',
    address: 'Address',
    taxCode: 'Tax code',
    taxCodeHint: '10 digits, for a branch a dash and 3 more; 12 for a household.',
    add: 'Add supplier',
    edit: 'Edit {{name}}',
    stop: {
      verb: 'Stop',
      title: 'Stop buying from {{name}}?',
      text: 'It cannot be chosen on new receipts. Recorded receipts stay as they are.',
      done: '{{name}} is out of use',
    },
    resume: {
      verb: 'Resume',
      title: 'Buy from {{name}} again?',
      text: 'It can be chosen on new receipts.',
      why: 'Stopped because: {{reason}}',
      done: '{{name}} is in use again',
    },
  },
  unit: {
    many: 'Units',
    none: 'There are no units yet.',
    name: 'Name of the unit',
    items: 'Items',
    quantity: 'Quantities',
    whole: 'Whole numbers',
    parts: 'With decimals',
    add: 'Add unit',
    edit: 'Edit unit {{name}}',
    mayHaveParts: 'Quantities may have up to 3 decimals',
    renamed_one: 'The {{count}} item with this unit changes too, also on recorded slips.',
    renamed_other: 'The {{count}} items with this unit change too, also on recorded slips.',
    hasParts: 'Item {{sku}} has quantities with decimals, so this unit keeps them.',
  },
};
