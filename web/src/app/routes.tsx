import { createBrowserRouter } from 'react-router';
import { paths } from '../lib/paths.ts';
import { NotFound, PageError } from './PageError.tsx';
import { Shell } from './Shell.tsx';

/** Pages come when they are opened, with their texts. */
export function makeRouter() {
  return createBrowserRouter([{
    element: <Shell />,
    errorElement: <PageError />,
    HydrateFallback: () => null,
    children: [{
      // Inside the shell, so that an error in a page leaves the way to the others.
      errorElement: <PageError />,
      children: [
        { path: paths.overview, lazy: async () => ({ Component: (await import('../features/overview/Overview.tsx')).Overview }) },
        { path: paths.issues, lazy: async () => ({ Component: (await import('../features/inventory/issue/IssueList.tsx')).IssueList }) },
        { path: paths.newIssue, lazy: async () => ({ Component: (await import('../features/inventory/issue/IssueForm.tsx')).IssueForm }) },
        { path: paths.issue, lazy: async () => ({ Component: (await import('../features/inventory/issue/IssueShow.tsx')).IssueShow }) },
        { path: paths.items, lazy: async () => ({ Component: (await import('../features/inventory/item/ItemList.tsx')).ItemList }) },
        { path: paths.newItem, lazy: async () => ({ Component: (await import('../features/inventory/item/ItemForm.tsx')).ItemForm }) },
        { path: paths.item, lazy: async () => ({ Component: (await import('../features/inventory/item/ItemShow.tsx')).ItemShow }) },
        { path: paths.editItem, lazy: async () => ({ Component: (await import('../features/inventory/item/ItemForm.tsx')).ItemForm }) },
        { path: paths.receipts, lazy: async () => ({ Component: (await import('../features/inventory/receipt/ReceiptList.tsx')).ReceiptList }) },
        { path: paths.newReceipt, lazy: async () => ({ Component: (await import('../features/inventory/receipt/ReceiptForm.tsx')).ReceiptForm }) },
        { path: paths.receipt, lazy: async () => ({ Component: (await import('../features/inventory/receipt/ReceiptShow.tsx')).ReceiptShow }) },
        { path: paths.issueReturns, lazy: async () => ({ Component: (await import('../features/inventory/return/ReturnList.tsx')).ReturnList }) },
        { path: paths.issueReturn, lazy: async () => ({ Component: (await import('../features/inventory/return/ReturnShow.tsx')).ReturnShow }) },
        { path: paths.stockCounts, lazy: async () => ({ Component: (await import('../features/inventory/count/CountList.tsx')).CountList }) },
        { path: paths.newStockCount, lazy: async () => ({ Component: (await import('../features/inventory/count/CountForm.tsx')).CountForm }) },
        { path: paths.tallySheet, lazy: async () => ({ Component: (await import('../features/inventory/count/TallySheet.tsx')).TallySheet }) },
        { path: paths.stockCount, lazy: async () => ({ Component: (await import('../features/inventory/count/CountShow.tsx')).CountShow }) },
        { path: paths.stockCatalog, lazy: async () => ({ Component: (await import('../features/inventory/catalog/StockCatalogPage.tsx')).StockCatalogPage }) },
        { path: paths.periods, lazy: async () => ({ Component: (await import('../features/finance/period/PeriodList.tsx')).PeriodList }) },
        { path: paths.agencies, lazy: async () => ({ Component: (await import('../features/agency/AgencyList.tsx')).AgencyList }) },
        { path: paths.newAgency, lazy: async () => ({ Component: (await import('../features/agency/AgencyForm.tsx')).AgencyForm }) },
        { path: paths.agency, lazy: async () => ({ Component: (await import('../features/agency/AgencyShow.tsx')).AgencyShow }) },
        { path: paths.editAgency, lazy: async () => ({ Component: (await import('../features/agency/AgencyEdit.tsx')).AgencyEdit }) },
        { path: paths.statement, lazy: async () => ({ Component: (await import('../features/report/StatementPage.tsx')).StatementPage }) },
        { path: paths.payments, lazy: async () => ({ Component: (await import('../features/finance/payment/PaymentList.tsx')).PaymentList }) },
        { path: paths.newPayment, lazy: async () => ({ Component: (await import('../features/finance/payment/PaymentForm.tsx')).PaymentForm }) },
        { path: paths.payment, lazy: async () => ({ Component: (await import('../features/finance/payment/PaymentShow.tsx')).PaymentShow }) },
        { path: paths.cashInHand, lazy: async () => ({ Component: (await import('../features/finance/cash/CashPage.tsx')).CashPage }) },
        { path: paths.refunds, lazy: async () => ({ Component: (await import('../features/finance/refund/RefundList.tsx')).RefundList }) },
        { path: paths.newRefund, lazy: async () => ({ Component: (await import('../features/finance/refund/RefundForm.tsx')).RefundForm }) },
        { path: paths.refund, lazy: async () => ({ Component: (await import('../features/finance/refund/RefundShow.tsx')).RefundShow }) },
        { path: paths.adjustments, lazy: async () => ({ Component: (await import('../features/finance/adjustment/AdjustmentList.tsx')).AdjustmentList }) },
        { path: paths.newAdjustment, lazy: async () => ({ Component: (await import('../features/finance/adjustment/AdjustmentForm.tsx')).AdjustmentForm }) },
        { path: paths.adjustment, lazy: async () => ({ Component: (await import('../features/finance/adjustment/AdjustmentShow.tsx')).AdjustmentShow }) },
        { path: paths.notifications, lazy: async () => ({ Component: (await import('../features/notification/NotificationList.tsx')).NotificationList }) },
        { path: paths.regulations, lazy: async () => ({ Component: (await import('../features/config/RegulationPage.tsx')).RegulationPage }) },
        { path: paths.catalog, lazy: async () => ({ Component: (await import('../features/agency/catalog/CatalogPage.tsx')).CatalogPage }) },
        { path: paths.changes, lazy: async () => ({ Component: (await import('../features/audit/ChangeList.tsx')).ChangeList }) },
        { path: paths.refusals, lazy: async () => ({ Component: (await import('../features/audit/RefusalList.tsx')).RefusalList }) },
        { path: paths.invariants, lazy: async () => ({ Component: (await import('../features/audit/InvariantPage.tsx')).InvariantPage }) },
        { path: paths.users, lazy: async () => ({ Component: (await import('../features/auth/people/UserPage.tsx')).UserPage }) },
        { path: paths.account, lazy: async () => ({ Component: (await import('../features/auth/account/AccountPage.tsx')).AccountPage }) },
        { path: paths.failedJobs, lazy: async () => ({ Component: (await import('../features/notification/failed_jobs/FailedJobsPage.tsx')).FailedJobsPage }) },
        { path: paths.reports, lazy: async () => ({ Component: (await import('../features/report/ReportPage.tsx')).ReportPage }) },
        { path: paths.report, lazy: async () => ({ Component: (await import('../features/report/ReportPage.tsx')).ReportPage }) },
        { path: paths.exports, lazy: async () => ({ Component: (await import('../features/report/ExportList.tsx')).ExportList }) },
        { path: paths.imports, lazy: async () => ({ Component: (await import('../features/config/imports/ImportPage.tsx')).ImportPage }) },
        { path: paths.import, lazy: async () => ({ Component: (await import('../features/config/imports/ImportShow.tsx')).ImportShow }) },
        { path: '*', element: <NotFound /> },
      ],
    }],
  }]);
}
