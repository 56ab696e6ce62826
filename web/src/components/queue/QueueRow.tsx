import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import { useTranslation } from 'react-i18next';
import { Checks } from './Checks.tsx';
import type { QueueLine, RowAct } from './queue_line.ts';
import { RowMenu } from './RowMenu.tsx';

interface Props {
  line: QueueLine;
  /** Null where nothing is done with several at once. */
  isChosen: boolean | null;
  isBusy: boolean;
  likely: RowAct | undefined;
  others: readonly RowAct[];
  to?: string | undefined;
  onChoose(isChosen: boolean): void;
}

/** A row that waits, on a desk: two lines, 60 px. */
export function QueueRow({ line, isChosen, isBusy, likely, others, to, onChoose }: Props) {
  const { t } = useTranslation('queue');
  return (
    <Box sx={{ ...rowStyle, gridTemplateColumns: columnsOf(isChosen !== null) }}>
      {isChosen !== null && (
        <Checkbox
          size="small"
          checked={isChosen}
          onChange={(_, isOn) => onChoose(isOn)}
          slotProps={{ input: { 'aria-label': t('choose', { name: line.name }) } }}
          sx={{ p: 1, ml: -1 }}
        />
      )}
      <Box sx={{ minWidth: 0 }}>
        <Box sx={{ ...cutStyle, fontWeight: 600 }}>{line.name}</Box>
        <Box sx={{ ...cutStyle, fontSize: 13, color: 'text.secondary' }}>{line.note}</Box>
      </Box>
      <Checks checks={line.checks} />
      <Box sx={{ textAlign: 'right', fontWeight: 600, whiteSpace: 'nowrap' }}>{line.figure}</Box>
      {likely ? (
        <Button
          size="small"
          disabled={isBusy}
          aria-label={`${likely.verb}, ${line.name}`}
          variant="outlined"
          color={likely.isLikely ? 'primary' : 'inherit'}
          onClick={likely.run}
          // the row under the cursor has a tint of its own
          sx={{ minHeight: 30, whiteSpace: 'nowrap', bgcolor: 'background.paper' }}
        >
          {isBusy ? t('busy') : likely.verb}
        </Button>
      ) : (
        <span />
      )}
      <RowMenu name={line.name} acts={others} to={to} />
    </Box>
  );
}

const columnsOf = (hasBox: boolean) =>
  `${hasBox ? '28px ' : ''}minmax(0, 1fr) minmax(150px, 180px) 104px 112px 32px`;
const rowStyle = {
  display: 'grid',
  alignItems: 'center',
  columnGap: 3,
  minHeight: 60,
  px: 4,
};
const cutStyle = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' };
