import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/use_format.ts';
import type { LineValues } from './issue_values.ts';
import { shortOf } from './line_stock.ts';
import { LineMark } from './LineRefusal.tsx';
import type { LastIssued } from './use_last_issued.ts';
import type { IssueFormState } from './use_issue_form.ts';

interface Props {
  state: IssueFormState;
  index: number;
  line: LineValues;
  last: LastIssued | undefined;
}

/** Under an item: what is in stock, what was taken the last time, and whether it suffices. */
export function LineStock({ state, index, line, last }: Props) {
  const { t } = useTranslation(['inventory', 'slipEntry']);
  const format = useFormat();
  const { item } = line;
  if (!item) return null;
  const short = state.isRequest ? undefined : shortOf(state.values.lines, index);
  if (short)
    return (
      <LineMark
        tone="warning"
        text={t('refused.line', {
          available: format.quantity(short.stock),
          requested: format.quantity(short.wanted),
        })}
        action={t('refused.take', { available: format.quantity(short.left) })}
        hint="Alt+L"
        onAct={() => state.takeWhatIsThere(index)}
      />
    );
  return (
    <Box sx={{ mt: 0.5, fontSize: 12.5, color: 'text.secondary' }}>
      {[
        t('form.stock', {
          stock: format.quantity(item.stockQuantity),
          unit: item.unit?.name ?? '',
        }),
        last
          && t('slipEntry:last', {
            quantity: format.quantity(last.quantity),
            date: format.date(last.issueDate),
          }),
      ]
        .filter(Boolean)
        .join(' · ')}
    </Box>
  );
}
