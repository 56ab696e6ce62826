import { useApolloClient } from '@apollo/client/react';
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { SearchPicker } from '../../../components/SearchPicker.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CreateSupplierDocument, PickSuppliersDocument } from '../../../gql/graphql.ts';
import type { PickedSupplierFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useGoodsReason } from '../use_goods_reason.ts';

type Supplier = PickedSupplierFragment;

interface Props {
  value: Supplier | null;
  onPick(supplier: Supplier | null): void;
  onEnter(): void;
  error?: string | undefined;
  inputRef?: Ref<HTMLInputElement>;
}

/** The supplier: found by code, name, phone or tax code, or made on the spot. */
export function SupplierField({ value, onPick, onEnter, error, inputRef }: Props) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const [isNew, setNew] = useState(false);
  async function load(query: string) {
    const { data } = await client.query({
      query: PickSuppliersDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(data?.suppliers);
  }
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'flex-start' }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <SearchPicker<Supplier>
          key={value?.id}
          label={t('supplier.one')}
          placeholder={t('supplier.pick')}
          autoFocus={value === null}
          value={value}
          {...(inputRef ? { inputRef } : {})}
          load={load}
          idOf={({ id }) => id}
          nameOf={({ code, name }) => `${name} · ${code}`}
          isDisabled={({ isActive }) => !isActive}
          renderOption={({ code, name, phone, isActive }) => (
            <Box sx={{ width: '100%' }}>
              {name}
              <Box
                sx={{
                  display: 'flex',
                  justifyContent: 'space-between',
                  gap: 2,
                  color: 'text.secondary',
                  fontSize: 13,
                }}
              >
                <span>{code}</span>
                <span>{isActive ? phone : t('supplier.inactive')}</span>
              </Box>
            </Box>
          )}
          onPick={onPick}
          onEnter={onEnter}
          error={error}
        />
      </Box>
      <Button
        variant="outlined"
        color="inherit"
        startIcon={<AddIcon />}
        onClick={() => setNew(true)}
        sx={{ flex: 'none' }}
      >
        {t('supplier.add')}
      </Button>
      {isNew && (
        <NewSupplier
          onClose={() => setNew(false)}
          onMade={(supplier) => {
            setNew(false);
            onPick(supplier);
            setTimeout(onEnter, 0);
          }}
        />
      )}
    </Box>
  );
}

function NewSupplier({ onClose, onMade }: { onClose(): void; onMade(supplier: Supplier): void }) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const state = useCommandForm({
    saved: { name: '', phone: '', address: '', taxCode: '' },
    async send({ name, phone, address, taxCode }, { clientKey }) {
      const input = {
        clientKey,
        name: name.trim(),
        phone: phone.trim() || null,
        address: address.trim() || null,
        taxCode: taxCode.trim() || null,
      };
      const { data } = await client.mutate({
        mutation: CreateSupplierDocument,
        variables: { input },
      });
      return data?.createSupplier?.supplier;
    },
    onSent(supplier) {
      if (!supplier) return;
      toast({ text: t('supplier.done', { name: supplier.name }) });
      onMade(supplier);
    },
  });
  const common = { of: state, reasonOf: useGoodsReason() };
  return (
    <FormDialog of={state} title={t('supplier.new')} verb={t('supplier.submit')} onClose={onClose}>
      <FormField {...common} name="name" label={t('supplier.name')} takesFocus />
      <FormField {...common} name="phone" label={t('supplier.phone')} isOptional />
      <FormField {...common} name="address" label={t('supplier.address')} isOptional />
      <FormField {...common} name="taxCode" label={t('supplier.taxCode')} isOptional />
    </FormDialog>
  );
}
