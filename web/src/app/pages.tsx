import AgencyIcon from '@mui/icons-material/StorefrontOutlined';
import CashIcon from '@mui/icons-material/AccountBalanceWalletOutlined';
import CatalogIcon from '@mui/icons-material/CategoryOutlined';
import ChangeIcon from '@mui/icons-material/HistoryOutlined';
import CountIcon from '@mui/icons-material/FactCheckOutlined';
import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import InvariantIcon from '@mui/icons-material/VerifiedOutlined';
import IssueIcon from '@mui/icons-material/OutboxOutlined';
import ItemIcon from '@mui/icons-material/Inventory2Outlined';
import NotificationIcon from '@mui/icons-material/NotificationsNoneOutlined';
import OverviewIcon from '@mui/icons-material/SpaceDashboardOutlined';
import PaymentIcon from '@mui/icons-material/PaymentsOutlined';
import RefundIcon from '@mui/icons-material/CurrencyExchangeOutlined';
import AdjustmentIcon from '@mui/icons-material/BalanceOutlined';
import PeriodIcon from '@mui/icons-material/LockClockOutlined';
import ReceiptIcon from '@mui/icons-material/MoveToInboxOutlined';
import RegulationIcon from '@mui/icons-material/TuneOutlined';
import RefusalIcon from '@mui/icons-material/BlockOutlined';
import ReportIcon from '@mui/icons-material/BarChartOutlined';
import ReturnIcon from '@mui/icons-material/AssignmentReturnOutlined';
import FailedJobsIcon from '@mui/icons-material/ReportGmailerrorredOutlined';
import UserIcon from '@mui/icons-material/PeopleOutlined';
import { paths } from '../lib/paths.ts';

/** The pages of the navigation, in its groups. */
export const pageGroups = [
  { group: null, pages: [{ key: 'overview', to: paths.overview, Icon: OverviewIcon }] },
  {
    group: 'sales',
    pages: [
      { key: 'issues', to: paths.issues, Icon: IssueIcon },
      { key: 'payments', to: paths.payments, Icon: PaymentIcon, scopes: ['finance:read'] },
      {
        key: 'cash',
        to: paths.cashInHand,
        Icon: CashIcon,
        scopes: ['finance:read', 'inventory:write'],
        isOfStaff: true,
      },
      { key: 'refunds', to: paths.refunds, Icon: RefundIcon, scopes: ['finance:read'] },
      { key: 'adjustments', to: paths.adjustments, Icon: AdjustmentIcon, scopes: ['finance:read'] },
      { key: 'agencies', to: paths.agencies, Icon: AgencyIcon },
    ],
  },
  {
    group: 'stock',
    pages: [
      { key: 'items', to: paths.items, Icon: ItemIcon },
      { key: 'receipts', to: paths.receipts, Icon: ReceiptIcon, isOfStaff: true },
      { key: 'returns', to: paths.issueReturns, Icon: ReturnIcon },
      { key: 'counts', to: paths.stockCounts, Icon: CountIcon, isOfStaff: true },
      { key: 'stockCatalog', to: paths.stockCatalog, Icon: CatalogIcon, isOfStaff: true },
    ],
  },
  {
    group: 'books',
    pages: [
      {
        key: 'reports',
        to: paths.reports,
        Icon: ReportIcon,
        scopes: ['report:read', 'inventory:adjust'],
      },
      { key: 'periods', to: paths.periods, Icon: PeriodIcon, scopes: ['period:close'] },
      {
        key: 'imports',
        to: paths.imports,
        Icon: ImportIcon,
        scopes: ['inventory:adjust', 'agency:write', 'finance:write', 'audit:read'],
      },
    ],
  },
  {
    group: null,
    pages: [{ key: 'notifications', to: paths.notifications, Icon: NotificationIcon }],
  },
  {
    group: 'office',
    pages: [
      { key: 'regulations', to: paths.regulations, Icon: RegulationIcon, scopes: ['config:read'] },
      { key: 'catalog', to: paths.catalog, Icon: CatalogIcon, scopes: ['config:read'] },
      { key: 'users', to: paths.users, Icon: UserIcon, scopes: ['user:read'] },
      { key: 'changes', to: paths.changes, Icon: ChangeIcon, scopes: ['audit:read'] },
      { key: 'refusals', to: paths.refusals, Icon: RefusalIcon, scopes: ['refusal:read'] },
      { key: 'failedJobs', to: paths.failedJobs, Icon: FailedJobsIcon, scopes: ['config:write'] },
      { key: 'invariants', to: paths.invariants, Icon: InvariantIcon, scopes: ['audit:read'] },
    ],
  },
] as const;

/**
 * Whether a page of the navigation is for this person, who needs one of its scopes; `isAgency` sees
 * no page of the distributor's own stock.
 */
export function isShown(
  page: { key: string; scopes?: readonly string[]; isOfStaff?: boolean },
  can: (scope: string) => boolean,
  isAgency = false,
) {
  return (page.scopes?.some((scope) => can(scope)) ?? true) && !(page.isOfStaff && isAgency);
}
