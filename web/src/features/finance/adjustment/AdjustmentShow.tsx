import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import kinds from '../../../../../db/words/kinds.json';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { PrintButton } from '../../../components/PrintButton.tsx';
import { AdjustmentShowDocument } from '../../../gql/graphql.ts';
import type { ShownAdjustmentFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { agencyPath, issuePath, paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';
import { AdjustmentActs } from './AdjustmentActs.tsx';
import { AdjustmentStatus, signed } from './AdjustmentStatus.tsx';
import { DebtProof } from '../DebtProof.tsx';
import { useDocumentName } from './use_corrected.ts';

/** One adjustment: what it says, what waits for it, and the rows it wrote to the debt ledger. */
export function AdjustmentShow() {
  const { t } = useTranslation('adjustment');
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(AdjustmentShowDocument, { variables: { id } });
  const parent = { label: t('many'), to: paths.adjustments };
  const adjustment = data?.adjustment;
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
  if (!adjustment) return <AdjustmentUnknown />;
  const actions = (
    <>
      <PrintButton what="adjustment_slip" parameters={{ id: adjustment.id }} />
      <AdjustmentActs
        key={adjustment.status}
        adjustment={adjustment}
        onChanged={() => void refetch()}
      />
    </>
  );
  return (
    <>
      <PageHead
        key={adjustment.id}
        title={adjustment.code ?? t('one')}
        parent={parent}
        mark={<AdjustmentStatus status={adjustment.status} />}
        actions={actions}
      />
      <Box sx={columns}>
        <Proof adjustment={adjustment} />
        <AdjustmentFacts adjustment={adjustment} />
      </Box>
    </>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 340px' },
  '& > :last-child': { order: { xs: -1, md: 0 } },
};

function AdjustmentUnknown() {
  const { t } = useTranslation('adjustment');
  return (
    <>
      <PageHead title={t('one')} />
      <EmptyState
        text={t('show.notFound')}
        action={
          <Button component={RouterLink} to={paths.adjustments} variant="outlined" color="inherit">
            {t('show.back')}
          </Button>
        }
      />
    </>
  );
}

function Proof({ adjustment }: { adjustment: ShownAdjustmentFragment }) {
  const { t } = useTranslation('adjustment');
  const { user } = useSession();
  const { status, createdBy, debtTransactions } = adjustment;
  if (status === 'confirmed' || status === 'cancelled')
    return <DebtProof rows={nodesOf(debtTransactions)} />;
  return (
    <Panel>
      <Typography>{t(status === 'requested' ? 'show.nothingYet' : 'show.never')}</Typography>
      {status === 'requested' && createdBy === user.id && (
        <Typography color="textSecondary" sx={{ mt: 2 }}>
          {t('show.own')}
        </Typography>
      )}
    </Panel>
  );
}

function Corrected({
  adjustment: { issue, openingDebt },
}: {
  adjustment: ShownAdjustmentFragment;
}) {
  const { t } = useTranslation('adjustment');
  const nameOf = useDocumentName();
  if (issue)
    return (
      <Link component={RouterLink} to={issuePath(issue.id)}>
        {issue.code}
      </Link>
    );
  return <>{nameOf({ issue, openingDebt }) ?? t('noDocument')}</>;
}

function AdjustmentFacts({ adjustment }: { adjustment: ShownAdjustmentFragment }) {
  const { t } = useTranslation(['adjustment', 'finance']);
  const word = useWord(kinds.adjustment_direction);
  const format = useFormat();
  const {
    agency,
    direction,
    amount,
    adjustmentDate,
    dueDate,
    confirmedAt,
    rejectedAt,
    rejectReason,
    cancelledAt,
    cancelReason,
  } = adjustment;
  const standsAlone = direction === 'up' && !adjustment.issue && !adjustment.openingDebt;
  return (
    <Panel title={t('show.facts')}>
      <Typography sx={{ fontSize: 22, fontWeight: 650, lineHeight: 1.3, mb: 3 }}>
        {signed(direction, format.money(amount))}
      </Typography>
      <Facts
        facts={[
          [
            t('finance:agency'),
            agency && (
              <>
                <Link component={RouterLink} to={agencyPath(agency.id)}>
                  {agency.name}
                </Link>
                <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{agency.code}</Box>
              </>
            ),
          ],
          [t('direction'), word(direction)],
          [t('corrects'), <Corrected key="corrects" adjustment={adjustment} />],
          ...(adjustmentDate ? [[t('date'), format.date(adjustmentDate)] as const] : []),
          ...(standsAlone
            ? [
                [
                  t('due'),
                  (dueDate ?? adjustmentDate)
                    ? format.date(dueDate ?? adjustmentDate)
                    : t('confirm.dueOwn'),
                ] as const,
              ]
            : []),
          [t('reason'), adjustment.reason],
          [t('finance:createdAt'), format.moment(adjustment.createdAt)],
          ...(confirmedAt ? [[t('show.confirmedAt'), format.moment(confirmedAt)] as const] : []),
          ...(rejectedAt
            ? [
                [t('show.rejectedAt'), format.moment(rejectedAt)] as const,
                [t('show.rejectReason'), rejectReason] as const,
              ]
            : []),
          ...(cancelledAt
            ? [
                [t('finance:cancelledAt'), format.moment(cancelledAt)] as const,
                [t('finance:cancelReason'), cancelReason] as const,
              ]
            : []),
        ]}
      />
    </Panel>
  );
}
