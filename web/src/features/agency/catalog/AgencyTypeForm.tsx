import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormLine } from '../../../components/form/FormLine.tsx';
import { useToast } from '../../../components/toasts.ts';
import { missing, useCommand } from '../../../components/form/use_command.ts';
import { useDraft } from '../../../components/use_draft.ts';
import {
  AgenciesOverDebtLimitDocument,
  CreateAgencyTypeDocument,
  UpdateAgencyTypeDocument,
} from '../../../gql/graphql.ts';
import type { AgencyTypeRowFragment } from '../../../gql/graphql.ts';
import { digitsOf } from '../../../lib/dong.ts';
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
  const format = useFormat();
  const command = useCommand();
  const { values, set, newerOf } = useDraft({
    name: type?.name ?? '',
    debtLimit: type?.debtLimit ?? '',
    paymentTermDays: type?.paymentTermDays == null ? '' : String(type.paymentTermDays),
  });
  const newerDebt = newerOf('debtLimit');

  async function send(clientKey: string) {
    const input = {
      clientKey,
      name: values.name.trim(),
      debtLimit: values.debtLimit,
      paymentTermDays: values.paymentTermDays || null,
    };
    if (type)
      await client.mutate({
        mutation: UpdateAgencyTypeDocument,
        variables: { input: { ...input, agencyTypeId: type.id, version: type.version } },
        update: forgetLists,
      });
    else await client.mutate({ mutation: CreateAgencyTypeDocument, variables: { input } });
    toast({ text: t('catalog.saved', { name: values.name.trim() }) });
    onDone();
  }

  function submit() {
    const empty = missing({ name: values.name, debtLimit: values.debtLimit });
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  return (
    <FormDialog
      title={type ? t('catalog.editType', { name: type.name }) : t('catalog.addType')}
      verb={type ? t('form:save') : t('catalog.addType')}
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormLine
        label={t('catalog.typeName')}
        value={values.name}
        problem={command.fields['name']}
        newer={newerOf('name')}
        takesFocus
        longest={100}
        onChange={(text) => {
          set('name', text);
          command.unmark('name');
        }}
      />
      <FormLine
        label={t('catalog.debtLimit')}
        value={values.debtLimit}
        problem={command.fields['debtLimit']}
        newer={newerDebt && format.money(newerDebt)}
        kind="money"
        onChange={(text) => {
          set('debtLimit', text);
          command.unmark('debtLimit');
        }}
      />
      <FormLine
        label={t('catalog.term')}
        value={values.paymentTermDays}
        problem={command.fields['paymentTermDays']}
        newer={newerOf('paymentTermDays')}
        isOptional
        kind="number"
        longest={3}
        hint={t('catalog.termHint')}
        onChange={(text) => {
          set('paymentTermDays', digitsOf(text));
          command.unmark('paymentTermDays');
        }}
      />
      {type && values.debtLimit !== '' && BigInt(values.debtLimit) < BigInt(type.debtLimit) && (
        <DebtLimitPreview agencyTypeId={type.id} debtLimit={values.debtLimit} />
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
