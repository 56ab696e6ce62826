import { useApolloClient } from '@apollo/client/react';
import AddIcon from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useRef, useState } from 'react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { SearchPicker } from '../../../components/SearchPicker.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CreateSupplierDocument, PickSuppliersDocument } from '../../../gql/graphql.ts';
import type { PickedSupplierFragment } from '../../../gql/graphql.ts';
import { fold } from '../../../lib/fold.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { problemOf } from '../../../lib/problem.ts';
import { reasonsOf } from '../goods_values.ts';
import type { FieldReasons } from '../goods_values.ts';
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
      fetchPolicy: 'network-only',
    });
    const words = fold(query);
    return nodesOf(data?.suppliers).filter(({ code, name, phone, taxCode }) =>
      fold(`${code} ${name} ${phone ?? ''} ${taxCode ?? ''}`).includes(words),
    );
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

const start = { name: '', phone: '', address: '', taxCode: '' };
type Field = keyof typeof start;
const paths: Record<Field, string> = {
  name: 'name',
  phone: 'phone',
  address: 'address',
  taxCode: 'tax_code',
};

function NewSupplier({ onClose, onMade }: { onClose(): void; onMade(supplier: Supplier): void }) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const reason = useGoodsReason();
  const [values, setValues] = useState(start);
  const [reasons, setReasons] = useState<FieldReasons>({});
  const made = useRef<Supplier | null>(null);
  async function add(clientKey: string) {
    const input = {
      clientKey,
      name: values.name.trim() || null,
      phone: values.phone.trim() || null,
      address: values.address.trim() || null,
      taxCode: values.taxCode.trim() || null,
    };
    try {
      const { data } = await client.mutate({
        mutation: CreateSupplierDocument,
        variables: { input },
      });
      made.current = data?.createSupplier?.supplier ?? null;
      if (made.current) toast({ text: t('supplier.done', { name: made.current.name }) });
    } catch (error) {
      const problem = problemOf(error);
      if (problem.code === 'VALIDATION_ERROR') setReasons(reasonsOf(problem.details, []));
      throw error;
    }
  }
  const field = (name: Field) => (
    <TextField
      label={name === 'name' ? t('supplier.name') : `${t(`supplier.${name}`)} ${t('optional')}`}
      fullWidth
      value={values[name]}
      autoFocus={name === 'name'}
      onChange={(event) => {
        setValues({ ...values, [name]: event.target.value });
        setReasons({});
      }}
      error={reasons[paths[name]] !== undefined}
      helperText={reason(reasons[paths[name]])}
    />
  );
  return (
    <ActDialog
      title={t('supplier.new')}
      verb={t('supplier.submit')}
      act={add}
      onClose={onClose}
      onChanged={() => {
        if (made.current) onMade(made.current);
        else onClose();
      }}
    >
      <Box sx={{ display: 'grid', gap: 4, pt: 2 }}>
        {field('name')}
        {field('phone')}
        {field('address')}
        {field('taxCode')}
      </Box>
    </ActDialog>
  );
}
