import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../../components/DateField.tsx';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { SearchPicker } from '../../../components/SearchPicker.tsx';
import { AgencyStatusChip } from '../../../components/StatusChip.tsx';
import { PickAgenciesDocument } from '../../../gql/graphql.ts';
import { creditOf } from '../../../lib/dong.ts';
import { businessToday } from '../../../lib/format.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { replacedBy } from './issue_values.ts';
import type { PickedAgency } from './issue_values.ts';
import type { IssueFormState } from './use_issue_form.ts';
import { useReason } from '../use_reason.ts';

/** Who takes the goods, and when. */
export function IssueHead({ state, takesFocus }: { state: IssueFormState; takesFocus: boolean }) {
  const { t } = useTranslation('inventory');
  const replaced = replacedBy(state.values);
  return (
    <Panel>
      <Box
        sx={{
          display: 'grid',
          gap: 4,
          gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 1fr) 184px' },
          alignItems: 'start',
        }}
      >
        {state.values.revises ? (
          <Box sx={{ pt: 2, fontWeight: 600 }}>
            {state.values.agency?.name} · {state.values.revises.code}
          </Box>
        ) : (
          <AgencyField state={state} takesFocus={takesFocus} />
        )}
        {state.isRequest ? <WantedField state={state} /> : <DayField state={state} />}
      </Box>
      {replaced && (
        <Box sx={{ mt: 3, fontSize: 13, color: 'text.secondary' }}>
          {t('form.replaces', { code: replaced.code })}
        </Box>
      )}
    </Panel>
  );
}

function AgencyField({ state, takesFocus }: { state: IssueFormState; takesFocus: boolean }) {
  const { t } = useTranslation('inventory');
  const client = useApolloClient();
  const reason = useReason();
  async function load(query: string) {
    const { data } = await client.query({
      query: PickAgenciesDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(data?.searchAgencies);
  }
  return (
    <Controller
      control={state.form.control}
      name="agency"
      render={({ field, fieldState }) => (
        <SearchPicker<PickedAgency>
          label={t('issue.agency')}
          placeholder={t('form.pickAgency')}
          autoFocus={takesFocus}
          value={field.value}
          inputRef={field.ref}
          load={load}
          idOf={({ id }) => id}
          nameOf={({ code, name }) => `${name} · ${code}`}
          isDisabled={({ status }) => status !== 'active'}
          renderOption={(option) => <AgencyOption agency={option} />}
          onPick={(agency) => {
            field.onChange(agency);
            state.form.clearErrors('agency');
          }}
          onEnter={() => state.focus('lines.0.item')}
          error={reason(fieldState.error?.message)}
        />
      )}
    />
  );
}

function AgencyOption({ agency }: { agency: PickedAgency }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  return (
    <Box sx={{ display: 'flex', gap: 3, width: '100%', alignItems: 'baseline' }}>
      <Box sx={{ color: 'text.secondary', fontSize: 13, minWidth: 56 }}>{agency.code}</Box>
      <Box sx={{ flex: 1 }}>{agency.name}</Box>
      {agency.status === 'active' ? (
        <Box sx={{ color: 'text.secondary', fontSize: 13, whiteSpace: 'nowrap' }}>
          {creditOf(agency.debtAmount ?? '0') === undefined
            ? t('form.owes', { debt: format.money(agency.debtAmount) })
            : t('form.credit', { credit: format.money(creditOf(agency.debtAmount ?? '0')) })}
        </Box>
      ) : (
        <AgencyStatusChip status={agency.status} />
      )}
    </Box>
  );
}

function DayField({ state }: { state: IssueFormState }) {
  const { t } = useTranslation('inventory');
  const reason = useReason();
  return (
    <Controller
      control={state.form.control}
      name="issueDate"
      render={({ field, fieldState }) => (
        <DocumentDate
          label={t('issue.date')}
          value={field.value}
          inputRef={field.ref}
          onBlur={field.onBlur}
          onChange={(day) => {
            field.onChange(day);
            state.form.clearErrors('issueDate');
          }}
          onEnter={() => state.moveTo('lines.0.item')}
          error={reason(fieldState.error?.message)}
        />
      )}
    />
  );
}

/** When the agency would like to have it: a wish that may stay empty. */
function WantedField({ state }: { state: IssueFormState }) {
  const { t } = useTranslation('inventory');
  const reason = useReason();
  return (
    <Controller
      control={state.form.control}
      name="wantedDate"
      render={({ field, fieldState }) => (
        <DateField
          label={t('request.wanted')}
          fullWidth
          value={field.value ?? ''}
          inputRef={field.ref}
          min={businessToday()}
          onChange={(day) => {
            field.onChange(day);
            state.form.clearErrors('wantedDate');
          }}
          onEnter={() => state.moveTo('lines.0.item')}
          error={reason(fieldState.error?.message)}
        />
      )}
    />
  );
}
