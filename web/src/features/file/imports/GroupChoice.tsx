import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { chosenOf, offerOf } from './choice.ts';
import type { FaultGroup } from './fault_group.ts';
import { useChoose } from './use_choose.ts';

interface Props {
  importId: string;
  group: FaultGroup;
  onChanged(): void;
}

/** What whoever brought the file may decide about all cells of a group at once. */
export function GroupChoice({ importId, group, onChanged }: Props) {
  const { t } = useTranslation('imports');
  const command = useChoose(importId, onChanged);
  const offer = offerOf(group);
  if (!offer) return null;
  return (
    <>
      <CommandRefusal of={command} onOvertaken={onChanged} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
        {offer.ways.map((way) => (
          <Button
            key={way}
            size="small"
            variant="outlined"
            disabled={command.isBusy}
            onClick={() => command.choose(offer.choice, way)}
          >
            {t(`choices.act.${chosenOf(offer.choice, way)}`)}
          </Button>
        ))}
      </Box>
    </>
  );
}
