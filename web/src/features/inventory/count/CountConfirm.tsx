import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { daysBack } from '../../../components/BackDating.tsx';
import { isZero, quantityOf } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { Difference } from './CountLines.tsx';
import { GoodsConfirm } from '../GoodsConfirm.tsx';
import { quantityLess, seenOn, sentLines } from '../goods_values.ts';
import type { GoodsLine } from '../goods_values.ts';
import type { GoodsFormState } from '../use_goods_form.ts';

interface Props {
  state: GoodsFormState;
  day: string;
  differing: readonly GoodsLine[];
}

/**
 * What the count will write: of today only what differs, of a past day every item and what is there
 * now.
 */
export function CountConfirm({ state, day, differing }: Props) {
  const { t } = useTranslation('goods');
  const isPast = daysBack(day) > 0;
  return (
    <GoodsConfirm
      state={state}
      title={t('count.confirm')}
      verb={t('count.make')}
      note={t('count.final')}
      day={{ label: t('count.date'), value: day }}
    >
      <Typography>
        {differing.length === 0
          ? t(isPast ? 'count.sameThen' : 'count.same')
          : t('count.changes', { count: differing.length })}
      </Typography>
      <Box component="ul" sx={{ m: 0, mt: 1, pl: 5, '&:empty': { display: 'none' } }}>
        {(isPast ? sentLines(state.lines) : differing).map((line) => (
          <li key={line.item?.id}>
            {isPast ? <Then line={line} day={day} /> : <Now line={line} day={day} />}
          </li>
        ))}
      </Box>
    </GoodsConfirm>
  );
}

function Now({ line, day }: { line: GoodsLine; day: string }) {
  const format = useFormat();
  const book = seenOn(line, day)?.quantity ?? '0';
  return (
    <>
      {line.item?.itemName}: {format.quantity(book)} →{' '}
      <strong>{format.quantity(quantityOf(line.figure))}</strong> (
      <Difference book={book} counted={line.figure} />)
    </>
  );
}

/** The books of that day and the shelf of that day; today moves by the difference. */
function Then({ line, day }: { line: GoodsLine; day: string }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const seen = seenOn(line, day);
  const counted = quantityOf(line.figure);
  if (!seen || counted === null) return null;
  const difference = quantityLess(counted, seen.quantity);
  const facts = {
    item: line.item?.itemName,
    date: format.date(day),
    book: format.quantity(seen.quantity),
    counted: format.quantity(counted),
    stock: format.quantity(seen.stock),
    becomes: format.quantity(quantityLess(seen.stock, quantityLess('0', difference))),
  };
  return (
    <>
      {t(isZero(difference) ? 'count.thenSame' : 'count.thenChanges', facts)}
      {!isZero(difference) && (
        <>
          {' '}
          (<Difference book={seen.quantity} counted={line.figure} />)
        </>
      )}
    </>
  );
}
