import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import { useRef, useState } from 'react';
import type { ChangeEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { logoOf } from './logo.ts';
import type { LogoProblem } from './logo.ts';

interface Props {
  /** A JPEG in base64, "" for none. */
  value: string;
  isReadOnly: boolean;
  onChange(logo: string): void;
}

/** The picture at the head of papers. */
export function LogoField({ value, isReadOnly, onChange }: Props) {
  const { t } = useTranslation('company');
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<LogoProblem | null>(null);

  async function take(event: ChangeEvent<HTMLInputElement>) {
    const { target } = event;
    const file = target.files?.[0];
    if (!file) return;
    const logo = await logoOf(file);
    // the same file may be taken again
    target.value = '';
    const isProblem = logo === 'unreadable' || logo === 'tooLarge';
    setProblem(isProblem ? logo : null);
    if (!isProblem) onChange(logo);
  }

  return (
    <Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }}>
        {value && (
          <Box
            component="img"
            src={`data:image/jpeg;base64,${value}`}
            alt={t('logoNow')}
            sx={{ height: 56, maxWidth: 160, objectFit: 'contain', bgcolor: '#fff', p: 1 }}
          />
        )}
        {!isReadOnly && (
          <>
            <input
              ref={input}
              type="file"
              hidden
              accept="image/png,image/jpeg"
              aria-label={t('pick')}
              onChange={(event) => void take(event)}
            />
            <Button variant="outlined" color="inherit" onClick={() => input.current?.click()}>
              {t('pick')}
            </Button>
          </>
        )}
        {!isReadOnly && value && (
          <Button color="inherit" onClick={() => onChange('')}>
            {t('remove')}
          </Button>
        )}
      </Box>
      <FormHelperText error={problem !== null} role={problem ? 'alert' : undefined}>
        {t(problem ?? 'logoHint')}
      </FormHelperText>
    </Box>
  );
}
