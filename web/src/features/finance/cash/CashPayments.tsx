import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Link from '@mui/material/Link';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { PaymentsInHandDocument } from '../../../gql/graphql.ts';
import type { CashHolderFragment, PaymentsInHandQuery } from '../../../gql/graphql.ts';
import { sumDong } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { issuePath, paymentPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { CashHandOver } from './CashHandOver.tsx';

type Held = NonNullable<NonNullable<PaymentsInHandQuery['paymentsInHand']>['nodes'][number]>;

/**
 * What one person has in hand; those who keep the money choose what they got, all of it at first.
 */
export function CashPayments({
  holder,
  onChanged,
}: {
  holder: CashHolderFragment;
  onChanged(): void;
}) {
  const { t } = useTranslation('finance');
  const { can } = useSession();
  const format = useFormat();
  const { data, error, loading, refetch } = useQuery(PaymentsInHandDocument, {
    variables: { userId: holder.userId ?? '' },
    fetchPolicy: 'network-only',
  });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isAsking, setAsking] = useState(false);
  const rows = data && nodesOf(data.paymentsInHand);
  const taken = (rows ?? []).filter(({ id }) => !left.has(id));
  const amount = sumDong(taken.map((payment) => payment.amount));
  const mayMark = can('finance:write');
  return (
    <Panel isFlush title={t('cash.ofPerson', { name: holder.userName })}>
      <HeldList
        rows={rows}
        left={mayMark ? left : null}
        onLeave={setLeft}
        isRefetching={loading}
        error={error}
        onRetry={() => void refetch()}
      />
      {mayMark && taken.length > 0 && (
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            justifyContent: 'flex-end',
            gap: 3,
            p: 4,
          }}
        >
          <span role="status">
            {t('cash.chosen', {
              many: format.quantity(String(taken.length)),
              amount: format.money(amount),
            })}
          </span>
          <Button variant="contained" onClick={() => setAsking(true)}>
            {t('cash.verb')}
          </Button>
        </Box>
      )}
      {isAsking && (
        <CashHandOver
          name={holder.userName ?? ''}
          amount={amount}
          paymentIds={taken.map(({ id }) => id)}
          onChanged={() => {
            setAsking(false);
            setLeft(new Set());
            onChanged();
            void refetch();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}

interface HeldListProps {
  rows: readonly Held[] | undefined;
  /** What was not handed over this time; null for those who only look. */
  left: ReadonlySet<string> | null;
  onLeave(left: ReadonlySet<string>): void;
  isRefetching: boolean;
  error: unknown;
  onRetry(): void;
}

function HeldList({ left, onLeave, ...list }: HeldListProps) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const box = ({ id, code }: Held) =>
    left && (
      <Checkbox
        size="small"
        checked={!left.has(id)}
        slotProps={{ input: { 'aria-label': t('cash.pick', { code }) } }}
        onChange={(_event, isTaken) =>
          onLeave(new Set(isTaken ? [...left].filter((each) => each !== id) : [...left, id]))
        }
      />
    );
  const code = (payment: Held) => (
    <Link component={RouterLink} to={paymentPath(payment.id)}>
      {payment.code}
    </Link>
  );
  const slip = ({ issue }: Held) =>
    issue && (
      <Link component={RouterLink} to={issuePath(issue.id)}>
        {issue.code}
      </Link>
    );
  return (
    <DataList<Held>
      label={t('cash.many')}
      {...list}
      rowKey={({ id }) => id}
      empty={<EmptyState text={t('cash.empty')} />}
      columns={[
        ...(left ? [{ key: 'box', head: '', width: 48, cell: box }] : []),
        { key: 'code', head: t('code'), width: 160, cell: code },
        { key: 'slip', head: t('cash.slip'), width: 160, cell: slip },
        { key: 'agency', head: t('agency'), cell: ({ agency }) => agency?.name },
        {
          key: 'date',
          head: t('date'),
          width: 120,
          cell: ({ paymentDate }) => format.date(paymentDate),
        },
        {
          key: 'amount',
          head: t('amountColumn'),
          align: 'right',
          width: 150,
          cell: ({ amount }) => format.dong(amount),
        },
      ]}
      card={(payment) => ({
        title: code(payment),
        figure: format.money(payment.amount),
        note: payment.agency?.name,
        mark: box(payment),
      })}
    />
  );
}
