import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';

interface Props {
  isFree: boolean;
  /** The line's place, from 1. */
  place: number;
  onChange(isFree: boolean): void;
}

/** Whether the goods of a line are given free. Not in the way of Tab: Alt+T does the same. */
export function FreeToggle({ isFree, place, onChange }: Props) {
  const { t } = useTranslation('inventory');
  return (
    <Button
      size="small"
      color={isFree ? 'primary' : 'inherit'}
      variant={isFree ? 'outlined' : 'text'}
      tabIndex={-1}
      onClick={() => onChange(!isFree)}
      aria-pressed={isFree}
      aria-label={`${t('free.mark')}, ${t('price.line', { line: place })}`}
      title="Alt+T"
      sx={buttonStyle}
    >
      {t('free.mark')}
    </Button>
  );
}

/** Alt+T on a line. */
export const isFreeKey = (event: { altKey: boolean; code: string }) =>
  event.altKey && event.code === 'KeyT';

const buttonStyle = {
  ml: -1,
  px: 1,
  py: 0,
  minHeight: { xs: 44, md: 24 },
  minWidth: 0,
  fontSize: 12.5,
  fontWeight: 500,
};
