import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use_format.ts';
import '../form_texts/index.ts';
import { DateField } from '../DateField.tsx';
import { MoneyInput } from '../MoneyInput.tsx';
import type { FieldProblem } from './use_command.ts';

const known = [
  'required',
  'unknown',
  'malformed',
  'too_long',
  'taken',
  'too_small',
  'too_large',
  'not_a_number',
  'whole_number_only',
  'not_positive',
  'in_past',
  'admin_keeps_all',
  'admin_keeps_it',
  'cannot_be_combined',
  'negative',
] as const;

/** The sentence under a field that was refused. */
export function useReason() {
  const { t } = useTranslation('form');
  const format = useFormat();
  return (problem: FieldProblem | undefined) => {
    if (!problem) return undefined;
    if (problem.reason === 'too_large' && !problem.limit) return t('reason.beyond');
    const reason = known.find((one) => one === problem.reason) ?? 'other';
    return t(`reason.${reason}`, { limit: problem.limit ? format.quantity(problem.limit) : '…' });
  };
}

export interface FormLineProps {
  label: string;
  value: string;
  onChange(value: string): void;
  problem?: FieldProblem | undefined;
  /** What somebody else has saved here since the form was opened. */
  newer?: string | undefined;
  hint?: string | undefined;
  isOptional?: boolean;
  takesFocus?: boolean;
  kind?: 'text' | 'email' | 'date' | 'money' | 'number' | 'long';
  /** First day that makes sense, of a date. */
  min?: string;
  longest?: number;
  choices?: readonly { id: string; name: string }[];
}

/** One field of a form, with what is said about it. */
export function FormLine(props: FormLineProps) {
  const { label, value, onChange, problem, newer, hint, kind = 'text', choices } = props;
  const { t } = useTranslation(['form', 'common']);
  const reason = useReason();
  const beside =
    newer === undefined
      ? hint
      : t('newer', {
          value: choices?.find(({ id }) => id === newer)?.name ?? (newer || t('empty')),
        });
  const common = {
    label: props.isOptional ? `${label} ${t('common:state.optional')}` : label,
    fullWidth: true,
    autoFocus: props.takesFocus ?? false,
  };
  if (kind === 'date')
    return (
      <DateField
        {...common}
        value={value}
        onChange={onChange}
        error={reason(problem)}
        hint={beside}
        {...(props.min ? { min: props.min } : {})}
      />
    );
  const said = { error: problem !== undefined, helperText: reason(problem) ?? beside };
  if (kind === 'money')
    return <MoneyInput {...common} {...said} value={value} onChange={onChange} />;
  // Until the choices are here, the one that is saved is none of them.
  return (
    <TextField
      {...common}
      {...said}
      value={choices?.some(({ id }) => id === value) === false ? '' : value}
      onChange={(event) => onChange(event.target.value)}
      select={choices !== undefined}
      type={kind === 'email' ? kind : 'text'}
      multiline={kind === 'long'}
      {...(kind === 'long' ? { minRows: 2, maxRows: 6 } : {})}
      slotProps={{
        htmlInput: {
          maxLength: props.longest ?? 500,
          autoComplete: 'off',
          ...(kind === 'number' ? { inputMode: 'decimal', style: { textAlign: 'right' } } : {}),
        },
      }}
    >
      {choices?.map((choice) => (
        <MenuItem key={choice.id} value={choice.id}>
          {choice.name}
        </MenuItem>
      ))}
    </TextField>
  );
}
