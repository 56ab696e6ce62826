import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { onBareEnter } from '../../components/form/form_keys.ts';
import { DocumentDate } from '../../components/DocumentDate.tsx';
import { MoneyInput } from '../../components/MoneyInput.tsx';
import { Panel } from '../../components/Panel.tsx';
import { isZero } from '../../lib/dong.ts';
import { formatDate } from '../../lib/format.ts';
import { AgencyField } from './AgencyField.tsx';
import { AmountInWords } from './AmountInWords.tsx';
import { useMethods } from './payment/PaymentStatus.tsx';
import type { MoneyFormState } from './use_money_form.ts';

interface Words {
  day: string;
  /** The button that takes the whole debt, or the whole credit. */
  whole: string;
}

/** Who, how much, when and how: of money that comes in and of money that goes out. */
export function MoneyFields({
  state,
  words,
  whole,
}: {
  state: MoneyFormState;
  words: Words;
  whole: string | undefined;
}) {
  return (
    <Panel>
      <Box
        sx={{
          display: 'grid',
          gap: 4,
          gridTemplateColumns: { xs: '1fr', md: 'repeat(2, minmax(0, 1fr))' },
          alignItems: 'start',
        }}
      >
        <Box sx={{ gridColumn: '1 / -1' }}>
          <Agency state={state} />
        </Box>
        <AmountField state={state} verb={words.whole} whole={whole} />
        <DayField state={state} label={words.day} />
        <MethodField state={state} />
        <TextLine
          state={state}
          name="reference"
          longest={100}
          onEnter={() => state.focus('note')}
        />
        <Box sx={{ gridColumn: '1 / -1' }}>
          <TextLine state={state} name="note" longest={500} onEnter={state.ask} />
        </Box>
      </Box>
    </Panel>
  );
}

const known = [
  'required',
  'unknown',
  'in_future',
  'too_far_back',
  'before_reception',
  'not_positive',
  'too_large',
  'too_long',
] as const;

function useReason() {
  const { t } = useTranslation('finance');
  return (message: string | undefined) => {
    if (message === undefined) return undefined;
    const [reason, value = ''] = message.split(' ');
    return t(`reason.${known.find((name) => name === reason) ?? 'other'}`, {
      value: formatDate(value),
    });
  };
}

function Agency({ state }: { state: MoneyFormState }) {
  const reason = useReason();
  return (
    <Controller
      control={state.form.control}
      name="agency"
      rules={{ required: 'required' }}
      render={({ field, fieldState }) => (
        <AgencyField
          value={field.value}
          inputRef={field.ref}
          onPick={state.pick}
          onEnter={() => state.focusLater('amount')}
          error={reason(fieldState.error?.message)}
        />
      )}
    />
  );
}

function AmountField({
  state,
  verb,
  whole,
}: {
  state: MoneyFormState;
  verb: string;
  whole: string | undefined;
}) {
  const { t } = useTranslation('finance');
  const reason = useReason();
  const some = whole !== undefined && !whole.startsWith('-') && !isZero(whole) ? whole : null;
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
      <Controller
        control={state.form.control}
        name="amount"
        rules={{ required: 'required', validate: (amount) => !isZero(amount) || 'not_positive' }}
        render={({ field, fieldState }) => (
          <MoneyInput
            label={t('amount')}
            fullWidth
            autoFocus={state.form.formState.defaultValues?.agency?.id !== undefined}
            value={field.value}
            inputRef={field.ref}
            onBlur={field.onBlur}
            onChange={(value) => {
              field.onChange(value);
              state.form.clearErrors('amount');
            }}
            onKeyDown={onBareEnter(() => state.focus('day'))}
            error={fieldState.error !== undefined}
            helperText={reason(fieldState.error?.message) ?? <AmountInWords amount={field.value} />}
          />
        )}
      />
      <Button
        variant="outlined"
        color="inherit"
        disabled={some === null}
        sx={{ whiteSpace: 'nowrap', flex: 'none' }}
        onClick={() => {
          if (some !== null) state.takeAmount(some);
        }}
      >
        {verb}
      </Button>
    </Box>
  );
}

function DayField({ state, label }: { state: MoneyFormState; label: string }) {
  const reason = useReason();
  return (
    <Controller
      control={state.form.control}
      name="day"
      rules={{ required: 'required' }}
      render={({ field, fieldState }) => (
        <DocumentDate
          label={label}
          fullWidth
          value={field.value}
          inputRef={field.ref}
          onBlur={field.onBlur}
          onChange={(day) => {
            field.onChange(day);
            state.form.clearErrors('day');
          }}
          onEnter={() => state.focus('method')}
          error={reason(fieldState.error?.message)}
        />
      )}
    />
  );
}

/**
 * Its list opens with the arrows and the space bar; Enter is for going on, until the list is open.
 */
const isClosedSelect = (target: EventTarget) =>
  (target as Element).getAttribute('role') === 'combobox';

function MethodField({ state }: { state: MoneyFormState }) {
  const { t } = useTranslation('finance');
  const reason = useReason();
  const { all } = useMethods();
  return (
    <Controller
      control={state.form.control}
      name="method"
      render={({ field, fieldState }) => (
        <TextField
          select
          label={t('method')}
          fullWidth
          value={field.value}
          inputRef={field.ref}
          onBlur={field.onBlur}
          onChange={field.onChange}
          onKeyDownCapture={(event) => {
            if (isClosedSelect(event.target))
              onBareEnter(() => {
                event.stopPropagation();
                state.focus('reference');
              })(event);
          }}
          error={fieldState.error !== undefined}
          helperText={reason(fieldState.error?.message)}
        >
          {all.map(({ method, name }) => (
            <MenuItem key={method} value={method}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
    />
  );
}

function TextLine({
  state,
  name,
  longest,
  onEnter,
}: {
  state: MoneyFormState;
  name: 'reference' | 'note';
  longest: number;
  onEnter(): void;
}) {
  const { t } = useTranslation(['finance', 'common']);
  const reason = useReason();
  return (
    <Controller
      control={state.form.control}
      name={name}
      render={({ field, fieldState }) => (
        <TextField
          label={`${t(name)} ${t('common:state.optional')}`}
          fullWidth
          value={field.value}
          inputRef={field.ref}
          onBlur={field.onBlur}
          onChange={(event) => {
            field.onChange(event.target.value);
            state.form.clearErrors(name);
          }}
          onKeyDown={onBareEnter(onEnter)}
          error={fieldState.error !== undefined}
          helperText={reason(fieldState.error?.message)}
          slotProps={{ htmlInput: { maxLength: longest } }}
        />
      )}
    />
  );
}
