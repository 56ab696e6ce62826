import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import states from '../../../../../db/words/states.json';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { PrintButton } from '../../../components/PrintButton.tsx';
import { StatusChip } from '../../../components/StatusChip.tsx';
import { IssueReturnShowDocument } from '../../../gql/graphql.ts';
import type { ShownReturnFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { agencyPath, issuePath, paths } from '../../../lib/paths.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { GoodsTable } from '../GoodsTable.tsx';
import { LedgerProof } from '../LedgerProof.tsx';
import { ReturnCancel } from './ReturnCancel.tsx';
import { ReturnDecide } from './ReturnDecide.tsx';

/**
 * One return: what comes back and, once confirmed, what it did to the ledgers. It is not edited; a
 * mistyped one is undone.
 */
export function ReturnShow() {
  const { t } = useTranslation(['goods', 'inventory']);
  const format = useFormat();
  const withMoney = useWithMoney();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(IssueReturnShowDocument, {
    variables: { id, withMoney },
  });
  const made = data?.issueReturn;
  const issues = { label: t('inventory:issue.many'), to: paths.issues };
  if (error && !data)
    return (
      <>
        <PageHead title={t('back.one')} parent={issues} />
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </>
    );
  if (!data)
    return (
      <>
        <PageHead title={t('back.one')} parent={issues} takesFocus={false} />
        <Skeleton variant="rounded" height={320} />
      </>
    );
  if (!made) {
    const back = (
      <Button component={RouterLink} to={paths.issues} variant="outlined" color="inherit">
        {t('back.toIssues')}
      </Button>
    );
    return (
      <>
        <PageHead title={t('back.one')} />
        <EmptyState text={t('back.notFound')} action={back} />
      </>
    );
  }
  const parent = made.issue
    ? { label: made.issue.code ?? '', to: issuePath(made.issue.id) }
    : issues;
  return (
    <>
      <PageHead
        key={made.id}
        title={made.code ?? t('back.one')}
        parent={parent}
        mark={<StatusChip words={states.issue_return_status} status={made.status} />}
        actions={
          <>
            <PrintButton what="return_slip" parameters={{ id: made.id }} />
            <ReturnCancel made={made} onChanged={() => void refetch()} />
            <ReturnDecide made={made} onChanged={() => void refetch()} />
          </>
        }
      />
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <GoodsTable
            label={t('back.lines')}
            lines={nodesOf(made.issueReturnDetailsByAgencyIdAndIssueIdAndIssueReturnId)}
            total={format.money(made.totalAmount)}
            withMoney={withMoney}
          />
          {made.confirmedAt && (
            <LedgerProof
              text={t(withMoney ? 'back.proof' : 'back.proofOfStock')}
              movements={nodesOf(made.stockMovements)}
              usual="return"
              {...(withMoney ? { debts: nodesOf(made.debtTransactions) } : {})}
            />
          )}
        </Box>
        <ReturnFacts made={made} />
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

function ReturnFacts({ made }: { made: ShownReturnFragment }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const withMoney = useWithMoney();
  const { agency, issue } = made;
  return (
    <Panel title={t('facts')}>
      <Facts
        facts={[
          [
            t('back.agency'),
            agency && (
              <>
                <Link component={RouterLink} to={agencyPath(agency.id)}>
                  {agency.name}
                </Link>
                <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{agency.code}</Box>
              </>
            ),
          ],
          [
            t('back.of'),
            issue && (
              <Link key="slip" component={RouterLink} to={issuePath(issue.id)}>
                {issue.code}
              </Link>
            ),
          ],
          [t('back.date'), made.returnDate ? format.date(made.returnDate) : '–'],
          [t('back.askedAt'), format.moment(made.createdAt)],
          ...(made.confirmedAt
            ? [[t('back.confirmedAt'), format.moment(made.confirmedAt)] as const]
            : []),
          ...(withMoney
            ? [
                [
                  t(made.confirmedAt ? 'back.totalLabel' : 'back.expected'),
                  format.money(made.totalAmount),
                ] as const,
              ]
            : []),
          [t('reasonGiven'), made.reason],
          ...(made.rejectedAt
            ? [[t('back.rejectedAt'), format.moment(made.rejectedAt)] as const]
            : []),
          ...(made.rejectReason ? [[t('back.rejectReason'), made.rejectReason] as const] : []),
          ...(made.cancelledAt
            ? [[t('receipt.cancelledAt'), format.moment(made.cancelledAt)] as const]
            : []),
          ...(made.cancelReason ? [[t('back.cancelReason'), made.cancelReason] as const] : []),
        ]}
      />
    </Panel>
  );
}
