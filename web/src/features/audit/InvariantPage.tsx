import { useApolloClient, useQuery } from '@apollo/client/react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../components/PageHead.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Refusal } from '../../components/Refusal.tsx';
import { CheckInvariantsDocument, LatestInvariantRunDocument } from '../../gql/graphql.ts';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { useFormat } from '../../lib/use_format.ts';
import { InvariantTable } from './InvariantTable.tsx';
import type { InvariantRow } from './InvariantTable.tsx';

/** What must always hold, and whether it did last night or does now. */
export function InvariantPage() {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const check = useCheck();
  const { data, error, refetch } = useQuery(LatestInvariantRunDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const nightly = data && rowsOf(data.latestInvariantRun);
  const rows: InvariantRow[] | undefined = check.found?.rows ?? nightly;
  const ranAt = nightly?.[0]?.ranAt;
  const moment = check.found
    ? t('invariants.ranNow', { moment: format.moment(check.found.at) })
    : ranAt && t('invariants.ranAt', { moment: format.moment(ranAt) });
  return (
    <>
      <PageHead
        title={t('invariants.many')}
        actions={
          <Button variant="contained" disabled={check.isBusy} onClick={check.start}>
            {t('invariants.check')}
          </Button>
        }
      />
      <Typography color="textSecondary" sx={{ mb: 4 }}>
        {[t('invariants.lead'), moment].filter(Boolean).join(' ')}
      </Typography>
      {check.refusal && <Refusal key={check.refusal.at} problem={check.refusal.problem} />}
      {check.isBusy && <Progress />}
      {rows && rows.length > 0 && <Outcome rows={rows} />}
      <Panel isFlush>
        <InvariantTable rows={rows} error={error} onRetry={() => void refetch()} />
      </Panel>
    </>
  );
}

const rowsOf = <T,>(list: readonly (T | null)[] | null | undefined): T[] =>
  (list ?? []).filter((row) => row !== null);

function Outcome({ rows }: { rows: InvariantRow[] }) {
  const { t } = useTranslation('audit');
  const broken = rows.filter(({ breaches }) => breaches !== '0').length;
  return (
    <Alert
      variant="outlined"
      severity={broken === 0 ? 'success' : 'error'}
      role="status"
      sx={{ mb: 4, bgcolor: 'background.paper', color: 'text.primary' }}
    >
      {broken === 0
        ? t('invariants.allRight', { total: rows.length })
        : t('invariants.broken', { count: broken, total: rows.length })}
    </Alert>
  );
}

/** How long the check runs already: it looks through whole ledgers. */
function Progress() {
  const { t } = useTranslation('audit');
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((earlier) => earlier + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Box sx={{ mb: 4 }}>
      <Typography variant="body2" color="textSecondary">
        {t('invariants.checking', { seconds })}
      </Typography>
      <LinearProgress aria-label={t('invariants.check')} sx={{ mt: 1 }} />
    </Box>
  );
}

function useCheck() {
  const client = useApolloClient();
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<{ at: string; rows: InvariantRow[] } | null>(null);
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);
  async function run() {
    setBusy(true);
    setRefusal(null);
    try {
      const { data } = await client.query({
        query: CheckInvariantsDocument,
        fetchPolicy: 'network-only',
      });
      setFound({ at: new Date().toISOString(), rows: rowsOf(data?.checkInvariants) });
    } catch (error) {
      setRefusal({ at: Date.now(), problem: problemOf(error) });
    } finally {
      setBusy(false);
    }
  }
  return {
    isBusy,
    found,
    refusal,
    start: () => {
      void run();
    },
  };
}
