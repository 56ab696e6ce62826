import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useToast } from '../../../components/toasts.ts';
import { CreateDistrictDocument, UpdateDistrictDocument } from '../../../gql/graphql.ts';
import type { DistrictRowFragment } from '../../../gql/graphql.ts';
import { forgetLists } from '../../../lib/stale.ts';

interface Props {
  /** Null for a new one. */
  district: DistrictRowFragment | null;
  onReload(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
}

export function DistrictForm({ district, onReload, onDone, onClose }: Props) {
  const { t } = useTranslation(['agency', 'form']);
  const client = useApolloClient();
  const toast = useToast();
  const state = useCommandForm({
    saved: {
      city: district?.city ?? '',
      name: district?.name ?? '',
      maxAgencies: String(district?.maxAgencies ?? ''),
    },
    async send({ city, name, maxAgencies }, { clientKey }) {
      const input = {
        clientKey,
        city: city.trim(),
        name: name.trim(),
        maxAgencies: maxAgencies || null,
      };
      if (district)
        await client.mutate({
          mutation: UpdateDistrictDocument,
          variables: { input: { ...input, districtId: district.id, version: district.version } },
          update: forgetLists,
        });
      else await client.mutate({ mutation: CreateDistrictDocument, variables: { input } });
    },
    onSent(_, { name }) {
      toast({ text: t('catalog.saved', { name: name.trim() }) });
      onDone();
    },
  });
  const members = district?.memberCount ?? '0';
  const most = state.form.watch('maxAgencies');
  return (
    <FormDialog
      of={state}
      title={
        district ? t('catalog.editDistrict', { name: district.name }) : t('catalog.addDistrict')
      }
      verb={district ? t('form:save') : t('catalog.addDistrict')}
      onReload={onReload}
      onClose={onClose}
    >
      <FormField
        of={state}
        name="name"
        label={t('catalog.districtName')}
        takesFocus
        longest={100}
      />
      <FormField of={state} name="city" label={t('catalog.city')} longest={100} />
      <FormField
        of={state}
        name="maxAgencies"
        label={t('catalog.own')}
        isOptional
        kind="digits"
        longest={6}
        hint={t('catalog.ownHint')}
      />
      {most !== '' && BigInt(most) < BigInt(members) && (
        <Typography role="status" variant="body2" sx={{ color: 'warning.main' }}>
          {t('catalog.below', { count: Number(members) })}
        </Typography>
      )}
    </FormDialog>
  );
}
