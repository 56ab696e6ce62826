import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { Checks } from './Checks.tsx';
import type { QueueLine, RowAct } from './queue_line.ts';

interface Props {
  line: QueueLine;
  /** Null while nobody is choosing several. */
  isChosen: boolean | null;
  isBusy: boolean;
  likely: RowAct | undefined;
  others: readonly RowAct[];
  to?: string | undefined;
  onChoose(isChosen: boolean): void;
}

/** A row that waits, on a phone: facts first, then acts that a thumb meets. */
export function QueueCard({ line, isChosen, isBusy, likely, others, to, onChoose }: Props) {
  const { t } = useTranslation('queue');
  return (
    <Box sx={{ px: 4, py: 3 }}>
      <Box sx={{ display: 'flex', gap: 3, alignItems: 'flex-start' }}>
        {isChosen !== null && (
          <Checkbox
            checked={isChosen}
            onChange={(_, isOn) => onChoose(isOn)}
            slotProps={{ input: { 'aria-label': t('choose', { name: line.name }) } }}
            sx={{ m: '-10px', mr: '-6px' }}
          />
        )}
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Box sx={{ fontWeight: 600 }}>
            {to ? (
              <Link component={RouterLink} to={to} color="textPrimary">
                {line.name}
              </Link>
            ) : (
              line.name
            )}
          </Box>
          <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{line.note}</Box>
        </Box>
        <Box sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}>{line.figure}</Box>
      </Box>
      <Box sx={{ my: 2 }}>
        <Checks checks={line.checks} />
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {likely && (
          <Button
            disabled={isBusy}
            variant={likely.isLikely ? 'text' : 'outlined'}
            color={likely.isLikely ? 'primary' : 'inherit'}
            onClick={likely.run}
            sx={{ flex: '1 1 auto', ...(likely.isLikely ? { bgcolor: 'tint.primary' } : {}) }}
          >
            {isBusy ? t('busy') : likely.verb}
          </Button>
        )}
        {others.map(({ key, verb, isGrave, run }) => (
          <Button
            key={key}
            disabled={isBusy}
            variant={isGrave ? 'text' : 'outlined'}
            color="inherit"
            onClick={run}
          >
            {verb}
          </Button>
        ))}
      </Box>
    </Box>
  );
}
