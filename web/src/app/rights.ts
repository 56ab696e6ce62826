import type { paths } from '../lib/paths.ts';

export type PageName = keyof typeof paths;

/** What somebody needs to open a page. What they may do there, the database decides. */
interface Right {
  /** One of these. */
  scopes?: readonly string[];
  /** The distributor's own matters: not for agencies. */
  isOfStaff?: boolean;
  /** Agencies open it without a scope. */
  isOfAgencies?: boolean;
}

const money: Right = { scopes: ['finance:read'] };
const takesMoney: Right = { scopes: ['finance:write'] };
const staff: Right = { isOfStaff: true };
const keepsStock: Right = { scopes: ['inventory:adjust'], isOfStaff: true };
const keepsAgencies: Right = { scopes: ['agency:write'] };
const readsReports: Right = { scopes: ['report:read', 'inventory:adjust'] };
const bringsFiles: Right = {
  scopes: ['inventory:adjust', 'agency:write', 'finance:write', 'audit:read'],
};

/** The right of every page that not everybody opens. Routes and navigation both read it. */
const rights: Partial<Record<PageName, Right>> = {
  // whose tabs are whose: app/queue/use_queue_counts.ts
  queue: {
    scopes: ['inventory:write', 'agency:approve', 'return:confirm', 'finance:write', 'slip:cancel'],
    isOfStaff: true,
  },
  newIssue: { scopes: ['inventory:write'], isOfAgencies: true },
  newItem: keepsStock,
  editItem: keepsStock,
  receipts: staff,
  newReceipt: keepsStock,
  receipt: staff,
  stockCounts: staff,
  newStockCount: keepsStock,
  stockCount: staff,
  tallySheet: staff,
  stockCatalog: { scopes: ['inventory:read'], isOfStaff: true },
  newAgency: keepsAgencies,
  editAgency: keepsAgencies,
  payments: money,
  newPayment: takesMoney,
  payment: money,
  cashInHand: { scopes: ['finance:read', 'inventory:write'], isOfStaff: true },
  refunds: money,
  newRefund: takesMoney,
  refund: money,
  adjustments: money,
  newAdjustment: takesMoney,
  adjustment: money,
  letters: { scopes: ['finance:read'], isOfStaff: true },
  periods: { scopes: ['period:close'] },
  reports: readsReports,
  report: readsReports,
  imports: bringsFiles,
  import: bringsFiles,
  regulations: { scopes: ['config:read'] },
  company: { scopes: ['config:read'] },
  catalog: { scopes: ['config:read'] },
  users: { scopes: ['user:read'] },
  changes: { scopes: ['audit:read'] },
  invariants: { scopes: ['audit:read'] },
  failedJobs: { scopes: ['config:write'] },
};

interface Person {
  can(scope: string): boolean;
  user: { roles: readonly string[] };
}

export function mayOpen(page: PageName, { can, user }: Person) {
  const { scopes, isOfStaff = false, isOfAgencies = false } = rights[page] ?? {};
  const isAgency = user.roles.includes('agency');
  if (isAgency && (isOfStaff || isOfAgencies)) return isOfAgencies;
  return scopes?.some(can) ?? true;
}
