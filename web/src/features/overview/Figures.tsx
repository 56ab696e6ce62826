import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { OverviewFiguresFragment } from '../../gql/graphql.ts';
import { isZero, sumDong } from '../../lib/dong.ts';
import { nearLimitPath, paths, reportPath } from '../../lib/paths.ts';
import { useSession } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';

interface Figure {
  label: string;
  figure: ReactNode;
  note?: string | undefined;
  to?: string | undefined;
}

interface Props {
  figures: OverviewFiguresFragment | null | undefined;
  cash: readonly { amount: string | null }[];
  isAgency: boolean;
}

/**
 * The figures of this month, each leading to what is behind it. What somebody may not know is not
 * there.
 */
export function Figures({ figures, cash, isAgency }: Props) {
  const { t } = useTranslation('overview');
  const { can } = useSession();
  const { dong, quantity, moment } = useFormat();
  const report = (name: string) => (can('report:read') ? reportPath(name) : undefined);
  // collected is payments less refunds, told apart where there are any
  const collectedNote = ({ collectedBeforeAmount, refundedAmount }: OverviewFiguresFragment) =>
    [
      t('figures.before', { amount: dong(collectedBeforeAmount) }),
      isSome(refundedAmount) && t('figures.refunded', { amount: dong(refundedAmount) }),
    ]
      .filter(Boolean)
      .join(' · ');
  const inHand = sumDong(cash.map(({ amount }) => amount ?? '0'));
  const shown: (Figure | false | undefined)[] = figures
    ? [
        figures.soldAmount !== null && {
          label: t('figures.sold'),
          figure: dong(figures.soldAmount),
          note: t('figures.before', { amount: dong(figures.soldBeforeAmount) }),
          to: report('doanh-so'),
        },
        figures.collectedAmount !== null && {
          label: t('figures.collected'),
          figure: dong(figures.collectedAmount),
          note: collectedNote(figures),
          to: can('finance:read') ? paths.payments : undefined,
        },
        figures.debtAmount !== null && {
          label: t('figures.debt'),
          figure: dong(figures.debtAmount),
          to: report('cong-no'),
        },
        figures.overdueAmount !== null && {
          label: t('figures.overdue'),
          figure: dong(figures.overdueAmount),
          note: figures.refreshedAt
            ? t('figures.freshAt', { moment: moment(figures.refreshedAt) })
            : undefined,
          to: report('tuoi-no'),
        },
        !isZero(inHand) && { label: t('figures.cash'), figure: dong(inHand), to: paths.cashInHand },
        figures.waitingCount !== null && {
          label: t('figures.waiting'),
          figure: quantity(figures.waitingCount),
          to: isAgency || !can('inventory:write') ? paths.issues : paths.queue,
        },
        figures.nearLimitCount !== null
          && !isAgency && {
            label: t('figures.near'),
            figure: quantity(figures.nearLimitCount),
            to: nearLimitPath,
          },
        figures.lowStockCount !== null && {
          label: t('figures.low'),
          figure: quantity(figures.lowStockCount),
          to: paths.items,
        },
      ]
    : [];
  return (
    <Box component="ul" aria-label={t('figures.label')} aria-busy={!figures} sx={listStyle}>
      {shown
        .filter((one) => one !== false && one !== undefined)
        .map(({ label, figure, note, to }) => (
          <Box component="li" key={label}>
            <Box sx={{ fontSize: 12, fontWeight: 600 }}>
              {to ? (
                <Link component={RouterLink} to={to} color="textSecondary">
                  {label}
                </Link>
              ) : (
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  {label}
                </Box>
              )}
            </Box>
            <Box
              sx={{
                fontSize: 18,
                fontWeight: 650,
                fontVariantNumeric: 'tabular-nums',
                whiteSpace: 'nowrap',
              }}
            >
              {figure}
            </Box>
            <Box sx={{ fontSize: 12, color: 'text.secondary', minHeight: 18 }}>{note}</Box>
          </Box>
        ))}
    </Box>
  );
}

const isSome = (amount: string | null): boolean => amount !== null && amount !== '0';

const listStyle = {
  listStyle: 'none',
  p: 0,
  m: 0,
  mb: 4,
  display: 'grid',
  // eight figures are two rows of four, never seven and one
  gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(4, minmax(0, 1fr))' },
  gap: 3,
  minHeight: 92,
  '& > li': {
    bgcolor: 'background.paper',
    border: '1px solid',
    borderColor: 'divider',
    borderRadius: 1,
    px: 4,
    py: 3,
    minWidth: 0,
  },
};
