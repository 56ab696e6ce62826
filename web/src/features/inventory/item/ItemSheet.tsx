import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { sendOnCtrlEnter } from '../../../components/form/form_keys.ts';
import { FormField } from '../../../components/form/FormField.tsx';
import { LeaveGuard } from '../../../components/form/LeaveGuard.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CreateItemDocument, ItemUnitsDocument, UpdateItemDocument } from '../../../gql/graphql.ts';
import type { ShownItemFragment } from '../../../gql/graphql.ts';
import { asTyped, quantityOf } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { itemPath } from '../../../lib/paths.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useGoodsReason } from '../use_goods_reason.ts';

interface Props {
  /** Null for a new one. */
  item: ShownItemFragment | null;
  onReload?(): Promise<unknown>;
}

/** The fields of an item. */
export function ItemSheet({ item, onReload }: Props) {
  const { t } = useTranslation('goods');
  const state = useItem(item);
  const { data } = useQuery(ItemUnitsDocument);
  const common = { of: state, reasonOf: useGoodsReason() };
  return (
    <Box
      component="form"
      noValidate
      onSubmit={state.submit}
      onKeyDown={sendOnCtrlEnter}
      sx={{ maxWidth: 720 }}
    >
      <CommandRefusal of={state} {...(onReload ? { onReload } : {})} />
      <Panel>
        <Box sx={columns}>
          <Box sx={{ gridColumn: '1 / -1' }}>
            <FormField
              {...common}
              name="itemName"
              label={t('item.name')}
              longest={200}
              takesFocus
            />
          </Box>
          <FormField {...common} name="sku" label={t('item.sku')} longest={50} />
          <FormField {...common} name="barcode" label={t('item.barcode')} longest={50} isOptional />
          <FormField
            {...common}
            name="unitId"
            label={t('item.unit')}
            choices={nodesOf(data?.units)}
          />
          <FormField
            {...common}
            name="minStock"
            label={t('item.minStock')}
            longest={20}
            kind="number"
          />
          <FormField
            {...common}
            name="itemGroup"
            label={t('item.group')}
            longest={100}
            isOptional
          />
          {!item && (
            <FormField
              {...common}
              name="importPrice"
              label={t('item.importPrice')}
              kind="money"
              hint={t('item.importPriceHint')}
            />
          )}
        </Box>
        <Button
          type="submit"
          variant="contained"
          disabled={state.isBusy}
          title="Ctrl+Enter"
          sx={{ mt: 5 }}
        >
          {t(item ? 'item.save' : 'item.add')}
        </Button>
      </Panel>
      <LeaveGuard hasWork={state.hasWork} />
    </Box>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  gridTemplateColumns: { xs: '1fr', md: 'repeat(2, minmax(0, 1fr))' },
  alignItems: 'start',
};

const savedOf = (item: ShownItemFragment | null) => ({
  itemName: item?.itemName ?? '',
  sku: item?.sku ?? '',
  barcode: item?.barcode ?? '',
  unitId: item?.unit?.id ?? '',
  itemGroup: item?.itemGroup ?? '',
  minStock: asTyped(item?.minStock ?? '0'),
  importPrice: '',
});

type ItemValues = ReturnType<typeof savedOf>;

/** What is typed about an item, and the road to its page. */
function useItem(item: ShownItemFragment | null) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const navigate = useNavigate();
  return useCommandForm({
    saved: savedOf(item),
    check: (values) => checkOf(values, item === null),
    async send({ minStock, importPrice, unitId, ...texts }, { clientKey }) {
      const input = {
        clientKey,
        itemName: texts.itemName.trim() || null,
        sku: texts.sku.trim() || null,
        barcode: texts.barcode.trim() || null,
        itemGroup: texts.itemGroup.trim() || null,
        unitId,
        minStock: quantityOf(minStock),
      };
      if (item) {
        const { data } = await client.mutate({
          mutation: UpdateItemDocument,
          variables: { input: { ...input, itemId: item.id, version: item.version } },
          update: forgetLists,
        });
        return data?.updateItem?.item;
      }
      const { data } = await client.mutate({
        mutation: CreateItemDocument,
        variables: { input: { ...input, importPrice } },
        update: forgetLists,
      });
      return data?.createItem?.item;
    },
    onSent(kept) {
      if (!kept) return;
      toast({ text: t(item ? 'item.saved' : 'item.added', { name: kept.itemName }) });
      void navigate(itemPath(kept.id));
    },
  });
}

function checkOf(values: ItemValues, isNew: boolean) {
  const needed = ['itemName', 'sku', 'unitId', 'minStock', ...(isNew ? ['importPrice'] : [])];
  const empty = needed.filter((name) => values[name as keyof ItemValues].trim() === '');
  return {
    ...(quantityOf(values.minStock) === null ? { minStock: 'not_a_number' } : {}),
    ...Object.fromEntries(empty.map((name) => [name, 'required'])),
  };
}
