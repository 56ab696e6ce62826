import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useSearchParams } from 'react-router';
import { PageHead } from '../../components/PageHead.tsx';
import { queuePath } from '../../lib/paths.ts';
import { shownCount, useQueueCounts, useWorks } from './use_queue_counts.ts';
import type { WorkName } from './use_queue_counts.ts';

// a tab comes with what it shows when it is opened
const RequestQueue = lazy(async () => ({
  default: (await import('../../features/inventory/queue/RequestQueue.tsx')).RequestQueue,
}));
const RegistrationQueue = lazy(async () => ({
  default: (await import('../../features/agency/queue/RegistrationQueue.tsx')).RegistrationQueue,
}));
const ReturnQueue = lazy(async () => ({
  default: (await import('../../features/inventory/queue/ReturnQueue.tsx')).ReturnQueue,
}));
const AdjustmentQueue = lazy(async () => ({
  default: (await import('../../features/finance/queue/AdjustmentQueue.tsx')).AdjustmentQueue,
}));
const CashBoard = lazy(async () => ({
  default: (await import('../../features/finance/cash/CashBoard.tsx')).CashBoard,
}));

const tabs: Readonly<Record<WorkName, ReactNode>> = {
  requests: <RequestQueue />,
  registrations: <RegistrationQueue />,
  returns: <ReturnQueue />,
  adjustments: <AdjustmentQueue />,
  cash: <CashBoard />,
};

/** What waits for this person to decide, a tab a kind; the tab stands in the address. */
export function QueuePage() {
  const { t } = useTranslation('queue');
  const [params] = useSearchParams();
  const mine = useWorks();
  const { counts, isKnown } = useQueueCounts();
  const asked = params.get('viec');
  // the first kind that waits when the page opens; it stays when the last of it is done
  const [first, setFirst] = useState<WorkName>();
  if (isKnown && first === undefined && mine[0])
    setFirst(mine.find((name) => counts[name] !== 0) ?? mine[0]);
  const shown = mine.find((name) => name === asked) ?? first;
  return (
    <>
      <PageHead title={t('title')} />
      <Box component="nav" aria-label={t('title')} className="no-print" sx={tabsStyle}>
        {mine.map((name) => {
          const count = counts[name];
          return (
            <Link
              key={name}
              component={RouterLink}
              to={queuePath(name)}
              underline="none"
              sx={tabStyle(name === shown)}
              {...(name === shown ? { 'aria-current': 'page' as const } : {})}
            >
              {t(`tabs.${name}`)}{' '}
              <Box component="span" sx={{ fontWeight: 500, color: 'text.secondary' }}>
                {count !== undefined && shownCount(count)}
              </Box>
            </Link>
          );
        })}
      </Box>
      <Suspense fallback={<Skeleton variant="rounded" height={360} />}>
        {shown ? tabs[shown] : <Skeleton variant="rounded" height={360} />}
      </Suspense>
    </>
  );
}

const tabsStyle = {
  display: 'flex',
  gap: 1,
  mb: 4,
  overflowX: 'auto',
  borderBottom: '1px solid',
  borderColor: 'divider',
};
const tabStyle = (isHere: boolean) => ({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 1,
  px: 3,
  minHeight: { xs: 44, md: 36 },
  whiteSpace: 'nowrap',
  borderBottom: '2px solid',
  fontWeight: isHere ? 600 : 500,
  borderColor: isHere ? 'primary.main' : 'transparent',
  color: isHere ? 'primary.main' : 'text.secondary',
});
