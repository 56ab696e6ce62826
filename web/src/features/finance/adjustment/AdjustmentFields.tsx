import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { ReactNode, Ref } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../../components/DateField.tsx';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { onBareEnter } from '../../../components/form/form_keys.ts';
import { MoneyInput } from '../../../components/MoneyInput.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { isZero } from '../../../lib/dong.ts';
import { AgencyField } from '../AgencyField.tsx';
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
          <Controller
            control={state.form.control}
            name="agency"
            rules={{ required: 'required' }}
            render={({ field, fieldState }) => (
              <AgencyField
                value={field.value}
                inputRef={field.ref}
                error={reason(fieldState.error?.message)}
                onEnter={() => state.focusLater('direction')}
                onPick={(agency) => {
                  // what is corrected belongs to the agency that was there
                  if (agency?.id !== field.value?.id) state.form.setValue('corrects', '');
                  field.onChange(agency);
                  state.form.clearErrors('agency');
                }}
              />
            )}
          />
        </Box>
        <Direction state={state} />
        <Amount state={state} />
        <Corrects state={state} documents={documents} />
        {hasDueDate({ direction, corrects }) && <Day state={state} name="dueDate" />}
        <Day state={state} name="day" />
        <Box sx={{ gridColumn: '1 / -1' }}>
          <Reason state={state} />
        </Box>
      </Box>
    </Panel>
  );
}

/**
 * Its list opens with the arrows and the space bar; Enter is for going on, until the list is open.
 */
const isClosedSelect = (target: EventTarget) =>
  (target as Element).getAttribute('role') === 'combobox';

interface SelectProps {
  state: AdjustmentFormState;
  name: 'direction' | 'corrects';
  label: string;
  children: ReactNode;
  onEnter(): void;
}

function Select({ state, name, label, children, onEnter }: SelectProps) {
  const reason = useAdjustmentReason();
  return (
    <Controller
      control={state.form.control}
      name={name}
      render={({ field, fieldState }) => (
        <TextField
          select
          label={label}
          fullWidth
          value={field.value}
          inputRef={field.ref}
          onBlur={field.onBlur}
          onChange={(event) => {
            field.onChange(event.target.value);
            state.form.clearErrors(name);
          }}
          onKeyDownCapture={(event) => {
            if (isClosedSelect(event.target))
              onBareEnter(() => {
                event.stopPropagation();
                onEnter();
              })(event);
          }}
          error={fieldState.error !== undefined}
          helperText={reason(fieldState.error?.message)}
          slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        >
          {children}
        </TextField>
      )}
    />
  );
}

function Direction({ state }: { state: AdjustmentFormState }) {
  const { t } = useTranslation('adjustment');
  return (
    <Select
      state={state}
      name="direction"
      label={t('direction')}
      onEnter={() => state.focus('amount')}
    >
      {(['down', 'up'] as const).map((way) => (
        <MenuItem key={way} value={way}>
          {t(`directions.${way}`)}
        </MenuItem>
      ))}
    </Select>
  );
}

function Amount({ state }: { state: AdjustmentFormState }) {
  const { t } = useTranslation('finance');
  const reason = useAdjustmentReason();
  return (
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
          onKeyDown={onBareEnter(() => state.focus('corrects'))}
          error={fieldState.error !== undefined}
          helperText={reason(fieldState.error?.message) ?? <AmountInWords amount={field.value} />}
        />
      )}
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

function Day({ state, name }: { state: AdjustmentFormState; name: 'day' | 'dueDate' }) {
  const { t } = useTranslation(['adjustment', 'common']);
  const reason = useAdjustmentReason();
  const isDocumentDate = name === 'day';
  const fieldOf = ({
    value,
    ref,
    onBlur,
    onChange,
  }: {
    value: string;
    ref: Ref<HTMLInputElement>;
    onBlur(): void;
    onChange(day: string): void;
  }) => ({
    fullWidth: true,
    value,
    inputRef: ref,
    onBlur,
    onChange: (day: string) => {
      onChange(day);
      state.form.clearErrors(name);
    },
  });
  return (
    <Controller
      control={state.form.control}
      name={name}
      rules={isDocumentDate ? { required: 'required' } : {}}
      render={({ field, fieldState }) =>
        isDocumentDate ? (
          <DocumentDate
            label={t('date')}
            {...fieldOf(field)}
            onEnter={() => state.focus('reason')}
            error={reason(fieldState.error?.message)}
          />
        ) : (
          <DateField
            label={`${t('due')} ${t('common:state.optional')}`}
            {...fieldOf(field)}
            hint={t('form.dueHint')}
            onEnter={() => state.focus('day')}
            error={reason(fieldState.error?.message)}
          />
        )
      }
    />
  );
}

function Reason({ state }: { state: AdjustmentFormState }) {
  const { t } = useTranslation('adjustment');
  const reason = useAdjustmentReason();
  return (
    <Controller
      control={state.form.control}
      name="reason"
      rules={{ validate: (text) => text.trim() !== '' || 'required' }}
      render={({ field, fieldState }) => (
        <TextField
          label={t('reason')}
          fullWidth
          value={field.value}
          inputRef={field.ref}
          onBlur={field.onBlur}
          onChange={(event) => {
            field.onChange(event.target.value);
            state.form.clearErrors('reason');
          }}
          onKeyDown={onBareEnter(state.ask)}
          error={fieldState.error !== undefined}
          helperText={reason(fieldState.error?.message)}
          slotProps={{ htmlInput: { maxLength: 500 } }}
        />
      )}
    />
  );
}
