import { useApolloClient } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormLine } from '../../../components/form/FormLine.tsx';
import { useToast } from '../../../components/toasts.ts';
import { missing, useCommand } from '../../../components/form/use_command.ts';
import { useDraft } from '../../../components/use_draft.ts';
import { AddSupplierDocument, UpdateSupplierDocument } from '../../../gql/graphql.ts';
import type { SupplierRowFragment } from '../../../gql/graphql.ts';

interface Props {
  /** Null for a new one. */
  supplier: SupplierRowFragment | null;
  onReload(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
}

export function SupplierForm({ supplier, onReload, onDone, onClose }: Props) {
  const { t } = useTranslation(['stockCatalog', 'form']);
  const client = useApolloClient();
  const toast = useToast();
  const command = useCommand();
  const { values, set, newerOf } = useDraft({
    name: supplier?.name ?? '',
    phone: supplier?.phone ?? '',
    address: supplier?.address ?? '',
    taxCode: supplier?.taxCode ?? '',
  });

  async function send(clientKey: string) {
    const input = {
      clientKey,
      name: values.name.trim(),
      phone: values.phone.trim() || null,
      address: values.address.trim() || null,
      taxCode: values.taxCode.trim() || null,
    };
    if (supplier)
      await client.mutate({
        mutation: UpdateSupplierDocument,
        variables: { input: { ...input, supplierId: supplier.id, version: supplier.version } },
      });
    else await client.mutate({ mutation: AddSupplierDocument, variables: { input } });
    toast({ text: t('saved', { name: input.name }) });
    onDone();
  }

  function submit() {
    const empty = missing({ name: values.name });
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  const line = (name: keyof typeof values) => ({
    label: t(`supplier.${name}`),
    value: values[name],
    problem: command.fields[name],
    newer: newerOf(name),
    onChange: (text: string) => {
      set(name, text);
      command.unmark(name);
    },
  });
  return (
    <FormDialog
      title={supplier ? t('supplier.edit', { name: supplier.name }) : t('supplier.add')}
      verb={supplier ? t('form:save') : t('supplier.add')}
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormLine {...line('name')} takesFocus longest={200} />
      <FormLine {...line('phone')} isOptional longest={30} />
      <FormLine {...line('address')} isOptional longest={300} />
      <FormLine {...line('taxCode')} isOptional longest={14} hint={t('supplier.taxCodeHint')} />
    </FormDialog>
  );
}
