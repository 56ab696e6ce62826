import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/use_format.ts';
import { GoodsConfirm } from '../GoodsConfirm.tsx';
import { priceChange, sentLines } from '../goods_values.ts';
import type { GoodsFormState } from '../use_goods_form.ts';

/** What the receipt will do: stock rises, import prices change, and issue prices after them. */
export function ReceiptConfirm({ state, total }: { state: GoodsFormState; total: string }) {
  const { t } = useTranslation(['goods', 'inventory']);
  const format = useFormat();
  const { supplier, day } = state.form.getValues();
  const lines = sentLines(state.lines);
  const free = lines.filter(({ isFree }) => isFree);
  const changed = lines.filter(
    ({ item, price, isFree }) => item && !isFree && priceChange(price, item.importPrice ?? '0'),
  );
  return (
    <GoodsConfirm
      state={state}
      title={t('receipt.confirm', { supplier: supplier?.name })}
      verb={t('receipt.make')}
      note={t('receipt.final')}
      day={{ label: t('receipt.date'), value: day }}
      facts={[[t('receipt.total'), <strong key="total">{format.money(total)}</strong>]]}
    >
      <Typography>{t('receipt.stockRises', { count: lines.length })}</Typography>
      {free.length > 0 && (
        <Typography sx={{ mt: 2 }}>
          {t('inventory:free.mark')}:{' '}
          {free
            .map(
              ({ item, figure }) => `${figure} ${item?.unit?.name ?? ''} ${item?.itemName ?? ''}`,
            )
            .join(', ')}
        </Typography>
      )}
      {changed.length > 0 && (
        <>
          <Typography sx={{ mt: 2 }}>
            {t('receipt.pricesChange', { count: changed.length })}
          </Typography>
          <Box component="ul" sx={{ m: 0, mt: 1, pl: 5 }}>
            {changed.map(({ item, price }) => (
              <li key={item?.id}>
                {item?.itemName}: {format.dong(item?.importPrice)} →{' '}
                <strong>{format.money(price)}</strong>
              </li>
            ))}
          </Box>
        </>
      )}
    </GoodsConfirm>
  );
}
