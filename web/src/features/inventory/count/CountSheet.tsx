import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { LeaveGuard } from '../../../components/form/LeaveGuard.tsx';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CreateStockCountDocument } from '../../../gql/graphql.ts';
import { isZero, quantityOf } from '../../../lib/dong.ts';
import { stockCountPath } from '../../../lib/paths.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { CountConfirm } from './CountConfirm.tsx';
import { CountLines } from './CountLines.tsx';
import { GoodsAside } from '../GoodsAside.tsx';
import { GoodsNote } from '../GoodsNote.tsx';
import { GoodsRefusal } from '../GoodsRefusal.tsx';
import { quantityLess, seenOn, sentLines } from '../goods_values.ts';
import type { GoodsLine } from '../goods_values.ts';
import { useBooks } from './use_books.ts';
import { useGoodsForm } from '../use_goods_form.ts';
import type { GoodsFormState } from '../use_goods_form.ts';
import { useGoodsReason } from '../use_goods_reason.ts';

/** Lines whose shelf differs from the books, as far as these are known. */
const differing = (lines: readonly GoodsLine[], day: string) =>
  lines.filter((line) => {
    const counted = quantityOf(line.figure);
    const seen = seenOn(line, day);
    return counted !== null && seen && !isZero(quantityLess(counted, seen.quantity));
  });

/** Items with the books' quantity beside the counted one. */
export function CountSheet() {
  const { t } = useTranslation('goods');
  const state = useCount();
  const day = state.form.watch('day');
  const count = sentLines(state.lines).filter(({ figure }) => quantityOf(figure) !== null).length;
  // what the question says is what the books say: it waits until they are read
  const isReady = state.lines.every((line) => !line.item || seenOn(line, day));
  return (
    <Box onKeyDownCapture={state.onKeyDown} sx={{ pb: { xs: 22, md: 0 } }}>
      <GoodsRefusal state={state} verb={t('count.make')} pathOf={stockCountPath} />
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <CountHead state={state} />
          <CountLines state={state} day={day} />
          <GoodsNote state={state} />
        </Box>
        <GoodsAside
          state={state}
          name={t('count.allCounted')}
          figure={t('count.summary', { count, differing: differing(state.lines, day).length })}
          verb={t('count.make')}
        />
      </Box>
      {state.isAsking && isReady && (
        <CountConfirm state={state} day={day} differing={differing(state.lines, day)} />
      )}
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

function CountHead({ state }: { state: GoodsFormState }) {
  const { t } = useTranslation('goods');
  const reason = useGoodsReason();
  const { problem, ...day } = useFormField(state, 'day');
  return (
    <Panel>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 4, alignItems: 'center' }}>
        <DocumentDate
          {...day}
          label={t('count.date')}
          sx={{ width: { xs: '100%', md: 184 } }}
          onEnter={state.firstLine}
          error={reason(problem)}
        />
        <Typography variant="body2" color="textSecondary">
          {t('count.hint')}
        </Typography>
      </Box>
    </Panel>
  );
}

/** The count being typed, and the way to its page. */
function useCount() {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const navigate = useNavigate();
  const state = useGoodsForm({
    isReceipt: false,
    async send({ day, note }, lines, { clientKey, answers }) {
      const input = {
        clientKey,
        ...answers,
        countDate: day,
        note: note.trim() || null,
        items: lines.map((line) => ({
          itemId: line.item?.id ?? null,
          counted: quantityOf(line.figure),
          seen: seenOn(line, day)?.quantity ?? null,
        })),
      };
      const { data } = await client.mutate({
        mutation: CreateStockCountDocument,
        variables: { input },
        update: forgetLists,
      });
      return data?.createStockCount?.stockCount;
    },
    onMade({ id, code }) {
      toast({ text: t('count.done', { code }) });
      void navigate(stockCountPath(id));
    },
  });
  useBooks(state, state.form.watch('day'));
  return state;
}
