import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { isZero } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { leftFor } from './short_items.ts';
import type { RefusedItem } from './short_items.ts';
import type { IssueFormState } from './use_issue_form.ts';

/** Why a line was refused, and the press that mends it. */
export function LineRefusal({
  refused,
  state,
  index,
}: {
  refused: RefusedItem;
  state: IssueFormState;
  index: number;
}) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const { requested, first_day: day } = refused;
  // what the other lines of the item leave
  const available = leftFor(state.form.getValues('lines'), index, refused.available);
  if (available === undefined)
    return (
      <LineMark
        text={t('refused.inactiveLine')}
        action={t('refused.drop')}
        onAct={() => state.removeLine(index)}
      />
    );
  const figures = {
    available: format.quantity(refused.available),
    requested: format.quantity(requested),
    day: format.date(day),
  };
  const isNone = isZero(available);
  function act() {
    if (isNone) state.removeLine(index);
    else state.form.setValue(`lines.${index}.quantity`, available ?? '', { shouldDirty: true });
  }
  return (
    <LineMark
      text={t(day ? 'refused.lineOnDay' : 'refused.line', figures)}
      onAct={act}
      action={
        isNone
          ? t('refused.drop')
          : t('refused.take', { ...figures, available: format.quantity(available) })
      }
    />
  );
}

interface MarkProps {
  text: string;
  action: string;
  /** The key that does the same. */
  hint?: string;
  tone?: 'error' | 'warning';
  onAct(): void;
}

/** What is wrong with a line, and the press that mends it. */
export function LineMark({ text, action, hint, tone = 'error', onAct }: MarkProps) {
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
        mt: 1,
        color: `${tone}.main`,
        fontSize: 13,
      }}
    >
      <span>{text}</span>
      <Button
        size="small"
        color={tone === 'error' ? 'error' : 'inherit'}
        variant="outlined"
        {...(hint ? { title: hint } : {})}
        onClick={onAct}
        sx={{ minHeight: 28, py: 0, px: 2 }}
      >
        {action}
      </Button>
    </Box>
  );
}
