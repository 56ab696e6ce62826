import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../../db/words/kinds.json';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import {
  ClosePeriodDocument,
  EntriesToCloseDocument,
  PeriodListDocument,
  ReopenPeriodDocument,
} from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';
import { OpenInMonth } from './OpenInMonth.tsx';
import { monthsOf, monthText } from './periods.ts';
import type { Month } from './periods.ts';

type Act = { kind: 'close' | 'reopen'; month: Month };

/** Months of the books: which are closed, which comes next. */
export function PeriodList() {
  const { t } = useTranslation('finance');
  const { can } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const { data, error, loading, refetch } = useQuery(PeriodListDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const rows = data?.businessDate ? monthsOf(data.businessDate, nodesOf(data.periods)) : undefined;
  const mayAct = can('period:close');
  return (
    <>
      <PageHead
        title={t('period.many')}
        actions={mayAct && <ExportButton what="periods" parameters={{}} />}
      />
      <Panel isFlush>
        <Typography color="textSecondary" sx={{ p: 4 }}>
          {t('period.text')}
        </Typography>
        <Months
          rows={rows}
          isRefetching={loading}
          error={error}
          onRetry={() => void refetch()}
          onAct={mayAct ? setAct : null}
        />
      </Panel>
      {act && (
        <PeriodAct
          {...act}
          onChanged={() => {
            setAct(null);
            void refetch();
          }}
          onClose={() => setAct(null)}
        />
      )}
    </>
  );
}

interface MonthsProps {
  rows: readonly Month[] | undefined;
  isRefetching: boolean;
  error: unknown;
  onRetry(): void;
  /** Null for those who only look. */
  onAct: ((act: Act) => void) | null;
}

function Months({ onAct, ...list }: MonthsProps) {
  const { t } = useTranslation('finance');
  const word = useWord(kinds.period_state);
  const state = ({ state: name }: Month) => (
    <Box
      component="span"
      sx={{
        fontWeight: name === 'closed' ? 600 : 400,
        color: name === 'closed' ? 'text.primary' : 'text.secondary',
      }}
    >
      {word(name)}
    </Box>
  );
  const what = useWhat();
  const button = (month: Month) => {
    if (!onAct || !month.act) return null;
    const kind = month.act;
    return (
      <Button
        size="small"
        variant="outlined"
        color="inherit"
        onClick={() => onAct({ kind, month })}
        aria-label={t(`period.${kind}Label`, { month: monthText(month.month) })}
      >
        {t(`period.${kind}`)}
      </Button>
    );
  };
  return (
    <DataList<Month>
      label={t('period.many')}
      {...list}
      rowKey={({ month }) => month}
      empty={<EmptyState text={t('period.empty')} />}
      columns={[
        {
          key: 'month',
          head: t('period.month'),
          width: 130,
          cell: ({ month }) => (
            <Box component="span" sx={{ fontWeight: 600 }}>
              {monthText(month)}
            </Box>
          ),
        },
        { key: 'state', head: t('status'), width: 150, cell: state },
        { key: 'what', head: t('period.what'), cell: what },
        { key: 'act', head: t('period.act'), align: 'right', width: 140, cell: button },
      ]}
      card={(month) => ({
        title: monthText(month.month),
        figure: state(month),
        note: what(month),
        mark: button(month),
      })}
    />
  );
}

/** When a month was closed or opened again, and why. */
function useWhat() {
  const { t } = useTranslation('finance');
  const format = useFormat();
  return ({ state, closedAt, reopenedAt, reason }: Month) => {
    if (state === 'closed')
      return closedAt
        ? t('period.closedAt', { at: format.moment(closedAt) })
        : t('period.closedBefore');
    return reopenedAt
      ? t('period.reopenedAt', { at: format.moment(reopenedAt), reason: reason ?? '' })
      : null;
  };
}

function PeriodAct({ kind, month, ...close }: Act & { onChanged(): void; onClose(): void }) {
  const { t } = useTranslation('finance');
  const client = useApolloClient();
  const toast = useToast();
  const name = monthText(month.month);
  // what is looked at is what is closed: a slip posted meanwhile is told
  const { data } = useQuery(EntriesToCloseDocument, {
    variables: { month: month.month },
    fetchPolicy: 'no-cache',
    skip: kind !== 'close',
  });
  async function send(clientKey: string, reason: string) {
    if (kind === 'close')
      await client.mutate({
        mutation: ClosePeriodDocument,
        variables: {
          input: { clientKey, month: month.month, entryCount: data?.entriesToClose ?? null },
        },
        update: forgetLists,
      });
    else
      await client.mutate({
        mutation: ReopenPeriodDocument,
        variables: { input: { clientKey, month: month.month, reason } },
        update: forgetLists,
      });
    toast({ text: t(`period.${kind}Done`, { month: name }) });
  }
  return (
    <ActDialog
      title={t(`period.${kind}Title`, { month: name })}
      verb={t(`period.${kind}`)}
      hasReason={kind === 'reopen'}
      isGrave={kind === 'reopen'}
      act={send}
      {...close}
    >
      <Typography>
        {t(kind === 'close' && month.isFirst ? 'period.closeFirstText' : `period.${kind}Text`, {
          month: name,
        })}
      </Typography>
      {kind === 'close' && <OpenInMonth month={month.month} />}
    </ActDialog>
  );
}
