import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../../components/DateField.tsx';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { useFormField } from '../../../components/form/use_form_field.ts';
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
  const { value, inputRef, onChange, problem } = useFormField(state, 'agency');
  async function load(query: string) {
    const { data } = await client.query({
      query: PickAgenciesDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(data?.searchAgencies);
  }
  return (
    <SearchPicker<PickedAgency>
      label={t('issue.agency')}
      placeholder={t('form.pickAgency')}
      autoFocus={takesFocus}
      value={value}
      inputRef={inputRef}
      load={load}
      idOf={({ id }) => id}
      nameOf={({ code, name }) => `${name} · ${code}`}
      isDisabled={({ status }) => status !== 'active'}
      renderOption={(option) => <AgencyOption agency={option} />}
      onPick={onChange}
      onEnter={() => state.focusLater('lines.0.item')}
      error={reason(problem)}
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
  const { problem, ...field } = useFormField(state, 'issueDate');
  return (
    <DocumentDate
      {...field}
      label={t('issue.date')}
      onEnter={() => state.focus('lines.0.item')}
      error={reason(problem)}
    />
  );
}

/** When the agency would like to have it: a wish that may stay empty. */
function WantedField({ state }: { state: IssueFormState }) {
  const { t } = useTranslation('inventory');
  const reason = useReason();
  const { problem, value = '', ...field } = useFormField(state, 'wantedDate');
  return (
    <DateField
      {...field}
      value={value}
      label={t('request.wanted')}
      fullWidth
      min={businessToday()}
      onEnter={() => state.focus('lines.0.item')}
      error={reason(problem)}
    />
  );
}
