import { useQuery } from '@apollo/client/react';
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DataList } from '../components/DataList.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Panel } from '../components/Panel.tsx';
import { OverviewDocument } from '../gql/graphql.ts';
import type { OverviewQuery } from '../gql/graphql.ts';
import { nodesOf } from '../lib/nodes.ts';
import { issuePath, paths } from '../lib/paths.ts';
import { useSession, useWithMoney } from '../lib/session.ts';
import { useFormat } from '../lib/use_format.ts';
import { NearLimit } from './NearLimit.tsx';

type Slip = NonNullable<NonNullable<OverviewQuery['issues']>['nodes'][number]>;

/** Where the day begins: what was done last, who is near the limit. */
export function Overview() {
  const { t } = useTranslation();
  const { can } = useSession();
  const withMoney = useWithMoney();
  const answer = useQuery(OverviewDocument, { variables: { withMoney } });
  const make = <Button component={RouterLink} to={paths.newIssue} variant="contained" startIcon={<AddIcon />} title="N">{t('palette.newIssue')}</Button>;
  return (
    <>
      <PageHead title={t('overview.title')} actions={can('inventory:write') && make} />
      <Box sx={{ display: 'grid', gap: 4, alignItems: 'start', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: withMoney ? 'minmax(0, 3fr) minmax(0, 2fr)' : 'minmax(0, 1fr)' } }}>
        <Newest issues={answer.data?.issues} isLoading={answer.loading} error={answer.error} onRetry={() => void answer.refetch()} />
        {withMoney && <NearLimit agencies={answer.data?.agencies} isLoading={answer.loading} />}
      </Box>
    </>
  );
}

interface NewestProps {
  issues: OverviewQuery['issues'] | undefined;
  isLoading: boolean;
  error: unknown;
  onRetry(): void;
}

function Newest({ issues, isLoading, error, onRetry }: NewestProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const withMoney = useWithMoney();
  // a request has no number, so it goes by what became of it
  const nameOf = ({ code, status }: Slip) => code
    ?? t(status === 'postponed' || status === 'rejected' ? `overview.${status}` : 'overview.requested');
  const all = <Link component={RouterLink} to={paths.issues} variant="body2">{t('action.all')}</Link>;
  return (
    <Panel title={t('overview.newest')} isFlush aside={all}>
      <DataList<Slip>
        label={t('overview.newest')} rows={issues ? nodesOf(issues) : undefined}
        rowKey={({ id }) => id} rowPath={({ id }) => issuePath(id)}
        isRefetching={isLoading} error={error} onRetry={onRetry} empty={<EmptyState text={t('overview.noIssues')} />}
        columns={[
          { key: 'code', head: t('overview.code'), width: 150, cell: (slip) => <Link component={RouterLink} to={issuePath(slip.id)} sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}>{nameOf(slip)}</Link> },
          { key: 'agency', head: t('overview.agency'), cell: ({ agency }) => agency?.name },
          { key: 'when', head: t('overview.when'), cell: ({ issueDate }) => <time dateTime={issueDate}>{format.date(issueDate)}</time> },
          ...(withMoney ? [{ key: 'total', head: t('overview.total'), align: 'right' as const, cell: ({ totalAmount }: Slip) => format.dong(totalAmount) }] : []),
        ]}
        card={(slip) => ({
          title: slip.agency?.name, figure: slip.totalAmount !== undefined && format.money(slip.totalAmount),
          note: `${nameOf(slip)} · ${format.date(slip.issueDate)}`,
        })} />
    </Panel>
  );
}
