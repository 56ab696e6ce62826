import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../../db/words/kinds.json';
import states from '../../../../../db/words/states.json';
import { StatusChip } from '../../../components/StatusChip.tsx';
import { isZero } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';

export const PaymentStatus = ({ status }: { status: string }) => (
  <StatusChip words={states.payment_status} status={status} />
);

/** Marks money that came before the debt. */
export function AdvanceMark({ amount }: { amount: string | null | undefined }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  if (!amount || isZero(amount)) return null;
  return (
    <Chip
      size="small"
      variant="outlined"
      color="warning"
      label={`${t('advance')} ${format.money(amount)}`}
    />
  );
}

export type Method = keyof typeof kinds.payment_method;

const methods = Object.keys(kinds.payment_method) as Method[];

/** The ways to pay, with their words. */
export function useMethods() {
  const nameOf = useWord(kinds.payment_method);
  return { all: methods.map((method) => ({ method, name: nameOf(method) })), nameOf };
}
