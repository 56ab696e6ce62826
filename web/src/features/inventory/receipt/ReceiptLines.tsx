import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { onBareEnter } from '../../../components/form/form_keys.ts';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { MoneyInput } from '../../../components/MoneyInput.tsx';
import { lineTotal } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { FreeToggle } from '../FreeToggle.tsx';
import { FigureField, GoodsLines } from '../GoodsLines.tsx';
import type { GoodsLineProps } from '../GoodsLines.tsx';
import { priceChange } from '../goods_values.ts';
import type { GoodsFormState } from '../use_goods_form.ts';
import { useGoodsReason } from '../use_goods_reason.ts';

/** Item, quantity, import price; the price of the last receipt is offered. */
export function ReceiptLines({ state }: { state: GoodsFormState }) {
  const { t } = useTranslation(['goods', 'inventory']);
  return (
    <GoodsLines
      state={state}
      label={t('receipt.lines')}
      columns="minmax(180px, 1fr) 48px 96px 160px 120px 36px"
      keys={t('receipt.keys')}
      mayBeFree
      heads={[
        [t('inventory:show.unit'), 'left'],
        [t('inventory:show.quantity'), 'right'],
        [t('receipt.price'), 'right'],
        [t('inventory:show.lineTotal'), 'right'],
      ]}
      isDisabled={({ isActive }) => !isActive}
      onPick={(index, item) =>
        state.changeLine(index, {
          item,
          price: item?.importPrice && item.importPrice !== '0' ? item.importPrice : '',
        })
      }
      onDone={() => state.focus('note')}
      cells={(props) => <ReceiptCells {...props} />}
    />
  );
}

function ReceiptCells({ state, line, index, isLast }: GoodsLineProps) {
  const { t } = useTranslation(['goods', 'inventory']);
  const format = useFormat();
  const isWaiting = isLast && !line.item;
  const shown = { xs: isWaiting ? 'none' : 'block', md: 'block' };
  return (
    <>
      <Box sx={{ display: { xs: 'none', md: 'block' }, color: 'text.secondary', pt: '8px' }}>
        {line.item?.unit?.name}
      </Box>
      <Box sx={{ display: shown, gridColumn: { xs: '1', md: 'auto' } }}>
        <FigureField
          state={state}
          index={index}
          label={t('inventory:show.quantity')}
          onEnter={() =>
            line.isFree ? state.nextLine(index) : state.focus(`lines.${index}.price`)
          }
        />
      </Box>
      <Box sx={{ display: shown, gridColumn: { xs: '2 / 4', md: 'auto' } }}>
        {!line.isFree && <PriceField state={state} line={line} index={index} />}
        {line.item && (
          <FreeToggle
            isFree={line.isFree ?? false}
            place={index + 1}
            onChange={(isFree) => state.changeLine(index, { isFree })}
          />
        )}
      </Box>
      <Box
        sx={{
          display: shown,
          gridColumn: { xs: '1 / 4', md: 'auto' },
          textAlign: 'right',
          pt: { md: '8px' },
          fontWeight: 600,
        }}
      >
        {line.item
          && format.dong(lineTotal(line.figure, line.isFree ? '0' : line.price || '0') ?? '0')}
      </Box>
    </>
  );
}

function PriceField({ state, line, index }: Omit<GoodsLineProps, 'isLast'>) {
  const { t } = useTranslation(['goods', 'inventory']);
  const reason = useGoodsReason();
  const { problem, ...field } = useFormField(state, `lines.${index}.price`);
  return (
    <MoneyInput
      {...field}
      fullWidth
      onChange={(price) => state.changeLine(index, { price })}
      error={problem !== undefined}
      helperText={
        reason(problem) ?? (
          <PriceChange price={field.value} before={line.item?.importPrice ?? '0'} />
        )
      }
      onKeyDown={onBareEnter(() => state.nextLine(index))}
      ariaLabel={t('inventory:form.line', { field: t('receipt.price'), line: index + 1 })}
    />
  );
}

/** What a receipt does to the import price: in đồng and in percent. */
function PriceChange({ price, before }: { price: string; before: string }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const change = priceChange(price, before);
  if (!change) return null;
  const figures = {
    before: format.dong(before),
    difference: format.dong(change.difference),
    percent: format.quantity(change.percent),
  };
  return (
    <Box component="span" sx={{ display: 'block', textAlign: 'right' }}>
      {t(change.isRise ? 'receipt.rise' : 'receipt.fall', figures)}
    </Box>
  );
}
