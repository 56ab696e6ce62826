import AgencyIcon from '@mui/icons-material/StorefrontOutlined';
import IssueIcon from '@mui/icons-material/OutboxOutlined';
import ItemIcon from '@mui/icons-material/Inventory2Outlined';
import NotificationIcon from '@mui/icons-material/NotificationsNoneOutlined';
import OverviewIcon from '@mui/icons-material/SpaceDashboardOutlined';
import PaymentIcon from '@mui/icons-material/PaymentsOutlined';
import { paths } from '../lib/paths.ts';

/** The pages of the navigation, in its groups. */
export const pageGroups = [
  { group: null, pages: [{ key: 'overview', to: paths.overview, Icon: OverviewIcon }] },
  {
    group: 'sales',
    pages: [
      { key: 'issues', to: paths.issues, Icon: IssueIcon },
      { key: 'payments', to: paths.payments, Icon: PaymentIcon, scope: 'finance:read' },
      { key: 'agencies', to: paths.agencies, Icon: AgencyIcon },
    ],
  },
  { group: 'stock', pages: [{ key: 'items', to: paths.items, Icon: ItemIcon }] },
  { group: null, pages: [{ key: 'notifications', to: paths.notifications, Icon: NotificationIcon }] },
] as const;

/** Whether a page of the navigation is for this person. */
export function isShown(page: { key: string; scope?: string }, can: (scope: string) => boolean) {
  return page.scope === undefined || can(page.scope);
}
