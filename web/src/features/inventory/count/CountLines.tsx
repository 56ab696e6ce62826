import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { isZero, quantityOf } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { FigureField, GoodsLines } from '../GoodsLines.tsx';
import type { GoodsLineProps } from '../GoodsLines.tsx';
import { quantityLess, seenOn } from '../goods_values.ts';
import type { GoodsFormState } from '../use_goods_form.ts';

/** Item, what the books say, what was counted, the difference. */
export function CountLines({ state, day }: { state: GoodsFormState; day: string }) {
  const { t } = useTranslation(['goods', 'inventory']);
  return (
    <GoodsLines
      state={state}
      label={t('count.lines')}
      columns="minmax(180px, 1fr) 64px 104px 104px 104px 36px"
      keys={t('count.keys')}
      heads={[
        [t('inventory:show.unit'), 'left'],
        [t('count.book'), 'right'],
        [t('count.counted'), 'right'],
        [t('count.difference'), 'right'],
      ]}
      onPick={(index, item) => state.changeLine(index, { item })}
      onDone={() => state.focus('note')}
      cells={(props) => <CountCells {...props} day={day} />}
    />
  );
}

function CountCells({ state, line, index, isLast, day }: GoodsLineProps & { day: string }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const { item } = line;
  const book = seenOn(line, day)?.quantity;
  const shown = { xs: isLast && !item ? 'none' : 'block', md: 'block' };
  const figure = { textAlign: 'right', pt: '8px' };
  return (
    <>
      <Box sx={{ display: { xs: 'none', md: 'block' }, color: 'text.secondary', pt: '8px' }}>
        {item?.unit?.name}
      </Box>
      <Box
        sx={{
          ...figure,
          display: shown,
          gridColumn: { xs: '1', md: 'auto' },
          textAlign: { xs: 'left', md: 'right' },
          color: 'text.secondary',
        }}
      >
        <Box component="span" sx={{ display: { md: 'none' } }}>
          {t('count.book')}{' '}
        </Box>
        {item && (book === undefined ? '…' : format.quantity(book))}
        <Box component="span" sx={{ display: { md: 'none' } }}>
          {' '}
          {item?.unit?.name}
        </Box>
      </Box>
      <Box sx={{ display: shown, gridColumn: { xs: '2', md: 'auto' } }}>
        <FigureField
          state={state}
          index={index}
          label={t('count.counted')}
          onEnter={() => state.nextLine(index)}
        />
      </Box>
      <Box sx={{ ...figure, display: shown, gridColumn: { xs: '3', md: 'auto' }, fontWeight: 600 }}>
        {item && book !== undefined && <Difference book={book} counted={line.figure} />}
      </Box>
    </>
  );
}

/** "+2", "−3", or nothing to say. */
export function Difference({ book, counted }: { book: string; counted: string }) {
  const format = useFormat();
  const quantity = quantityOf(counted);
  if (quantity === null) return null;
  const difference = quantityLess(quantity, book);
  if (isZero(difference))
    return (
      <Box component="span" sx={{ color: 'text.secondary', fontWeight: 400 }}>
        0
      </Box>
    );
  return (
    <Box component="span" sx={{ color: 'warning.main' }}>
      {difference.startsWith('-') ? '' : '+'}
      {format.quantity(difference)}
    </Box>
  );
}
