import HideIcon from '@mui/icons-material/VisibilityOffOutlined';
import ShowIcon from '@mui/icons-material/VisibilityOutlined';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { FieldPathByValue, FieldPathValue, FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import type { CommandForm } from '../../../components/form/use_command_form.ts';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { usePasswordReason } from '../password_reason.ts';

interface Props<Values extends FieldValues> {
  of: CommandForm<Values>;
  name: FieldPathByValue<Values, string>;
  label: string;
  autoComplete: 'current-password' | 'new-password';
}

/** A password among the fields of the shell, to be looked at when wanted. */
export function PasswordLine<Values extends FieldValues>({
  of,
  name,
  label,
  autoComplete,
}: Props<Values>) {
  const { t } = useTranslation('auth');
  const reason = usePasswordReason();
  const { value, onChange, inputRef, onBlur, problem } = useFormField(of, name);
  const [isShown, setShown] = useState(false);
  const word = t(isShown ? 'hide' : 'show');
  return (
    <TextField
      label={label}
      fullWidth
      type={isShown ? 'text' : 'password'}
      value={value}
      inputRef={inputRef}
      onBlur={onBlur}
      error={problem !== undefined}
      helperText={reason(problem?.reason)}
      onChange={(event) => onChange(event.target.value as FieldPathValue<Values, typeof name>)}
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
