import { useQuery } from '@apollo/client/react';
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { PageHead } from '../../components/PageHead.tsx';
import { OverviewDocument } from '../../gql/graphql.ts';
import { businessToday } from '../../lib/format.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { paths } from '../../lib/paths.ts';
import { useSession, useWithMoney } from '../../lib/session.ts';
import { Figures } from './Figures.tsx';
import { Newest } from './Newest.tsx';

// what is below the first screen comes a moment after it
const MonthPanel = lazy(async () => ({ default: (await import('./Panels.tsx')).MonthPanel }));
const SidePanels = lazy(async () => ({ default: (await import('./Panels.tsx')).SidePanels }));

/** Where the day begins: the figures of the month, what was done last, what needs somebody. */
export function Overview() {
  const { t } = useTranslation(['overview', 'common']);
  const { can, user } = useSession();
  const withMoney = useWithMoney();
  const isAgency = user.roles.includes('agency');
  const withReports = can('report:read');
  const withStock = !isAgency && can('inventory:read');
  const { data, loading, error, refetch } = useQuery(OverviewDocument, {
    variables: { withMoney, withReports, withStock, month: `${businessToday().slice(0, 7)}-01` },
    fetchPolicy: 'cache-and-network',
  });
  const make = (
    <Button
      component={RouterLink}
      to={paths.newIssue}
      variant="contained"
      startIcon={<AddIcon />}
      title="N"
    >
      {t('common:palette.newIssue')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('title')} actions={can('inventory:write') && make} />
      <Figures figures={data?.overview} cash={nodesOf(data?.cashInHand)} isAgency={isAgency} />
      <Box sx={columns}>
        <Box sx={stack}>
          <Suspense>
            <MonthPanel months={data?.salesByMonth && nodesOf(data.salesByMonth)} />
          </Suspense>
          <Newest
            issues={data?.issues && nodesOf(data.issues)}
            isLoading={loading}
            error={error}
            onRetry={() => void refetch()}
          />
        </Box>
        <Box sx={stack}>
          <Suspense>
            <SidePanels
              agencies={data?.agenciesNearLimit && nodesOf(data.agenciesNearLimit)}
              debtors={data?.monthlyDebt && nodesOf(data.monthlyDebt)}
              items={data?.lowStockItems && nodesOf(data.lowStockItems)}
              isAgency={isAgency}
            />
          </Suspense>
        </Box>
      </Box>
    </>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 3fr) minmax(0, 2fr)' },
};
const stack = { display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' };
