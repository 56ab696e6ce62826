import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useNavigate, useParams } from 'react-router';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { AgencyStatusChip } from '../../components/StatusChip.tsx';
import { usePageKeys } from '../../components/use_page_keys.ts';
import { AgencyShowDocument } from '../../gql/graphql.ts';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import { creditOf } from '../../lib/dong.ts';
import {
  newAdjustmentPath,
  newIssuePath,
  newPaymentPath,
  newRefundPath,
  paths,
  statementPath,
} from '../../lib/paths.ts';
import { useSession, useWithMoney } from '../../lib/session.ts';
import { AgencyActs } from './AgencyActs.tsx';
import { AgencyCredit } from './AgencyCredit.tsx';
import { AgencyDue } from './AgencyDue.tsx';
import { AgencyFacts, AgencyRoom } from './AgencyFacts.tsx';
import { AgencyTabs } from './AgencyTabs.tsx';
import { LimitMark } from './LimitMark.tsx';
import { useStanding } from './use_standing.ts';

/** One agency: what it owes and may owe, when it pays, and all that is behind it. */
export function AgencyShow() {
  const { t } = useTranslation('agency');
  const { id = '' } = useParams();
  const withMoney = useWithMoney();
  const { data, error, refetch } = useQuery(AgencyShowDocument, { variables: { id, withMoney } });
  const standing = useStanding(id, !withMoney);
  const parent = { label: t('many'), to: paths.agencies };
  const agency = data?.agency;
  useAgencyKeys(agency);
  if (error && !data)
    return (
      <>
        <PageHead title={t('one')} parent={parent} />
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </>
    );
  if (!data)
    return (
      <>
        <PageHead title={t('one')} parent={parent} takesFocus={false} />
        <Skeleton variant="rounded" height={320} />
      </>
    );
  if (!agency) return <AgencyUnknown />;
  return (
    <>
      <PageHead
        key={agency.id}
        title={agency.name}
        parent={parent}
        mark={<Mark agency={agency} />}
        actions={<Actions agency={agency} onChanged={() => void refetch()} />}
      />
      <Box sx={columns}>
        <Box sx={mainColumn}>
          {withMoney && <AgencyCredit agency={agency} standing={standing} />}
          {withMoney && <AgencyDue agency={agency} standing={standing} />}
          <Box sx={tabsPlace}>
            <AgencyTabs id={agency.id} counts={standing.counts} />
          </Box>
        </Box>
        <Box sx={{ display: 'grid', gap: 4 }}>
          <AgencyFacts agency={agency} />
          {withMoney && <AgencyRoom agency={agency} onChanged={refetch} />}
        </Box>
      </Box>
    </>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 300px' },
};
// on a phone one column: what is owed, then whom to call, then all the rest
const mainColumn = { display: { xs: 'contents', md: 'grid' }, gap: 4, minWidth: 0 };
const tabsPlace = { display: 'grid', gap: 4, minWidth: 0, order: { xs: 1, md: 0 } };

const takesGoods = ({ status }: ShownAgencyFragment) => status === 'active';

/** N, T and D do what the buttons say, for this agency. */
function useAgencyKeys(agency: ShownAgencyFragment | null | undefined) {
  const navigate = useNavigate();
  const { can } = useSession();
  const go = (to: string) => () => void navigate(to);
  usePageKeys({
    ...(agency && takesGoods(agency) && can('inventory:write')
      ? { n: go(newIssuePath(agency.id)) }
      : {}),
    ...(agency && can('finance:write') ? { t: go(newPaymentPath(agency.id)) } : {}),
    ...(agency && can('finance:read') ? { d: go(statementPath(agency.id)) } : {}),
  });
}

function Mark({ agency }: { agency: ShownAgencyFragment }) {
  return (
    <>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {agency.code}
      </Box>
      <AgencyStatusChip status={agency.status} />
      <LimitMark agency={agency} />
    </>
  );
}

function Actions({ agency, onChanged }: { agency: ShownAgencyFragment; onChanged(): void }) {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  const hasCredit = creditOf(agency.debtAmount ?? '') !== undefined;
  const mayTake = takesGoods(agency) && can('inventory:write');
  return (
    <>
      {can('finance:read') && (
        <Button
          component={RouterLink}
          to={statementPath(agency.id)}
          variant="outlined"
          color="inherit"
        >
          {t('statement')}
          <Kbd>D</Kbd>
        </Button>
      )}
      <AgencyActs key={agency.status} agency={agency} onChanged={onChanged} />
      {can('finance:write') && (
        <Button
          component={RouterLink}
          to={newAdjustmentPath(agency.id)}
          variant="outlined"
          color="inherit"
        >
          {t('adjust')}
        </Button>
      )}
      {can('finance:write') && hasCredit && (
        <Button
          component={RouterLink}
          to={newRefundPath(agency.id)}
          variant="outlined"
          color="inherit"
        >
          {t('makeRefund')}
        </Button>
      )}
      {can('finance:write') && (
        <Button
          component={RouterLink}
          to={newPaymentPath(agency.id)}
          variant={mayTake ? 'outlined' : 'contained'}
          color={mayTake ? 'inherit' : 'primary'}
        >
          {t('makePayment')}
          <Kbd>T</Kbd>
        </Button>
      )}
      {mayTake && (
        <Button component={RouterLink} to={newIssuePath(agency.id)} variant="contained">
          {t('makeIssue')}
          <Kbd>N</Kbd>
        </Button>
      )}
    </>
  );
}

function AgencyUnknown() {
  const { t } = useTranslation('agency');
  return (
    <>
      <PageHead title={t('one')} />
      <EmptyState
        text={t('notFound')}
        action={
          <Button component={RouterLink} to={paths.agencies} variant="outlined" color="inherit">
            {t('back')}
          </Button>
        }
      />
    </>
  );
}
