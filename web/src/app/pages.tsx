import AgencyIcon from '@mui/icons-material/StorefrontOutlined';
import CashIcon from '@mui/icons-material/AccountBalanceWalletOutlined';
import CatalogIcon from '@mui/icons-material/CategoryOutlined';
import ChangeIcon from '@mui/icons-material/HistoryOutlined';
import CompanyIcon from '@mui/icons-material/ApartmentOutlined';
import CountIcon from '@mui/icons-material/FactCheckOutlined';
import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import InvariantIcon from '@mui/icons-material/VerifiedOutlined';
import IssueIcon from '@mui/icons-material/OutboxOutlined';
import ItemIcon from '@mui/icons-material/Inventory2Outlined';
import LetterIcon from '@mui/icons-material/HandshakeOutlined';
import NotificationIcon from '@mui/icons-material/NotificationsNoneOutlined';
import OverviewIcon from '@mui/icons-material/SpaceDashboardOutlined';
import PaymentIcon from '@mui/icons-material/PaymentsOutlined';
import RefundIcon from '@mui/icons-material/CurrencyExchangeOutlined';
import AdjustmentIcon from '@mui/icons-material/BalanceOutlined';
import QueueIcon from '@mui/icons-material/CheckCircleOutlined';
import PeriodIcon from '@mui/icons-material/LockClockOutlined';
import ReceiptIcon from '@mui/icons-material/MoveToInboxOutlined';
import RegulationIcon from '@mui/icons-material/TuneOutlined';
import RefusalIcon from '@mui/icons-material/BlockOutlined';
import ReportIcon from '@mui/icons-material/BarChartOutlined';
import ReturnIcon from '@mui/icons-material/AssignmentReturnOutlined';
import FailedJobsIcon from '@mui/icons-material/ReportGmailerrorredOutlined';
import UserIcon from '@mui/icons-material/PeopleOutlined';
import { paths } from '../lib/paths.ts';
import { useSession } from '../lib/session.ts';
import { mayOpen } from './rights.ts';
import type { PageName } from './rights.ts';

/** The pages of the navigation, in its groups; `key` names the word for it. */
const pageGroups = [
  {
    group: null,
    pages: [
      { key: 'overview', page: 'overview', Icon: OverviewIcon },
      { key: 'queue', page: 'queue', Icon: QueueIcon },
    ],
  },
  {
    group: 'sales',
    pages: [
      { key: 'issues', page: 'issues', Icon: IssueIcon },
      { key: 'payments', page: 'payments', Icon: PaymentIcon },
      { key: 'cash', page: 'cashInHand', Icon: CashIcon },
      { key: 'refunds', page: 'refunds', Icon: RefundIcon },
      { key: 'adjustments', page: 'adjustments', Icon: AdjustmentIcon },
      { key: 'agencies', page: 'agencies', Icon: AgencyIcon },
    ],
  },
  {
    group: 'stock',
    pages: [
      { key: 'items', page: 'items', Icon: ItemIcon },
      { key: 'receipts', page: 'receipts', Icon: ReceiptIcon },
      { key: 'returns', page: 'issueReturns', Icon: ReturnIcon },
      { key: 'counts', page: 'stockCounts', Icon: CountIcon },
      { key: 'stockCatalog', page: 'stockCatalog', Icon: CatalogIcon },
    ],
  },
  {
    group: 'books',
    pages: [
      { key: 'reports', page: 'reports', Icon: ReportIcon },
      { key: 'letters', page: 'letters', Icon: LetterIcon },
      { key: 'periods', page: 'periods', Icon: PeriodIcon },
      { key: 'imports', page: 'imports', Icon: ImportIcon },
    ],
  },
  { group: null, pages: [{ key: 'notifications', page: 'notifications', Icon: NotificationIcon }] },
  {
    group: 'office',
    pages: [
      { key: 'regulations', page: 'regulations', Icon: RegulationIcon },
      { key: 'company', page: 'company', Icon: CompanyIcon },
      { key: 'catalog', page: 'catalog', Icon: CatalogIcon },
      { key: 'users', page: 'users', Icon: UserIcon },
      { key: 'changes', page: 'changes', Icon: ChangeIcon },
      // everybody reads their own, which their account page leads to
      { key: 'refusals', page: 'refusals', Icon: RefusalIcon, scope: 'refusal:read' },
      { key: 'failedJobs', page: 'failedJobs', Icon: FailedJobsIcon },
      { key: 'invariants', page: 'invariants', Icon: InvariantIcon },
    ],
  },
] as const;

/** The navigation of this person: the pages that they may open, in groups that have any. */
export function usePageGroups() {
  const session = useSession();
  const isShown = ({ page, scope }: { page: PageName; scope?: string }) =>
    mayOpen(page, session) && (scope === undefined || session.can(scope));
  return pageGroups
    .map(({ group, pages }) => ({
      group,
      pages: pages.filter(isShown).map((page) => ({ ...page, to: paths[page.page] })),
    }))
    .filter(({ pages }) => pages.length > 0);
}
