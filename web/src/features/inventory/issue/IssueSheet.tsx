import Box from '@mui/material/Box';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { focusNow } from '../../../components/form/focus_now.ts';
import { documentKeys } from '../../../components/form/form_keys.ts';
import { questionsOf } from '../../../components/questions/answers.ts';
import type { Answers } from '../../../components/questions/answers.ts';
import { QuestionsOf } from '../../../components/questions/QuestionsOf.tsx';
import { useToast } from '../../../components/toasts.ts';
import { creditOf, isZero } from '../../../lib/dong.ts';
import { issuePath } from '../../../lib/paths.ts';
import type { Problem } from '../../../lib/problem.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { DraftBanner } from '../DraftBanner.tsx';
import { IssueAside } from './IssueAside.tsx';
import { IssueConfirm } from './IssueConfirm.tsx';
import { IssueFoot } from './IssueFoot.tsx';
import { IssueHead } from './IssueHead.tsx';
import { IssueLeave } from '../../../components/form/LeaveGuard.tsx';
import { IssueLines } from './IssueLines.tsx';
import { IssueRefusal } from './IssueRefusal.tsx';
import { IssueTotal } from './IssueTotal.tsx';
import { useDraftKeeping } from './issue_draft.ts';
import type { IssueDraft } from './issue_draft.ts';
import { isWorthKeeping, totalOf } from './issue_values.ts';
import type { FieldName } from './issue_values.ts';
import { useHeadroom } from './use_headroom.ts';
import { useIssueForm } from './use_issue_form.ts';
import { useIssueKind } from './use_issue_kind.ts';
import { useIssuePost } from './use_issue_post.ts';
import type { PostedIssue } from './use_issue_post.ts';

interface Props {
  start: IssueDraft;
  /** A draft that is shown (restored) or lies aside (offered). */
  earlier: IssueDraft | null;
  isRestored: boolean;
  onOpen(): void;
  onDrop(): void;
}

/** The slip itself: fields, limit, total, and the road from typing to posted. */
export function IssueSheet({ start, earlier, isRestored, onOpen, onDrop }: Props) {
  const { t } = useTranslation('inventory');
  const sheet = useSheet(start);
  const { state, room, total, refusal, isPosting } = sheet;
  const { values } = state;
  const isOver = Boolean(room.headroom?.shortBy && !isZero(room.headroom.shortBy));
  return (
    <Box onKeyDownCapture={sheet.onKeyDown} sx={{ pb: { xs: 22, md: 0 } }}>
      {earlier && (
        <DraftBanner draft={earlier} isRestored={isRestored} onOpen={onOpen} onDrop={onDrop} />
      )}
      <QuestionsOf
        refusal={refusal}
        verb={t('confirm.submit')}
        isBusy={isPosting}
        onAnswer={sheet.answer}
        onClose={sheet.forgive}
      />
      {refusal && !questionsOf(refusal.problem) && (
        <IssueRefusal
          key={refusal.at}
          problem={refusal.problem}
          paidNow={values.paidNow}
          firstField={sheet.firstField}
          lastLine={`lines.${Math.max(0, values.lines.length - 2)}.quantity`}
          onPaidNow={sheet.collect}
          onGoTo={state.focus}
          onRetry={sheet.ask}
          onNewKey={sheet.takeNewKey}
        />
      )}
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <IssueHead state={state} takesFocus={start.values.agency === null} />
          <IssueLines state={state} refusal={refusal} />
          <IssueFoot state={state} onDone={sheet.ask} />
        </Box>
        <Box sx={{ display: 'grid', gap: 4, position: { lg: 'sticky' }, top: 76 }}>
          <IssueAside room={room} hasAgency={values.agency !== null} />
          <IssueTotal
            total={total}
            isPosting={isPosting}
            isOver={isOver}
            isRequest={state.isRequest}
            onSubmit={sheet.ask}
          />
        </Box>
      </Box>
      {sheet.isAsking && (
        <IssueConfirm
          isPosting={isPosting}
          values={values}
          isRequest={state.isRequest}
          headroom={room.isCurrent ? room.headroom : null}
          onConfirm={sheet.confirm}
          onClose={sheet.stopAsking}
        />
      )}
      <IssueLeave hasWork={sheet.hasWork} />
    </Box>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 300px' },
};

function useSheet(start: IssueDraft) {
  const { user } = useSession();
  const isRequest = useIssueKind() === 'request';
  const state = useIssueForm(start.values, isRequest);
  const [clientKey, setClientKey] = useState(start.clientKey);
  const [isAsking, setAsking] = useState(false);
  const [firstField, setFirstField] = useState<FieldName>('agency');
  const total = totalOf(state.values.lines);
  const room = useHeadroom(state.values.agency?.id, total, state.values.paidNow || '0');
  const stopKeeping = useDraftKeeping(
    user.id,
    clientKey,
    state.values,
    state.isChanged && !state.values.revises,
  );
  const isPosted = useRef(false);
  const announce = useAnnounce(isRequest);
  const { post, answer, isPosting, refusal, forgive } = useIssuePost(isRequest, (issue) => {
    isPosted.current = true;
    stopKeeping();
    announce(issue);
  });
  const {
    isChanged,
    form: { getValues },
  } = state;
  const hasWork = useCallback(
    () => !isPosted.current && isChanged && isWorthKeeping(getValues()),
    [isChanged, getValues],
  );
  const ask = () => {
    void state.form.handleSubmit(() => setAsking(true))();
  };

  function heed(problem: Problem | null) {
    setAsking(false);
    if (problem?.code === 'VALIDATION_ERROR') setFirstField(state.markFields(problem) ?? 'agency');
  }

  return {
    state,
    room,
    total,
    refusal,
    isPosting,
    isAsking,
    firstField,
    hasWork,
    ask,
    onKeyDown: documentKeys({
      ask,
      toDate: () => focusNow(state.form, 'issueDate', { isSelected: true }),
    }),
    confirm: () => {
      void post(state.form.getValues(), clientKey).then(heed);
    },
    answer: (more: Answers) => {
      void answer(more, clientKey).then(heed);
    },
    forgive,
    stopAsking: () => setAsking(false),
    collect: (paidNow: string) => {
      state.form.setValue('paidNow', paidNow, { shouldDirty: true });
      forgive();
      state.focus('paidNow');
    },
    takeNewKey: () => {
      setClientKey(crypto.randomUUID());
      ask();
    },
  };
}

/** Goes to the posted slip and says what became of the debt. */
function useAnnounce(isRequest: boolean) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const toast = useToast();
  const navigate = useNavigate();
  const sayDebt = ({ name, debtAmount }: NonNullable<PostedIssue['agency']>) => {
    const credit = creditOf(debtAmount ?? '0');
    return credit === undefined
      ? t('done.debt', { agency: name, debt: format.money(debtAmount) })
      : t('done.credit', { agency: name, credit: format.money(credit) });
  };
  return ({ id, code, agency }: PostedIssue) => {
    toast({
      text: isRequest ? t('request.done') : t('done.title', { code }),
      ...(agency && !isRequest ? { detail: sayDebt(agency) } : {}),
    });
    void navigate(issuePath(id));
  };
}
