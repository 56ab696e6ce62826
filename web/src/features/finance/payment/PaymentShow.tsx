import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useParams } from 'react-router';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { PrintButton } from '../../../components/PrintButton.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CancelPaymentDocument, PaymentShowDocument } from '../../../gql/graphql.ts';
import type { PaymentShowQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { agencyPath, issuePath, paths } from '../../../lib/paths.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { DebtProof } from '../DebtProof.tsx';
import { AdvanceMark, PaymentStatus, useMethods } from './PaymentStatus.tsx';
import { useMayCancel } from '../use_may_cancel.ts';

type ShownPayment = NonNullable<PaymentShowQuery['payment']>;

/** One payment: what it says, and the rows it wrote to the debt ledger. */
export function PaymentShow() {
  const { t } = useTranslation('finance');
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(PaymentShowDocument, { variables: { id } });
  const parent = { label: t('many'), to: paths.payments };
  const payment = data?.payment;
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
  if (!payment) return <PaymentUnknown />;
  return (
    <>
      <PageHead
        key={payment.id}
        title={payment.code}
        parent={parent}
        mark={
          <>
            <PaymentStatus status={payment.status} />
            <AdvanceMark amount={payment.advanceAmount} />
          </>
        }
        actions={
          <>
            <PrintButton what="payment_slip" parameters={{ id: payment.id }} />
            <Cancel payment={payment} onChanged={() => void refetch()} />
          </>
        }
      />
      <Box sx={columns}>
        <DebtProof rows={nodesOf(payment.debtTransactions)} />
        <PaymentFacts payment={payment} />
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

function PaymentUnknown() {
  const { t } = useTranslation('finance');
  return (
    <>
      <PageHead title={t('one')} />
      <EmptyState
        text={t('show.notFound')}
        action={
          <Button component={RouterLink} to={paths.payments} variant="outlined" color="inherit">
            {t('show.back')}
          </Button>
        }
      />
    </>
  );
}

function PaymentFacts({ payment }: { payment: ShownPayment }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const { nameOf } = useMethods();
  const { agency, issue, reference, note, cancelledAt, cancelReason } = payment;
  return (
    <Panel title={t('show.facts')}>
      <Typography sx={{ fontSize: 22, fontWeight: 650, lineHeight: 1.3, mb: 3 }}>
        {format.money(payment.amount)}
      </Typography>
      <Facts
        facts={[
          [
            t('agency'),
            agency && (
              <>
                <Link component={RouterLink} to={agencyPath(agency.id)}>
                  {agency.name}
                </Link>
                <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{agency.code}</Box>
              </>
            ),
          ],
          [t('date'), format.date(payment.paymentDate)],
          [t('method'), nameOf(payment.method)],
          ...(reference ? [[t('reference'), reference] as const] : []),
          ...(issue
            ? [
                [
                  t('onTheSpot'),
                  <Link key="slip" component={RouterLink} to={issuePath(issue.id)}>
                    {issue.code}
                  </Link>,
                ] as const,
              ]
            : []),
          ...(issue && payment.status === 'confirmed'
            ? [
                [
                  t('cash.handedOverAt'),
                  payment.handedOverAt ? format.moment(payment.handedOverAt) : t('cash.notYet'),
                ] as const,
              ]
            : []),
          [t('createdAt'), format.moment(payment.createdAt)],
          ...(note ? [[t('note'), note] as const] : []),
          ...(cancelledAt ? [[t('cancelledAt'), format.moment(cancelledAt)] as const] : []),
          ...(cancelReason ? [[t('cancelReason'), cancelReason] as const] : []),
        ]}
      />
      {issue && payment.status === 'confirmed' && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
          {t(payment.handedOverAt ? 'show.stays' : 'show.withSlip')}
        </Typography>
      )}
    </Panel>
  );
}

function Cancel({ payment, onChanged }: { payment: ShownPayment; onChanged(): void }) {
  const { t } = useTranslation('finance');
  const mayCancel = useMayCancel(payment);
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  if (!mayCancel || payment.issue) return null;
  async function cancel(clientKey: string, reason: string) {
    const variables = { input: { clientKey, paymentId: payment.id, reason } };
    await client.mutate({ mutation: CancelPaymentDocument, variables, update: forgetLists });
    toast({ text: t('cancel.done', { code: payment.code }) });
  }
  return (
    <>
      <Button variant="outlined" color="error" onClick={() => setOpen(true)}>
        {t('cancel.verb')}
      </Button>
      {isOpen && (
        <ActDialog
          title={t('cancel.title', { code: payment.code })}
          verb={t('cancel.verb')}
          hasReason
          isGrave
          act={cancel}
          onChanged={() => {
            setOpen(false);
            onChanged();
          }}
          onClose={() => setOpen(false)}
        >
          <Facts
            facts={[
              [t('agency'), payment.agency?.name],
              [t('cancel.debt'), <strong key="amount">{format.money(payment.amount)}</strong>],
            ]}
          />
          <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
            {t('cancel.text')}
          </Typography>
        </ActDialog>
      )}
    </>
  );
}
