import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormLine } from '../../../components/form/FormLine.tsx';
import { useToast } from '../../../components/toasts.ts';
import { missing, useCommand } from '../../../components/form/use_command.ts';
import { useDraft } from '../../../components/use_draft.ts';
import { CreateDistrictDocument, UpdateDistrictDocument } from '../../../gql/graphql.ts';
import type { DistrictRowFragment } from '../../../gql/graphql.ts';
import { digitsOf } from '../../../lib/dong.ts';
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
  const command = useCommand();
  const { values, set, newerOf } = useDraft({
    city: district?.city ?? '',
    name: district?.name ?? '',
    maxAgencies: district?.maxAgencies === null || !district ? '' : String(district.maxAgencies),
  });
  const members = district?.memberCount ?? '0';

  async function send(clientKey: string) {
    const input = {
      clientKey,
      city: values.city.trim(),
      name: values.name.trim(),
      maxAgencies: values.maxAgencies || null,
    };
    if (district)
      await client.mutate({
        mutation: UpdateDistrictDocument,
        variables: { input: { ...input, districtId: district.id, version: district.version } },
        update: forgetLists,
      });
    else await client.mutate({ mutation: CreateDistrictDocument, variables: { input } });
    toast({ text: t('catalog.saved', { name: input.name }) });
    onDone();
  }

  function submit() {
    const empty = missing({ city: values.city, name: values.name });
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  const change = (name: keyof typeof values) => (text: string) => {
    set(name, name === 'maxAgencies' ? digitsOf(text) : text);
    command.unmark(name);
  };
  return (
    <FormDialog
      title={
        district ? t('catalog.editDistrict', { name: district.name }) : t('catalog.addDistrict')
      }
      verb={district ? t('form:save') : t('catalog.addDistrict')}
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormLine
        label={t('catalog.districtName')}
        value={values.name}
        problem={command.fields['name']}
        newer={newerOf('name')}
        takesFocus
        longest={100}
        onChange={change('name')}
      />
      <FormLine
        label={t('catalog.city')}
        value={values.city}
        problem={command.fields['city']}
        newer={newerOf('city')}
        longest={100}
        onChange={change('city')}
      />
      <FormLine
        label={t('catalog.own')}
        value={values.maxAgencies}
        problem={command.fields['maxAgencies']}
        newer={newerOf('maxAgencies')}
        isOptional
        kind="number"
        longest={6}
        hint={t('catalog.ownHint')}
        onChange={change('maxAgencies')}
      />
      {values.maxAgencies !== '' && BigInt(values.maxAgencies) < BigInt(members) && (
        <Typography role="status" variant="body2" sx={{ color: 'warning.main' }}>
          {t('catalog.below', { count: Number(members) })}
        </Typography>
      )}
    </FormDialog>
  );
}
