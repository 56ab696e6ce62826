import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { CashInHandDocument } from '../../../gql/graphql.ts';
import type { CashHolderFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { CashPayments } from './CashPayments.tsx';
import '../texts/index.ts';

/** Who has cash of slips in hand, and the payments of one of them, to be marked as handed over. */
export function CashBoard() {
  const { t } = useTranslation('finance');
  const { data, error, loading, refetch } = useQuery(CashInHandDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const rows = data && nodesOf(data.cashInHand);
  // whoever waits longest is looked at first
  const holder = rows?.find(({ userId }) => userId === chosen) ?? rows?.[0];
  return (
    <Box sx={{ display: 'grid', gap: 4 }}>
      <Panel isFlush>
        <Typography color="textSecondary" sx={{ p: 4 }}>
          {t('cash.text')}
        </Typography>
        <Holders
          rows={rows}
          isRefetching={loading}
          error={error}
          onRetry={() => void refetch()}
          onChoose={setChosen}
        />
      </Panel>
      {holder && (
        <CashPayments
          key={`${holder.userId}:${holder.paymentCount}`}
          holder={holder}
          onChanged={() => void refetch()}
        />
      )}
    </Box>
  );
}

interface HoldersProps {
  rows: readonly CashHolderFragment[] | undefined;
  isRefetching: boolean;
  error: unknown;
  onRetry(): void;
  onChoose(userId: string | null): void;
}

function Holders({ onChoose, ...list }: HoldersProps) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const name = ({ userId, userName }: CashHolderFragment) => (
    <Button
      size="small"
      variant="text"
      sx={{ ml: -1, fontWeight: 600 }}
      onClick={() => onChoose(userId)}
    >
      {userName}
    </Button>
  );
  return (
    <DataList<CashHolderFragment>
      label={t('cash.many')}
      {...list}
      rowKey={({ userId }) => userId ?? ''}
      empty={<EmptyState text={t('cash.empty')} />}
      columns={[
        { key: 'who', head: t('cash.who'), cell: name },
        {
          key: 'oldest',
          head: t('cash.oldest'),
          width: 140,
          cell: ({ oldestDate }) => format.date(oldestDate),
        },
        {
          key: 'count',
          head: t('cash.count'),
          align: 'right',
          width: 120,
          cell: ({ paymentCount }) => format.quantity(paymentCount),
        },
        {
          key: 'amount',
          head: t('cash.inHand'),
          align: 'right',
          width: 170,
          cell: ({ amount }) => format.dong(amount),
        },
      ]}
      card={(holder) => ({
        title: name(holder),
        figure: format.money(holder.amount),
        note: format.date(holder.oldestDate),
      })}
    />
  );
}
