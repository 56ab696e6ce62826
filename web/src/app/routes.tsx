import type { ComponentType } from 'react';
import { createBrowserRouter } from 'react-router';
import { paths } from '../lib/paths.ts';
import { NotFound, PageError } from './PageError.tsx';
import { Shell } from './Shell.tsx';

/** A page that comes when it is opened, with its texts. */
const page = <Name extends string>(
  path: string,
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
) => ({ path, lazy: async () => ({ Component: (await load())[name] }) });

/** All addresses of the application. */
export function makeRouter() {
  return createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <PageError />,
      HydrateFallback: () => null,
      children: [
        {
          // Inside the shell, so that an error in a page leaves the way to the others.
          errorElement: <PageError />,
          children: [
            page(paths.overview, () => import('../features/overview/Overview.tsx'), 'Overview'),
            page(
              paths.issues,
              () => import('../features/inventory/issue/IssueList.tsx'),
              'IssueList',
            ),
            page(
              paths.newIssue,
              () => import('../features/inventory/issue/IssueForm.tsx'),
              'IssueForm',
            ),
            page(
              paths.issue,
              () => import('../features/inventory/issue/IssueShow.tsx'),
              'IssueShow',
            ),
            page(paths.items, () => import('../features/inventory/item/ItemList.tsx'), 'ItemList'),
            page(
              paths.newItem,
              () => import('../features/inventory/item/ItemForm.tsx'),
              'ItemForm',
            ),
            page(paths.item, () => import('../features/inventory/item/ItemShow.tsx'), 'ItemShow'),
            page(
              paths.editItem,
              () => import('../features/inventory/item/ItemForm.tsx'),
              'ItemForm',
            ),
            page(
              paths.receipts,
              () => import('../features/inventory/receipt/ReceiptList.tsx'),
              'ReceiptList',
            ),
            page(
              paths.newReceipt,
              () => import('../features/inventory/receipt/ReceiptForm.tsx'),
              'ReceiptForm',
            ),
            page(
              paths.receipt,
              () => import('../features/inventory/receipt/ReceiptShow.tsx'),
              'ReceiptShow',
            ),
            page(
              paths.issueReturns,
              () => import('../features/inventory/return/ReturnList.tsx'),
              'ReturnList',
            ),
            page(
              paths.issueReturn,
              () => import('../features/inventory/return/ReturnShow.tsx'),
              'ReturnShow',
            ),
            page(
              paths.stockCounts,
              () => import('../features/inventory/count/CountList.tsx'),
              'CountList',
            ),
            page(
              paths.newStockCount,
              () => import('../features/inventory/count/CountForm.tsx'),
              'CountForm',
            ),
            page(
              paths.tallySheet,
              () => import('../features/inventory/count/TallySheet.tsx'),
              'TallySheet',
            ),
            page(
              paths.stockCount,
              () => import('../features/inventory/count/CountShow.tsx'),
              'CountShow',
            ),
            page(
              paths.stockCatalog,
              () => import('../features/inventory/catalog/StockCatalogPage.tsx'),
              'StockCatalogPage',
            ),
            page(
              paths.periods,
              () => import('../features/finance/period/PeriodList.tsx'),
              'PeriodList',
            ),
            page(paths.agencies, () => import('../features/agency/AgencyList.tsx'), 'AgencyList'),
            page(paths.newAgency, () => import('../features/agency/AgencyForm.tsx'), 'AgencyForm'),
            page(paths.agency, () => import('../features/agency/AgencyShow.tsx'), 'AgencyShow'),
            page(paths.editAgency, () => import('../features/agency/AgencyEdit.tsx'), 'AgencyEdit'),
            page(
              paths.statement,
              () => import('../features/report/StatementPage.tsx'),
              'StatementPage',
            ),
            page(
              paths.payments,
              () => import('../features/finance/payment/PaymentList.tsx'),
              'PaymentList',
            ),
            page(
              paths.newPayment,
              () => import('../features/finance/payment/PaymentForm.tsx'),
              'PaymentForm',
            ),
            page(
              paths.payment,
              () => import('../features/finance/payment/PaymentShow.tsx'),
              'PaymentShow',
            ),
            page(
              paths.cashInHand,
              () => import('../features/finance/cash/CashPage.tsx'),
              'CashPage',
            ),
            page(
              paths.refunds,
              () => import('../features/finance/refund/RefundList.tsx'),
              'RefundList',
            ),
            page(
              paths.newRefund,
              () => import('../features/finance/refund/RefundForm.tsx'),
              'RefundForm',
            ),
            page(
              paths.refund,
              () => import('../features/finance/refund/RefundShow.tsx'),
              'RefundShow',
            ),
            page(
              paths.adjustments,
              () => import('../features/finance/adjustment/AdjustmentList.tsx'),
              'AdjustmentList',
            ),
            page(
              paths.newAdjustment,
              () => import('../features/finance/adjustment/AdjustmentForm.tsx'),
              'AdjustmentForm',
            ),
            page(
              paths.adjustment,
              () => import('../features/finance/adjustment/AdjustmentShow.tsx'),
              'AdjustmentShow',
            ),
            page(
              paths.notifications,
              () => import('../features/notification/NotificationList.tsx'),
              'NotificationList',
            ),
            page(
              paths.regulations,
              () => import('../features/config/RegulationPage.tsx'),
              'RegulationPage',
            ),
            page(
              paths.catalog,
              () => import('../features/agency/catalog/CatalogPage.tsx'),
              'CatalogPage',
            ),
            page(paths.changes, () => import('../features/audit/ChangeList.tsx'), 'ChangeList'),
            page(paths.refusals, () => import('../features/audit/RefusalList.tsx'), 'RefusalList'),
            page(
              paths.invariants,
              () => import('../features/audit/InvariantPage.tsx'),
              'InvariantPage',
            ),
            page(paths.users, () => import('../features/auth/people/UserPage.tsx'), 'UserPage'),
            page(
              paths.account,
              () => import('../features/auth/account/AccountPage.tsx'),
              'AccountPage',
            ),
            page(
              paths.failedJobs,
              () => import('../features/notification/failed_jobs/FailedJobsPage.tsx'),
              'FailedJobsPage',
            ),
            page(paths.reports, () => import('../features/report/ReportPage.tsx'), 'ReportPage'),
            page(paths.report, () => import('../features/report/ReportPage.tsx'), 'ReportPage'),
            page(
              paths.exports,
              () => import('../features/file/exports/ExportList.tsx'),
              'ExportList',
            ),
            page(
              paths.imports,
              () => import('../features/file/imports/ImportPage.tsx'),
              'ImportPage',
            ),
            page(
              paths.import,
              () => import('../features/file/imports/ImportShow.tsx'),
              'ImportShow',
            ),
            { path: '*', element: <NotFound /> },
          ],
        },
      ],
    },
  ]);
}
