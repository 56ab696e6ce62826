import { useTranslation } from 'react-i18next';
import { Facts } from '../../components/Facts.tsx';
import { isZero } from '../../lib/dong.ts';
import { useFormat } from '../../lib/use_format.ts';

interface MovedLine {
  quantity: string;
  isFree?: boolean;
  item: { itemName: string; unit: { name: string } | null } | null;
}

/**
 * The goods of a document as what a change does to stock; free ones apart from those that were paid
 * for.
 */
export function MovedGoods({ lines, sign }: { lines: readonly MovedLine[]; sign: '+' | '−' }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const nameOf = ({ item, isFree }: MovedLine) =>
    isFree ? `${item?.itemName ?? ''} (${t('free.mark')})` : (item?.itemName ?? '');
  return (
    <Facts
      facts={lines
        .filter(({ quantity }) => !isZero(quantity))
        .map(
          (line) =>
            [
              nameOf(line),
              `${sign}${format.quantity(line.quantity)} ${line.item?.unit?.name ?? ''}`,
            ] as const,
        )}
    />
  );
}
