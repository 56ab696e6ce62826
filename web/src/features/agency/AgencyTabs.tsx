import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useSearchParams } from 'react-router';
import { Panel } from '../../components/Panel.tsx';
import { useSession, useWithMoney } from '../../lib/session.ts';
import { AgencyDebt } from './AgencyDebt.tsx';
import { AgencyHistory } from './AgencyHistory.tsx';
import { AgencyIssues } from './AgencyIssues.tsx';
import { AgencyLetters } from './AgencyLetters.tsx';
import { AgencyOpening } from './AgencyOpening.tsx';
import { AgencyPayments } from './AgencyPayments.tsx';
import { AgencyReturns } from './AgencyReturns.tsx';
import type { Standing } from './use_standing.ts';

const TAB = 'xem';
/** Counted to so many by the page. */
const MOST = 1_000;

type Tab = 'ledger' | 'slips' | 'payments' | 'returns' | 'letters' | 'history';

/** What there is of an agency, a kind at a time; which one stands in the address. */
export function AgencyTabs({ id, counts }: { id: string; counts: Standing['counts'] }) {
  const { t } = useTranslation('agency');
  const [params] = useSearchParams();
  const { user } = useSession();
  const withMoney = useWithMoney();
  const tabs: readonly Tab[] = [
    ...(withMoney ? (['ledger'] as const) : []),
    'slips',
    ...(withMoney ? (['payments'] as const) : []),
    'returns',
    ...(withMoney ? (['letters'] as const) : []),
    // reasons are written for colleagues
    ...(user.roles.includes('agency') ? [] : (['history'] as const)),
  ];
  const shown = tabs.find((tab) => tab === params.get(TAB)) ?? tabs[0];
  const countOf: Partial<Record<Tab, number | undefined>> = {
    slips: counts?.issues.countUpTo,
    payments: counts?.payments.countUpTo,
    returns: counts?.issueReturns.countUpTo,
  };
  return (
    <>
      <Box component="nav" aria-label={t('tabs.label')} className="no-print" sx={tabsStyle}>
        {tabs.map((tab) => {
          const count = countOf[tab];
          return (
            <Link
              key={tab}
              component={RouterLink}
              to={{ search: `?${TAB}=${tab}` }}
              preventScrollReset
              underline="none"
              sx={tabStyle(tab === shown)}
              {...(tab === shown ? { 'aria-current': 'page' as const } : {})}
            >
              {t(`tabs.${tab}`)}{' '}
              <Box component="span" sx={{ fontWeight: 500, color: 'text.secondary' }}>
                {count !== undefined && (count > MOST ? `${MOST}+` : count)}
              </Box>
            </Link>
          );
        })}
      </Box>
      {shown === 'ledger' && (
        <>
          <AgencyDebt id={id} />
          <AgencyOpening id={id} />
        </>
      )}
      {shown === 'slips' && <AgencyIssues id={id} />}
      {shown === 'payments' && (
        <Panel isFlush>
          <AgencyPayments id={id} />
        </Panel>
      )}
      {shown === 'returns' && (
        <Panel isFlush>
          <AgencyReturns id={id} />
        </Panel>
      )}
      {shown === 'letters' && <AgencyLetters id={id} />}
      {shown === 'history' && (
        <Panel isFlush>
          <AgencyHistory id={id} />
        </Panel>
      )}
    </>
  );
}

const tabsStyle = {
  display: 'flex',
  gap: 1,
  mb: -2,
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
