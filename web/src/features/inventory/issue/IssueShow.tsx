import { useQuery } from '@apollo/client/react';
import LinkIcon from '@mui/icons-material/Link';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { PrintButton } from '../../../components/PrintButton.tsx';
import { IssueStatusChip } from '../../../components/StatusChip.tsx';
import { useToast } from '../../../components/toasts.ts';
import { IssueShowDocument } from '../../../gql/graphql.ts';
import type { ShownIssueFragment } from '../../../gql/graphql.ts';
import { issueAgainPath, likeIssuePath, paths, reviseIssuePath } from '../../../lib/paths.ts';
import { useSession, useWithMoney } from '../../../lib/session.ts';
import { IssueActs } from './IssueActs.tsx';
import { IssueFacts } from './IssueFacts.tsx';
import { IssueGoods } from './IssueGoods.tsx';
import { IssueProof } from './IssueProof.tsx';
import { IssueReturns } from './IssueReturns.tsx';
import { ReturnAct } from '../return/ReturnAct.tsx';
import { useIssueKind } from './use_issue_kind.ts';

/** One slip: what it says, and what it did to the ledgers. */
export function IssueShow() {
  const { t } = useTranslation('inventory');
  const { id = '' } = useParams();
  const withMoney = useWithMoney();
  const { data, error, refetch } = useQuery(IssueShowDocument, { variables: { id, withMoney } });
  const parent = { label: t('issue.many'), to: paths.issues };
  const issue = data?.issue;
  if (error && !data)
    return (
      <>
        <PageHead title={t('issue.one')} parent={parent} />
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </>
    );
  if (!data)
    return (
      <>
        <PageHead title={t('issue.one')} parent={parent} takesFocus={false} />
        <Skeleton variant="rounded" height={320} />
      </>
    );
  if (!issue) return <IssueUnknown />;
  return (
    <>
      <PageHead
        key={issue.id}
        title={issue.code ?? issue.requestCode ?? t('issue.requested')}
        parent={parent}
        mark={<IssueStatusChip status={issue.withdrawnAt ? 'withdrawn' : issue.status} />}
        actions={<Actions issue={issue} onChanged={() => void refetch()} />}
      />
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <IssueGoods issue={issue} />
          {issue.code && <IssueReturns issueId={issue.id} />}
          {issue.code && <IssueProof issue={issue} />}
        </Box>
        <IssueFacts issue={issue} />
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

function IssueUnknown() {
  const { t } = useTranslation('inventory');
  return (
    <>
      <PageHead title={t('issue.one')} />
      <EmptyState
        text={t('show.notFound')}
        action={
          <Button component={RouterLink} to={paths.issues} variant="outlined" color="inherit">
            {t('show.back')}
          </Button>
        }
      />
    </>
  );
}

function Actions({ issue, onChanged }: { issue: ShownIssueFragment; onChanged(): void }) {
  const { t } = useTranslation(['inventory', 'common']);
  const { can } = useSession();
  const kind = useIssueKind();
  const toast = useToast();
  function copyLink() {
    void navigator.clipboard
      .writeText(window.location.href)
      .then(() => toast({ text: t('common:state.copied') }));
  }
  return (
    <>
      <Button color="inherit" startIcon={<LinkIcon />} onClick={copyLink}>
        {t('common:action.copyLink')}
      </Button>
      <PrintButton what="issue_slip" parameters={{ id: issue.id }} />
      {can('inventory:write') && issue.agency && issue.status !== 'requested' && (
        <Button
          component={RouterLink}
          to={likeIssuePath(issue.id)}
          color="inherit"
          variant="outlined"
        >
          {t('show.like')}
        </Button>
      )}
      {can('inventory:write') && issue.status === 'cancelled' && !issue.replacedBy && (
        <Button component={RouterLink} to={issueAgainPath(issue.id)} variant="contained">
          {t('show.anew')}
        </Button>
      )}
      {kind === 'request' && issue.status === 'requested' && (
        <Button
          component={RouterLink}
          to={reviseIssuePath(issue.id)}
          color="inherit"
          variant="outlined"
        >
          {t('show.revise')}
        </Button>
      )}
      <ReturnAct issue={issue} onChanged={onChanged} />
      <IssueActs key={issue.status} issue={issue} onChanged={onChanged} />
    </>
  );
}
