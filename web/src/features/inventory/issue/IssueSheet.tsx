import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { LeaveGuard } from '../../../components/form/LeaveGuard.tsx';
import { QuestionsOf } from '../../../components/questions/QuestionsOf.tsx';
import { useToast } from '../../../components/toasts.ts';
import { creditOf, isZero } from '../../../lib/dong.ts';
import { issuePath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { DraftBanner } from '../DraftBanner.tsx';
import { IssueAside } from './IssueAside.tsx';
import { IssueConfirm } from './IssueConfirm.tsx';
import { IssueFoot } from './IssueFoot.tsx';
import { IssueHead } from './IssueHead.tsx';
import { IssueLines } from './IssueLines.tsx';
import { IssueRefusal } from './IssueRefusal.tsx';
import { IssueTotal } from './IssueTotal.tsx';
import { dropDraft, useDraftKeeping } from './issue_draft.ts';
import type { IssueDraft } from './issue_draft.ts';
import { totalOf } from './issue_values.ts';
import { useHeadroom } from './use_headroom.ts';
import { useIssueForm } from './use_issue_form.ts';
import { useIssueKind } from './use_issue_kind.ts';
import type { PostedIssue } from './use_send_issue.ts';

interface Props {
  start: IssueDraft;
  /** A draft that is shown (restored) or lies aside (offered). */
  earlier: IssueDraft | null;
  isRestored: boolean;
  onOpen(): void;
  onDrop(): void;
}

/** The slip itself: fields, limit, total, and the way from typing to posted. */
export function IssueSheet({ start, earlier, isRestored, onOpen, onDrop }: Props) {
  const { t } = useTranslation('inventory');
  const { state, room, total } = useSheet(start);
  const { values, isBusy } = state;
  const isOver = Boolean(room.headroom?.shortBy && !isZero(room.headroom.shortBy));
  return (
    <Box onKeyDownCapture={state.onKeyDown} sx={{ pb: { xs: 22, md: 0 } }}>
      {earlier && (
        <DraftBanner draft={earlier} isRestored={isRestored} onOpen={onOpen} onDrop={onDrop} />
      )}
      <QuestionsOf of={state} verb={t('confirm.submit')} />
      <IssueRefusal state={state} />
      <Box sx={columns}>
        <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
          <IssueHead state={state} takesFocus={start.values.agency === null} />
          <IssueLines state={state} />
          <IssueFoot state={state} />
        </Box>
        <Box sx={{ display: 'grid', gap: 4, position: { lg: 'sticky' }, top: 76 }}>
          <IssueAside room={room} hasAgency={values.agency !== null} />
          <IssueTotal
            total={total}
            isPosting={isBusy}
            isOver={isOver}
            isRequest={state.isRequest}
            onSubmit={state.submit}
          />
        </Box>
      </Box>
      {state.isAsking && (
        <IssueConfirm
          isPosting={isBusy}
          values={values}
          isRequest={state.isRequest}
          headroom={room.isCurrent ? room.headroom : null}
          onConfirm={state.confirm}
          onClose={state.stopAsking}
        />
      )}
      <LeaveGuard hasWork={state.hasWork} title={t('leave.title')} text={t('leave.text')} />
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
  const announce = useAnnounce(isRequest);
  const state = useIssueForm(start, isRequest, (issue) => {
    dropDraft(user.id);
    announce(issue);
  });
  const { values, keyNow } = state;
  const total = totalOf(values.lines);
  const room = useHeadroom(values.agency?.id, total, values.paidNow || '0');
  // what revises a request is no draft: the request itself is there
  const hasWork = () => !values.revises && state.hasWork();
  useDraftKeeping(user.id, { values, keyNow, hasWork });
  return { state, room, total };
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
