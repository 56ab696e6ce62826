import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { enterLeavesSelect, onBareEnter } from '../../components/form/form_keys.ts';
import { FormField } from '../../components/form/FormField.tsx';
import { useFormField } from '../../components/form/use_form_field.ts';
import { DocumentDate } from '../../components/DocumentDate.tsx';
import { MoneyInput } from '../../components/MoneyInput.tsx';
import { Panel } from '../../components/Panel.tsx';
import { isZero } from '../../lib/dong.ts';
import { formatDate } from '../../lib/format.ts';
import type { FieldProblem } from '../../lib/refused_fields.ts';
import { AgencyField } from './AgencyField.tsx';
import { amountRules } from './amount_rules.ts';
import { AmountInWords } from './AmountInWords.tsx';
import { useMethods } from './payment/PaymentStatus.tsx';
import type { Method } from './payment/PaymentStatus.tsx';
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
  const { t } = useTranslation('finance');
  const reason = useReason();
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
        <FormField
          of={state}
          name="reference"
          label={t('reference')}
          isOptional
          longest={100}
          onEnter={() => state.focus('note')}
          reasonOf={reason}
        />
        <Box sx={{ gridColumn: '1 / -1' }}>
          <FormField
            of={state}
            name="note"
            label={t('note')}
            isOptional
            onEnter={state.submit}
            reasonOf={reason}
          />
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
  return (problem: FieldProblem | undefined) =>
    problem
    && t(`reason.${known.find((name) => name === problem.reason) ?? 'other'}`, {
      value: formatDate(problem.value),
    });
}

function Agency({ state }: { state: MoneyFormState }) {
  const reason = useReason();
  const { value, inputRef, problem } = useFormField(state, 'agency', { required: true });
  return (
    <AgencyField
      value={value}
      inputRef={inputRef}
      onPick={state.pick}
      onEnter={() => state.focusLater('amount')}
      error={reason(problem)}
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
  const { problem, ...field } = useFormField(state, 'amount', amountRules);
  const some = whole !== undefined && !whole.startsWith('-') && !isZero(whole) ? whole : null;
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
      <MoneyInput
        {...field}
        label={t('amount')}
        fullWidth
        autoFocus={state.form.formState.defaultValues?.agency?.id !== undefined}
        onKeyDown={onBareEnter(() => state.focus('day'))}
        error={problem !== undefined}
        helperText={reason(problem) ?? <AmountInWords amount={field.value} />}
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
  const { problem, ...field } = useFormField(state, 'day', { required: true });
  return (
    <DocumentDate
      {...field}
      label={label}
      fullWidth
      onEnter={() => state.focus('method')}
      error={reason(problem)}
    />
  );
}

function MethodField({ state }: { state: MoneyFormState }) {
  const { t } = useTranslation('finance');
  const reason = useReason();
  const { all } = useMethods();
  const { problem, onChange, ...field } = useFormField(state, 'method');
  return (
    <TextField
      {...field}
      select
      label={t('method')}
      fullWidth
      onChange={(event) => onChange(event.target.value as Method)}
      onKeyDownCapture={enterLeavesSelect(() => state.focus('reference'))}
      error={problem !== undefined}
      helperText={reason(problem)}
    >
      {all.map(({ method, name }) => (
        <MenuItem key={method} value={method}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
