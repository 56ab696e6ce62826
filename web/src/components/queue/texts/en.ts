import type { vi } from './vi.ts';

/** English has a singular that Vietnamese lacks. */
type Plurals = { waiting_one: string; chosen_one: string; moreRows_one: string };

export const en: typeof vi & Plurals = {
  title: 'To decide',
  tabs: {
    requests: 'Requests',
    registrations: 'Registrations',
    returns: 'Returns',
    adjustments: 'Adjustments',
    cash: 'Cash to hand over',
  },
  waiting_one: '{{count}} thing waits',
  waiting_other: '{{count}} things wait',
  loading: 'Loading what waits',
  choose: 'Choose {{name}}',
  chooseSeveral: 'Choose several',
  chooseNone: 'Stop choosing',
  chosen_one: '{{count}} chosen',
  chosen_other: '{{count}} chosen',
  clear: 'Clear',
  more: 'More to do with {{name}}',
  openPage: 'Open the page',
  busy: 'Saving',
  refused: 'Not done, see why',
  gone: '{{name}}: somebody else has decided.',
  settled: '{{name}}: decided.',
  undo: 'Undo',
  nothingToDo: 'Nothing is left to do here.',
  undoOf: 'Undo, {{name}}',
  reasons: 'Recent reasons',
  moreRows_one: '{{count}} more waits and comes as you finish these.',
  moreRows_other: '{{count}} more wait and come as you finish these.',
  keys: {
    move: 'down, up',
    choose: 'choose',
    open: 'open',
    confirm: 'confirm',
    approve: 'approve',
    postpone: 'postpone',
    reject: 'reject',
    undo: 'undo postponing',
    all: 'all keys',
  },
};
