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
import { CancelRefundDocument, RefundShowDocument } from '../../../gql/graphql.ts';
import type { RefundShowQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { agencyPath, paths } from '../../../lib/paths.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { DebtProof } from '../DebtProof.tsx';
import { useMethods } from '../payment/PaymentStatus.tsx';
import { RefundStatus } from './RefundStatus.tsx';
import { useMayCancel } from '../use_may_cancel.ts';

type ShownRefund = NonNullable<RefundShowQuery['refund']>;

/** One refund: what it says, and the rows it wrote to the debt ledger. */
export function RefundShow() {
  const { t } = useTranslation('refund');
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(RefundShowDocument, { variables: { id } });
  const parent = { label: t('many'), to: paths.refunds };
  const refund = data?.refund;
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
  if (!refund) return <RefundUnknown />;
  return (
    <>
      <PageHead
        key={refund.id}
        title={refund.code}
        parent={parent}
        mark={<RefundStatus status={refund.status} />}
        actions={
          <>
            <PrintButton what="refund_slip" parameters={{ id: refund.id }} />
            <Cancel refund={refund} onChanged={() => void refetch()} />
          </>
        }
      />
      <Box sx={columns}>
        <DebtProof rows={nodesOf(refund.debtTransactions)} />
        <RefundFacts refund={refund} />
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

function RefundUnknown() {
  const { t } = useTranslation('refund');
  return (
    <>
      <PageHead title={t('one')} />
      <EmptyState
        text={t('show.notFound')}
        action={
          <Button component={RouterLink} to={paths.refunds} variant="outlined" color="inherit">
            {t('show.back')}
          </Button>
        }
      />
    </>
  );
}

function RefundFacts({ refund }: { refund: ShownRefund }) {
  const { t } = useTranslation(['refund', 'finance']);
  const format = useFormat();
  const { nameOf } = useMethods();
  const { agency, reference, note, cancelledAt, cancelReason } = refund;
  return (
    <Panel title={t('show.facts')}>
      <Typography sx={{ fontSize: 22, fontWeight: 650, lineHeight: 1.3, mb: 3 }}>
        {format.money(refund.amount)}
      </Typography>
      <Facts
        facts={[
          [
            t('finance:agency'),
            agency && (
              <>
                <Link component={RouterLink} to={agencyPath(agency.id)}>
                  {agency.name}
                </Link>
                <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{agency.code}</Box>
              </>
            ),
          ],
          [t('date'), format.date(refund.refundDate)],
          [t('finance:method'), nameOf(refund.method)],
          ...(reference ? [[t('finance:reference'), reference] as const] : []),
          [t('finance:createdAt'), format.moment(refund.createdAt)],
          ...(note ? [[t('finance:note'), note] as const] : []),
          ...(cancelledAt ? [[t('finance:cancelledAt'), format.moment(cancelledAt)] as const] : []),
          ...(cancelReason ? [[t('finance:cancelReason'), cancelReason] as const] : []),
        ]}
      />
    </Panel>
  );
}

function Cancel({ refund, onChanged }: { refund: ShownRefund; onChanged(): void }) {
  const { t } = useTranslation(['refund', 'finance']);
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  if (!useMayCancel(refund)) return null;
  async function cancel(clientKey: string, reason: string) {
    const variables = { input: { clientKey, refundId: refund.id, reason } };
    await client.mutate({ mutation: CancelRefundDocument, variables, update: forgetLists });
    toast({ text: t('cancel.done', { code: refund.code }) });
  }
  return (
    <>
      <Button variant="outlined" color="error" onClick={() => setOpen(true)}>
        {t('cancel.verb')}
      </Button>
      {isOpen && (
        <ActDialog
          title={t('cancel.title', { code: refund.code })}
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
              [t('finance:agency'), refund.agency?.name],
              [t('cancel.credit'), <strong key="amount">{format.money(refund.amount)}</strong>],
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
