import type { Source } from '../source.ts';
import { agencies } from './agencies.ts';
import { agencyTypes, districts, units } from './catalog.ts';
import { changes } from './changes.ts';
import { adjustments, openingDebts, refunds } from './debts.ts';
import { issueLines, issues } from './issues.ts';
import { items } from './items.ts';
import { debtLedger, exports, stockLedger } from './ledgers.ts';
import { refusals } from './refusals.ts';
import { ageing, agencyRanking, monthlyDebt, monthlySales, statement, stock } from './reports.ts';
import { imports, periods, regulations, users } from './settings.ts';
import { issueReturns, payments, receipts } from './slips.ts';
import { stockCounts } from './stock_counts.ts';
import { suppliers } from './suppliers.ts';

/** What can be exported, by its row in file.export_kind. */
export const sources: Readonly<Record<string, Source>> = {
  agencies,
  agency_types: agencyTypes,
  districts,
  items,
  units,
  issues,
  issue_lines: issueLines,
  receipts,
  suppliers,
  stock_counts: stockCounts,
  payments,
  refunds,
  adjustments,
  opening_debts: openingDebts,
  issue_returns: issueReturns,
  stock_ledger: stockLedger,
  debt_ledger: debtLedger,
  statement,
  monthly_sales: monthlySales,
  monthly_debt: monthlyDebt,
  ageing,
  stock,
  agency_ranking: agencyRanking,
  changes,
  refusals,
  users,
  periods,
  regulations,
  imports,
  exports,
};
