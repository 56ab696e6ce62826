import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { useDebtFacts } from '../../components/use_debt_facts.tsx';
import { sumDong } from '../../lib/dong.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useAmountInWords } from './AmountInWords.tsx';
import { useMethods } from './PaymentStatus.tsx';
import type { PaymentFormState } from './use_payment_form.ts';

/** A preview; the database computes what counts. */
export const debtAfter = (debt: string, amount: string) => (amount === '' ? undefined : sumDong([debt, `-${amount}`]));

/** What the payment will do, the amount in words beside the one in digits. */
export function PaymentConfirm({ state, debt }: { state: PaymentFormState; debt: string | undefined }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const { nameOf } = useMethods();
  const { agency, amount, paymentDate, method } = state.form.getValues();
  const words = useAmountInWords(amount);
  const debtFacts = useDebtFacts(debt, debt && debtAfter(debt, amount));
  return (
    <ConfirmDialog title={t('confirm.title', { amount: format.money(amount) })} verb={t('make')} note={t('form.final')} day={{ label: t('date'), value: paymentDate }}
      lead={<>{words && <><span lang="vi">{words}</span>, </>}{words ? nameOf(method).toLowerCase() : nameOf(method)}</>}
      facts={[[t('agency'), <strong key="agency">{agency?.name} · {agency?.code}</strong>], ...debtFacts]}
      isBusy={state.isBusy} onConfirm={state.confirm} onClose={state.stopAsking} />
  );
}
