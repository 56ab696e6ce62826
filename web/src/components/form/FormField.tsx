import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import type { FieldPathByValue, FieldPathValue, FieldValues } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { digitsOf } from '../../lib/dong.ts';
import type { FieldProblem } from '../../lib/refused_fields.ts';
import { useFormat } from '../../lib/use_format.ts';
import { DateField } from '../DateField.tsx';
import { MoneyInput } from '../MoneyInput.tsx';
import { onBareEnter } from './form_keys.ts';
import type { CommandForm } from './use_command_form.ts';
import { useFormField } from './use_form_field.ts';
import { useReason } from './use_reason.ts';

interface Props<Values extends FieldValues> {
  of: Pick<CommandForm<Values>, 'form' | 'newerOf'>;
  name: FieldPathByValue<Values, string>;
  label: string;
  hint?: ReactNode;
  /** False: it is asked for before the form is sent. */
  isOptional?: boolean;
  takesFocus?: boolean;
  /** `number` takes a decimal comma, `digits` nothing but digits. */
  kind?: 'text' | 'email' | 'date' | 'money' | 'number' | 'digits' | 'long';
  /** First day that makes sense, of a date. */
  min?: string;
  longest?: number;
  choices?: readonly { id: string; name: string }[];
  /** Enter: on to the next field. Without it Enter sends the form. */
  onEnter?(): void;
  /** The sentences of a context whose reasons are its own. */
  reasonOf?(problem: FieldProblem | undefined): string | undefined;
}

/** One field of a form, with what is said about it. */
export function FormField<Values extends FieldValues>({
  of,
  name,
  label,
  hint,
  isOptional = false,
  takesFocus = false,
  kind = 'text',
  min,
  longest = 500,
  choices,
  onEnter,
  reasonOf,
}: Props<Values>) {
  const { t } = useTranslation(['form', 'common']);
  const format = useFormat();
  const general = useReason();
  const { value, onChange, problem, ...field } = useFormField(of, name, {
    validate: { required: (text: string) => isOptional || text.trim() !== '' },
  });
  const error = (reasonOf ?? general)(problem);
  const change = (text: string) =>
    onChange((kind === 'digits' ? digitsOf(text) : text) as FieldPathValue<Values, typeof name>);
  const common = {
    ...field,
    label: isOptional ? `${label} ${t('common:state.optional')}` : label,
    fullWidth: true,
    autoFocus: takesFocus,
  };
  const newer = of.newerOf(name);
  const beside = newer === undefined ? hint : t('newer', { value: nameOf(String(newer)) });

  function nameOf(saved: string) {
    if (kind === 'money' && saved !== '') return format.money(saved);
    return choices?.find(({ id }) => id === saved)?.name ?? (saved || t('empty'));
  }

  if (kind === 'date')
    return (
      <DateField
        {...common}
        value={value}
        onChange={change}
        error={error}
        hint={beside}
        {...(min ? { min } : {})}
        {...(onEnter ? { onEnter } : {})}
      />
    );
  const said = {
    error: problem !== undefined,
    helperText: error ?? beside,
    ...(onEnter ? { onKeyDown: onBareEnter(onEnter) } : {}),
  };
  if (kind === 'money') return <MoneyInput {...common} {...said} value={value} onChange={change} />;
  // Until the choices are here, the one that is saved is none of them.
  return (
    <TextField
      {...common}
      {...said}
      value={choices?.some(({ id }) => id === value) === false ? '' : value}
      onChange={(event) => change(event.target.value)}
      select={choices !== undefined}
      type={kind === 'email' ? kind : 'text'}
      multiline={kind === 'long'}
      {...(kind === 'long' ? { minRows: 2, maxRows: 6 } : {})}
      slotProps={{
        htmlInput: {
          maxLength: longest,
          autoComplete: 'off',
          ...(kind === 'number' || kind === 'digits'
            ? { inputMode: 'decimal', style: { textAlign: 'right' } }
            : {}),
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
