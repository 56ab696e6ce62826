import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { PrintButton } from '../../../components/PrintButton.tsx';
import { StockCountShowDocument } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { paths } from '../../../lib/paths.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { CountedLines } from './CountedLines.tsx';
import { LedgerProof } from '../LedgerProof.tsx';

/** One stock count: the books beside the shelf, and what was set right. */
export function CountShow() {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(StockCountShowDocument, { variables: { id } });
  const parent = { label: t('count.many'), to: paths.stockCounts };
  const count = data?.stockCount;
  if (error && !data)
    return (
      <>
        <PageHead title={t('count.one')} parent={parent} />
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </>
    );
  if (!data)
    return (
      <>
        <PageHead title={t('count.one')} parent={parent} takesFocus={false} />
        <Skeleton variant="rounded" height={320} />
      </>
    );
  if (!count) {
    const back = (
      <Button component={RouterLink} to={paths.stockCounts} variant="outlined" color="inherit">
        {t('count.back')}
      </Button>
    );
    return (
      <>
        <PageHead title={t('count.one')} />
        <EmptyState text={t('count.notFound')} action={back} />
      </>
    );
  }
  const movements = nodesOf(count.stockMovements);
  return (
    <>
      <PageHead
        key={count.id}
        title={count.code ?? t('count.one')}
        parent={parent}
        actions={
          <>
            <PrintButton what="count_slip" parameters={{ id: count.id }} />
          </>
        }
      />
      <Box className="document-columns" sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <CountedLines
            lines={nodesOf(count.stockCountDetails).toSorted((a, b) => a.lineNo - b.lineNo)}
          />
          <LedgerProof
            text={t(movements.length > 0 ? 'count.proof' : 'count.proofNone')}
            movements={movements}
            usual="count"
          />
        </Box>
        <Panel title={t('facts')}>
          <Facts
            facts={[
              [t('count.date'), format.date(count.countDate)],
              [t('createdAt'), format.moment(count.createdAt)],
              [t('count.items'), nodesOf(count.stockCountDetails).length],
              [t('count.differing'), movements.length],
              ...(count.note ? [[t('note'), count.note] as const] : []),
            ]}
          />
        </Panel>
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
