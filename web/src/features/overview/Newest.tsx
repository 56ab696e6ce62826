import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DataList } from '../../components/DataList.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { NewestIssueFragment } from '../../gql/graphql.ts';
import { issuePath, paths } from '../../lib/paths.ts';
import { useWithMoney } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';

interface Props {
  issues: readonly NewestIssueFragment[] | null | undefined;
  isLoading: boolean;
  error: unknown;
  onRetry(): void;
}

/** The newest slips. */
export function Newest({ issues, isLoading, error, onRetry }: Props) {
  const { t } = useTranslation(['overview', 'common']);
  const format = useFormat();
  const withMoney = useWithMoney();
  // a request goes by its number, one of before there were any by what became of it
  const nameOf = ({ code, requestCode, status }: NewestIssueFragment) =>
    code
    ?? requestCode
    ?? t(status === 'postponed' || status === 'rejected' ? status : 'requested');
  const all = (
    <Link component={RouterLink} to={paths.issues} variant="body2">
      {t('common:action.all')}
    </Link>
  );
  return (
    <Panel title={t('newest')} isFlush aside={all}>
      <DataList<NewestIssueFragment>
        label={t('newest')}
        rows={issues ?? undefined}
        rowKey={({ id }) => id}
        rowPath={({ id }) => issuePath(id)}
        isRefetching={isLoading}
        error={error}
        onRetry={onRetry}
        empty={<EmptyState text={t('noIssues')} />}
        columns={[
          {
            key: 'code',
            head: t('code'),
            width: 150,
            cell: (slip) => (
              <Link
                component={RouterLink}
                to={issuePath(slip.id)}
                sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}
              >
                {nameOf(slip)}
              </Link>
            ),
          },
          { key: 'agency', head: t('agency'), cell: ({ agency }) => agency?.name },
          {
            key: 'when',
            head: t('when'),
            cell: ({ issueDate }) => <time dateTime={issueDate}>{format.date(issueDate)}</time>,
          },
          ...(withMoney
            ? [
                {
                  key: 'total',
                  head: t('total'),
                  align: 'right' as const,
                  cell: ({ totalAmount }: NewestIssueFragment) => format.dong(totalAmount),
                },
              ]
            : []),
        ]}
        card={(slip) => ({
          title: slip.agency?.name,
          figure: slip.totalAmount !== undefined && format.money(slip.totalAmount),
          note: `${nameOf(slip)} · ${format.date(slip.issueDate)}`,
        })}
      />
    </Panel>
  );
}
