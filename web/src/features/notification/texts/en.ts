import type { vi } from './vi.ts';

/** English has singulars that Vietnamese lacks. */
type Texts = typeof vi & { bell_one: string; announced_one: string; broken_one: string };

export const en: Texts = {
  many: 'Notifications',
  bellNone: 'Notifications, nothing unread',
  bell_one: 'Notifications, {{count}} unread',
  bell_other: 'Notifications, {{count}} unread',
  markAll: 'Mark all as read',
  unread: 'Unread',
  empty: 'There are no notifications yet.',
  emptyText: 'New issue slips show up here at once.',
  created: '{{agency}} takes goods: {{code}}, {{total}}',
  createdNoMoney: '{{agency}} takes goods: {{code}}',
  announced_one: '{{count}} person was told of slip {{code}} of {{agency}}',
  announced_other: '{{count}} people were told of slip {{code}} of {{agency}}',
  announcedNone: 'Nobody had to be told of slip {{code}} of {{agency}}',
  broken_one: 'Nightly check: {{count}} invariant of the books is broken ({{names}})',
  broken_other: 'Nightly check: {{count}} invariants of the books are broken ({{names}})',
  other: 'New notification',
};
