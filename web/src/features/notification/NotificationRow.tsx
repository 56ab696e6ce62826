import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { NotificationRowFragment } from '../../gql/graphql.ts';
import {
  agencyPath,
  issuePath,
  issueReturnPath,
  paths,
  paymentPath,
  refundPath,
} from '../../lib/paths.ts';
import { useFormat } from '../../lib/use_format.ts';
import { payloadOf } from './payload.ts';
import { useMarkRead } from './use_notifications.ts';
import { useSentence } from './use_sentence.ts';

/** One notification: opening its slip marks it as read. */
export function NotificationRow({
  row,
  onOpen,
}: {
  row: NotificationRowFragment;
  onOpen?(): void;
}) {
  const { t } = useTranslation('notification');
  const format = useFormat();
  const sentence = useSentence();
  const { markRead } = useMarkRead();
  const isUnread = row.readAt === null;
  function open() {
    if (isUnread) markRead([row.id]);
    onOpen?.();
  }
  return (
    <Link
      component={RouterLink}
      to={placeOf(row)}
      underline="none"
      color="inherit"
      onClick={open}
      sx={rowStyle}
    >
      <Box
        aria-hidden="true"
        sx={{
          width: 8,
          height: 8,
          borderRadius: '50%',
          mt: '6px',
          flex: 'none',
          bgcolor: isUnread ? 'primary.main' : 'transparent',
        }}
      />
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Box sx={{ fontWeight: isUnread ? 600 : 400 }}>
          {isUnread && <span className="visually-hidden">{t('unread')}: </span>}
          {sentence(row)}
        </Box>
        <Box
          component="time"
          dateTime={row.createdAt}
          title={format.moment(row.createdAt)}
          sx={{ fontSize: 12.5, color: 'text.secondary' }}
        >
          {format.ago(row.createdAt)}
        </Box>
      </Box>
    </Link>
  );
}

/** Where to go from it. */
function placeOf(row: NotificationRowFragment) {
  const {
    issue_id: issue,
    payment_id: payment,
    refund_id: refund,
    issue_return_id: made,
    agency_id: agency,
  } = payloadOf(row);
  if (made) return issueReturnPath(made);
  if (issue) return issuePath(issue);
  if (payment) return paymentPath(payment);
  if (refund) return refundPath(refund);
  if (agency) return agencyPath(agency);
  const pages: Record<string, string> = {
    low_stock: paths.items,
    invariants_broken: paths.invariants,
    sign_in_attack: paths.users,
  };
  return pages[row.kind] ?? paths.notifications;
}

const rowStyle = {
  display: 'flex',
  gap: 2.5,
  px: 4,
  py: 2.5,
  borderBottom: '1px solid',
  borderColor: 'divider',
  '&:hover': { bgcolor: 'action.hover' },
  '&:focus-visible': { outlineOffset: -2 },
};
