import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use_format.ts';
import { asTyped } from '../../lib/dong.ts';
import { isCutWrong } from './cut_lines.ts';
import type { CutLine } from './cut_lines.ts';
import { FreeMark } from './FreeMark.tsx';

interface Props {
  lines: readonly CutLine[];
  typed: Readonly<Record<string, string>>;
  onChange(typed: Readonly<Record<string, string>>): void;
}

/** What goes out of a request, line by line: at most what was asked for, 0 leaves a line out. */
export function CutLines({ lines, typed, onChange }: Props) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  return (
    <Box role="group" aria-label={t('cut.lines')} sx={{ mt: 3 }}>
      {lines.map((line) => {
        const { id, item, quantity, isFree } = line;
        const isWrong = isCutWrong(line, typed[id]);
        return (
          <Box key={id} sx={{ display: 'flex', gap: 3, alignItems: 'center', mb: 2 }}>
            <Box sx={{ flex: 1, minWidth: 0 }}>
              {item?.itemName}
              {isFree && <FreeMark />}
              <Box sx={{ color: isWrong ? 'error.main' : 'text.secondary', fontSize: 13 }}>
                {t('cut.asked', {
                  quantity: format.quantity(quantity),
                  unit: item?.unit?.name ?? '',
                })}
              </Box>
            </Box>
            <TextField
              value={typed[id] ?? asTyped(quantity)}
              error={isWrong}
              sx={{ width: 96, flex: 'none' }}
              onChange={(event) => onChange({ ...typed, [id]: event.target.value })}
              slotProps={{
                htmlInput: {
                  inputMode: 'decimal',
                  autoComplete: 'off',
                  style: { textAlign: 'right' },
                  'aria-label': t('cut.quantity', { item: item?.itemName }),
                },
              }}
            />
          </Box>
        );
      })}
      <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{t('cut.hint')}</Box>
    </Box>
  );
}
