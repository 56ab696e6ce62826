import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { doubts, type FaultGroup } from './fault_group.ts';
import { useChoose } from './use_choose.ts';

interface Props {
  importId: string;
  what: string;
  groups: readonly FaultGroup[];
  onChanged(): void;
}

/**
 * Leaves out what nobody wants to mend; each row is shown before anything is stored. A receipt
 * without one of its rows would be another receipt, so files of receipts are mended.
 */
export function LeaveOutFaulty({ importId, what, groups, onChanged }: Props) {
  const { t } = useTranslation('imports');
  const command = useChoose(importId, onChanged);
  if (what === 'receipts' || groups.every(({ reason }) => doubts.has(reason))) return null;
  return (
    <Box sx={{ borderTop: '1px solid', borderColor: 'divider', pt: 3 }}>
      <CommandRefusal of={command} onOvertaken={onChanged} />
      <Button
        size="small"
        disabled={command.isBusy}
        onClick={() => command.choose('faulty_rows', 'leave_out')}
      >
        {t('choices.act.faulty_rows_leave_out')}
      </Button>
    </Box>
  );
}
