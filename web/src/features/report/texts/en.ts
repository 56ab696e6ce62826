import type { vi } from './vi.ts';

export const en: typeof vi = {
  title: 'Reports',
  kinds: { 'doanh-so': 'Sales', 'cong-no': 'Debt', 'ton-kho': 'Stock', 'tuoi-no': 'Ageing', 'xep-hang': 'Ranking' },
  month: 'Month',
  from: 'From',
  to: 'To',
  on: 'End of day',
  search: 'Find an agency',
  searchItem: 'Find an item',
  knownAt: 'As known on',
  knownHour: 'At',
  knownNow: 'Show present figures',
  freshAt: 'Figures of {{moment}}.',
  exact: 'Figures of this moment.',
  knownText: 'Figures as the books had them at {{moment}}; what was recorded later is listed below.',
  total: 'Total',
  exported: 'Exported files',
  print: 'Print',
  agency: 'Agency',
  item: 'Item',
  unit: 'Unit',
  none: 'No figures in this time.',
  noneFound: 'Nothing fits.',
  sales: {
    slips: 'Slips', amount: 'Sales (₫)', share: 'Share (%)', cancelled: 'Cancelled this month (₫)',
    returned: 'Returned (₫)', later: 'Cancelled later (₫)', slipsOf: '{{slips}} slips',
    lead: 'Sales = slips confirmed in the month less slips cancelled in the month. A slip of this month cancelled in a later one leaves this month as it is, and is told under “Cancelled later”.',
  },
  debt: {
    opening: 'Opening (₫)', increase: 'Increase (₫)', decrease: 'Decrease (₫)', closing: 'Closing (₫)',
    lead: 'Closing of a month is opening of the next; closing of this month is the debt of today.',
  },
  stock: {
    opening: 'Opening', came: 'In', went: 'Out', adjusted: 'Counted', freeIn: 'Free in', freeOut: 'Free out', kept: 'Of it kept', closing: 'Closing', worth: 'Worth (₫)',
    lead: 'Worth at the import price of the last day.',
  },
  ageing: {
    notDue: 'Not due (₫)', upTo30: '1–30 days (₫)', upTo60: '31–60 days (₫)', upTo90: '61–90 days (₫)', over90: 'Over 90 days (₫)',
    advance: 'Advance (₫)', debt: 'Debt (₫)', overdue: 'Overdue (₫)',
    lead: 'Days overdue; money received pays what is due earliest first.',
  },
  ranking: {
    place: 'Place', placeBefore: 'Place 12 months before', sold: 'Bought in 12 months (₫)', soldBefore: '12 months before (₫)', collected: 'Collected in 12 months (₫)',
    lead: 'By what was bought in the last 12 months, this one included.',
  },
  late: {
    title: 'Recorded after {{moment}}', recordedAt: 'Recorded at', date: 'Date', entry: 'Entry', code: 'Slip', amount: 'Amount (₫)',
    quantity: 'Quantity', author: 'By', before: 'moves the opening', none: 'Nothing was recorded into this time since then: what was printed still holds.',
  },
  statement: {
    title: 'Statement', verb: 'Statement', brought: 'Brought forward', date: 'Date', entry: 'Entry', code: 'Slip', up: 'Increase (₫)',
    down: 'Decrease (₫)', balance: 'Balance (₫)', empty: 'There is no such agency, or you may not see it.', span: '{{from}} to {{to}}',
    taxCode: 'Tax code {{code}}', sideOurs: 'For the distributor', sideTheirs: 'For the agency', sign: '(Signature and name)',
  },
};
