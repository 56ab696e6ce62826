import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
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
import type { Answers } from '../../../components/questions/answers.ts';
import { useToast } from '../../../components/toasts.ts';
import { CancelReceiptDocument, ReceiptShowDocument } from '../../../gql/graphql.ts';
import type { ReceiptShowQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { MovedGoods } from '../MovedGoods.tsx';
import { GoodsTable } from '../GoodsTable.tsx';
import { LedgerProof } from '../LedgerProof.tsx';
import { ReceiptStatus } from './ReceiptStatus.tsx';
import { RefusedGoods } from '../RefusedGoods.tsx';

type ShownReceipt = NonNullable<ReceiptShowQuery['receipt']>;

/** One receipt: what came in, at which price, and what it did to the stock ledger. */
export function ReceiptShow() {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(ReceiptShowDocument, { variables: { id } });
  const parent = { label: t('receipt.many'), to: paths.receipts };
  const receipt = data?.receipt;
  if (error && !data)
    return (
      <>
        <PageHead title={t('receipt.one')} parent={parent} />
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </>
    );
  if (!data)
    return (
      <>
        <PageHead title={t('receipt.one')} parent={parent} takesFocus={false} />
        <Skeleton variant="rounded" height={320} />
      </>
    );
  if (!receipt) {
    const back = (
      <Button component={RouterLink} to={paths.receipts} variant="outlined" color="inherit">
        {t('receipt.back')}
      </Button>
    );
    return (
      <>
        <PageHead title={t('receipt.one')} />
        <EmptyState text={t('receipt.notFound')} action={back} />
      </>
    );
  }
  return (
    <>
      <PageHead
        key={receipt.id}
        title={receipt.code ?? t('receipt.one')}
        parent={parent}
        mark={<ReceiptStatus status={receipt.status} />}
        actions={
          <>
            <PrintButton what="receipt_slip" parameters={{ id: receipt.id }} />
            <Cancel receipt={receipt} onChanged={() => void refetch()} />
          </>
        }
      />
      <Box className="document-columns" sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <GoodsTable
            label={t('receipt.lines')}
            lines={nodesOf(receipt.receiptDetails)}
            total={format.money(receipt.totalAmount)}
            withMoney
          />
          <LedgerProof
            text={t('receipt.proof')}
            movements={nodesOf(receipt.stockMovements)}
            usual="receipt"
          />
        </Box>
        <ReceiptFacts receipt={receipt} />
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

function ReceiptFacts({ receipt }: { receipt: ShownReceipt }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const { supplier, note, cancelledAt, cancelReason } = receipt;
  return (
    <Panel title={t('facts')}>
      <Facts
        facts={[
          [
            t('supplier.one'),
            supplier && (
              <>
                {supplier.name}
                <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{supplier.code}</Box>
              </>
            ),
          ],
          ...(supplier?.phone ? [[t('supplier.phone'), supplier.phone] as const] : []),
          ...(supplier?.taxCode ? [[t('supplier.taxCode'), supplier.taxCode] as const] : []),
          ...(receipt.supplierDocument
            ? [[t('receipt.document'), receipt.supplierDocument] as const]
            : []),
          [t('receipt.date'), format.date(receipt.receiptDate)],
          [t('createdAt'), format.moment(receipt.createdAt)],
          [t('receipt.total'), format.money(receipt.totalAmount)],
          ...(note ? [[t('note'), note] as const] : []),
          ...(cancelledAt ? [[t('receipt.cancelledAt'), format.moment(cancelledAt)] as const] : []),
          ...(cancelReason ? [[t('reasonGiven'), cancelReason] as const] : []),
        ]}
      />
    </Panel>
  );
}

function Cancel({ receipt, onChanged }: { receipt: ShownReceipt; onChanged(): void }) {
  const { t } = useTranslation('goods');
  const { can } = useSession();
  const client = useApolloClient();
  const toast = useToast();
  const [isOpen, setOpen] = useState(false);
  if (!can('slip:cancel') || receipt.status !== 'confirmed') return null;
  async function cancel(clientKey: string, reason: string, answers: Answers) {
    const variables = { input: { clientKey, receiptId: receipt.id, reason, ...answers } };
    await client.mutate({ mutation: CancelReceiptDocument, variables, update: forgetLists });
    toast({ text: t('receipt.cancelDone', { code: receipt.code }) });
  }
  return (
    <>
      <Button variant="outlined" color="error" onClick={() => setOpen(true)}>
        {t('receipt.cancelVerb')}
      </Button>
      {isOpen && (
        <ActDialog
          title={t('receipt.cancelTitle', { code: receipt.code })}
          verb={t('receipt.cancelVerb')}
          hasReason
          isGrave
          act={cancel}
          moreOf={(problem) => <RefusedGoods problem={problem} />}
          onChanged={() => {
            setOpen(false);
            onChanged();
          }}
          onClose={() => setOpen(false)}
        >
          <Typography sx={{ fontWeight: 600, mb: 1 }}>{t('receipt.goodsLeave')}</Typography>
          <MovedGoods lines={nodesOf(receipt.receiptDetails)} sign="−" />
          <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
            {t('receipt.cancelText')}
          </Typography>
        </ActDialog>
      )}
    </>
  );
}
