import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';

interface Props {
  agency: { isNearLimit?: boolean | null; debtAmount?: string; debtLimit?: string | null };
}

/**
 * A chip for a debt that has come near its limit, or passed it. Where "near" begins, a regulation
 * says.
 */
export function LimitMark({ agency: { isNearLimit, debtAmount = '0', debtLimit } }: Props) {
  const { t } = useTranslation('agency');
  if (!isNearLimit) return null;
  const isOver = !debtLimit || BigInt(debtAmount) > BigInt(debtLimit);
  return (
    <Chip
      size="small"
      variant="outlined"
      color={isOver ? 'error' : 'warning'}
      label={t(isOver ? 'limit.over' : 'limit.near')}
    />
  );
}
