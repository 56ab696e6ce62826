import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { useDebtFacts } from '../../components/use_debt_facts.tsx';
import { useAmountInWords } from './AmountInWords.tsx';
import { useMethods } from './payment/PaymentStatus.tsx';
import type { MoneyFormState } from './use_money_form.ts';

interface Props {
  state: MoneyFormState;
  debt: string | undefined;
  after: string | undefined;
  title: string;
  verb: string;
  dayLabel: string;
  note: string;
  /** What else it does. */
  children?: ReactNode;
}

/** What the money will do to the debt, the amount in words beside the one in digits. */
export function MoneyConfirm({ state, debt, after, title, verb, dayLabel, note, children }: Props) {
  const { t } = useTranslation('finance');
  const { nameOf } = useMethods();
  const { agency, amount, day, method } = state.form.getValues();
  const words = useAmountInWords(amount);
  const debtFacts = useDebtFacts(debt, after);
  return (
    <ConfirmDialog
      title={title}
      verb={verb}
      note={note}
      day={{ label: dayLabel, value: day }}
      lead={
        <>
          {words && (
            <>
              <span lang="vi">{words}</span>,{' '}
            </>
          )}
          {words ? nameOf(method).toLowerCase() : nameOf(method)}
        </>
      }
      facts={[
        [
          t('agency'),
          <strong key="agency">
            {agency?.name} · {agency?.code}
          </strong>,
        ],
        ...debtFacts,
      ]}
      isBusy={state.isBusy}
      onConfirm={state.confirm}
      onClose={state.stopAsking}
    >
      {children}
    </ConfirmDialog>
  );
}
