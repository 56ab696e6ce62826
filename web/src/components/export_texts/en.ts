import type { vi } from './vi.ts';

export const en: typeof vi = {
  verb: 'Export',
  import: 'Import',
  xlsx: 'Excel (XLSX)',
  csv: 'CSV',
  pdf: 'PDF',
  a4: 'PDF on A4',
  a5: 'PDF on A5',
  preparing: 'Preparing the file',
  progress: '{{done}} of {{total}} rows written',
  done: '{{rows}} rows exported',
  cancel: 'Cancel',
  close: 'Close',
  hint: 'The file is made all the same when you close this.',
  all: 'Exported files',
  fetch: 'Download',
  list: {
    empty: 'No file exported yet. Open a list or a report and choose “Export”.', when: 'At', who: 'Who', what: 'What', format: 'Format', rows: 'Rows', state: 'State', act: 'Action',
    lead: 'A file is kept for a day, for whoever exported it; the log stays.',
    waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed', cancelled: 'Cancelled', gone: 'Expired', fetched: 'Downloaded {{at}}',
  },
  whats: {
    users: 'Users', periods: 'Closing months', regulations: 'Regulations', imports: 'Files brought in',
    suppliers: 'Suppliers', stock_counts: 'Stock counts', changes: 'Audit trail', refusals: 'Refusals',
    agency_types: 'Agency types', districts: 'Territories', units: 'Units',
    agencies: 'Agencies', items: 'Items', issues: 'Issue slips', issue_lines: 'Lines of issue slips', receipts: 'Receipts', payments: 'Payments', refunds: 'Refunds', adjustments: 'Adjustments of debt', opening_debts: 'Opening debt', issue_returns: 'Returns',
    stock_ledger: 'Stock ledger', debt_ledger: 'Debt ledger', statement: 'Statement', monthly_sales: 'Sales report', monthly_debt: 'Debt report', ageing: 'Ageing report',
    issue_slip: 'Issue slip', receipt_slip: 'Receipt', return_slip: 'Return slip', count_slip: 'Stock count', payment_slip: 'Payment', refund_slip: 'Refund', adjustment_slip: 'Adjustment of debt',
    stock: 'Stock report', agency_ranking: 'Ranking', exports: 'Export log',
  },
};
