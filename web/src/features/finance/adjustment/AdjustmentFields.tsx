import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../../db/words/kinds.json';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { enterLeavesSelect, onBareEnter } from '../../../components/form/form_keys.ts';
import { FormField } from '../../../components/form/FormField.tsx';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { MoneyInput } from '../../../components/MoneyInput.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useWord } from '../../../lib/words.ts';
import { AgencyField } from '../AgencyField.tsx';
import { amountRules } from '../amount_rules.ts';
import { AmountInWords } from '../AmountInWords.tsx';
import { hasDueDate } from './use_adjustment_form.ts';
import type { AdjustmentFormState } from './use_adjustment_form.ts';
import { useAdjustmentReason } from './use_adjustment_reason.ts';
import type { CorrectableDocument } from './use_corrected.ts';

interface Props {
  state: AdjustmentFormState;
  documents: readonly CorrectableDocument[];
}

/**
 * Whose debt, which way, by how much, what it corrects, and why. Enter goes from field to field.
 */
export function AdjustmentFields({ state, documents }: Props) {
  const { t } = useTranslation('adjustment');
  const reason = useAdjustmentReason();
  const [direction, corrects] = state.form.watch(['direction', 'corrects']);
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
        <Direction state={state} />
        <Amount state={state} />
        <Corrects state={state} documents={documents} />
        {hasDueDate({ direction, corrects }) && (
          <FormField
            of={state}
            name="dueDate"
            label={t('due')}
            kind="date"
            isOptional
            hint={t('form.dueHint')}
            onEnter={() => state.focus('day')}
            reasonOf={reason}
          />
        )}
        <BookedOn state={state} />
        <Box sx={{ gridColumn: '1 / -1' }}>
          <FormField
            of={state}
            name="reason"
            label={t('reason')}
            onEnter={state.submit}
            reasonOf={reason}
          />
        </Box>
      </Box>
    </Panel>
  );
}

function Agency({ state }: { state: AdjustmentFormState }) {
  const reason = useAdjustmentReason();
  const { value, inputRef, onChange, problem } = useFormField(state, 'agency', { required: true });
  return (
    <AgencyField
      value={value}
      inputRef={inputRef}
      error={reason(problem)}
      onEnter={() => state.focusLater('direction')}
      onPick={(agency) => {
        // what is corrected belongs to the agency that was there
        if (agency?.id !== value?.id) state.form.setValue('corrects', '');
        onChange(agency);
      }}
    />
  );
}

interface SelectProps {
  state: AdjustmentFormState;
  name: 'direction' | 'corrects';
  label: string;
  children: ReactNode;
  onEnter(): void;
}

function Select({ state, name, label, children, onEnter }: SelectProps) {
  const reason = useAdjustmentReason();
  const { problem, onChange, ...field } = useFormField(state, name);
  return (
    <TextField
      {...field}
      select
      label={label}
      fullWidth
      onChange={(event) => onChange(event.target.value)}
      onKeyDownCapture={enterLeavesSelect(onEnter)}
      error={problem !== undefined}
      helperText={reason(problem)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      {children}
    </TextField>
  );
}

function Direction({ state }: { state: AdjustmentFormState }) {
  const { t } = useTranslation('adjustment');
  const word = useWord(kinds.adjustment_direction);
  return (
    <Select
      state={state}
      name="direction"
      label={t('direction')}
      onEnter={() => state.focus('amount')}
    >
      {(['down', 'up'] as const).map((way) => (
        <MenuItem key={way} value={way}>
          {word(way)}
        </MenuItem>
      ))}
    </Select>
  );
}

function Amount({ state }: { state: AdjustmentFormState }) {
  const { t } = useTranslation('finance');
  const reason = useAdjustmentReason();
  const { problem, ...field } = useFormField(state, 'amount', amountRules);
  return (
    <MoneyInput
      {...field}
      label={t('amount')}
      fullWidth
      autoFocus={state.form.formState.defaultValues?.agency?.id !== undefined}
      onKeyDown={onBareEnter(() => state.focus('corrects'))}
      error={problem !== undefined}
      helperText={reason(problem) ?? <AmountInWords amount={field.value} />}
    />
  );
}

function Corrects({ state, documents }: Props) {
  const { t } = useTranslation('adjustment');
  const [chosen, direction] = state.form.watch(['corrects', 'direction']);
  // the document the page was opened with, until it is read
  const isUnread = chosen !== '' && !documents.some(({ key }) => key === chosen);
  return (
    <Select
      state={state}
      name="corrects"
      label={t('corrects')}
      onEnter={() => state.focus(hasDueDate({ direction, corrects: chosen }) ? 'dueDate' : 'day')}
    >
      <MenuItem value="">{t('noDocument')}</MenuItem>
      {isUnread && <MenuItem value={chosen}>…</MenuItem>}
      {documents.map(({ key, name, open }) => (
        <MenuItem key={key} value={key}>{`${name} · ${open}`}</MenuItem>
      ))}
    </Select>
  );
}

/** The day that it is booked on. */
function BookedOn({ state }: { state: AdjustmentFormState }) {
  const { t } = useTranslation('adjustment');
  const reason = useAdjustmentReason();
  const { problem, ...field } = useFormField(state, 'day', { required: true });
  return (
    <DocumentDate
      {...field}
      label={t('date')}
      fullWidth
      onEnter={() => state.focus('reason')}
      error={reason(problem)}
    />
  );
}
