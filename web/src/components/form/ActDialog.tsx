import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useId, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { enterMovesOn, ignoreHeldEnter, sendOnCtrlEnter } from './form_keys.ts';
import { mergedAnswers, questionsOf } from '../questions/answers.ts';
import type { Answers } from '../questions/answers.ts';
import { QuestionsOf } from '../questions/QuestionsOf.tsx';
import { Refusal, Way } from '../Refusal.tsx';

const LONGEST = 500;

/** What a question shown over the dialog needs. */
export interface ActQuestion {
  isBusy: boolean;
  onConfirm(): void;
  onClose(): void;
}

export interface ActDialogProps {
  title: string;
  verb: string;
  /** What it undoes or ends is not had back by another press. */
  isGrave?: boolean;
  hasReason?: boolean;
  /** What will happen, in numbers. */
  children?: ReactNode;
  /** Looks at the fields above before the server is asked, and marks what cannot be right. */
  isRight?(): boolean;
  /**
   * Asks once more before it is sent: of acts that book figures and a day typed into this dialog.
   */
  asks?(question: ActQuestion): ReactNode;
  /** Sends the command, with what was answered to its questions. What it throws is shown here. */
  act(clientKey: string, reason: string, answers: Answers): Promise<void>;
  /** Rows or links that belong to a refusal. */
  moreOf?(problem: Problem): ReactNode;
  /** Done, or overtaken by somebody else: the page has to be asked for again. */
  onChanged(): void;
  onClose(): void;
}

/**
 * One change of state: its consequences, its reason, and what the server says to it. Mounted while
 * open.
 */
export function ActDialog(props: ActDialogProps) {
  const {
    title,
    verb,
    isGrave = false,
    hasReason = false,
    children,
    asks,
    moreOf,
    onChanged,
    onClose,
  } = props;
  const { t } = useTranslation('common');
  const id = useId();
  const state = useAct(props);
  const { isBusy, refusal } = state;
  return (
    <>
      <Dialog
        open
        onClose={() => {
          if (!isBusy) onClose();
        }}
        maxWidth="xs"
        fullWidth
        aria-labelledby={id}
        onKeyDownCapture={ignoreHeldEnter}
      >
        <Box
          component="form"
          noValidate
          onSubmit={state.onSubmit}
          onKeyDown={(event) => {
            if (asks) enterMovesOn(event);
            sendOnCtrlEnter(event);
          }}
        >
          <DialogTitle id={id}>{title}</DialogTitle>
          <DialogContent>
            {refusal && !questionsOf(refusal.problem) && (
              <Refusal key={refusal.at} problem={refusal.problem} more={moreOf?.(refusal.problem)}>
                {isOvertaken(refusal.problem) && (
                  <Way onClick={onChanged}>{t('action.reload')}</Way>
                )}
              </Refusal>
            )}
            {children}
            {hasReason && (
              <TextField
                label={t('act.reason')}
                value={state.reason}
                onChange={(event) => state.setReason(event.target.value)}
                autoFocus
                fullWidth
                multiline
                minRows={2}
                maxRows={6}
                sx={{ mt: 4 }}
                error={state.isReasonMissing}
                helperText={state.isReasonMissing ? t('act.reasonMissing') : undefined}
                slotProps={{ htmlInput: { maxLength: LONGEST } }}
              />
            )}
          </DialogContent>
          <DialogActions>
            <Button color="inherit" disabled={isBusy} onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              variant="contained"
              color={isGrave ? 'error' : 'primary'}
              autoFocus={!hasReason}
              disabled={isBusy}
            >
              {isBusy ? t('act.busy') : verb}
            </Button>
          </DialogActions>
        </Box>
      </Dialog>
      {state.question && asks?.(state.question)}
      <QuestionsOf
        refusal={refusal}
        verb={verb}
        isBusy={isBusy}
        onAnswer={state.answer}
        onClose={state.dismiss}
      />
    </>
  );
}

/** Somebody else was faster, or this very person in another window. */
const isOvertaken = ({ code }: Problem) =>
  ['INVALID_TRANSITION', 'NOT_FOUND', 'DUPLICATE_REQUEST', 'STALE_VERSION'].includes(code);

function useAct({ hasReason = false, isRight = () => true, asks, act, onChanged }: ActDialogProps) {
  // Made once per intention: sending it again after a lost answer never does it twice.
  const [clientKey] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState('');
  const [isReasonMissing, setReasonMissing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<{ at: number; problem: Problem } | null>(null);
  const [answers, setAnswers] = useState<Answers>({});

  async function send(given: Answers = {}) {
    setBusy(true);
    setAnswers(given);
    try {
      await act(clientKey, reason.trim(), given);
      onChanged();
    } catch (error) {
      setRefusal({ at: Date.now(), problem: problemOf(error) });
      setAsking(false);
      setBusy(false);
    }
  }

  return {
    reason,
    isReasonMissing,
    isBusy,
    refusal,
    question: isAsking
      ? {
          isBusy,
          onConfirm: () => {
            void send();
          },
          onClose: () => setAsking(false),
        }
      : null,
    answer: (more: Answers) => {
      void send(mergedAnswers(answers, more));
    },
    dismiss: () => setRefusal(null),
    setReason: (text: string) => {
      setReason(text);
      setReasonMissing(false);
    },
    onSubmit: (event: FormEvent) => {
      event.preventDefault();
      const lacksReason = hasReason && reason.trim() === '';
      setReasonMissing(lacksReason);
      if (!isRight() || lacksReason) return;
      if (asks) setAsking(true);
      else void send();
    },
  };
}
