import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import { useId } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../lib/problem.ts';
import type { Answers } from '../questions/answers.ts';
import { QuestionsOf } from '../questions/QuestionsOf.tsx';
import { CloseQuestion } from './CloseQuestion.tsx';
import { CommandRefusal } from './CommandRefusal.tsx';
import { enterMovesOn, ignoreHeldEnter, sendOnCtrlEnter } from './form_keys.ts';
import { useCloseGuard } from './use_close_guard.ts';
import { useCommandForm } from './use_command_form.ts';
import { useFormField } from './use_form_field.ts';

const LONGEST = 500;

/** What a question shown over the dialog needs. */
export interface ActQuestion {
  isBusy: boolean;
  onConfirm(): void;
  onClose(): void;
}

interface ActDialogProps {
  title: string;
  verb: string;
  /** What it undoes or ends is not had back by another press. */
  isGrave?: boolean;
  hasReason?: boolean;
  /** What will happen, in numbers. */
  children?: ReactNode;
  /** Whether something is typed in the fields above, which closing would lose. */
  hasWork?(): boolean;
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
    hasWork = () => false,
    onChanged,
    onClose,
  } = props;
  const { t } = useTranslation('common');
  const id = useId();
  const state = useAct(props);
  const { isBusy, refusal, reason } = state;
  const guard = useCloseGuard({
    isBusy,
    hasWork: () => state.hasWork() || hasWork(),
    onClose,
  });
  return (
    <>
      <Dialog
        open
        onClose={(_, why) => guard.close(why)}
        maxWidth="xs"
        fullWidth
        aria-labelledby={id}
        onKeyDownCapture={ignoreHeldEnter}
      >
        <Box
          component="form"
          noValidate
          onSubmit={state.submit}
          onKeyDown={(event) => {
            if (asks) enterMovesOn(event);
            sendOnCtrlEnter(event);
          }}
        >
          <DialogTitle id={id}>{title}</DialogTitle>
          <DialogContent>
            <CommandRefusal
              of={state}
              more={refusal && moreOf?.(refusal.problem)}
              onOvertaken={onChanged}
            />
            {children}
            {hasReason && (
              <TextField
                label={t('act.reason')}
                value={reason.value}
                inputRef={reason.inputRef}
                onChange={(event) => reason.onChange(event.target.value)}
                autoFocus
                fullWidth
                multiline
                minRows={2}
                maxRows={6}
                sx={{ mt: 4 }}
                error={reason.problem !== undefined}
                helperText={reason.problem && t('act.reasonMissing')}
                slotProps={{ htmlInput: { maxLength: LONGEST } }}
              />
            )}
          </DialogContent>
          <DialogActions>
            <Button color="inherit" disabled={isBusy} onClick={() => guard.close()}>
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
      {state.isAsking && asks?.({ isBusy, onConfirm: state.confirm, onClose: state.stopAsking })}
      <QuestionsOf of={state} verb={verb} />
      <CloseQuestion guard={guard} />
    </>
  );
}

function useAct({ hasReason = false, isRight = () => true, asks, act, onChanged }: ActDialogProps) {
  const state = useCommandForm({
    saved: { reason: '' },
    asksFirst: asks !== undefined,
    send: ({ reason }, { clientKey, answers }) => act(clientKey, reason.trim(), answers),
    onSent: onChanged,
  });
  const reason = useFormField(state, 'reason', {
    validate: { required: (text) => !hasReason || text.trim() !== '' },
  });
  return {
    ...state,
    reason,
    submit: (event?: SyntheticEvent) => {
      event?.preventDefault();
      // all that is wrong is marked at once
      if (isRight()) state.submit();
      else void state.form.trigger('reason');
    },
  };
}
