import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/use_format.ts';
import type { PickedItem } from './issue_values.ts';
import type { FoundLine } from './use_pasted.ts';

/** So many are offered; who means another types more of its name. */
const OFFERED = 4;

interface Props {
  line: FoundLine;
  onChoose(item: PickedItem | null): void;
  onNote(): void;
}

/** A pasted line that means several items, none, or that has no quantity. */
export function PastedChoice({ line, onChoose, onNote }: Props) {
  const { t } = useTranslation(['slipEntry', 'inventory']);
  const format = useFormat();
  const name = useId();
  const { text, found, quantity, item } = line;
  const [isNoted, setNoted] = useState(false);
  const offered = found.filter(({ isActive }) => isActive).slice(0, OFFERED);
  return (
    <Box component="fieldset" sx={choiceStyle}>
      <Box component="legend" sx={{ float: 'left', width: '100%', fontWeight: 600 }}>
        “{text}”
        <Box component="span" sx={{ float: 'right', color: 'text.secondary', fontWeight: 400 }}>
          {quantity === null ? t('paste.noQuantity') : format.quantity(quantity)}
        </Box>
      </Box>
      <Box sx={{ clear: 'both' }}>
        {quantity === null && (
          <Button
            size="small"
            variant="outlined"
            color="inherit"
            disabled={isNoted}
            onClick={() => {
              setNoted(true);
              onNote();
            }}
          >
            {t(isNoted ? 'paste.noted' : 'paste.toNote')}
          </Button>
        )}
        {quantity !== null && offered.length === 0 && (
          <Box sx={{ color: 'text.secondary' }}>{t('paste.notFound')}</Box>
        )}
        {offered.map((one) => (
          <FormControlLabel
            key={one.id}
            sx={{ display: 'flex' }}
            control={
              <Radio name={name} checked={item?.id === one.id} onChange={() => onChoose(one)} />
            }
            label={`${one.itemName} · ${t('inventory:form.stock', {
              stock: format.quantity(one.stockQuantity),
              unit: one.unit?.name ?? '',
            })}`}
          />
        ))}
        {offered.length > 0 && (
          <FormControlLabel
            sx={{ display: 'flex' }}
            control={<Radio name={name} checked={item === null} onChange={() => onChoose(null)} />}
            label={t('paste.leaveOut')}
          />
        )}
      </Box>
    </Box>
  );
}

const choiceStyle = {
  m: 0,
  px: 0,
  py: 2,
  border: 0,
  borderTop: '1px solid',
  borderColor: 'divider',
  minWidth: 0,
};
