import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { EmptyState } from '../../components/EmptyState.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { AgencyStatusChip } from '../../components/StatusChip.tsx';
import { AgencyShowDocument } from '../../gql/graphql.ts';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import { creditOf } from '../../lib/dong.ts';
import {
  editAgencyPath,
  newAdjustmentPath,
  newIssuePath,
  newPaymentPath,
  newRefundPath,
  paths,
  statementPath,
} from '../../lib/paths.ts';
import { useSession, useWithMoney } from '../../lib/session.ts';
import { AgencyActs } from './AgencyActs.tsx';
import { AgencyDebt } from './AgencyDebt.tsx';
import { AgencyFacts, AgencyRoom } from './AgencyFacts.tsx';
import { AgencyLetters } from './AgencyLetters.tsx';
import { AgencyOpening } from './AgencyOpening.tsx';
import { LimitMark } from './LimitMark.tsx';
import { AgencyIssues } from './AgencyIssues.tsx';

/** One agency: what it owes against its limit, the ledger behind that, its slips. */
export function AgencyShow() {
  const { t } = useTranslation('agency');
  const { id = '' } = useParams();
  const withMoney = useWithMoney();
  const { data, error, refetch } = useQuery(AgencyShowDocument, { variables: { id, withMoney } });
  const parent = { label: t('many'), to: paths.agencies };
  const agency = data?.agency;
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
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          {withMoney && <AgencyDebt id={agency.id} />}
          {withMoney && <AgencyOpening id={agency.id} />}
          {withMoney && <AgencyLetters id={agency.id} />}
          <AgencyIssues id={agency.id} />
        </Box>
        <Box sx={{ display: 'grid', gap: 4 }}>
          {withMoney && <AgencyRoom agency={agency} onChanged={refetch} />}
          <AgencyFacts agency={agency} />
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
  '& > :last-child': { order: { xs: -1, md: 0 } },
};

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
  const mayTake = can('inventory:write') && agency.status === 'active';
  return (
    <>
      {can('agency:write') && !['rejected', 'terminated'].includes(agency.status) && (
        <Button
          component={RouterLink}
          to={editAgencyPath(agency.id)}
          variant="outlined"
          color="inherit"
        >
          {t('edit.verb')}
        </Button>
      )}
      {can('finance:read') && (
        <Button
          component={RouterLink}
          to={statementPath(agency.id)}
          variant="outlined"
          color="inherit"
        >
          {t('statement')}
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
        </Button>
      )}
      {mayTake && (
        <Button component={RouterLink} to={newIssuePath(agency.id)} variant="contained">
          {t('makeIssue')}
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
