import { matchPath } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { mayOpen } from '../rights.ts';
import type { vi } from './texts/vi.ts';

type Meaning = keyof (typeof vi)['does'];
type KeyLine = readonly [combination: string, meaning: Meaning];

export interface KeyGroup {
  name: keyof (typeof vi)['where'];
  keys: readonly KeyLine[];
}

interface Here {
  pathname: string;
  /** Whether the page has a search field, where `/` leads. */
  hasSearch: boolean;
  session: Parameters<typeof mayOpen>[1];
}

/** Pages on which a document is written, and what their lines know beside the keys of all. */
const documents: Readonly<Record<string, readonly KeyLine[]>> = {
  [paths.newIssue]: [
    ['Alt Backspace', 'removeLine'],
    ['Alt L', 'take'],
    ['Alt T', 'free'],
  ],
  [paths.newReceipt]: [
    ['Alt Backspace', 'removeLine'],
    ['Alt T', 'free'],
  ],
  [paths.newStockCount]: [['Alt Backspace', 'removeLine']],
  [paths.newPayment]: [],
  [paths.newRefund]: [],
  [paths.newAdjustment]: [],
};

const queue: KeyGroup = {
  name: 'queue',
  keys: [
    ['J', 'down'],
    ['K', 'up'],
    ['X', 'choose'],
    ['Enter', 'open'],
    ['C', 'confirm'],
    ['H', 'postpone'],
    ['T', 'reject'],
    ['Z', 'undo'],
  ],
};

/** On the page of an agency the keys are for that agency. */
const agencyKeys = ({ can }: Here['session']): KeyGroup => ({
  name: 'agency',
  keys: [
    ...(can('inventory:write') ? [['N', 'issueHere'] as const] : []),
    ...(can('finance:write') ? [['T', 'payHere'] as const] : []),
    ...(can('finance:read') ? [['D', 'statement'] as const] : []),
  ],
});

/** Pages with a form that is no document. */
const forms = [paths.newItem, paths.editItem, paths.newAgency, paths.editAgency, paths.company];

const isOf = (pattern: string, pathname: string) => matchPath(pattern, pathname) !== null;

/** The keys that do something on this page for this person, and no others. */
export function keysHere({ pathname, hasSearch, session }: Here): readonly KeyGroup[] {
  const more = documents[pathname];
  const document: KeyGroup = {
    name: 'document',
    keys: [['Enter', 'next'], ...(more ?? []), ['Alt D', 'date'], ['Ctrl Enter', 'ask']],
  };
  const form: KeyGroup = {
    name: 'form',
    keys: [
      ['Enter', 'send'],
      ['Ctrl Enter', 'send'],
    ],
  };
  const everywhere: KeyGroup = {
    name: 'everywhere',
    keys: [
      ['Ctrl K', 'palette'],
      ...(mayOpen('newIssue', session) ? [['N', 'newIssue'] as const] : []),
      ...(hasSearch ? [['/', 'search'] as const] : []),
      ['Esc', 'close'],
      ['?', 'help'],
    ],
  };
  return [
    ...(pathname === paths.queue ? [queue] : []),
    ...(isOf(paths.agency, pathname) && pathname !== paths.newAgency ? [agencyKeys(session)] : []),
    ...(more ? [document] : []),
    ...(forms.some((pattern) => isOf(pattern, pathname)) ? [form] : []),
    everywhere,
  ];
}
