import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CreateStockCountDocument } from '../../../gql/graphql.ts';
import { isZero, quantityOf } from '../../../lib/dong.ts';
import { businessToday } from '../../../lib/format.ts';
import { stockCountPath } from '../../../lib/paths.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { CountConfirm } from './CountConfirm.tsx';
import { CountLines } from './CountLines.tsx';
import { GoodsAside } from '../GoodsAside.tsx';
import { GoodsNote } from '../GoodsNote.tsx';
import { GoodsRefusal } from '../GoodsRefusal.tsx';
import { quantityLess, seenOn, sentLines } from '../goods_values.ts';
import type { GoodsLine } from '../goods_values.ts';
import { IssueLeave } from '../../../components/form/LeaveGuard.tsx';
import { useBooks } from './use_books.ts';
import { useGoodsForm } from '../use_goods_form.ts';
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
  const { state, head, setHead } = useCount();
  const day = head.countDate;
  const reason = useGoodsReason();
  const count = sentLines(state.lines).filter(({ figure }) => quantityOf(figure) !== null).length;
  return (
    <Box onKeyDownCapture={state.onKeyDown} sx={{ pb: { xs: 22, md: 0 } }}>
      {state.refusal && (
        <GoodsRefusal
          key={state.refusal.at}
          state={state}
          verb={t('count.make')}
          pathOf={stockCountPath}
          opened={t('count.openFirst')}
          anew={t('count.newKey')}
        />
      )}
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <Panel>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 4, alignItems: 'center' }}>
              <DocumentDate
                label={t('count.date')}
                value={head.countDate}
                inputRef={state.inputRef('count_date')}
                sx={{ width: { xs: '100%', md: 184 } }}
                onChange={(countDate) => {
                  setHead({ ...head, countDate });
                  state.forgive('count_date');
                }}
                onEnter={state.firstLine}
                error={reason(state.reasons['count_date'])}
              />
              <Typography variant="body2" color="textSecondary">
                {t('count.hint')}
              </Typography>
            </Box>
          </Panel>
          <CountLines state={state} day={day} />
          <GoodsNote
            state={state}
            value={head.note}
            onChange={(note) => setHead({ ...head, note })}
          />
        </Box>
        <GoodsAside
          state={state}
          name={t('count.allCounted')}
          figure={t('count.summary', { count, differing: differing(state.lines, day).length })}
          verb={t('count.make')}
        />
      </Box>
      {state.isAsking && (
        <CountConfirm state={state} day={day} differing={differing(state.lines, day)} />
      )}
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
    isReady: (lines) => lines.every((line) => !line.item || seenOn(line, head.countDate)),
    async send(lines, clientKey, answers) {
      const input = {
        clientKey,
        ...answers,
        countDate: head.countDate,
        note: head.note.trim() || null,
        items: lines.map((line) => ({
          itemId: line.item?.id ?? null,
          counted: quantityOf(line.figure),
          seen: seenOn(line, head.countDate)?.quantity ?? null,
        })),
      };
      const { data } = await client.mutate({
        mutation: CreateStockCountDocument,
        variables: { input },
        update: forgetLists,
      });
      const made = data?.createStockCount?.stockCount;
      if (!made) return;
      state.isSent.current = true;
      toast({ text: t('count.done', { code: made.code }) });
      void navigate(stockCountPath(made.id));
    },
  });
  useBooks(state, head.countDate);
  return { state, head, setHead };
}
