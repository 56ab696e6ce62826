import { useApolloClient } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useToast } from '../../../components/toasts.ts';
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
  const state = useCommandForm({
    saved: {
      name: supplier?.name ?? '',
      phone: supplier?.phone ?? '',
      address: supplier?.address ?? '',
      taxCode: supplier?.taxCode ?? '',
    },
    async send({ name, phone, address, taxCode }, { clientKey }) {
      const input = {
        clientKey,
        name: name.trim(),
        phone: phone.trim() || null,
        address: address.trim() || null,
        taxCode: taxCode.trim() || null,
      };
      if (supplier)
        await client.mutate({
          mutation: UpdateSupplierDocument,
          variables: { input: { ...input, supplierId: supplier.id, version: supplier.version } },
        });
      else await client.mutate({ mutation: AddSupplierDocument, variables: { input } });
    },
    onSent(_, { name }) {
      toast({ text: t('saved', { name: name.trim() }) });
      onDone();
    },
  });
  return (
    <FormDialog
      of={state}
      title={supplier ? t('supplier.edit', { name: supplier.name }) : t('supplier.add')}
      verb={supplier ? t('form:save') : t('supplier.add')}
      onReload={onReload}
      onClose={onClose}
    >
      <FormField of={state} name="name" label={t('supplier.name')} takesFocus longest={200} />
      <FormField of={state} name="phone" label={t('supplier.phone')} isOptional longest={30} />
      <FormField of={state} name="address" label={t('supplier.address')} isOptional longest={300} />
      <FormField
        of={state}
        name="taxCode"
        label={t('supplier.taxCode')}
        isOptional
        longest={14}
        hint={t('supplier.taxCodeHint')}
      />
    </FormDialog>
  );
}
