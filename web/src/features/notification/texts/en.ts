import type { vi } from './vi.ts';

/** English has singulars that Vietnamese lacks. */
type Texts = typeof vi
  & Record<
    | 'announced_one'
    | 'broken_one'
    | 'overdue_one'
    | 'lowStock_one'
    | 'attackOn_one'
    | 'attackFrom_one',
    string
  >;

export const en: Texts = {
  many: 'Notifications',
  markAll: 'Mark all as read',
  unread: 'Unread',
  empty: 'There are no notifications yet.',
  emptyText: 'New issue slips show up here at once.',
  created: '{{agency}} takes goods: {{code}}, {{total}}',
  createdNoMoney: '{{agency}} takes goods: {{code}}',
  announced_one: '{{count}} person was told of slip {{code}} of {{agency}}',
  announced_other: '{{count}} people were told of slip {{code}} of {{agency}}',
  announcedNone: 'Nobody had to be told of slip {{code}} of {{agency}}',
  broken_one: 'Nightly check: {{count}} invariant of the books is broken',
  broken_other: 'Nightly check: {{count}} invariants of the books are broken',
  requested: '{{agency}} requests goods{{request}}, {{total}}',
  revised: '{{agency}} changed the request{{request}}',
  withdrawn: '{{agency}} withdrew the request{{request}}',
  cut: '; less than was asked for: {{cut}}',
  repriced: '; prices changed, it was {{asked}} when asked for',
  requestedNoMoney: '{{agency}} requests goods{{request}}',
  returnRequested: '{{agency}} returns goods of slip {{code}}: to be confirmed',
  returnConfirmed: 'The goods returned of slip {{code}} ({{agency}}) are confirmed: {{reason}}',
  returnRejected: 'The return of slip {{code}} ({{agency}}) is rejected: {{reason}}',
  postponed: 'The request{{request}} of {{agency}} was postponed: {{reason}}',
  rejected: 'The request{{request}} of {{agency}} was rejected: {{reason}}',
  paid: '{{agency}} paid {{amount}}: {{code}}',
  refunded: '{{amount}} was given back to {{agency}}: {{code}}',
  returned: '{{agency}} returned goods, {{amount}}: {{code}}',
  registered: '{{agency}} registered itself and waits for approval',
  nearLimit: '{{agency}} owes {{debt}}, near its limit of {{limit}}',
  overdue_one: '{{agency}} is overdue with {{amount}} in {{count}} document, since {{since}}',
  overdue_other:
    '{{agency}} is overdue with {{amount}} in {{count}} documents, the oldest since {{since}}',
  lowStock_one: '{{count}} item runs low: {{names}}',
  lowStock_other: '{{count}} items run low: {{names}}',
  attackOn_one: 'Somebody guesses the password of {{account}}: {{count}} failure within an hour',
  attackOn_other: 'Somebody guesses the password of {{account}}: {{count}} failures within an hour',
  attackFrom_one: 'Somebody guesses passwords from {{address}}: {{count}} failure within an hour',
  attackFrom_other:
    'Somebody guesses passwords from {{address}}: {{count}} failures within an hour',
  other: 'New notification',
  preferences: {
    title: 'What to hear of',
    kind: 'News',
    inApp: 'In the application',
    byMail: 'By e-mail',
    fixed: 'This is always told.',
  },
  failedJobs: {
    title: 'Failed work',
    jobs: 'Background jobs that failed',
    jobsText:
      'They were tried many times. Mend the cause and try again, or discard what is not '
      + 'needed any more.',
    noJobs: 'No job has failed.',
    task: 'Job',
    error: 'Last error',
    failed: 'When',
    attempts: 'Attempts: {{times}}',
    acts: 'Acts',
    retry: 'Try again',
    retried: '{{task}} was queued again',
    discard: 'Discard',
    discardTitle: 'Discard this job?',
    discardText: 'It will not be done any more. The reason is kept.',
    discarded: '{{task}} was discarded',
    mails: 'Mails that did not arrive',
    mailsText:
      'Of the last 30 days. Mails that failed are sent again; mails that came back are not.',
    noMails: 'All mails arrived.',
    recipient: 'Recipient',
    about: 'About',
    state: 'State',
  },
};
