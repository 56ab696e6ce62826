import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { sendOnCtrlEnter } from '../form/form_keys.ts';
import { Kbd } from '../Kbd.tsx';
import { keepReason, lastReasons } from './last_reasons.ts';

const LONGEST = 500;

interface Props {
  /** The act, by which its last reasons are kept. */
  what: string;
  /** What will happen. */
  text: string;
  verb: string;
  isGrave?: boolean;
  isBusy: boolean;
  onSend(reason: string): void;
  onCancel(): void;
}

/** Why something is postponed or turned down: typed, or one of the last three. */
export function ReasonForm({ what, text, verb, isGrave, isBusy, onSend, onCancel }: Props) {
  const { t } = useTranslation(['queue', 'common']);
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [offered] = useState(() => lastReasons(what));

  function change(next: string) {
    setReason(next);
    setMissing(false);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    const given = reason.trim();
    if (given === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    keepReason(what, given);
    onSend(given);
  }

  return (
    <Box
      component="form"
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onCancel();
        }
        sendOnCtrlEnter(event);
      }}
    >
      <Typography variant="body2" color="textSecondary">
        {text}
      </Typography>
      <TextField
        label={t('common:act.reason')}
        value={reason}
        inputRef={field}
        autoFocus
        fullWidth
        multiline
        minRows={2}
        maxRows={6}
        onChange={(event) => change(event.target.value)}
        error={isMissing}
        helperText={isMissing && t('common:act.reasonMissing')}
        slotProps={{ htmlInput: { maxLength: LONGEST } }}
        sx={{ mt: 3 }}
      />
      {offered.length > 0 && (
        <Box role="group" aria-label={t('reasons')} sx={chipsStyle}>
          {offered.map((one) => (
            <Chip
              key={one}
              label={one}
              variant="outlined"
              onClick={() => {
                change(one);
                field.current?.focus();
              }}
              sx={{ height: { xs: 44, md: 30 }, maxWidth: '100%' }}
            />
          ))}
        </Box>
      )}
      <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 2, mt: 3 }}>
        <Button color="inherit" disabled={isBusy} onClick={onCancel}>
          {t('common:action.cancel')}
          <Kbd>Esc</Kbd>
        </Button>
        <Button
          type="submit"
          variant="contained"
          color={isGrave ? 'error' : 'primary'}
          disabled={isBusy}
        >
          {isBusy ? t('busy') : verb}
          {!isBusy && <Kbd>Ctrl Enter</Kbd>}
        </Button>
      </Box>
    </Box>
  );
}

const chipsStyle = { display: 'flex', flexWrap: 'wrap', gap: 2, mt: 2 };
