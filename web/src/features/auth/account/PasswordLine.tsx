import HideIcon from '@mui/icons-material/VisibilityOffOutlined';
import ShowIcon from '@mui/icons-material/VisibilityOutlined';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  label: string;
  autoComplete: 'current-password' | 'new-password';
  value: string;
  problem: string | undefined;
  onChange(password: string): void;
}

/** A password among the fields of the shell, to be looked at when wanted. */
export function PasswordLine({ label, autoComplete, value, problem, onChange }: Props) {
  const { t } = useTranslation('auth');
  const [isShown, setShown] = useState(false);
  const word = t(isShown ? 'hide' : 'show');
  return (
    <TextField
      label={label}
      fullWidth
      type={isShown ? 'text' : 'password'}
      value={value}
      error={problem !== undefined}
      helperText={problem}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        htmlInput: { autoComplete, maxLength: 400 },
        input: {
          endAdornment: (
            <InputAdornment position="end">
              <IconButton
                size="small"
                edge="end"
                aria-label={`${word}: ${label}`}
                aria-pressed={isShown}
                title={word}
                onClick={() => setShown(!isShown)}
              >
                {isShown ? <HideIcon fontSize="small" /> : <ShowIcon fontSize="small" />}
              </IconButton>
            </InputAdornment>
          ),
        },
      }}
    />
  );
}
