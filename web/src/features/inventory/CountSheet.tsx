import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { DateField } from '../../components/DateField.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useToast } from '../../components/toasts.ts';
import { CreateStockCountDocument } from '../../gql/graphql.ts';
import { isZero, quantityOf } from '../../lib/dong.ts';
import { businessToday } from '../../lib/format.ts';
import { stockCountPath } from '../../lib/paths.ts';
import { forgetLists } from '../../lib/stale.ts';
import { useFormat } from '../../lib/use_format.ts';
import { CountLines, Difference } from './CountLines.tsx';
import { GoodsAside } from './GoodsAside.tsx';
import { GoodsConfirm } from './GoodsConfirm.tsx';
import { GoodsNote } from './GoodsNote.tsx';
import { GoodsRefusal } from './GoodsRefusal.tsx';
import { quantityLess, sentLines } from './goods_values.ts';
import type { GoodsLine } from './goods_values.ts';
import { IssueLeave } from './IssueLeave.tsx';
import { useGoodsForm } from './use_goods_form.ts';
import type { GoodsFormState } from './use_goods_form.ts';
import { useGoodsReason } from './use_goods_reason.ts';

const differing = (lines: readonly GoodsLine[]) => lines.filter(({ item, figure }) => {
  const counted = quantityOf(figure);
  return item && counted !== null && !isZero(quantityLess(counted, item.stockQuantity));
});

/** Items with the books' quantity beside the counted one. */
export function CountSheet() {
  const { t } = useTranslation('goods');
  const { state, head, setHead } = useCount();
  const reason = useGoodsReason();
  const count = sentLines(state.lines).filter(({ figure }) => quantityOf(figure) !== null).length;
  return (
    <Box onKeyDownCapture={state.onKeyDown} sx={{ pb: { xs: 22, md: 0 } }}>
      {state.refusal && <GoodsRefusal key={state.refusal.at} state={state} verb={t('count.make')} pathOf={stockCountPath} opened={t('count.openFirst')} anew={t('count.newKey')} />}
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <Panel>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 4, alignItems: 'center' }}>
              <DateField label={t('count.date')} value={head.countDate} inputRef={state.inputRef('count_date')} max={businessToday()} isDocumentDate sx={{ width: { xs: '100%', md: 184 } }}
                onChange={(countDate) => { setHead({ ...head, countDate }); state.forgive('count_date'); }}
                onEnter={state.firstLine} error={reason(state.reasons['count_date'])} />
              <Typography variant="body2" color="textSecondary">{t('count.hint')}</Typography>
            </Box>
          </Panel>
          <CountLines state={state} />
          <GoodsNote state={state} value={head.note} onChange={(note) => setHead({ ...head, note })} />
        </Box>
        <GoodsAside state={state} name={t('count.allCounted')} figure={t('count.summary', { count, differing: differing(state.lines).length })} verb={t('count.make')} />
      </Box>
      {state.isAsking && <CountConfirm state={state} countDate={head.countDate} />}
      <IssueLeave hasWork={state.hasWork} title={t('leave.title')} text={t('leave.text')} />
    </Box>
  );
}

const columns = {
  display: 'grid', gap: 4, alignItems: 'start', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 260px' },
};

function CountConfirm({ state, countDate }: { state: GoodsFormState; countDate: string }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const changed = differing(state.lines);
  return (
    <GoodsConfirm state={state} title={t('count.confirm')} verb={t('count.make')} note={t('count.final')} day={{ label: t('count.date'), value: countDate }}>
      <Typography>{changed.length === 0 ? t('count.same') : t('count.changes', { count: changed.length })}</Typography>
      <Box component="ul" sx={{ m: 0, mt: 1, pl: 5, '&:empty': { display: 'none' } }}>
        {changed.map(({ key, item, figure }) => (
          <li key={key}>{item?.itemName}: {format.quantity(item?.stockQuantity)} → <strong>{format.quantity(quantityOf(figure))}</strong> (<Difference book={item?.stockQuantity ?? '0'} counted={figure} />)</li>
        ))}
      </Box>
    </GoodsConfirm>
  );
}

/** The count being typed, and the road to its page. */
function useCount() {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const navigate = useNavigate();
  const [head, setHead] = useState({ countDate: businessToday(), note: '' });
  const state = useGoodsForm({
    hasPrice: false,
    dateField: 'count_date',
    headHints: () => (head.countDate ? {} : { count_date: 'required' }),
    async send(lines, clientKey, answers) {
      const input = {
        clientKey, ...answers, countDate: head.countDate, note: head.note.trim() || null,
        items: lines.map(({ item, figure }) => ({ itemId: item?.id ?? null, counted: quantityOf(figure), seen: item?.stockQuantity ?? null })),
      };
      const { data } = await client.mutate({ mutation: CreateStockCountDocument, variables: { input }, update: forgetLists });
      const made = data?.createStockCount?.stockCount;
      if (!made) return;
      state.isSent.current = true;
      toast({ text: t('count.done', { code: made.code }) });
      void navigate(stockCountPath(made.id));
    },
  });
  return { state, head, setHead };
}
