import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useToast } from '../../../components/toasts.ts';
import {
  AgenciesOverDebtLimitDocument,
  CreateAgencyTypeDocument,
  UpdateAgencyTypeDocument,
} from '../../../gql/graphql.ts';
import type { AgencyTypeRowFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useSettled } from '../../../lib/use_settled.ts';

interface Props {
  /** Null for a new one. */
  type: AgencyTypeRowFragment | null;
  onReload(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
}

export function AgencyTypeForm({ type, onReload, onDone, onClose }: Props) {
  const { t } = useTranslation(['agency', 'form']);
  const client = useApolloClient();
  const toast = useToast();
  const state = useCommandForm({
    saved: {
      name: type?.name ?? '',
      debtLimit: type?.debtLimit ?? '',
      paymentTermDays: String(type?.paymentTermDays ?? ''),
    },
    async send({ name, debtLimit, paymentTermDays }, { clientKey }) {
      const input = {
        clientKey,
        name: name.trim(),
        debtLimit,
        paymentTermDays: paymentTermDays || null,
      };
      if (type)
        await client.mutate({
          mutation: UpdateAgencyTypeDocument,
          variables: { input: { ...input, agencyTypeId: type.id, version: type.version } },
          update: forgetLists,
        });
      else await client.mutate({ mutation: CreateAgencyTypeDocument, variables: { input } });
    },
    onSent(_, { name }) {
      toast({ text: t('catalog.saved', { name: name.trim() }) });
      onDone();
    },
  });
  const debtLimit = state.form.watch('debtLimit');
  return (
    <FormDialog
      of={state}
      title={type ? t('catalog.editType', { name: type.name }) : t('catalog.addType')}
      verb={type ? t('form:save') : t('catalog.addType')}
      onReload={onReload}
      onClose={onClose}
    >
      <FormField of={state} name="name" label={t('catalog.typeName')} takesFocus longest={100} />
      <FormField of={state} name="debtLimit" label={t('catalog.debtLimit')} kind="money" />
      <FormField
        of={state}
        name="paymentTermDays"
        label={t('catalog.term')}
        isOptional
        kind="digits"
        longest={3}
        hint={t('catalog.termHint')}
      />
      {type && debtLimit !== '' && BigInt(debtLimit) < BigInt(type.debtLimit) && (
        <DebtLimitPreview agencyTypeId={type.id} debtLimit={debtLimit} />
      )}
    </FormDialog>
  );
}

/** Agencies that owe more than a lower limit to come. */
function DebtLimitPreview({
  agencyTypeId,
  debtLimit,
}: {
  agencyTypeId: string;
  debtLimit: string;
}) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const settled = useSettled(debtLimit, 300);
  const { data, error } = useQuery(AgenciesOverDebtLimitDocument, {
    variables: { agencyTypeId, debtLimit: settled },
    fetchPolicy: 'network-only',
  });
  const count = data?.agenciesOverDebtLimit?.totalCount;
  return (
    <Box role="status" sx={{ fontSize: 13, color: count ? 'warning.main' : 'text.secondary' }}>
      {count === undefined && t(error ? 'catalog.checkFailed' : 'catalog.checking')}
      {count === 0 && t('catalog.noHit')}
      {count !== undefined && count > 0 && (
        <>
          <Typography variant="body2" sx={{ fontWeight: 600 }}>
            {t('catalog.hit', { count })}
          </Typography>
          <Box component="ul" sx={{ m: 0, pl: 5, maxHeight: 120, overflowY: 'auto' }} tabIndex={0}>
            {nodesOf(data?.agenciesOverDebtLimit).map((agency) => (
              <li key={agency.agencyId}>
                {t('catalog.hitRow', {
                  code: agency.agencyCode,
                  name: agency.agencyName,
                  debt: format.money(agency.currentDebt),
                  over: format.money(agency.overBy),
                })}
              </li>
            ))}
          </Box>
        </>
      )}
    </Box>
  );
}
