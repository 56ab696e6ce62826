import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { onBareEnter } from '../../components/form_keys.ts';
import { DateField } from '../../components/DateField.tsx';
import { MoneyInput } from '../../components/MoneyInput.tsx';
import { Panel } from '../../components/Panel.tsx';
import { SearchPicker } from '../../components/SearchPicker.tsx';
import { PayingAgenciesDocument } from '../../gql/graphql.ts';
import type { PayingAgencyFragment } from '../../gql/graphql.ts';
import { creditOf, isZero } from '../../lib/dong.ts';
import { businessToday } from '../../lib/format.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AmountInWords } from './AmountInWords.tsx';
import { useMethods } from './PaymentStatus.tsx';
import type { PaymentFormState } from './use_payment_form.ts';

export function PaymentFields({ state, debt }: { state: PaymentFormState; debt: string | undefined }) {
  return (
    <Panel>
      <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: { xs: '1fr', md: 'repeat(2, minmax(0, 1fr))' }, alignItems: 'start' }}>
        <Box sx={{ gridColumn: '1 / -1' }}><AgencyField state={state} /></Box>
        <AmountField state={state} debt={debt} />
        <DayField state={state} />
        <MethodField state={state} />
        <TextLine state={state} name="reference" longest={100} onEnter={() => state.focus('note')} />
        <Box sx={{ gridColumn: '1 / -1' }}><TextLine state={state} name="note" longest={500} onEnter={state.ask} /></Box>
      </Box>
    </Panel>
  );
}

const known = ['required', 'unknown', 'in_future', 'before_reception', 'not_positive', 'too_large', 'too_long'] as const;

function useReason() {
  const { t } = useTranslation('finance');
  return (message: string | undefined) => (
    message === undefined ? undefined : t(`reason.${known.find((name) => name === message) ?? 'other'}`));
}

function AgencyField({ state }: { state: PaymentFormState }) {
  const { t } = useTranslation('finance');
  const client = useApolloClient();
  const format = useFormat();
  const reason = useReason();
  async function load(query: string) {
    const { data } = await client.query({ query: PayingAgenciesDocument, variables: { query }, fetchPolicy: 'network-only' });
    return nodesOf(data?.searchAgencies);
  }
  return (
    <Controller control={state.form.control} name="agency" rules={{ required: 'required' }} render={({ field, fieldState }) => (
      <SearchPicker<PayingAgencyFragment>
        label={t('agency')} placeholder={t('form.pickAgency')} autoFocus={field.value === null} value={field.value} inputRef={field.ref} load={load}
        idOf={({ id }) => id} nameOf={({ code, name }) => `${name} · ${code}`}
        renderOption={({ code, name, debtAmount }) => (
          <Box sx={{ display: 'flex', gap: 3, width: '100%', alignItems: 'baseline' }}>
            <Box sx={{ color: 'text.secondary', fontSize: 13, minWidth: 56 }}>{code}</Box>
            <Box sx={{ flex: 1 }}>{name}</Box>
            <Box sx={{ color: 'text.secondary', fontSize: 13, whiteSpace: 'nowrap' }}>{creditOf(debtAmount) === undefined ? t('form.owes', { debt: format.money(debtAmount) })
              : t('form.credit', { credit: format.money(creditOf(debtAmount)) })}</Box>
          </Box>
        )}
        onPick={(agency) => { field.onChange(agency); state.form.clearErrors('agency'); }}
        onEnter={() => state.focusLater('amount')}
        error={reason(fieldState.error?.message)} />
    )} />
  );
}

function AmountField({ state, debt }: { state: PaymentFormState; debt: string | undefined }) {
  const { t } = useTranslation('finance');
  const reason = useReason();
  const owes = debt !== undefined && !debt.startsWith('-') && !isZero(debt);
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
      <Controller control={state.form.control} name="amount" rules={{ required: 'required', validate: (amount) => !isZero(amount) || 'not_positive' }} render={({ field, fieldState }) => (
        <MoneyInput label={t('amount')} fullWidth value={field.value} inputRef={field.ref} onBlur={field.onBlur}
          onChange={(value) => { field.onChange(value); state.form.clearErrors('amount'); }} onKeyDown={onBareEnter(() => state.focus('paymentDate'))}
          error={fieldState.error !== undefined} helperText={reason(fieldState.error?.message) ?? <AmountInWords amount={field.value} />} />
      )} />
      <Button variant="outlined" color="inherit" disabled={!owes} sx={{ whiteSpace: 'nowrap', flex: 'none' }}
        onClick={() => { if (owes) state.takeAmount(debt); }}>{t('form.all')}</Button>
    </Box>
  );
}

function DayField({ state }: { state: PaymentFormState }) {
  const { t } = useTranslation('finance');
  const reason = useReason();
  return (
    <Controller control={state.form.control} name="paymentDate" rules={{ required: 'required' }} render={({ field, fieldState }) => (
      <DateField label={t('date')} fullWidth value={field.value} inputRef={field.ref} onBlur={field.onBlur} max={businessToday()} isDocumentDate
        onChange={(day) => { field.onChange(day); state.form.clearErrors('paymentDate'); }}
        onEnter={() => state.focus('method')} error={reason(fieldState.error?.message)} />
    )} />
  );
}

/** Its list opens with the arrows and the space bar; Enter is for going on, until the list is open. */
const isClosedSelect = (target: EventTarget) => (target as Element).getAttribute('role') === 'combobox';

function MethodField({ state }: { state: PaymentFormState }) {
  const { t } = useTranslation('finance');
  const reason = useReason();
  const { all } = useMethods();
  return (
    <Controller control={state.form.control} name="method" render={({ field, fieldState }) => (
      <TextField select label={t('method')} fullWidth value={field.value} inputRef={field.ref} onBlur={field.onBlur} onChange={field.onChange}
        onKeyDownCapture={(event) => { if (isClosedSelect(event.target)) onBareEnter(() => { event.stopPropagation(); state.focus('reference'); })(event); }}
        error={fieldState.error !== undefined} helperText={reason(fieldState.error?.message)}>
        {all.map(({ method, name }) => <MenuItem key={method} value={method}>{name}</MenuItem>)}
      </TextField>
    )} />
  );
}

function TextLine({ state, name, longest, onEnter }: { state: PaymentFormState; name: 'reference' | 'note'; longest: number; onEnter(): void }) {
  const { t } = useTranslation(['finance', 'common']);
  const reason = useReason();
  return (
    <Controller control={state.form.control} name={name} render={({ field, fieldState }) => (
      <TextField label={`${t(name)} ${t('common:state.optional')}`} fullWidth value={field.value} inputRef={field.ref} onBlur={field.onBlur}
        onChange={(event) => { field.onChange(event.target.value); state.form.clearErrors(name); }} onKeyDown={onBareEnter(onEnter)}
        error={fieldState.error !== undefined} helperText={reason(fieldState.error?.message)}
        slotProps={{ htmlInput: { maxLength: longest } }} />
    )} />
  );
}
