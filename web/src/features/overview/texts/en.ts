import type { vi } from './vi.ts';

export const en: typeof vi = {
  title: 'Overview',
  newest: 'Newest issue slips',
  noIssues: 'There are no issue slips yet.',
  nearLimit: 'Agencies near or over their limit',
  noneNear: 'No agency is near its limit.',
  debtOf: '{{debt}} / {{ceiling}}',
  code: 'Slip no.',
  agency: 'Agency',
  when: 'Date',
  requested: 'To confirm',
  postponed: 'Postponed',
  rejected: 'Rejected',
  total: 'Total (₫)',
  figures: {
    label: 'Figures of this month', sold: 'Sold this month (₫)', collected: 'Collected this month (₫)', debt: 'Debt (₫)', overdue: 'Overdue (₫)',
    cash: 'Cash in hand (₫)', waiting: 'Requests waiting', near: 'Agencies near their limit', low: 'Items running low', before: 'Last month {{amount}}', refunded: 'less {{amount}} refunded', freshAt: 'at {{moment}}',
  },
  months: { title: 'Sold and collected in 12 months', month: 'Month', sold: 'Sold (₫)', collected: 'Collected (₫)', refunded: 'less {{amount}} refunded', slips: 'Slips' },
  debtors: { title: 'Most debt', none: 'No agency owes anything.' },
  low: { title: 'Items running low', none: 'No item is running low.', left: '{{quantity}} {{unit}} left' },
};
