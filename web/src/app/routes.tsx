import type { ComponentType } from 'react';
import { createBrowserRouter } from 'react-router';
import type { RouteObject } from 'react-router';
import { paths } from '../lib/paths.ts';
import { Guarded } from './Guarded.tsx';
import { NotFound, PageError } from './PageError.tsx';
import type { PageName } from './rights.ts';
import { Shell } from './Shell.tsx';
import { loadTexts } from './texts.ts';
import type { TextName } from './texts.ts';

type Pages = Partial<Record<PageName, () => Promise<ComponentType>>>;

const named =
  <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  async () =>
    (await load())[name];

/** Pages and the texts that they show. Both come when the page is opened, if it may be. */
function pagesOf(textNames: readonly TextName[], pages: Pages): RouteObject[] {
  return (Object.keys(pages) as PageName[]).map((name) => ({
    path: paths[name],
    lazy: async () => {
      const [Page] = await Promise.all([pages[name]?.(), loadTexts(textNames)]);
      return {
        Component: () => <Guarded page={name}>{Page && <Page />}</Guarded>,
      };
    },
  }));
}

/** Every page by its context. */
export const pageRoutes: readonly RouteObject[] = [
  ...pagesOf(['overview'], {
    overview: named(() => import('../features/overview/Overview.tsx'), 'Overview'),
  }),
  ...pagesOf(['form', 'export', 'queue'], {
    queue: named(() => import('./queue/QueuePage.tsx'), 'QueuePage'),
  }),
  ...pagesOf(['form', 'export', 'list', 'inventory'], {
    issues: named(() => import('../features/inventory/issue/IssueList.tsx'), 'IssueList'),
    newIssue: named(() => import('../features/inventory/issue/IssueForm.tsx'), 'IssueForm'),
    issue: named(() => import('../features/inventory/issue/IssueShow.tsx'), 'IssueShow'),
    items: named(() => import('../features/inventory/item/ItemList.tsx'), 'ItemList'),
    newItem: named(() => import('../features/inventory/item/ItemForm.tsx'), 'ItemForm'),
    item: named(() => import('../features/inventory/item/ItemShow.tsx'), 'ItemShow'),
    editItem: named(() => import('../features/inventory/item/ItemForm.tsx'), 'ItemForm'),
    receipts: named(() => import('../features/inventory/receipt/ReceiptList.tsx'), 'ReceiptList'),
    newReceipt: named(() => import('../features/inventory/receipt/ReceiptForm.tsx'), 'ReceiptForm'),
    receipt: named(() => import('../features/inventory/receipt/ReceiptShow.tsx'), 'ReceiptShow'),
    issueReturns: named(() => import('../features/inventory/return/ReturnList.tsx'), 'ReturnList'),
    issueReturn: named(() => import('../features/inventory/return/ReturnShow.tsx'), 'ReturnShow'),
    stockCounts: named(() => import('../features/inventory/count/CountList.tsx'), 'CountList'),
    newStockCount: named(() => import('../features/inventory/count/CountForm.tsx'), 'CountForm'),
    tallySheet: named(() => import('../features/inventory/count/TallySheet.tsx'), 'TallySheet'),
    stockCount: named(() => import('../features/inventory/count/CountShow.tsx'), 'CountShow'),
  }),
  ...pagesOf(['form', 'export', 'stockCatalog'], {
    stockCatalog: named(
      () => import('../features/inventory/catalog/StockCatalogPage.tsx'),
      'StockCatalogPage',
    ),
  }),
  ...pagesOf(['form', 'export', 'list', 'agency'], {
    agencies: named(() => import('../features/agency/AgencyList.tsx'), 'AgencyList'),
    newAgency: named(() => import('../features/agency/AgencyForm.tsx'), 'AgencyForm'),
    agency: named(() => import('../features/agency/AgencyShow.tsx'), 'AgencyShow'),
    editAgency: named(() => import('../features/agency/AgencyEdit.tsx'), 'AgencyEdit'),
    catalog: named(() => import('../features/agency/catalog/CatalogPage.tsx'), 'CatalogPage'),
  }),
  ...pagesOf(['form', 'export', 'list', 'finance'], {
    payments: named(() => import('../features/finance/payment/PaymentList.tsx'), 'PaymentList'),
    newPayment: named(() => import('../features/finance/payment/PaymentForm.tsx'), 'PaymentForm'),
    payment: named(() => import('../features/finance/payment/PaymentShow.tsx'), 'PaymentShow'),
    cashInHand: named(() => import('../features/finance/cash/CashPage.tsx'), 'CashPage'),
    refunds: named(() => import('../features/finance/refund/RefundList.tsx'), 'RefundList'),
    newRefund: named(() => import('../features/finance/refund/RefundForm.tsx'), 'RefundForm'),
    refund: named(() => import('../features/finance/refund/RefundShow.tsx'), 'RefundShow'),
    adjustments: named(
      () => import('../features/finance/adjustment/AdjustmentList.tsx'),
      'AdjustmentList',
    ),
    newAdjustment: named(
      () => import('../features/finance/adjustment/AdjustmentForm.tsx'),
      'AdjustmentForm',
    ),
    adjustment: named(
      () => import('../features/finance/adjustment/AdjustmentShow.tsx'),
      'AdjustmentShow',
    ),
    letters: named(() => import('../features/finance/letter/LetterList.tsx'), 'LetterList'),
    periods: named(() => import('../features/finance/period/PeriodList.tsx'), 'PeriodList'),
  }),
  ...pagesOf(['form', 'export', 'report'], {
    statement: named(() => import('../features/report/StatementPage.tsx'), 'StatementPage'),
    reports: named(() => import('../features/report/ReportPage.tsx'), 'ReportPage'),
    report: named(() => import('../features/report/ReportPage.tsx'), 'ReportPage'),
  }),
  ...pagesOf(['form', 'export', 'imports'], {
    exports: named(() => import('../features/file/exports/ExportList.tsx'), 'ExportList'),
    imports: named(() => import('../features/file/imports/ImportPage.tsx'), 'ImportPage'),
    import: named(() => import('../features/file/imports/ImportShow.tsx'), 'ImportShow'),
  }),
  ...pagesOf(['form', 'notification'], {
    notifications: named(
      () => import('../features/notification/NotificationList.tsx'),
      'NotificationList',
    ),
    failedJobs: named(
      () => import('../features/notification/failed_jobs/FailedJobsPage.tsx'),
      'FailedJobsPage',
    ),
  }),
  ...pagesOf(['form', 'export', 'config'], {
    regulations: named(() => import('../features/config/RegulationPage.tsx'), 'RegulationPage'),
  }),
  ...pagesOf(['form', 'company'], {
    company: named(() => import('../features/config/company/CompanyPage.tsx'), 'CompanyPage'),
  }),
  ...pagesOf(['form', 'export', 'audit'], {
    changes: named(() => import('../features/audit/ChangeList.tsx'), 'ChangeList'),
    refusals: named(() => import('../features/audit/RefusalList.tsx'), 'RefusalList'),
    invariants: named(() => import('../features/audit/InvariantPage.tsx'), 'InvariantPage'),
  }),
  ...pagesOf(['form', 'export', 'people'], {
    users: named(() => import('../features/auth/users/UserPage.tsx'), 'UserPage'),
  }),
  ...pagesOf(['form', 'account', 'auth'], {
    account: named(() => import('../features/auth/account/AccountPage.tsx'), 'AccountPage'),
  }),
];

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
          children: [...pageRoutes, { path: '*', element: <NotFound /> }],
        },
      ],
    },
  ]);
}
