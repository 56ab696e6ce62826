import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { LeaveGuard } from '../../../components/form/LeaveGuard.tsx';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CreateReceiptDocument } from '../../../gql/graphql.ts';
import { quantityOf } from '../../../lib/dong.ts';
import { receiptPath } from '../../../lib/paths.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { GoodsAside } from '../GoodsAside.tsx';
import { GoodsNote } from '../GoodsNote.tsx';
import { GoodsRefusal } from '../GoodsRefusal.tsx';
import { goodsTotal } from '../goods_values.ts';
import { ReceiptConfirm } from './ReceiptConfirm.tsx';
import { ReceiptLines } from './ReceiptLines.tsx';
import { SupplierField } from './SupplierField.tsx';
import { useGoodsForm } from '../use_goods_form.ts';
import type { GoodsFormState } from '../use_goods_form.ts';
import { useGoodsReason } from '../use_goods_reason.ts';

/** Supplier, lines with price and quantity, the total beside them. */
export function ReceiptSheet() {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const state = useReceipt();
  const total = goodsTotal(state.lines);
  return (
    <Box onKeyDownCapture={state.onKeyDown} sx={{ pb: { xs: 22, md: 0 } }}>
      <GoodsRefusal state={state} verb={t('receipt.make')} pathOf={receiptPath} />
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <ReceiptHead state={state} />
          <ReceiptLines state={state} />
          <GoodsNote state={state} />
        </Box>
        <GoodsAside
          state={state}
          name={t('receipt.total')}
          figure={format.money(total)}
          verb={t('receipt.make')}
        />
      </Box>
      {state.isAsking && <ReceiptConfirm state={state} total={total} />}
      <LeaveGuard hasWork={state.hasWork} title={t('leave.title')} text={t('leave.text')} />
    </Box>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 260px' },
};

function ReceiptHead({ state }: { state: GoodsFormState }) {
  const { t } = useTranslation('goods');
  const reason = useGoodsReason();
  const supplier = useFormField(state, 'supplier');
  const { problem, ...day } = useFormField(state, 'day');
  return (
    <Panel>
      <Box
        sx={{
          display: 'grid',
          gap: 4,
          gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 1fr) 184px 184px' },
          alignItems: 'start',
        }}
      >
        <SupplierField
          value={supplier.value}
          inputRef={supplier.inputRef}
          error={reason(supplier.problem)}
          onPick={supplier.onChange}
          onEnter={state.firstLine}
        />
        <FormField
          of={state}
          reasonOf={reason}
          name="document"
          label={t('receipt.document')}
          longest={100}
          isOptional
        />
        <DocumentDate
          {...day}
          label={t('receipt.date')}
          fullWidth
          onEnter={state.firstLine}
          error={reason(problem)}
        />
      </Box>
    </Panel>
  );
}

/** The receipt being typed, and the way to its page. */
function useReceipt() {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const navigate = useNavigate();
  return useGoodsForm({
    isReceipt: true,
    async send({ supplier, day, document, note }, lines, { clientKey, answers }) {
      const input = {
        clientKey,
        ...answers,
        supplierId: supplier?.id ?? null,
        receiptDate: day,
        supplierDocument: document.trim() || null,
        note: note.trim() || null,
        items: lines.map(({ item, figure, price, isFree }) => ({
          itemId: item?.id ?? null,
          quantity: quantityOf(figure),
          ...(isFree ? { isFree } : { unitPrice: price }),
        })),
      };
      const { data } = await client.mutate({
        mutation: CreateReceiptDocument,
        variables: { input },
        update: forgetLists,
      });
      return data?.createReceipt?.receipt;
    },
    onMade({ id, code }) {
      toast({ text: t('receipt.done', { code }) });
      void navigate(receiptPath(id));
    },
  });
}
