import ClockIcon from '@mui/icons-material/ScheduleOutlined';
import DoneIcon from '@mui/icons-material/CheckOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';

interface Props {
  name: string;
  /** What this person decided; somebody else's decision is not known here. */
  text: string | undefined;
  isBusy: boolean;
  onUndo?: (() => void) | undefined;
}

/** A row that waits no longer keeps its place, as one quiet line. */
export function QueueDone({ name, text, isBusy, onUndo }: Props) {
  const { t } = useTranslation('queue');
  const Icon = text && !onUndo ? DoneIcon : ClockIcon;
  return (
    <Box sx={doneStyle}>
      <Icon
        aria-hidden="true"
        sx={{ fontSize: 18, color: text && !onUndo ? 'success.main' : 'inherit' }}
      />
      <Box sx={{ flex: 1, minWidth: 0 }}>{text ?? t('gone', { name })}</Box>
      {onUndo && (
        <Button size="small" disabled={isBusy} onClick={onUndo} aria-label={t('undoOf', { name })}>
          {t('undo')}
        </Button>
      )}
    </Box>
  );
}

const doneStyle = {
  display: 'flex',
  alignItems: 'center',
  gap: 3,
  px: 4,
  minHeight: { xs: 52, md: 60 },
  fontSize: 13.5,
  color: 'text.secondary',
};
