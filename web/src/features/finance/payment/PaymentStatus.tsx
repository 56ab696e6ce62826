import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';
import { isZero } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';

/** The usual state is plain text; a chip is for exceptions. */
export function PaymentStatus({ status }: { status: string }) {
  const { t } = useTranslation('finance');
  if (status === 'cancelled')
    return <Chip size="small" variant="outlined" color="error" label={t('states.cancelled')} />;
  return (
    <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
      {status === 'confirmed' ? t('states.confirmed') : status}
    </Box>
  );
}

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

const methods = ['cash', 'bank', 'other'] as const;

export type Method = (typeof methods)[number];

/** The ways to pay, with their words. */
export function useMethods() {
  const { t } = useTranslation('finance');
  return {
    all: methods.map((method) => ({ method, name: t(`methods.${method}`) })),
    nameOf: (method: string) => {
      const known = methods.find((name) => name === method);
      return known ? t(`methods.${known}`) : method;
    },
  };
}
