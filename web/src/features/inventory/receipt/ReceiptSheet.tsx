import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CreateReceiptDocument } from '../../../gql/graphql.ts';
import { quantityOf } from '../../../lib/dong.ts';
import { businessToday } from '../../../lib/format.ts';
import { receiptPath } from '../../../lib/paths.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { GoodsAside } from '../GoodsAside.tsx';
import { GoodsNote } from '../GoodsNote.tsx';
import { GoodsRefusal } from '../GoodsRefusal.tsx';
import { goodsTotal } from '../goods_values.ts';
import { IssueLeave } from '../../../components/form/LeaveGuard.tsx';
import { ReceiptConfirm } from './ReceiptConfirm.tsx';
import type { ReceiptHead } from './receipt_head.ts';
import { ReceiptLines } from './ReceiptLines.tsx';
import { SupplierField } from './SupplierField.tsx';
import { useGoodsForm } from '../use_goods_form.ts';
import { useGoodsReason } from '../use_goods_reason.ts';

/** Supplier, lines with price and quantity, the total beside them. */
export function ReceiptSheet() {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const { state, head, setHead } = useReceipt();
  const reason = useGoodsReason();
  const total = goodsTotal(state.lines);
  const supplierReason = reason(state.reasons['supplier_id']);
  return (
    <Box onKeyDownCapture={state.onKeyDown} sx={{ pb: { xs: 22, md: 0 } }}>
      {state.refusal && (
        <GoodsRefusal
          key={state.refusal.at}
          state={state}
          verb={t('receipt.make')}
          pathOf={receiptPath}
          opened={t('receipt.openFirst')}
          anew={t('receipt.newKey')}
        />
      )}
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <Panel>
            <Box
              sx={{
                display: 'grid',
                gap: 4,
                gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 1fr) 184px' },
                alignItems: 'start',
              }}
            >
              <SupplierField
                value={head.supplier}
                inputRef={state.inputRef('supplier_id')}
                error={supplierReason}
                onPick={(supplier) => {
                  setHead({ ...head, supplier });
                  state.forgive('supplier_id');
                }}
                onEnter={state.firstLine}
              />
              <DocumentDate
                label={t('receipt.date')}
                fullWidth
                value={head.receiptDate}
                inputRef={state.inputRef('receipt_date')}
                onChange={(receiptDate) => {
                  setHead({ ...head, receiptDate });
                  state.forgive('receipt_date');
                }}
                onEnter={state.firstLine}
                error={reason(state.reasons['receipt_date'])}
              />
            </Box>
          </Panel>
          <ReceiptLines state={state} />
          <GoodsNote
            state={state}
            value={head.note}
            onChange={(note) => setHead({ ...head, note })}
          />
        </Box>
        <GoodsAside
          state={state}
          name={t('receipt.total')}
          figure={format.money(total)}
          verb={t('receipt.make')}
        />
      </Box>
      {state.isAsking && <ReceiptConfirm state={state} head={head} total={total} />}
      <IssueLeave hasWork={state.hasWork} title={t('leave.title')} text={t('leave.text')} />
    </Box>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 260px' },
};

/** The receipt being typed, and the road to its page. */
function useReceipt() {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const navigate = useNavigate();
  const [head, setHead] = useState<ReceiptHead>({
    supplier: null,
    receiptDate: businessToday(),
    note: '',
  });
  const state = useGoodsForm({
    hasPrice: true,
    dateField: 'receipt_date',
    headHints: () => ({
      ...(head.supplier ? {} : { supplier_id: 'required' }),
      ...(head.receiptDate ? {} : { receipt_date: 'required' }),
    }),
    async send(lines, clientKey, answers) {
      const input = {
        clientKey,
        ...answers,
        supplierId: head.supplier?.id ?? null,
        receiptDate: head.receiptDate,
        note: head.note.trim() || null,
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
      const receipt = data?.createReceipt?.receipt;
      if (!receipt) return;
      state.isSent.current = true;
      toast({ text: t('receipt.done', { code: receipt.code }) });
      void navigate(receiptPath(receipt.id));
    },
  });
  return { state, head, setHead };
}
