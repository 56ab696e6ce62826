import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { MoneyInput } from '../../../components/MoneyInput.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Refusal, Way } from '../../../components/Refusal.tsx';
import { ItemUnitsDocument } from '../../../gql/graphql.ts';
import type { ShownItemFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { NO_CONNECTION } from '../../../lib/problem.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useGoodsReason } from '../use_goods_reason.ts';
import { useItemForm } from './use_item_form.ts';
import type { ItemField, ItemFormState } from './use_item_form.ts';

/** The fields of an item. */
export function ItemSheet({ item }: { item: ShownItemFragment | null }) {
  const { t } = useTranslation('goods');
  const state = useItemForm(item);
  return (
    <Box
      component="form"
      noValidate
      onSubmit={state.onSubmit}
      onKeyDown={state.onKeyDown}
      sx={{ maxWidth: 720 }}
    >
      {state.refusal && <ItemRefusal key={state.refusal.at} state={state} />}
      <Panel>
        <Box
          sx={{
            display: 'grid',
            gap: 4,
            gridTemplateColumns: { xs: '1fr', md: 'repeat(2, minmax(0, 1fr))' },
            alignItems: 'start',
          }}
        >
          <Box sx={{ gridColumn: '1 / -1' }}>
            <TextLine state={state} name="itemName" label={t('item.name')} longest={200} isFirst />
          </Box>
          <TextLine state={state} name="sku" label={t('item.sku')} longest={50} />
          <TextLine
            state={state}
            name="barcode"
            label={`${t('item.barcode')} ${t('optional')}`}
            longest={50}
          />
          <UnitField state={state} />
          <TextLine
            state={state}
            name="minStock"
            label={t('item.minStock')}
            longest={20}
            isFigure
          />
          {!item && <PriceField state={state} />}
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
    </Box>
  );
}

interface LineProps {
  state: ItemFormState;
  name: ItemField;
  label: string;
  longest: number;
  isFirst?: boolean;
  isFigure?: boolean;
}

function TextLine({ state, name, label, longest, isFirst = false, isFigure = false }: LineProps) {
  const reason = useGoodsReason();
  const message = reason(state.reasons[name]);
  return (
    <TextField
      label={label}
      fullWidth
      autoFocus={isFirst}
      value={state.values[name]}
      inputRef={state.inputRef(name)}
      onChange={(event) => state.set(name, event.target.value)}
      error={message !== undefined}
      helperText={message}
      slotProps={{
        htmlInput: {
          maxLength: longest,
          ...(isFigure ? { inputMode: 'decimal', style: { textAlign: 'right' } } : {}),
        },
      }}
    />
  );
}

function UnitField({ state }: { state: ItemFormState }) {
  const { t } = useTranslation('goods');
  const reason = useGoodsReason();
  const { data } = useQuery(ItemUnitsDocument);
  const units = nodesOf(data?.units);
  const { unitId } = state.values;
  const message = reason(state.reasons['unitId']);
  return (
    <TextField
      select
      label={t('item.unit')}
      fullWidth
      value={units.some(({ id }) => id === unitId) ? unitId : ''}
      inputRef={state.inputRef('unitId')}
      onChange={(event) => state.set('unitId', event.target.value)}
      error={message !== undefined}
      helperText={message}
    >
      {units.map(({ id, name }) => (
        <MenuItem key={id} value={id}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

function PriceField({ state }: { state: ItemFormState }) {
  const { t } = useTranslation('goods');
  const reason = useGoodsReason();
  const message = reason(state.reasons['importPrice']);
  return (
    <MoneyInput
      label={t('item.importPrice')}
      fullWidth
      value={state.values.importPrice}
      inputRef={state.inputRef('importPrice')}
      onChange={(value) => state.set('importPrice', value)}
      error={message !== undefined}
      helperText={message ?? t('item.importPriceHint')}
    />
  );
}

/** A newer version is shown beside what was typed; nothing typed is lost. */
function ItemRefusal({ state }: { state: ItemFormState }) {
  const { t } = useTranslation(['goods', 'common']);
  const format = useFormat();
  const problem = state.refusal?.problem;
  if (!problem) return null;
  const { newer } = state;
  return (
    <Refusal
      problem={problem}
      more={
        newer && (
          <Box sx={{ mt: 1 }}>
            {t('item.newer', {
              name: newer.itemName,
              sku: newer.sku,
              min: format.quantity(newer.minStock),
              barcode: newer.barcode ?? '–',
            })}
          </Box>
        )
      }
    >
      {newer && <Way onClick={state.keepMine}>{t('item.keepMine')}</Way>}
      {newer && <Way onClick={state.takeNewer}>{t('item.takeNew')}</Way>}
      {[NO_CONNECTION, 'BUSY', 'INTERNAL'].includes(problem.code) && (
        <Way onClick={state.submit}>{t('common:action.retry')}</Way>
      )}
    </Refusal>
  );
}
