import type { vi } from './entry_vi.ts';

/** English has a singular that Vietnamese lacks. */
type Paste = (typeof vi)['paste'] & {
  read_one: string;
  unsure_one: string;
  understood_one: string;
  add_one: string;
};

export const en: typeof vi & { paste: Paste } = {
  last: 'last time {{quantity}}, on {{date}}',
  asLast: 'As the last slip',
  noLast: 'The agency has no slip of before.',
  lastFailed: 'The last slip could not be read. Press again.',
  paste: {
    title: 'Paste from a spreadsheet',
    read_one: 'Paste {{count}} line',
    read_other: 'Paste {{count}} lines',
    field: 'Content',
    hint: 'Two columns, item and quantity; or a message with an item a line.',
    preview: 'Preview',
    looking: 'Looking for items',
    unsure_one: '{{count}} line needs a look',
    unsure_other: '{{count}} lines need a look',
    understood_one: '{{count}} line understood',
    understood_other: '{{count}} lines understood',
    noQuantity: 'no quantity',
    toNote: 'Put it into the note',
    noted: 'It is in the note',
    notFound: 'No item was found. Add it by hand after pasting.',
    leaveOut: 'Leave this line out',
    sum: '{{added}} added, {{left}} left out',
    add_one: 'Add {{count}} line',
    add_other: 'Add {{count}} lines',
  },
};
