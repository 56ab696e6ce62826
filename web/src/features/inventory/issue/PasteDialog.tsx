import CheckIcon from '@mui/icons-material/CheckOutlined';
import WarnIcon from '@mui/icons-material/WarningAmberOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { sendOnCtrlEnter } from '../../../components/form/form_keys.ts';
import { Kbd } from '../../../components/Kbd.tsx';
import { Refusal } from '../../../components/Refusal.tsx';
import { useFormat } from '../../../lib/use_format.ts';
import { PastedChoice } from './PastedChoice.tsx';
import { addedOf, usePasted } from './use_pasted.ts';
import type { FoundLine } from './use_pasted.ts';
import type { IssueFormState } from './use_issue_form.ts';

interface Props {
  state: IssueFormState;
  /** What was pasted into the slip; "" when the dialog was opened to paste into. */
  text: string;
  onClose(): void;
}

/**
 * Lines from a spreadsheet or a message: first what was not understood, then what was. Nothing is
 * added before the button is pressed.
 */
export function PasteDialog({ state, text: given, onClose }: Props) {
  const { t } = useTranslation(['slipEntry', 'common']);
  const [text, setText] = useState(given);
  const pasted = usePasted();
  const { lines, isLooking, problem, read } = pasted;
  const isGiven = useRef(given !== '');
  useEffect(() => {
    if (!isGiven.current) return;
    isGiven.current = false;
    void read(given);
  }, [given, read]);
  const added = lines ? addedOf(lines) : [];

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isLooking) return;
    if (!lines) {
      void read(text);
      return;
    }
    if (added.length === 0) return;
    state.addLines(added);
    onClose();
  }

  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="paste-title">
      <Box component="form" noValidate onSubmit={submit} onKeyDown={sendOnCtrlEnter}>
        <DialogTitle id="paste-title">
          {lines ? t('paste.read', { count: lines.length }) : t('paste.title')}
        </DialogTitle>
        <DialogContent>
          {problem && <Refusal problem={problem} />}
          {lines ? (
            <Preview
              lines={lines}
              onChoose={pasted.choose}
              onNote={(note) => {
                const before = state.form.getValues('note').trim();
                state.form.setValue('note', [before, note].filter(Boolean).join('. '), {
                  shouldDirty: true,
                });
              }}
            />
          ) : (
            <TextField
              label={t('paste.field')}
              helperText={t('paste.hint')}
              value={text}
              onChange={(event) => setText(event.target.value)}
              autoFocus
              fullWidth
              multiline
              minRows={6}
              maxRows={16}
              disabled={isLooking}
              sx={{ mt: 2 }}
            />
          )}
        </DialogContent>
        <DialogActions>
          {lines && (
            <Box role="status" sx={{ mr: 'auto', fontSize: 13, color: 'text.secondary' }}>
              {t('paste.sum', { added: added.length, left: lines.length - added.length })}
            </Box>
          )}
          <Button color="inherit" onClick={lines ? pasted.again : onClose}>
            {t('common:action.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            disabled={isLooking || (lines ? added.length === 0 : text.trim() === '')}
          >
            {isLooking
              ? t('paste.looking')
              : lines
                ? t('paste.add', { count: added.length })
                : t('paste.preview')}
            {!isLooking && <Kbd>Ctrl Enter</Kbd>}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}

interface PreviewProps {
  lines: readonly FoundLine[];
  onChoose(place: number, item: FoundLine['item']): void;
  onNote(note: string): void;
}

/** What needs a look stays on top, also once it is chosen: nothing moves by itself. */
function Preview({ lines, onChoose, onNote }: PreviewProps) {
  const { t } = useTranslation('slipEntry');
  const format = useFormat();
  const [unsure] = useState(
    () => new Set(lines.flatMap(({ item, place }) => (item === null ? [place] : []))),
  );
  const understood = lines.filter(({ place }) => !unsure.has(place));
  return (
    <>
      {unsure.size > 0 && (
        <Box component="section" aria-labelledby="paste-unsure" sx={{ mb: 4 }}>
          <Typography id="paste-unsure" component="h3" sx={{ ...headStyle, color: 'warning.main' }}>
            <WarnIcon aria-hidden="true" sx={{ fontSize: 18 }} />
            {t('paste.unsure', { count: unsure.size })}
          </Typography>
          {lines.map(
            (line) =>
              unsure.has(line.place) && (
                <PastedChoice
                  key={line.place}
                  line={line}
                  onChoose={(item) => onChoose(line.place, item)}
                  onNote={() => onNote(line.text)}
                />
              ),
          )}
        </Box>
      )}
      {understood.length > 0 && (
        <Box component="section" aria-labelledby="paste-understood">
          <Typography id="paste-understood" component="h3" sx={headStyle}>
            <CheckIcon aria-hidden="true" sx={{ fontSize: 18, color: 'success.main' }} />
            {t('paste.understood', { count: understood.length })}
          </Typography>
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {understood.map(({ place, text, item, quantity }) => (
              <Box component="li" key={place} sx={understoodStyle}>
                <Box sx={{ flex: 1, minWidth: 0 }}>
                  {item?.itemName}{' '}
                  <Box component="span" sx={{ color: 'text.secondary' }}>
                    {text}
                  </Box>
                </Box>
                <strong>{format.quantity(quantity)}</strong>
              </Box>
            ))}
          </Box>
        </Box>
      )}
    </>
  );
}

const headStyle = { display: 'flex', alignItems: 'center', gap: 1, fontWeight: 600, mb: 1 };
const understoodStyle = {
  display: 'flex',
  gap: 3,
  py: 1.5,
  borderTop: '1px solid',
  borderColor: 'divider',
};
